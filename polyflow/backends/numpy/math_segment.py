"""Reductions of groups of rows."""

import ml_dtypes
import numpy as np

from ...framework import math_rules
from ...framework.array_rules import at_run_time
from ...framework.errors import InvalidArgumentError
from . import kernel
from .arrays import widened
from .math_reduction import highest, lowest

segmented_sizes = at_run_time(math_rules.segmented_sizes)


def combine(ufunc, start, data, ids, segments):
    """Per segment ``start`` combined with its rows, in the type that sums are formed in."""
    data, ids = np.asarray(data), np.asarray(ids)
    rows = widened(data)
    result = np.full(segmented_sizes(data.shape, ids.shape, segments), start, rows.dtype)
    chosen = ids >= 0
    require_segments(ids, segments)
    ufunc.at(result, ids[chosen], rows[chosen])
    return result


def require_segments(ids, segments):
    if ids.size and ids.max() >= segments:
        where = np.argwhere(ids >= segments)[0].tolist()
        raise InvalidArgumentError.of(f"segment_ids{where or ''} = {int(ids[tuple(where)])} is out of range [0, {segments})")


@kernel("UnsortedSegmentSum")
def unsorted_segment_sum(data, segment_ids, num_segments):
    return combine(np.add, 0, data, segment_ids, num_segments).astype(data.dtype)


@kernel("UnsortedSegmentProd")
def unsorted_segment_prod(data, segment_ids, num_segments):
    return combine(np.multiply, 1, data, segment_ids, num_segments).astype(data.dtype)


@kernel("UnsortedSegmentMax")
def unsorted_segment_max(data, segment_ids, num_segments):
    return combine(np.maximum, limits(data.dtype).min, data, segment_ids, num_segments).astype(data.dtype)


@kernel("UnsortedSegmentMin")
def unsorted_segment_min(data, segment_ids, num_segments):
    return combine(np.minimum, limits(data.dtype).max, data, segment_ids, num_segments).astype(data.dtype)


def limits(dtype):
    return np.iinfo(dtype) if dtype.kind in "iu" else ml_dtypes.finfo(dtype)


# Sorted ids, the last of which says how many segments there are.


def count(data, ids):
    """The number of segments."""
    if len(ids) != len(data):
        raise InvalidArgumentError.of(f"segment_ids should be the same size as dimension 0 of data: {len(ids)} and {len(data)}")
    if (ids[1:] < ids[:-1]).any():
        raise InvalidArgumentError.of("segment ids are not increasing")
    if len(ids) and ids[0] < 0:
        raise InvalidArgumentError.of("segment ids must be >= 0")
    return ids[-1] + 1 if len(ids) else 0


def sizes(ids, rows):
    """How many rows each segment has, in a shape that broadcasts against ``rows``."""
    return np.bincount(ids, minlength=len(rows)).reshape(-1, *(1 for _ in rows.shape[1:]))


@kernel("SegmentSum")
def segment_sum(data, segment_ids):
    return combine(np.add, 0, data, segment_ids, count(data, segment_ids)).astype(data.dtype)


@kernel("SegmentProd")
def segment_prod(data, segment_ids):
    return combine(np.multiply, 1, data, segment_ids, count(data, segment_ids)).astype(data.dtype)


@kernel("SegmentMean")
def segment_mean(data, segment_ids):
    return averaged(combine(np.add, 0, data, segment_ids, count(data, segment_ids)), segment_ids).astype(data.dtype)


def averaged(sums, ids):
    number = np.maximum(sizes(ids, sums), 1).astype(sums.dtype)
    return (sums - np.fmod(sums, number)) // number if sums.dtype.kind in "iu" else sums / number


@kernel("SegmentMax")
def segment_max(data, segment_ids):
    return or_zero(combine(np.maximum, lowest(data.dtype), data, segment_ids, count(data, segment_ids)), segment_ids).astype(data.dtype)


@kernel("SegmentMin")
def segment_min(data, segment_ids):
    return or_zero(combine(np.minimum, highest(data.dtype), data, segment_ids, count(data, segment_ids)), segment_ids).astype(data.dtype)


def or_zero(rows, ids):
    return np.where(sizes(ids, rows) > 0, rows, rows.dtype.type(0))
