from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import polyflow as tf

choice = np.random.RandomState(0)
LOGITS = choice.randn(4, 3).astype(np.float32)
LABELS = np.eye(3, dtype=np.float32)[[0, 2, 1, 2]]


def entropy(labels: np.ndarray, logits: np.ndarray, axis: int = -1) -> np.ndarray:
    shifted = logits - logits.max(axis, keepdims=True)
    return -(labels * (shifted - np.log(np.exp(shifted).sum(axis, keepdims=True)))).sum(axis)


def binary(labels: np.ndarray, logits: np.ndarray) -> np.ndarray:
    chance = 1 / (1 + np.exp(-logits.astype(np.float64)))
    return -labels * np.log(chance) - (1 - labels) * np.log(1 - chance)


def test_softmax_cross_entropy_by_keyword_and_in_the_older_order(run: Any) -> None:
    expected = entropy(LABELS, LOGITS)
    functions = tf.nn.softmax_cross_entropy_with_logits, tf.nn.softmax_cross_entropy_with_logits_v2
    by_keyword = [function(labels=LABELS, logits=LOGITS) for function in functions]
    older = tf.nn.softmax_cross_entropy_with_logits(LOGITS, LABELS, "named")
    mixed = tf.nn.softmax_cross_entropy_with_logits(LOGITS, labels=LABELS)
    newer = tf.nn.softmax_cross_entropy_with_logits_v2(LABELS, LOGITS)
    assert older.name == "named:0"
    for result in run([*by_keyword, older, mixed, newer]):
        np.testing.assert_allclose(result, expected, rtol=1e-5)


def test_softmax_cross_entropy_gradient_stops_at_the_labels_in_the_first_version(graph: tf.Graph) -> None:
    labels, logits = tf.constant(LABELS), tf.constant(LOGITS)
    assert tf.gradients(tf.nn.softmax_cross_entropy_with_logits(labels=labels, logits=logits), [labels]) == [None]
    assert tf.gradients(tf.nn.softmax_cross_entropy_with_logits_v2(labels=labels, logits=logits), [labels]) != [None]


def test_softmax_cross_entropy_gradient(run: Any) -> None:
    logits = tf.constant(LOGITS)
    (gradient,) = tf.gradients(tf.nn.softmax_cross_entropy_with_logits(labels=LABELS, logits=logits), [logits])
    chances = np.exp(LOGITS) / np.exp(LOGITS).sum(1, keepdims=True)
    np.testing.assert_allclose(run(gradient), chances - LABELS, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("axis", [0, 1, 2, -2])
def test_softmax_cross_entropy_along_any_axis(run: Any, axis: int) -> None:
    logits = choice.randn(2, 3, 4).astype(np.float32)
    labels = choice.rand(2, 3, 4).astype(np.float32)
    result = tf.nn.softmax_cross_entropy_with_logits(labels=labels, logits=logits, dim=axis)
    assert result.shape == entropy(labels, logits, axis).shape
    np.testing.assert_allclose(run(result), entropy(labels, logits, axis), rtol=1e-5)


def test_softmax_cross_entropy_of_unknown_shapes(run: Any) -> None:
    labels, logits = tf.placeholder(tf.float32), tf.placeholder(tf.float32)
    result = tf.nn.softmax_cross_entropy_with_logits(labels=labels, logits=logits)
    np.testing.assert_allclose(run(result, {labels: LABELS, logits: LOGITS}), entropy(LABELS, LOGITS), rtol=1e-5)


def test_half_precision_is_computed_in_float32(run: Any) -> None:
    result = tf.nn.softmax_cross_entropy_with_logits(labels=LABELS.astype(np.float16), logits=LOGITS.astype(np.float16))
    assert result.dtype == tf.float16
    np.testing.assert_allclose(run(result), entropy(LABELS, LOGITS), rtol=5e-3)


@pytest.mark.parametrize("dtype", [np.int32, np.int64])
def test_sparse_cross_entropy(run: Any, dtype: type) -> None:
    classes = LABELS.argmax(1).astype(dtype)
    results = [
        tf.nn.sparse_softmax_cross_entropy_with_logits(labels=classes, logits=LOGITS),
        tf.nn.sparse_softmax_cross_entropy_with_logits(LOGITS, classes),
    ]
    for result in run(results):
        np.testing.assert_allclose(result, entropy(LABELS, LOGITS), rtol=1e-5)


def test_sparse_cross_entropy_of_more_dimensions(run: Any) -> None:
    logits, classes = choice.randn(2, 3, 5).astype(np.float32), choice.randint(0, 5, (2, 3))
    result = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=classes, logits=logits)
    assert result.shape == (2, 3)
    np.testing.assert_allclose(run(result), entropy(np.eye(5)[classes], logits), rtol=1e-5)


def test_sparse_cross_entropy_of_unknown_rank(run: Any) -> None:
    labels, logits = tf.placeholder(tf.int32), tf.placeholder(tf.float32)
    result = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
    np.testing.assert_allclose(run(result, {labels: LABELS.argmax(1), logits: LOGITS}), entropy(LABELS, LOGITS), rtol=1e-5)


def test_sparse_cross_entropy_refuses_what_does_not_fit(graph: tf.Graph) -> None:
    with pytest.raises(ValueError, match="Rank mismatch"):
        tf.nn.sparse_softmax_cross_entropy_with_logits(labels=LABELS.astype(int), logits=LOGITS)
    with pytest.raises(ValueError, match="scalars"):
        tf.nn.sparse_softmax_cross_entropy_with_logits(labels=1, logits=1.0)
    with pytest.raises(ValueError, match="Shape mismatch"):
        tf.nn.sparse_softmax_cross_entropy_with_logits(labels=[1, 2], logits=LOGITS)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_sigmoid_cross_entropy(run: Any, dtype: type) -> None:
    logits, labels = LOGITS.astype(dtype), LABELS.astype(dtype)
    results = [
        tf.nn.sigmoid_cross_entropy_with_logits(labels=labels, logits=logits),
        tf.nn.sigmoid_cross_entropy_with_logits(logits, targets=labels),
    ]
    for result in run(results):
        np.testing.assert_allclose(result, binary(labels, logits), rtol=1e-5)


def test_sigmoid_cross_entropy_is_exact_far_from_zero_and_has_a_gradient_at_zero(run: Any) -> None:
    logits = tf.constant([0.0, 20.0, -20.0, 1000.0])
    loss = tf.nn.sigmoid_cross_entropy_with_logits(labels=[1.0, 1.0, 0.0, 0.0], logits=logits)
    value, gradient = run([loss, tf.gradients(loss, logits)[0]])
    np.testing.assert_allclose(value, [np.log(2), 2.0611537e-09, 2.0611537e-09, 1000], rtol=1e-5)
    np.testing.assert_allclose(gradient, [-0.5, -2.0611537e-09, 2.0611537e-09, 1], rtol=1e-3, atol=1e-8)


def test_sigmoid_cross_entropy_refuses_other_shapes(graph: tf.Graph) -> None:
    with pytest.raises(ValueError, match="same shape"):
        tf.nn.sigmoid_cross_entropy_with_logits(labels=[1.0], logits=[1.0, 2.0])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_weighted_cross_entropy(run: Any, dtype: type) -> None:
    logits, labels = LOGITS.astype(dtype), LABELS.astype(dtype)
    chance = 1 / (1 + np.exp(-logits.astype(np.float64)))
    expected = -3 * labels * np.log(chance) - (1 - labels) * np.log(1 - chance)
    for result in run(
        [
            tf.nn.weighted_cross_entropy_with_logits(labels=labels, logits=logits, pos_weight=3),
            tf.nn.weighted_cross_entropy_with_logits(logits, labels, 3),
        ]
    ):
        np.testing.assert_allclose(result, expected, rtol=1e-5)


def test_log_poisson_loss(run: Any) -> None:
    log_input, targets = np.array([0.5, 1.0, 1.5], np.float32), np.array([0.0, 2.0, 5.0], np.float32)
    short = np.exp(log_input) - log_input * targets
    stirling = np.array([0.0, *(t * np.log(t) - t + 0.5 * np.log(2 * np.pi * t) for t in targets[1:])])
    np.testing.assert_allclose(run(tf.nn.log_poisson_loss(log_input, targets)), short, rtol=1e-5)
    np.testing.assert_allclose(
        run(tf.nn.log_poisson_loss(targets=targets, log_input=log_input, compute_full_loss=True)), short + stirling, rtol=1e-5
    )


def test_both_arguments_are_needed(graph: tf.Graph) -> None:
    for function in (
        tf.nn.softmax_cross_entropy_with_logits,
        tf.nn.sparse_softmax_cross_entropy_with_logits,
        tf.nn.sigmoid_cross_entropy_with_logits,
    ):
        with pytest.raises(ValueError, match="both"):
            function(logits=LOGITS)
    with pytest.raises(TypeError, match="multiple values"):
        tf.nn.softmax_cross_entropy_with_logits(LOGITS, logits=LOGITS)


def test_l2_loss(run: Any) -> None:
    assert run(tf.nn.l2_loss([1.0, 2.0, 3.0])) == 7


@pytest.mark.parametrize("axis", [0, 1, 2, -2, -3])
def test_softmax_cross_entropy_of_unknown_rank_along_any_axis(run: Any, axis: int) -> None:
    choice = np.random.RandomState(1)
    logits, labels = choice.randn(2, 3, 4), choice.rand(2, 3, 4)
    x, y = tf.placeholder(tf.float64), tf.placeholder(tf.float64)
    loss = tf.nn.softmax_cross_entropy_with_logits_v2(labels=y, logits=x, axis=axis)
    expected = -(labels * (logits - np.log(np.exp(logits).sum(axis, keepdims=True)))).sum(axis)
    np.testing.assert_allclose(run(loss, {x: logits, y: labels}), expected)
