"""Arrays rearranged: other shapes, other orders, parts and wholes, borders."""

import math

import numpy as np

from ...framework import array_rules
from ...framework.array_rules import at_run_time, single_axis
from ...framework.errors import InvalidArgumentError
from . import kernel
from .arrays import as_array, require_in_range, sum_rows, widened, zeros

broadcast_gradient_axes = at_run_time(array_rules.broadcast_gradient_axes)
broadcast_sizes = at_run_time(array_rules.broadcast_sizes)
canonical_axes = at_run_time(array_rules.canonical_axes)
canonical_axis = at_run_time(array_rules.canonical_axis)
concat_offsets = at_run_time(array_rules.concat_offsets)
mirror_padded_sizes = at_run_time(array_rules.mirror_padded_sizes)
padded_sizes = at_run_time(array_rules.padded_sizes)
permutation = at_run_time(array_rules.permutation)
rolled_axes = at_run_time(array_rules.rolled_axes)
sequence_sizes = at_run_time(array_rules.sequence_sizes)
split_sizes = at_run_time(array_rules.split_sizes)
stretched_sizes = at_run_time(array_rules.stretched_sizes)
tiled_sizes = at_run_time(array_rules.tiled_sizes)
squeezed_axes = at_run_time(array_rules.squeezed_axes)
unpadded_sizes = at_run_time(array_rules.unpadded_sizes)
untiled_sizes = at_run_time(array_rules.untiled_sizes)


# Shapes


@kernel("Reshape")
def reshape(tensor, shape):
    tensor = as_array(tensor)
    try:
        return tensor.reshape(shape)
    except ValueError:
        raise InvalidArgumentError.of(
            f"Input to reshape is a tensor with {tensor.size} values, which shape {list(shape)} cannot hold"
        ) from None


@kernel("ExpandDims")
def expand_dims(input, dim):
    input = as_array(input)
    axis = canonical_axis(single_axis(dim), input.ndim + 1)
    return input.reshape((*input.shape[:axis], 1, *input.shape[axis:]))


@kernel("Squeeze")
def squeeze(input, *, squeeze_dims):
    return np.squeeze(as_array(input), squeezed_axes(as_array(input).shape, tuple(squeeze_dims)))


@kernel("Shape")
def shape(input, *, out_type):
    return np.array(as_array(input).shape, out_type)


@kernel("ShapeN")
def shape_n(input, *, out_type):
    return [shape(each, out_type=out_type) for each in input]


@kernel("Rank")
def rank(input):
    return np.int32(len(as_array(input).shape))


@kernel("Size")
def size(input, *, out_type):
    return out_type.type(math.prod(as_array(input).shape))


@kernel("BroadcastTo")
def broadcast_to(input, shape):
    input = as_array(input)
    return np.broadcast_to(input, stretched_sizes(input.shape, shape))


@kernel("BroadcastArgs")
def broadcast_args(s0, s1, *, T, device):
    return np.array(broadcast_sizes(s0, s1), T)


@kernel("BroadcastGradientArgs")
def broadcast_gradient_args(s0, s1, *, T, device):
    axes0, axes1 = broadcast_gradient_axes(s0, s1)
    return np.array(axes0, T), np.array(axes1, T)


# Orders


@kernel("Transpose")
def transpose(x, perm):
    x = as_array(x)
    return np.transpose(x, permutation(perm, x.ndim))


@kernel("ConjugateTranspose")
def conjugate_transpose(x, perm):
    result = transpose(x, perm)
    return np.conj(result) if result.dtype.kind == "c" else result


@kernel("ReverseV2")
def reverse_v2(tensor, axis):
    tensor = as_array(tensor)
    return np.flip(tensor, canonical_axes(axis, tensor.ndim))


@kernel("Reverse")
def reverse(tensor, dims):
    return np.flip(tensor, tuple(np.flatnonzero(dims).tolist()))


@kernel("ReverseSequence")
def reverse_sequence(input, seq_lengths, *, seq_dim, batch_dim):
    sequence_sizes(input.shape, len(seq_lengths), seq_dim, batch_dim)
    size = input.shape[seq_dim]
    require_in_range(seq_lengths, size + 1, "seq_lengths")
    place, length = np.arange(size), seq_lengths[:, None]
    source = np.where(place < length, length - 1 - place, place)
    slices = np.moveaxis(input, (batch_dim, seq_dim), (0, 1))
    return np.moveaxis(slices[np.arange(len(slices))[:, None], source], (0, 1), (batch_dim, seq_dim))


@kernel("Roll")
def roll(input, shift, axis):
    return np.roll(input, shift, rolled_axes(input.ndim, axis))


@kernel("InvertPermutation")
def invert_permutation(x):
    if not np.array_equal(np.sort(x), np.arange(x.size)):
        raise InvalidArgumentError.of(f"{x.tolist()} is not a permutation of the numbers from 0 to {x.size - 1}")
    return np.argsort(x).astype(x.dtype)


# Parts and wholes


@kernel("Split")
def split(split_dim, value, *, num_split):
    axis = canonical_axis(split_dim, value.ndim)
    if value.shape[axis] % num_split:
        raise InvalidArgumentError.of(f"num_split {num_split} must evenly divide dimension {axis}, whose size is {value.shape[axis]}")
    return np.split(value, num_split, axis)


@kernel("SplitV")
def split_v(value, size_splits, split_dim, *, num_split):
    axis = canonical_axis(split_dim, value.ndim)
    sizes = split_sizes(size_splits, value.shape[axis])
    return np.split(value, np.cumsum(sizes)[:-1], axis)


@kernel("ConcatV2")
def concat_v2(values, axis):
    try:
        return np.concatenate(values, axis)
    except ValueError:
        raise InvalidArgumentError.of(f"shapes {[list(value.shape) for value in values]} cannot be joined along dimension {axis}") from None


@kernel("Concat")
def concat(concat_dim, values):
    return concat_v2(values, concat_dim)


@kernel("ConcatOffset")
def concat_offset(concat_dim, shape, *, shape_type, device):
    return [np.array(offset, shape_type) for offset in concat_offsets(concat_dim, tuple(shape))]


@kernel("Pack")
def pack(values, *, axis):
    values = [as_array(value) for value in values]
    try:
        return np.stack(values, axis)
    except ValueError:
        raise InvalidArgumentError.of(
            f"shapes of all inputs must match: {[list(value.shape) for value in values]}, stacked at {axis}"
        ) from None


@kernel("Unpack")
def unpack(value, *, num, axis):
    rows = np.moveaxis(value, canonical_axis(axis, value.ndim), 0)
    if len(rows) != num:
        raise InvalidArgumentError.of(f"dimension {axis} has size {len(rows)} and cannot be unpacked into {num} tensors")
    return [rows[i, ...] for i in range(num)]


@kernel("Tile")
def tile(input, multiples):
    input = as_array(input)
    tiled_sizes(input.shape, multiples)
    return np.tile(input, multiples)


@kernel("TileGrad")
def tile_grad(input, multiples):
    sizes = untiled_sizes(input.shape, multiples)
    copies = input.reshape([size for pair in zip(multiples, sizes, strict=True) for size in pair])
    return widened(copies).sum(tuple(range(0, copies.ndim, 2)), dtype=widened(copies).dtype).astype(input.dtype)


# Borders


@kernel("Pad")
def pad(input, paddings):
    return pad_v2(input, paddings, zeros((), as_array(input).dtype))


@kernel("PadV2")
def pad_v2(input, paddings, constant_values):
    input = as_array(input)
    result = np.full(padded_sizes(input.shape, paddings), constant_values, input.dtype)
    result[tuple(slice(before, before + size) for size, (before, _) in zip(input.shape, paddings, strict=True))] = input
    return result


@kernel("MirrorPad")
def mirror_pad(input, paddings, *, mode):
    input = as_array(input)
    mirror_padded_sizes(input.shape, paddings, mode)
    for axis, source in enumerate(mirrored_sources(input.shape, paddings, mode)):
        input = np.take(input, source, axis)
    return input


@kernel("MirrorPadGrad")
def mirror_pad_grad(input, paddings, *, mode):
    sizes = unpadded_sizes(input.shape, paddings)
    mirror_padded_sizes(sizes, paddings, mode)
    for axis, source in enumerate(mirrored_sources(sizes, paddings, mode)):
        rows = np.moveaxis(input, axis, 0)
        input = np.moveaxis(sum_rows(rows, source, sizes[axis]), 0, axis)
    return input


def mirrored_sources(sizes, paddings, mode):
    """Per dimension the position in the array that each position of the padded array shows."""
    for size, pads in zip(sizes, paddings, strict=True):
        yield np.pad(np.arange(size), pads, mode.lower()) if size else np.arange(0)
