"""Diagonals of tensors and of batches of matrices, and their traces."""

from __future__ import annotations

from typing import Any

from ..framework.conversion import convert_to_tensor
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..ops import array_diagonal as ops
from ..ops.math_reduction import sum_
from .diagonals import bounds, is_plain, last_sizes, matrix_sizes, padding, shape_of_diagonals, spread, taken

__all__ = [
    "batch_matrix_band_part", "batch_matrix_diag", "batch_matrix_diag_part", "batch_matrix_set_diag", "diag", "diag_part",
    "matrix_band_part", "matrix_diag", "matrix_diag_part", "matrix_set_diag", "trace",
]  # fmt: skip


def diag(diagonal: Any, name: str | None = None) -> Tensor:
    """A tensor of twice the rank with ``diagonal`` on its diagonal and zeros elsewhere."""
    return ops.diag(diagonal, name=name)


def diag_part(input: Any, name: str | None = None) -> Tensor:
    """The diagonal of a tensor whose shape is one shape twice."""
    return ops.diag_part(input, name=name)


def matrix_diag(
    diagonal: Any, name: str | None = "diag", k: Any = 0, num_rows: Any = -1, num_cols: Any = -1, padding_value: Any = 0
) -> Tensor:
    """A batch of matrices with these diagonals.

    Args:
        diagonal: in the last dimension the elements of a diagonal; for several diagonals, in the last but one, from the highest to the
            lowest, each filled up at its end.
        k: which diagonal: 0 the main one, positive numbers above, negative ones below it; or a pair, the lowest and highest of several.
        num_rows, num_cols: the sizes of the matrices; -1 for the smallest that will do, of a square one if both are.
        padding_value: what stands elsewhere.
    """
    if is_plain(k, 0) and is_plain(num_rows, -1) and is_plain(num_cols, -1) and is_plain(padding_value, 0):
        return ops.matrix_diag(diagonal, name=name)
    with name_scope(name, "diag", [diagonal]) as scope:
        diagonal, named = convert_to_tensor(diagonal, name="diagonal"), bounds(k)
        rows, columns = matrix_sizes(last_sizes(diagonal, 1)[0], named, num_rows, num_cols)
        return spread(diagonal, named, rows, columns, padding(padding_value, diagonal), scope)


def matrix_diag_part(input: Any, name: str | None = "diag_part", k: Any = 0, padding_value: Any = 0) -> Tensor:
    """The diagonals of a batch of matrices: the main ones, or those that ``k`` names, as :func:`matrix_diag` takes them.

    Args:
        padding_value: what fills up the shorter ones of several diagonals.
    """
    if is_plain(k, 0):
        return ops.matrix_diag_part(input, name=name)
    with name_scope(name, "diag_part", [input]) as scope:
        input = convert_to_tensor(input, name="input")
        return taken(input, bounds(k), padding(padding_value, input), scope)


def matrix_set_diag(input: Any, diagonal: Any, name: str | None = "set_diag", k: Any = 0) -> Tensor:
    """A batch of matrices with ``diagonal`` in place of their main diagonals, or of those that ``k`` names as in :func:`matrix_diag`."""
    if is_plain(k, 0):
        return ops.matrix_set_diag(input, diagonal, name=name)
    with name_scope(name, "set_diag", [input, diagonal]) as scope:
        input = convert_to_tensor(input, name="input")
        diagonal = convert_to_tensor(diagonal, input.dtype.base_dtype, name="diagonal")
        diagonal.shape.assert_is_compatible_with(shape_of_diagonals(input.shape, named := bounds(k)))
        rows, columns = last_sizes(input, 2)
        return spread(diagonal, named, rows, columns, input, scope)


def matrix_band_part(input: Any, num_lower: Any, num_upper: Any, name: str | None = None) -> Tensor:
    """A batch of matrices of which only so many diagonals below and above the main one stay; a negative number keeps all."""
    return ops.matrix_band_part(input, num_lower, num_upper, name=name)


def trace(x: Any, name: str | None = None) -> Tensor:
    """The sums of the main diagonals of a batch of matrices."""
    with name_scope(name, "Trace", [x]) as scope:
        x = convert_to_tensor(x, name="x")
        return sum_(ops.matrix_diag_part(x), [-1], name=scope)


# Older names, which make nodes of the older types


def batch_matrix_diag(diagonal: Any, name: str | None = None) -> Tensor:
    """The older name of :func:`matrix_diag`."""
    return ops.batch_matrix_diag(diagonal, name=name)


def batch_matrix_diag_part(input: Any, name: str | None = None) -> Tensor:
    """The older name of :func:`matrix_diag_part`."""
    return ops.batch_matrix_diag_part(input, name=name)


def batch_matrix_set_diag(input: Any, diagonal: Any, name: str | None = None) -> Tensor:
    """The older name of :func:`matrix_set_diag`."""
    return ops.batch_matrix_set_diag(input, diagonal, name=name)


def batch_matrix_band_part(input: Any, num_lower: Any, num_upper: Any, name: str | None = None) -> Tensor:
    """The older name of :func:`matrix_band_part`."""
    return ops.batch_matrix_band_part(input, num_lower, num_upper, name=name)
