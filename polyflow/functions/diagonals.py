"""Diagonals beside the main one, as compositions: which element of a matrix is which of its diagonals."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from ..framework.constant_value import constant_value
from ..framework.conversion import convert_to_tensor
from ..framework.operation import Tensor
from ..framework.tensor_shape import UNKNOWN, TensorShape
from ..ops import array_creation as creation
from ..ops import array_manipulation as manipulation
from ..ops import math_comparison as comparison
from ..ops import math_elementwise as elementwise
from ..ops.array_indexing import gather_v2
from .array_indexing import getitem
from .array_manipulation import shape


class Bounds(NamedTuple):
    """The lowest and the highest of some neighbouring diagonals: 0 is the main one, negative numbers are below it."""

    low: int
    high: int


def bounds(k: Any) -> Bounds:
    """The diagonals that ``k``, a number or a pair of them, names."""
    known = constant_value(k)
    if known is None or known.size not in (1, 2):
        raise ValueError(f"k must be a number or a pair of them, known when the graph is built, not {k!r}")
    named = Bounds(int(known.flat[0]), int(known.flat[-1]))
    if named.low > named.high:
        raise ValueError(f"k[0] must not be larger than k[1], but k is {list(named)}")
    return named


def is_plain(value: Any, usual: int) -> bool:
    """Whether an argument is a number and the usual one."""
    return isinstance(value, (int, float, np.number)) and value == usual


def padding(value: Any, tensor: Tensor) -> Tensor:
    """A padding value in the type of ``tensor``."""
    return convert_to_tensor(tensor.dtype.base_dtype.np_dtype.type(value) if is_plain(value, 0) else value, tensor.dtype.base_dtype)


def last_sizes(tensor: Tensor, count: int) -> list[Any]:
    """The last sizes of a tensor: numbers where they are known, else scalars."""
    sizes = tensor.shape.with_rank_at_least(count).sizes
    known, vector = (None,) * count if sizes is None else sizes[-count:], shape(tensor)
    return [getitem(vector, place - count) if size is None else size for place, size in enumerate(known)]


def matrix_sizes(length: Any, named: Bounds, num_rows: Any, num_cols: Any) -> tuple[Any, Any]:
    """The rows and columns of matrices whose longest diagonal has ``length``, where they are not given but -1."""
    rows, columns = length - min(named.high, 0), length + max(named.low, 0)
    if is_plain(num_rows, -1) and is_plain(num_cols, -1):
        size = max(rows, columns) if isinstance(length, int) else elementwise.maximum(rows, columns)
        return size, size
    chosen = rows if is_plain(num_rows, -1) else num_rows, columns if is_plain(num_cols, -1) else num_cols
    if all(isinstance(size, int) for size in (rows, columns, *chosen)):
        _check_sizes(chosen, (rows, columns))
    return chosen


def _check_sizes(chosen: tuple[int, int], least: tuple[int, int]) -> None:
    if chosen[0] < least[0] or chosen[1] < least[1] or (chosen[0] > least[0] and chosen[1] > least[1]):
        raise ValueError(f"matrices of {chosen[0]} rows and {chosen[1]} columns do not fit diagonals that need {least[0]} and {least[1]}")


def shape_of_diagonals(matrices: TensorShape, named: Bounds) -> TensorShape:
    """What is known of the shape of these diagonals of matrices."""
    if matrices.sizes is None:
        return UNKNOWN
    *batch, rows, columns = matrices.with_rank_at_least(2).sizes  # type: ignore[misc]  # the rank is known
    length = None if rows is None or columns is None else min(rows + min(named.high, 0), columns - max(named.low, 0))
    return TensorShape([*batch, *([named.high - named.low + 1] if named.low < named.high else []), length])


def spread(diagonal: Tensor, named: Bounds, rows: Any, columns: Any, outside: Tensor, name: str) -> Tensor:
    """``outside``, a batch of matrices or one number for all, with the diagonals replaced: ``diagonal[…, d, :]`` is the d-th from the top.

    The element in row i and column j is number min(i, j) of diagonal j - i.
    """
    row, column = manipulation.expand_dims(creation.range_(0, rows, 1), 1), creation.range_(0, columns, 1)
    offset = column - row
    inside = comparison.logical_and(comparison.greater_equal(offset, named.low), comparison.less_equal(offset, named.high))
    place = elementwise.minimum(row, column) + (named.high - offset) * last_sizes(diagonal, 1)[0]
    flat = diagonal if named.low == named.high else _flat(diagonal)
    return _picked(flat, place, inside, outside, name)


def taken(matrices: Tensor, named: Bounds, outside: Tensor, name: str) -> Tensor:
    """The diagonals, the highest first where they are several, filled up with ``outside`` to the length of the longest."""
    rows, columns = last_sizes(matrices, 2)
    place = creation.range_(0, elementwise.minimum(rows + min(named.high, 0), columns - max(named.low, 0)), 1)
    offset = creation.range_(named.high, named.low - 1, -1)
    offset = offset if named.low == named.high else manipulation.expand_dims(offset, 1)
    row, column = place - elementwise.minimum(offset, 0), place + elementwise.maximum(offset, 0)
    inside = comparison.logical_and(comparison.less(row, rows), comparison.less(column, columns))
    return _picked(_flat(matrices), row * columns + column, inside, outside, name)


def _flat(tensor: Tensor) -> Tensor:
    """The last two dimensions as one."""
    rows, columns = last_sizes(tensor, 2)
    return manipulation.reshape(tensor, manipulation.concat_v2([getitem(shape(tensor), slice(None, -2)), [rows * columns]], 0))


def _picked(flat: Tensor, place: Tensor, inside: Tensor, outside: Tensor, name: str) -> Tensor:
    """The elements at ``place`` in the last dimension where ``inside`` says so; else ``outside``."""
    safe = comparison.select_v2(inside, place, 0)
    return comparison.select_v2(inside, gather_v2(flat, safe, -1), outside, name=name)
