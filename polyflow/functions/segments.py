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
from ..ops import math_sparse_segment as sparse
from ..ops.array_creation import fill, ones_like
from .arithmetic import as_public, cast
from .division import truediv

__all__ = [
    "segment_max", "segment_mean", "segment_min", "segment_prod", "segment_sum", "sparse_segment_mean", "sparse_segment_sqrt_n",
    "sparse_segment_sqrt_n_grad", "sparse_segment_sum", "unsorted_segment_max", "unsorted_segment_mean", "unsorted_segment_min",
    "unsorted_segment_prod", "unsorted_segment_sqrt_n", "unsorted_segment_sum",
]  # fmt: skip

Function = Callable[..., Tensor]


def _sorted(build: Declaration, name: str) -> Function:
    def function(data: Any, segment_ids: Any, name: str | None = None) -> Tensor:
        return build(data, segment_ids, name=name)

    return as_public(function, name, build)


def _unsorted(build: Declaration, name: str) -> Function:
    def function(data: Any, segment_ids: Any, num_segments: Any, name: str | None = None) -> Tensor:
        return build(data, segment_ids, num_segments, name=name)

    return as_public(function, name, build)


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
    return truediv(ops.unsorted_segment_sum(data, ids, num_segments), shaped)


def _joined(first: Tensor, second: Tensor) -> Tensor:
    return array.concat_v2([first, second], 0)


def _picked(build: Declaration, counted: Declaration, name: str) -> Function:
    """The public form of a reduction of picked rows, with or without a number of segments."""

    def function(data: Any, indices: Any, segment_ids: Any, name: str | None = None, num_segments: Any = None) -> Tensor:
        if num_segments is None:
            return build(data, indices, segment_ids, name=name)
        return counted(data, indices, segment_ids, num_segments, name=name)

    function.__name__ = function.__qualname__ = name
    function.__doc__ = f"""{build.__doc__}

    Args:
        data: what rows are picked from.
        indices: which row of ``data`` each picked row is.
        segment_ids: the segment of each picked row, sorted.
        num_segments: how many segments there are, where that is more than the last id says.
    """
    return function


sparse_segment_sum = _picked(sparse.sparse_segment_sum, sparse.sparse_segment_sum_with_num_segments, "sparse_segment_sum")
sparse_segment_mean = _picked(sparse.sparse_segment_mean, sparse.sparse_segment_mean_with_num_segments, "sparse_segment_mean")
sparse_segment_sqrt_n = _picked(sparse.sparse_segment_sqrt_n, sparse.sparse_segment_sqrt_n_with_num_segments, "sparse_segment_sqrt_n")


def sparse_segment_sqrt_n_grad(grad: Any, indices: Any, segment_ids: Any, output_dim0: Any, name: str | None = None) -> Tensor:
    """The gradient of :func:`sparse_segment_sqrt_n` with respect to its data, which has ``output_dim0`` rows."""
    return sparse.sparse_segment_sqrt_n_grad(grad, indices, segment_ids, output_dim0, name=name)
