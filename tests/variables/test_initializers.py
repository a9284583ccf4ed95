import math

import numpy as np
import pytest

import polyflow as tf
from polyflow.variables import initializers
from polyflow.variables.initializers import fans


@pytest.fixture(autouse=True)
def graph():
    with tf.Graph().as_default() as graph:
        yield graph


def made(initializer, shape, dtype=None):
    with tf.Session() as session:
        return session.run(initializer(shape) if dtype is None else initializer(shape, dtype))


class TestGivenValues:
    def test_zeros_and_ones(self):
        assert made(tf.zeros_initializer(), [2]).tolist() == [0.0, 0.0]
        assert made(tf.ones_initializer(tf.int32), [2]).dtype == np.int32

    def test_called_with_a_shape(self):
        """As programs of 0.x do: the result is the tensor itself."""
        for tensor in (
            tf.zeros_initializer([2, 3]),
            tf.zeros_initializer((2, 3), tf.float32),
            tf.zeros_initializer(shape=[2, 3], dtype=tf.float32),
        ):
            assert isinstance(tensor, tf.Tensor)
            assert tensor.shape == [2, 3]

    def test_constants(self):
        assert made(tf.constant_initializer(3), [2]).tolist() == [3.0, 3.0]
        assert made(tf.constant_initializer([1, 2, 3]), [2, 2]).tolist() == [[1.0, 2.0], [3.0, 3.0]]
        with pytest.raises(ValueError, match="Too many elements"):
            made(tf.constant_initializer([1, 2, 3]), [2])
        with pytest.raises(TypeError, match=r"got \(1, 2\)"):
            made(tf.constant_initializer([[1, 2]], verify_shape=True), [2])

    def test_identity(self):
        assert made(initializers.Identity(2.0), [2, 3]).tolist() == [[2.0, 0.0, 0.0], [0.0, 2.0, 0.0]]


LIMITS = [
    (tf.glorot_uniform_initializer(seed=1), math.sqrt(6 / 90)),
    (tf.variance_scaling_initializer(2.0, "fan_in", "uniform", seed=1), math.sqrt(3 * 2 / 40)),
    (initializers.he_uniform(seed=1), math.sqrt(6 / 40)),
    (initializers.lecun_uniform(seed=1), math.sqrt(3 / 40)),
    (tf.uniform_unit_scaling_initializer(1.5, seed=1), 1.5 * math.sqrt(3 / 40)),
    (tf.random_uniform_initializer(-0.25, 0.25, seed=1), 0.25),
]
DEVIATIONS = [
    (tf.glorot_normal_initializer(seed=1), math.sqrt(2 / 90)),
    (tf.variance_scaling_initializer(2.0, "fan_out", "untruncated_normal", seed=1), math.sqrt(2 / 50)),
    (initializers.he_normal(seed=1), math.sqrt(2 / 40)),
    (initializers.lecun_normal(seed=1), math.sqrt(1 / 40)),
    (tf.random_normal_initializer(0.0, 2.0, seed=1), 2.0),
]


@pytest.mark.parametrize(("initializer", "limit"), LIMITS)
def test_even_distributions(initializer, limit):
    drawn = made(initializer, [40, 50])
    assert np.abs(drawn).max() <= limit * (1 + 1e-6)
    assert np.abs(drawn).max() > 0.98 * limit
    assert abs(drawn.mean()) < 0.05 * limit


@pytest.mark.parametrize(("initializer", "deviation"), DEVIATIONS)
def test_normal_distributions(initializer, deviation):
    drawn = made(initializer, [40, 50])
    assert drawn.std() == pytest.approx(deviation, rel=0.05)
    assert abs(drawn.mean()) < 0.1 * deviation


def test_truncated_normal():
    drawn = made(tf.truncated_normal_initializer(1.0, 0.5, seed=1), [40, 50])
    assert np.abs(drawn - 1.0).max() <= 1.0


def test_fans():
    assert fans([]) == (1, 1)
    assert fans([5]) == (5, 5)
    assert fans([4, 6]) == (4, 6)
    assert fans([3, 3, 2, 4]) == (18, 36)


def test_refusals():
    for wrong in ({"scale": 0}, {"mode": "fan"}, {"distribution": "even"}, {"dtype": tf.int32}):
        with pytest.raises(ValueError):
            tf.variance_scaling_initializer(**wrong)


def test_configuration():
    config = tf.random_normal_initializer(1.0, 2.0, seed=3).get_config()
    assert config == {"mean": 1.0, "stddev": 2.0, "seed": 3, "dtype": "float32"}
    assert initializers.RandomNormal.from_config(config).stddev == 2.0
