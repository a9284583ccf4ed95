"""Reductions of groups of rows.

Out-of-range ids are errors on the CPU. On CUDA the rows of ids that are too large are left out, as those of negative ids are anyway.
"""

import math

import torch
from torch.nn import functional

from ...framework import math_rules
from ...framework.array_rules import at_run_time
from ...framework.errors import InvalidArgumentError
from . import kernel
from .math_elementwise import div
from .math_reduction import highest, lowest
from .precision import HALF
from .unsigned import from_bits, from_ranks, to_bits, to_ranks

segmented_sizes = at_run_time(math_rules.segmented_sizes)


# Sums and products of float16 and bfloat16 are formed in float32, those of unsigned integers in int64.


def sums(rows, ids, segments):
    wide = rows.float() if rows.dtype in HALF else to_bits(rows)
    return narrowed(wide.new_zeros((segments, *rows.shape[1:])).scatter_add_(0, per_element(ids, wide), wide), rows.dtype)


def products(rows, ids, segments):
    wide = rows.float() if rows.dtype in HALF else to_bits(rows)
    return narrowed(scattered("prod", wide.new_ones((segments, *rows.shape[1:])), ids, wide), rows.dtype)


def narrowed(wide, dtype):
    return from_bits(wide, dtype) if wide.dtype is torch.int64 else wide.to(dtype)


def extremes(how, rows, ids, segments, start):
    dtype = rows.dtype
    rows = to_ranks(rows)
    result = rows.new_full((segments, *rows.shape[1:]), start(rows.dtype))
    return from_ranks(scattered(how, result, ids, rows), dtype)


def scattered(how, result, ids, rows):
    return result.scatter_reduce_(0, per_element(ids, rows), rows, how)


def per_element(ids, rows):
    """The id of its row for each element."""
    return like_rows(ids.long(), rows).expand(rows.shape)


# Unsorted ids: rows that are left out go to one more segment, which is then cut off.


def unsorted(reduce, data, ids, segments, *rest):
    sizes = segmented_sizes(tuple(data.shape), tuple(ids.shape), segments)
    require_segments(ids, segments)
    ids = ids.int() if ids.dtype is torch.int16 else ids
    inside = ids.ge(0).logical_and_(ids.lt(segments))
    ids = torch.where(inside, ids, segments).reshape(-1)
    return reduce(data.reshape(ids.shape + sizes[1:]), ids, segments + 1, *rest).narrow(0, 0, segments)


def require_segments(ids, segments):
    if ids.is_cpu and ids.numel() and ids.max() >= segments:
        where = ids.ge(segments).nonzero()[0].tolist()
        raise InvalidArgumentError.of(f"segment_ids{where or ''} = {int(ids[tuple(where)])} is out of range [0, {segments})")


@kernel("UnsortedSegmentSum")
def unsorted_segment_sum(data, segment_ids, num_segments):
    return unsorted(sums, data, segment_ids, num_segments)


@kernel("UnsortedSegmentProd")
def unsorted_segment_prod(data, segment_ids, num_segments):
    return unsorted(products, data, segment_ids, num_segments)


@kernel("UnsortedSegmentMax")
def unsorted_segment_max(data, segment_ids, num_segments):
    return unsorted(greatest, data, segment_ids, num_segments, lambda dtype: limits(dtype).min)


@kernel("UnsortedSegmentMin")
def unsorted_segment_min(data, segment_ids, num_segments):
    return unsorted(least, data, segment_ids, num_segments, lambda dtype: limits(dtype).max)


def greatest(rows, ids, segments, start):
    return extremes("amax", rows, ids, segments, start)


def least(rows, ids, segments, start):
    return extremes("amin", rows, ids, segments, start)


def limits(dtype):
    return torch.finfo(dtype) if dtype.is_floating_point else torch.iinfo(dtype)


# Sorted ids, the last of which says how many segments there are.


def sizes(data, ids):
    """How many rows each segment has."""
    if ids.numel() != data.shape[0]:
        raise InvalidArgumentError.of(f"segment_ids should be the same size as dimension 0 of data: {ids.numel()} and {data.shape[0]}")
    if not (ids.is_cpu and ids.numel()):
        return ids.bincount()
    require_sorted(ids)
    return counted_in_order(ids, int(ids[-1]) + 1)


def counted_in_order(ids, segments):
    """How many of some sorted ids on the CPU each segment has: few segments are found by search sooner than all ids are counted."""
    if 16 * segments > ids.numel():
        return ids.bincount(minlength=segments)
    return torch.searchsorted(ids.contiguous(), torch.arange(segments + 1, dtype=ids.dtype)).diff()


def require_sorted(ids):
    if ids.amin() >= 0 and (ids.numel() == 1 or ids[1:].sub(ids[:-1]).amin() >= 0):  # these differences cannot overflow
        return
    if ids[1:].lt(ids[:-1]).any():
        raise InvalidArgumentError.of("segment ids are not increasing")
    raise InvalidArgumentError.of("segment ids must be >= 0")


def like_rows(number, rows):
    """A number per row in a shape that broadcasts against the rows."""
    return number.reshape(-1, *(1 for _ in rows.shape[1:]))


def fits_bags(rows, picked):
    """Whether ``bag_sums`` can do it: it takes these types only, and ends the process on CUDA if a row is not there."""
    return rows.is_cpu and rows.dtype in (torch.float32, torch.float64) and picked.numel()


def bag_sums(rows, picked, number):
    """The sums of so many picked rows for each segment, without gathering them first."""
    starts = number.cumsum(0).sub_(number).to(picked.dtype)
    flat = rows.reshape(rows.shape[0], math.prod(rows.shape[1:]))
    return functional.embedding_bag(picked, flat, starts, mode="sum").reshape(len(number), *rows.shape[1:])


def sorted_sums(rows, ids, number):
    if fits_bags(rows, ids):
        return bag_sums(rows, torch.arange(len(rows)), number)
    return sums(rows, ids, len(number))


@kernel("SegmentSum")
def segment_sum(data, segment_ids):
    return sorted_sums(data, segment_ids, sizes(data, segment_ids))


@kernel("SegmentProd")
def segment_prod(data, segment_ids):
    number = sizes(data, segment_ids)
    if is_narrow(data):
        return torch.segment_reduce(data, "prod", lengths=number, axis=0)
    return products(data, segment_ids, len(number))


def is_narrow(rows):
    """Whether torch's own reduction of segments, which goes through the elements of a row one by one, is faster than a scatter."""
    return rows.dtype in (torch.float32, torch.float64) and len(rows) < rows.numel() < 100 * len(rows)


@kernel("SegmentMean")
def segment_mean(data, segment_ids):
    return averaged(data, segment_ids, sizes(data, segment_ids))


def averaged(data, ids, number):
    if data.dtype in HALF:
        return averaged(data.float(), ids, number).to(data.dtype)
    return div(sorted_sums(data, ids, number), like_rows(number.clamp(min=1), data).to(data.dtype))


@kernel("SegmentMax")
def segment_max(data, segment_ids):
    number = sizes(data, segment_ids)
    if is_narrow(data):
        return or_zero(torch.segment_reduce(data, "max", lengths=number, axis=0), number)
    return or_zero(greatest(data, segment_ids, len(number), lowest), number)


@kernel("SegmentMin")
def segment_min(data, segment_ids):
    number = sizes(data, segment_ids)
    if is_narrow(data):
        return or_zero(torch.segment_reduce(data, "min", lengths=number, axis=0), number)
    return or_zero(least(data, segment_ids, len(number), highest), number)


def or_zero(rows, number):
    return torch.where(like_rows(number, rows).gt(0), rows, rows.new_zeros(()))
