"""Normalisation by mean and variance, by norm, by what is near."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import polyflow as tf
from polyflow.ops.nn_normalization import batch_norm_with_global_normalization

choice = np.random.RandomState(0)
X = choice.randn(2, 3, 4, 5).astype(np.float32)
MEAN, VARIANCE, OFFSET, SCALE = (draw(5).astype(np.float32) for draw in (choice.randn, choice.rand, choice.randn, choice.randn))
EPSILON = 1e-3


def normalized(x: np.ndarray, mean: np.ndarray = MEAN, variance: np.ndarray = VARIANCE) -> np.ndarray:
    return SCALE * (x - mean) / np.sqrt(variance + EPSILON) + OFFSET


def test_batch_normalization(run: Any) -> None:
    both = tf.nn.batch_normalization(X, MEAN, VARIANCE, OFFSET, SCALE, EPSILON)
    neither = tf.nn.batch_normalization(X, MEAN, VARIANCE, None, None, EPSILON)
    np.testing.assert_allclose(run(both), normalized(X), rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(run(neither), (X - MEAN) / np.sqrt(VARIANCE + EPSILON), rtol=1e-4, atol=1e-5)


def test_batch_normalization_returns_the_type_of_its_input(run: Any) -> None:
    result = tf.nn.batch_normalization(X.astype(np.float16), MEAN, VARIANCE, OFFSET, SCALE, EPSILON)
    assert result.dtype == tf.float16
    np.testing.assert_allclose(run(result), normalized(X), rtol=2e-2, atol=2e-2)


def test_batch_norm_with_global_normalization_by_either_names(run: Any) -> None:
    scaled = tf.nn.batch_norm_with_global_normalization(X, MEAN, VARIANCE, OFFSET, SCALE, EPSILON, True)
    unscaled = tf.nn.batch_norm_with_global_normalization(
        input=X, mean=MEAN, variance=VARIANCE, beta=OFFSET, gamma=SCALE, variance_epsilon=EPSILON, scale_after_normalization=False
    )
    np.testing.assert_allclose(run(scaled), normalized(X), rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(run(unscaled), (X - MEAN) / np.sqrt(VARIANCE + EPSILON) + OFFSET, rtol=1e-4, atol=1e-5)
    with pytest.raises(ValueError, match="input"):
        tf.nn.batch_norm_with_global_normalization(X, MEAN, VARIANCE, OFFSET, SCALE, EPSILON, True, input=X)


@pytest.mark.parametrize("data_format", ["NHWC", "NCHW"])
def test_fused_batch_norm_in_training(run: Any, data_format: str) -> None:
    x = X if data_format == "NHWC" else X.transpose(0, 3, 1, 2)
    y, mean, variance = run(tf.nn.fused_batch_norm(x, SCALE, OFFSET, data_format=data_format))
    expected = normalized(X, X.mean((0, 1, 2)), X.var((0, 1, 2)))
    np.testing.assert_allclose(y if data_format == "NHWC" else y.transpose(0, 2, 3, 1), expected, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(mean, X.mean((0, 1, 2)), rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(variance, X.var((0, 1, 2), ddof=1), rtol=1e-5)


def test_fused_batch_norm_in_inference(run: Any) -> None:
    y, mean, variance = run(tf.nn.fused_batch_norm(X, SCALE, OFFSET, MEAN, VARIANCE, is_training=False))
    np.testing.assert_allclose(y, normalized(X), rtol=1e-4, atol=1e-5)
    np.testing.assert_array_equal((mean, variance), (MEAN, VARIANCE))


def test_fused_batch_norm_averages(run: Any) -> None:
    _, mean, variance = run(tf.nn.fused_batch_norm(X, SCALE, OFFSET, MEAN, VARIANCE, exponential_avg_factor=0.25))
    np.testing.assert_allclose(mean, 0.75 * MEAN + 0.25 * X.mean((0, 1, 2)), rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(variance, 0.75 * VARIANCE + 0.25 * X.var((0, 1, 2), ddof=1), rtol=1e-5)


def test_fused_batch_norm_of_half_precision_has_statistics_in_float32(run: Any) -> None:
    y, mean, variance = tf.nn.fused_batch_norm(X.astype(np.float16), SCALE, OFFSET)
    assert (y.dtype, mean.dtype, variance.dtype) == (tf.float16, tf.float32, tf.float32)
    np.testing.assert_allclose(run(mean), X.mean((0, 1, 2)), atol=1e-3)


def test_fused_batch_norm_has_a_least_epsilon(graph: tf.Graph) -> None:
    result = tf.nn.fused_batch_norm(X, SCALE, OFFSET, epsilon=0.0)[0]
    assert result.op.type == "FusedBatchNormV3"
    assert result.op.get_attr("epsilon") == pytest.approx(1.001e-5)


@pytest.mark.parametrize("given", [{"is_training": False}, {"exponential_avg_factor": 0.5, "mean": MEAN}])
def test_fused_batch_norm_needs_statistics(graph: tf.Graph, given: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="mean and variance"):
        tf.nn.fused_batch_norm(X, SCALE, OFFSET, **given)


def test_gradient_of_fused_batch_norm_is_that_of_its_parts(run: Any) -> None:
    x, scale, weights = tf.constant(X), tf.constant(SCALE), choice.randn(*X.shape).astype(np.float32)
    mean = tf.reduce_mean(x, [0, 1, 2])
    variance = tf.reduce_mean(tf.square(x - mean), [0, 1, 2])
    composed = tf.nn.batch_normalization(x, mean, variance, OFFSET, scale, EPSILON)
    fused = tf.nn.fused_batch_norm(x, scale, OFFSET)[0]
    gradients = [tf.gradients(tf.reduce_sum(y * weights), [x, scale]) for y in (composed, fused)]
    seconds = [tf.gradients(tf.reduce_sum(tf.sin(found)), [x])[0] for found, _ in gradients]
    expected, found = run([(*gradient, second) for gradient, second in zip(gradients, seconds, strict=True)])
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-3, atol=1e-4)


def test_l2_normalize(run: Any) -> None:
    np.testing.assert_allclose(run(tf.nn.l2_normalize(X, 1)), X / np.sqrt((X**2).sum(1, keepdims=True)), rtol=1e-5)
    np.testing.assert_allclose(run(tf.nn.l2_normalize(X)), X / np.sqrt((X**2).sum()), rtol=1e-5)
    np.testing.assert_allclose(run(tf.nn.l2_normalize(X, dim=[1, 2])), X / np.sqrt((X**2).sum((1, 2), keepdims=True)), rtol=1e-5)
    np.testing.assert_allclose(run(tf.nn.l2_normalize([0.0, 0.0], dim=0)), [0, 0])


def test_local_response_normalization(run: Any) -> None:
    sums = np.stack([(X[..., max(k - 1, 0) : k + 2] ** 2).sum(-1) for k in range(5)], -1)
    result = tf.nn.lrn(X, 1, 2, 0.5, 0.75, "near")
    assert result.name == "near:0"
    assert tf.nn.lrn is tf.nn.local_response_normalization
    np.testing.assert_allclose(run(result), X / (2 + 0.5 * sums) ** 0.75, rtol=1e-5)


def test_the_op_of_global_normalization_refuses_integers(graph: tf.Graph) -> None:
    numbers = tf.ones([5], tf.int32)
    with pytest.raises(ValueError, match="t must be floating, not int32"):
        batch_norm_with_global_normalization(
            tf.ones([2, 3, 4, 5], tf.int32), *[numbers] * 4, variance_epsilon=EPSILON, scale_after_normalization=True
        )


def test_none_stands_for_the_default_of_local_response_normalization(run: Any) -> None:
    images = np.random.RandomState(0).randn(2, 2, 3, 7).astype(np.float32)
    first, second = run([tf.nn.lrn(images, None, None, None, None), tf.nn.lrn(images)])
    np.testing.assert_array_equal(first, second)
