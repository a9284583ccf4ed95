"""Rows of tables, picked by sparse tensors and combined."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import polyflow as tf

TABLE = np.arange(21, dtype=np.float32).reshape(7, 3) ** 2
ROWS = [[1, 3], [0], [6, 6, 2]]
WEIGHTS = [[1.0, 2.0], [0.5], [3.0, -1.0, 2.0]]


def sparse(rows: list[list[Any]], dtype: Any) -> tf.SparseTensor:
    places = [[i, j] for i, row in enumerate(rows) for j in range(len(row))]
    values = np.array([value for row in rows for value in row], dtype)
    return tf.SparseTensor(np.reshape(places, (-1, 2)), values, [len(rows), max(map(len, rows))])


def combined(combiner: str, rows: list[list[int]], weights: list[list[float]]) -> np.ndarray:
    divide = {"sum": lambda w: 1, "mean": np.sum, "sqrtn": lambda w: np.sqrt(np.sum(np.square(w)))}[combiner]
    return np.stack([np.array(w) @ TABLE[ids] / divide(np.array(w)) for ids, w in zip(rows, weights, strict=True)])


@pytest.mark.parametrize("combiner", ["sum", "mean", "sqrtn"])
@pytest.mark.parametrize("params", [TABLE, [TABLE[0::2], TABLE[1::2]]], ids=["one", "two"])
def test_embedding_lookup_sparse(run: Any, combiner: str, params: Any) -> None:
    ids, weights = sparse(ROWS, np.int64), sparse(WEIGHTS, np.float32)
    plain = tf.nn.embedding_lookup_sparse(params, ids, None, combiner=combiner)
    weighted = tf.nn.embedding_lookup_sparse(params, ids, weights, combiner=combiner)
    np.testing.assert_allclose(run(plain), combined(combiner, ROWS, [[1.0] * len(row) for row in ROWS]), rtol=1e-5)
    np.testing.assert_allclose(run(weighted), combined(combiner, ROWS, WEIGHTS), rtol=1e-5)


def test_embedding_lookup_sparse_takes_means_and_limits_norms(run: Any) -> None:
    ids = sparse([[1, 3], [0]], np.int64)
    limited = TABLE / np.maximum(np.sqrt((TABLE**2).sum(1, keepdims=True)), 1.0)
    expected = [(limited[1] + limited[3]) / 2, limited[0]]
    np.testing.assert_allclose(run(tf.nn.embedding_lookup_sparse(TABLE, ids, None, max_norm=1.0)), expected, rtol=1e-5, atol=1e-7)


def test_embedding_lookup_sparse_refuses_what_does_not_fit(graph: tf.Graph) -> None:
    ids = sparse(ROWS, np.int64)
    with pytest.raises(ValueError, match="combiner"):
        tf.nn.embedding_lookup_sparse(TABLE, ids, None, combiner="max")
    with pytest.raises(TypeError, match="SparseTensor"):
        tf.nn.embedding_lookup_sparse(TABLE, ROWS, None)
    with pytest.raises(TypeError, match="SparseTensor or None"):
        tf.nn.embedding_lookup_sparse(TABLE, ids, WEIGHTS)
    with pytest.raises(ValueError, match="compatible"):
        tf.nn.embedding_lookup_sparse(TABLE, ids, sparse([[1.0]], np.float32))


HOLES = [[1, -1, 3], [], [5, 4]]
"""Row 0 names an id that is none, row 1 nothing, and the second weight of row 2 is not positive."""
HOLE_WEIGHTS = [[1.0, 2.0, 3.0], [], [2.0, -1.0]]


@pytest.mark.parametrize("default", [None, 2])
def test_safe_embedding_lookup_sparse(run: Any, default: int | None) -> None:
    ids, weights = sparse(HOLES, np.int64), sparse(HOLE_WEIGHTS, np.float32)
    filled = np.zeros(3) if default is None else TABLE[default]
    plain = tf.nn.safe_embedding_lookup_sparse(TABLE, ids, default_id=default)
    weighted = tf.nn.safe_embedding_lookup_sparse(TABLE, ids, weights, default_id=default)
    added = tf.nn.safe_embedding_lookup_sparse(TABLE, ids, weights, "sum", default_id=default)
    np.testing.assert_allclose(run(plain), [(TABLE[1] + TABLE[3]) / 2, filled, (TABLE[5] + TABLE[4]) / 2])
    np.testing.assert_allclose(run(weighted), [(TABLE[1] + 3 * TABLE[3]) / 4, filled, TABLE[5]], rtol=1e-6)
    np.testing.assert_allclose(run(added), [TABLE[1] + 3 * TABLE[3], filled, 2 * TABLE[5] - TABLE[4]])


def test_safe_embedding_lookup_sparse_of_more_dimensions(run: Any) -> None:
    ids = tf.SparseTensor([[0, 1, 0], [1, 0, 0], [1, 0, 2]], np.array([4, 1, 3]), [2, 2, 3])
    found = tf.nn.safe_embedding_lookup_sparse(TABLE, ids, combiner="sum")
    assert found.shape.as_list() == [2, 2, 3]
    np.testing.assert_array_equal(run(found), [[np.zeros(3), TABLE[4]], [TABLE[1] + TABLE[3], np.zeros(3)]])


def test_gradient_of_safe_embedding_lookup_sparse(run: Any) -> None:
    table = tf.Variable(TABLE)
    found = tf.nn.safe_embedding_lookup_sparse(table, sparse(HOLES, np.int64), sparse(HOLE_WEIGHTS, np.float32), default_id=6)
    (gradient,) = tf.gradients(found, [table])
    shares = [0, 0.25, 0, 0.75, 0, 1, 1]
    np.testing.assert_allclose(run(tf.convert_to_tensor(gradient)), np.outer(shares, [1, 1, 1]), rtol=1e-6)


def test_safe_embedding_lookup_sparse_needs_a_table(graph: tf.Graph) -> None:
    with pytest.raises(ValueError, match="Missing"):
        tf.nn.safe_embedding_lookup_sparse([], sparse(ROWS, np.int64))
