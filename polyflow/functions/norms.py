"""Norms of vectors and matrices, and identity matrices."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..framework import dtypes
from ..framework.conversion import convert_to_tensor
from ..framework.dtypes import as_dtype
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..framework.synonyms import one_of
from ..ops import array_diagonal as diagonal
from ..ops import array_manipulation as array
from . import arithmetic
from .array_creation import ones, zeros
from .linear_algebra import svd
from .reductions import reduce_max, reduce_sum

__all__ = ["eye", "norm"]

EUCLIDEAN = ("euclidean", "fro", 2)


def norm(tensor: Any, ord: Any = "euclidean", axis: Any = None, keepdims: bool | None = None, name: str | None = None,
         keep_dims: bool | None = None) -> Tensor:  # fmt: skip
    """The norms of vectors or matrices.

    Args:
        ord: "euclidean" (of a matrix also "fro"), 1, 2 or ``np.inf``; of a vector any p > 0, for (sum of |x|ᵖ)^(1/p). Of a matrix 1 is the
            largest sum of a column, ``np.inf`` that of a row, 2 the largest singular value.
        axis: the dimension of vectors; the two of matrices; None for all elements as one vector.
        keepdims: whether the dimensions stay, with size 1. ``keep_dims`` is its older name.
    """
    keep = bool(one_of("keepdims", keepdims, "keep_dims", keep_dims, False))
    axes = _axes(axis)
    _check_order(ord, axes)
    with name_scope(name, "norm", [tensor]):
        tensor = convert_to_tensor(tensor)
        if ord in EUCLIDEAN:
            result = _spectral(tensor, axes) if axes and len(axes) == 2 and ord == 2 else _euclidean(tensor, axes)
        else:
            result = _absolute(arithmetic.abs(tensor), ord, axes)
        return result if keep else array.squeeze(result, squeeze_dims=axes or [])


def _axes(axis: Any) -> list[int] | None:
    if axis is None or isinstance(axis, int):
        return None if axis is None else [axis]
    if isinstance(axis, (tuple, list)) and len(axis) == 2 and all(isinstance(one, int) for one in axis) and axis[0] != axis[1]:
        return list(axis)
    raise ValueError(f"'axis' must be None, an integer, or a tuple of 2 unique integers, got {axis}")


def _check_order(order: Any, axes: list[int] | None) -> None:
    if axes and len(axes) == 2:
        if order not in (*EUCLIDEAN, 1, np.inf):
            raise ValueError(f"'ord' must be a supported matrix norm in ['euclidean', 'fro', 1, 2, inf], got {order}")
    elif order != "euclidean" and (isinstance(order, str) or not order > 0):
        raise ValueError(f"'ord' must be a supported vector norm, got {order}")


def _euclidean(tensor: Tensor, axes: list[int] | None) -> Tensor:
    return arithmetic.sqrt(reduce_sum(tensor * arithmetic.conj(tensor), axes, keepdims=True))


def _spectral(tensor: Tensor, axes: list[int]) -> Tensor:
    """The largest singular values, at the place of the two dimensions."""
    rank = tensor.shape.ndims
    if rank is None:
        raise ValueError("the norm of order 2 needs matrices in a tensor of known rank")
    inner = [axis % rank for axis in axes]
    order = [axis for axis in range(rank) if axis not in inner] + inner
    largest = reduce_max(svd(array.transpose(tensor, order), compute_uv=False), axis=[-1], keepdims=True)
    return array.transpose(array.expand_dims(largest, -1), [order.index(axis) for axis in range(rank)])


def _absolute(sizes: Tensor, order: Any, axes: list[int] | None) -> Tensor:
    """The norms that are made of absolute values."""
    if order == 1:
        sums = reduce_sum(sizes, axes and axes[:1], keepdims=True)
        return reduce_max(sums, axes[1:], keepdims=True) if axes and len(axes) == 2 else sums
    if order == np.inf:
        sums = reduce_sum(sizes, axes[1:], keepdims=True) if axes and len(axes) == 2 else sizes
        return reduce_max(sums, axes and axes[:1], keepdims=True)
    return arithmetic.pow(reduce_sum(arithmetic.pow(sizes, order), axes, keepdims=True), 1.0 / order)


def eye(num_rows: Any, num_columns: Any = None, batch_shape: Any = None, dtype: Any = dtypes.float32, name: str | None = None) -> Tensor:
    """Matrices with ones on the diagonal and zeros elsewhere.

    Args:
        num_columns: as many as rows when it is not given.
        batch_shape: how many of them, as the leading dimensions.
    """
    with name_scope(name, "eye", [num_rows, num_columns, batch_shape]):
        dtype = as_dtype(dtype)
        if num_columns is None:
            return diagonal.matrix_diag(ones(_shape(batch_shape, num_rows), dtype))
        smaller = arithmetic.minimum(num_rows, num_columns) if _is_tensor(num_rows, num_columns) else min(num_rows, num_columns)
        whole = zeros(_shape(batch_shape, num_rows, num_columns), dtype)
        return diagonal.matrix_set_diag(whole, ones(_shape(batch_shape, smaller), dtype))


def _is_tensor(*sizes: Any) -> bool:
    return any(isinstance(size, Tensor) for size in sizes)


def _shape(batch_shape: Any, *sizes: Any) -> Any:
    """A batch shape with further sizes behind it: a list where everything is a number."""
    if isinstance(batch_shape, Tensor):
        return array.concat_v2([batch_shape, array.pack(list(sizes))], 0)
    batch = [] if batch_shape is None else [int(size) for size in batch_shape]
    return array.pack([*batch, *sizes]) if _is_tensor(*sizes) else [*batch, *map(int, sizes)]
