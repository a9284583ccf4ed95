"""IndexedSlices: some rows of a larger tensor."""

import pytest

import polyflow as tf


@pytest.fixture(autouse=True)
def graph():
    with tf.Graph().as_default() as graph:
        yield graph


def slices(dense_shape=None):
    with tf.device("/cpu:0"):
        values = tf.constant([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], name="rows")
    return tf.IndexedSlices(values, tf.constant([4, 1]), dense_shape)


def test_what_it_says_of_its_values():
    made = slices()
    assert (made.name, made.dtype, made.op, made.graph) == ("rows:0", tf.float32, made.values.op, made.values.graph)
    assert made.device == made.values.device != ""


@pytest.mark.parametrize(
    ("dense_shape", "expected"),
    [
        (lambda: tf.constant([5, 3]), [5, 3]),
        (lambda: tf.shape(tf.placeholder(tf.float32, [None, 3])), [None, 3]),
        (lambda: tf.placeholder(tf.int32, [2]), [None, None]),
    ],
)
def test_the_static_shape(dense_shape, expected):
    assert slices(dense_shape()).shape.as_list() == expected


def test_an_unknown_shape():
    assert slices().shape.ndims is None
    assert slices(tf.placeholder(tf.int32)).shape.ndims is None


def test_text():
    assert "dense_shape" not in repr(slices()) and "dense_shape" in repr(slices(tf.constant([5, 3])))


@pytest.mark.parametrize("backend", ["numpy", "torch"])
def test_minus(backend):
    pytest.importorskip(backend)
    with tf.Session(backend=backend) as session:
        value = session.run(-slices(tf.constant([5, 3])))
    assert isinstance(value, tf.IndexedSlicesValue)
    assert value.values.tolist() == [[-1.0, -2.0, -3.0], [-4.0, -5.0, -6.0]]
    assert value.indices.tolist() == [4, 1] and value.dense_shape.tolist() == [5, 3]


@pytest.mark.parametrize("backend", ["numpy", "torch"])
def test_rows_of_one_index_add_up(backend):
    pytest.importorskip(backend)
    repeated = tf.IndexedSlices(tf.constant([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), tf.constant([2, 0, 2]), tf.constant([3, 2]))
    with tf.Session(backend=backend) as session:
        assert session.run(tf.convert_to_tensor(repeated)).tolist() == [[3.0, 4.0], [0.0, 0.0], [6.0, 8.0]]
