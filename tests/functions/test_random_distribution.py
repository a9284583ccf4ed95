"""Random tensors of distributions with parameters. Numbers are those of TensorFlow 2.21 on the CPU."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import polyflow as tf
from polyflow.functions.random_distribution import parameterized_truncated_normal
from polyflow.ops import random_distribution as ops


def test_classes_are_drawn_in_proportion(run: Any) -> None:
    drawn = run(tf.multinomial(np.log([[0.7, 0.2, 0.1], [1e-9, 0.5, 0.5]]), 4000, seed=3))
    assert drawn.dtype == np.int64 and drawn.shape == (2, 4000)
    np.testing.assert_allclose(np.bincount(drawn[0]) / 4000, [0.7, 0.2, 0.1], atol=0.03)
    assert set(drawn[1].tolist()) == {1, 2}


def test_types_and_names_of_classes(run: Any, graph: tf.Graph) -> None:
    assert run(tf.multinomial([[0.0, 1.0]], 2, output_dtype=tf.int32)).dtype == np.int32
    assert run(tf.random.categorical([[0.0, 1.0]], 2, tf.int32)).dtype == np.int32
    assert tf.multinomial([[0.0]], 1).op.name == "multinomial_1/Multinomial"
    assert tf.random.categorical([[0.0]], 1, name="drawn").op.name == "drawn/Multinomial"


def test_gamma_has_its_moments(run: Any) -> None:
    drawn = run(tf.random_gamma([20000], [0.5, 3.0], [[1.0], [4.0]], tf.float64, seed=5))
    assert drawn.shape == (20000, 2, 2)
    np.testing.assert_allclose(drawn.mean(0), [[0.5, 3.0], [0.125, 0.75]], rtol=0.05)
    np.testing.assert_allclose(drawn.var(0), [[0.5, 3.0], [0.03125, 0.1875]], rtol=0.1)


def test_gamma_is_never_zero(run: Any) -> None:
    assert run(tf.random_gamma([100], 1e-4, seed=1)).min() == np.finfo(np.float32).tiny


def test_gradients_of_gamma(run: Any) -> None:
    alpha, beta = tf.constant([[0.5], [3.0]]), tf.constant([2.0, 0.5, 1.0])
    drawn = tf.random_gamma([2], alpha, beta, seed=3)
    numbers, (by_alpha, by_beta) = run([drawn, tf.gradients(drawn, [alpha, beta])])
    np.testing.assert_allclose(numbers[0, 0], [1.0941232e-03, 4.4547059e-02, 1.8113877], rtol=1e-5)
    np.testing.assert_allclose(by_alpha, [[8.137878], [6.8976493]], rtol=1e-5)
    np.testing.assert_allclose(by_beta, [-0.5594024, -31.217924, -8.80759], rtol=1e-5)


@pytest.mark.parametrize(("dtype", "tolerance"), [("float16", 4e-3), ("float32", 1e-5), ("float64", 1e-8)])
def test_gradient_by_alpha_where_nothing_is_known_of_shapes(run: Any, dtype: str, tolerance: float) -> None:
    alpha, shape = tf.placeholder(dtype), tf.placeholder(tf.int32)
    drawn = ops.random_gamma(shape, alpha, seed=7, seed2=11)
    gradient = tf.gradients(drawn * np.array([[1, 2, 3], [4, 5, 6]], dtype), alpha)[0]
    found = run(gradient, {alpha: [0.5, 1.0, 4.0], shape: [2]})
    np.testing.assert_allclose(found, [4.19011315, 9.00334906, 9.18280015], rtol=tolerance)


def test_gradient_of_a_single_number(run: Any) -> None:
    alpha = tf.constant(2.0, tf.float64)
    drawn = tf.random_gamma([], alpha, dtype=tf.float64, seed=1)
    number, gradient = run([drawn, tf.gradients(drawn, alpha)[0]])
    assert gradient == pytest.approx(run(ops.random_gamma_grad(np.float64(2), number)))


def test_poisson_has_its_moments(run: Any) -> None:
    drawn = run(tf.random_poisson([0.5, 9.5, 10.0, 200.0], [10000], seed=5))
    assert drawn.dtype == np.float32 and drawn.shape == (10000, 4)
    np.testing.assert_allclose(drawn.mean(0), [0.5, 9.5, 10.0, 200.0], rtol=0.03)
    np.testing.assert_allclose(drawn.var(0), [0.5, 9.5, 10.0, 200.0], rtol=0.08)


def test_poisson_in_integers(run: Any) -> None:
    assert run(tf.random_poisson(3, [2, 2], tf.int32)).dtype == np.int32
    assert run(ops.random_poisson_v2([3], [1e6], dtype="float16", seed=1)).tolist() == [[65504.0]] * 3
    assert run(ops.random_poisson_v2([2], [1e10, np.nan], dtype="int32", seed=1)).tolist() == [[2**31 - 1, 0]] * 2


def test_bounds_are_kept(run: Any) -> None:
    drawn = run(parameterized_truncated_normal([3, 500], [0.0, 5.0, -2.0], 1.0, -1.0, [0.5, 1.0, np.inf], seed=2))
    low, high = drawn.min(1), drawn.max(1)
    assert (low >= -1).all() and (high <= [0.5, 1.0, 9.0]).all() and (high - low > [1.3, 0.9, 0.9]).all()
    assert parameterized_truncated_normal([2]).op.name == "parameterized_truncated_normal_1/ParameterizedTruncatedNormal"


def test_bounds_that_nothing_lies_between(run: Any) -> None:
    limits = np.array([300, 400], np.float16)
    with pytest.raises(tf.errors.InternalError, match="none of 1000 candidates between 300.0 and 400.0 deviations"):
        run(parameterized_truncated_normal([40], 0.0, 1.0, *limits, tf.float16, seed=1))
