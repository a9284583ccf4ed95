"""Tridiagonal matrices, given by their diagonals."""

from __future__ import annotations

from typing import Any

from ..framework.conversion import convert_to_tensor
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..ops import array_diagonal as diagonal
from ..ops import array_manipulation as array
from ..ops import linalg_solve as solver
from . import arithmetic
from .array_manipulation import pad
from .linear_algebra import matrix_transpose

__all__: list[str] = []


def tridiagonal_solve(diagonals: Any, rhs: Any, diagonals_format: str = "compact", transpose_rhs: bool = False,
                      conjugate_rhs: bool = False, name: str | None = None, partial_pivoting: bool = True) -> Tensor:  # fmt: skip
    """X with A·X = B for tridiagonal matrices A.

    Args:
        diagonals: for ``diagonals_format`` "compact" a tensor whose last but one dimension has the upper diagonal, the main one and
            the lower one, all of the length of the main one: the last element of the first and the first of the third do not count.
            For "sequence" a list of these three, the outer ones as long or shorter by one. For "matrix" the matrices.
        rhs: B, or with one dimension less one vector per matrix.
        transpose_rhs: whether B is transposed first; not for a vector.
        conjugate_rhs: whether B is conjugated first.
    """
    with name_scope(name, "tridiagonal_solve", [diagonals, rhs]):
        rhs = convert_to_tensor(rhs, name="rhs")
        compact = _compact(diagonals, diagonals_format)
        rhs = arithmetic.conj(rhs) if conjugate_rhs else rhs
        if compact.shape.ndims is not None and rhs.shape.ndims == compact.shape.ndims - 1:
            solution = solver.tridiagonal_solve(compact, array.expand_dims(rhs, -1), partial_pivoting=partial_pivoting)
            return array.squeeze(solution, squeeze_dims=[-1])
        rhs = matrix_transpose(rhs) if transpose_rhs else rhs
        return solver.tridiagonal_solve(compact, rhs, partial_pivoting=partial_pivoting)


def tridiagonal_matmul(diagonals: Any, rhs: Any, diagonals_format: str = "compact", name: str | None = None) -> Tensor:
    """The products of tridiagonal matrices, given as for :func:`tridiagonal_solve`, with matrices."""
    with name_scope(name, "tridiagonal_matmul", [diagonals, rhs]):
        rhs = convert_to_tensor(rhs, name="rhs")
        above, main, below = (array.expand_dims(row, -1) for row in array.unpack(_compact(diagonals, diagonals_format), num=3, axis=-2))
        upper = _padded(above[..., :-1, :] * rhs[..., 1:, :], -2, 0, 1)
        lower = _padded(below[..., 1:, :] * rhs[..., :-1, :], -2, 1, 0)
        return main * rhs + upper + lower


def _compact(diagonals: Any, form: str) -> Tensor:
    """The diagonals as rows of one tensor, the upper one first."""
    if form == "compact":
        return convert_to_tensor(diagonals, name="diagonals")
    if form == "sequence":
        return _joined(diagonals)
    if form == "matrix":
        return _taken(convert_to_tensor(diagonals, name="diagonals"))
    raise ValueError(f"Unrecognized diagonals_format: {form}")


def _joined(diagonals: Any) -> Tensor:
    if not isinstance(diagonals, (tuple, list)) or len(diagonals) != 3:
        raise ValueError("Expected diagonals to be a sequence of length 3.")
    above, main, below = (
        convert_to_tensor(each, name=name) for each, name in zip(diagonals, ("superdiag", "maindiag", "subdiag"), strict=True)
    )
    size = main.shape[-1].value
    return array.pack([_lengthened(above, size, 0, 1), main, _lengthened(below, size, 1, 0)], axis=-2)


def _lengthened(outer: Tensor, size: int | None, before: int, after: int) -> Tensor:
    """An outer diagonal as long as the main one."""
    length = outer.shape[-1].value
    if length is None or size is None or length == size:
        return outer
    if length != size - 1:
        raise ValueError(f"Expected an outer diagonal to have length {size - 1} or {size}, got {length}.")
    return _padded(outer, -1, before, after)


def _taken(matrices: Tensor) -> Tensor:
    rows, columns = matrices.shape[-2].value, matrices.shape[-1].value
    if rows is None or columns is None:
        raise ValueError('The size of the matrix needs to be known for diagonals_format="matrix"')
    if rows != columns:
        raise ValueError(f"Expected last two dimensions of diagonals to be same, got {rows} and {columns}")
    above = diagonal.matrix_diag_part(matrices[..., :-1, 1:])
    below = diagonal.matrix_diag_part(matrices[..., 1:, :-1])
    return array.pack([_padded(above, -1, 0, 1), diagonal.matrix_diag_part(matrices), _padded(below, -1, 1, 0)], axis=-2)


def _padded(tensor: Tensor, axis: int, before: int, after: int) -> Tensor:
    """``tensor`` with zeros in front of a dimension, which counts from the end, and behind it."""
    rank = tensor.shape.ndims
    if rank is None:
        raise ValueError("diagonals must have a known rank")
    paddings = [[0, 0]] * rank
    paddings[axis] = [before, after]
    return pad(tensor, paddings)
