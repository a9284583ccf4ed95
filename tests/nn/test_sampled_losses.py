"""Losses over a sample of the classes; the numbers are worked out from logits of all classes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import polyflow as tf

choice = np.random.RandomState(0)
WEIGHTS, BIASES, INPUTS = choice.randn(7, 3), choice.randn(7), choice.randn(2, 3)
LABELS, SAMPLED = np.array([[1], [4]]), np.array([4, 6, 0])
TRUE_COUNT, SAMPLED_COUNT = np.array([[0.1], [0.4]]), np.array([0.4, 0.2, 0.3])
DRAWN = SAMPLED, TRUE_COUNT, SAMPLED_COUNT


def logits(labels: np.ndarray = LABELS, true_count: np.ndarray = TRUE_COUNT) -> tuple[np.ndarray, np.ndarray]:
    """Of the true and of the sampled classes."""
    everything = INPUTS @ WEIGHTS.T + BIASES
    return np.take_along_axis(everything, labels, 1) - np.log(true_count), everything[:, SAMPLED] - np.log(SAMPLED_COUNT)


def logistic(x: np.ndarray) -> np.ndarray:
    return np.log1p(np.exp(x))


def test_nce_loss(run: Any) -> None:
    true, sampled = logits()
    expected = logistic(-true).sum(1) + logistic(sampled).sum(1)
    loss = tf.nn.nce_loss(WEIGHTS, BIASES, LABELS, INPUTS, 3, 7, sampled_values=DRAWN)
    np.testing.assert_allclose(run(loss), expected)


def test_nce_loss_in_the_older_order(run: Any) -> None:
    arguments = {"num_sampled": 3, "num_classes": 7, "sampled_values": DRAWN}
    newer = tf.nn.nce_loss(WEIGHTS, BIASES, LABELS, INPUTS, **arguments)
    older = tf.nn.nce_loss(WEIGHTS, BIASES, INPUTS, LABELS, **arguments)
    first, second = run([newer, older])
    np.testing.assert_array_equal(first, second)


@pytest.mark.parametrize(("strategy", "tables"), [("mod", [WEIGHTS[0::2], WEIGHTS[1::2]]), ("div", [WEIGHTS[:4], WEIGHTS[4:]])])
def test_nce_loss_of_a_table_in_parts(run: Any, strategy: str, tables: list[np.ndarray]) -> None:
    one, several = (
        tf.nn.nce_loss(weights, BIASES, LABELS, INPUTS, 3, 7, sampled_values=DRAWN, partition_strategy=strategy)
        for weights in (WEIGHTS, tables)
    )
    np.testing.assert_allclose(run(several), run(one))


def test_several_true_classes_share_their_label(run: Any) -> None:
    labels, count = np.array([[1, 2], [4, 5]]), np.array([[0.1, 0.3], [0.4, 0.2]])
    true, sampled = logits(labels, count)
    shared = logistic(true) - true / 2
    loss = tf.nn.nce_loss(WEIGHTS, BIASES, labels, INPUTS, 3, 7, num_true=2, sampled_values=(SAMPLED, count, SAMPLED_COUNT))
    np.testing.assert_allclose(run(loss), shared.sum(1) + logistic(sampled).sum(1))


def test_sampled_softmax_loss(run: Any) -> None:
    true, sampled = logits()
    expected = np.log(np.exp(np.concatenate([true, sampled], 1)).sum(1)) - true[:, 0]
    loss = tf.nn.sampled_softmax_loss(WEIGHTS, BIASES, LABELS, INPUTS, 3, 7, sampled_values=DRAWN, remove_accidental_hits=False)
    np.testing.assert_allclose(run(loss), expected)


def test_accidental_hits_do_not_count(run: Any) -> None:
    """Class 4, the first sampled one, is the true class of the second example."""
    true, sampled = logits()
    sampled[1, 0] = -np.inf
    expected = np.log(np.exp(np.concatenate([true, sampled], 1)).sum(1)) - true[:, 0]
    loss = tf.nn.sampled_softmax_loss(WEIGHTS, BIASES, LABELS, INPUTS, 3, 7, sampled_values=DRAWN)
    np.testing.assert_allclose(run(loss), expected)


def test_classes_are_sampled(run: Any) -> None:
    loss = tf.nn.sampled_softmax_loss(WEIGHTS, BIASES, LABELS, INPUTS, 3, 7, seed=1)
    assert loss.shape == (2,)
    assert np.isfinite(run(loss)).all()


def test_gradients_reach_all_but_what_was_sampled(graph: tf.Graph) -> None:
    weights, biases, inputs = tf.constant(WEIGHTS), tf.constant(BIASES), tf.constant(INPUTS)
    loss = tf.nn.nce_loss(weights, biases, LABELS, inputs, 3, 7, sampled_values=DRAWN)
    assert all(gradient is not None for gradient in tf.gradients(loss, [weights, biases, inputs]))


def test_rank_is_known_of_inputs_of_unknown_rank(graph: tf.Graph) -> None:
    weights, biases, inputs = (tf.placeholder(tf.float64) for _ in range(3))
    assert tf.nn.nce_loss(weights, biases, tf.placeholder(tf.int64), inputs, 3, 7, sampled_values=DRAWN).shape == [2]
