"""Blocks of space moved into the batch or the channels and back, and patches of images."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..framework.constant_value import constant_value
from ..framework.conversion import constant_tensor, convert_to_tensor
from ..framework.dtypes import int32
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..framework.synonyms import one_of
from ..ops import array_creation as creation
from ..ops import array_manipulation as manipulation
from ..ops import array_space as ops
from ..ops import math_elementwise as elementwise

__all__ = [
    "batch_to_space", "batch_to_space_nd", "depth_to_space", "extract_image_patches", "required_space_to_batch_paddings", "space_to_batch",
    "space_to_batch_nd", "space_to_depth",
]  # fmt: skip


# Space and batch


def space_to_batch_nd(input: Any, block_shape: Any, paddings: Any, name: str | None = None) -> Tensor:
    """Dimensions 1, 2, … of ``input``, padded with zeros, cut into blocks; the positions inside a block go into the batch.

    Args:
        block_shape: the size of a block along each of these dimensions.
        paddings: for each of them how many zeros go before and after it.
    """
    return ops.space_to_batch_nd(input, block_shape, paddings, name=name)


def batch_to_space_nd(input: Any, block_shape: Any, crops: Any, name: str | None = None) -> Tensor:
    """The inverse of :func:`space_to_batch_nd`: ``crops`` says what is cut off before and after each dimension."""
    return ops.batch_to_space_nd(input, block_shape, crops, name=name)


def space_to_batch(input: Any, paddings: Any, block_size: int | None = None, name: str | None = None, block_shape: Any = None) -> Tensor:
    """:func:`space_to_batch_nd` of images [batch, height, width, depth] and square blocks of ``block_size`` (also ``block_shape``)."""
    result = space_to_batch_nd(input, _square(block_size, block_shape), paddings, name)
    result.set_shape(result.shape.with_rank(4))
    return result


def batch_to_space(input: Any, crops: Any, block_size: int | None = None, name: str | None = None, block_shape: Any = None) -> Tensor:
    """:func:`batch_to_space_nd` of images [batch, height, width, depth] and square blocks of ``block_size`` (also ``block_shape``)."""
    result = batch_to_space_nd(input, _square(block_size, block_shape), crops, name)
    result.set_shape(result.shape.with_rank(4))
    return result


def _square(block_size: Any, block_shape: Any) -> Any:
    size = one_of("block_shape", block_shape, "block_size", block_size)
    if size is None:
        raise ValueError("block_size must be given")
    return np.broadcast_to(np.asarray(size, np.int64), (2,))


def required_space_to_batch_paddings(
    input_shape: Any, block_shape: Any, base_paddings: Any = None, name: str | None = None
) -> tuple[Tensor, Tensor]:
    """The least paddings that make blocks fit, and the crops that undo what they add to ``base_paddings``.

    Args:
        input_shape: the sizes of the dimensions that are cut into blocks.
        block_shape: the sizes of the blocks, one each.
        base_paddings: what is added before and after each dimension in any case; nothing by default.

    Returns:
        Two matrices with a row (before, after) for each dimension: ``paddings[i, 0] = base_paddings[i, 0]`` and no crops before;
        ``paddings[i, 1] - base_paddings[i, 1] = crops[i, 1]``, less than a block. Constants where the arguments are.
    """
    with name_scope(name, "required_space_to_batch_paddings", [input_shape, block_shape]):
        sizes = convert_to_tensor(input_shape, int32, name="input_shape")
        blocks = convert_to_tensor(block_shape, int32, name="block_shape")
        count = blocks.shape.with_rank(1)[0].value
        if count is None:
            raise ValueError("block_shape must have a known number of entries")
        if base_paddings is None:
            base_paddings = np.zeros((count, 2), np.int32)
        base = convert_to_tensor(base_paddings, int32, name="base_paddings")
        sizes.shape.assert_is_compatible_with([count])
        base.shape.assert_is_compatible_with([count, 2])
        return _known_paddings(sizes, blocks, base) or _computed_paddings(sizes, blocks, base)


def _known_paddings(sizes: Tensor, blocks: Tensor, base: Tensor) -> tuple[Tensor, Tensor] | None:
    """Both results as constants, where all is known."""
    known = [constant_value(tensor) for tensor in (sizes, blocks, base)]
    if any(value is None for value in known):
        return None
    size, block, rows = known
    extra = -(size + rows.sum(1)) % block  # type: ignore[operator,union-attr]  # none is None
    nothing = np.zeros_like(extra)
    paddings, crops = rows + np.stack([nothing, extra], 1), np.stack([nothing, extra], 1)
    return constant_tensor(paddings, int32, "paddings"), constant_tensor(crops, int32, "crops")


def _computed_paddings(sizes: Tensor, blocks: Tensor, base: Tensor) -> tuple[Tensor, Tensor]:
    before, after = manipulation.unpack(base, num=2, axis=1)
    padded = elementwise.add(elementwise.add(sizes, before), after)
    extra = elementwise.floor_mod(elementwise.neg(padded), blocks)
    paddings = manipulation.pack([before, elementwise.add(after, extra)], axis=1, name="paddings")
    return paddings, manipulation.pack([creation.zeros_like(extra), extra], axis=1, name="crops")


# Space and depth


def space_to_depth(input: Any, block_size: int, name: str | None = None, data_format: str = "NHWC") -> Tensor:
    """Images with each square block of pixels made into one pixel of so many more channels."""
    return ops.space_to_depth(input, block_size=block_size, data_format=data_format, name=name)


def depth_to_space(input: Any, block_size: int, name: str | None = None, data_format: str = "NHWC") -> Tensor:
    """Images with each pixel made into a square block of pixels of so many fewer channels: the inverse of :func:`space_to_depth`."""
    return ops.depth_to_space(input, block_size=block_size, data_format=data_format, name=name)


# Patches


def extract_image_patches(
    images: Any, ksizes: Sequence[int] | None = None, strides: Sequence[int] | None = None, rates: Sequence[int] | None = None,
    padding: str | None = None, name: str | None = None, sizes: Sequence[int] | None = None,
) -> Tensor:  # fmt: skip
    """The windows of images [batch, height, width, depth], each laid out in the last dimension, row by row.

    Args:
        ksizes: the size of a window, [1, height, width, 1]; also called ``sizes``.
        strides: the distance of neighbouring windows, in the same form.
        rates: the distance of neighbouring entries of a window, in the same form.
        padding: VALID for the windows inside the image, SAME for one at every stride, with zeros outside.
    """
    window = one_of("sizes", sizes, "ksizes", ksizes)
    given = {"ksizes": window, "strides": strides, "rates": rates, "padding": padding}
    missing = [name for name, value in given.items() if value is None]
    if missing:
        raise ValueError(f"extract_image_patches() lacks {', '.join(missing)}")
    return ops.extract_image_patches(images, **given, name=name)
