"""Rules about blocks of space: how cutting dimensions into blocks changes the sizes of an array.

As in array_rules: functions of plain Python numbers that raise ValueError for what does not fit; None is a size that is not known.
"""

from __future__ import annotations

from collections.abc import Sequence

from .tensor_shape import Sizes

Entries = Sequence[int | None]
Rows = Sequence[Entries]


def space_to_batch_sizes(sizes: Sizes, block_shape: Entries, paddings: Rows) -> Sizes:
    """The sizes after dimensions 1, 2, … are padded and their blocks' positions moved into the batch."""
    _check_blocks(sizes, block_shape, paddings, "paddings")
    inner = len(block_shape) + 1
    spatial = [_blocks_along(*item) for item in zip(range(1, inner), sizes[1:], block_shape, paddings, strict=False)]
    return _product([sizes[0], *block_shape]), *spatial, *sizes[inner:]


def _blocks_along(axis: int, size: int | None, block: int | None, pads: Entries) -> int | None:
    padded = _sum([size, *pads])
    if padded is None or block is None:
        return None
    if padded % block:
        raise ValueError(f"the padded size {padded} of dimension {axis} must be divisible by its block size {block}")
    return padded // block


def batch_to_space_sizes(sizes: Sizes, block_shape: Entries, crops: Rows) -> Sizes:
    """The sizes after positions in blocks are moved from the batch into dimensions 1, 2, …, which are cropped then."""
    _check_blocks(sizes, block_shape, crops, "crops")
    inner = len(block_shape) + 1
    spatial = [_cropped(*item) for item in zip(range(1, inner), sizes[1:], block_shape, crops, strict=False)]
    return _batch_of_blocks(sizes[0], _product(block_shape)), *spatial, *sizes[inner:]


def _cropped(axis: int, size: int | None, block: int | None, crops: Entries) -> int | None:
    whole, cut = _product([size, block]), _sum(crops)
    if whole is None or cut is None:
        return None
    if cut > whole:
        raise ValueError(f"crops {list(crops)} of dimension {axis} must not be more than its size {whole}")
    return whole - cut


def _batch_of_blocks(batch: int | None, blocks: int | None) -> int | None:
    if batch is None or blocks is None:
        return None
    if batch % blocks:
        raise ValueError(f"the batch size {batch} must be divisible by the {blocks} elements of a block")
    return batch // blocks


def _check_blocks(sizes: Sizes, block_shape: Entries, borders: Rows, name: str) -> None:
    if len(borders) != len(block_shape):
        raise ValueError(f"{name} must have one row for each of the {len(block_shape)} entries of block_shape, not {len(borders)}")
    if len(sizes) <= len(block_shape):
        raise ValueError(f"input must have at least {len(block_shape) + 1} dimensions, not shape {list(sizes)}")
    if any(block is not None and block < 1 for block in block_shape):
        raise ValueError(f"block_shape {list(block_shape)} must be positive")
    if any(border is not None and border < 0 for row in borders for border in row):
        raise ValueError(f"{name} {list(map(list, borders))} must not be negative")


def blocks_first(count: int, rank: int) -> tuple[int, ...]:
    """The order that takes ``[batch, n1, block1, n2, block2, …, rest]`` to ``[block1, block2, …, batch, n1, n2, …, rest]``."""
    return (*range(2, 2 * count + 1, 2), 0, *range(1, 2 * count, 2), *range(2 * count + 1, rank + count))


def blocks_inside(count: int, rank: int) -> tuple[int, ...]:
    """The inverse of ``blocks_first``."""
    pairs = (axis for i in range(count) for axis in (count + 1 + i, i))
    return (count, *pairs, *range(2 * count + 1, rank + count))


# Depth


def space_to_depth_sizes(sizes: Sizes, block: int, data_format: str) -> Sizes:
    """The sizes after the positions in blocks of height and width are moved into the channels."""
    rows, columns, channels = _image_axes(sizes, data_format)
    result = list(sizes)
    for axis in (rows, columns):
        result[axis] = _quotient(sizes[axis], block, f"size of dimension {axis}")
    result[channels] = _product([sizes[channels], block * block])
    return tuple(result)


def depth_to_space_sizes(sizes: Sizes, block: int, data_format: str) -> Sizes:
    """The sizes after the channels are spread over blocks of height and width."""
    rows, columns, channels = _image_axes(sizes, data_format)
    result = list(sizes)
    for axis in (rows, columns):
        result[axis] = _product([sizes[axis], block])
    result[channels] = _quotient(sizes[channels], block * block, "number of channels")
    return tuple(result)


def _image_axes(sizes: Sizes, data_format: str) -> tuple[int, int, int]:
    """The dimensions of height, width and channels. Of NCHW_VECT_C images four channels lie in a last dimension, which never changes."""
    rank = 5 if data_format == "NCHW_VECT_C" else 4
    if len(sizes) != rank:
        raise ValueError(f"{data_format} images must have {rank} dimensions, not shape {list(sizes)}")
    if rank == 5 and sizes[4] not in (4, None):
        raise ValueError(f"the last dimension of NCHW_VECT_C images must have size 4, not {sizes[4]}")
    return (1, 2, 3) if data_format == "NHWC" else (2, 3, 1)


def _quotient(size: int | None, divisor: int, name: str) -> int | None:
    if size is not None and size % divisor:
        raise ValueError(f"the {name}, {size}, must be divisible by {divisor}")
    return None if size is None else size // divisor


def _product(factors: Entries) -> int | None:
    """The product; 0 where one factor is, whatever the others are."""
    result = 1
    if 0 in factors:
        return 0
    for factor in factors:
        if factor is None:
            return None
        result *= factor
    return result


def _sum(terms: Entries) -> int | None:
    total = 0
    for term in terms:
        if term is None:
            return None
        total += term
    return total
