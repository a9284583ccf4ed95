from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import polyflow as tf

X = np.array([[-2.0, -0.5, 0.0], [0.5, 3.0, 8.0]], np.float32)


def softmax(x: np.ndarray, axis: int) -> np.ndarray:
    exponentials = np.exp(x - x.max(axis, keepdims=True))
    return exponentials / exponentials.sum(axis, keepdims=True)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("relu", np.maximum(X, 0)),
        ("relu6", np.clip(X, 0, 6)),
        ("elu", np.where(X < 0, np.expm1(X), X)),
        ("softplus", np.log1p(np.exp(X))),
        ("softsign", X / (1 + np.abs(X))),
        ("sigmoid", 1 / (1 + np.exp(-X))),
        ("tanh", np.tanh(X)),
        ("leaky_relu", np.where(X < 0, np.float32(0.2) * X, X)),
    ],
)
def test_formulas(run: Any, name: str, expected: np.ndarray) -> None:
    np.testing.assert_allclose(run(getattr(tf.nn, name)(X)), expected, rtol=1e-6, atol=1e-6)


def test_names_may_come_by_position(graph: tf.Graph) -> None:
    assert tf.nn.relu(X, "positive").name == "positive:0"
    assert tf.nn.relu(X).name == "Relu:0"
    assert tf.nn.log_softmax(X, 1, "logs").name == "logs:0"


def test_leaky_relu_of_integers_and_with_a_tensor_for_alpha(run: Any) -> None:
    np.testing.assert_allclose(run(tf.nn.leaky_relu([-10, 5])), [-2.0, 5.0])
    np.testing.assert_allclose(run(tf.nn.leaky_relu([-10.0, 5.0], alpha=tf.constant(0.5))), [-5.0, 5.0])


def test_crelu_and_swish(run: Any) -> None:
    np.testing.assert_allclose(run(tf.nn.crelu([[-1.0, 2.0]])), [[0, 2, 1, 0]])
    np.testing.assert_allclose(run(tf.nn.swish(X)), X / (1 + np.exp(-X)), rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("axis", [-3, -2, -1, 0, 1, 2])
def test_softmax_along_any_axis(run: Any, axis: int) -> None:
    x = np.random.RandomState(0).randn(2, 3, 4).astype(np.float32)
    np.testing.assert_allclose(run(tf.nn.softmax(x, axis)), softmax(x, axis), rtol=1e-5)
    np.testing.assert_allclose(run(tf.nn.log_softmax(x, dim=axis)), np.log(softmax(x, axis)), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("axis", [-2, 0, 1, -1])
def test_softmax_of_unknown_rank(run: Any, axis: int) -> None:
    x = tf.placeholder(tf.float32)
    np.testing.assert_allclose(run(tf.nn.softmax(x, axis), {x: X}), softmax(X, axis), rtol=1e-5)


def test_softmax_refuses_an_axis_that_is_not_there(graph: tf.Graph) -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="range"):
        tf.nn.softmax(X, 2)


def test_softmax_takes_axis_or_dim_but_not_both(graph: tf.Graph) -> None:
    with pytest.raises(ValueError, match="axis"):
        tf.nn.softmax(X, axis=0, dim=1)


def test_softmax_has_had_its_name_where_the_axis_is_now(graph: tf.Graph) -> None:
    assert [tf.nn.softmax(X, "old").name, tf.nn.log_softmax(X, "logs").name] == ["old:0", "logs:0"]
