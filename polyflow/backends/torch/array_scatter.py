"""Elements put by position into a tensor: into zeros, into a copy of another tensor, into a variable."""

import math
from contextlib import contextmanager

import torch

from ...framework import array_rules
from ...framework.array_rules import at_run_time
from ...framework.strided_slice import forward_index
from . import kernel
from .arrays import as_signed, flipped, linear_index
from .precision import HALF
from .unsigned import from_ranks, to_ranks

require_updates = at_run_time(array_rules.require_updates)
stretched_sizes = at_run_time(array_rules.stretched_sizes)


@kernel("ScatterNd")
def scatter_nd(indices, updates, shape, *, bad_indices_policy):
    count, room, rows, changes = placed(indices, widened(updates), shape, bad_indices_policy)
    with explained(indices, shape, bad_indices_policy):
        result = add(changes.new_zeros((room, *changes.shape[1:])), rows, changes)
    return narrowed(result[:count].reshape(shape), updates.dtype)


def placed(indices, updates, shape, bad_indices_policy):
    """The scatter as one of rows, the indexed dimensions of ``shape`` made into one: how many rows there are, for how many to make room,
    which change, and how.

    What is out of range goes to one row more, which is then cut off. Rows of one element are the elements of a vector, which is faster.
    """
    require_updates(tuple(shape), indices.shape, updates.shape)
    depth = indices.shape[-1]
    count = math.prod(shape[:depth])
    inside, rows = (
        (None, indices.reshape(-1).long())
        if count and checks_itself(indices, updates, bad_indices_policy)
        else linear_index(indices, shape, bad_indices_policy)
    )
    rows = rows if inside is None else rows.masked_fill(inside.logical_not(), count)
    width = math.prod(shape[depth:])
    return count, count + (inside is not None), rows, updates.reshape(rows.shape if width == 1 else (rows.numel(), width))


def checks_itself(indices, updates, bad_indices_policy):
    """Whether torch refuses all that is out of range: single positions on the CPU, if there is something to put there."""
    return indices.is_cpu and updates.numel() and indices.shape[-1] == 1 and bad_indices_policy != "IGNORE"


@contextmanager
def explained(indices, shape, bad_indices_policy):
    """What torch has refused is an error that names the position."""
    try:
        yield
    except (IndexError, RuntimeError):
        linear_index(indices, shape, bad_indices_policy)
        raise


def changed(combine, tensor, indices, updates, bad_indices_policy):
    """``tensor`` with some slices changed: ``combine(array, rows, updates)`` does so in place."""
    count, room, rows, updates = placed(indices, updates, tensor.shape, bad_indices_policy)
    array = tensor.reshape(count, *updates.shape[1:])
    if room == count:
        with explained(indices, tensor.shape, bad_indices_policy):
            return combine(array.clone(memory_format=torch.contiguous_format), rows, updates).reshape(tensor.shape)
    result = updates.new_empty((room, *updates.shape[1:]))
    result[:count].copy_(array)
    return combine(result, rows, updates)[:count].reshape(tensor.shape)


def widened(tensor):
    """The tensor in the type that sums of it are formed in."""
    return tensor.float() if tensor.dtype in HALF else as_signed(tensor)


def narrowed(tensor, dtype):
    return tensor.to(dtype) if dtype in HALF else tensor.view(dtype)


def summed(combine, tensor, indices, updates, bad_indices_policy):
    return narrowed(changed(combine, widened(tensor), indices, widened(updates), bad_indices_policy), tensor.dtype)


def chosen(combine, tensor, indices, updates, bad_indices_policy):
    return from_ranks(changed(combine, to_ranks(tensor), indices, to_ranks(updates), bad_indices_policy), tensor.dtype)


def add(array, rows, updates):
    return array.scatter_add_(0, like_rows(rows, updates), updates)


def subtract(array, rows, updates):
    return array.index_add_(0, rows, updates, alpha=-1)


def replace(array, rows, updates):
    return array.index_copy_(0, rows, updates)


def minimum(array, rows, updates):
    return array.scatter_reduce_(0, like_rows(rows, updates), updates, "amin")


def maximum(array, rows, updates):
    return array.scatter_reduce_(0, like_rows(rows, updates), updates, "amax")


def like_rows(rows, updates):
    """The number of its row for each element of the updates."""
    return rows if updates.dim() == 1 else rows.unsqueeze(1).expand(updates.shape)


@kernel("TensorScatterUpdate")
def tensor_scatter_update(tensor, indices, updates, *, bad_indices_policy):
    return changed(replace, as_signed(tensor), indices, as_signed(updates), bad_indices_policy).view(tensor.dtype)


@kernel("TensorScatterAdd")
def tensor_scatter_add(tensor, indices, updates, *, bad_indices_policy):
    return summed(add, tensor, indices, updates, bad_indices_policy)


@kernel("TensorScatterSub")
def tensor_scatter_sub(tensor, indices, updates, *, bad_indices_policy):
    return summed(subtract, tensor, indices, updates, bad_indices_policy)


@kernel("TensorScatterMin")
def tensor_scatter_min(tensor, indices, updates, *, bad_indices_policy):
    return chosen(minimum, tensor, indices, updates, bad_indices_policy)


@kernel("TensorScatterMax")
def tensor_scatter_max(tensor, indices, updates, *, bad_indices_policy):
    return chosen(maximum, tensor, indices, updates, bad_indices_policy)


@kernel("ScatterNdNonAliasingAdd")
def scatter_nd_non_aliasing_add(input, indices, updates, *, bad_indices_policy):
    return summed(add, input, indices, updates, bad_indices_policy)


@kernel("StridedSliceAssign")
def strided_slice_assign(ref, begin, end, strides, value, *, begin_mask, end_mask, ellipsis_mask, new_axis_mask, shrink_axis_mask):
    array = ref.value
    items, reversed_axes = forward_index(
        array.shape, begin, end, strides, begin_mask, end_mask, ellipsis_mask, new_axis_mask, shrink_axis_mask
    )
    block = array[items]
    stretched_sizes(tuple(value.shape), tuple(block.shape))
    block.copy_(laid_out(value, array, block.shape, reversed_axes))
    return array


def laid_out(value, array, shape, reversed_axes):
    """``value`` broadcast, in the order of the slice, and in memory of its own: it may be a view of the array that it changes."""
    if value.untyped_storage().data_ptr() == array.untyped_storage().data_ptr():
        value = value.clone()
    value = value.expand(shape)
    return flipped(value, reversed_axes) if reversed_axes else value
