"""What is known of a tensor's value while the graph is built.

``value_of`` follows constants and the arithmetic of shapes, so that ``reshape(x, [tf.shape(y)[0], -1])`` has as much static
shape as can be known. Values are plain Python: numbers, and nested tuples in which an unknown entry is None.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from .operation import Tensor

_MAX_ENTRIES = 1024
_MAX_DEPTH = 100
"""How many nodes are followed, one behind the other, before a value counts as unknown."""


def value_of(tensor: Tensor) -> Any:
    """The value of ``tensor``: a number, nested tuples of numbers with None for unknown entries, or None."""
    op_type = tensor._op.type
    if op_type == "Const":
        return _python(tensor._op.attrs["value"])
    return _Values()(tensor) if op_type in _RULES else None


class _Values:
    """Values of tensors, each computed once however many paths lead to it."""

    __slots__ = ("_depth", "_known")

    def __init__(self) -> None:
        self._known: dict[Tensor, Any] = {}
        self._depth = 0

    def __call__(self, tensor: Tensor) -> Any:
        if tensor not in self._known:
            self._known[tensor] = self._computed(tensor)
        return self._known[tensor]

    def _computed(self, tensor: Tensor) -> Any:
        rule = _RULES.get(tensor._op.type)
        if rule is None or self._depth == _MAX_DEPTH:
            return None
        self._depth += 1
        try:
            return rule(tensor, self)
        finally:
            self._depth -= 1


Rule = Callable[[Tensor, _Values], Any]
"""The value of a tensor from those of others; the second argument is ``value_of`` as a rule sees it."""


def constant_value(tensor: Any, partial: bool = False) -> np.ndarray[Any, Any] | None:
    """The value of a tensor as an array where it is wholly known, else None."""
    if not isinstance(tensor, Tensor):
        return np.asarray(tensor)
    if tensor.op.type == "Const":
        return np.copy(tensor.op.attrs["value"])
    value = value_of(tensor)
    if value is None or not _complete(value):
        return None
    return np.array(value, dtype=tensor.dtype.base_dtype.np_dtype)


def _complete(value: Any) -> bool:
    return all(map(_complete, value)) if isinstance(value, tuple) else value is not None


def _python(array: np.ndarray[Any, Any]) -> Any:
    return _tuples(array.tolist()) if array.size <= _MAX_ENTRIES else None


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def _const(tensor: Tensor, value_of: _Values) -> Any:
    return _python(tensor.op.attrs["value"])


def _shape(tensor: Tensor, value_of: _Values) -> Any:
    return tensor.op.inputs[tensor.value_index].shape.sizes


def _size(tensor: Tensor, value_of: _Values) -> Any:
    sizes = tensor.op.inputs[0].shape.sizes
    return math.prod(sizes) if sizes is not None and None not in sizes else None


def _rank(tensor: Tensor, value_of: _Values) -> Any:
    sizes = tensor.op.inputs[0].shape.sizes
    return None if sizes is None else len(sizes)


def _same(tensor: Tensor, value_of: _Values) -> Any:
    return value_of(tensor.op.inputs[0])


def _cast(tensor: Tensor, value_of: _Values) -> Any:
    value, source = value_of(tensor.op.inputs[0]), tensor.op.inputs[0].dtype
    if tensor.dtype.is_integer and source.is_integer:
        return value
    return _floats(value) if tensor.dtype.is_floating and source.is_integer else None


def _floats(value: Any) -> Any:
    return tuple(map(_floats, value)) if isinstance(value, tuple) else None if value is None else float(value)


def _pack(tensor: Tensor, value_of: _Values) -> Any:
    if tensor.op.attrs["axis"] != 0:
        return None
    values = tuple(map(value_of, tensor.op.inputs))
    return values if tensor.shape.ndims == 1 else values if None not in values else None


def _concat(tensor: Tensor, value_of: _Values) -> Any:
    parts = tensor.op.inputs[:-1] if tensor.op.type == "ConcatV2" else tensor.op.inputs[1:]
    if tensor.shape.ndims != 1:
        return None
    joined: tuple[Any, ...] = ()
    for part in parts:
        value = value_of(part)
        if value is None and part.shape.sizes in (None, (None,)):
            return None
        joined += _unknown(part) if value is None else value
    return joined


def _unknown(vector: Tensor) -> tuple[None, ...]:
    return (None,) * (vector.shape.num_elements() or 0)


def _strided_slice(tensor: Tensor, value_of: _Values) -> Any:
    """``shape[i]`` and ``shape[a:b:c]`` of a vector."""
    op = tensor.op
    value, begin, end, stride = (value_of(item) for item in op.inputs[:4])
    if not isinstance(value, tuple) or op.inputs[0].shape.ndims != 1 or op.attrs["new_axis_mask"] or op.attrs["ellipsis_mask"]:
        return None
    if not all(isinstance(item, tuple) and len(item) == 1 and item[0] is not None for item in (begin, end, stride)):
        return None
    if op.attrs["shrink_axis_mask"]:
        return value[begin[0]] if -len(value) <= begin[0] < len(value) else None
    first = None if op.attrs["begin_mask"] else begin[0]
    return value[first : None if op.attrs["end_mask"] else end[0] : stride[0]]


def _slice(tensor: Tensor, value_of: _Values) -> Any:
    value, begin, size = (value_of(item) for item in tensor.op.inputs)
    if not isinstance(value, tuple) or tensor.op.inputs[0].shape.ndims != 1 or begin is None or size is None or None in (*begin, *size):
        return None
    return value[begin[0] :] if size[0] < 0 else value[begin[0] : begin[0] + size[0]]


def _gather(tensor: Tensor, value_of: _Values) -> Any:
    value, index = value_of(tensor.op.inputs[0]), value_of(tensor.op.inputs[1])
    if not isinstance(value, tuple) or tensor.op.inputs[0].shape.ndims != 1 or index is None:
        return None
    indices = index if isinstance(index, tuple) else (index,)
    if any(isinstance(i, tuple) for i in indices):
        return None
    picked = [None if i is None or not 0 <= i < len(value) else value[i] for i in indices]
    return tuple(picked) if isinstance(index, tuple) else picked[0]


def _fill(tensor: Tensor, value_of: _Values) -> Any:
    dims, value = value_of(tensor.op.inputs[0]), value_of(tensor.op.inputs[1])
    return (value,) * dims[0] if isinstance(dims, tuple) and len(dims) == 1 and dims[0] is not None and dims[0] <= _MAX_ENTRIES else None


def _range(tensor: Tensor, value_of: _Values) -> Any:
    bounds = tuple(map(value_of, tensor.op.inputs))
    if None in bounds or not tensor.dtype.is_integer or bounds[2] == 0:
        return None
    found = range(*bounds)
    return tuple(found) if len(found) <= _MAX_ENTRIES else None


def _expand(tensor: Tensor, value_of: _Values) -> Any:
    return (value_of(tensor.op.inputs[0]),) if tensor.shape.ndims == 1 else None


def _reshape(tensor: Tensor, value_of: _Values) -> Any:
    value = value_of(tensor.op.inputs[0])
    source, target = tensor.op.inputs[0].shape.ndims, tensor.shape.ndims
    if source == target and source in (0, 1):
        return value
    if (source, target) == (0, 1):
        return (value,)
    return value[0] if (source, target) == (1, 0) and isinstance(value, tuple) and len(value) == 1 else None


def _product(tensor: Tensor, value_of: _Values) -> Any:
    value = value_of(tensor.op.inputs[0])
    if (
        tensor.shape.ndims != 0
        or not tensor.dtype.is_integer
        or not isinstance(value, tuple)
        or not _complete(value)
        or any(isinstance(v, tuple) for v in value)
    ):
        return None
    return math.prod(value) if tensor.op.type == "Prod" else sum(value)


def _arithmetic(function: Callable[[Any, Any], Any]) -> Rule:
    def rule(tensor: Tensor, value_of: _Values) -> Any:
        dtype = tensor.dtype.base_dtype
        if not dtype.is_integer or tensor.shape.ndims not in (0, 1):
            return None

        def apply(x: Any, y: Any) -> Any:
            result = None if x is None or y is None else function(x, y)
            return result if result is not None and dtype.min <= result <= dtype.max else None

        return _elementwise(apply, *map(value_of, tensor.op.inputs))

    return rule


def _elementwise(function: Callable[[Any, Any], Any], a: Any, b: Any) -> Any:
    """``function`` of two scalars or vectors."""
    if isinstance(a, tuple) and isinstance(b, tuple):
        return tuple(map(function, a, b)) if len(a) == len(b) else None
    if isinstance(a, tuple):
        return tuple(function(x, b) for x in a)
    return tuple(function(a, y) for y in b) if isinstance(b, tuple) else function(a, b)


_RULES: dict[str, Rule] = {
    "Const": _const, "Shape": _shape, "ShapeN": _shape, "Size": _size, "Rank": _rank, "Identity": _same, "StopGradient": _same,
    "Cast": _cast, "Pack": _pack, "ConcatV2": _concat, "Concat": _concat, "StridedSlice": _strided_slice, "Slice": _slice,
    "Gather": _gather, "GatherV2": _gather, "Fill": _fill, "Range": _range, "ExpandDims": _expand, "Squeeze": _reshape,
    "Reshape": _reshape, "Prod": _product, "Sum": _product, "Add": _arithmetic(operator.add), "AddV2": _arithmetic(operator.add),
    "Sub": _arithmetic(operator.sub), "Mul": _arithmetic(operator.mul), "Maximum": _arithmetic(max), "Minimum": _arithmetic(min),
    "FloorDiv": _arithmetic(lambda a, b: a // b if b else None), "FloorMod": _arithmetic(lambda a, b: a % b if b else None),
}  # fmt: skip
