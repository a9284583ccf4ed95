"""Element types: numbers, names, what as_dtype accepts, sets of types."""

import copy
import pickle
from enum import IntEnum

import ml_dtypes
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyflow.framework import dtypes as d

ALL = sorted(d.ANY, key=lambda dtype: dtype.as_datatype_enum)
ENUMS = {
    "float32": 1, "float64": 2, "int32": 3, "uint8": 4, "int16": 5, "int8": 6, "string": 7, "complex64": 8, "int64": 9, "bool": 10,
    "qint8": 11, "quint8": 12, "qint32": 13, "bfloat16": 14, "qint16": 15, "quint16": 16, "uint16": 17, "complex128": 18, "float16": 19,
    "resource": 20, "variant": 21, "uint32": 22, "uint64": 23,
}  # fmt: skip
any_dtype = st.sampled_from([*ALL, *(dtype._as_ref for dtype in ALL)])


def test_numbers_are_those_of_graph_messages():
    types_pb2 = pytest.importorskip("tensorboard.compat.proto.types_pb2")
    assert {dtype.name: dtype.as_datatype_enum for dtype in ALL} == ENUMS
    numbers = dict(types_pb2.DataType.items())
    spelled = {"float32": "FLOAT", "float64": "DOUBLE", "float16": "HALF"}
    for dtype in ALL:
        name = "DT_" + spelled.get(dtype.name, dtype.name.upper())
        assert numbers[name] == dtype.as_datatype_enum
        assert numbers[name + "_REF"] == dtype._as_ref.as_datatype_enum


@pytest.mark.parametrize("dtype", ALL, ids=lambda dtype: dtype.name)
def test_module_has_each_type_and_its_reference_under_its_name(dtype):
    assert getattr(d, dtype.name) is dtype
    assert getattr(d, dtype.name + "_ref") is dtype._as_ref


@given(any_dtype)
def test_there_is_one_object_per_type(dtype):
    assert d.as_dtype(dtype.name) is d.as_dtype(dtype.as_datatype_enum) is d.DType(dtype.as_datatype_enum) is d.as_dtype(dtype) is dtype
    assert copy.deepcopy(dtype) is pickle.loads(pickle.dumps(dtype)) is dtype


@given(any_dtype)
def test_references(dtype):
    assert dtype._as_ref.is_ref
    assert dtype._as_ref._is_ref_dtype
    assert dtype._as_ref._as_ref is dtype._as_ref
    assert not dtype.base_dtype.is_ref
    assert dtype.base_dtype._as_ref.base_dtype is dtype.base_dtype
    assert dtype.np_dtype == dtype.base_dtype.np_dtype


@given(any_dtype, any_dtype)
def test_compatible_means_equal_but_for_the_reference_mark_of_what_is_given(wanted, given_type):
    assert wanted.is_compatible_with(given_type) == (given_type in (wanted, wanted._as_ref))


@given(any_dtype, any_dtype)
def test_equality_is_identity(a, b):
    assert (a == b) == (a is b)
    assert (a != b) == (a is not b)


@pytest.mark.parametrize("same", ["float32", "float", np.float32, np.dtype(np.float32), 1, float])
def test_equality_accepts_whatever_means_the_type(same):
    assert d.float32 == same
    assert d.float64 != same


@pytest.mark.parametrize("other", [None, "nonsense", [], {}, object()])
def test_equality_with_something_else_is_false(other):
    assert (d.float32 == other) is False
    assert (d.float32 != other) is True


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("float", d.float32), ("double", d.float64), ("half", d.float16), ("float_ref", d.float32_ref), ("half_ref", d.half_ref),
        (float, d.float32), (bool, d.bool), (object, d.string), (np.str_, d.string), (np.bytes_, d.string), (np.bool_, d.bool),
        (np.dtype("S3"), d.string), (np.dtype("U3"), d.string), (np.dtype(">i4"), d.int32), (np.longlong, d.int64), (np.uint, d.uint64),
        (ml_dtypes.bfloat16, d.bfloat16), (np.array(1.0), d.float64), (np.float16(2), d.float16),
    ],
    ids=repr,
)  # fmt: skip
def test_as_dtype_accepts(value, expected):
    assert d.as_dtype(value) is expected


def test_as_dtype_accepts_what_has_a_dtype_and_members_of_integer_enums():
    class Thing:
        dtype = d.int16

    assert d.as_dtype(Thing()) is d.int16
    assert d.as_dtype(IntEnum("DataType", {"DT_INT32": 3}).DT_INT32) is d.int32


@pytest.mark.parametrize("value", [int, str, bytes, complex, None, [], "i4", "str", "nonsense", 0, 200, 3.5, np.dtype("M8"), np.floating])
def test_as_dtype_refuses(value):
    with pytest.raises(TypeError, match="Cannot convert value"):
        d.as_dtype(value)


@pytest.mark.parametrize("dtype", sorted(d.NUMBER | {d.bool}, key=lambda dtype: dtype.name), ids=lambda dtype: dtype.name)
def test_numpy_types_convert_back(dtype):
    assert d.as_dtype(dtype.np_dtype) is d.as_dtype(dtype.as_numpy_dtype) is dtype
    assert dtype.size == np.zeros(1, dtype.np_dtype).nbytes


@pytest.mark.parametrize(
    ("dtype", "low", "high"), [(d.int8, -128, 127), (d.uint16, 0, 65535), (d.uint64, 0, 2**64 - 1), (d.float16, -65504, 65504)]
)
def test_extremes(dtype, low, high):
    assert (dtype.min, dtype.max) == (low, high)


def test_bfloat16_has_the_range_of_float32():
    assert float(d.bfloat16.max) == float.fromhex("0x1.FEp127")


@pytest.mark.parametrize("dtype", [d.string, d.bool, d.complex64, d.qint8])
def test_types_without_extremes(dtype):
    with pytest.raises(TypeError, match="no minimum"):
        _ = dtype.min
    with pytest.raises(TypeError, match="no maximum"):
        _ = dtype.max


def test_limits_are_the_intensities_of_images():
    assert d.uint8.limits == (0, 255)
    assert d.float32.limits == d.bool.limits == (0, 1)
    with pytest.raises(ValueError, match="limits"):
        _ = d.string.limits


def test_real_type():
    assert d.complex64.real_dtype is d.float32
    assert d.complex128.real_dtype is d.float64
    assert d.int32.real_dtype is d.int32


def test_text():
    assert repr(d.float32) == "tf.float32"
    assert str(d.float32_ref) == "<dtype: 'float32_ref'>"


def test_sets_partition_the_numbers():
    assert len(d.ANY) == 23
    assert {dtype for dtype in ALL if dtype.is_floating or dtype.is_integer} == d.REAL
    assert {dtype for dtype in ALL if dtype.is_complex} == d.COMPLEX
    assert {dtype for dtype in ALL if dtype.is_quantized} == d.QUANTIZED
    assert {dtype for dtype in d.INTEGER if dtype.is_unsigned} == {d.uint8, d.uint16, d.uint32, d.uint64}
    assert not any(dtype.is_floating or dtype.is_integer for dtype in d.QUANTIZED | d.COMPLEX | {d.bool, d.string})


def test_default_of_a_set():
    indices = d.INDEX.default(d.int32)
    assert indices == d.INDEX
    assert indices.default_dtype is d.int32
    assert d.INDEX.default_dtype is None
    assert pickle.loads(pickle.dumps(indices)).default_dtype is d.int32
    with pytest.raises(ValueError, match="not one of"):
        d.INDEX.default(d.float32)


def test_unions_and_differences_are_sets_of_types_too():
    assert (d.INDEX | {d.bool}).default(d.bool) == {d.bool, d.int32, d.int64}
    assert (d.REAL - d.FLOAT).default(d.int32) == d.INTEGER
