"""Frames, windows and short-time spectra, against NumPy, SciPy and sums written out."""

import itertools

import numpy as np
import pytest
import scipy.signal

import polyflow as tf

RNG = np.random.default_rng(8)
LENGTHS = [(3, 2), (4, 4), (5, 1), (2, 3), (7, 3), (12, 2)]


def signal(*shape):
    return RNG.standard_normal(shape)


def framed(x, length, step, end=False, value=0.0):
    """Frames of the last dimension, one by one."""
    starts = range(0, x.shape[-1], step) if end else range(0, x.shape[-1] - length + 1, step)
    longer = np.concatenate([x, np.full((*x.shape[:-1], length), value)], -1)
    return np.stack([longer[..., start : start + length] for start in starts], -2) if starts else np.zeros((*x.shape[:-1], 0, length))


@pytest.mark.parametrize("end", [False, True])
@pytest.mark.parametrize("shape", [(2, 3, 10), (None, None, None), None])
def test_frames(run, end, shape):
    value = signal(2, 3, 10)
    x = tf.placeholder(tf.float64, shape)
    built = [tf.signal.frame(x, length, step, end, 7.0) for length, step in LENGTHS]
    for (length, step), y, found in zip(LENGTHS, built, run(built, {x: value}), strict=True):
        expected = framed(value, length, step, end, 7.0)
        np.testing.assert_array_equal(found, expected)
        assert y.shape.is_compatible_with(expected.shape)
        assert y.shape.is_fully_defined() == (shape == (2, 3, 10))


@pytest.mark.parametrize("axis", [0, 1, -2])
def test_frames_along_other_dimensions(run, axis):
    x = signal(6, 7, 5)
    for end in (False, True):
        expected = np.moveaxis(framed(np.moveaxis(x, axis, -1), 3, 2, end), (-2, -1), (axis % 3, axis % 3 + 1))
        np.testing.assert_array_equal(run(tf.signal.frame(tf.constant(x), 3, 2, end, axis=axis)), expected)


def test_lengths_that_only_the_run_knows(run):
    x, length, step = tf.constant(signal(9)), tf.placeholder(tf.int32), tf.placeholder(tf.int64)
    frames = tf.signal.frame(x, length, step)
    found = run([x, frames, tf.signal.overlap_and_add(frames, step), tf.signal.stft(x, length, step)], {length: 3, step: 2})
    np.testing.assert_array_equal(found[1], framed(found[0], 3, 2))
    np.testing.assert_allclose(found[2], found[0] * [1, 1, 2, 1, 2, 1, 2, 1, 1])
    assert found[3].shape == (4, 3)


@pytest.mark.parametrize(("length", "step"), LENGTHS)
@pytest.mark.parametrize("shape", [(2, 3, 5), None])
def test_overlapping_frames_are_added(run, length, step, shape):
    frames = signal(2, 3, 5, length)
    expected = np.zeros((2, 3, 4 * step + length))
    for number in range(5):
        expected[..., number * step : number * step + length] += frames[..., number, :]
    x = tf.placeholder(tf.float64, None if shape is None else [*shape, length])
    y = tf.signal.overlap_and_add(x, step)
    np.testing.assert_allclose(run(y, {x: frames}), expected, rtol=1e-12, atol=1e-12)
    assert shape is None or y.shape.as_list() == list(expected.shape)


def test_gradients_of_frames_and_of_their_sum(run):
    """Each is the adjoint of the other."""
    x, frames = tf.constant(signal(9)), tf.constant(signal(4, 3))
    slopes = tf.gradients(tf.signal.frame(x, 3, 2), [x], [frames]) + tf.gradients(tf.signal.overlap_and_add(frames, 2), [frames], [x])
    found = run([slopes[0], tf.signal.overlap_and_add(frames, 2), slopes[1], tf.signal.frame(x, 3, 2)])
    np.testing.assert_allclose(found[0], found[1])
    np.testing.assert_allclose(found[2], found[3])


@pytest.mark.parametrize(("name", "function"), [("hann", tf.signal.hann_window), ("hamming", tf.signal.hamming_window)])
def test_windows(run, name, function):
    """Of an odd length there are only symmetric windows."""
    fed = tf.placeholder(tf.int32)
    for length, periodic in itertools.product((1, 2, 3, 8, 9), (True, False)):
        expected = scipy.signal.get_window(name, length, fftbins=periodic and length % 2 == 0)
        window = function(length, periodic, tf.float64)
        assert window.shape.as_list() == [length] and window.dtype == tf.float64
        np.testing.assert_allclose(run(window), expected, atol=1e-12)
        np.testing.assert_allclose(run(function(fed, periodic), {fed: length}), expected, atol=1e-6)


def test_windows_are_of_floats(graph):
    with pytest.raises(ValueError, match="floating point type"):
        tf.signal.hann_window(3, dtype=tf.int32)
    with pytest.raises(ValueError, match="window_length must be an integer scalar"):
        tf.signal.hann_window([3])


@pytest.mark.parametrize(("length", "step", "fft_length"), [(8, 4, None), (6, 2, None), (6, 3, 16), (5, 2, 5)])
def test_short_time_spectra(run, length, step, fft_length):
    x = signal(2, 30)
    y = tf.signal.stft(tf.constant(x), length, step, fft_length)
    window = scipy.signal.get_window("hann", length, fftbins=length % 2 == 0)
    expected = np.fft.rfft(framed(x, length, step) * window, fft_length or 8)
    np.testing.assert_allclose(run(y), expected, rtol=1e-10, atol=1e-12)
    assert y.shape.as_list() == list(expected.shape) and y.op.name == "stft/rfft"


def test_spectra_without_a_window_reach_over_the_end(run):
    x = signal(11)
    y = tf.signal.stft(tf.constant(x), 4, 3, window_fn=None, pad_end=True)
    np.testing.assert_allclose(run(y), np.fft.rfft(framed(x, 4, 3, end=True)), rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("forward", [tf.signal.hann_window, tf.signal.hamming_window])
@pytest.mark.parametrize(("length", "step", "fft_length"), [(8, 2, None), (8, 3, 16), (6, 3, None)])
def test_signals_come_back_from_their_spectra(run, forward, length, step, fft_length):
    x = tf.constant(signal(2, 40))
    spectra = tf.signal.stft(x, length, step, fft_length, forward)
    back = tf.signal.inverse_stft(spectra, length, step, fft_length, tf.signal.inverse_stft_window_fn(step, forward))
    original, restored = run([x, back])
    inside = slice(length, restored.shape[-1] - length)
    np.testing.assert_allclose(restored[:, inside], original[:, inside], rtol=1e-9, atol=1e-12)


def test_default_transforms_have_the_next_power_of_two(run):
    fed = tf.placeholder(tf.int32, [])
    for length, bins in ((1, 1), (2, 2), (3, 3), (8, 5), (9, 9)):
        assert tf.signal.stft(tf.ones([20]), length, 4).shape[-1].value == bins
        assert run(tf.signal.stft(tf.ones([20]), fed, 4), {fed: length}).shape[-1] == bins


def test_mel_weights(run):
    """By the definition: triangles between equidistant points of the scale."""
    rate, bins, bands, low, high = 16000, 33, 5, 200.0, 6000.0
    mel = 1127 * np.log(1 + np.linspace(0, rate / 2, bins) / 700)
    edges = np.linspace(*(1127 * np.log(1 + np.array([low, high]) / 700)), bands + 2)
    expected = np.stack([np.interp(mel, edges[i : i + 3], [0, 1, 0]) for i in range(bands)], 1)
    matrix = tf.signal.linear_to_mel_weight_matrix(bands, bins, rate, low, high, tf.float64)
    assert matrix.shape.as_list() == [bins, bands] and matrix.op.name == "linear_to_mel_weight_matrix"
    np.testing.assert_allclose(run(matrix), expected, atol=1e-10)
    fed = [tf.placeholder(tf.int32), tf.placeholder(tf.float32)]
    fetched = run(tf.signal.linear_to_mel_weight_matrix(bands, *fed, low, high), dict(zip(fed, (bins, rate), strict=True)))
    np.testing.assert_allclose(fetched, expected, atol=1e-4)


@pytest.mark.parametrize(
    ("arguments", "match"),
    [
        ({"num_mel_bins": 0}, "num_mel_bins must be positive"),
        ({"lower_edge_hertz": -1.0}, "must be non-negative"),
        ({"lower_edge_hertz": 5000.0}, "lower_edge_hertz 5000.0 >= upper_edge_hertz 3800.0"),
        ({"sample_rate": 0}, "sample_rate must be positive"),
        ({"upper_edge_hertz": 4001.0}, "Nyquist"),
        ({"dtype": tf.int32}, "floating point type"),
    ],
)
def test_bad_mel_weights(graph, arguments, match):
    with pytest.raises(ValueError, match=match):
        tf.signal.linear_to_mel_weight_matrix(**arguments)


def test_mel_frequency_cepstra(run):
    x = signal(3, 20)
    y = tf.signal.mfccs_from_log_mel_spectrograms(tf.constant(x))
    np.testing.assert_allclose(run(y), scipy.fft.dct(x, 2) / np.sqrt(40), rtol=1e-10, atol=1e-12)
    with pytest.raises(ValueError, match="num_mel_bins must be positive"):
        tf.signal.mfccs_from_log_mel_spectrograms(tf.ones([3, 0]))


@pytest.mark.parametrize("axes", [None, 0, -1, [0, 1], (2, 0), [-1]])
def test_shifts(run, axes):
    x = signal(4, 5, 7)
    shifted = tf.signal.fftshift(tf.constant(x), axes)
    assert shifted.op.name == "fftshift" and shifted.shape.as_list() == [4, 5, 7]
    np.testing.assert_array_equal(run(shifted), np.fft.fftshift(x, axes))
    np.testing.assert_array_equal(run(tf.signal.ifftshift(tf.constant(x), axes)), np.fft.ifftshift(x, axes))


def test_shifts_of_unknown_shapes(run):
    x = tf.placeholder(tf.float32)
    np.testing.assert_array_equal(run(tf.signal.fftshift(x, -1), {x: np.arange(10).reshape(2, 5)}), [[3, 4, 0, 1, 2], [8, 9, 5, 6, 7]])
    with pytest.raises(ValueError, match="unknown rank"):
        tf.signal.fftshift(x)
