"""Arrays and shapes as messages, and back."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from tensorboard.compat.proto.tensor_pb2 import TensorProto

from ..framework import dtypes
from ..framework.arrays import as_array, as_strings
from ..framework.dtypes import DType, as_dtype
from ..framework.tensor_shape import TensorShape, as_shape

_FIELDS = {
    "half_val": (dtypes.float16, dtypes.bfloat16),
    "float_val": (dtypes.float32,),
    "double_val": (dtypes.float64,),
    "int_val": (dtypes.int32, dtypes.int16, dtypes.int8, dtypes.uint16, dtypes.uint8, *sorted(dtypes.QUANTIZED, key=hash)),
    "int64_val": (dtypes.int64,),
    "bool_val": (dtypes.bool,),
    "uint32_val": (dtypes.uint32,),
    "uint64_val": (dtypes.uint64,),
    "scomplex_val": (dtypes.complex64,),
    "dcomplex_val": (dtypes.complex128,),
    "string_val": (dtypes.string,),
}
_FIELD_OF = {dtype: field for field, types in _FIELDS.items() for dtype in types}
"""The field that lists the elements of a type one by one."""


def tensor_message(array: Any) -> TensorProto:
    """An array as a TensorProto: its bytes, or its texts."""
    array = np.asarray(array)
    dtype = as_dtype(array.dtype)
    message = TensorProto(dtype=dtype.as_datatype_enum, tensor_shape=TensorShape(array.shape).as_proto())
    if dtype is dtypes.string:
        message.string_val.extend(as_strings(array).ravel().tolist())
    else:
        message.tensor_content = array.astype(dtype.np_dtype, copy=False).tobytes()
    return message


def make_tensor_proto(
    values: Any, dtype: Any = None, shape: Any = None, verify_shape: bool = False, allow_broadcast: bool = False
) -> TensorProto:
    """``values`` (a number, text, nested lists of them, or an array) as a TensorProto; a TensorProto stays as it is.

    Args:
        shape: its shape. One value is repeated; otherwise the number of elements must be right.
        verify_shape: whether the shape of ``values`` must be ``shape``.
        allow_broadcast: whether ``values`` are broadcast to ``shape``.

    Raises:
        ValueError, TypeError: values that do not fit the shape or type, or that are no constant.
    """
    if isinstance(values, TensorProto):
        return values
    array = as_array(values, None if dtype is None else as_dtype(dtype).base_dtype)
    return tensor_message(array if shape is None else _in_shape(array, tuple(as_shape(shape).as_list()), verify_shape, allow_broadcast))


def _in_shape(array: np.ndarray[Any, Any], shape: Any, verify: bool, broadcast: bool) -> np.ndarray[Any, Any]:
    if verify and array.shape != shape:
        raise TypeError(f"Expected Tensor's shape: {shape}, got {array.shape}.")
    if broadcast or array.size == 1:
        return np.broadcast_to(array if broadcast else array.reshape(()), shape)
    if array.size != math.prod(shape):
        raise ValueError(f"{array.size} values do not make the shape {shape}")
    return array.reshape(shape)


def make_ndarray(tensor: TensorProto) -> np.ndarray[Any, Any]:
    """The array that a TensorProto holds."""
    return array_of(tensor)


def array_of(message: TensorProto) -> np.ndarray[Any, Any]:
    """The array that a TensorProto holds as bytes or element by element; ValueError when the two do not make its shape."""
    dtype = as_dtype(message.dtype)
    shape = tuple(dimension.size for dimension in message.tensor_shape.dim)
    flat = np.frombuffer(message.tensor_content, dtype.np_dtype) if message.tensor_content else _elements(message, dtype)
    count = math.prod(shape)
    if not message.tensor_content and len(flat) < count:
        flat = _repeated_last(flat, count)
    if len(flat) != count:
        raise ValueError(f"a tensor of shape {list(shape)} and type {dtype.name} has {count} elements, not {len(flat)}")
    return flat.reshape(shape).copy()


def shape_of(message: Any) -> TensorShape:
    """The shape that a TensorShapeProto stands for."""
    if message.unknown_rank:
        return TensorShape(None)
    return TensorShape([None if dimension.size < 0 else dimension.size for dimension in message.dim])


def _elements(message: TensorProto, dtype: DType) -> np.ndarray[Any, Any]:
    if dtype not in _FIELD_OF:
        raise ValueError(f"tensors of type {dtype.name} cannot be read")
    values = list(getattr(message, _FIELD_OF[dtype]))
    if dtype is dtypes.string:
        return as_strings(np.array(values, dtype=object))
    if _FIELD_OF[dtype] == "half_val":
        return np.array(values, np.uint16).view(dtype.np_dtype)
    if dtype.is_complex:
        return np.array(values, dtype.real_dtype.np_dtype).view(dtype.np_dtype)
    if dtype.is_quantized:
        return np.array(values, dtype.np_dtype[0]).view(dtype.np_dtype)
    return np.array(values, dtype.np_dtype)


def _repeated_last(flat: np.ndarray[Any, Any], count: int) -> np.ndarray[Any, Any]:
    """A list that is too short goes on with its last element, an empty one with zeros."""
    if not len(flat):
        return np.full(count, b"", object) if flat.dtype == object else np.zeros(count, flat.dtype)
    return np.concatenate([flat, np.repeat(flat[-1:], count - len(flat))])
