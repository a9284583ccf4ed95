"""Elements put by position into a tensor: into zeros, into a copy of another tensor, into a variable."""

import math

import numpy as np

from ...framework import array_rules
from ...framework.array_rules import at_run_time
from ...framework.strided_slice import run_time_index
from . import kernel
from .arrays import as_array, linear_index, sum_rows, widened

require_updates = at_run_time(array_rules.require_updates)
stretched_sizes = at_run_time(array_rules.stretched_sizes)


@kernel("ScatterNd")
def scatter_nd(indices, updates, shape, *, bad_indices_policy):
    count, rows, updates = placed(indices, as_array(updates), shape, bad_indices_policy)
    return sum_rows(updates, rows, count).reshape(shape)


def placed(indices, updates, shape, bad_indices_policy):
    """The scatter as one of rows, the indexed dimensions of ``shape`` made into one: how many rows there are, which change, and how.

    Rows of one element are the elements of a vector, which is faster.
    """
    require_updates(shape, indices.shape, updates.shape)
    depth = indices.shape[-1]
    inside, rows = linear_index(indices, shape, bad_indices_policy)
    width = math.prod(shape[depth:])
    return math.prod(shape[:depth]), rows[inside], updates.reshape(rows.shape if width == 1 else (rows.size, width))[inside]


def changed(combine, tensor, indices, updates, bad_indices_policy):
    """``tensor`` with some slices changed: ``combine(array, rows, updates)`` does so in place."""
    tensor = as_array(tensor)
    count, rows, updates = placed(indices, as_array(updates), tensor.shape, bad_indices_policy)
    result = np.array(widened(tensor)).reshape(count, *updates.shape[1:])
    combine(result, rows, widened(updates))
    return result.astype(tensor.dtype, copy=False).reshape(tensor.shape)


def replace(array, rows, updates):
    array[rows] = updates


@kernel("TensorScatterUpdate")
def tensor_scatter_update(tensor, indices, updates, *, bad_indices_policy):
    return changed(replace, tensor, indices, updates, bad_indices_policy)


@kernel("TensorScatterAdd")
def tensor_scatter_add(tensor, indices, updates, *, bad_indices_policy):
    return changed(np.add.at, tensor, indices, updates, bad_indices_policy)


@kernel("TensorScatterSub")
def tensor_scatter_sub(tensor, indices, updates, *, bad_indices_policy):
    return changed(np.subtract.at, tensor, indices, updates, bad_indices_policy)


@kernel("TensorScatterMin")
def tensor_scatter_min(tensor, indices, updates, *, bad_indices_policy):
    return changed(np.minimum.at, tensor, indices, updates, bad_indices_policy)


@kernel("TensorScatterMax")
def tensor_scatter_max(tensor, indices, updates, *, bad_indices_policy):
    return changed(np.maximum.at, tensor, indices, updates, bad_indices_policy)


@kernel("ScatterNdNonAliasingAdd")
def scatter_nd_non_aliasing_add(input, indices, updates, *, bad_indices_policy):
    return changed(np.add.at, input, indices, updates, bad_indices_policy)


@kernel("StridedSliceAssign")
def strided_slice_assign(ref, begin, end, strides, value, *, begin_mask, end_mask, ellipsis_mask, new_axis_mask, shrink_axis_mask):
    result, value = np.array(ref.value), as_array(value)
    index = run_time_index(result.shape, begin, end, strides, begin_mask, end_mask, ellipsis_mask, new_axis_mask, shrink_axis_mask)
    block = result[(*index, ...)]
    stretched_sizes(value.shape, block.shape)
    block[...] = value
    ref.value = result
    return result
