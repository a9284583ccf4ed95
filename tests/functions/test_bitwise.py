"""``tf.bitwise`` and the operators of bools."""

import numpy as np
import pytest

import polyflow as tf


def test_two_tensors(run):
    x, y = np.array([12, 5], np.uint16), np.array([10, 3], np.uint16)
    found = run([tf.bitwise.bitwise_and(x, y), tf.bitwise.bitwise_or(x, y), tf.bitwise.bitwise_xor(x, y)])
    np.testing.assert_array_equal(found, [[8, 1], [14, 7], [6, 6]])
    assert all(array.dtype == np.uint16 for array in found)


def test_shifts_limit_their_amounts(run):
    x = np.array([-7, -7, 3, 3], np.int8)
    amounts = np.array([1, 100, -1, 7], np.int8)
    np.testing.assert_array_equal(run(tf.bitwise.left_shift(x, amounts)), [-14, -128, 3, -128])
    np.testing.assert_array_equal(run(tf.bitwise.right_shift(x, amounts)), [-4, -1, 3, 0])


def test_invert(run):
    np.testing.assert_array_equal(run(tf.bitwise.invert(np.array([0, 1], np.uint32))), [2**32 - 1, 2**32 - 2])


def test_a_plain_operand_takes_the_type_of_the_tensor():
    x = tf.constant([1, 2], tf.int64)
    assert tf.bitwise.left_shift(1, x).dtype is tf.int64
    assert tf.bitwise.bitwise_and(x, 1, name="here").op.name == "here"


def test_names_and_types_of_the_nodes(graph):
    with graph.as_default():
        x = tf.constant([1])
        built = [tf.bitwise.invert(x), tf.bitwise.bitwise_xor(x, x), tf.bitwise.right_shift(x, x)]
    assert [tensor.op.name for tensor in built] == ["Invert", "BitwiseXor", "RightShift"]


def test_operators_are_logic_of_bools_and_refuse_integers(run):
    a, b = tf.constant([True, True, False]), tf.constant([True, False, False])
    np.testing.assert_array_equal(run([a & b, a | b, a ^ b, ~a]), [[1, 0, 0], [1, 1, 0], [0, 1, 0], [0, 0, 1]])
    x = tf.constant([1, 2])
    for operate in (lambda: x & x, lambda: x | x, lambda: x ^ x, lambda: ~x, lambda: 1 & x):
        with pytest.raises(TypeError):
            operate()


def test_floats_have_no_bits():
    with pytest.raises(TypeError):
        tf.bitwise.bitwise_and(1.5, 2.5)
