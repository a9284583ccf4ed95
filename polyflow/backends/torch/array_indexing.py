"""Elements picked by position and put back by position.

A bad index raises on the CPU. On other devices nobody waits to look: such an index reads zeros and writes nothing, as in TensorFlow.
"""

import math

import torch

from ...framework import array_rules
from ...framework.array_rules import at_run_time
from ...framework.errors import InvalidArgumentError
from ...framework.strided_slice import forward_index
from . import kernel
from .arrays import as_signed, bad_index, flipped, is_within, linear_index, masked, require_in_range

gather_axes = at_run_time(array_rules.gather_axes)
slice_block = at_run_time(array_rules.slice_block)


@kernel("StridedSlice")
def strided_slice(input, begin, end, strides, *, begin_mask, end_mask, ellipsis_mask, new_axis_mask, shrink_axis_mask):
    items, reversed_axes = forward_index(
        input.shape, begin, end, strides, begin_mask, end_mask, ellipsis_mask, new_axis_mask, shrink_axis_mask
    )
    result = input[items]
    return flipped(result, reversed_axes) if reversed_axes else result


@kernel("StridedSliceGrad")
def strided_slice_grad(shape, begin, end, strides, dy, *, begin_mask, end_mask, ellipsis_mask, new_axis_mask, shrink_axis_mask):
    items, reversed_axes = forward_index(shape, begin, end, strides, begin_mask, end_mask, ellipsis_mask, new_axis_mask, shrink_axis_mask)
    result = dy.new_zeros(shape)
    block = result[items]
    if block.shape != dy.shape:
        raise InvalidArgumentError.of(f"the slice has shape {list(block.shape)}, but dy has {list(dy.shape)}")
    block.copy_(flipped(dy, reversed_axes) if reversed_axes else dy)
    return result


@kernel("Slice")
def slice_(input, begin, size):
    return input[slice_block(input.shape, begin, size)]


@kernel("Gather")
def gather(params, indices, *, validate_indices):
    return gather_v2(params, indices, 0, batch_dims=0)


@kernel("GatherV2")
def gather_v2(params, indices, axis, *, batch_dims):
    axis, batch = gather_axes(params.dim(), indices.dim(), axis, batch_dims)
    if batch:
        return batch_gather(params, indices, axis, batch)
    if not indices.is_cpu:
        return guarded_gather(params, indices, axis)
    try:
        rows = params.index_select(axis, indices if indices.dim() == 1 else indices.reshape(-1))
    except NotImplementedError:
        return gather_v2(as_signed(params), indices, axis, batch_dims=0).view(params.dtype)
    except (IndexError, RuntimeError):
        if indices.dtype is torch.int16:
            return gather_v2(params, indices.long(), axis, batch_dims=0)
        raise bad_index(indices, params.shape[axis]) from None
    return rows if indices.dim() == 1 else rows.reshape(params.shape[:axis] + indices.shape + params.shape[axis + 1 :])


def guarded_gather(params, indices, axis):
    """A gather in which indices out of range select zeros."""
    size = params.shape[axis]
    shape = params.shape[:axis] + indices.shape + params.shape[axis + 1 :]
    if size == 0:
        return params.new_zeros(shape)
    inside, safe = guarded(indices.reshape(-1), size)
    rows = as_signed(params).movedim(axis, 0).index_select(0, safe)
    return masked(rows, inside).movedim(0, axis).reshape(shape).view(params.dtype)


def guarded(indices, size):
    """Which indices are in range, and indices that all are."""
    inside = indices.ge(0).logical_and(indices.lt(size))
    return inside, torch.where(inside, indices, 0).long()


def batch_gather(params, indices, axis, batch):
    """As the reference has it: the indexed dimension beside the batch, indexed together, what it became behind the outer dimensions."""
    if params.shape[:batch] != indices.shape[:batch]:
        raise InvalidArgumentError.of(
            f"params {list(params.shape)} and indices {list(indices.shape)} must agree in the first {batch} dimensions"
        )
    require_in_range(indices, params.shape[axis])
    inside, safe = guarded(indices, params.shape[axis])
    picked = indices.dim() - batch
    batches = (
        torch.arange(n, device=params.device).view((n,) + (1,) * (indices.dim() - k - 1)) for k, n in enumerate(params.shape[:batch])
    )
    gathered = params.movedim(axis, batch)[(*batches, safe)]
    if not indices.is_cpu:
        gathered = masked(gathered, inside)
    return gathered.movedim(tuple(range(batch, batch + picked)), tuple(range(axis, axis + picked)))


@kernel("GatherNd")
def gather_nd(params, indices, *, bad_indices_policy):
    depth = indices.shape[-1]
    inside, rows = linear_index(indices, params.shape, bad_indices_policy)
    inner = params.shape[depth:]
    width = math.prod(inner)
    flat = as_signed(params).reshape((-1,) if width == 1 else (math.prod(params.shape[:depth]), width))
    if flat.shape[0] == 0:
        return params.new_zeros(indices.shape[:-1] + inner)
    result = flat.index_select(0, rows)
    return (result if inside is None else masked(result, inside)).view(params.dtype).reshape(indices.shape[:-1] + inner)


@kernel("DynamicPartition")
def dynamic_partition(data, partitions, *, num_partitions):
    if data.shape[: partitions.dim()] != partitions.shape:
        raise InvalidArgumentError.of(f"data.shape must start with partitions.shape, got {list(data.shape)} and {list(partitions.shape)}")
    require_in_range(partitions, num_partitions, "partitions")
    return [data[partitions.eq(number)] for number in range(num_partitions)]


@kernel("DynamicStitch", "ParallelDynamicStitch")
def dynamic_stitch(indices, data):
    inner = data[0].shape[indices[0].dim() :]
    for index, values in zip(indices, data, strict=True):
        if values.shape != index.shape + inner:
            raise InvalidArgumentError.of(f"data of shape {list(values.shape)} must have shape {list(index.shape)} + {list(inner)}")
    places = joined([index.reshape(-1) for index in indices])
    rows = joined([values.reshape(index.shape.numel(), inner.numel()) for index, values in zip(indices, data, strict=True)])
    merged = last_written(as_signed(rows), places)
    return merged.view(rows.dtype).reshape(merged.shape[:1] + inner)


def joined(parts):
    return torch.cat(parts) if len(parts) > 1 else parts[0]


def last_written(rows, places):
    """The last of ``rows`` for each place, zeros where there is none. How many places there are is data: the host waits for it."""
    if not places.numel():
        return rows
    low, high = (int(bound) for bound in places.aminmax())
    if low < 0:
        raise bad_index(places, high + 1)
    numbers = torch.arange(places.numel(), dtype=places.dtype, device=places.device)
    writer = places.new_full((high + 1,), -1).scatter_reduce_(0, places.long(), numbers, "amax")
    if writer.is_cpu and is_within(writer, len(rows)):
        return rows.index_select(0, writer)
    return masked(rows.index_select(0, writer.clamp_min(0)), writer.ge(0))
