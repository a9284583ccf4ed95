"""Distributions with parameters: the two ways of drawing them, and how they go on from run to run.

What the runs give is what TensorFlow 2.21 gives on the CPU.
"""

import numpy as np
import pytest

import polyflow as tf
from polyflow.backends.numpy import random_distribution as host
from polyflow.backends.numpy import streams as host_streams
from polyflow.backends.numpy import truncated
from polyflow.ops import random_distribution as ops

from .test_random import COUNTERS, SEEDS, runs

PLACE = ((7, 2**32 - 1), (11 << 64) + 2**64 - 3)


@pytest.fixture(params=["numpy", "torch"])
def backend(request):
    pytest.importorskip(request.param)
    return request.param


def test_runs_go_on(backend):
    drawn = runs(backend, lambda: ops.multinomial([[0.0, 1.0, 2.0], [2.0, 0.0, -1.0]], 6, **SEEDS))
    assert drawn == [
        [[1, 2, 2, 2, 1, 2], [0, 0, 0, 0, 0, 0]],
        [[2, 2, 1, 2, 2, 2], [0, 0, 0, 0, 0, 0]],
        [[1, 0, 2, 1, 2, 0], [0, 0, 0, 1, 0, 0]],
    ]
    drawn = runs(backend, lambda: ops.random_gamma([2], np.float32([0.5, 1.0, 4.0]), **SEEDS))
    expected = [
        [[0.06178746, 0.46279088, 3.4127738], [0.27283564, 1.640649, 4.053806]],
        [[4.7505222e-04, 1.0459548e-01, 1.4637116], [1.7284009, 6.5564245e-01, 7.5434060]],
        [[0.13470261, 1.1118151, 4.1352096], [0.5105347, 0.824606, 3.5051448]],
    ]
    np.testing.assert_allclose(drawn, expected, rtol=1e-6)
    drawn = runs(backend, lambda: ops.random_poisson_v2([2], [0.5, 4.0, 20.0, 300.0], **SEEDS))
    assert drawn == [
        [[0, 3, 23, 300], [0, 4, 24, 275]],
        [[0, 2, 21, 309], [0, 2, 17, 303]],
        [[0, 6, 27, 303], [0, 4, 13, 290]],
    ]


def test_batches_go_on(backend):
    bounds = [np.float32(each) for each in ([0.0, 10.0], 2.0, [-1.0, 11.0], [3.0, np.inf])]
    drawn = runs(backend, lambda: ops.parameterized_truncated_normal([2, 2], *bounds, **SEEDS))
    expected = [
        [[2.4365194, -0.41829214], [11.047321, 13.125456]],
        [[1.1667624, 2.8380435], [12.395552, 13.30586]],
        [[0.70707256, -0.6028117], [11.584432, 11.414971]],
    ]
    np.testing.assert_allclose(drawn, expected, rtol=1e-6)


@pytest.mark.parametrize(("key", "counter"), COUNTERS)
def test_any_part_of_the_outputs_can_be_drawn_alone(key, counter):
    alpha, rate = np.linspace(0.2, 5, 40), np.linspace(1, 30, 40)
    for draw, parameters in ((host.gamma, alpha), (host.poisson, rate)):
        whole = draw(host_streams.Streams(key, counter, np.arange(40)), parameters, np.dtype(np.float64))
        part = draw(host_streams.Streams(key, counter, np.arange(25, 35)), parameters[25:35], np.dtype(np.float64))
        np.testing.assert_array_equal(part, whole[25:35])


def test_device_draws_the_same_gamma_numbers():
    torch = pytest.importorskip("torch")
    from polyflow.backends.torch import random_distribution as device
    from polyflow.backends.torch.streams import Streams

    generator = np.random.default_rng(0)
    special = [1.0, 1.0, 0.0, -0.5, -0.7, -2.0, np.nan, np.inf, 1e-5, 1e10]
    alpha = np.concatenate([generator.uniform(0.01, 3, 3000), generator.uniform(0, 100, 1000), special])
    with np.errstate(all="ignore"):
        expected = host.gamma(host_streams.Streams(*PLACE, np.arange(alpha.size)), alpha, None)
    found = device.gamma(Streams(*PLACE, alpha.size, "cpu"), torch.from_numpy(alpha), torch.float64)
    np.testing.assert_allclose(found.numpy(), expected, rtol=1e-13)


@pytest.mark.parametrize("name", ["float64", "float16", "int64", "int32"])
def test_device_draws_the_same_poisson_numbers(name):
    torch = pytest.importorskip("torch")
    from polyflow.backends.torch import random_distribution as device
    from polyflow.backends.torch.streams import Streams

    generator = np.random.default_rng(0)
    special = [0.0, -1.0, np.nan, np.inf, -np.inf, 9.99, 10.0, 1e10, 1e30]
    rate = np.concatenate([generator.uniform(0, 12, 3000), generator.uniform(10, 1e6, 1000), special])
    with np.errstate(all="ignore"):
        expected = host.poisson(host_streams.Streams(*PLACE, np.arange(rate.size)), rate, np.dtype(name))
    found = device.poisson(Streams(*PLACE, rate.size, "cpu"), torch.from_numpy(rate), getattr(torch, name))
    np.testing.assert_array_equal(found.numpy(), expected)


@pytest.mark.parametrize(("shape", "like"), [((3, 5), (2, 4)), ((), (7,)), ((6,), ()), ((0, 2), (3,)), ((2,), (0, 3))])
def test_device_arranges_numbers_as_the_host_does(shape, like):
    torch = pytest.importorskip("torch")
    from polyflow.backends.torch import random_distribution as device

    class Context:
        def random(self, seed, seed2, outputs):
            return PLACE

    alpha = np.random.default_rng(0).uniform(0.5, 3, like)
    expected = host.for_each_parameter(Context(), shape, alpha, 0, 0, host.gamma, np.dtype(np.float32))
    found = device.drawn_on_device(*PLACE, shape, torch.tensor(alpha), device.gamma, torch.float32)
    assert found.shape == expected.shape
    np.testing.assert_allclose(found.numpy(), expected, rtol=1e-6)


def test_a_slope_far_from_the_mean():
    """Values of -(dP/dalpha) / density, from differences of the incomplete gamma function with thirty digits."""
    pytest.importorskip("scipy")
    alpha, sample = np.array([1.0, 2.0, 0.05, 30000.0]), np.array([1.0, 1.5, 5.081e-06, 30030.0])
    found = host.random_gamma_grad(alpha, sample)
    np.testing.assert_allclose(found[:2], [1.173563027224727, 0.936639067877217], rtol=1e-13)
    np.testing.assert_allclose(found[3], 1 + 30 / 60000, rtol=1e-5)


def test_common_batches_are_of_a_hundred():
    """A batch starts a group: 250 numbers are three batches of one stream, whatever shape they have."""
    common = [np.array(each, np.float64) for each in (0.0, 1.0, -2.0, 2.0)]
    whole = truncated.truncated((1, 2), 3, 250, 100, common, np.dtype(np.float64))
    np.testing.assert_array_equal(truncated.truncated((1, 2), 3, 60, 100, common, np.dtype(np.float64)), whole[:60])
    assert truncated.batches_of((50, 5), common) == (3, 100)
    assert truncated.batches_of((50, 5), [*common[:3], np.array([2.0])]) == (50, 5)


def test_parameters_are_checked_when_they_are_fed(backend):
    with tf.Graph().as_default() as graph:
        logits, samples = tf.placeholder(tf.float32), tf.placeholder(tf.int32)
        node = ops.multinomial(logits, samples)
        with tf.Session(graph=graph, backend=backend) as session:
            for fed, message in (
                ({logits: [1.0], samples: 1}, r"logits should be a matrix, got shape \[1\]"),
                ({logits: [[1.0]], samples: -1}, "num_samples should be nonnegative, got -1"),
                ({logits: np.zeros([2, 0]), samples: 1}, "num_classes should be positive, got 0"),
            ):
                with pytest.raises(tf.errors.InvalidArgumentError, match=message):
                    session.run(node, fed)
