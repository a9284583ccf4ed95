"""What Python may do with a tensor while the graph is built."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

import polyflow as tf


@pytest.fixture(autouse=True)
def graph() -> Iterator[tf.Graph]:
    with tf.Graph().as_default() as graph:
        yield graph


def test_properties(graph: tf.Graph) -> None:
    with tf.device("/cpu:0"):
        parts = tf.unstack(tf.placeholder(tf.float32, [2, None], name="x"), name="parts")
    second = parts[1]
    assert (second.name, second.value_index, second.op.name, second.op.type) == ("parts:1", 1, "parts", "Unpack")
    assert second.graph is graph and second.dtype is tf.float32 and second.device == second.op.device == "/device:CPU:0"
    assert second.shape == second.get_shape() and second.shape.as_list() == [None]
    used = -second
    assert second.consumers() == [used.op] and used.op.inputs[0] is second


def test_shapes_are_refined() -> None:
    x = tf.placeholder(tf.float32, [None, 3])
    x.set_shape([2, None])
    assert x.shape == [2, 3]
    with pytest.raises(ValueError, match="5"):
        x.set_shape([5, 3])


def test_evaluation() -> None:
    x = tf.placeholder(tf.float32, [])
    with tf.Session() as session:
        assert (x + 1).eval({x: 2.0}) == (x + 1).eval(feed_dict={x: 2.0}, session=session) == 3
    with pytest.raises(ValueError, match="no default session"):
        x.eval()


def test_equality_is_identity() -> None:
    x, y = tf.constant(1), tf.constant(1)
    assert x == x and x != y and x not in [y] and len({x, y, x}) == 2 and x is not None and x != 1


@pytest.mark.parametrize(
    ("use", "advice"),
    [
        (lambda x: bool(x), r"tf\.cond"),
        (lambda x: x and True, r"tf\.cond"),
        (lambda x: list(x), r"tf\.unstack"),
        (lambda x: len(x), r"tf\.shape"),
        (lambda x: np.array(x), "Session"),
        (lambda x: np.sin(x), "Session"),
    ],
)
def test_a_tensor_has_no_value_yet(use: object, advice: str) -> None:
    assert callable(use)
    with pytest.raises(TypeError, match=f"(?s)Const.*{advice}"):
        use(tf.constant([1.0, 2.0]))


def test_text() -> None:
    x = tf.placeholder(tf.int32, [2, None], name="x")
    assert str(x) == 'Tensor("x:0", shape=(2, ?), dtype=int32)' and repr(x) == "<tf.Tensor 'x:0' shape=(2, ?) dtype=int32>"


def test_operators_are_listed() -> None:
    assert {"__add__", "__radd__", "__getitem__", "__matmul__", "__rpow__", "__invert__", "__abs__"} <= tf.Tensor.OVERLOADABLE_OPERATORS
    assert all(callable(getattr(tf.Tensor, name)) for name in tf.Tensor.OVERLOADABLE_OPERATORS)
    assert "__eq__" not in tf.Tensor.OVERLOADABLE_OPERATORS


def test_arrays_leave_operators_to_tensors() -> None:
    x = tf.constant([1.0, 2.0])
    for result in (
        np.ones(2, np.float32) + x,
        np.float32(2) * x,
        np.ones(2, np.float32) < x,
        np.eye(2, dtype=np.float32) @ tf.ones([2, 1]),
    ):
        assert isinstance(result, tf.Tensor)
