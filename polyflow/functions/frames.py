"""Signals cut into overlapping frames, put together again, and rotated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..framework.constant_value import constant_value
from ..framework.conversion import convert_to_tensor
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..ops.array_creation import range_
from .array_identity import identity
from .array_indexing import gather
from .array_manipulation import concat, expand_dims, reshape, shape, transpose
from .lengths import continued, not_negative, scalar_length, size_of
from .reductions import reduce_prod, reduce_sum

__all__ = ["fftshift", "frame", "ifftshift", "overlap_and_add"]


def frame(signal: Any, frame_length: Any, frame_step: Any, pad_end: bool = False, pad_value: Any = 0, axis: Any = -1,
          name: str | None = None) -> Tensor:  # fmt: skip
    """``signal`` with the dimension ``axis`` replaced by two: frames, and the ``frame_length`` samples of each.

    Args:
        frame_step: how many samples later than the frame before it a frame starts.
        pad_end: whether there are also frames that reach over the end, where they have ``pad_value``: as many as start within the signal.
    """
    with name_scope(name, "frame", [signal, frame_length, frame_step, pad_value]):
        signal = convert_to_tensor(signal, name="signal")
        signal.shape.with_rank_at_least(1)
        length, step = scalar_length(frame_length, "frame_length"), scalar_length(frame_step, "frame_step")
        axis = _known_axis(axis)
        size = size_of(signal, axis)
        if pad_end:
            count = -(-size // step)
            signal = continued(signal, not_negative(length + step * (count - 1) - size), pad_value, axis)
        else:
            count = not_negative((size - length) // step + 1)
        return gather(signal, expand_dims(range_(0, count, 1) * step, 1) + range_(0, length, 1), axis=axis)


def _known_axis(axis: Any) -> int:
    known = scalar_length(axis, "axis")
    if not isinstance(known, int):
        raise ValueError("axis must be known when the graph is built")
    return known


def overlap_and_add(signal: Any, frame_step: Any, name: str | None = None) -> Tensor:
    """The sum of frames, each ``frame_step`` samples behind the one before it.

    Args:
        signal: of shape […, frames, frame_length].

    Returns:
        A tensor of shape […, (frames - 1) · frame_step + frame_length].
    """
    with name_scope(name, "overlap_and_add", [signal, frame_step]):
        signal = convert_to_tensor(signal, name="signal")
        signal.shape.with_rank_at_least(2)
        step = scalar_length(frame_step, "frame_step")
        outer, frames, length = shape(signal)[:-2], size_of(signal, -2), size_of(signal, -1)
        batch = reshape(signal, [reduce_prod(outer), frames, length])
        total = (frames - 1) * step + length
        return reshape(_added(batch, frames, length, step)[:, :total], concat([outer, [total]], 0))


def _added(batch: Tensor, frames: Any, length: Any, step: Any) -> Tensor:
    """The sums of (batch, frames, length), and zeros behind them.

    Frames are cut into segments of ``step`` samples. Segment s of frame f belongs to segment f + s of the sum. Where the segments of one
    s, of all frames and then of as many zero frames as a frame has segments, stand in a row, and the row of the next s behind it, leaving
    out one column shifts each s by one more.
    """
    segments = -(-length // step)
    columns = frames + segments
    filled = continued(continued(batch, segments * step - length, 0, 2), segments, 0, 1)
    rows = transpose(reshape(filled, [-1, columns, segments, step]), [0, 2, 1, 3])
    in_a_row = reshape(rows, [-1, segments * columns, step])[:, : segments * (columns - 1)]
    sums = reduce_sum(reshape(in_a_row, [-1, segments, columns - 1, step]), 1)
    return reshape(sums, [-1, (columns - 1) * step])


def fftshift(x: Any, axes: Any = None, name: str | None = None) -> Tensor:
    """``x`` rotated along ``axes`` (by default all) so that frequency 0, which is first in a spectrum, is in the middle: at n // 2."""
    with name_scope(name, "fftshift") as scope:
        x = convert_to_tensor(x)
        return _rotated(x, axes, lambda size: size - size // 2, scope)


def ifftshift(x: Any, axes: Any = None, name: str | None = None) -> Tensor:
    """The inverse of :func:`fftshift`: the middle of each dimension becomes its start."""
    with name_scope(name, "ifftshift") as scope:
        x = convert_to_tensor(x)
        return _rotated(x, axes, lambda size: size // 2, scope)


def _rotated(x: Tensor, axes: Any, start: Any, scope: str) -> Tensor:
    """``x`` starting, along each axis, at ``start`` of the size."""
    for axis in _axes(x, axes):
        cut = start(size_of(x, axis))
        x = concat([x[_along(axis, slice(cut, None))], x[_along(axis, slice(cut))]], axis)
    return identity(x, name=scope)


def _axes(x: Tensor, axes: Any) -> Sequence[int]:
    if axes is None and x.shape.ndims is None:
        raise ValueError("axes must be given for a tensor of unknown rank")
    known = np.arange(x.shape.ndims) if axes is None else constant_value(axes)
    if known is None:
        raise ValueError("axes must be known when the graph is built")
    return [int(axis) for axis in np.atleast_1d(known)]


def _along(axis: int, part: slice) -> tuple[Any, ...]:
    """The subscript that takes ``part`` of one dimension."""
    return (slice(None),) * axis + (part,) if axis >= 0 else (Ellipsis, part) + (slice(None),) * (-1 - axis)
