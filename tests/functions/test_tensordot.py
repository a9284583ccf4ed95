"""Products of tensors along pairs of dimensions, of known and unknown shapes."""

import numpy as np
import pytest

import polyflow as tf

A = np.arange(24.0).reshape(2, 3, 4)
B = np.arange(60.0).reshape(4, 3, 5)
AXES = [0, 1, [[2], [0]], [[1, 2], [1, 0]], [[-1, 1], [0, -2]], [2, 0]]


@pytest.mark.parametrize("axes", AXES, ids=str)
@pytest.mark.parametrize("static", [True, False])
def test_is_numpy_s_tensordot(axes, static, run):
    a = tf.placeholder(tf.float64, A.shape if static else None)
    b = tf.placeholder(tf.float64, B.shape if static else None)
    np.testing.assert_array_equal(run(tf.tensordot(a, b, axes), {a: A, b: B}), np.tensordot(A, B, axes))


def test_axes_that_the_run_gives(run):
    axes = tf.placeholder(tf.int32, [2, 2])
    result = tf.tensordot(A, B, axes)
    np.testing.assert_array_equal(run(result, {axes: [[1, -1], [1, 0]]}), np.tensordot(A, B, [[1, 2], [1, 0]]))


def test_axes_in_a_constant_tensor(run):
    assert tf.tensordot(A, B, tf.constant([[1, 2], [1, 0]])).shape.as_list() == [2, 5]


def test_what_is_known_of_the_shape():
    a, b = tf.placeholder(tf.float32, [None, 3]), tf.placeholder(tf.float32, [3, None, 2])
    assert tf.tensordot(a, b, 1).shape.as_list() == [None, None, 2]
    assert tf.tensordot(A, B, [[1], [1]]).shape.as_list() == [2, 4, 4, 5]


def test_gradients_of_unknown_shapes(run):
    a, b = tf.placeholder(tf.float64), tf.placeholder(tf.float64)
    slopes = tf.gradients(tf.tensordot(a, b, 1), [a, b])
    da, db = run(slopes, {a: A, b: B})
    np.testing.assert_allclose(da, np.broadcast_to(B.sum((1, 2)), A.shape))
    np.testing.assert_allclose(db, np.broadcast_to(A.sum((0, 1))[:, None, None], B.shape))


@pytest.mark.parametrize(
    ("axes", "message"),
    [
        (-1, "'axes' must be at least 0"),
        (4, "at most the ranks 3 and 3, not 4"),
        ([0, 1, 2], "'axes' must be an integer or have length 2"),
        ([[0, 1], [0]], "Different number of contraction axes"),
        ([[3], [0]], r"axis 3 of a tensor of rank 3 is not in"),
    ],
)
def test_refuses(axes, message):
    with pytest.raises(ValueError, match=message):
        tf.tensordot(A, B, axes)
