"""Sums of gradients, and the ones and zeros they start from."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..framework.conversion import constant_tensor, convert_to_tensor
from ..framework.dtypes import int64
from ..framework.indexed_slices import IndexedSlices
from ..framework.operation import Tensor
from ..framework.registry import declaration

_LARGEST_CONSTANT = 1024


def ones_like(tensor: Tensor, name: str | None = None) -> Tensor:
    """Ones of a tensor's shape: a constant where the shape is known."""
    return _filled(tensor, 1, name)


def zeros_for(tensor: Tensor) -> Tensor:
    """Zeros of a tensor's shape: a constant where the shape is known."""
    return _filled(tensor, 0, None)


def _filled(tensor: Tensor, value: int, name: str | None) -> Tensor:
    dtype = tensor.dtype.base_dtype
    if dtype.name == "variant":
        return declaration("ZerosLike")(tensor, name=name)
    if not tensor.shape.is_fully_defined():
        return declaration("OnesLike" if value else "ZerosLike")(tensor, name=name)
    scalar = np.array(value, dtype.np_dtype)
    if tensor.shape.num_elements() <= _LARGEST_CONSTANT:
        return constant_tensor(np.full(tensor.shape.as_list(), scalar), dtype, name)
    return declaration("Fill")(tensor.shape.as_list(), scalar, name=name)


def add_gradients(parts: list[Any]) -> Any:
    """The sum of what several paths send: one AddN, or slices put behind one another when all are slices."""
    if all(isinstance(part, IndexedSlices) for part in parts):
        return _joined(parts)
    return _summed([convert_to_tensor(part) for part in parts])


def _summed(tensors: list[Tensor]) -> Tensor:
    return declaration("AddN")(tensors)


def _joined(slices: list[IndexedSlices]) -> IndexedSlices:
    join = declaration("ConcatV2")
    return IndexedSlices(
        join([part.values for part in slices], 0), join(_of_one_type([part.indices for part in slices]), 0), slices[0].dense_shape
    )


def _of_one_type(indices: list[Tensor]) -> list[Tensor]:
    """Positions as they are, or as int64 where their types differ."""
    if len({each.dtype.base_dtype for each in indices}) == 1:
        return indices
    return [declaration("Cast")(each, DstT=int64) for each in indices]
