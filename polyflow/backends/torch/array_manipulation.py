"""Tensors rearranged: other shapes, other orders, parts and wholes, borders."""

import torch
from torch.nn import functional

from ...framework import array_rules
from ...framework.array_rules import at_run_time, single_axis
from ...framework.errors import InvalidArgumentError
from . import kernel
from .arrays import as_signed, flipped, require_in_range
from .precision import in_float32
from .unsigned import modular

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
squeezed_axes = at_run_time(array_rules.squeezed_axes)
stretched_sizes = at_run_time(array_rules.stretched_sizes)
tiled_sizes = at_run_time(array_rules.tiled_sizes)
unpadded_sizes = at_run_time(array_rules.unpadded_sizes)
untiled_sizes = at_run_time(array_rules.untiled_sizes)


# Shapes


@kernel("Reshape")
def reshape(tensor, shape):
    try:
        return torch.reshape(tensor, shape)
    except RuntimeError:
        raise InvalidArgumentError.of(
            f"Input to reshape is a tensor with {tensor.numel()} values, which shape {list(shape)} cannot hold"
        ) from None


@kernel("ExpandDims")
def expand_dims(input, dim):
    try:
        return input.unsqueeze(dim)
    except (IndexError, TypeError):
        return input.unsqueeze(canonical_axis(single_axis(dim), input.dim() + 1))  # a vector of one entry, or it says what is wrong


@kernel("Squeeze")
def squeeze(input, *, squeeze_dims):
    return input.squeeze(squeezed_axes(input.shape, tuple(squeeze_dims))) if squeeze_dims else input.squeeze()


@kernel("Shape")
def shape(input, *, out_type):
    return torch.tensor(input.shape, dtype=out_type, device=input.device)


@kernel("ShapeN")
def shape_n(input, *, out_type):
    return [shape(each, out_type=out_type) for each in input]


@kernel("Rank")
def rank(input):
    return torch.tensor(input.dim(), dtype=torch.int32, device=input.device)


@kernel("Size")
def size(input, *, out_type):
    return torch.tensor(input.numel(), dtype=out_type, device=input.device)


@kernel("BroadcastTo")
def broadcast_to(input, shape):
    return torch.broadcast_to(input, stretched_sizes(input.shape, shape))


@kernel("BroadcastArgs")
def broadcast_args(s0, s1, *, T, device):
    return torch.tensor(broadcast_sizes(s0, s1), dtype=T, device=device)


@kernel("BroadcastGradientArgs")
def broadcast_gradient_args(s0, s1, *, T, device):
    axes0, axes1 = broadcast_gradient_axes(s0, s1)
    return torch.tensor(axes0, dtype=T, device=device), torch.tensor(axes1, dtype=T, device=device)


# Orders


@kernel("Transpose")
def transpose(x, perm):
    try:
        return torch.permute(x, perm)
    except (IndexError, RuntimeError):
        return x.permute(permutation(perm, x.dim()))  # which says what is wrong


@kernel("ConjugateTranspose")
def conjugate_transpose(x, perm):
    return transpose(x, perm).conj_physical()


@kernel("ReverseV2")
def reverse_v2(tensor, axis):
    return flipped(tensor, canonical_axes(axis, tensor.dim()))


@kernel("Reverse")
def reverse(tensor, dims):
    return flipped(tensor, [axis for axis, chosen in enumerate(dims) if chosen])


@kernel("ReverseSequence")
def reverse_sequence(input, seq_lengths, *, seq_dim, batch_dim):
    sequence_sizes(input.shape, len(seq_lengths), seq_dim, batch_dim)
    size = input.shape[seq_dim]
    require_in_range(seq_lengths, size + 1, "seq_lengths")
    place, length = torch.arange(size, device=input.device), seq_lengths.clamp(0, size).unsqueeze(1)
    source = torch.where(place < length, length - 1 - place, place)
    slices = as_signed(input).movedim((batch_dim, seq_dim), (0, 1))
    return picked(slices, source).view(input.dtype).movedim((0, 1), (batch_dim, seq_dim))


def picked(slices, source):
    """``slices[i, source[i, j]]``; matrices have it ready-made, of all else whole rows are picked."""
    if slices.dim() == 2:
        return slices.gather(1, source)
    first = torch.arange(0, source.numel(), slices.shape[1], device=source.device).unsqueeze(1) if slices.shape[1] else source
    return slices.flatten(0, 1).index_select(0, source.add(first).flatten()).reshape(slices.shape)


@kernel("Roll")
def roll(input, shift, axis):
    return as_signed(input).roll(shift, rolled_axes(input.dim(), axis)).view(input.dtype)


@kernel("InvertPermutation")
def invert_permutation(x):
    ascending, order = x.sort()
    if x.is_cpu and not ascending.equal(torch.arange(x.numel(), dtype=x.dtype)):
        raise InvalidArgumentError.of(f"{x.tolist()} is not a permutation of the numbers from 0 to {x.numel() - 1}")
    return order.to(x.dtype)


# Parts and wholes


@kernel("Split")
def split(split_dim, value, *, num_split):
    axis = canonical_axis(split_dim, value.dim())
    if value.shape[axis] % num_split:
        raise InvalidArgumentError.of(f"num_split {num_split} must evenly divide dimension {axis}, whose size is {value.shape[axis]}")
    return list(value.chunk(num_split, axis))


@kernel("SplitV")
def split_v(value, size_splits, split_dim, *, num_split):
    axis = canonical_axis(split_dim, value.dim())
    return list(value.split(split_sizes(size_splits, value.shape[axis]), axis))


@kernel("ConcatV2")
def concat_v2(values, axis):
    try:
        return torch.cat(values, axis)
    except (IndexError, RuntimeError):
        raise InvalidArgumentError.of(f"shapes {[list(value.shape) for value in values]} cannot be joined along dimension {axis}") from None


@kernel("Concat")
def concat(concat_dim, values):
    return concat_v2(values, concat_dim)


@kernel("ConcatOffset")
def concat_offset(concat_dim, shape, *, shape_type, device):
    return [torch.tensor(offset, dtype=shape_type, device=device) for offset in concat_offsets(concat_dim, tuple(shape))]


@kernel("Pack")
def pack(values, *, axis):
    try:
        return torch.stack(values, axis)
    except (IndexError, RuntimeError):
        raise InvalidArgumentError.of(
            f"shapes of all inputs must match: {[list(value.shape) for value in values]}, stacked at {axis}"
        ) from None


@kernel("Unpack")
def unpack(value, *, num, axis):
    rows = value.unbind(canonical_axis(axis, value.dim()))
    if len(rows) != num:
        raise InvalidArgumentError.of(f"dimension {axis} has size {len(rows)} and cannot be unpacked into {num} tensors")
    return list(rows)


@kernel("Tile")
def tile(input, multiples):
    tiled_sizes(input.shape, multiples)
    return input.repeat(multiples)


@kernel("TileGrad")
def tile_grad(input, multiples):
    sizes = untiled_sizes(input.shape, multiples)
    copies = input.reshape([size for pair in zip(multiples, sizes, strict=True) for size in pair])
    return sum_of_copies(copies) if sizes else input.clone()


@modular
@in_float32
def sum_of_copies(copies):
    """The sum over every second dimension, one at a time: torch takes many times longer for all at once."""
    for axis in range(copies.dim() // 2):
        copies = copies.sum(axis, dtype=copies.dtype)
    return copies


# Borders


@kernel("Pad")
def pad(input, paddings):
    padded_sizes(input.shape, paddings)
    return torch.constant_pad_nd(input, [count for row in reversed(paddings) for count in row])


@kernel("PadV2")
def pad_v2(input, paddings, constant_values):
    result = input.new_empty(padded_sizes(input.shape, paddings)).copy_(constant_values)
    inner = tuple(slice(before, before + size) for size, (before, _) in zip(input.shape, paddings, strict=True))
    result[inner].copy_(input)
    return result


@kernel("MirrorPad")
def mirror_pad(input, paddings, *, mode):
    mirror_padded_sizes(input.shape, paddings, mode)
    if mode == "REFLECT" and input.dtype in (torch.float32, torch.float64) and 1 <= input.dim() <= 3 and input.numel():
        return functional.pad(input.unsqueeze(0), [size for pads in reversed(paddings) for size in pads], "reflect").squeeze(0)
    edge = int(mode == "REFLECT")
    signed = as_signed(input)
    result = signed.new_empty([size + sum(pads) for size, pads in zip(input.shape, paddings, strict=True)])
    result[tuple(slice(pads[0], pads[0] + size) for size, pads in zip(input.shape, paddings, strict=True))] = signed
    for axis, pads in enumerate(paddings):
        if any(pads):
            mirror(result, axis, *pads, edge)
    return result.view(input.dtype)


def mirror(tensor, axis, before, after, edge):
    """Fills the borders along ``axis`` with mirror images of what is inside, which leave out ``edge`` elements next to the border."""
    end = tensor.shape[axis] - after
    tensor.narrow(axis, 0, before).copy_(tensor.narrow(axis, before + edge, before).flip(axis))
    tensor.narrow(axis, end, after).copy_(tensor.narrow(axis, end - edge - after, after).flip(axis))


@kernel("MirrorPadGrad")
def mirror_pad_grad(input, paddings, *, mode):
    mirror_padded_sizes(unpadded_sizes(input.shape, paddings), paddings, mode)
    edge = int(mode == "REFLECT")
    signed = as_signed(input)
    for axis, pads in enumerate(paddings):
        if any(pads):
            signed = folded(signed, axis, *pads, edge)
    return signed.view(input.dtype)


def folded(tensor, axis, before, after, edge):
    """The middle of ``tensor`` along ``axis`` with both borders, mirrored, added to what they mirror."""
    size = tensor.shape[axis] - before - after
    result = tensor.narrow(axis, before, size).clone()
    result.narrow(axis, edge, before).add_(tensor.narrow(axis, 0, before).flip(axis))
    result.narrow(axis, size - edge - after, after).add_(tensor.narrow(axis, before + size, after).flip(axis))
    return result
