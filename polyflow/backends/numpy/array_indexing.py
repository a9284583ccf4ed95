"""Elements picked by position and put back by position."""

import math

import numpy as np

from ...framework import array_rules
from ...framework.array_rules import at_run_time
from ...framework.errors import InvalidArgumentError
from ...framework.strided_slice import run_time_index
from . import kernel
from .arrays import as_array, linear_index, require_in_range, zeros

gather_axes = at_run_time(array_rules.gather_axes)
slice_block = at_run_time(array_rules.slice_block)


@kernel("StridedSlice")
def strided_slice(input, begin, end, strides, *, begin_mask, end_mask, ellipsis_mask, new_axis_mask, shrink_axis_mask):
    input = as_array(input)
    index = run_time_index(input.shape, begin, end, strides, begin_mask, end_mask, ellipsis_mask, new_axis_mask, shrink_axis_mask)
    return input[(*index, ...)] if input.dtype.hasobject else input[index]


@kernel("StridedSliceGrad")
def strided_slice_grad(shape, begin, end, strides, dy, *, begin_mask, end_mask, ellipsis_mask, new_axis_mask, shrink_axis_mask):
    index = run_time_index(shape, begin, end, strides, begin_mask, end_mask, ellipsis_mask, new_axis_mask, shrink_axis_mask)
    dy = as_array(dy)
    result = zeros(shape, dy.dtype)
    block = result[(*index, ...)]
    if block.shape != dy.shape:
        raise InvalidArgumentError.of(f"the slice has shape {list(block.shape)}, but dy has {list(dy.shape)}")
    block[...] = dy
    return result


@kernel("Slice")
def slice_(input, begin, size):
    input = as_array(input)
    return input[(*slice_block(input.shape, begin, size), ...)]


@kernel("Gather")
def gather(params, indices, *, validate_indices):
    return gather_v2(params, indices, 0, batch_dims=0)


@kernel("GatherV2")
def gather_v2(params, indices, axis, *, batch_dims):
    axis, batch = gather_axes(params.ndim, indices.ndim, axis, batch_dims)
    require_in_range(indices, params.shape[axis])
    if batch:
        return batch_gather(params, indices, axis, batch)
    return np.asarray(np.take(params, indices, axis), params.dtype)


def batch_gather(params, indices, axis, batch):
    """Gathers with the indices of each batch from the params of that batch.

    result[b, outer, i, inner] = params[b, outer, indices[b, i], inner], each letter a group of dimensions: the indexed dimension
    is brought beside the batch, indexed together with it, and what it became is brought back behind the outer dimensions.
    """
    if params.shape[:batch] != indices.shape[:batch]:
        raise InvalidArgumentError.of(
            f"params {list(params.shape)} and indices {list(indices.shape)} must agree in the first {batch} dimensions"
        )
    picked = indices.ndim - batch
    batches = (each.reshape(each.shape + (1,) * picked) for each in np.indices(params.shape[:batch], sparse=True))
    gathered = np.moveaxis(params, axis, batch)[(*batches, indices)]
    return np.moveaxis(gathered, range(batch, batch + picked), range(axis, axis + picked))


@kernel("GatherNd")
def gather_nd(params, indices, *, bad_indices_policy):
    inside, rows = linear_index(indices, params.shape, bad_indices_policy)
    depth = indices.shape[-1]
    inner = params.shape[depth:]
    flat = params.reshape(math.prod(params.shape[:depth]), math.prod(inner))
    result = zeros((rows.size, flat.shape[1]), params.dtype)
    result[inside] = flat[rows[inside]]
    return result.reshape(indices.shape[:-1] + inner)


@kernel("DynamicPartition")
def dynamic_partition(data, partitions, *, num_partitions):
    data = np.asarray(as_array(data))
    if data.shape[: partitions.ndim] != partitions.shape:
        raise InvalidArgumentError.of(f"data.shape must start with partitions.shape, got {list(data.shape)} and {list(partitions.shape)}")
    require_in_range(partitions, num_partitions, "partitions")
    return [data[partitions == number] for number in range(num_partitions)]


@kernel("DynamicStitch", "ParallelDynamicStitch")
def dynamic_stitch(indices, data):
    data = [as_array(values) for values in data]
    inner = data[0].shape[indices[0].ndim :]
    count = 1 + max((int(index.max()) for index in indices if index.size), default=-1)
    merged = zeros((count, *inner), data[0].dtype)
    for index, values in zip(indices, data, strict=True):
        if values.shape != index.shape + inner:
            raise InvalidArgumentError.of(f"data of shape {list(values.shape)} must have shape {list(index.shape)} + {list(inner)}")
        require_in_range(index, count)
        merged[index] = values
    return merged
