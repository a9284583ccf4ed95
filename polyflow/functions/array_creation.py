"""Constants, placeholders, and tensors made from shapes and numbers."""

from __future__ import annotations

import builtins
import math
from typing import Any

import numpy as np

from ..framework.arrays import as_array
from ..framework.constant_value import constant_value
from ..framework.conversion import constant_tensor, convert_to_tensor
from ..framework.dtypes import DType, as_dtype, float32, float64, int32, int64, string
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..framework.tensor_shape import Dimension, as_shape
from ..ops import array_creation as ops
from ..ops import array_manipulation as manipulation
from ..ops import math_comparison as comparison
from ..ops import math_elementwise as elementwise
from ..ops import math_reduction as reduction

__all__ = [
    "constant", "fill", "lin_space", "linspace", "meshgrid", "one_hot", "ones", "ones_like", "placeholder", "placeholder_with_default",
    "range", "sequence_mask", "zeros", "zeros_like",
]  # fmt: skip

LARGEST_CONSTANT = 1000
"""From so many elements on, zeros and ones are computed by the graph instead of being part of it."""

RANGE_TYPES = (int32, int64, float32, float64)
"""In the order in which one gives way to the next."""


def constant(value: Any, dtype: Any = None, shape: Any = None, name: str = "Const", verify_shape: bool = False) -> Tensor:
    """A tensor whose value is part of the graph.

    Args:
        value: a number, text, nested lists of them, or an array.
        dtype: its type; by default int32, float32, bool or string for Python values and the array's own for arrays.
        shape: its shape. Missing elements repeat the last one given; ValueError when there are too many.
        verify_shape: whether a value of another shape than ``shape`` is a TypeError instead.
    """
    dtype = None if dtype is None else as_dtype(dtype).base_dtype
    array = as_array(value, dtype)
    if shape is not None:
        array = _shaped(array, tuple(as_shape(shape).as_list()), verify_shape)
    return constant_tensor(array, dtype, name)


def _shaped(array: np.ndarray[Any, Any], shape: tuple[int, ...], verify: bool) -> np.ndarray[Any, Any]:
    if verify and array.shape != shape:
        raise TypeError(f"Expected Tensor's shape: {shape}, got {array.shape}.")
    missing = math.prod(shape) - array.size
    if missing < 0:
        raise ValueError(f"Too many elements provided. Needed at most {math.prod(shape)}, but received {array.size}")
    if missing and not array.size:
        raise ValueError(f"No element was provided to fill shape {shape}")
    flat = array.ravel()
    return np.concatenate([flat, np.repeat(flat[-1:], missing)]).reshape(shape)


def placeholder(dtype: Any, shape: Any = None, name: str | None = None) -> Tensor:
    """A tensor without a value: every run that needs it must feed one, of ``shape`` as far as that is known."""
    return ops.placeholder(dtype=dtype, shape=as_shape(shape), name=name)


def placeholder_with_default(input: Any, shape: Any, name: str | None = None) -> Tensor:
    """``input``, unless a run feeds another value of ``shape``."""
    return ops.placeholder_with_default(input, shape=as_shape(shape), name=name)


# Filled with one value


def fill(dims: Any, value: Any, name: str | None = None) -> Tensor:
    """A tensor of shape ``dims`` whose elements all are ``value``."""
    return ops.fill(as_vector(dims), value, name=name)


def zeros(shape: Any, dtype: Any = float32, name: str | None = None) -> Tensor:
    """A tensor of zeros: False for bool, empty texts for string."""
    return _filled(shape, as_dtype(dtype).base_dtype, 0, "zeros", name)


def ones(shape: Any, dtype: Any = float32, name: str | None = None) -> Tensor:
    """A tensor of ones: True for bool."""
    return _filled(shape, as_dtype(dtype).base_dtype, 1, "ones", name)


def _filled(shape: Any, dtype: DType, number: int, default_name: str, name: str | None) -> Tensor:
    value = np.array(b"" if dtype is string else number, dtype.np_dtype)
    with name_scope(name, default_name, [shape]) as scope:
        sizes = static_sizes(shape)
        if sizes is not None and math.prod(sizes) < LARGEST_CONSTANT:
            return constant_tensor(np.full(sizes, value, dtype.np_dtype), dtype, scope)
        return ops.fill(shape_tensor(shape), constant_tensor(value, dtype), name=scope)


def zeros_like(tensor: Any, dtype: Any = None, name: str | None = None, optimize: bool = True) -> Tensor:
    """Zeros of the shape of ``tensor``, and of its type unless ``dtype`` says another.

    Args:
        optimize: whether a statically known shape is used, so that the tensor itself is not needed.
    """
    with name_scope(name, "zeros_like", [tensor]) as scope:
        tensor = convert_to_tensor(tensor, name="tensor")
        dtype = (tensor.dtype if dtype is None else as_dtype(dtype)).base_dtype
        if dtype is tensor.dtype.base_dtype and not (optimize and tensor.shape.is_fully_defined()):
            return ops.zeros_like(tensor, name=scope)
        return zeros(_shape_for(tensor, optimize), dtype, name=scope)


def ones_like(tensor: Any, dtype: Any = None, name: str | None = None, optimize: bool = True) -> Tensor:
    """Ones of the shape of ``tensor``; see :func:`zeros_like`."""
    with name_scope(name, "ones_like", [tensor]) as scope:
        tensor = convert_to_tensor(tensor, name="tensor")
        dtype = tensor.dtype if dtype is None else dtype
        return ones(_shape_for(tensor, optimize), dtype, name=scope)


def _shape_for(tensor: Tensor, optimize: bool) -> Any:
    return tensor.shape if optimize and tensor.shape.is_fully_defined() else manipulation.shape(tensor)


def static_sizes(shape: Any) -> list[int] | None:
    """The sizes of a shape that is wholly known in Python; None when part of it is a tensor."""
    try:
        sizes = as_shape(shape)
    except TypeError:
        return None
    return sizes.as_list() if sizes.is_fully_defined() else None  # type: ignore[return-value]  # fully defined: no None in it


def as_vector(shape: Any) -> Any:
    """One number as the shape that it stands for; anything else as it is."""
    return [shape] if isinstance(shape, (int, np.integer, Dimension)) else shape


def shape_tensor(shape: Any) -> Tensor:
    """A shape given as a list, an array, a TensorShape, a tensor, or one number, as a vector."""
    if isinstance(shape, Tensor):
        return shape
    sizes = static_sizes(shape)
    if sizes is None:
        return convert_to_tensor(shape, preferred_dtype=int32, name="shape")
    largest = max(sizes, default=0)
    return constant_tensor(np.array(sizes, np.int32 if largest <= int32.max else np.int64), None, "shape_as_tensor")


# Sequences


def range(start: Any, limit: Any = None, delta: Any = 1, dtype: Any = None, name: str = "range") -> Tensor:
    """``start, start + delta, …`` up to and without ``limit``; ``range(n)`` counts from 0.

    The type is ``dtype``, or the widest of the arguments.
    """
    if isinstance(dtype, str) and name == "range" and not _is_type_name(dtype):
        dtype, name = None, dtype  # the older order: start, limit, delta, name
    if limit is None:
        start, limit = 0, start
    with name_scope(name, "Range", [start, limit, delta]) as scope:
        bounds = [convert_to_tensor(bound, dtype, name=each) for each, bound in (("start", start), ("limit", limit), ("delta", delta))]
        return ops.range_(*_widest(bounds), name=scope)


def _is_type_name(text: str) -> bool:
    try:
        as_dtype(text)
    except TypeError:
        return False
    return True


def _widest(bounds: list[Tensor]) -> list[Tensor]:
    types = [bound.dtype.base_dtype for bound in bounds]
    if len(set(types)) == 1:
        return bounds
    unordered = [dtype.name for dtype in types if dtype not in RANGE_TYPES]
    if unordered:
        raise TypeError(f"range() of mixed types takes {', '.join(dtype.name for dtype in RANGE_TYPES)}, not {', '.join(unordered)}")
    dtype = max(types, key=RANGE_TYPES.index)
    return [bound if bound.dtype.base_dtype is dtype else elementwise.cast(bound, DstT=dtype) for bound in bounds]


def lin_space(start: Any, stop: Any, num: Any, name: str | None = None) -> Tensor:
    """``num`` numbers from ``start`` to ``stop``, both included, at equal distances."""
    return ops.lin_space(start, stop, num, name=name)


linspace = lin_space


def meshgrid(*args: Any, indexing: str = "xy", name: str = "meshgrid") -> list[Tensor]:
    """For N vectors the N tensors of their coordinates on the grid that they span.

    With ``indexing="ij"`` dimension i of the results belongs to vector i; with "xy" the first two are exchanged.
    """
    if indexing not in ("xy", "ij"):
        raise ValueError("indexing parameter must be either 'xy' or 'ij'")
    with name_scope(name, "meshgrid", list(args)):
        vectors = [manipulation.reshape(convert_to_tensor(each), [-1]) for each in args]
        order = [*builtins.range(len(vectors))]
        if indexing == "xy":
            order[:2] = order[:2][::-1]
        grid = [manipulation.size(vectors[k]) for k in order]
        lying = [manipulation.reshape(vector, [-1 if axis == k else 1 for axis in order]) for k, vector in enumerate(vectors)]
        return [manipulation.broadcast_to(each, grid) for each in lying]


def one_hot(
    indices: Any,
    depth: Any,
    on_value: Any = None,
    off_value: Any = None,
    axis: int | None = None,
    dtype: Any = None,
    name: str | None = None,
) -> Tensor:
    """Each of ``indices`` as a vector of length ``depth``: ``on_value`` (1) at that position, ``off_value`` (0) elsewhere.

    Args:
        axis: the dimension of the result along which the vectors lie; the last by default.
        dtype: the type of the result; that of the values, else float32.
    """
    with name_scope(name, "one_hot", [indices, depth, on_value, off_value]) as scope:
        dtype = _one_hot_type(on_value, off_value, dtype)
        yes, no = (True, False) if dtype.is_bool else (1, 0)
        on = convert_to_tensor(yes if on_value is None else on_value, dtype, name="on_value")
        off = convert_to_tensor(no if off_value is None else off_value, dtype, name="off_value")
        return ops.one_hot(indices, depth, on, off, axis=-1 if axis is None else axis, name=scope)


def _one_hot_type(on_value: Any, off_value: Any, dtype: Any) -> DType:
    if dtype is not None:
        wanted = as_dtype(dtype).base_dtype
        for given, which in ((on_value, "on_value"), (off_value, "off_value")):
            if isinstance(given, Tensor) and given.dtype.base_dtype is not wanted:
                raise TypeError(f"dtype {given.dtype.base_dtype.name} of {which} does not match dtype parameter {wanted.name}")
        return wanted
    types = [convert_to_tensor(value).dtype.base_dtype for value in (on_value, off_value) if value is not None]
    if len(set(types)) > 1:
        raise TypeError(f"dtype {types[0].name} of on_value does not match dtype {types[1].name} of off_value")
    return types[0] if types else float32


def sequence_mask(lengths: Any, maxlen: Any = None, dtype: Any = "bool", name: str | None = None) -> Tensor:
    """For each length n a vector of n times True, then False.

    Args:
        maxlen: the length of the vectors; the largest of ``lengths`` by default.
        dtype: the type of the result, in which True is 1.
    """
    with name_scope(name, "SequenceMask", [lengths, maxlen]):
        lengths = convert_to_tensor(lengths, name="lengths")
        longest = _largest(lengths) if maxlen is None else convert_to_tensor(maxlen, name="maxlen")
        if not longest.shape.has_rank(0):
            raise ValueError(f"maxlen must be scalar for sequence_mask, not of shape {longest.shape}")
        longest = longest if longest.dtype.base_dtype in RANGE_TYPES else elementwise.cast(longest, DstT=int32)
        zero, one = (constant_tensor(np.array(number, longest.dtype.np_dtype)) for number in (0, 1))
        column = elementwise.cast(manipulation.expand_dims(lengths, -1), DstT=longest.dtype.base_dtype)
        mask = comparison.less(ops.range_(zero, longest, one), column)
        return mask if dtype is None or as_dtype(dtype).base_dtype.is_bool else elementwise.cast(mask, DstT=dtype)


def _largest(lengths: Tensor) -> Tensor:
    known = constant_value(lengths)
    if known is not None:
        return constant_tensor(np.max(known, initial=0).astype(lengths.dtype.np_dtype))
    greatest = reduction.max_(manipulation.reshape(lengths, [-1]), [0])
    return elementwise.maximum(constant_tensor(np.zeros((), lengths.dtype.np_dtype)), greatest)
