"""Anything as a tensor: ``convert_to_tensor`` and the functions registered for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from . import registry
from .arrays import as_array
from .dtypes import DType, as_dtype, int32, int64
from .indexed_slices import IndexedSlices
from .operation import Operation, Tensor
from .sparse_tensor import SparseTensor
from .stacks import get_default_graph
from .tensor_shape import Dimension, TensorShape

Converter = Callable[..., Any]
_converters: dict[int, list[tuple[Any, Converter]]] = {}


def convert_to_tensor(
    value: Any, dtype: Any = None, name: str | None = None, preferred_dtype: Any = None, dtype_hint: Any = None, as_ref: bool = False
) -> Tensor:
    """``value`` as a tensor of the default graph.

    Args:
        value: a tensor, a variable, a number, text, nested lists (they may hold tensors), an array, or anything with a registered conversion.
        dtype: the wanted type. TypeError or ValueError when the value cannot have it.
        preferred_dtype, dtype_hint: a type to try first when ``dtype`` is None.
        as_ref: whether a variable gives its reference rather than its value.
    """
    dtype = as_dtype(dtype).base_dtype if dtype is not None else None
    if isinstance(value, Tensor):
        return _checked(value, dtype, value)
    preferred = preferred_dtype if preferred_dtype is not None else dtype_hint
    if dtype is None and preferred is not None:
        try:
            return _convert(value, as_dtype(preferred).base_dtype, name, as_ref)
        except (TypeError, ValueError):
            pass
    return _convert(value, dtype, name, as_ref)


internal_convert_to_tensor = convert_to_tensor


def convert_n_to_tensor(values: Sequence[Any], dtype: Any = None, name: str | None = None) -> list[Tensor]:
    """Each of ``values`` as a tensor."""
    return [convert_to_tensor(value, dtype, None if name is None else f"{name}_{i}") for i, value in enumerate(values)]


def convert_to_tensor_or_indexed_slices(value: Any, dtype: Any = None, name: str | None = None) -> Any:
    """IndexedSlices stay, everything else becomes a tensor; None stays None."""
    if value is None or isinstance(value, IndexedSlices):
        return value
    return convert_to_tensor(value, dtype, name)


def convert_to_tensor_or_sparse_tensor(value: Any, dtype: Any = None, name: str | None = None) -> Any:
    """Sparse tensors (and their values) stay sparse, everything else becomes a tensor."""
    if isinstance(value, SparseTensor) or (hasattr(value, "dense_shape") and hasattr(value, "indices")):
        return SparseTensor.from_value(value)
    return convert_to_tensor(value, dtype, name)


def register_tensor_conversion_function(base_type: Any, conversion_func: Converter, priority: int = 100) -> None:
    """Registers ``conversion_func(value, dtype=None, name=None, as_ref=False)`` for instances of ``base_type``.

    The function returns a tensor, or NotImplemented to let the next one try. Lower priorities come first.
    """
    if not callable(conversion_func):
        raise TypeError("conversion_func must be callable.")
    if not (
        isinstance(base_type, type) or (isinstance(base_type, tuple) and base_type and all(isinstance(item, type) for item in base_type))
    ):
        raise TypeError("base_type must be a type or a tuple of types.")
    _converters.setdefault(priority, []).append((base_type, conversion_func))


def constant_tensor(value: Any, dtype: DType | None = None, name: str | None = None) -> Tensor:
    """A Const node in the default graph."""
    array = as_array(value, dtype)
    graph = get_default_graph()
    kind = dtype or as_dtype(array.dtype)
    declared = registry.declaration("Const")
    attrs = {"value": array, "dtype": kind}
    return graph.add_node(declared, [], attrs, graph.node_name(name or "Const"), [(kind, TensorShape(array.shape))]).outputs[0]


def _convert(value: Any, dtype: DType | None, name: str | None, as_ref: bool) -> Tensor:
    if value is None:
        raise ValueError("None cannot become a tensor.")
    for priority in sorted(_converters):
        for base_type, function in _converters[priority]:
            if isinstance(value, base_type):
                result = function(value, dtype=dtype, name=name, as_ref=as_ref)
                if result is not NotImplemented:
                    return _checked(result, dtype, value)
    raise TypeError(
        f"Cannot convert {value!r} of type '{type(value).__name__}' to a tensor" + (f" of type {dtype.name}" if dtype else "") + "."
    )


def _checked(tensor: Tensor, dtype: DType | None, source: Any) -> Tensor:
    if dtype is not None and tensor._dtype.base_dtype is not dtype:
        raise ValueError(f"Tensor conversion requested dtype {dtype.name} for Tensor with dtype {tensor.dtype.name}: {source!r}")
    return tensor


def _from_value(value: Any, dtype: DType | None = None, name: str | None = None, as_ref: bool = False) -> Tensor:
    return constant_tensor(value, dtype, name)


def _from_list(value: Any, dtype: DType | None = None, name: str | None = None, as_ref: bool = False) -> Any:
    """A list that holds tensors is packed; one of plain values is a constant."""
    if not _holds_tensors(value):
        return constant_tensor(value, dtype, name)
    known = dtype or next(item.dtype.base_dtype for item in _flat(value) if _is_tensor_like(item))
    packed: Tensor = registry.declaration("Pack")([convert_to_tensor(item, known) for item in value], name=name or "packed")
    return packed


def _holds_tensors(value: Any) -> bool:
    return any(_is_tensor_like(item) for item in _flat(value))


def _flat(value: Any) -> Any:
    for item in value:
        if isinstance(item, (list, tuple)):
            yield from _flat(item)
        else:
            yield item


def _is_tensor_like(item: Any) -> bool:
    return isinstance(item, Tensor) or hasattr(item, "_as_graph_element")


def _from_shape(value: TensorShape, dtype: DType | None = None, name: str | None = None, as_ref: bool = False) -> Tensor:
    if not value.is_fully_defined():
        raise ValueError(f"Cannot convert a partially known TensorShape to a Tensor: {value}")
    return _constant_sizes(value.as_list(), dtype, name or "shape_as_tensor")


def _from_dimension(value: Dimension, dtype: DType | None = None, name: str | None = None, as_ref: bool = False) -> Tensor:
    if value.value is None:
        raise ValueError("Cannot convert an unknown Dimension to a Tensor")
    return _constant_sizes(value.value, dtype, name)


def _constant_sizes(sizes: int | list[int | None], dtype: DType | None, name: str | None) -> Tensor:
    """Sizes are int64 where that is asked for, or where one of them is too large for int32."""
    if dtype not in (None, int32, int64):
        raise TypeError(f"A shape can only become a tensor of type int32 or int64, not {dtype}")
    array = np.array(sizes, np.int64)
    return constant_tensor(array, dtype or (int32 if array.max(initial=0) <= int32.max else int64), name)


def _from_sizes(value: Any, dtype: DType | None = None, name: str | None = None, as_ref: bool = False) -> Any:
    """Lists that hold Dimensions, as in ``[x.shape[0], 10]``."""
    if not any(isinstance(item, Dimension) for item in value):
        return NotImplemented
    return _from_list([item.value if isinstance(item, Dimension) else item for item in value], dtype, name)


def _refused(value: Any, dtype: DType | None = None, name: str | None = None, as_ref: bool = False) -> Tensor:
    raise TypeError(f"{value!r} is an operation without a value; use one of its outputs, or run it under tf.control_dependencies.")


def _from_slices(value: IndexedSlices, dtype: DType | None = None, name: str | None = None, as_ref: bool = False) -> Tensor:
    if value.dense_shape is None:
        raise ValueError(f"Tensor conversion of IndexedSlices without a dense_shape: {value!r}")
    total = registry.declaration("UnsortedSegmentSum")
    first = registry.declaration("StridedSlice")(value.dense_shape, [0], [1], [1], shrink_axis_mask=1)
    dense: Tensor = total(value.values, value.indices, first, name=name)
    return dense


register_tensor_conversion_function((int, float, complex, str, bytes, bool, range, np.ndarray, np.generic), _from_value)
register_tensor_conversion_function((list, tuple), _from_sizes, 90)
register_tensor_conversion_function((list, tuple), _from_list)
register_tensor_conversion_function(TensorShape, _from_shape)
register_tensor_conversion_function(Dimension, _from_dimension)
register_tensor_conversion_function(Operation, _refused)
register_tensor_conversion_function(IndexedSlices, _from_slices)
register_tensor_conversion_function(object, lambda value, dtype=None, name=None, as_ref=False: _array_like(value, dtype, name), 1000)


def _array_like(value: Any, dtype: DType | None, name: str | None) -> Any:
    """Other libraries' arrays: anything NumPy can read."""
    if hasattr(value, "__array__") or hasattr(value, "__dlpack__"):
        return constant_tensor(np.from_dlpack(value) if not hasattr(value, "__array__") else np.asarray(value), dtype, name)
    return NotImplemented
