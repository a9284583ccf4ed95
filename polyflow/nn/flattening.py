"""Tensors as matrices whose rows hold the classes."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..framework.operation import Tensor
from ..ops import array_indexing as indexing
from ..ops import array_manipulation as array


def moved_to_end(tensor: Tensor, axis: int) -> Tensor:
    """``tensor`` with dimension ``axis`` as its last. ValueError when it must move and the rank is unknown."""
    rank = tensor.shape.ndims
    if axis == -1 or (rank is not None and axis == rank - 1):
        return tensor
    if rank is None or not -rank <= axis < rank:
        raise ValueError(f"Shape {tensor.shape} has no dimension {axis} for the classes")
    order = [position for position in range(rank) if position != axis % rank]
    return array.transpose(tensor, [*order, axis % rank], name="transpose")


def flattened(tensor: Tensor) -> Tensor:
    """The matrix of all rows along the last dimension."""
    sizes = tensor.shape.sizes
    if sizes and sizes[-1]:
        return array.reshape(tensor, [-1, sizes[-1]])
    shape = array.shape(tensor)
    last = indexing.strided_slice(shape, [-1], [0], [1], end_mask=1)
    return array.reshape(tensor, array.concat_v2([[-1], last], 0, name="concat"))


def outer_shape(tensor: Tensor) -> Any:
    """The shape without the last dimension: an array where it is known, with -1 for one unknown size, else a tensor."""
    sizes = tensor.shape.sizes
    if sizes is None or sizes[:-1].count(None) > 1 or (None in sizes and 0 in sizes):
        return indexing.strided_slice(array.shape(tensor), [0], [-1], [1], begin_mask=1)
    return np.array([-1 if size is None else size for size in sizes[:-1]], np.int32)
