"""Python values as NumPy arrays of a graph dtype, by TensorFlow's rules."""

from __future__ import annotations

from typing import Any

import numpy as np

from . import dtypes, nest
from .dtypes import DType, as_dtype


def as_array(value: Any, dtype: DType | None = None) -> np.ndarray[Any, Any]:
    """``value`` (a number, nested lists, an array) as an array.

    Without ``dtype`` Python floats become float32 and Python ints int32 where they fit, as do lists, whatever they hold; NumPy
    values keep their type and text becomes bytes. With it, only conversions that keep the kind are made: TypeError for a
    float where an int is due, ValueError for an int that is too large.
    """
    if dtype is not None:
        return _typed(value, as_dtype(dtype).base_dtype)
    if isinstance(value, (np.ndarray, np.generic)):
        array = np.asarray(value)
        return array if array.dtype.kind not in "USO" else as_strings(array)
    array = _ragged_checked(value)
    return as_strings(np.array(value, dtype=object)) if array.dtype.kind in "USO" else _narrowed(array)


def _ragged_checked(value: Any) -> np.ndarray[Any, Any]:
    try:
        return np.array(value)
    except ValueError as error:
        raise ValueError(f"Argument must be a dense tensor: {value!r} - its rows differ in length.") from error


def _narrowed(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Numbers of Python's own precision: float64 is float32 here, int64 is int32 unless a value is too large."""
    if array.dtype == np.float64:
        return array.astype(np.float32)
    if array.dtype == np.int64:
        narrow = array.astype(np.int32)
        return narrow if np.array_equal(narrow, array) else array
    return array


def as_strings(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Text as an object array of bytes. TypeError for anything that is neither str nor bytes."""
    flat = [_bytes(item) for item in array.ravel()]
    result = np.empty(len(flat), dtype=object)
    result[:] = flat
    return result.reshape(array.shape)


def _bytes(item: Any) -> bytes:
    if isinstance(item, str):
        return item.encode()
    if isinstance(item, bytes):
        return item
    raise TypeError(f"Expected text or bytes, got {item!r} of type '{type(item).__name__}' instead.")


def _typed(value: Any, dtype: DType) -> np.ndarray[Any, Any]:
    if dtype is dtypes.string:
        return as_strings(np.array(value, dtype=object) if not isinstance(value, np.ndarray) else value)
    if not dtype.is_numpy_compatible:
        raise TypeError(f"{value!r} cannot become a tensor of type {dtype.name}")
    if isinstance(value, (np.ndarray, np.generic)):
        return (
            np.asarray(value).astype(dtype.np_dtype, copy=False) if np.asarray(value).dtype.kind not in "USO" else _mismatch(value, dtype)
        )
    array = _ragged_checked(value)
    if array.size and not _fits(array.dtype.kind, dtype):
        _mismatch(value, dtype)
    if dtype.is_integer and array.size:
        _check_range(array, value, dtype)
    return array.astype(dtype.np_dtype)


def _fits(kind: str, dtype: DType) -> bool:
    """Whether values of NumPy's ``kind`` can be of type ``dtype``: a bool is an int, an int a float, a float a complex number."""
    if dtype.is_complex:
        return kind in "biufVc"
    if dtype.is_floating:
        return kind in "biufV"
    return kind == "b" if dtype.is_bool else kind in "biu"


def _check_range(array: np.ndarray[Any, Any], value: Any, dtype: DType) -> None:
    if array.min() < dtype.min or array.max() > dtype.max:
        raise ValueError(f"{value!r} is out of the range of {dtype.name}, [{dtype.min}, {dtype.max}]")


def _mismatch(value: Any, dtype: DType) -> Any:
    offender = next((leaf for leaf in nest.flatten(value) if not _fits(np.array(leaf).dtype.kind, dtype)), value)
    raise TypeError(f"Expected {dtype.name}, got {offender!r} of type '{type(offender).__name__}' instead.")
