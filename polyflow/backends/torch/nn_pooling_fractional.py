"""Fractional pooling and its gradients.  Sequences come from the generator on the host; what they make of a tensor is gathered where it is."""

import torch

from ..numpy import nn_pooling_fractional as host
from . import kernel
from .nn_pooling_argmax import scattered


def drawn(context, value, pooling_ratio, pseudo_random, overlapping, deterministic, seed, seed2):
    """The regions of rows and of columns, and both sequences as tensors."""
    sequences = host.sequences(context, tuple(value.shape), pooling_ratio, pseudo_random, deterministic, seed, seed2)
    lies = host.drawn_regions(sequences, tuple(value.shape), overlapping)
    return lies, [torch.from_numpy(sequence).to(value.device) for sequence in sequences]


def parts(tensor, axis, regions):
    """The entries of each region along a dimension, in another one after it."""
    places = on_device(host.places(regions), tensor)
    return tensor.index_select(axis, places.flatten()).unflatten(axis, places.shape)


def on_device(array, like):
    return torch.from_numpy(array).to(like.device, non_blocking=True)


# Greatest entries


@kernel("FractionalMaxPool")
def fractional_max_pool(context, value, *, pooling_ratio, pseudo_random, overlapping, deterministic, seed, seed2):
    (along_rows, along_columns), sequences = drawn(context, value, pooling_ratio, pseudo_random, overlapping, deterministic, seed, seed2)
    greatest = parts(value, 1, along_rows).amax(2)
    return parts(greatest, 2, along_columns).amax(3), *sequences


@kernel("FractionalMaxPoolGrad")
def fractional_max_pool_grad(orig_input, orig_output, out_backprop, row_pooling_sequence, col_pooling_sequence, *, overlapping):
    sizes = tuple(orig_input.shape)
    host.require_result(out_backprop, sizes)
    along_rows, along_columns = host.regions_of(sizes, out_backprop.shape[1:3], row_pooling_sequence, col_pooling_sequence, overlapping)
    entries = parts(parts(orig_input, 1, along_rows), 3, along_columns).permute(0, 1, 3, 5, 2, 4)
    first = entries.flatten(4).argmax(-1, keepdim=True)
    numbers = on_device(host.numbers_of(along_rows, along_columns, sizes), first)
    argmax = numbers.expand(*first.shape[:4], -1).gather(4, first).squeeze(4).add_(torch.arange(sizes[3], device=first.device))
    return scattered(out_backprop, argmax, sizes, False)


# Means


@kernel("FractionalAvgPool")
def fractional_avg_pool(context, value, *, pooling_ratio, pseudo_random, overlapping, deterministic, seed, seed2):
    (along_rows, along_columns), sequences = drawn(context, value, pooling_ratio, pseudo_random, overlapping, deterministic, seed, seed2)
    total = totals(totals(value, 1, along_rows), 2, along_columns)
    count = on_device(host.sizes_of(along_rows, along_columns), value)[..., None]
    return total.div(count, rounding_mode=None if total.is_floating_point() else "trunc").to(value.dtype), *sequences


def totals(tensor, axis, regions):
    """The sum of each region along a dimension."""
    once = on_device(host.once(regions), tensor)
    entries = parts(tensor, axis, regions)
    return entries.mul(once.view(*once.shape, *[1] * (entries.dim() - axis - 2))).sum(axis + 1, dtype=tensor.dtype)


@kernel("FractionalAvgPoolGrad")
def fractional_avg_pool_grad(orig_input_tensor_shape, out_backprop, row_pooling_sequence, col_pooling_sequence, *, overlapping):
    sizes = tuple(orig_input_tensor_shape)
    host.require_result(out_backprop, sizes)
    lies = host.regions_of(sizes, out_backprop.shape[1:3], row_pooling_sequence, col_pooling_sequence, overlapping)
    share = out_backprop.double().div(on_device(host.sizes_of(*lies), out_backprop)[..., None])
    result = share.new_zeros(sizes)
    for (above, in_rows), (left, in_columns) in host.neighbours(*lies):
        inside = on_device(in_rows[:, None] & in_columns, share)[..., None]
        result.add_(share.index_select(1, on_device(above, share)).index_select(2, on_device(left, share)).mul(inside))
    return result.to(out_backprop.dtype)
