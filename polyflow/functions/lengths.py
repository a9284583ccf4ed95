"""Sizes of signals: numbers where they are known when the graph is built, else scalars of the run."""

from __future__ import annotations

from typing import Any

from ..framework.constant_value import constant_value
from ..framework.conversion import convert_to_tensor
from ..framework.dtypes import int32
from ..framework.operation import Tensor
from ..framework.shape_inference import entries_of
from ..framework.tensor_shape import Sizes
from ..ops import array_manipulation as array
from ..ops.array_creation import fill, zeros_like
from .arithmetic import cast, maximum
from .array_manipulation import concat, pad, stack


def scalar_length(value: Any, name: str) -> Any:
    """A length that a caller gives as a number or a scalar tensor. ValueError for anything else."""
    tensor = convert_to_tensor(value, name=name)
    if not tensor.shape.has_rank(0) or not tensor.dtype.is_integer:
        raise ValueError(f"{name} must be an integer scalar, not {tensor.dtype.name} of shape {tensor.shape}")
    known = constant_value(tensor)
    return array.reshape(cast(tensor, int32), []) if known is None else int(known)


def size_of(tensor: Tensor, axis: int) -> Any:
    """The size of one dimension."""
    known = None if tensor.shape.sizes is None else tensor.shape.sizes[axis]
    return array.shape(tensor)[axis] if known is None else known


def at_least(tensor: Tensor, sizes: Tensor, dimensions: int) -> Tensor:
    """``tensor`` with zeros behind it where one of its last ``dimensions`` is smaller than the vector ``sizes`` says."""
    least, own = entries_of(sizes), tensor.shape.sizes
    largest = None if least is None or own is None else _largest(own[-dimensions:], least)
    if largest is not None and None not in largest and own is not None and largest == own[-dimensions:]:
        return tensor
    lacking = maximum(sizes - array.shape(tensor)[-dimensions:], 0)
    result = pad(tensor, concat([_no_borders(_rank(tensor) - dimensions), stack([zeros_like(lacking), lacking], 1)], 0))
    if own is not None:
        result.set_shape(tensor.shape[:-dimensions] + list(largest or (None,) * dimensions))
    return result


def _largest(sizes: Sizes, least: Sizes) -> Sizes:
    return tuple(None if size is None or other is None else max(size, other) for size, other in zip(sizes, least, strict=True))


def with_length(signal: Tensor, length: Any) -> Tensor:
    """``signal`` cropped, or continued by zeros, to this length of its last dimension."""
    size = size_of(signal, -1)
    if isinstance(size, int) and isinstance(length, int) and size == length:
        return signal
    vector = convert_to_tensor([length])
    return at_least(signal[..., :length], vector, 1)


def continued(signal: Tensor, count: Any, value: Any, axis: int) -> Tensor:
    """``signal`` followed by ``count`` elements of ``value`` along a dimension."""
    rank = _rank(signal)
    before = axis if axis >= 0 else rank + axis
    after = rank - before - 1
    if isinstance(rank, int):
        return pad(signal, [[0, 0]] * before + [[0, count]] + [[0, 0]] * after, constant_values=value)
    return pad(signal, concat([_no_borders(before), [[0, count]], _no_borders(after)], 0), constant_values=value)


def not_negative(count: Any) -> Any:
    """``count``, or 0 where that is greater."""
    return max(count, 0) if isinstance(count, int) else maximum(count, 0)


def _rank(tensor: Tensor) -> Any:
    return array.rank(tensor) if tensor.shape.sizes is None else len(tensor.shape.sizes)


def _no_borders(count: Any) -> Tensor:
    """The rows of paddings for dimensions that stay as they are."""
    return fill([count, 2], 0)
