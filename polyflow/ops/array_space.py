"""Blocks of space: positions inside blocks moved into the batch or the channels and back, and patches of images."""

from ..framework import dtypes
from ..framework.dtypes import COMPLEX, INDEX, REAL, int32
from ..framework.op import Host, Outputs, at_least, op, require, value_of
from ..framework.shape_inference import entries_of
from ..framework.space_rules import batch_to_space_sizes, depth_to_space_sizes, space_to_batch_sizes, space_to_depth_sizes
from ..framework.tensor_shape import unknown_shape
from ..framework.window_rules import check_steps, counts

DATA_FORMATS = {"NHWC", "NCHW", "NCHW_VECT_C"}


# Space and batch


@op("SpaceToBatchND", Tblock_shape=INDEX.default(int32), Tpaddings=INDEX.default(int32))
def space_to_batch_nd(input: "T", block_shape: Host["Tblock_shape"], paddings: Host["Tpaddings"]) -> Outputs(output="T"):
    """Dimensions 1 to M of ``input`` cut into blocks of sizes ``block_shape``; the positions inside a block go into the batch.

    After padding with ``paddings[i, 0]`` zeros before and ``paddings[i, 1]`` after dimension i + 1:
    output[(p1, …, pM, n), s1, …, sM, …] = padded[n, s1 * block_shape[0] + p1, …, sM * block_shape[M - 1] + pM, …], where the tuple
    counts positions with n running fastest. InvalidArgumentError unless the blocks divide the padded sizes.
    """
    return _with_blocks(space_to_batch_sizes, input, block_shape, paddings)


@op("BatchToSpaceND", Tblock_shape=INDEX.default(int32), Tcrops=INDEX.default(int32))
def batch_to_space_nd(input: "T", block_shape: Host["Tblock_shape"], crops: Host["Tcrops"]) -> Outputs(output="T"):
    """The inverse of SpaceToBatchND: ``crops[i]`` are the numbers of positions that are cut off before and after dimension i + 1."""
    return _with_blocks(batch_to_space_sizes, input, block_shape, crops)


def _with_blocks(rule, input, block_shape, borders):
    require(block_shape.shape.has_rank(1), "block_shape must be a vector, not of shape {}", block_shape.shape)
    require(borders.shape.is_compatible_with([block_shape.shape[0], 2]), "expected a matrix of two columns, not shape {}", borders.shape)
    count = block_shape.shape.merge_with(borders.shape[:1])[0].value
    if input.shape.sizes is None or count is None:
        return unknown_shape(input.shape.rank)
    return rule(input.shape.sizes, entries_of(block_shape) or (None,) * count, value_of(borders) or ((None, None),) * count)


@op("SpaceToBatch", block_size=at_least(2), Tpaddings=INDEX.default(int32))
def space_to_batch(input: "T", paddings: Host["Tpaddings"], *, block_size: int) -> Outputs(output="T"):
    """SpaceToBatchND of images [batch, height, width, depth] and square blocks."""
    return _with_squares(space_to_batch_sizes, input, paddings, block_size)


@op("BatchToSpace", block_size=at_least(2), Tidx=INDEX.default(int32))
def batch_to_space(input: "T", crops: Host["Tidx"], *, block_size: int) -> Outputs(output="T"):
    """BatchToSpaceND of images [batch, height, width, depth] and square blocks."""
    return _with_squares(batch_to_space_sizes, input, crops, block_size)


def _with_squares(rule, input, borders, block_size):
    require(input.shape.has_rank(4), "input must have four dimensions, not shape {}", input.shape)
    require(borders.shape.is_compatible_with([2, 2]), "expected a matrix of shape [2, 2], not {}", borders.shape)
    sizes = input.shape.with_rank(4).sizes
    return rule(sizes, (block_size, block_size), value_of(borders) or ((None, None),) * 2)


# Space and depth


@op("SpaceToDepth", block_size=at_least(2), data_format=DATA_FORMATS)
def space_to_depth(input: "T", *, block_size: int, data_format: str = "NHWC") -> Outputs(output="T"):
    """Images with each square block of pixels made into one pixel of so many more channels.

    output[n, i, j, (p, q, c)] = input[n, i * block_size + p, j * block_size + q, c], where the tuple counts channels with c running
    fastest. NCHW_VECT_C images are [batch, channels / 4, height, width, 4].
    """
    return _image_sizes(space_to_depth_sizes, input, block_size, data_format)


@op("DepthToSpace", block_size=at_least(2), data_format=DATA_FORMATS)
def depth_to_space(input: "T", *, block_size: int, data_format: str = "NHWC") -> Outputs(output="T"):
    """The inverse of SpaceToDepth: each pixel made into a square block of pixels of so many fewer channels."""
    return _image_sizes(depth_to_space_sizes, input, block_size, data_format)


def _image_sizes(rule, input, block_size, data_format):
    rank = 5 if data_format == "NCHW_VECT_C" else 4
    return rule((None,) * rank if input.shape.sizes is None else input.shape.sizes, block_size, data_format)


# Patches


@op(
    "ExtractImagePatches",
    ksizes=at_least(4),
    strides=at_least(4),
    rates=at_least(4),
    T=REAL | COMPLEX | {dtypes.bool},
    padding={"SAME", "VALID"},
)
def extract_image_patches(
    images: "T", *, ksizes: list[int], strides: list[int], rates: list[int], padding: str
) -> Outputs(patches="T"):  # fmt: skip
    """The windows of images [batch, height, width, depth], each laid out in the last dimension.

    patches[n, i, j, (a, b, c)] = images[n, i * strides[1] + a * rates[1], j * strides[2] + b * rates[2], c], where the tuple counts
    with c running fastest and (a, b) go over a window of ksizes[1] by ksizes[2]. VALID takes the windows inside the image; SAME one
    for every ``strides``, with zeros outside, half of them before.
    """
    for name, values in (("ksizes", ksizes), ("strides", strides), ("rates", rates)):
        check_steps(name, values, "NHWC")
    batch, height, width, depth = images.shape.with_rank(4).sizes
    _, rows, columns, _ = ksizes
    window = counts((height, width), (rows, columns), strides, rates, padding, (), "NHWC")
    return [batch, *window, None if depth is None else rows * columns * depth]
