"""Reductions of groups of rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ..framework.conversion import constant_tensor, convert_to_tensor
from ..framework.op import Declaration
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..ops import array_manipulation as array
from ..ops import math_elementwise as elementwise
from ..ops import math_segment as ops
from ..ops.array_creation import fill, ones_like
from ..ops.array_indexing import gather_v2
from .arithmetic import cast

__all__ = [
    "segment_max", "segment_mean", "segment_min", "segment_prod", "segment_sum", "sparse_segment_mean", "sparse_segment_sqrt_n",
    "sparse_segment_sqrt_n_grad", "sparse_segment_sum", "unsorted_segment_max", "unsorted_segment_mean", "unsorted_segment_min",
    "unsorted_segment_prod", "unsorted_segment_sqrt_n", "unsorted_segment_sum",
]  # fmt: skip

Function = Callable[..., Tensor]


def _sorted(build: Declaration, name: str) -> Function:
    def function(data: Any, segment_ids: Any, name: str | None = None) -> Tensor:
        return build(data, segment_ids, name=name)

    return _as_public(function, name, build)


def _unsorted(build: Declaration, name: str) -> Function:
    def function(data: Any, segment_ids: Any, num_segments: Any, name: str | None = None) -> Tensor:
        return build(data, segment_ids, num_segments, name=name)

    return _as_public(function, name, build)


def _as_public(function: Function, name: str, build: Declaration) -> Function:
    function.__name__ = function.__qualname__ = name
    function.__doc__ = build.__doc__
    return function


segment_sum = _sorted(ops.segment_sum, "segment_sum")
segment_mean = _sorted(ops.segment_mean, "segment_mean")
segment_prod = _sorted(ops.segment_prod, "segment_prod")
segment_max = _sorted(ops.segment_max, "segment_max")
segment_min = _sorted(ops.segment_min, "segment_min")
unsorted_segment_sum = _unsorted(ops.unsorted_segment_sum, "unsorted_segment_sum")
unsorted_segment_prod = _unsorted(ops.unsorted_segment_prod, "unsorted_segment_prod")
unsorted_segment_max = _unsorted(ops.unsorted_segment_max, "unsorted_segment_max")
unsorted_segment_min = _unsorted(ops.unsorted_segment_min, "unsorted_segment_min")


def unsorted_segment_mean(data: Any, segment_ids: Any, num_segments: Any, name: str | None = None) -> Tensor:
    """The means of segments; 0 for one without rows."""
    with name_scope(name, "UnsortedSegmentMean"):
        return _divided(data, segment_ids, num_segments, lambda counts: counts)


def unsorted_segment_sqrt_n(data: Any, segment_ids: Any, num_segments: Any, name: str | None = None) -> Tensor:
    """The sums of segments, each divided by the square root of how many rows it has; 0 for one without rows."""
    with name_scope(name, "UnsortedSegmentSqrtN"):
        return _divided(data, segment_ids, num_segments, elementwise.sqrt)


def _divided(data: Any, segment_ids: Any, num_segments: Any, divisor: Callable[[Tensor], Tensor]) -> Tensor:
    """The sums of segments divided by ``divisor`` of how many rows each has, or of 1."""
    data, ids = convert_to_tensor(data), convert_to_tensor(segment_ids)
    counts = ops.unsorted_segment_sum(cast(ones_like(ids), data.dtype), ids, num_segments)
    counts = elementwise.maximum(counts, constant_tensor(np.ones((), data.dtype.np_dtype)))
    ones = fill(array.reshape(elementwise.sub(array.rank(data), array.rank(ids)), [1]), 1)
    shaped = array.reshape(divisor(counts), _joined(array.shape(counts), ones))
    return elementwise.real_div(ops.unsorted_segment_sum(data, ids, num_segments), shaped)


def _joined(first: Tensor, second: Tensor) -> Tensor:
    return array.concat_v2([first, second], 0)


def sparse_segment_sum(data: Any, indices: Any, segment_ids: Any, name: str | None = None, num_segments: Any = None) -> Tensor:
    """The sums of segments of the rows ``data[indices]``; ``num_segments`` may say how many there are, beyond the last id."""
    if num_segments is None:
        return ops.sparse_segment_sum(data, indices, segment_ids, name=name)
    return ops.unsorted_segment_sum(gather_v2(data, indices, 0), segment_ids, num_segments, name=name)


def sparse_segment_mean(data: Any, indices: Any, segment_ids: Any, name: str | None = None, num_segments: Any = None) -> Tensor:
    """The means of segments of the rows ``data[indices]``; ``num_segments`` may say how many there are, beyond the last id."""
    if num_segments is None:
        return ops.sparse_segment_mean(data, indices, segment_ids, name=name)
    return unsorted_segment_mean(gather_v2(data, indices, 0), segment_ids, num_segments, name)


def sparse_segment_sqrt_n(data: Any, indices: Any, segment_ids: Any, name: str | None = None, num_segments: Any = None) -> Tensor:
    """The sums of segments of the rows ``data[indices]``, each divided by the square root of how many they are.

    ``num_segments`` as for the sum.
    """
    if num_segments is None:
        return ops.sparse_segment_sqrt_n(data, indices, segment_ids, name=name)
    return unsorted_segment_sqrt_n(gather_v2(data, indices, 0), segment_ids, num_segments, name)


def sparse_segment_sqrt_n_grad(grad: Any, indices: Any, segment_ids: Any, output_dim0: Any, name: str | None = None) -> Tensor:
    """The gradient of :func:`sparse_segment_sqrt_n` with respect to its data, which has ``output_dim0`` rows."""
    return ops.sparse_segment_sqrt_n_grad(grad, indices, segment_ids, output_dim0, name=name)
