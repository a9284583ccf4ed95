"""The generator behind the random ops, and how it goes on from run to run."""

import ml_dtypes
import numpy as np
import pytest

import polyflow as tf
from polyflow.backends.numpy import philox
from polyflow.ops import random as ops

COUNTERS = [
    ((87654321, 0), 0),
    ((5, 2**32 - 1), (7 << 64) + 256 * 1000),
    ((2**32 - 3, 2**32 - 1), 2**128 - 5),
    ((1, 2), (3 << 64) + 2**64 - 5),
]
"""Keys and counters, some of which overflow into the next word, or out of the last."""


def words(key, counter, count=1):
    return [int(word) for word in philox.philox_bits(key, counter, count)]


def test_known_answers():
    """From the test vectors that Salmon and others published with the algorithm."""
    assert words((0, 0), 0) == [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]
    assert words((2**32 - 1, 2**32 - 1), 2**128 - 1) == [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD]


@pytest.mark.parametrize(("key", "counter"), COUNTERS)
def test_any_part_can_be_computed_alone(key, counter):
    whole = philox.philox_bits(key, counter, 40000)
    assert words(key, counter + 31234, 3) == whole[4 * 31234 : 4 * 31237].tolist()


@pytest.mark.parametrize("name", ["uniform", "normal", "truncated_normal"])
def test_threads_draw_what_one_does(name):
    size = 9 * philox.BLOCK + 3
    alone = getattr(philox, name)((1, 2), 2**32 - 5, size, np.dtype(np.float64))
    with philox.threads(3):
        np.testing.assert_array_equal(getattr(philox, name)((1, 2), 2**32 - 5, size, np.dtype(np.float64)), alone)


def test_threads_ignore_the_errors_that_their_caller_does():
    with philox.threads(2), np.errstate(all="ignore"):
        philox.for_each_block(lambda start, stop: np.log(np.zeros(1)), 4, 1)
    with philox.threads(2), np.errstate(all="raise"), pytest.raises(FloatingPointError):
        philox.for_each_block(lambda start, stop: np.log(np.zeros(1)), 4, 1)


@pytest.mark.parametrize("size", [0, 1, 5, 257, 9001])
@pytest.mark.parametrize(("key", "counter"), COUNTERS)
@pytest.mark.parametrize("name", ["float16", "bfloat16", "float32", "float64"])
def test_torch_generator_draws_the_same_numbers(key, counter, size, name):
    torch = pytest.importorskip("torch")
    from polyflow.backends.torch import philox as device_philox

    dtype = np.dtype(getattr(ml_dtypes, name, name))
    tolerance = {"uniform": 0, "normal": 1e-6 if name in ("float32", "float64") else 1e-2}
    for distribution in ("uniform", "normal", "truncated_normal"):
        expected = getattr(philox, distribution)(key, counter, size, dtype).astype(np.float64)
        found = getattr(device_philox, distribution)(key, counter, size, getattr(torch, name), "cpu").double().numpy()
        np.testing.assert_allclose(found, expected, rtol=0, atol=tolerance[distribution.removeprefix("truncated_")])


RANGES = [
    ("int32", -5, 1000),
    ("int32", -(2**31), 2**31 - 1),
    ("int64", -5, 1000),
    ("int64", -(2**63), 2**63 - 1),
    ("int64", -(2**62), 2**62),
    ("int64", -(2**62), 2**62 + 2**61),
    ("int64", 0, 2**62 + 12345),
]


@pytest.mark.parametrize(("name", "low", "high"), RANGES)
def test_torch_generator_draws_the_same_integers(name, low, high):
    torch = pytest.importorskip("torch")
    from polyflow.backends.torch import philox as device_philox

    for key, counter in COUNTERS:
        expected = philox.integers(key, counter, 1001, np.dtype(name), low, high)
        assert (device_philox.integers(key, counter, 1001, getattr(torch, name), low, high, "cpu").numpy() == expected).all()
        assert low <= expected.min() and expected.max() < high


def test_truncated_normals_stay_within_two_deviations():
    assert np.abs(philox.truncated_normal((1, 2), 3, 100000, np.dtype(np.float32))).max() < 2


def test_a_permutation_has_every_index_once():
    for size in (0, 1, 2, 5, 1000):
        assert sorted(philox.permutation((1, 2), 3, size).tolist()) == list(range(size))


# Nodes.  What the runs give is what TensorFlow 2.21 gives on the CPU.


@pytest.fixture(params=["numpy", "torch"])
def backend(request):
    pytest.importorskip(request.param)
    return request.param


SEEDS = {"seed": 7, "seed2": 11}


def runs(backend, make, count=3):
    with tf.Graph().as_default() as graph:
        node = make()
        with tf.Session(graph=graph, backend=backend) as session:
            return [session.run(node).tolist() for _ in range(count)]


def test_a_run_goes_on_where_the_last_one_ended(backend):
    uniform = runs(backend, lambda: ops.random_uniform([3], dtype="float32", **SEEDS))
    expected = [[0.023186326, 0.0994875431, 0.569126487], [0.779154778, 0.632843852, 0.975768209], [0.850058913, 0.66686976, 0.0636177063]]
    np.testing.assert_allclose(uniform, expected, rtol=1e-8)
    truncated = runs(backend, lambda: ops.truncated_normal([3], dtype="float32", **SEEDS))
    expected = [
        [1.60560369, -0.536034465, -0.916499913],
        [-0.523548603, -0.474328935, -0.162735865],
        [-0.493997186, -0.284369498, 1.87318766],
    ]
    np.testing.assert_allclose(truncated, expected, atol=1e-6)


def test_a_shuffle_takes_no_more_numbers_than_it_needs(backend):
    shuffled = runs(backend, lambda: ops.random_shuffle(list(range(9)), **SEEDS))
    assert shuffled == [[2, 3, 1, 6, 0, 7, 5, 4, 8], [3, 7, 6, 5, 8, 2, 0, 4, 1], [4, 2, 0, 3, 6, 5, 7, 1, 8]]


def test_a_new_session_starts_again_and_no_seed_means_other_numbers(backend):
    def seeded():
        return ops.random_uniform([3], dtype="float64", **SEEDS)

    def unseeded():
        return ops.random_uniform([3], dtype="float64")

    assert runs(backend, seeded) == runs(backend, seeded)
    first, second = runs(backend, unseeded), runs(backend, unseeded)
    assert first != second and first[0] != first[1]


def test_the_range_of_integers_is_checked_when_it_is_fed(backend):
    with tf.Graph().as_default() as graph:
        limit = tf.placeholder(tf.int32, [])
        node = ops.random_uniform_int([2], 3, limit)
        with tf.Session(graph=graph, backend=backend) as session, pytest.raises(tf.errors.InvalidArgumentError, match="3 >= 3"):
            session.run(node, {limit: 3})
