"""Alignments, counted path by path, and what decoders find."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest

import polyflow as tf

choice = np.random.RandomState(5)
LOGITS = choice.randn(5, 2, 4).astype(np.float32)
CHANCES = np.exp(LOGITS.astype(np.float64)) / np.exp(LOGITS.astype(np.float64)).sum(2, keepdims=True)
LENGTHS = [5, 3]
LABELS = [[0, 2, 2], [1, 0, 0]]
COUNTS = [3, 1]


def sparse(rows: Any, counts: Any) -> Any:
    places = [(row, column) for row, count in enumerate(counts) for column in range(count)]
    return tf.SparseTensor(np.array(places, np.int64), np.array([rows[i][j] for i, j in places], np.int32), [len(rows), max(counts)])


def likelihoods(row: int, steps: int, blank: int, merge: bool = True) -> dict[tuple[int, ...], float]:
    """The probability of each sequence of labels, over all paths."""
    found: dict[tuple[int, ...], float] = {}
    for path in itertools.product(range(4), repeat=steps):
        kept = [label for i, label in enumerate(path) if not (merge and i and path[i - 1] == label)]
        labels = tuple(label for label in kept if label != blank)
        found[labels] = found.get(labels, 0) + float(np.prod(CHANCES[range(steps), row, path]))
    return found


def expected(blank: int, merge: bool = True, labels: Any = LABELS) -> list[float]:
    return [-np.log(likelihoods(row, LENGTHS[row], blank, merge)[tuple(labels[row][: COUNTS[row]])]) for row in range(2)]


@pytest.mark.parametrize("merge", [True, False])
def test_loss_counts_all_paths(run: Any, merge: bool) -> None:
    loss = tf.nn.ctc_loss(sparse(LABELS, COUNTS), LOGITS, LENGTHS, ctc_merge_repeated=merge)
    np.testing.assert_allclose(run(loss), expected(3, merge), rtol=1e-5)


def test_loss_by_other_names_and_in_the_older_order(run: Any) -> None:
    labels, batch_major = sparse(LABELS, COUNTS), LOGITS.transpose(1, 0, 2)
    losses = [
        tf.nn.ctc_loss(LOGITS, labels, LENGTHS),
        tf.nn.ctc_loss(labels=labels, logits=LOGITS, sequence_length=LENGTHS),
        tf.nn.ctc_loss(labels, batch_major, LENGTHS, time_major=False),
    ]
    for found in run(losses):
        np.testing.assert_allclose(found, expected(3), rtol=1e-5)


def test_loss_wants_sparse_labels(graph: tf.Graph) -> None:
    with pytest.raises(TypeError, match="SparseTensor"):
        tf.nn.ctc_loss(LABELS, LOGITS, LENGTHS)


def test_gradient_of_loss_is_weighted(run: Any) -> None:
    logits = tf.constant(LOGITS.astype(np.float64))
    loss = tf.nn.ctc_loss(sparse(LABELS, COUNTS), logits, LENGTHS)
    (gradient,) = tf.gradients(loss, [logits], [np.array([2.0, -3.0])])
    (plain,) = tf.gradients(loss, [logits])
    weighted, unweighted = run([gradient, plain])
    np.testing.assert_allclose(weighted, unweighted * np.array([2.0, -3.0])[:, None], rtol=1e-12)
    np.testing.assert_allclose(unweighted.sum(2), 0, atol=1e-12)
    assert not unweighted[3:, 1].any()


def test_loss_has_no_second_derivative(graph: tf.Graph) -> None:
    logits = tf.constant(LOGITS)
    (gradient,) = tf.gradients(tf.nn.ctc_loss(sparse(LABELS, COUNTS), logits, LENGTHS), [logits])
    with pytest.raises(LookupError, match="second derivative"):
        tf.gradients(gradient, [logits])


@pytest.mark.parametrize("blank", [0, 1, 3, -1])
def test_second_loss_with_any_blank(run: Any, blank: int) -> None:
    labels = np.array(LABELS) + (np.array(LABELS) >= blank % 4)
    counted = expected(blank % 4, labels=labels.tolist())
    losses = [
        tf.nn.ctc_loss_v2(labels, LOGITS, COUNTS, LENGTHS, blank_index=blank),
        tf.nn.ctc_loss_v2(sparse(labels, COUNTS), LOGITS, None, LENGTHS, blank_index=blank),
        tf.nn.ctc_loss_v2(labels, LOGITS.transpose(1, 0, 2), COUNTS, LENGTHS, logits_time_major=False, blank_index=blank),
    ]
    for found in run(losses):
        np.testing.assert_allclose(found, counted, rtol=1e-5)


def test_second_loss_of_unknown_shapes_and_of_no_labels(run: Any) -> None:
    logits, labels, counts = (
        tf.placeholder(tf.float32, [None, None, None]),
        tf.placeholder(tf.int64, [None, None]),
        tf.placeholder(tf.int64),
    )
    loss = tf.nn.ctc_loss_v2(labels, logits, counts, LENGTHS)
    found = run(loss, {logits: LOGITS, labels: [[1, 2], [0, 0]], counts: [2, 0]})
    assert loss.shape.as_list() == [2]
    np.testing.assert_allclose(
        found, [-np.log(likelihoods(row, LENGTHS[row], 0)[labels]) for row, labels in enumerate([(1, 2), ()])], rtol=1e-5
    )


def test_second_loss_needs_a_blank_for_sparse_labels(graph: tf.Graph) -> None:
    with pytest.raises(ValueError, match="blank_index must be given"):
        tf.nn.ctc_loss_v2(sparse(LABELS, COUNTS), LOGITS, None, LENGTHS)


@pytest.mark.parametrize("merge", [True, False])
def test_greedy_decoder(run: Any, merge: bool) -> None:
    (decoded,), score = tf.nn.ctc_greedy_decoder(LOGITS, LENGTHS, merge_repeated=merge)
    found, scores = run([decoded, score])
    for row, steps in enumerate(LENGTHS):
        path = LOGITS[:steps, row].argmax(1)
        kept = [label for i, label in enumerate(path) if label != 3 and not (merge and i and path[i - 1] == label)]
        assert found.values[found.indices[:, 0] == row].tolist() == kept
    np.testing.assert_allclose(scores[:, 0], [-LOGITS[:steps, row].max(1).sum() for row, steps in enumerate(LENGTHS)], rtol=1e-6)
    assert found.dense_shape.tolist() == [2, found.indices[:, 1].max() + 1]


def test_a_wide_beam_finds_the_likeliest(run: Any) -> None:
    decoded, scores = tf.nn.ctc_beam_search_decoder_v2(LOGITS, LENGTHS, beam_width=500, top_paths=4)
    found, logarithms = run([decoded, scores])
    for row, steps in enumerate(LENGTHS):
        ranked = sorted(likelihoods(row, steps, 3).items(), key=lambda item: -item[1])[:4]
        for (labels, chance), path, logarithm in zip(ranked, found, logarithms[row], strict=True):
            assert tuple(path.values[path.indices[:, 0] == row]) == labels
            np.testing.assert_allclose(np.exp(logarithm), chance, rtol=1e-5)


def test_beam_search_merges_neighbours(run: Any) -> None:
    logits = np.full((3, 1, 3), -9.0, np.float32)
    logits[[0, 1, 2], 0, [1, 2, 1]] = 9
    (merged,), _ = tf.nn.ctc_beam_search_decoder(logits, [3])
    (whole,), _ = tf.nn.ctc_beam_search_decoder(logits, [3], merge_repeated=False)
    assert [found.values.tolist() for found in run([merged, whole])] == [[1], [1, 1]]


def test_unique_labels(run: Any) -> None:
    unique, numbers = run(tf.nn.ctc_unique_labels(np.array([[3, 4, 4, 3], [1, 0, 2, 0]])))
    assert unique.tolist() == [[3, 4, 0, 0], [1, 0, 2, 0]] and unique.dtype == np.int64
    assert numbers.tolist() == [[0, 1, 1, 0], [0, 1, 2, 1]] and numbers.dtype == np.int32


def test_collapse_repeated(run: Any) -> None:
    collapsed, lengths = run(tf.nn.collapse_repeated(np.array([[3, 4, 4, 3], [1, 0, 0, 2]]), np.array([4, 3])))
    assert collapsed.tolist() == [[3, 4, 3], [1, 0, 0]]
    assert lengths.tolist() == [3, 2]


def test_unique_labels_are_int64(graph: tf.Graph) -> None:
    assert [tensor.dtype for tensor in tf.nn.ctc_unique_labels(np.array([[1, 1]], np.int32))] == [tf.int64, tf.int32]
