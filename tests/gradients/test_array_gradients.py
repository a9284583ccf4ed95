"""Gradients of array functions beyond the conformance cases: IndexedSlices, unknown ranks, inputs known only in the run."""

import numpy as np
import pytest

from polyflow.framework import dtypes
from polyflow.framework.indexed_slices import IndexedSlices
from polyflow.functions import array as tf
from polyflow.gradients.engine import gradients
from polyflow.ops import array_identity, array_indexing, array_manipulation


def unknown(dtype=dtypes.float64, shape=None):
    return tf.placeholder(dtype, shape)


def ramp(*shape):
    return np.arange(1.0, np.prod(shape) + 1).reshape(shape)


def dense(value, shape):
    total = np.zeros(shape)
    np.add.at(total, value.indices, value.values)
    return total


class TestRows:
    """Gradients that are IndexedSlices."""

    def test_gather_of_a_matrix(self, run):
        x = unknown(shape=[4, 2])
        (grad,) = gradients(tf.gather(x, [[3, 1], [3, 0]]), x, tf.constant(ramp(2, 2, 2)))
        assert isinstance(grad, IndexedSlices)
        found = run(grad, {x: ramp(4, 2)})
        assert found.indices.tolist() == [3, 1, 3, 0]
        np.testing.assert_array_equal(dense(found, (4, 2)), [[7, 8], [3, 4], [0, 0], [6, 8]])
        assert found.dense_shape.tolist() == [4, 2]

    def test_gather_nd_of_rows(self, run):
        x = unknown(shape=[3, 2])
        (grad,) = gradients(tf.gather_nd(x, [[2], [0]]), x, tf.constant(ramp(2, 2)))
        assert isinstance(grad, IndexedSlices)
        np.testing.assert_array_equal(dense(run(grad, {x: ramp(3, 2)}), (3, 2)), [[3, 4], [0, 0], [1, 2]])

    def test_rows_named_by_two_types_of_integers(self, run):
        x = unknown(shape=[4, 2])
        (grad,) = gradients([tf.gather(x, [2, 0]), tf.gather(x, tf.constant([2, 3], dtypes.int64))], x)
        found = run(grad, {x: ramp(4, 2)})
        assert found.indices.dtype == np.int64
        np.testing.assert_array_equal(dense(found, (4, 2)), [[1, 1], [0, 0], [2, 2], [1, 1]])

    @pytest.mark.parametrize("known", [True, False])
    def test_through_a_concatenation_of_rows(self, known, run):
        a, b = unknown(shape=[2, 2] if known else [None, 2]), unknown(shape=[3, 2] if known else [None, 2])
        grads = gradients(tf.gather(tf.concat([a, b], 0), [4, 0, 2, 4]), [a, b], tf.constant(ramp(4, 2)))
        assert all(isinstance(grad, IndexedSlices) for grad in grads)
        first, second = run(grads, {a: ramp(2, 2), b: ramp(3, 2)})
        np.testing.assert_array_equal(dense(first, (2, 2)), [[3, 4], [0, 0]])
        np.testing.assert_array_equal(dense(second, (3, 2)), [[5, 6], [0, 0], [8, 10]])

    def test_through_a_concatenation_of_columns(self, run):
        a, b = unknown(shape=[3, 1]), unknown(shape=[3, 2])
        grads = gradients(tf.gather(tf.concat([a, b], -1), [2, 0]), [a, b], tf.constant(ramp(2, 3)))
        assert all(isinstance(grad, IndexedSlices) for grad in grads)
        first, second = run(grads, {a: ramp(3, 1), b: ramp(3, 2)})
        np.testing.assert_array_equal(dense(first, (3, 1)), [[4], [0], [1]])
        np.testing.assert_array_equal(dense(second, (3, 2)), [[5, 6], [0, 0], [2, 3]])


class TestUnknownRanks:
    """Nothing is known before the run, neither ranks nor axes."""

    def test_gather_along_any_axis(self, run):
        x, indices, axis = unknown(), unknown(dtypes.int64), unknown(dtypes.int64, [])
        seed = unknown()
        (grad,) = gradients(array_indexing.gather_v2(x, indices, axis), x, seed)
        found = run(grad, {x: ramp(2, 4, 3), indices: [[1, 3], [1, 1]], axis: -2, seed: np.ones((2, 2, 2, 3))})
        np.testing.assert_array_equal(found, np.broadcast_to([[0], [3], [0], [1]], (2, 4, 3)))

    def test_gather_in_batches(self, run):
        x, indices, seed = unknown(), unknown(dtypes.int32), unknown()
        (grad,) = gradients(array_indexing.gather_v2(x, indices, 1, batch_dims=-1), x, seed)
        found = run(grad, {x: ramp(2, 3), indices: [[0, 0, 2], [1, 2, 2]], seed: ramp(2, 3)})
        np.testing.assert_array_equal(found, [[3, 0, 3], [0, 4, 11]])

    def test_concat_along_any_axis(self, run):
        a, b, axis, seed = unknown(), unknown(), unknown(dtypes.int64, []), unknown()
        grads = gradients(array_manipulation.concat_v2([a, b], axis), [a, b], seed)
        first, second = run(grads, {a: ramp(2, 1), b: ramp(2, 2), axis: -1, seed: ramp(2, 3)})
        np.testing.assert_array_equal(first, ramp(2, 3)[:, :1])
        np.testing.assert_array_equal(second, ramp(2, 3)[:, 1:])

    def test_tile(self, run):
        x, multiples, seed = unknown(), unknown(dtypes.int64), unknown()
        (grad,) = gradients(tf.tile(x, multiples), x, seed)
        np.testing.assert_array_equal(run(grad, {x: ramp(2), multiples: [3], seed: ramp(6)}), [9, 12])

    def test_diagonals(self, run):
        x, seed = unknown(), unknown()
        (grad,) = gradients(tf.matrix_diag_part(x), x, seed)
        np.testing.assert_array_equal(run(grad, {x: ramp(2, 3), seed: [5.0, 7.0]}), [[5, 0, 0], [0, 7, 0]])

    def test_twice(self, run):
        """Second derivatives through what asks for ranks and shapes at run time: x -> sum of x[0]^3 by gathers and reshapes."""
        x = unknown()
        row = tf.reshape(tf.gather(tf.transpose(x), [0]), [-1])
        (first,) = gradients(row * row * row, x)
        (second,) = gradients(first, x)
        np.testing.assert_allclose(run(second, {x: [[2.0, 5.0], [3.0, 7.0]]}), [[12, 0], [18, 0]])


class TestRunTimeInputs:
    def test_single_vector_of_gather_nd(self, run):
        x = unknown(shape=[2, 2])
        (grad,) = gradients(tf.gather_nd(x, [1, 0]), x)
        np.testing.assert_array_equal(run(grad, {x: ramp(2, 2)}), [[0, 0], [1, 0]])

    def test_one_of_several_parts(self, run):
        x = unknown(shape=[4])
        (grad,) = gradients(tf.split(x, 2)[1], x)
        np.testing.assert_array_equal(run(grad, {x: ramp(4)}), [0, 0, 1, 1])
        (grad,) = gradients(tf.dynamic_partition(x, [0, 1, 0, 1], 2)[0], x)
        np.testing.assert_array_equal(run(grad, {x: ramp(4)}), [1, 0, 1, 0])
        (grad,) = gradients(tf.unstack(x)[2], x)
        np.testing.assert_array_equal(run(grad, {x: ramp(4)}), [0, 0, 1, 0])

    def test_small_index_types(self, run):
        x, begin = unknown(shape=[4]), unknown(dtypes.int16, [1])
        part = array_indexing.strided_slice(x, begin, np.array([3], np.int16), np.array([1], np.int16))
        np.testing.assert_array_equal(run(gradients(part, x)[0], {x: ramp(4), begin: [1]}), [0, 1, 1, 0])

    def test_prevented(self):
        x = unknown(shape=[2])
        with pytest.raises(LookupError, match="not this way"):
            gradients(array_identity.prevent_gradient(x, message="not this way"), x)

    def test_stopped(self):
        x = unknown(shape=[2])
        assert gradients(tf.stop_gradient(x), x) == [None]
