"""Gradients of reductions of groups of picked rows: each picked row gets a share of the gradient of its segment."""

from ..framework.indexed_slices import IndexedSlices
from ..ops import math_elementwise as elementwise
from ..ops import math_sparse_segment as m
from ..ops.array_creation import ones_like
from ..ops.array_indexing import gather_v2, strided_slice
from ..ops.math_segment import unsorted_segment_sum
from .math_segment import at_least_one, like_rows, nothing_for_ids
from .registry import gradient
from .shapes import shape_of


@gradient(m.sparse_segment_sum, m.sparse_segment_sum_with_num_segments)
def _(op, dy):
    return picked_gradient(op, gather_v2(dy, op.inputs[2], 0))


@gradient(m.sparse_segment_mean, m.sparse_segment_mean_with_num_segments)
def _(op, dy):
    if op.attrs["sparse_gradient"]:
        return picked_gradient(op, gather_v2(shares(dy, op.inputs[2], lambda counts: counts), op.inputs[2], 0))
    return dense_gradient(op, dy, m.sparse_segment_mean_grad)


@gradient(m.sparse_segment_sqrt_n, m.sparse_segment_sqrt_n_with_num_segments)
def _(op, dy):
    if op.attrs["sparse_gradient"]:
        return picked_gradient(op, gather_v2(shares(dy, op.inputs[2], elementwise.sqrt), op.inputs[2], 0))
    return dense_gradient(op, dy, m.sparse_segment_sqrt_n_grad)


def picked_gradient(op, rows):
    """The gradients of the picked rows as IndexedSlices where the op asks for them, else added up."""
    data, indices = op.inputs[:2]
    if op.attrs["sparse_gradient"]:
        return IndexedSlices(rows, indices, shape_of(data)), *nothing_for_ids(op)
    return unsorted_segment_sum(rows, indices, count_of(data)), *nothing_for_ids(op)


def dense_gradient(op, dy, spread):
    data, indices, ids = op.inputs[:3]
    return spread(dy, indices, ids, count_of(data)), *nothing_for_ids(op)


@gradient(m.sparse_segment_sum_grad)
def _(op, dz):
    return regrouped(op, dz), *nothing_for_ids(op)


@gradient(m.sparse_segment_mean_grad)
def _(op, dz):
    return shares(regrouped(op, dz), op.inputs[2], lambda counts: counts), *nothing_for_ids(op)


@gradient(m.sparse_segment_sqrt_n_grad)
def _(op, dz):
    return shares(regrouped(op, dz), op.inputs[2], elementwise.sqrt), *nothing_for_ids(op)


def regrouped(op, dz):
    """The adjoint of spreading: the picked rows of ``dz`` summed by segment."""
    grad, indices, ids, _ = op.inputs
    return unsorted_segment_sum(gather_v2(dz, indices, 0), ids, count_of(grad))


def shares(segments, ids, divisor):
    """The rows of ``segments`` divided by ``divisor`` of how many ids each has, or of 1 where there are none."""
    counts = unsorted_segment_sum(elementwise.cast(ones_like(ids), DstT=segments.dtype), ids, count_of(segments))
    return elementwise.real_div(segments, like_rows(divisor(at_least_one(counts)), segments))


def count_of(rows):
    """How many rows there are."""
    return strided_slice(shape_of(rows), [0], [1], [1], shrink_axis_mask=1)
