"""Tensors as matrices whose rows hold the classes."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..framework.conversion import convert_to_tensor
from ..framework.operation import Tensor
from ..ops import array_creation as creation
from ..ops import array_indexing as indexing
from ..ops import array_manipulation as array
from ..ops import math_elementwise as math


def moved_to_end(tensor: Tensor, axis: int) -> Tensor:
    """``tensor`` with dimension ``axis`` as its last. ValueError when there is none."""
    rank = tensor.shape.ndims
    if axis == -1 or (rank is not None and axis == rank - 1):
        return tensor
    if rank is None:
        return array.transpose(tensor, _order_later(tensor, axis), name="transpose")
    if not -rank <= axis < rank:
        raise ValueError(f"Shape {tensor.shape} has no dimension {axis} for the classes")
    order = [position for position in range(rank) if position != axis % rank]
    return array.transpose(tensor, [*order, axis % rank], name="transpose")


def _order_later(tensor: Tensor, axis: int) -> Tensor:
    """All positions with that of ``axis`` behind the others, for a rank that is known only when the graph runs."""
    rank = array.rank(tensor)
    last = convert_to_tensor(axis) if axis >= 0 else math.add_v2(rank, axis)
    before, after = creation.range_(0, last, 1), creation.range_(math.add_v2(last, 1), rank, 1)
    return array.concat_v2([before, after, array.expand_dims(last, 0)], 0)


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
