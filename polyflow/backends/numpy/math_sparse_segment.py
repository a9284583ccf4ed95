"""Reductions of groups of picked rows."""

import numpy as np

from ...framework.errors import InvalidArgumentError
from . import kernel
from .arrays import require_in_range, widened
from .math_segment import averaged, combine, count, sizes


def picked_sums(data, indices, ids, segments=None):
    """Per segment the sum of its rows; as many segments as the ids say, unless ``segments`` does."""
    require_same_length(indices, ids)
    require_in_range(indices, len(data))
    counted = count(indices, ids)
    return combine(np.add, 0, data[indices], ids, counted if segments is None else enough(segments, counted))


def require_same_length(indices, ids):
    if indices.shape != ids.shape:
        raise InvalidArgumentError.of(f"segment_ids and indices should have the same size, not {ids.shape} and {indices.shape}")


def enough(segments, counted):
    if segments < counted:
        raise InvalidArgumentError.of(f"segment ids must be < num_segments = {segments}, not {counted - 1}")
    return segments


def root_averaged(sums, ids):
    return sums / np.sqrt(np.maximum(sizes(ids, sums), 1)).astype(sums.dtype)


@kernel("SparseSegmentSum")
def sparse_segment_sum(data, indices, segment_ids, *, sparse_gradient):
    return picked_sums(data, indices, segment_ids).astype(data.dtype)


@kernel("SparseSegmentMean")
def sparse_segment_mean(data, indices, segment_ids, *, sparse_gradient):
    return averaged(picked_sums(data, indices, segment_ids), segment_ids).astype(data.dtype)


@kernel("SparseSegmentSqrtN")
def sparse_segment_sqrt_n(data, indices, segment_ids, *, sparse_gradient):
    return root_averaged(picked_sums(data, indices, segment_ids), segment_ids).astype(data.dtype)


@kernel("SparseSegmentSumWithNumSegments")
def sparse_segment_sum_with_num_segments(data, indices, segment_ids, num_segments, *, sparse_gradient):
    return picked_sums(data, indices, segment_ids, num_segments).astype(data.dtype)


@kernel("SparseSegmentMeanWithNumSegments")
def sparse_segment_mean_with_num_segments(data, indices, segment_ids, num_segments, *, sparse_gradient):
    return averaged(picked_sums(data, indices, segment_ids, num_segments), segment_ids).astype(data.dtype)


@kernel("SparseSegmentSqrtNWithNumSegments")
def sparse_segment_sqrt_n_with_num_segments(data, indices, segment_ids, num_segments, *, sparse_gradient):
    return root_averaged(picked_sums(data, indices, segment_ids, num_segments), segment_ids).astype(data.dtype)


@kernel("SparseSegmentSumGrad")
def sparse_segment_sum_grad(grad, indices, segment_ids, output_dim0):
    return spread(grad, indices, segment_ids, output_dim0, np.ones_like)


@kernel("SparseSegmentMeanGrad")
def sparse_segment_mean_grad(grad, indices, segment_ids, output_dim0):
    return spread(grad, indices, segment_ids, output_dim0, np.positive)


@kernel("SparseSegmentSqrtNGrad")
def sparse_segment_sqrt_n_grad(grad, indices, segment_ids, output_dim0):
    return spread(grad, indices, segment_ids, output_dim0, np.sqrt)


def spread(grad, indices, ids, rows, divisor):
    """Row indices[i] receives grad[ids[i]] divided by ``divisor`` of the size of that segment."""
    require_same_length(indices, ids)
    require_in_range(indices, rows)
    require_in_range(ids, len(grad), "segment_ids")
    shares = widened(grad) / divisor(np.maximum(sizes(ids, grad), 1)).astype(widened(grad).dtype)
    return combine(np.add, 0, shares[ids], indices, rows).astype(grad.dtype)
