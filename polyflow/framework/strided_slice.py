"""What ``x[begin:end:stride, ..., None, 3]`` selects: one reading of a strided slice for inference and every kernel.

A strided slice arrives in sparse form: vectors ``begin``, ``end`` and ``strides`` with one entry per item of the subscript, and
five masks whose bit i says something about item i:

* ``begin_mask``, ``end_mask``: that bound is absent, as in ``x[:3]`` and ``x[2:]``;
* ``ellipsis_mask``: the item is ``...`` (at most one bit), which stands for as many full dimensions as are left over;
* ``new_axis_mask``: the item makes a new dimension of size 1 and consumes none;
* ``shrink_axis_mask``: the item is the single position ``begin[i]``, whose dimension disappears.

Where several of the last three are set for an item, the first in this order counts. A missing ellipsis is one at the end. Bounds
count from the end when negative and are clipped as Python clips those of a list.

The dense form is a tuple as NumPy's indexing takes it: an int, a slice or None (a new axis) per item, the ellipsis spelt out, so
that its ints and slices match the dimensions one to one. During inference an entry whose value is not yet known is ``UNKNOWN_BOUND``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

from .errors import InvalidArgumentError
from .tensor_shape import Sizes

UNKNOWN_BOUND: Final = object()
"""Stands in a dense form for a bound, a stride or a position that only the run will tell."""

DenseIndex = tuple[Any, ...]


class Masks(NamedTuple):
    """The five masks, in the order of the op's attributes."""

    begin: int = 0
    end: int = 0
    ellipsis: int = 0
    new_axis: int = 0
    shrink_axis: int = 0


class ForwardIndex(NamedTuple):
    """A dense form in which every stride is positive, and the dimensions of the result that are then to be reversed."""

    items: DenseIndex
    reversed_axes: tuple[int, ...]


def dense_index(
    sizes: Sizes, begin: Sequence[int | None], end: Sequence[int | None], strides: Sequence[int | None], masks: Masks
) -> DenseIndex:
    """The dense form of a slice of an array with these sizes. ValueError when the slice does not fit them.

    Sizes and the entries of begin, end and strides may be None where they are not known.
    """
    if not len(begin) == len(end) == len(strides):
        raise ValueError(f"begin, end and strides must be equally long, not {len(begin)}, {len(end)} and {len(strides)}")
    kinds = _kinds(len(begin), masks)
    spread = len(sizes) - sum(kind in ("range", "position") for kind in kinds)
    if spread < 0:
        raise ValueError(f"the slice addresses {len(sizes) - spread} dimensions, but the input has only {len(sizes)}")
    index: list[Any] = []
    for i, kind in enumerate(kinds):
        if kind == "ellipsis":
            index += [slice(None)] * spread
        elif kind == "new axis":
            index.append(None)
        else:
            index.append(_position(begin[i], strides[i], i) if kind == "position" else _range(begin[i], end[i], strides[i], masks, i))
    if "ellipsis" not in kinds:
        index += [slice(None)] * spread
    _check_positions(sizes, index)
    return tuple(index)


def sliced_sizes(sizes: Sizes, index: DenseIndex) -> Sizes:
    """The sizes of what a dense form selects, None where unknown."""
    result: list[int | None] = []
    dims = iter(sizes)
    for item in index:
        if item is None:
            result.append(1)
            continue
        size = next(dims)
        if isinstance(item, slice):
            result.append(_length(size, item))
    return tuple(result)


@lru_cache(maxsize=4096)
def run_time_index(
    sizes: tuple[int, ...], begin: tuple[int, ...], end: tuple[int, ...], strides: tuple[int, ...], *masks: int
) -> DenseIndex:
    """The dense form for a kernel: remembered, and an InvalidArgumentError when the slice does not fit."""
    try:
        return dense_index(sizes, begin, end, strides, Masks(*masks))
    except ValueError as error:
        raise InvalidArgumentError.of(str(error)) from None


@lru_cache(maxsize=4096)
def forward_index(
    sizes: tuple[int, ...], begin: tuple[int, ...], end: tuple[int, ...], strides: tuple[int, ...], *masks: int
) -> ForwardIndex:
    """``run_time_index`` for array libraries without negative strides: the same elements in ascending order, then reversed."""
    index = run_time_index(sizes, begin, end, strides, *masks)
    forward: list[Any] = []
    reversed_axes = []
    dims = iter(sizes)
    axis = 0
    for item in index:
        size = None if item is None else next(dims)
        if isinstance(item, slice) and size is not None and (item.step or 1) < 0:
            item = _ascending(item, size)
            reversed_axes.append(axis)
        forward.append(item)
        axis += not isinstance(item, int)
    return ForwardIndex(tuple(forward), tuple(reversed_axes))


def _kinds(count: int, masks: Masks) -> list[str]:
    kinds = [_kind(1 << i, masks) for i in range(count)]
    if kinds.count("ellipsis") > 1:
        raise ValueError("a slice may have only one ellipsis")
    return kinds


def _kind(bit: int, masks: Masks) -> str:
    if masks.ellipsis & bit:
        return "ellipsis"
    if masks.new_axis & bit:
        return "new axis"
    return "position" if masks.shrink_axis & bit else "range"


def _position(begin: int | None, stride: int | None, item: int) -> Any:
    if stride is not None and stride <= 0:
        raise ValueError(f"strides[{item}] must be positive where a single position is taken, not {stride}")
    return UNKNOWN_BOUND if begin is None else begin


def _range(begin: int | None, end: int | None, stride: int | None, masks: Masks, item: int) -> slice:
    if stride == 0:
        raise ValueError(f"strides[{item}] must be non-zero")
    return slice(_bound(begin, masks.begin >> item & 1), _bound(end, masks.end >> item & 1), _bound(stride, 0))


def _bound(value: int | None, masked: int) -> Any:
    if masked:
        return None
    return UNKNOWN_BOUND if value is None else value


def _check_positions(sizes: Sizes, index: list[Any]) -> None:
    for axis, (size, item) in enumerate(zip(sizes, (item for item in index if item is not None), strict=True)):
        if isinstance(item, int) and size is not None and not -size <= item < size:
            raise ValueError(f"slice index {item} of dimension {axis} is out of bounds for size {size}")


def _length(size: int | None, item: slice) -> int | None:
    if size is None or UNKNOWN_BOUND in (item.start, item.stop, item.step):
        return None
    return len(range(*item.indices(size)))


def _ascending(item: slice, size: int) -> slice:
    """The elements of a descending slice, lowest first."""
    selected = range(*item.indices(size))[::-1]
    return slice(selected.start, selected.stop, selected.step) if selected else slice(0, 0)
