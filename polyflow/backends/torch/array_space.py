"""Blocks of space moved into the batch or the channels and back, and patches of images."""

import torch

from ...framework import space_rules, window_rules
from ...framework.array_rules import at_run_time
from ...framework.space_rules import blocks_first, blocks_inside
from . import kernel

batch_to_space_sizes = at_run_time(space_rules.batch_to_space_sizes)
check_four = at_run_time(window_rules.check_four)
depth_to_space_sizes = at_run_time(space_rules.depth_to_space_sizes)
space_to_batch_sizes = at_run_time(space_rules.space_to_batch_sizes)
space_to_depth_sizes = at_run_time(space_rules.space_to_depth_sizes)
windows = at_run_time(window_rules.windows)


# Space and batch


@kernel("SpaceToBatchND")
def space_to_batch_nd(input, block_shape, paddings):
    count = len(block_shape)
    sizes = space_to_batch_sizes(input.shape, block_shape, paddings)
    wide = with_borders(input, (*paddings, *[(0, 0)] * (input.dim() - count - 1)))
    pairs = [size for pair in zip(sizes[1:], block_shape, strict=False) for size in pair]
    parts = wide.reshape(input.shape[0], *pairs, *sizes[count + 1 :])
    return parts.permute(blocks_first(count, input.dim())).reshape(sizes)


def with_borders(input, paddings):
    """``input`` with zeros around its last dimensions."""
    amounts = [amount for row in reversed(paddings) for amount in row]
    return torch.constant_pad_nd(input, amounts) if any(amounts) else input


@kernel("BatchToSpaceND")
def batch_to_space_nd(input, block_shape, crops):
    count = len(block_shape)
    sizes = batch_to_space_sizes(input.shape, block_shape, crops)
    parts = input.reshape(*block_shape, sizes[0], *input.shape[1:]).permute(blocks_inside(count, input.dim()))
    whole = parts.reshape(sizes[0], *[size * block for size, block in zip(input.shape[1:], block_shape, strict=False)], *sizes[count + 1 :])
    for axis, ((first, _), size) in enumerate(zip(crops, sizes[1:], strict=False), 1):
        whole = whole.narrow(axis, first, size)
    return whole


@kernel("SpaceToBatch")
def space_to_batch(input, paddings, *, block_size):
    check_four("input", input.shape)
    return space_to_batch_nd(input, (block_size, block_size), paddings)


@kernel("BatchToSpace")
def batch_to_space(input, crops, *, block_size):
    check_four("input", input.shape)
    return batch_to_space_nd(input, (block_size, block_size), crops)


# Space and depth


@kernel("SpaceToDepth")
def space_to_depth(input, *, block_size, data_format):
    sizes, b = space_to_depth_sizes(input.shape, block_size, data_format), block_size
    if data_format == "NHWC":
        batch, rows, columns, _ = sizes
        return input.reshape(batch, rows, b, columns, b, input.shape[3]).transpose(2, 3).reshape(sizes)
    batch, _, rows, columns, *rest = sizes
    parts = input.reshape(batch, input.shape[1], rows, b, columns, b, *rest)
    return parts.permute(0, 3, 5, 1, 2, 4, *range(6, parts.dim())).reshape(sizes)


@kernel("DepthToSpace")
def depth_to_space(input, *, block_size, data_format):
    sizes, b = depth_to_space_sizes(input.shape, block_size, data_format), block_size
    if data_format == "NHWC":
        batch, rows, columns, _ = input.shape
        return input.reshape(batch, rows, columns, b, b, sizes[3]).transpose(2, 3).reshape(sizes)
    batch, _, rows, columns, *rest = input.shape
    parts = input.reshape(batch, b, b, sizes[1], rows, columns, *rest)
    return parts.permute(0, 3, 4, 1, 5, 2, *range(6, parts.dim())).reshape(sizes)


# Patches


@kernel("ExtractImagePatches")
def extract_image_patches(images, *, ksizes, strides, rates, padding):
    check_four("images", images.shape)
    _, tall, wide, _ = ksizes
    lies = windows(images.shape[1:3], (tall, wide), tuple(strides), tuple(rates), padding, (), "NHWC")
    sizes = (images.shape[0], *lies.counts, tall * wide * images.shape[3])
    if 0 in sizes:
        return images.new_empty(sizes)
    padded = with_borders(images, (*lies.paddings, (0, 0)))
    rows, columns = (
        [seen(*axis, place) for place in range(size)]
        for *axis, size in zip(lies.counts, lies.strides, lies.dilations, (tall, wide), strict=True)
    )
    return torch.cat([padded[:, row, column] for row in rows for column in columns], -1)


def seen(count, stride, dilation, place):
    """Which pixels ``count`` windows have in one place."""
    first = place * dilation
    return slice(first, first + (count - 1) * stride + 1, stride)
