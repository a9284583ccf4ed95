"""Means and variances, and how much is zero."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..framework.conversion import convert_to_tensor
from ..framework.dtypes import float16
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..framework.synonyms import older_form, one_of, text_at
from ..functions.reductions import reduce_mean, reduce_sum
from ..ops import array_creation as creation
from ..ops import array_indexing as indexing
from ..ops import array_manipulation as array
from ..ops import math_comparison as compare
from ..ops import math_elementwise as math
from ..ops import math_reduction as reduction
from ..ops.array_identity import stop_gradient

__all__ = [
    "moments",
    "normalize_moments",
    "sufficient_statistics",
    "weighted_moments",
    "zero_fraction",
]


def moments(
    x: Any, axes: Any, shift: Any = None, name: str | None = None, keep_dims: bool | None = None, keepdims: bool | None = None
) -> tuple[Tensor, Tensor]:
    """Mean and variance of ``x`` over ``axes``, all of them for None; float16 is computed in float32.

    ``shift`` is accepted and has no use any more. In 0.x it was not there: ``moments(x, axes, name, keep_dims)``.
    """
    keep = one_of("keepdims", keepdims, "keep_dims", keep_dims, False)
    with name_scope(name, "moments", [x]):
        x = convert_to_tensor(x, name="x")
        precise = _precise(x)
        mean = reduce_mean(precise, axes, keepdims=True, name="mean")
        deviation = math.squared_difference(precise, stop_gradient(mean))
        variance = reduce_mean(deviation, axes, keepdims=True, name="variance")
        return tuple(in_type_of(x, _squeezed(each, axes, keep)) for each in (mean, variance))


@older_form(moments, when=text_at(2))
def moments(x: Any, axes: Any, name: str, keep_dims: bool | None = None, keepdims: bool | None = None) -> tuple[Tensor, Tensor]:
    return moments(x, axes, None, name, keep_dims, keepdims)


def _precise(x: Tensor) -> Tensor:
    return math.cast(x, DstT="float32") if x.dtype.base_dtype is float16 else x


def in_type_of(x: Tensor, result: Tensor) -> Tensor:
    return result if result.dtype.base_dtype is x.dtype.base_dtype else math.cast(result, DstT=x.dtype.base_dtype)


def _squeezed(reduced: Tensor, axes: Any, keep: bool) -> Tensor:
    if keep:
        return reduced
    return array.squeeze(reduced, squeeze_dims=[] if axes is None else [axes] if isinstance(axes, int) else list(axes))


def weighted_moments(x: Any, axes: Any, frequency_weights: Any, name: str | None = None, keep_dims: bool | None = None,
                     keepdims: bool | None = None) -> tuple[Tensor, Tensor]:  # fmt: skip
    """Mean and variance over ``axes`` where each element counts ``frequency_weights`` times (broadcast to ``x``)."""
    keep = one_of("keepdims", keepdims, "keep_dims", keep_dims, False)
    with name_scope(name, "weighted_moments", [x, frequency_weights, axes]):
        x, weights = convert_to_tensor(x, name="x"), convert_to_tensor(frequency_weights, name="frequency_weights")
        precise, weights = _precise(x), _precise(weights)
        weights = weights if weights.dtype.base_dtype is precise.dtype.base_dtype else math.cast(weights, DstT=precise.dtype.base_dtype)
        counts = math.add_v2(weights, creation.zeros_like(precise), name="add")
        total = reduction.sum_(counts, axes, keep_dims=True, name="sum_of_weights")
        mean = math.div_no_nan(reduction.sum_(math.mul(weights, precise), axes, keep_dims=True, name="weighted_input_sum"), total)
        squares = math.mul(weights, math.squared_difference(precise, mean))
        variance = math.div_no_nan(reduction.sum_(squares, axes, keep_dims=True, name="weighted_distsq"), total)
        return tuple(in_type_of(x, _squeezed(each, axes, keep)) for each in (mean, variance))


def sufficient_statistics(
    x: Any, axes: Any, shift: Any = None, keep_dims: bool | None = None, name: str | None = None, keepdims: bool | None = None
) -> tuple[Any, ...]:
    """What mean and variance over ``axes`` can be computed from: the count, the sum, the sum of squares, and ``shift``.

    ``shift``, a value near the mean that is subtracted first, avoids cancellation; None means no shift. In 0.x it said whether to shift:
    True takes the first entries along ``axes``.
    """
    keep = one_of("keepdims", keepdims, "keep_dims", keep_dims, False)
    axes = sorted({axes} if isinstance(axes, int) else set(axes))
    with name_scope(name, "sufficient_statistics", [x, *([] if shift is None else [shift])]):
        x = convert_to_tensor(x, name="x")
        shift, subtracted = _shifts(x, axes, shift, keep)
        values, squares = (x, math.square(x)) if shift is None else (math.sub(x, subtracted), math.squared_difference(x, subtracted))
        return (
            _count(x, axes),
            reduction.sum_(values, axes, keep_dims=keep, name="mean_ss"),
            reduction.sum_(squares, axes, keep_dims=keep, name="var_ss"),
            shift,
        )


def _shifts(x: Tensor, axes: list[int], shift: Any, keep: bool) -> tuple[Tensor | None, Tensor | None]:
    """The shift for the caller and in the shape in which it is subtracted; None for neither."""
    if shift is None or shift is False:
        return None, None
    if shift is not True:
        return (given := convert_to_tensor(shift, name="shift")), given
    first = x
    for axis in axes:
        first = indexing.gather_v2(first, [0], axis)
    return (first if keep else array.squeeze(first, squeeze_dims=axes)), first


def _count(x: Tensor, axes: list[int]) -> Tensor:
    """How many elements each sum has, in the type of ``x``."""
    places = math.floor_mod(np.array(axes, np.int32), array.rank(x))
    sizes = indexing.gather_v2(array.shape(x), places, 0)
    return reduction.prod(math.cast(sizes, DstT=x.dtype.base_dtype), [0], name="count")


def normalize_moments(counts: Any, mean_ss: Any, variance_ss: Any, shift: Any, name: str | None = None) -> tuple[Tensor, Tensor]:
    """Mean and variance from what :func:`sufficient_statistics` returns."""
    with name_scope(name, "normalize", [counts, mean_ss, variance_ss, *([] if shift is None else [shift])]):
        divisor = math.reciprocal(counts, name="divisor")
        if shift is None:
            mean = shifted = math.mul(mean_ss, divisor, name="mean")
        else:
            shifted = math.mul(mean_ss, divisor, name="shifted_mean")
            mean = math.add_v2(shifted, shift, name="mean")
        return mean, math.sub(math.mul(variance_ss, divisor), math.square(shifted), name="variance")


def zero_fraction(value: Any, name: str | None = None) -> Tensor:
    """Which part of the elements is 0, a float32 scalar; NaN of nothing."""
    with name_scope(name, "zero_fraction", [value]):
        value = convert_to_tensor(value, name="value")
        zeros = math.cast(compare.equal(value, creation.zeros_like(value)), DstT="int64")
        count = reduce_sum(zeros)
        size = array.size(value, out_type="int64")
        return math.real_div(math.cast(count, DstT="float32"), math.cast(size, DstT="float32"), name="fraction")
