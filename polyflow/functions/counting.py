"""Counts: of equal numbers, and of numbers between boundaries."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..framework.conversion import constant_tensor, convert_to_tensor
from ..framework.dtypes import as_dtype, int32
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..ops import array_manipulation as array
from ..ops import math_comparison as compare
from ..ops import math_counting as ops
from ..ops import math_elementwise as elementwise
from ..ops.math_segment import unsorted_segment_sum
from .arithmetic import cast, floor
from .clipping import clip_by_value
from .division import truediv
from .reductions import reduce_max

__all__ = ["bincount", "histogram_fixed_width", "histogram_fixed_width_bins"]


def bincount(arr: Any, weights: Any = None, minlength: Any = None, maxlength: Any = None, dtype: Any = int32) -> Tensor:
    """How often each number occurs among the non-negative integers ``arr``: a vector with an entry for each up to the largest.

    Args:
        weights: what each number counts, a tensor of the shape of ``arr`` through which gradients flow; 1 by default.
        minlength: the least length of the result, filled up with zeros.
        maxlength: its greatest length; numbers from there on are not counted.
        dtype: the type of the result where there are no weights; else it is theirs.
    """
    with name_scope("bincount"):
        numbers = convert_to_tensor(arr, int32, name="arr")
        size = _length(numbers, minlength, maxlength)
        if weights is None:
            return ops.bincount(numbers, size, constant_tensor(np.zeros(0, as_dtype(dtype).np_dtype)))
        counted = numbers if maxlength is None else compare.select_v2(compare.less(numbers, size), numbers, -1)
        return unsorted_segment_sum(weights, counted, size)  # type: ignore[no-any-return]  # one output: a Tensor


def _length(numbers: Tensor, least: Any, greatest: Any) -> Tensor:
    """One more than the largest number, 0 where there is none, within limits."""
    largest = reduce_max(array.concat_v2([array.reshape(numbers, [-1]), [-1]], 0))
    length = elementwise.add(largest, 1)
    if least is not None:
        length = elementwise.maximum(convert_to_tensor(least, int32, name="minlength"), length)
    return length if greatest is None else elementwise.minimum(convert_to_tensor(greatest, int32, name="maxlength"), length)


def histogram_fixed_width(values: Any, value_range: Any, nbins: Any = 100, dtype: Any = int32, name: str | None = None) -> Tensor:
    """How many ``values`` lie in each of ``nbins`` intervals of equal width between the two numbers ``value_range``.

    The first interval also counts what lies below, the last one what lies above.
    """
    with name_scope(name, "histogram_fixed_width", [values, value_range, nbins]) as scope:
        return ops.histogram_fixed_width(values, value_range, nbins, dtype=as_dtype(dtype), name=scope)


def histogram_fixed_width_bins(values: Any, value_range: Any, nbins: Any = 100, dtype: Any = int32, name: str | None = None) -> Tensor:
    """The number of the interval that :func:`histogram_fixed_width` counts each value in: a tensor of the shape of ``values``."""
    with name_scope(name, "histogram_fixed_width_bins", [values, value_range, nbins]):
        values = convert_to_tensor(values, name="values")
        ends = convert_to_tensor(value_range, values.dtype.base_dtype, name="value_range")
        low, high = array.unpack(ends, num=2)
        scaled = truediv(elementwise.sub(values, low), elementwise.sub(high, low), name="scaled_values")
        bins = cast(convert_to_tensor(nbins, int32, name="nbins"), scaled.dtype)
        indices = floor(elementwise.mul(bins, scaled), name="indices")
        return cast(clip_by_value(indices, np.zeros((), scaled.dtype.np_dtype), elementwise.sub(bins, 1)), as_dtype(dtype))  # type: ignore[no-any-return]
