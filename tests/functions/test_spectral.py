"""Fourier and cosine transforms: what the public functions add to the ops, against NumPy's and SciPy's."""

import numpy as np
import pytest
import scipy.fft

import polyflow as tf

RNG = np.random.default_rng(7)
NUMPY = {1: (np.fft.rfft, np.fft.irfft), 2: (np.fft.rfft2, np.fft.irfft2), 3: (np.fft.rfftn, np.fft.irfftn)}


def signal(*shape):
    return RNG.standard_normal(shape)


def spectrum(*shape):
    return signal(*shape) + 1j * signal(*shape)


@pytest.mark.parametrize("name", ["fft", "ifft", "fft2d", "ifft2d", "fft3d", "ifft3d"])
def test_transforms_of_complex_numbers(run, name):
    x = spectrum(2, 3, 4, 5)
    axes = tuple(range(-int(name[-2]) if name[-1] == "d" else -1, 0))
    expected = (np.fft.ifftn if name[0] == "i" else np.fft.fftn)(x, axes=axes)
    for place in (tf, tf.spectral, tf.signal):
        np.testing.assert_allclose(run(getattr(place, name)(tf.constant(x))), expected, rtol=1e-12)
    older = getattr(tf, f"batch_{name}")(x)
    assert older.op.type.lower() == f"batch{name}"
    np.testing.assert_allclose(run(older), expected, rtol=1e-4, atol=1e-5)


def test_plain_numbers_are_transformed_in_single_precision(run):
    assert tf.fft([1, 2j]).dtype == tf.complex64
    assert tf.spectral.rfft(np.ones(4)).dtype == tf.complex64
    assert tf.spectral.irfft(np.ones(3)).dtype == tf.float32
    assert tf.spectral.rfft(tf.ones([4], tf.float64)).dtype == tf.complex128
    np.testing.assert_allclose(run(tf.spectral.rfft([1, 2, 3, 4])), [10, -2 + 2j, -2])


@pytest.mark.parametrize("rank", [1, 2, 3])
@pytest.mark.parametrize("shape", [(2, 7, 5, 6), (None,) * 4, None])
@pytest.mark.parametrize("inverse", [False, True])
def test_transforms_of_real_numbers_crop_and_pad(run, rank, shape, inverse):
    value = spectrum(2, 7, 5, 6) if inverse else signal(2, 7, 5, 6)
    function = getattr(tf.spectral, f"{'i' * inverse}rfft{'' if rank == 1 else f'{rank}d'}")
    x = tf.placeholder(value.dtype, shape)
    lengths = [None, *([length + axis for axis in range(rank)] for length in (3, 6, 9))]
    built = [function(x, each) for each in lengths]
    for each, y, found in zip(lengths, built, run(built, {x: value}), strict=True):
        expected = (np.fft.irfftn if inverse else np.fft.rfftn)(value, each, tuple(range(-rank, 0)))
        np.testing.assert_allclose(found, expected, rtol=1e-10, atol=1e-12)
        assert y.shape.is_compatible_with(expected.shape)
        assert y.shape.is_fully_defined() == (shape == value.shape)


def test_lengths_known_when_the_graph_runs(run):
    lengths = tf.placeholder(tf.int32, [2])
    x = signal(2, 4, 6)
    y = tf.spectral.rfft2d(tf.constant(x), lengths)
    assert y.shape.as_list() == [2, None, None]
    np.testing.assert_allclose(run(y, {lengths: [5, 3]}), np.fft.rfft2(x, (5, 3)), rtol=1e-10)


def test_names_and_bad_lengths(graph):
    x = tf.ones([3, 4])
    assert tf.spectral.rfft(x).op.name == "rfft"
    assert tf.spectral.irfft2d(tf.complex(x, x), name="back").op.name == "back"
    with pytest.raises(ValueError, match=r"fft_length must have shape \[2\]"):
        tf.spectral.rfft2d(x, [4])
    with pytest.raises(ValueError, match="rank"):
        tf.spectral.rfft3d(x)


def fails(run, match, build, shape, length, dtype=tf.float32):
    """A transform of placeholders of which nothing is known."""
    x, lengths = tf.placeholder(dtype), tf.placeholder(tf.int32)
    with pytest.raises(tf.errors.InvalidArgumentError, match=match):
        run(build(x, lengths), {x: np.ones(shape), lengths: length})


def test_what_only_the_run_can_tell(run):
    from polyflow.ops import spectral as ops

    fails(run, "rank of at least 2", lambda x, _: ops.fft2d(x), (3,), 1, tf.complex64)
    fails(run, "rank of at least 2", ops.rfft2d, (3,), [2, 3])
    fails(run, r"fft_length must have shape \[1\]", ops.rfft, (3,), [2, 3])
    fails(run, r"fft_length must have shape \[1\]", ops.rfft, (3,), 2)
    fails(run, r"fft_length\[1\] must be >= 0, but is -3", ops.rfft2d, (3, 3), [2, -3])
    fails(run, "dimension 1 must have length of at least 5 but got: 4", ops.rfft, (2, 4), [5])
    fails(run, "dimension 1 must have length of at least 5 but got: 4", ops.irfft, (2, 4), [8], tf.complex64)


def test_transforms_of_nothing_and_to_nothing(run):
    from polyflow.ops import spectral as ops

    x = tf.ones([2, 4])
    assert run(ops.rfft2d(x, [2, 0])).shape == (2, 0)
    assert run(ops.irfft2d(tf.complex(x, x), [0, 3])).shape == (0, 3)
    assert run(tf.fft(tf.zeros([2, 0], tf.complex64))).shape == (2, 0)
    np.testing.assert_array_equal(run(tf.spectral.rfft(tf.zeros([2, 0]), [3])), np.zeros((2, 2)))


@pytest.mark.parametrize(("kind", "norm"), [(1, None), (2, None), (3, None), (4, None), (2, "ortho"), (3, "ortho"), (4, "ortho")])
@pytest.mark.parametrize("shape", [(3, 7), (None, None), None])
def test_cosine_transforms(run, kind, norm, shape):
    value = signal(3, 7)
    x = tf.placeholder(tf.float64, shape)
    lengths = (None, 4, 9)
    there = run([tf.spectral.dct(x, kind, n, norm=norm) for n in lengths], {x: value})
    back = run([tf.spectral.idct(x, kind, n, norm=norm) for n in lengths], {x: value})
    for n, y, z in zip(lengths, there, back, strict=True):
        np.testing.assert_allclose(y, scipy.fft.dct(value, kind, n, norm=norm), rtol=1e-10, atol=1e-12)
        np.testing.assert_allclose(z / scale(kind, norm, n or 7), scipy.fft.idct(value, kind, n, norm=norm), rtol=1e-10, atol=1e-12)


def scale(kind, norm, n):
    """What an inverse without a norm leaves in."""
    return 1 if norm else 2 * (n - 1) if kind == 1 else 2 * n


def test_cosine_transform_by_hand(run):
    np.testing.assert_allclose(run(tf.spectral.dct([1.0, 3.0])), [8, -2 * np.sqrt(2)], rtol=1e-6)


@pytest.mark.parametrize(
    ("arguments", "match"),
    [
        ({"type": 5}, "Types I, II, III and IV"),
        ({"n": 0}, "positive integer"),
        ({"norm": "forward"}, "Unknown normalization"),
        ({"type": 1, "norm": "ortho"}, "not supported for the Type-I"),
    ],
)
def test_bad_cosine_transforms(graph, arguments, match):
    with pytest.raises(ValueError, match=match):
        tf.spectral.dct(tf.ones([3]), **arguments)


def test_cosine_transforms_of_other_axes_and_of_one_number(graph):
    with pytest.raises(NotImplementedError, match="axis must be -1"):
        tf.spectral.dct(tf.ones([3, 2]), axis=0)
    with pytest.raises(ValueError, match="greater than one"):
        tf.spectral.idct(tf.ones([3, 1]), 1)
