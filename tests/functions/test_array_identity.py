"""What hands tensors on: unchanged, checked, or seen as another type."""

import numpy as np
import pytest

import polyflow as tf
from polyflow.framework.errors import InvalidArgumentError
from polyflow.ops import array_identity


def same(actual, expected):
    np.testing.assert_array_equal(actual, expected)
    return True


class TestPassing:
    def test_identity_and_check(self, run):
        x = tf.placeholder(tf.float32, [None])
        assert same(run(tf.identity(x), {x: [1.0]}), [1])
        assert len(tf.identity_n([x, x])) == 2
        assert same(run(tf.stop_gradient(x), {x: [1.0]}), [1])
        with pytest.raises(InvalidArgumentError, match="look here"):
            run(tf.check_numerics(x, "look here"), {x: [np.nan]})

    def test_promised_constant(self, run):
        assert same(run(tf.guarantee_const([1, 2])), [1, 2])
        x = tf.placeholder(tf.float32, [2])
        assert tf.gradients(tf.guarantee_const(x), x) == [None]

    def test_reference_to_a_variable(self, run):
        x = tf.Variable([1.0, 2.0])
        reference = array_identity.ref_identity(x._ref())
        added = tf.assign_add(reference, [3.0, 3.0])
        with tf.control_dependencies([added]):
            after = tf.identity(x)
        assert same(run(after), [4, 5])


class TestEnsureShape:
    def test_known_and_unknown(self, run):
        x = tf.placeholder(tf.float32)
        ensured = tf.ensure_shape(x, [None, 2])
        assert ensured.shape.as_list() == [None, 2]
        assert same(run(ensured, {x: [[1, 2]]}), [[1, 2]])
        with pytest.raises(InvalidArgumentError, match=r"\[1, 3\] is not compatible with expected shape \[\?, 2\]"):
            run(ensured, {x: [[1, 2, 3]]})
        with pytest.raises(ValueError, match="not compatible"):
            tf.ensure_shape([1.0], [2])

    def test_gradient(self, run):
        x = tf.placeholder(tf.float32, [None])
        assert same(run(tf.gradients(tf.ensure_shape(x, [2]) * 3.0, x)[0], {x: [1, 2]}), [3, 3])


class TestBitcast:
    def test_sizes(self, run):
        assert same(run(tf.bitcast(np.float32(1), tf.int32)), 0x3F800000)
        assert same(run(tf.bitcast([1, 258], tf.uint8)), [[1, 0, 0, 0], [2, 1, 0, 0]])
        assert same(run(tf.bitcast(np.array([[2, 1, 0, 0]], np.uint8), "int32")), [258])

    def test_unknown_rank(self, run):
        x = tf.placeholder(tf.uint8)
        assert tf.bitcast(x, tf.int32).shape.ndims is None
        with pytest.raises(InvalidArgumentError, match="must have the 4 elements"):
            run(tf.bitcast(x, tf.int32), {x: np.zeros(3, np.uint8)})


class TestFiles:
    def test_constant(self, run, tmp_path):
        path = tmp_path / "numbers"
        np.array([1.5, -2.0, 4.0], np.float32).tofile(path)
        assert same(run(array_identity.immutable_const(dtype="float32", shape=[2], memory_region_name=str(path))), [1.5, -2])

    def test_strings_have_no_size(self):
        with pytest.raises(ValueError, match="fixed size, which string has not"):
            array_identity.immutable_const(dtype="string", shape=[1], memory_region_name="anything")
