"""Inverses and systems of linear equations."""

import numpy as np

from ...framework import matrix_rules
from ...framework.array_rules import at_run_time
from ...framework.errors import InvalidArgumentError
from . import kernel
from .linalg import adjoint
from .precision import in_float32

square_sizes = at_run_time(matrix_rules.square_sizes)
solved_sizes = at_run_time(matrix_rules.solved_sizes)
broadcast_solved_sizes = at_run_time(matrix_rules.broadcast_solved_sizes)
banded_solved_sizes = at_run_time(matrix_rules.banded_solved_sizes)
tridiagonal_solved_sizes = at_run_time(matrix_rules.tridiagonal_solved_sizes)
least_squares_sizes = at_run_time(matrix_rules.least_squares_sizes)


@kernel("MatrixInverse", "BatchMatrixInverse")
@in_float32
def matrix_inverse(input, *, adjoint):
    square_sizes(input.shape)
    try:
        return np.linalg.inv(oriented(input, adjoint))
    except np.linalg.LinAlgError:
        raise InvalidArgumentError.of("Input is not invertible.") from None


def oriented(matrix, flag):
    return adjoint(matrix) if flag else matrix


@kernel("MatrixSolve", "BatchMatrixSolve")
@in_float32
def matrix_solve(matrix, rhs, *, adjoint):
    solved_sizes(matrix.shape, rhs.shape)
    return solved(oriented(matrix, adjoint), rhs)


def solved(matrix, rhs):
    try:
        return np.linalg.solve(matrix, rhs)
    except np.linalg.LinAlgError:
        raise singular() from None


def singular():
    return InvalidArgumentError.of("Input matrix is not invertible.")


@kernel("MatrixTriangularSolve")
@in_float32
def matrix_triangular_solve(matrix, rhs, *, lower, adjoint):
    broadcast_solved_sizes(matrix.shape, rhs.shape)
    if not np.diagonal(matrix, axis1=-2, axis2=-1).all():
        raise singular()
    return solved(oriented(np.tril(matrix) if lower else np.triu(matrix), adjoint), rhs)


@kernel("BatchMatrixTriangularSolve")
def batch_matrix_triangular_solve(matrix, rhs, *, lower, adjoint):
    solved_sizes(matrix.shape, rhs.shape)
    return matrix_triangular_solve(matrix, rhs, lower=lower, adjoint=adjoint)


# Bands: a batch of banded systems is one system, whose matrix has theirs along its diagonal.


@kernel("BandedTriangularSolve")
@in_float32
def banded_triangular_solve(matrix, rhs, *, lower, adjoint):
    import scipy.linalg

    shape = banded_solved_sizes(matrix.shape, rhs.shape)
    below = matrix if lower else matrix[..., ::-1, :]
    if not below[..., 0, :].all():
        raise singular()
    bands = one_system(np.broadcast_to(below, shape[:-2] + below.shape[-2:]), lower)
    if 0 in shape:
        return np.zeros(shape, rhs.dtype)
    rows = np.broadcast_to(rhs, shape).reshape(-1, shape[-1])
    by_columns = np.conj(bands) if adjoint else turned(bands, 1 if lower else -1)
    width = len(bands) - 1
    if lower != adjoint:
        return scipy.linalg.solve_banded((width, 0), by_columns, rows).reshape(shape)
    return scipy.linalg.solve_banded((0, width), by_columns[::-1], rows).reshape(shape)


def one_system(below, lower):
    """Row k holds what lies k places beside the diagonal, in one row for the whole batch, with zeros where that is outside a matrix."""
    size = below.shape[-1]
    distance, row = np.ogrid[: below.shape[-2], :size]
    inside = row >= distance if lower else row < size - distance
    return np.moveaxis(np.where(inside, below, 0), -2, 0).reshape(len(distance), -1)


def turned(bands, sign):
    """Bands by the columns of the matrix instead of its rows."""
    return np.stack([np.roll(band, -sign * k) for k, band in enumerate(bands)])


@kernel("TridiagonalSolve")
def tridiagonal_solve(diagonals, rhs, *, partial_pivoting, perturb_singular):
    tridiagonal_solved_sizes(diagonals.shape, rhs.shape)
    if not rhs.size:
        return rhs.copy()
    solution = eliminated(diagonals, rhs)
    if solution is None and perturb_singular:
        solution = eliminated(perturbed(diagonals), rhs)
    if solution is None:
        raise InvalidArgumentError.of("The matrix is not invertible.")
    return solution


def eliminated(diagonals, rhs):
    """The solution, or None where there is none."""
    import scipy.linalg

    above, main, below = (diagonals[..., i, :].copy() for i in range(3))
    above[..., -1] = below[..., 0] = 0
    bands = np.stack([np.roll(above.ravel(), 1), main.ravel(), np.roll(below.ravel(), -1)])
    try:
        found = scipy.linalg.solve_banded((1, 1), bands, rhs.reshape(-1, rhs.shape[-1]))
    except np.linalg.LinAlgError:
        return None
    return found.reshape(rhs.shape) if main.all() or main.size > 1 else None


def perturbed(diagonals):
    """The matrices plus so little on the diagonal that it just makes a difference."""
    largest = np.abs(diagonals).max(axis=(-2, -1), keepdims=True, initial=np.finfo(diagonals.dtype).tiny)
    step = np.finfo(diagonals.dtype).eps * largest
    return diagonals + step * np.array([[0], [1], [0]], diagonals.dtype)


# Least squares


@kernel("MatrixSolveLs", "BatchMatrixSolveLs")
def matrix_solve_ls(matrix, rhs, l2_regularizer, *, fast):
    least_squares_sizes(matrix.shape, rhs.shape)
    if l2_regularizer < 0:
        raise InvalidArgumentError.of(f"l2_regularizer must be >= 0, not {l2_regularizer}")
    return least_squares(matrix, rhs, l2_regularizer=l2_regularizer) if fast else shortest(matrix, rhs)


@in_float32
def least_squares(matrix, rhs, *, l2_regularizer):
    rows, columns = matrix.shape[-2:]
    other = adjoint(matrix)
    if rows >= columns:
        return regular_solution(other @ matrix, other @ rhs, l2_regularizer)
    return other @ regular_solution(matrix @ other, rhs, l2_regularizer)


def regular_solution(gram, rhs, l2_regularizer):
    """The solution for a positive definite matrix, l2_regularizer being added to the diagonal of ``gram``."""
    try:
        lower = np.linalg.cholesky(gram + np.asarray(l2_regularizer, gram.dtype) * np.eye(gram.shape[-1], dtype=gram.dtype))
    except np.linalg.LinAlgError:
        raise InvalidArgumentError.of(
            "Input matrix was rank deficient or ill-conditioned. Try setting fast=False or provide a larger l2_regularizer > 0."
        ) from None
    return np.linalg.solve(adjoint(lower), np.linalg.solve(lower, rhs))


@in_float32
def shortest(matrix, rhs):
    return np.linalg.pinv(matrix, rcond=np.finfo(matrix.dtype).eps * max(matrix.shape[-2:])) @ rhs
