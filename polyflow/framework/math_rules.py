"""Rules about axes and sizes of reductions, segments and matrices that inference and the kernels of every backend share.

As in array_rules: functions of plain Python numbers that raise ValueError for what does not fit.
"""

from __future__ import annotations

from collections.abc import Sequence

from .array_rules import canonical_axes, canonical_axis, single_axis
from .tensor_shape import Sizes


def reduction_axes(axes: int | Sequence[int], rank: int) -> tuple[int, ...]:
    """The dimensions that a reduction removes, counted from the front."""
    return canonical_axes((axes,) if isinstance(axes, int) else axes, rank)


def reduced_sizes(sizes: Sizes, axes: Sequence[int], keep_dims: bool) -> Sizes:
    """The sizes after a reduction over ``axes``, which are counted from the front."""
    if keep_dims:
        return tuple(1 if axis in axes else size for axis, size in enumerate(sizes))
    return tuple(size for axis, size in enumerate(sizes) if axis not in axes)


def scan_axis(axis: int | Sequence[int], rank: int) -> int:
    """The single dimension along which a scan or a search goes, counted from the front."""
    return canonical_axis(single_axis(axis), rank)


def segmented_sizes(data: Sizes, ids: Sizes, segments: int | None) -> Sizes:
    """The sizes of ``data`` with its leading dimensions, which are those of ``ids``, replaced by one of ``segments``."""
    leading = data[: len(ids)]
    if len(leading) != len(ids) or any(None not in (a, b) and a != b for a, b in zip(leading, ids, strict=True)):
        raise ValueError(f"data.shape = {list(data)} does not start with segment_ids.shape = {list(ids)}")
    if segments is not None and segments < 0:
        raise ValueError(f"num_segments == {segments} must not be negative")
    return (segments, *data[len(ids) :])


def product_sizes(a: Sizes, b: Sizes) -> Sizes:
    """The last two sizes of the matrix product of ``a`` and ``b``, whose other dimensions do not matter here."""
    inner = (a[-1], b[-2])
    if None not in inner and inner[0] != inner[1]:
        raise ValueError(f"the inner dimensions of {sizes_text(a)} and {sizes_text(b)} must be equal, but are {inner[0]} and {inner[1]}")
    return a[-2], b[-1]


def swapped(sizes: Sizes, flag: bool) -> Sizes:
    """The sizes of a matrix, or a batch of them, transposed where ``flag`` is set."""
    return (*sizes[:-2], sizes[-1], sizes[-2]) if flag else sizes


def sizes_text(sizes: Sizes) -> str:
    """Sizes as messages write them, ``?`` for an unknown one."""
    return "(" + ", ".join("?" if size is None else str(size) for size in sizes) + ")"


def counted_sizes(sizes: Sizes, size: int | None) -> Sizes:
    """The sizes of counts of ``size`` different numbers in a vector (or in one number), or in each row of a matrix."""
    return (*sizes[:-1], size)


def histogram_range(bounds: Sequence[float], bins: int) -> tuple[float, float]:
    """The two ends of a histogram's range, checked together with the number of its bins."""
    if bins <= 0:
        raise ValueError(f"nbins should be a positive number, but got '{bins}'")
    low, high = bounds
    if not low < high:
        raise ValueError(f"value_range should satisfy value_range[0] < value_range[1], but got '[{low}, {high}]'")
    return low, high
