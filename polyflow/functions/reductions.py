"""Reductions, positions of extremes, running sums and products, and segments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ..framework import dtypes
from ..framework.conversion import constant_tensor, convert_to_tensor
from ..framework.dtypes import as_dtype
from ..framework.op import Declaration
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..framework.synonyms import one_of
from ..framework.tensor_shape import SCALAR
from ..ops import array_creation as creation
from ..ops import array_manipulation as array
from ..ops import math_comparison as compare
from ..ops import math_elementwise as elementwise
from ..ops import math_reduction as ops
from ..ops.array_identity import stop_gradient
from .arithmetic import cast, real

__all__ = [
    "arg_max", "arg_min", "argmax", "argmin", "count_nonzero", "cumprod", "cumsum", "cumulative_logsumexp", "reduce_all", "reduce_any",
    "reduce_euclidean_norm", "reduce_logsumexp", "reduce_max", "reduce_mean", "reduce_min", "reduce_prod", "reduce_std", "reduce_sum",
    "reduce_variance",
]  # fmt: skip


def _reduction(build: Declaration, name: str) -> Callable[..., Tensor]:
    """The public form of a reduction."""

    def function(input_tensor: Any, axis: Any = None, keepdims: bool | None = None, name: str | None = None, reduction_indices: Any = None,
                 keep_dims: bool | None = None) -> Tensor:  # fmt: skip
        axis, keepdims = _synonyms(axis, reduction_indices, keepdims, keep_dims)
        input_tensor = convert_to_tensor(input_tensor, name="input")
        output = build(input_tensor, _axes(input_tensor, axis), keep_dims=keepdims, name=name)
        if axis is None and not keepdims and output.shape.sizes is None:
            output.set_shape(SCALAR)
        return output

    function.__name__ = function.__qualname__ = name
    function.__doc__ = f"""{build.__doc__}

    Args:
        axis: the dimensions to reduce, a number or a list; None means all (``reduction_indices`` is its older name).
        keepdims: whether reduced dimensions stay with size 1 (``keep_dims`` is its older name).
    """
    return function


def _synonyms(axis: Any, reduction_indices: Any, keepdims: bool | None, keep_dims: bool | None) -> tuple[Any, bool]:
    return one_of("axis", axis, "reduction_indices", reduction_indices), one_of("keepdims", keepdims, "keep_dims", keep_dims, False)


def _axes(tensor: Tensor, axis: Any) -> Any:
    """``axis``, or all dimensions: a constant where the rank is known."""
    if axis is not None:
        return axis
    if tensor.shape.ndims is not None:
        return constant_tensor(np.arange(tensor.shape.ndims, dtype=np.int32))
    return creation.range_(0, array.rank(tensor), 1, name="range")


reduce_sum = _reduction(ops.sum_, "reduce_sum")
reduce_mean = _reduction(ops.mean, "reduce_mean")
reduce_prod = _reduction(ops.prod, "reduce_prod")
reduce_max = _reduction(ops.max_, "reduce_max")
reduce_min = _reduction(ops.min_, "reduce_min")
reduce_all = _reduction(ops.all_, "reduce_all")
reduce_any = _reduction(ops.any_, "reduce_any")
reduce_euclidean_norm = _reduction(ops.euclidean_norm, "reduce_euclidean_norm")


def reduce_logsumexp(input_tensor: Any, axis: Any = None, keepdims: bool | None = None, name: str | None = None,
                     reduction_indices: Any = None, keep_dims: bool | None = None) -> Tensor:  # fmt: skip
    """log(sum(exp(x))) over ``axis``, computed relative to the maximum so that nothing overflows. Arguments as for :func:`reduce_sum`."""
    axis, keepdims = _synonyms(axis, reduction_indices, keepdims, keep_dims)
    with name_scope(name, "ReduceLogSumExp", [input_tensor]) as scope:
        x = convert_to_tensor(input_tensor, name="input")
        greatest = reduce_max(x, axis, keepdims=True)
        shift = stop_gradient(compare.select(compare.is_finite(greatest), greatest, creation.zeros_like(greatest)))
        result = elementwise.log(reduce_sum(elementwise.exp(elementwise.sub(x, shift)), axis, keepdims=keepdims))
        return elementwise.add(result, shift if keepdims else array.reshape(shift, array.shape(result)), name=scope)


def reduce_variance(input_tensor: Any, axis: Any = None, keepdims: bool = False, name: str | None = None) -> Tensor:
    """The mean of the squared distances from the mean; real for complex numbers."""
    with name_scope(name or "reduce_variance", values=[input_tensor]):
        x = convert_to_tensor(input_tensor, name="input")
        if x.dtype.is_integer:
            raise TypeError("Input must be either real or complex")
        return reduce_mean(real(elementwise.squared_difference(x, reduce_mean(x, axis, keepdims=True))), axis, keepdims)


def reduce_std(input_tensor: Any, axis: Any = None, keepdims: bool = False, name: str | None = None) -> Tensor:
    """The square root of the variance."""
    with name_scope(name or "reduce_std", values=[input_tensor]):
        return elementwise.sqrt(reduce_variance(input_tensor, axis, keepdims))


def count_nonzero(input_tensor: Any = None, axis: Any = None, keepdims: bool | None = None, dtype: Any = dtypes.int64,
                  name: str | None = None, reduction_indices: Any = None, keep_dims: bool | None = None, input: Any = None) -> Tensor:  # fmt: skip
    """How many elements are not 0 (not empty, for strings); ``input`` is a newer name, other arguments as for :func:`reduce_sum`."""
    input_tensor = one_of("input", input, "input_tensor", input_tensor)
    axis, keepdims = _synonyms(axis, reduction_indices, keepdims, keep_dims)
    with name_scope(name, "count_nonzero", [input_tensor]):
        x = convert_to_tensor(input_tensor, name="input")
        zero = constant_tensor("" if x.dtype.base_dtype is dtypes.string else np.zeros((), x.dtype.np_dtype))
        counted = reduce_sum(cast(compare.not_equal(x, zero), dtypes.int64), axis, keepdims)
        return cast(counted, as_dtype(dtype))


def argmax(input: Any, axis: Any = None, name: str | None = None, dimension: Any = None, output_type: Any = dtypes.int64) -> Tensor:
    """Where along ``axis`` (``dimension`` in older programs), by default 0, the greatest element is: the first of several."""
    return ops.argmax(input, one_of("axis", axis, "dimension", dimension, 0), output_type=output_type, name=name)


def argmin(input: Any, axis: Any = None, name: str | None = None, dimension: Any = None, output_type: Any = dtypes.int64) -> Tensor:
    """Where along ``axis`` (``dimension`` in older programs), by default 0, the least element is: the first of several."""
    return ops.argmin(input, one_of("axis", axis, "dimension", dimension, 0), output_type=output_type, name=name)


def arg_max(input: Any, dimension: Any, output_type: Any = dtypes.int64, name: str | None = None) -> Tensor:
    """The older spelling of :func:`argmax`."""
    return ops.argmax(input, dimension, output_type=output_type, name=name)


def arg_min(input: Any, dimension: Any, output_type: Any = dtypes.int64, name: str | None = None) -> Tensor:
    """The older spelling of :func:`argmin`."""
    return ops.argmin(input, dimension, output_type=output_type, name=name)


def cumsum(x: Any, axis: Any = 0, exclusive: bool = False, reverse: bool = False, name: str | None = None) -> Tensor:
    """Sums of the elements up to each one along ``axis``; without that one itself if ``exclusive``, from the end if ``reverse``."""
    return ops.cumsum(x, axis, exclusive=exclusive, reverse=reverse, name=name)


def cumprod(x: Any, axis: Any = 0, exclusive: bool = False, reverse: bool = False, name: str | None = None) -> Tensor:
    """Products of the elements up to each one along ``axis``; without that one itself if ``exclusive``, from the end if ``reverse``."""
    return ops.cumprod(x, axis, exclusive=exclusive, reverse=reverse, name=name)


def cumulative_logsumexp(x: Any, axis: Any = 0, exclusive: bool = False, reverse: bool = False, name: str | None = None) -> Tensor:
    """log(sum(exp(…))) of the elements up to each one along ``axis``; ``exclusive`` and ``reverse`` as for :func:`cumsum`."""
    return ops.cumulative_logsumexp(x, axis, exclusive=exclusive, reverse=reverse, name=name)
