"""What the user feeds, as arrays of the fed tensor's type: NumPy, lists, and arrays of any library that speaks DLPack."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ..backends.protocol import Backend
from ..framework.arrays import as_array
from ..framework.indexed_slices import IndexedSlices
from ..framework.operation import Tensor
from ..framework.sparse_tensor import SparseTensor
from .ir import HOST, Value

Feeder = Callable[[Any], Any]


def flatten(graph: Any, feed_dict: Mapping[Any, Any]) -> dict[Tensor, Any]:
    """The fed tensors and their values; a sparse tensor feeds its parts. TypeError or ValueError names the bad key."""
    flat: dict[Tensor, Any] = {}
    for key, value in feed_dict.items():
        if isinstance(key, SparseTensor):
            flat.update(zip((key.indices, key.values, key.dense_shape), value, strict=True))
        elif isinstance(key, IndexedSlices):
            parts = (key.values, key.indices, *([key.dense_shape] if key.dense_shape is not None else []))
            flat.update(zip(parts, value, strict=False))
        else:
            flat[_tensor(graph, key)] = value
    return flat


def _tensor(graph: Any, key: Any) -> Tensor:
    try:
        tensor: Tensor = graph.as_graph_element(key, allow_operation=False)
    except (TypeError, ValueError, KeyError) as error:
        raise TypeError(f"Cannot interpret feed_dict key as Tensor: {error.args[0]}") from None
    if not graph.is_feedable(tensor):
        raise ValueError(f"Tensor {tensor} may not be fed.")
    return tensor


def feeder(tensor: Tensor, value: Value, backend: Backend) -> Feeder:
    """The function that turns what the user gives for ``tensor`` into the array that the program takes."""
    dtype = tensor.dtype.base_dtype
    np_dtype = dtype.np_dtype
    scalar = np_dtype.type
    sizes = tensor.shape.sizes
    static = sizes if sizes is not None and None not in sizes else None
    from_host = _to_scalar if value.home == HOST else backend.from_host
    is_native, device_home = backend.is_native, value.home != HOST

    def feed(given: Any) -> Any:
        if type(given) is scalar:
            given = np.asarray(given)
        if type(given) is np.ndarray and given.dtype == np_dtype:
            if given.shape != static:
                _check_shape(given.shape, tensor)
            return from_host(given)
        if device_home and is_native(given) and given.dtype == backend.native_dtype(dtype):
            _check_shape(tuple(given.shape), tensor)
            return given
        array = _as_numpy(given, tensor)
        _check_shape(array.shape, tensor)
        return from_host(array)

    return feed


def _to_scalar(array: np.ndarray[Any, Any]) -> Any:
    return array[()]


def _as_numpy(given: Any, tensor: Tensor) -> np.ndarray[Any, Any]:
    dtype = tensor.dtype.base_dtype
    if isinstance(given, Tensor):
        raise TypeError(
            "The value of a feed cannot be a tf.Tensor object. Acceptable feed values include Python scalars, strings, lists, numpy ndarrays."
        )
    if dtype.name == "string":
        return as_array(given, dtype)
    if dtype.name == "variant":
        return given  # type: ignore[no-any-return]  # a list value of an earlier partial run
    if isinstance(given, int) and not isinstance(given, bool) and dtype.is_integer and not dtype.min <= given <= dtype.max:
        raise TypeError(f"Type of feed value {given} is not compatible with Tensor type {dtype.name}: it is out of range")
    try:
        if not hasattr(given, "__array__") and hasattr(given, "__dlpack__"):
            return np.asarray(np.from_dlpack(given)).astype(dtype.np_dtype, copy=False)
        return np.asarray(given, dtype=dtype.np_dtype)
    except (TypeError, ValueError) as error:
        raise ValueError(
            f"Cannot feed a value of type {type(given).__name__} for Tensor '{tensor.name}' of type {dtype.name}: {error}"
        ) from None


def _check_shape(shape: tuple[int, ...], tensor: Tensor) -> None:
    sizes = tensor.shape.sizes
    if sizes is None:
        return
    if len(shape) != len(sizes) or any(want is not None and want != have for want, have in zip(sizes, shape, strict=True)):
        raise ValueError(
            f"Cannot feed value of shape {shape} for Tensor '{tensor.name}', which has shape '{tensor.shape}' (built at {tensor.op.where()})"
        )
