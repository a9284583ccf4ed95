"""Inverses and systems of linear equations.

A matrix without an inverse raises on the CPU. On other devices nobody waits to look: its result is not finite.
"""

import torch

from ...framework import matrix_rules
from ...framework.array_rules import at_run_time
from ...framework.errors import InvalidArgumentError
from . import kernel
from .linalg_decomposition import require_success
from .linalg_tridiagonal import eliminated
from .precision import in_float32

square_sizes = at_run_time(matrix_rules.square_sizes)
solved_sizes = at_run_time(matrix_rules.solved_sizes)
broadcast_solved_sizes = at_run_time(matrix_rules.broadcast_solved_sizes)
banded_solved_sizes = at_run_time(matrix_rules.banded_solved_sizes)
tridiagonal_solved_sizes = at_run_time(matrix_rules.tridiagonal_solved_sizes)
least_squares_sizes = at_run_time(matrix_rules.least_squares_sizes)

SINGULAR = "Input matrix is not invertible."


@kernel("MatrixInverse", "BatchMatrixInverse")
@in_float32
def matrix_inverse(input, *, adjoint):
    square_sizes(input.shape)
    inverse, failures = torch.linalg.inv_ex(input)
    require_success(failures, "Input is not invertible.")
    return inverse.mH if adjoint else inverse


@kernel("MatrixSolve", "BatchMatrixSolve")
@in_float32
def matrix_solve(matrix, rhs, *, adjoint):
    solved_sizes(matrix.shape, rhs.shape)
    solution, failures = torch.linalg.solve_ex(matrix.mH if adjoint else matrix, rhs)
    require_success(failures, SINGULAR)
    return solution


@kernel("MatrixTriangularSolve")
@in_float32
def matrix_triangular_solve(matrix, rhs, *, lower, adjoint):
    broadcast_solved_sizes(matrix.shape, rhs.shape)
    return triangular_solution(matrix, rhs, lower, adjoint)


@kernel("BatchMatrixTriangularSolve")
def batch_matrix_triangular_solve(matrix, rhs, *, lower, adjoint):
    solved_sizes(matrix.shape, rhs.shape)
    return triangular_solution(matrix, rhs, lower, adjoint)


def triangular_solution(matrix, rhs, lower, adjoint):
    if matrix.is_cpu:
        require_success(matrix.diagonal(dim1=-2, dim2=-1).eq(0), SINGULAR)
    return torch.linalg.solve_triangular(matrix.mH if adjoint else matrix, rhs, upper=lower == adjoint)


# Bands


@kernel("BandedTriangularSolve")
@in_float32
def banded_triangular_solve(matrix, rhs, *, lower, adjoint):
    banded_solved_sizes(matrix.shape, rhs.shape)
    return triangular_solution(with_bands(matrix if lower else matrix.flip(-2), lower), rhs, lower, adjoint)


def with_bands(below, lower):
    """The matrices whose row ``below[..., k, :]`` lies k places beside the diagonal."""
    size = below.shape[-1]
    row = torch.arange(size, device=below.device)
    whole = below.new_zeros(below.shape[:-2] + (size, size))
    for k in range(below.shape[-2]):
        rows = row[k:] if lower else row[: size - k]
        whole[..., rows, rows - k if lower else rows + k] = below[..., k, k:] if lower else below[..., k, : size - k]
    return whole


@kernel("TridiagonalSolve")
def tridiagonal_solve(diagonals, rhs, *, partial_pivoting, perturb_singular):
    tridiagonal_solved_sizes(diagonals.shape, rhs.shape)
    if not rhs.numel():
        return rhs.clone()
    solution, failures = eliminated(diagonals, rhs)
    if not perturb_singular:
        require_success(failures, "The matrix is not invertible.")
        return solution
    nearby, _ = eliminated(perturbed(diagonals), rhs)
    return torch.where(failures[..., None, None], nearby, solution)


def perturbed(diagonals):
    """The matrices plus so little on the diagonal that it just makes a difference."""
    limits = torch.finfo(diagonals.dtype)
    step = diagonals.abs().amax((-2, -1), keepdim=True).clamp_min(limits.tiny).mul(limits.eps)
    return diagonals + step * diagonals.new_tensor([[0], [1], [0]])


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
    other = matrix.mH
    if rows >= columns:
        return regular_solution(other.matmul(matrix), other.matmul(rhs), l2_regularizer)
    return other.matmul(regular_solution(matrix.matmul(other), rhs, l2_regularizer))


def regular_solution(gram, rhs, l2_regularizer):
    """The solution for a positive definite matrix, l2_regularizer being added to the diagonal of ``gram``, which nobody else has."""
    gram.diagonal(dim1=-2, dim2=-1).add_(l2_regularizer)
    lower, failures = torch.linalg.cholesky_ex(gram)
    require_success(
        failures, "Input matrix was rank deficient or ill-conditioned. Try setting fast=False or provide a larger l2_regularizer > 0."
    )
    return torch.cholesky_solve(rhs, lower)


@in_float32
def shortest(matrix, rhs):
    return torch.linalg.pinv(matrix, rtol=torch.finfo(matrix.dtype).eps * max(matrix.shape[-2:])).matmul(rhs)
