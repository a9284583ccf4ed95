"""``convert_to_tensor``: lists that hold tensors, shapes, other libraries' arrays, registered conversions."""

import numpy as np
import pytest

import polyflow as tf
from polyflow.framework import conversion
from polyflow.framework.conversion import convert_n_to_tensor
from polyflow.framework.tensor_shape import Dimension, TensorShape


@pytest.fixture(autouse=True)
def graph(monkeypatch):
    """An empty graph, and a table of conversions that forgets what a test registers."""
    monkeypatch.setattr(conversion, "_converters", {key: list(rows) for key, rows in conversion._converters.items()})
    with tf.Graph().as_default() as graph:
        yield graph


def value(tensor):
    with tf.Session(backend="numpy") as session:
        return session.run(tensor).tolist()


def test_tensors_are_themselves():
    x = tf.constant(1.0)
    assert tf.convert_to_tensor(x) is x and tf.convert_to_tensor(x, tf.float32) is x
    with pytest.raises(ValueError, match="requested dtype int32 for Tensor with dtype float32"):
        tf.convert_to_tensor(x, tf.int32)


@pytest.mark.parametrize(
    ("given", "preferred", "dtype"),
    [(1, "int64", "int64"), (1.5, "int64", "float32"), ("a", "int32", "string"), (np.int32([1]), "int64", "int64"), ([], "int32", "int32")],
)
def test_a_preferred_type_is_no_more_than_that(given, preferred, dtype):
    assert tf.convert_to_tensor(given, preferred_dtype=preferred).dtype.name == dtype


@pytest.mark.parametrize(
    ("build", "dtype", "expected"),
    [
        (lambda: [tf.constant(1), 2, tf.constant(3)], "int32", [1, 2, 3]),
        (lambda: [1, tf.constant(2.5)], "float32", [1.0, 2.5]),
        (lambda: [[tf.constant(1.5), 2], [3, 4], [5, 6]], "float32", [[1.5, 2.0], [3.0, 4.0], [5.0, 6.0]]),
        (lambda: (tf.constant([1, 2]), [3, 4]), "int32", [[1, 2], [3, 4]]),
        (lambda: [tf.constant(1.5, tf.float64), np.float32(2)], "float64", [1.5, 2.0]),
        (lambda: [tf.shape(tf.zeros([4, 3]))[0], Dimension(5)], "int32", [4, 5]),
    ],
)
def test_lists_with_tensors_are_packed(build, dtype, expected):
    tensor = tf.convert_to_tensor(build())
    assert tensor.op.type == "Pack" and tensor.dtype.name == dtype
    assert value(tensor) == expected


def test_lists_with_variables_are_packed():
    variable = tf.Variable(2.5)
    packed = tf.convert_to_tensor([variable, 1])
    with tf.Session(backend="numpy") as session:
        session.run(variable.initializer)
        assert session.run(packed).tolist() == [2.5, 1.0]


def test_lists_with_tensors_of_several_types():
    with pytest.raises((TypeError, ValueError), match="int32"):
        tf.convert_to_tensor([tf.constant(1.0), tf.constant(1)])


@pytest.mark.parametrize(
    ("given", "dtype", "expected"),
    [
        (TensorShape([2, 3]), "int32", [2, 3]),
        (TensorShape([]), "int32", []),
        (TensorShape([2**31, 0]), "int64", [2**31, 0]),
        (Dimension(3), "int32", 3),
        (Dimension(0), "int32", 0),
        (Dimension(2**31), "int64", 2**31),
        ([Dimension(3), 2], "int32", [3, 2]),
    ],
)
def test_shapes(given, dtype, expected):
    tensor = tf.convert_to_tensor(given)
    assert (tensor.dtype.name, value(tensor)) == (dtype, expected)
    assert tf.convert_to_tensor(given, tf.int64).dtype is tf.int64


@pytest.mark.parametrize("given", [TensorShape([2, None]), TensorShape(None), Dimension(None)])
def test_unknown_shapes(given):
    with pytest.raises(ValueError, match="Cannot convert"):
        tf.convert_to_tensor(given)


@pytest.mark.parametrize("given", [TensorShape([2]), Dimension(2)])
def test_shapes_are_integers(given):
    with pytest.raises(TypeError, match="int32 or int64"):
        tf.convert_to_tensor(given, tf.float32)


class Exchanged:
    """An array of another library: it speaks DLPack alone, or the array protocol too."""

    def __init__(self, array):
        self.array = array

    def __dlpack__(self, **options):
        return self.array.__dlpack__(**options)

    def __dlpack_device__(self):
        return self.array.__dlpack_device__()


class Readable(Exchanged):
    def __array__(self, dtype=None, copy=None):
        return np.asarray(self.array, dtype)


@pytest.mark.parametrize("library", [Exchanged, Readable])
@pytest.mark.parametrize("dtype", ["float64", "int16"])
def test_other_libraries_arrays(library, dtype):
    tensor = tf.convert_to_tensor(library(np.arange(3).astype(dtype)))
    assert (tensor.dtype.name, value(tensor)) == (dtype, [0, 1, 2])
    assert tf.convert_to_tensor(library(np.arange(3)), tf.float32).dtype is tf.float32


def test_torch_tensors():
    torch = pytest.importorskip("torch")
    assert value(tf.convert_to_tensor(torch.tensor([[1.5], [2.5]]))) == [[1.5], [2.5]]


@pytest.mark.parametrize("given", [object(), {1: 2}, {1, 2}, [object()]])
def test_what_cannot_be_converted(given):
    with pytest.raises(TypeError):
        tf.convert_to_tensor(given)


def test_none_cannot_be_converted():
    with pytest.raises(ValueError, match="None"):
        tf.convert_to_tensor(None, tf.float32)


def test_operations_have_no_value():
    with pytest.raises(TypeError, match="operation without a value"):
        tf.convert_to_tensor(tf.no_op())


# Registered conversions


class Money:
    def __init__(self, amount):
        self.amount = amount


def amount(scale):
    return lambda value, dtype=None, name=None, as_ref=False: tf.constant(value.amount * scale, dtype, name=name or "money")


def test_registered_conversions():
    tf.register_tensor_conversion_function(Money, amount(1.0))
    assert value(tf.convert_to_tensor(Money(5.0), name="salary")) == 5.0
    assert value(tf.constant(1.0) + Money(2.0)) == 3.0


def test_lower_priorities_come_first():
    tf.register_tensor_conversion_function(Money, amount(1.0), priority=50)
    tf.register_tensor_conversion_function(Money, amount(10.0), priority=20)
    tf.register_tensor_conversion_function(Money, lambda *args, **keywords: NotImplemented, priority=10)
    assert value(tf.convert_to_tensor(Money(3.0))) == 30.0


def test_conversions_must_keep_the_type():
    tf.register_tensor_conversion_function(Money, lambda value, dtype=None, name=None, as_ref=False: tf.constant(1.0))
    with pytest.raises(ValueError, match="requested dtype int32"):
        tf.convert_to_tensor(Money(1.0), tf.int32)


@pytest.mark.parametrize(("base", "function"), [(3, amount(1.0)), ((), amount(1.0)), ((int, "x"), amount(1.0)), (Money, 3)])
def test_bad_registrations(base, function):
    with pytest.raises(TypeError):
        tf.register_tensor_conversion_function(base, function)


# Families of tensors


def test_slices_become_dense():
    slices = tf.IndexedSlices(tf.constant([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), tf.constant([2, 0, 2]), tf.constant([4, 2]))
    dense = tf.convert_to_tensor(slices)
    assert dense.shape.as_list() == [4, 2]
    assert value(dense) == [[3.0, 4.0], [0.0, 0.0], [6.0, 8.0], [0.0, 0.0]]
    assert tf.convert_to_tensor_or_indexed_slices(slices) is slices
    with pytest.raises(ValueError, match="without a dense_shape"):
        tf.convert_to_tensor(tf.IndexedSlices(tf.constant([1.0]), tf.constant([0])))


def test_sparse_values_stay_sparse():
    given = tf.SparseTensorValue([[0, 1]], [5.0], [2, 3])
    sparse = tf.convert_to_tensor_or_sparse_tensor(given)
    assert isinstance(sparse, tf.SparseTensor) and tf.convert_to_tensor_or_sparse_tensor(sparse) is sparse
    assert tf.convert_to_tensor_or_sparse_tensor([1, 2]).shape.as_list() == [2]


def test_several_at_once():
    assert [tensor.name for tensor in convert_n_to_tensor([1, 2.5], name="c")] == ["c_0:0", "c_1:0"]
    assert tf.convert_to_tensor_or_indexed_slices(None) is None
