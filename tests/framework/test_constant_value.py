"""``value_of``: what the arithmetic of shapes says while the graph is built."""

import numpy as np
import pytest

import polyflow as tf
from polyflow.framework.constant_value import constant_value, value_of


@pytest.fixture(autouse=True)
def graph():
    with tf.Graph().as_default() as graph:
        yield graph


def image():
    return tf.placeholder(tf.float32, [2, None, 3])


def unknown():
    return tf.placeholder(tf.float32)


def fed(*shape):
    return tf.placeholder(tf.int32, shape)


CASES = {
    "shape": (lambda: tf.shape(image()), (2, None, 3)),
    "shape of unknown rank": (lambda: tf.shape(unknown()), None),
    "shape_n": (lambda: tf.shape_n([image(), tf.zeros([5])])[1], (5,)),
    "rank": (lambda: tf.rank(image()), 3),
    "rank of unknown rank": (lambda: tf.rank(unknown()), None),
    "size": (lambda: tf.size(tf.zeros([2, 5, 3])), 30),
    "size with an unknown dimension": (lambda: tf.size(image()), None),
    "constant": (lambda: tf.constant([[1, 2, 3], [4, 5, 6]]), ((1, 2, 3), (4, 5, 6))),
    "text": (lambda: tf.constant(["a", "bc"]), (b"a", b"bc")),
    "a large constant": (lambda: tf.constant(np.zeros(2000, np.int32)), None),
    "fed": (lambda: fed(2), None),
    "entry": (lambda: tf.shape(image())[2], 3),
    "entry from the end": (lambda: tf.shape(image())[-3], 2),
    "unknown entry": (lambda: tf.shape(image())[1], None),
    "tail": (lambda: tf.shape(image())[1:], (None, 3)),
    "every second": (lambda: tf.shape(image())[::2], (2, 3)),
    "backwards": (lambda: tf.constant([1, 2, 3, 4])[2:0:-1], (3, 2)),
    "all backwards": (lambda: tf.constant([1, 2, 3])[::-1], (3, 2, 1)),
    "beyond both ends": (lambda: tf.constant([1, 2, 3])[-7:9], (1, 2, 3)),
    "a new axis": (lambda: tf.shape(image())[tf.newaxis], None),
    "a row": (lambda: tf.constant([[1, 2], [3, 4]])[1], None),
    "slice": (lambda: tf.slice(tf.shape(image()), [1], [-1]), (None, 3)),
    "slice of two": (lambda: tf.slice(tf.constant([1, 2, 3, 4]), [1], [2]), (2, 3)),
    "gather": (lambda: tf.gather(tf.shape(image()), [2, 1, 0]), (3, None, 2)),
    "gather one": (lambda: tf.gather(tf.shape(image()), 2), 3),
    "gather a matrix": (lambda: tf.gather(tf.shape(image()), [[0, 2]]), None),
    "stack": (lambda: tf.stack([tf.shape(image())[1], 4, tf.shape(image())[2]]), (None, 4, 3)),
    "stack of rows": (lambda: tf.stack([[1, 2], [3, 4]]), ((1, 2), (3, 4))),
    "stack of columns": (lambda: tf.stack([fed(2), fed(2)], axis=1), None),
    "concat": (lambda: tf.concat([tf.shape(image())[:2], fed(2), [7]], 0), (2, None, None, None, 7)),
    "concat with an unknown length": (lambda: tf.concat([[1], fed(None)], 0), None),
    "sum": (lambda: tf.shape(image())[2] + 4, 7),
    "sum with one unknown": (lambda: tf.shape(image()) + 1, (3, None, 4)),
    "sum of vectors": (lambda: tf.shape(image()) - [2, 1, 1], (0, None, 2)),
    "sum of matrices": (lambda: tf.constant([[1, 2], [3, 4]]) + tf.constant([10, 20]), None),
    "product": (lambda: 2 * tf.shape(image()), (4, None, 6)),
    "quotient": (lambda: tf.constant([7, -7]) // 2, (3, -4)),
    "quotient by zero": (lambda: tf.constant([7, 8]) // tf.constant([0, 3]), (None, 2)),
    "remainder": (lambda: tf.constant([7, -7]) % 4, (3, 1)),
    "overflow": (lambda: tf.constant(2**30) * 4, None),
    "floats": (lambda: tf.constant(1.5) + 2.0, None),
    "maximum": (lambda: tf.maximum(tf.shape(image())[0], 5), 5),
    "minimum": (lambda: tf.minimum(tf.constant([4, 1]), 3), (3, 1)),
    "reduce_prod": (lambda: tf.reduce_prod(tf.shape(image())[::2]), 6),
    "reduce_prod with an unknown": (lambda: tf.reduce_prod(tf.shape(image())), None),
    "reduce_sum": (lambda: tf.reduce_sum(tf.constant([4, 5])), 9),
    "kept dimensions": (lambda: tf.reduce_sum(tf.constant([4, 5]), keepdims=True), None),
    "cast": (lambda: tf.cast(tf.shape(image()), tf.int64), (2, None, 3)),
    "cast to float": (lambda: tf.cast(tf.shape(image()), tf.float32), (2.0, None, 3.0)),
    "expand_dims": (lambda: tf.expand_dims(tf.shape(image())[2], 0), (3,)),
    "reshape": (lambda: tf.reshape(tf.shape(image())[2], [1]), (3,)),
    "reshape to a scalar": (lambda: tf.reshape(tf.constant([8]), []), 8),
    "squeeze": (lambda: tf.squeeze(tf.constant([8])), 8),
    "fill": (lambda: tf.fill([3], 4), (4, 4, 4)),
    "range": (lambda: tf.range(1, 8, 3), (1, 4, 7)),
    "a float range": (lambda: tf.range(0.0, 3.0), None),
    "identity": (lambda: tf.identity(tf.stop_gradient(tf.shape(image()))), (2, None, 3)),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_value_of(name):
    build, expected = CASES[name]
    found = value_of(build())
    assert found == expected and type(found) is type(expected)


@pytest.mark.parametrize("name", [name for name, (_, expected) in CASES.items() if expected is not None and "None" not in repr(expected)])
def test_what_is_known_is_what_comes_out(name):
    build, expected = CASES[name]
    tensor = build()
    if not any(op.type == "Placeholder" for op in tensor.graph.get_operations()):
        with tf.Session(backend="numpy") as session:
            np.testing.assert_array_equal(session.run(tensor), constant_value(tensor))
    assert constant_value(tensor).dtype == tensor.dtype.np_dtype
    assert constant_value(tensor).tolist() == (np.array(expected).tolist() if tensor.dtype is not tf.string else list(expected))


def test_constant_value_is_whole_and_ones_own():
    assert constant_value(tf.shape(image())) is None
    constant = tf.constant([1.5, 2.5])
    constant_value(constant)[:] = 0
    assert constant_value(constant).tolist() == [1.5, 2.5]
    assert constant_value([1, 2]).tolist() == [1, 2]


def test_shapes_come_through():
    x = image()
    assert tf.reshape(x, [-1, tf.shape(x)[2] * 2]).shape.as_list() == [None, 6]
    assert tf.zeros(tf.concat([tf.shape(x)[:2], [5]], 0)).shape.as_list() == [2, None, 5]
    assert tf.tile(x, [1, 2, 2]).shape.as_list() == [2, None, 6]


@pytest.mark.parametrize(("follow", "length"), [(lambda n: n + n, 60), (lambda n: n + 1, 3000)], ids=["wide", "deep"])
def test_long_computations_end(follow, length):
    n = tf.constant(0)
    for _ in range(length):
        n = follow(n)
    assert value_of(n) in (0, None)
    assert tf.zeros(tf.stack([n, 3])).shape.as_list()[1] == 3
