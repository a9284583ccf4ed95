"""Gradients of reductions of groups of rows: each row gets a share of the gradient of its segment."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ..framework.operation import Tensor
from ..ops import math_comparison as comparison
from ..ops import math_elementwise as elementwise
from ..ops import math_segment as m
from ..ops.array_creation import fill, ones_like
from ..ops.array_indexing import gather_v2
from ..ops.array_manipulation import concat_v2, expand_dims, rank, reshape
from .helpers import conj, scalar
from .registry import gradient
from .shapes import shape_of


class Groups(NamedTuple):
    """How the rows of an op's data form segments: the sum and the product of each, and back, the row of each id or zeros."""

    total: Callable[[Tensor], Tensor]
    product: Callable[[Tensor], Tensor]
    spread: Callable[[Tensor], Tensor]


def groups_of(op) -> Groups:
    ids = op.inputs[1]
    if len(op.inputs) == 2:
        return Groups(
            lambda rows: m.segment_sum(rows, ids),
            lambda rows: m.segment_prod(rows, ids),
            lambda segments: gather_v2(segments, ids, 0),
        )
    count = op.inputs[2]
    return Groups(
        lambda rows: m.unsorted_segment_sum(rows, ids, count),
        lambda rows: m.unsorted_segment_prod(rows, ids, count),
        lambda segments: rows_or_zeros(segments, ids),
    )


def rows_or_zeros(segments, ids):
    """The row of each id; zeros where the id is negative."""
    rows = gather_v2(segments, elementwise.maximum(ids, scalar(0, ids)), 0)
    kept = comparison.greater_equal(ids, scalar(0, ids))
    return comparison.select_v2(like_rows(kept, rows), rows, scalar(0, rows))


def like_rows(numbers, rows):
    """``numbers`` with further dimensions of size 1 behind, as many as ``rows`` has more."""
    if rows.shape.ndims is None or numbers.shape.ndims is None:
        ones = fill(reshape(elementwise.sub(rank(rows), rank(numbers)), [1]), 1)
        return reshape(numbers, concat_v2([shape_of(numbers), ones], 0))
    for _ in range(rows.shape.ndims - numbers.shape.ndims):
        numbers = expand_dims(numbers, -1)
    return numbers


def nothing_for_ids(op):
    return (None,) * (len(op.inputs) - 1)


@gradient(m.segment_sum, m.unsorted_segment_sum)
def _(op, dy):
    return groups_of(op).spread(dy), *nothing_for_ids(op)


@gradient(m.segment_mean)
def _(op, dy):
    groups = groups_of(op)
    counts = at_least_one(groups.total(elementwise.cast(ones_like(op.inputs[1]), DstT=dy.dtype.real_dtype)))
    return groups.spread(elementwise.real_div(dy, like_rows(elementwise.cast(counts, DstT=dy.dtype), dy))), None


def at_least_one(counts):
    """``counts``, but 1 for segments without rows, so that what is divided by it stays finite."""
    return elementwise.maximum(counts, scalar(1, counts))


@gradient(m.segment_max, m.segment_min, m.unsorted_segment_max, m.unsorted_segment_min)
def _(op, dy):
    """Rows that tie for the extreme share the gradient equally."""
    groups = groups_of(op)
    chosen = elementwise.cast(comparison.equal(op.inputs[0], groups.spread(op.outputs[0])), DstT=dy.dtype)
    share = elementwise.real_div(dy, at_least_one(groups.total(chosen)))
    return elementwise.mul(chosen, groups.spread(share)), *nothing_for_ids(op)


@gradient(m.segment_prod, m.unsorted_segment_prod)
def _(op, dy):
    """The product of the other rows of the segment, as for Prod: 0 beside a 0."""
    x, groups = op.inputs[0], groups_of(op)
    one, none = scalar(1, x), scalar(0, x)
    zero = comparison.equal(x, none)
    nonzero = comparison.select_v2(zero, one, x)
    is_zero = elementwise.cast(zero, DstT=x.dtype)
    other_zeros = elementwise.sub(groups.spread(groups.total(is_zero)), is_zero)
    rest = elementwise.real_div(groups.spread(groups.product(nonzero)), nonzero)
    others = comparison.select_v2(comparison.equal(other_zeros, none), rest, none)
    return elementwise.mul(groups.spread(dy), conj(others)), *nothing_for_ids(op)
