"""The public functions that find elements, compare sequences and count confusions: names, shapes and values."""

import numpy as np
import pytest

import polyflow as tf
from polyflow.framework.errors import InvalidArgumentError


def all_same(found, expected):
    for actual, wanted in zip(found, expected, strict=True):
        np.testing.assert_array_equal(actual, wanted)
    return True


class TestWhere:
    def test_positions(self, run):
        found = run([tf.where([[True, False], [False, True]]), tf.where([0, 2, -1]), tf.where(np.zeros((0, 2)))])
        assert all_same(found, [[[0, 0], [1, 1]], [[1], [2]], np.zeros((0, 2))])

    def test_names_and_shapes(self):
        assert [tf.where([True]).name, tf.where([True], [1], [2]).name, tf.where_v2([True], 1, 2).name] == [
            "Where:0",
            "Select:0",
            "SelectV2:0",
        ]
        assert tf.where(tf.placeholder(tf.bool, [2, 3, None])).shape.as_list() == [None, 3]
        assert tf.where(tf.placeholder(tf.bool)).shape.as_list() == [None, None]

    def test_selection(self, run):
        x, y = np.array([[1, 2], [3, 4]]), np.array([[5, 6], [7, 8]])
        found = run([tf.where([[True, False], [False, True]], x, y), tf.where([True, False], x, y), tf.where(True, x, y)])
        assert all_same(found, [[[1, 6], [7, 4]], [[1, 2], [7, 8]], x])

    def test_the_newer_one_broadcasts(self, run):
        assert all_same([run(tf.where_v2([[True], [False]], [1, 2, 3], 0))], [[[1, 2, 3], [0, 0, 0]]])
        assert all_same([run(tf.where_v2([False, True]))], [[[1]]])

    def test_both_or_none(self):
        with pytest.raises(ValueError, match="both"):
            tf.where([True], [1])
        with pytest.raises(ValueError, match="both"):
            tf.where_v2([True], None, [1])


class TestDifferentValues:
    def test_unique(self, run):
        y, idx = tf.unique([3, 1, 3], out_idx=tf.int64)
        assert (y.name, y.shape.as_list(), idx.shape.as_list(), idx.dtype) == ("Unique:0", [None], [3], tf.int64)
        assert all_same(run([y, idx]), [[3, 1], [0, 1, 0]])

    def test_with_counts(self, run):
        y, idx, count = found = tf.unique_with_counts(tf.constant(["b", "a", "b"]), name="u")
        assert (found.count.name, y.dtype, idx.dtype, count.shape.as_list()) == ("u:2", tf.string, tf.int32, [None])
        assert all_same(run(list(found)), [[b"b", b"a"], [0, 1, 0], [2, 1]])

    def test_unknown_rank(self, run):
        x = tf.placeholder(tf.float32)
        y, idx = tf.unique(x)
        assert all_same(run([y, idx], {x: [0.5, 0.5]}), [[0.5], [0, 0]])
        with pytest.raises(InvalidArgumentError, match=r"x must be a vector, not of shape \[1, 2\]"):
            run(y, {x: [[1, 2]]})

    @pytest.mark.parametrize("call", [tf.setdiff1d, tf.listdiff])
    def test_difference(self, call, run):
        out, idx = call([1, 2, 3, 2, 4], [1, 3, 5])
        assert (out.name, idx.name) == ("ListDiff:0", "ListDiff:1")
        assert all_same(run([out, idx]), [[2, 2, 4], [1, 3, 4]])

    def test_argument_orders(self):
        assert tf.setdiff1d([1], [2], tf.int64).idx.dtype is tf.int64
        assert tf.listdiff([1], [2], tf.int64).idx.dtype is tf.int64
        assert tf.listdiff([1], [2], "int64").idx.dtype is tf.int64
        assert tf.listdiff([1], [2], "older").out.name == "older:0"
        assert tf.listdiff([1], [2], name="newer").out.name == "newer:0"


class TestSearchSorted:
    def test_sides(self, run):
        row, values = [1.0, 2.0, 2.0, 4.0], [2.0, 5.0, 0.0]
        found = [tf.searchsorted(row, values), tf.searchsorted(row, values, side="right", out_type=tf.int64)]
        assert [each.dtype for each in found] == [tf.int32, tf.int64]
        assert all_same(run(found), [[1, 4, 0], [3, 4, 0]])

    def test_batches(self, run):
        rows = np.sort(np.random.default_rng(0).integers(0, 9, (2, 3, 7)), -1)
        values = np.random.default_rng(1).integers(-1, 10, (2, 3, 5))
        expected = [[np.searchsorted(rows[i, j], values[i, j]) for j in range(3)] for i in range(2)]
        x, v = tf.placeholder(tf.int64), tf.placeholder(tf.int64, [None, 3, None])
        known, unknown = tf.searchsorted(rows, values), tf.searchsorted(x, v)
        assert known.shape == [2, 3, 5]
        assert all_same(run([known, unknown], {x: rows, v: values}), [expected] * 2)

    def test_empty_rows(self, run):
        assert all_same([run(tf.searchsorted(np.zeros((2, 0)), np.zeros((2, 3))))], [np.zeros((2, 3))])

    def test_errors(self, run):
        with pytest.raises(ValueError, match="side must be either 'right' or 'left'"):
            tf.searchsorted([1], [1], side="middle")
        with pytest.raises(ValueError, match="real numbers, not string"):
            tf.searchsorted(["a"], ["b"])
        x = tf.placeholder(tf.float32, [None, 3])
        with pytest.raises(InvalidArgumentError, match=r"as many rows, not of the shapes \[2, 3\] and \[1, 1\]"):
            run(tf.searchsorted(x, [[1.0]]), {x: np.zeros((2, 3))})


class TestEditDistance:
    @staticmethod
    def sparse(*sequences):
        """One row per sequence."""
        indices = [(row, column) for row, items in enumerate(sequences) for column in range(len(items))]
        values = [item for items in sequences for item in items]
        return tf.SparseTensor(indices, values, [len(sequences), max(map(len, sequences))])

    def test_distances(self, run):
        hypothesis = self.sparse("kitten", "flaw", "a", "gumbo")
        truth = self.sparse("sitting", "lawn", "", "gambol")
        plain, normalised = tf.edit_distance(hypothesis, truth, normalize=False), tf.edit_distance(hypothesis, truth)
        assert [(each.name, each.shape.as_list()) for each in (plain, normalised)] == [("edit_distance:0", [4]), ("edit_distance_1:0", [4])]
        assert all_same(run([plain, normalised]), [[3, 2, 1, 2], np.array([3 / 7, 2 / 4, np.inf, 2 / 6], np.float32)])

    def test_values(self):
        value = tf.SparseTensorValue(np.array([[0, 0]]), np.array([1], np.int32), np.array([1, 1]))
        assert tf.edit_distance(value, value, name="d").name == "d:0"

    def test_types(self):
        with pytest.raises(TypeError, match="Hypothesis must be a SparseTensor"):
            tf.edit_distance([1], self.sparse("a"))
        with pytest.raises(TypeError, match="Truth must be a SparseTensor"):
            tf.edit_distance(self.sparse("a"), [1])

    def test_unknown_shapes(self, run):
        parts = [tf.placeholder(dtype, shape) for dtype, shape in ((tf.int64, [None, 2]), (tf.int32, [None]), (tf.int64, [2]))]
        distance = tf.edit_distance(tf.SparseTensor(*parts), tf.SparseTensor([[1, 0]], [7], [2, 1]))
        assert distance.shape.as_list() == [None]
        assert all_same([run(distance, dict(zip(parts, ([[2, 0]], [7], [3, 1]), strict=True)))], [[0, 1, np.inf]])


class TestConfusionMatrix:
    def test_counts(self, run):
        found = run([tf.confusion_matrix([1, 2, 1, 1], [1, 0, 1, 2]), tf.math.confusion_matrix([1], [0], num_classes=3)])
        assert all_same(found, [[[0, 0, 0], [0, 2, 1], [1, 0, 0]], [[0, 0, 0], [1, 0, 0], [0, 0, 0]]])

    def test_weights_and_type(self, run):
        matrix = tf.confusion_matrix([0, 1, 1], [0, 1, 1], dtype=tf.float64, weights=[0.5, 2, 3], num_classes=2, name="m")
        assert (matrix.dtype, matrix.shape, matrix.name) == (tf.float64, [2, 2], "m/ScatterNd:0")
        assert all_same([run(matrix)], [[[0.5, 0], [0, 5]]])
        with pytest.raises(ValueError, match="not compatible"):
            tf.confusion_matrix([0, 1], [0, 1], weights=[1.0])

    def test_last_dimension_of_size_1(self, run):
        column, row = tf.placeholder(tf.int32, [None, 1]), tf.placeholder(tf.int32, [None])
        unknown = tf.placeholder(tf.int32)
        found = run(
            [tf.confusion_matrix(column, row, 2), tf.confusion_matrix(row, column, 2), tf.confusion_matrix(unknown, row, 2)],
            {column: [[0], [1]], row: [1, 1], unknown: [[0], [1]]},
        )
        assert all_same(found, [[[0, 1], [0, 1]], [[0, 0], [1, 1]], [[0, 1], [0, 1]]])

    def test_numbers_out_of_range(self, run):
        labels = tf.placeholder(tf.int32, [None])
        with pytest.raises(InvalidArgumentError, match="`labels` contains negative values"):
            run(tf.confusion_matrix(labels, [0]), {labels: [-1]})
        with pytest.raises(InvalidArgumentError, match="`labels` out of bound"):
            run(tf.confusion_matrix(labels, [0], 2), {labels: [2]})
        with pytest.raises(InvalidArgumentError, match="`predictions` out of bound"):
            tf.confusion_matrix([1], [2], 2)
