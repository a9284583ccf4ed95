"""SparseTensor and its value."""

import numpy as np
import pytest

import polyflow as tf


@pytest.fixture(autouse=True)
def graph():
    with tf.Graph().as_default() as graph:
        yield graph


def sparse():
    return tf.SparseTensor([[0, 1], [2, 3], [4, 0]], [1.5, 2.5, 3.5], [5, 4])


def test_parts_are_converted_and_named():
    made = sparse()
    assert [tensor.dtype.name for tensor in (made.indices, made.values, made.dense_shape)] == ["int64", "float32", "int64"]
    assert [tensor.op.name for tensor in (made.indices, made.values, made.dense_shape)] == [
        f"SparseTensor/{part}" for part in ("indices", "values", "dense_shape")
    ]
    assert made.op is made.values.op and made.graph is made.values.graph and made.dtype is tf.float32


def test_the_older_name_of_the_shape():
    assert tf.SparseTensor([[0]], [1], shape=[7]).shape.as_list() == [7]


@pytest.mark.parametrize(
    ("dense_shape", "expected"),
    [
        (lambda: [5, 4], [5, 4]),
        (lambda: tf.shape(tf.placeholder(tf.float32, [5, None]), out_type=tf.int64), [5, None]),
        (lambda: tf.placeholder(tf.int64, [2]), [None, None]),
    ],
)
def test_the_static_shape(dense_shape, expected):
    made = tf.SparseTensor([[0, 1]], [1.0], dense_shape())
    assert made.shape.as_list() == made.get_shape().as_list() == expected


def test_a_shape_of_unknown_rank():
    made = tf.SparseTensor(tf.placeholder(tf.int64), tf.placeholder(tf.float32), tf.placeholder(tf.int64))
    assert made.shape.ndims is None


@pytest.mark.parametrize(
    "parts",
    [
        ([0, 1], [1.0, 2.0], [5]),
        ([[0], [1]], [1.0], [5]),
        ([[0, 0]], [1.0], [5]),
        ([[0]], [[1.0]], [5]),
        ([[0]], [1.0], [[5]]),
    ],
)
def test_parts_that_do_not_fit(parts):
    with pytest.raises(ValueError):
        tf.SparseTensor(*parts)


def test_indices_are_int64():
    with pytest.raises(ValueError, match="int64"):
        tf.SparseTensor(tf.constant([[0]]), [1.0], [5])


def test_from_value():
    made = sparse()
    assert tf.SparseTensor.from_value(made) is made
    again = tf.SparseTensor.from_value(tf.SparseTensorValue(np.array([[2]]), np.float64([1.5]), [7]))
    assert again.dtype is tf.float64 and again.shape.as_list() == [7]
    with pytest.raises(TypeError, match="Neither"):
        tf.SparseTensor.from_value([[1]])


@pytest.mark.parametrize("backend", ["numpy", "torch"])
def test_values_go_in_and_out(backend):
    pytest.importorskip(backend)
    made = sparse()
    doubled = tf.SparseTensor(made.indices, made.values * 2.0, made.dense_shape)
    with tf.Session(backend=backend) as session:
        value = session.run(doubled)
        assert value.values.tolist() == [3.0, 5.0, 7.0] and value.dense_shape.tolist() == [5, 4]
        assert made.eval(session=session).indices.tolist() == [[0, 1], [2, 3], [4, 0]]


def test_eval_needs_a_session():
    with pytest.raises(ValueError, match="no default session"):
        sparse().eval()
