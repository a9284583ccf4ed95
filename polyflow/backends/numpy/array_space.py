"""Blocks of space moved into the batch or the channels and back, and patches of images."""

import numpy as np

from ...framework import space_rules, window_rules
from ...framework.array_rules import at_run_time
from ...framework.space_rules import blocks_first, blocks_inside
from . import kernel
from .array_manipulation import pad
from .windows import padded, require_four, windows_of

batch_to_space_sizes = at_run_time(space_rules.batch_to_space_sizes)
depth_to_space_sizes = at_run_time(space_rules.depth_to_space_sizes)
space_to_batch_sizes = at_run_time(space_rules.space_to_batch_sizes)
space_to_depth_sizes = at_run_time(space_rules.space_to_depth_sizes)
windows = at_run_time(window_rules.windows)


# Space and batch


@kernel("SpaceToBatchND")
def space_to_batch_nd(input, block_shape, paddings):
    count = len(block_shape)
    sizes = space_to_batch_sizes(input.shape, block_shape, paddings)
    wide = pad(input, ((0, 0), *paddings, *[(0, 0)] * (input.ndim - count - 1)))
    pairs = [size for pair in zip(sizes[1:], block_shape, strict=False) for size in pair]
    parts = wide.reshape(input.shape[0], *pairs, *sizes[count + 1 :])
    return parts.transpose(blocks_first(count, input.ndim)).reshape(sizes)


@kernel("BatchToSpaceND")
def batch_to_space_nd(input, block_shape, crops):
    count = len(block_shape)
    sizes = batch_to_space_sizes(input.shape, block_shape, crops)
    parts = input.reshape(*block_shape, sizes[0], *input.shape[1:]).transpose(blocks_inside(count, input.ndim))
    whole = parts.reshape(sizes[0], *np.multiply(input.shape[1 : count + 1], block_shape), *sizes[count + 1 :])
    return whole[(slice(None), *(slice(first, first + size) for (first, _), size in zip(crops, sizes[1:], strict=False)))]


@kernel("SpaceToBatch")
def space_to_batch(input, paddings, *, block_size):
    return space_to_batch_nd(require_four("input", input), (block_size, block_size), paddings)


@kernel("BatchToSpace")
def batch_to_space(input, crops, *, block_size):
    return batch_to_space_nd(require_four("input", input), (block_size, block_size), crops)


# Space and depth


@kernel("SpaceToDepth")
def space_to_depth(input, *, block_size, data_format):
    sizes, b = space_to_depth_sizes(input.shape, block_size, data_format), block_size
    if data_format == "NHWC":
        batch, rows, columns, _ = sizes
        return input.reshape(batch, rows, b, columns, b, input.shape[3]).transpose(0, 1, 3, 2, 4, 5).reshape(sizes)
    batch, _, rows, columns, *rest = sizes
    parts = input.reshape(batch, input.shape[1], rows, b, columns, b, *rest)
    return parts.transpose(0, 3, 5, 1, 2, 4, *range(6, parts.ndim)).reshape(sizes)


@kernel("DepthToSpace")
def depth_to_space(input, *, block_size, data_format):
    sizes, b = depth_to_space_sizes(input.shape, block_size, data_format), block_size
    if data_format == "NHWC":
        batch, rows, columns, _ = input.shape
        return input.reshape(batch, rows, columns, b, b, sizes[3]).transpose(0, 1, 3, 2, 4, 5).reshape(sizes)
    batch, _, rows, columns, *rest = input.shape
    parts = input.reshape(batch, b, b, sizes[1], rows, columns, *rest)
    return parts.transpose(0, 3, 4, 1, 5, 2, *range(6, parts.ndim)).reshape(sizes)


# Patches


@kernel("ExtractImagePatches")
def extract_image_patches(images, *, ksizes, strides, rates, padding):
    images = require_four("images", images)
    lies = windows(images.shape[1:3], tuple(ksizes[1:3]), tuple(strides), tuple(rates), padding, (), "NHWC")
    found = windows_of(padded(images, lies), lies).transpose(0, 1, 2, 4, 5, 3)
    return found.reshape(*found.shape[:3], found.shape[3] * found.shape[4] * found.shape[5])
