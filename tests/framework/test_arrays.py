"""``as_array``: which type Python values, lists and NumPy values get, and what is refused."""

import ml_dtypes
import numpy as np
import pytest

from polyflow.framework import dtypes
from polyflow.framework.arrays import as_array, as_strings
from polyflow.framework.dtypes import as_dtype


def check(value, expected_dtype, expected, dtype=None):
    array = as_array(value, None if dtype is None else as_dtype(dtype))
    assert type(array) is np.ndarray and array.dtype == expected_dtype
    assert array.tolist() == expected


@pytest.mark.parametrize(
    ("value", "dtype", "expected"),
    [
        (1.5, "float32", 1.5),
        (1, "int32", 1),
        (-(2**31), "int32", -(2**31)),
        (2**31, "int64", 2**31),
        (2**63, "uint64", 2**63),
        (True, "bool", True),
        (1 + 2j, "complex128", 1 + 2j),
        ([1, 2.5], "float32", [1.0, 2.5]),
        ([1, 2**40], "int64", [1, 2**40]),
        ([True, 3], "int32", [1, 3]),
        (((1,), (2,)), "int32", [[1], [2]]),
        (range(3), "int32", [0, 1, 2]),
        ([], "float32", []),
        ([[], []], "float32", [[], []]),
        ([np.float64(1.5), 2], "float32", [1.5, 2.0]),
        ([np.int64(3), 1], "int32", [3, 1]),
        ([np.float16(1.5)], "float16", [1.5]),
        ([np.float32(1.0), 2], "float32", [1.0, 2.0]),
        ([np.array([1.0, 2.0])], "float32", [[1.0, 2.0]]),
    ],
)
def test_python_values_are_single_precision(value, dtype, expected):
    check(value, dtype, expected)


@pytest.mark.parametrize(
    "value", [np.float64(1.5), np.int64(3), np.array([1.0, 2.0]), np.zeros((0, 3), np.int64), np.bool_(True), np.uint8([7])]
)
def test_numpy_values_keep_their_type(value):
    check(value, value.dtype, value.tolist())


def test_arrays_are_not_copied():
    array = np.arange(3.0)
    assert as_array(array) is array
    assert as_array(array, dtypes.float64) is array


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("é", "é".encode()),
        (b"\xff", b"\xff"),
        (["a", b"bc"], [b"a", b"bc"]),
        ([["a", "b"], ["c", "dd"]], [[b"a", b"b"], [b"c", b"dd"]]),
        (np.array(["a", "bc"]), [b"a", b"bc"]),
        (np.array([b"a", "b"], object), [b"a", b"b"]),
        ([np.array(["a", "b"])], [[b"a", b"b"]]),
        ([b"trailing\0"], [b"trailing\0"]),
    ],
)
def test_text_becomes_bytes(value, expected):
    check(value, object, expected)
    check(value, object, expected, "string")


@pytest.mark.parametrize(
    ("value", "dtype", "expected"),
    [
        (1, "float32", 1.0),
        (1, "complex64", 1 + 0j),
        (1.5, "complex64", 1.5 + 0j),
        (1.5, "float16", 1.5),
        (1.5, "bfloat16", 1.5),
        (True, "int32", 1),
        (True, "float32", 1.0),
        ([1, 2], "uint8", [1, 2]),
        ([np.float64(1.5)], "float32", [1.5]),
        ([np.bool_(True), False], "bool", [True, False]),
        ([], "int32", []),
        ([], "bool", []),
        (np.array([1.5, 2.0]), "float32", [1.5, 2.0]),
        (np.array([1, 2]), "float64", [1.0, 2.0]),
        (np.array([1.9]), "int32", [1]),
        (np.array([1.0, 0.0]), "bool", [True, False]),
        (np.array([1.5], ml_dtypes.bfloat16), "float32", [1.5]),
    ],
)
def test_a_given_type(value, dtype, expected):
    check(value, as_dtype(dtype).np_dtype, expected, dtype)


@pytest.mark.parametrize(
    ("value", "dtype", "offender"),
    [
        (1.5, "int32", "1.5"),
        (1.0, "int32", "1.0"),
        ([1, 2.5], "int64", "2.5"),
        ([[1, 2], [3, 4.5]], "int64", "4.5"),
        (1, "bool", "1"),
        ([True, 2], "bool", "2"),
        ("a", "float32", "'a'"),
        (1j, "float32", "1j"),
        (np.array(["a"]), "float32", ""),
        ([np.array([1.5])], "int32", "1.5"),
        (1, "string", "1"),
        ([1, "a"], "string", "1"),
        (np.array([1.0]), "string", "1.0"),
    ],
)
def test_other_kinds_are_refused(value, dtype, offender):
    with pytest.raises(TypeError, match="Expected") as caught:
        as_array(value, as_dtype(dtype))
    assert offender in str(caught.value)


@pytest.mark.parametrize("value", [[1, "a"], object(), {1, 2}, [None], [1, None], np.array([1, 2], object), {"a": 1}])
def test_what_is_no_tensor(value):
    with pytest.raises(TypeError):
        as_array(value)


@pytest.mark.parametrize("value", [[[1, 2], [3]], [[1], 2], [[[1.0]], [[1.0], [2.0]]]])
@pytest.mark.parametrize("dtype", [None, dtypes.int32])
def test_ragged_rows(value, dtype):
    with pytest.raises(ValueError, match="dense"):
        as_array(value, dtype)


@pytest.mark.parametrize(("value", "dtype"), [(256, "uint8"), (-1, "uint8"), ([1, 2**31], "int32"), (-129, "int8")])
def test_numbers_out_of_range(value, dtype):
    with pytest.raises(ValueError, match=f"out of the range of {dtype}"):
        as_array(value, as_dtype(dtype))


@pytest.mark.parametrize("dtype", [dtypes.resource, dtypes.variant])
def test_types_without_arrays(dtype):
    with pytest.raises(TypeError, match=dtype.name):
        as_array(1, dtype)


def test_strings_keep_their_shape():
    assert as_strings(np.array([["a", "b", "c"]])).shape == (1, 3)
    assert as_strings(np.array("a")).shape == ()
