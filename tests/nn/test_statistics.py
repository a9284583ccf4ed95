"""Moments, dropout, embeddings."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import polyflow as tf

choice = np.random.RandomState(0)
X = choice.randn(4, 3, 5).astype(np.float32)


@pytest.mark.parametrize("axes", [[0], [0, 1], [-1], [0, 1, 2]])
@pytest.mark.parametrize("keep", [False, True])
def test_moments(run: Any, axes: list[int], keep: bool) -> None:
    mean, variance = run(tf.nn.moments(X, axes, keep_dims=keep))
    np.testing.assert_allclose(mean, X.mean(tuple(axes), keepdims=keep), rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(variance, X.var(tuple(axes), keepdims=keep), rtol=1e-4)


def test_the_third_argument_of_moments_has_been_the_name(graph: tf.Graph) -> None:
    assert tf.nn.moments(X, [0], "stats")[0].name.startswith("stats/")


def test_weighted_moments(run: Any) -> None:
    weights = np.array([1, 2, 3, 4], np.float32).reshape(4, 1, 1)
    mean, variance = run(tf.nn.weighted_moments(X, [0], weights))
    expected = np.average(X, 0, np.broadcast_to(weights, X.shape))
    np.testing.assert_allclose(mean, expected, rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(variance, np.average((X - expected) ** 2, 0, np.broadcast_to(weights, X.shape)), rtol=1e-4)


@pytest.mark.parametrize("shift", [None, 0.5])
def test_sufficient_statistics(run: Any, shift: float | None) -> None:
    statistics = tf.nn.sufficient_statistics(X, [0, 2], shift=shift)
    mean, variance = run(tf.nn.normalize_moments(*statistics))
    assert run(statistics[0]) == 20
    np.testing.assert_allclose(mean, X.mean((0, 2)), rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(variance, X.var((0, 2)), rtol=1e-4)


def test_zero_fraction(run: Any) -> None:
    assert run(tf.nn.zero_fraction([0.0, 1.0, 0.0, 2.0])) == 0.5
    assert np.isnan(run(tf.nn.zero_fraction(np.zeros(0, np.float32))))


@pytest.mark.parametrize("chance", [{"keep_prob": 0.75}, {"rate": 0.25}, {"keep_prob": tf.float32}])
def test_dropout_keeps_as_many_as_asked_and_scales_them(run: Any, chance: dict[str, Any]) -> None:
    given = {name: tf.constant(0.75) if value is tf.float32 else value for name, value in chance.items()}
    result = run(tf.nn.dropout(tf.ones([100, 100]), seed=1, **given))
    assert set(np.unique(result.round(4))) == {0, np.float32(1.3333)}
    assert 0.73 < (result > 0).mean() < 0.77


def test_dropout_of_whole_rows(run: Any) -> None:
    result = run(tf.nn.dropout(tf.ones([50, 4]), 0.5, noise_shape=[None, 1], seed=1))
    assert (result == result[:, :1]).all() and 5 < (result[:, 0] > 0).sum() < 45


def test_dropout_of_nothing_is_the_tensor_itself(graph: tf.Graph) -> None:
    x = tf.ones([2])
    assert tf.nn.dropout(x, 1.0) is x
    assert tf.nn.dropout(x, rate=tf.constant(0.0)) is x


def test_dropout_refuses_what_makes_no_sense(graph: tf.Graph) -> None:
    for wrong in ({"keep_prob": 0.0}, {"keep_prob": 1.5}, {"rate": 1.0}, {}, {"keep_prob": 0.5, "rate": 0.5}):
        with pytest.raises(ValueError):
            tf.nn.dropout(tf.ones([2]), **wrong)
    with pytest.raises(ValueError, match="floating"):
        tf.nn.dropout(tf.constant([1, 2]), 0.5)


TABLE = np.arange(21, dtype=np.float32).reshape(7, 3)
IDS = np.array([[0, 6], [3, 3]])


def test_embedding_lookup_in_one_table(run: Any) -> None:
    found = tf.nn.embedding_lookup(tf.Variable(TABLE), IDS)
    assert found.shape == (2, 2, 3)
    np.testing.assert_array_equal(run(found), TABLE[IDS])


@pytest.mark.parametrize(
    ("strategy", "parts"), [("mod", [TABLE[0::3], TABLE[1::3], TABLE[2::3]]), ("div", [TABLE[0:3], TABLE[3:5], TABLE[5:7]])]
)
def test_embedding_lookup_in_several_tables(run: Any, strategy: str, parts: list[np.ndarray]) -> None:
    ids = np.arange(7).reshape(7, 1)[::-1]
    found = tf.nn.embedding_lookup([tf.constant(part) for part in parts], ids.copy(), strategy)
    assert found.shape == (7, 1, 3)
    np.testing.assert_array_equal(run(found), TABLE[ids])


def test_embedding_lookup_limits_norms(run: Any) -> None:
    found = run(tf.nn.embedding_lookup(np.array([[3.0, 4.0], [0.3, 0.4], [0.0, 0.0]], np.float32), [0, 1, 2], max_norm=1.0))
    np.testing.assert_allclose(found, [[0.6, 0.8], [0.3, 0.4], [0, 0]], rtol=1e-6)


def test_gradient_of_embedding_lookup_is_sparse(run: Any) -> None:
    table = tf.Variable(TABLE)
    (gradient,) = tf.gradients(tf.nn.embedding_lookup(table, IDS), [table])
    assert isinstance(gradient, tf.IndexedSlices)
    np.testing.assert_array_equal(run(tf.convert_to_tensor(gradient)), np.outer([1, 0, 0, 2, 0, 0, 1], [1, 1, 1]))


def test_embedding_lookup_refuses_other_strategies(graph: tf.Graph) -> None:
    with pytest.raises(ValueError, match="strategy"):
        tf.nn.embedding_lookup([TABLE, TABLE], IDS, "hash")


def test_moments_over_all_axes(run: Any) -> None:
    np.testing.assert_allclose(run(tf.nn.moments(X, None)), [X.mean(), X.var()], rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("shape", [[4, 3, 5], [None, None, None], None])
def test_sufficient_statistics_over_axes_counted_from_the_end(run: Any, shape: list[int | None] | None) -> None:
    x = tf.placeholder(tf.float32, shape)
    count, total, squares, shift = tf.nn.sufficient_statistics(x, [-1, 0])
    assert shift is None
    expected = [20, X.sum((0, 2)), (X**2).sum((0, 2))]
    for found, wanted in zip(run([count, total, squares], {x: X}), expected, strict=True):
        np.testing.assert_allclose(found, wanted, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("keep", [False, True])
def test_sufficient_statistics_with_the_shift_of_older_programs(run: Any, keep: bool) -> None:
    assert tf.nn.sufficient_statistics(X, [0, 2], False)[3] is None
    statistics = tf.nn.sufficient_statistics(X, [0, 2], True, keep)
    assert statistics[3].shape == ([1, 3, 1] if keep else [3])
    mean, variance = run(tf.nn.normalize_moments(*statistics))
    np.testing.assert_allclose(mean, X.mean((0, 2), keepdims=keep), rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(variance, X.var((0, 2), keepdims=keep), rtol=1e-4)


def test_embeddings_of_unknown_rank_with_a_greatest_norm(run: Any) -> None:
    table, ids = tf.placeholder(tf.float32), tf.placeholder(tf.int32)
    feeds = {table: X[:, 0], ids: [[3, 1]]}
    found, rows = run(tf.nn.embedding_lookup(table, ids, max_norm=0.5), feeds), X[[[3, 1]], 0]
    np.testing.assert_allclose(found, rows * np.minimum(1, 0.5 / np.linalg.norm(rows, axis=-1, keepdims=True)), rtol=1e-5)
