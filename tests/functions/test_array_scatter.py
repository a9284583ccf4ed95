"""The public functions that put elements into tensors and variables by position."""

import numpy as np
import pytest

import polyflow as tf
from polyflow.framework.errors import InvalidArgumentError


def all_same(found, expected):
    for actual, wanted in zip(found, expected, strict=True):
        np.testing.assert_array_equal(actual, wanted)
    return True


class TestTensorScatter:
    def test_values_and_names(self, run):
        tensor, indices, updates = tf.constant([1, 2, 3]), [[0], [2]], [5, 1]
        found = [
            tf.tensor_scatter_update(tensor, indices, updates),
            tf.tensor_scatter_add(tensor, indices, updates),
            tf.tensor_scatter_sub(tensor, indices, updates),
            tf.tensor_scatter_nd_min(tensor, indices, updates),
            tf.tensor_scatter_nd_max(tensor, indices, updates),
        ]
        assert [each.name for each in found] == [f"TensorScatter{word}:0" for word in ("Update", "Add", "Sub", "Min", "Max")]
        assert all_same(run(found), [[5, 2, 1], [6, 2, 4], [-4, 2, 2], [1, 2, 1], [5, 2, 3]])

    def test_both_names(self):
        assert tf.tensor_scatter_nd_update is tf.tensor_scatter_update
        assert tf.tensor_scatter_nd_add is tf.tensor_scatter_add
        assert tf.tensor_scatter_nd_sub is tf.tensor_scatter_sub

    def test_slices_and_shape(self, run):
        tensor = tf.placeholder(tf.float32, [None, 2])
        changed = tf.tensor_scatter_update(tensor, [[1]], [[7.0, 8.0]])
        assert changed.shape.as_list() == [None, 2]
        assert all_same([run(changed, {tensor: np.zeros((3, 2))})], [[[0, 0], [7, 8], [0, 0]]])

    def test_the_input_stays(self, run):
        tensor = tf.Variable([1, 2, 3])
        assert all_same(run([tf.tensor_scatter_add(tensor, [[0]], [5]), tensor]), [[6, 2, 3], [1, 2, 3]])

    def test_types_without_arithmetic(self):
        with pytest.raises(ValueError, match="must hold numbers, not bool"):
            tf.tensor_scatter_add([True], [[0]], [True])
        with pytest.raises(ValueError, match="must hold real numbers, not complex64"):
            tf.tensor_scatter_nd_max(tf.constant([1j], tf.complex64), [[0]], tf.constant([1j], tf.complex64))

    def test_out_of_range(self, run):
        indices = tf.placeholder(tf.int32, [None, 1])
        with pytest.raises(InvalidArgumentError, match=r"indices\[1\] = \[3\] does not index into shape \[3\]"):
            run(tf.tensor_scatter_update([1, 2, 3], indices, [4, 5]), {indices: [[0], [3]]})

    def test_gradient(self, run):
        tensor, updates = tf.constant([1.0, 2.0, 3.0]), tf.constant([2.0, 2.0])
        highest = tf.tensor_scatter_nd_max(tensor, [[1], [0]], updates)
        assert all_same(run(tf.gradients(highest, [tensor, updates], [tf.constant([4.0, 4.0, 4.0])])), [[0, 2, 4], [2, 4]])

    def test_scatter_nd(self, run):
        scattered = tf.scatter_nd([[1], [3], [1]], [5, 6, 7], [4])
        assert (scattered.name, scattered.shape) == ("ScatterNd:0", [4])
        assert all_same([run(scattered)], [[0, 12, 0, 6]])


class TestParts:
    """Parts of variables that are assigned to."""

    def test_assignment(self, run):
        x = tf.Variable([[1, 2, 3], [4, 5, 6]])
        assigned = x[0, 1:].assign([8, 9])
        assert (assigned.name, assigned.op.type, assigned.shape) == ("strided_slice/_assign:0", "StridedSliceAssign", [2, 3])
        assert all_same([run(assigned)], [[[1, 8, 9], [4, 5, 6]]])

    def test_all_kinds_of_subscripts(self, run):
        x = tf.Variable(np.zeros((2, 3)))
        with tf.control_dependencies([x[..., 0].assign([1, 2])]):
            inner = x[:, tf.newaxis, 1:].assign([[[3, 4]], [[5, 6]]])
        with tf.control_dependencies([inner]):
            assert all_same([run(x[-1, ::-1].assign([7, 8, 9], name="last"))], [[[1, 3, 4], [9, 8, 7]]])

    def test_from_the_variable_itself(self, run):
        x = tf.Variable([1, 2, 3, 4])
        assert all_same([run(x[1:].assign(x[:-1]))], [[1, 1, 2, 3]])

    def test_broadcast_and_name(self, run):
        x = tf.Variable([1, 2, 3])
        assigned = x[:2].assign(7, name="both")
        assert assigned.op.name == "both"
        assert all_same([run(assigned)], [[7, 7, 3]])

    def test_what_does_not_fit(self, run):
        x, value = tf.Variable([1, 2, 3]), tf.placeholder(tf.int32)
        with pytest.raises(ValueError, match=r"\[3\] does not broadcast to \[2\]"):
            x[:2].assign([1, 2, 3])
        with pytest.raises(InvalidArgumentError, match=r"\[3\] does not broadcast to \[2\]"):
            run(x[:2].assign(value), {value: [1, 2, 3]})

    def test_only_of_variables(self):
        with pytest.raises(AttributeError, match="assign"):
            tf.constant([1, 2])[0].assign(3)

    def test_function(self, run):
        x = tf.Variable([1, 2, 3])
        part = tf.strided_slice(x.value(), [0], [2], var=x, name="part")
        assigned = part.assign([5, 6])
        assert assigned.op.name == "part_assign"
        assert all_same(run([assigned]), [[5, 6, 3]])

    def test_batch_scatter_update(self, run):
        x = tf.Variable(np.zeros((2, 3), np.int32))
        assert all_same([run(tf.batch_scatter_update(x, [[2], [0]], [[7], [8]]))], [[[0, 0, 7], [8, 0, 0]]])
        y = tf.Variable([1, 2, 3])
        assert all_same([run(tf.batch_scatter_update(y, [2, 0], [7, 8]))], [[8, 2, 7]])
        with pytest.raises(ValueError, match="unknown shape"):
            tf.batch_scatter_update(x, tf.placeholder(tf.int32), [[7], [8]])
