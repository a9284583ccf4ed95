"""Rules about the sizes of matrices, and batches of them, that inference and the kernels of every backend share.

As in array_rules: functions of plain Python numbers that raise ValueError for what does not fit.
"""

from __future__ import annotations

from .math_rules import sizes_text
from .tensor_shape import Sizes, TensorShape, broadcast_shapes


def matrix_sizes(sizes: Sizes) -> Sizes:
    """``sizes``, checked to be those of a matrix or a batch of them."""
    if len(sizes) < 2:
        raise ValueError(f"a matrix must have at least two dimensions, not sizes {sizes_text(sizes)}")
    return sizes


def square_sizes(sizes: Sizes) -> Sizes:
    """``sizes``, checked to be those of square matrices; each of the last two sizes tells the other."""
    *batch, rows, columns = matrix_sizes(sizes)
    if not _agree(rows, columns):
        raise ValueError(f"Input matrix must be square, not of sizes {sizes_text(sizes)}")
    size = columns if rows is None else rows
    return (*batch, size, size)


def least_squares_sizes(matrix: Sizes, rhs: Sizes) -> Sizes:
    """The sizes of X in ``matrix`` X = ``rhs``, for batches of one shape."""
    if not _agree(matrix_sizes(matrix)[-2], matrix_sizes(rhs)[-2]):
        raise ValueError(f"Input matrix and rhs are incompatible: they have sizes {sizes_text(matrix)} and {sizes_text(rhs)}")
    if len(matrix) != len(rhs) or not all(map(_agree, matrix[:-2], rhs[:-2])):
        raise ValueError(f"All input tensors must have the same outer dimensions, not those of {sizes_text(matrix)} and {sizes_text(rhs)}")
    return (*map(_known, matrix[:-2], rhs[:-2]), matrix[-1], rhs[-1])


def solved_sizes(matrix: Sizes, rhs: Sizes) -> Sizes:
    """As ``least_squares_sizes``, for square matrices: the sizes of ``rhs``."""
    sizes = least_squares_sizes(square_sizes(matrix), rhs)
    return (*sizes[:-2], _known(sizes[-2], rhs[-2]), sizes[-1])


def broadcast_solved_sizes(matrix: Sizes, rhs: Sizes) -> Sizes:
    """As ``solved_sizes``, for batches whose shapes broadcast."""
    square = square_sizes(matrix)
    inner = solved_sizes(square[-2:], matrix_sizes(rhs)[-2:])
    return (*(broadcast_shapes(TensorShape(matrix[:-2]), TensorShape(rhs[:-2])).sizes or ()), *inner)


def banded_solved_sizes(bands: Sizes, rhs: Sizes) -> Sizes:
    """As ``broadcast_solved_sizes``, for matrices of which each band is a row of ``bands``."""
    count, size = matrix_sizes(bands)[-2:]
    if count == 0 or (count is not None and size is not None and count > max(size, 1)):
        raise ValueError(f"a matrix of size {size} has at least one band and at most {size}, not {count}")
    return broadcast_solved_sizes((*bands[:-2], bands[-1], bands[-1]), rhs)


def tridiagonal_solved_sizes(diagonals: Sizes, rhs: Sizes) -> Sizes:
    """As ``solved_sizes``, for matrices of which ``diagonals`` has the upper, the main and the lower diagonal."""
    if not _agree(matrix_sizes(diagonals)[-2], 3):
        raise ValueError(f"Expected diagonals to be provided as a matrix with 3 rows, not sizes {sizes_text(diagonals)}")
    return solved_sizes((*diagonals[:-2], diagonals[-1], diagonals[-1]), rhs)


def _agree(a: int | None, b: int | None) -> bool:
    return a is None or b is None or a == b


def _known(a: int | None, b: int | None) -> int | None:
    return b if a is None else a
