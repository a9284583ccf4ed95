"""``tf.math``: which names it has, where they come from, and what is new among them."""

import subprocess
import sys

import numpy as np
import pytest

import polyflow as tf


def test_every_listed_name_is_there():
    assert [name for name in tf.math.__all__ if not callable(getattr(tf.math, name, None))] == []


@pytest.mark.parametrize("name", ["in_top_k", "l2_normalize", "log_softmax", "softmax", "softplus", "softsign", "top_k", "zero_fraction"])
def test_parts_of_neural_networks_are_those_of_nn(name):
    assert getattr(tf.math, name) is getattr(tf.nn, name)


def test_naming_it_loads_no_neural_networks():
    program = "import sys, polyflow; polyflow.math.reduce_std; assert 'polyflow.nn' not in sys.modules"
    subprocess.run([sys.executable, "-c", program], check=True)


def test_an_unknown_name_is_refused():
    with pytest.raises(AttributeError, match=r"module 'polyflow.math' has no attribute 'nothing'"):
        tf.math.nothing  # noqa: B018


def test_log_sigmoid_does_not_underflow(run):
    assert run(tf.log_sigmoid([-1000.0, 0.0])).tolist() == pytest.approx([-1000, -np.log(2)])
    assert tf.math.log_sigmoid([0.0]).op.name == "LogSigmoid_1"


def test_quotients_and_products_without_nan(run):
    assert run(tf.math.reciprocal_no_nan([2.0, 0.0])).tolist() == [0.5, 0]
    assert run(tf.math.divide_no_nan([1.0, 1.0], [4.0, 0.0])).tolist() == [0.25, 0]
    assert run(tf.math.multiply_no_nan([np.nan, 2.0], [0.0, 3.0])).tolist() == [0, 6]


def test_neighbours(run):
    assert run(tf.math.nextafter(tf.constant(1.0, tf.float64), 2.0)) == 1 + 2**-52


def test_running_logarithms_of_sums_of_exponentials(run):
    x = np.array([[1.0, 2.0, 3.0]])
    expected = np.log(np.cumsum(np.exp(x), 1))
    np.testing.assert_allclose(run(tf.math.cumulative_logsumexp(x, axis=1)), expected)
    assert run(tf.math.cumulative_logsumexp(x, 1, exclusive=True))[0, 0] == -np.inf


@pytest.mark.parametrize("exclusive", [False, True])
@pytest.mark.parametrize("reverse", [False, True])
def test_gradients_of_running_logarithms(exclusive, reverse, run):
    """dx[i] = Σ dy[j] · exp(x[i] - y[j]) over all j whose sum x[i] is part of."""
    values, weights = np.array([0.5, -1.0, 2.0, 0.25]), np.array([1.0, -2.0, 3.0, 0.5])
    x = tf.constant(values)
    y = tf.math.cumulative_logsumexp(x, exclusive=exclusive, reverse=reverse)
    slope, results = run([tf.gradients(y, x, tf.constant(weights))[0], y])
    part = np.triu(np.ones((4, 4)), int(exclusive))
    part = part[::-1, ::-1] if reverse else part
    with np.errstate(over="ignore"):
        terms = np.where(part > 0, weights * np.exp(values[:, None] - results), 0)
    np.testing.assert_allclose(slope, terms.sum(1), rtol=1e-12)


def test_means_of_segments_of_integers_are_fractions(run):
    assert run(tf.math.unsorted_segment_mean([[1], [2]], [0, 0], 1)).tolist() == [[1.5]]


def test_sums_of_any_collection(run):
    assert run(tf.add_n(tf.constant(each) for each in (1.0, 2.0))) == 3
    with pytest.raises(ValueError, match="inputs must be a list"):
        tf.add_n(tf.constant([1.0, 2.0]))


def test_a_range_of_floats_has_a_known_size():
    assert tf.range(3.0).shape.as_list() == [3]
    assert tf.range(0, 1, 0.25).shape.as_list() == [4]
