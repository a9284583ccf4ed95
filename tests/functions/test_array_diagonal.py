"""Diagonals: names and node types of the two generations, the diagonals beside the main one, traces."""

import numpy as np
import pytest

import polyflow as tf


def same(actual, expected):
    np.testing.assert_array_equal(actual, expected)
    return True


def ramp(*shape):
    return np.arange(1, 1 + np.prod(shape), dtype=np.float32).reshape(shape)


class TestMain:
    def test_made_and_taken(self, run):
        x = ramp(3, 3)
        found = run([tf.diag([1, 2]), tf.diag_part(x), tf.matrix_diag([[1, 2]]), tf.matrix_diag_part(ramp(2, 3))])
        for actual, expected in zip(found, [np.diag([1, 2]), np.diag(x), [np.diag([1, 2])], [1, 5]], strict=True):
            assert same(actual, expected)

    def test_bands(self, run):
        assert same(run(tf.matrix_band_part(ramp(3, 3), 0, -1)), np.triu(ramp(3, 3)))

    def test_replaced(self, run):
        assert same(run(tf.matrix_set_diag(ramp(2, 3), [7, 8])), [[7, 2, 3], [4, 8, 6]])
        assert same(run(tf.matrix_set_diag([["a", "b"]], ["c"])), [[b"c", b"b"]])

    def test_trace(self, run):
        assert same(run(tf.trace(ramp(2, 2, 3))), [1 + 5, 7 + 11])
        assert tf.trace(ramp(2, 2), name="sums").op.name == "sums"

    def test_names(self):
        assert [tf.matrix_diag([1.0]).name, tf.matrix_diag_part([[1.0]]).name, tf.matrix_set_diag([[1.0]], [2.0]).name] == [
            "diag:0", "diag_part:0", "set_diag:0",
        ]  # fmt: skip

    def test_older_names_make_older_nodes(self, run):
        made = [
            tf.batch_matrix_diag([1.0, 2.0]),
            tf.batch_matrix_diag_part(ramp(2, 2)),
            tf.batch_matrix_set_diag(ramp(2, 2), [8, 9]),
            tf.batch_matrix_band_part(ramp(2, 2), 0, 0),
        ]
        assert [tensor.op.type for tensor in made] == [
            "BatchMatrixDiag", "BatchMatrixDiagPart", "BatchMatrixSetDiag", "BatchMatrixBandPart",
        ]  # fmt: skip
        for actual, expected in zip(run(made), [[[1, 0], [0, 2]], [1, 4], [[8, 2], [3, 9]], [[1, 0], [0, 4]]], strict=True):
            assert same(actual, expected)


class TestBeside:
    def test_one(self, run):
        assert same(run(tf.matrix_diag([1, 2], k=1)), [[0, 1, 0], [0, 0, 2], [0, 0, 0]])
        assert same(run(tf.matrix_diag([1, 2], k=-1, num_cols=2, padding_value=9)), [[9, 9], [1, 9], [9, 2]])
        assert same(run(tf.matrix_diag_part(ramp(2, 3), k=1)), [2, 6])

    def test_several(self, run):
        x = [[1, 2, 0], [3, 4, 5], [6, 7, 0]]
        assert same(run(tf.matrix_diag(x, k=(-1, 1))), [[3, 1, 0], [6, 4, 2], [0, 7, 5]])
        assert same(run(tf.matrix_diag_part([[3, 1, 9], [6, 4, 2], [9, 7, 5]], k=(-1, 1))), x)
        assert same(run(tf.matrix_diag_part(ramp(2, 3), k=(0, 2), padding_value=-1)), [[3, -1], [2, 6], [1, 5]])

    def test_replaced(self, run):
        assert same(run(tf.matrix_set_diag(ramp(2, 3), [[8, 9], [7, 0]], k=(0, 1))), [[7, 8, 3], [4, 0, 9]])
        assert same(run(tf.matrix_set_diag(ramp(1, 2, 2), [[7]], k=-1)), [[[1, 2], [7, 4]]])

    def test_unknown_sizes(self, run):
        x = tf.placeholder(tf.float32, [None, None])
        found = run([tf.matrix_diag_part(x, k=-1), tf.matrix_set_diag(x, [5], k=-1), tf.matrix_diag(x, k=(0, 1))], {x: ramp(2, 2)})
        for actual, expected in zip(found, [[3], [[1, 2], [5, 4]], [[3, 1], [0, 4]]], strict=True):
            assert same(actual, expected)

    def test_of_batches(self, run):
        x = tf.placeholder(tf.float32, [None, None, None])
        assert same(run(tf.matrix_diag_part(x, k=1), {x: ramp(2, 2, 2)}), [[2], [6]])
        assert same(run(tf.matrix_diag(tf.matrix_diag_part(x, k=1), k=1), {x: ramp(2, 2, 2)})[1], [[0, 6], [0, 0]])

    def test_what_does_not_fit(self):
        with pytest.raises(ValueError, match="must not be larger"):
            tf.matrix_diag([1, 2], k=(1, 0))
        with pytest.raises(ValueError, match="do not fit diagonals"):
            tf.matrix_diag([1, 2], k=1, num_rows=4, num_cols=5)
        with pytest.raises(ValueError, match="not compatible"):
            tf.matrix_set_diag(ramp(2, 2), [1, 2], k=1)
        with pytest.raises(ValueError, match="known when the graph is built"):
            tf.matrix_diag([1, 2], k=tf.placeholder(tf.int32))
