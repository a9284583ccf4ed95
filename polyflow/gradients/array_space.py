"""Gradients of blocks and patches: what was moved moves back, and copies add up."""

from ..ops import array_creation as creation
from ..ops import array_manipulation as manipulation
from ..ops import array_space as ops
from ..ops import math_elementwise as elementwise
from ..ops.array_indexing import strided_slice
from ..ops.math_segment import unsorted_segment_sum
from .registry import gradient
from .shapes import shape_of


@gradient(ops.space_to_batch_nd)
def _(op, dy):
    return ops.batch_to_space_nd(dy, op.inputs[1], op.inputs[2]), None, None


@gradient(ops.batch_to_space_nd)
def _(op, dy):
    return ops.space_to_batch_nd(dy, op.inputs[1], op.inputs[2]), None, None


@gradient(ops.space_to_batch)
def _(op, dy):
    return ops.batch_to_space(dy, op.inputs[1], block_size=op.attrs["block_size"]), None


@gradient(ops.batch_to_space)
def _(op, dy):
    return ops.space_to_batch(dy, op.inputs[1], block_size=op.attrs["block_size"]), None


@gradient(ops.space_to_depth)
def _(op, dy):
    return ops.depth_to_space(dy, block_size=op.attrs["block_size"], data_format=op.attrs["data_format"])


@gradient(ops.depth_to_space)
def _(op, dy):
    return ops.space_to_depth(dy, block_size=op.attrs["block_size"], data_format=op.attrs["data_format"])


@gradient(ops.extract_image_patches)
def _(op, dy):
    """Each pixel gets the sum of its copies. Patches of an image of the pixels' numbers tell which copy is whose."""
    images = op.inputs[0]
    batch, height, width, depth = _sizes(images)
    numbers = manipulation.reshape(creation.range_(1, height * width + 1, 1), [1, height, width, 1])
    patches = ops.extract_image_patches(numbers, **{name: op.attrs[name] for name in ("ksizes", "strides", "rates", "padding")})
    owners = manipulation.reshape(elementwise.sub(patches, 1), [-1])  # -1, which a sum of segments leaves out, beyond the border
    copies = manipulation.reshape(dy, [batch, manipulation.size(owners), depth])
    summed = unsorted_segment_sum(manipulation.transpose(copies, [1, 0, 2]), owners, height * width)
    return manipulation.reshape(manipulation.transpose(summed, [1, 0, 2]), shape_of(images))


def _sizes(tensor):
    """The four sizes of images: numbers where they are known, else scalars."""
    known, vector = tensor.shape.with_rank(4).sizes, shape_of(tensor)
    return [strided_slice(vector, [axis], [axis + 1], [1], shrink_axis_mask=1) if size is None else size for axis, size in enumerate(known)]
