"""Reductions of groups of picked rows.

Indices and ids out of range are errors on the CPU. On other devices such an index reads zeros, and such an id leaves its row out.
"""

import torch

from ...framework.errors import InvalidArgumentError
from . import kernel
from .array_indexing import gather_v2
from .arrays import require_in_range
from .math_segment import bag_sums, counted_in_order, fits_bags, like_rows, require_sorted, sizes, sums, unsorted
from .precision import HALF


def require_pairs(indices, ids):
    if indices.shape != ids.shape:
        raise InvalidArgumentError.of(
            f"segment_ids and indices should have the same size, not {tuple(ids.shape)} and {tuple(indices.shape)}"
        )


def picked(data, indices, ids):
    require_pairs(indices, ids)
    return gather_v2(data, indices, 0, batch_dims=0)


def picked_sums(data, indices, ids, number):
    """The sums of segments that have so many picked rows each."""
    if not fits_bags(data, indices):
        return sums_of(picked(data, indices, ids), ids, len(number))
    require_in_range(indices, data.shape[0])
    return bag_sums(data, indices.int() if indices.dtype is torch.int16 else indices, number)


def sums_of(rows, ids, segments):
    """The sums of so many segments, whose ids the CPU has checked."""
    return sums(rows, ids, segments) if ids.is_cpu else unsorted(sums, rows, ids, segments)


def counted(ids, segments):
    """How many rows each segment has."""
    return ids.bincount(minlength=segments) if ids.is_cpu else sums_of(torch.ones_like(ids, dtype=torch.int64), ids, segments)


def counted_if_sorted(indices, ids):
    require_pairs(indices, ids)
    return sizes(indices, ids)


def counted_if_sorted_below(indices, ids, segments):
    require_pairs(indices, ids)
    if not (ids.is_cpu and ids.numel()):
        return counted(ids, segments)
    require_sorted(ids)
    if ids[-1] >= segments:
        raise InvalidArgumentError.of(f"segment ids must be < num_segments = {segments}, not {int(ids[-1])}")
    return counted_in_order(ids, segments)


@kernel("SparseSegmentSum")
def sparse_segment_sum(data, indices, segment_ids, *, sparse_gradient):
    return picked_sums(data, indices, segment_ids, counted_if_sorted(indices, segment_ids))


@kernel("SparseSegmentMean")
def sparse_segment_mean(data, indices, segment_ids, *, sparse_gradient):
    return divided(data, indices, segment_ids, counted_if_sorted(indices, segment_ids), torch.clone)


@kernel("SparseSegmentSqrtN")
def sparse_segment_sqrt_n(data, indices, segment_ids, *, sparse_gradient):
    return divided(data, indices, segment_ids, counted_if_sorted(indices, segment_ids), torch.sqrt)


@kernel("SparseSegmentSumWithNumSegments")
def sparse_segment_sum_with_num_segments(data, indices, segment_ids, num_segments, *, sparse_gradient):
    return picked_sums(data, indices, segment_ids, counted_if_sorted_below(indices, segment_ids, num_segments))


@kernel("SparseSegmentMeanWithNumSegments")
def sparse_segment_mean_with_num_segments(data, indices, segment_ids, num_segments, *, sparse_gradient):
    return divided(data, indices, segment_ids, counted_if_sorted_below(indices, segment_ids, num_segments), torch.clone)


@kernel("SparseSegmentSqrtNWithNumSegments")
def sparse_segment_sqrt_n_with_num_segments(data, indices, segment_ids, num_segments, *, sparse_gradient):
    return divided(data, indices, segment_ids, counted_if_sorted_below(indices, segment_ids, num_segments), torch.sqrt)


def divided(data, indices, ids, number, divisor):
    """The sums of segments, each divided by ``divisor`` of how many rows it has."""
    if data.dtype in HALF:
        return divided(data.float(), indices, ids, number, divisor).to(data.dtype)
    return picked_sums(data, indices, ids, number).div_(divisor(like_rows(number.clamp(min=1), data).to(data.dtype)))


@kernel("SparseSegmentSumGrad")
def sparse_segment_sum_grad(grad, indices, segment_ids, output_dim0):
    require_in_range(indices, output_dim0)
    require_in_range(segment_ids, grad.shape[0], "segment_ids")
    return sums_of(picked(grad, segment_ids, indices), indices, output_dim0)


@kernel("SparseSegmentMeanGrad")
def sparse_segment_mean_grad(grad, indices, segment_ids, output_dim0):
    return spread(grad, indices, segment_ids, output_dim0, torch.clone)


@kernel("SparseSegmentSqrtNGrad")
def sparse_segment_sqrt_n_grad(grad, indices, segment_ids, output_dim0):
    return spread(grad, indices, segment_ids, output_dim0, torch.sqrt)


def spread(grad, indices, ids, rows, divisor):
    """Row indices[i] receives grad[ids[i]] divided by ``divisor`` of the size of that segment."""
    if grad.dtype in HALF:
        return spread(grad.float(), indices, ids, rows, divisor).to(grad.dtype)
    require_in_range(indices, rows)
    require_in_range(ids, grad.shape[0], "segment_ids")
    shares = grad.div(divisor(like_rows(counted(ids, grad.shape[0]).clamp_(min=1), grad).to(grad.dtype)))
    return sums_of(picked(shares, ids, indices), indices, rows)
