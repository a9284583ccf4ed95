"""What linear algebra was called in r0.x, where functions of batches had names of their own."""

from __future__ import annotations

from typing import Any

from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..ops import linalg_decomposition as decomposition
from ..ops import linalg_function as function
from ..ops import linalg_solve as solver
from . import linear_algebra as newer

__all__ = [
    "batch_cholesky", "batch_cholesky_solve", "batch_matrix_determinant", "batch_matrix_inverse", "batch_matrix_solve",
    "batch_matrix_solve_ls", "batch_matrix_transpose", "batch_matrix_triangular_solve", "batch_self_adjoint_eig",
    "batch_self_adjoint_eigvals", "batch_svd",
]  # fmt: skip


def batch_cholesky(input: Any, name: str | None = None) -> Tensor:
    """``cholesky``."""
    return decomposition.batch_cholesky(input, name=name)


def batch_cholesky_solve(chol: Any, rhs: Any, name: str | None = None) -> Tensor:
    """``cholesky_solve``."""
    with name_scope(name, "batch_cholesky_solve", [chol, rhs]):
        half = solver.batch_matrix_triangular_solve(chol, rhs, lower=True, adjoint=False)
        return solver.batch_matrix_triangular_solve(chol, half, lower=True, adjoint=True)


def batch_matrix_determinant(input: Any, name: str | None = None) -> Tensor:
    """``matrix_determinant``."""
    return function.batch_matrix_determinant(input, name=name)


def batch_matrix_inverse(input: Any, adjoint: bool | None = None, name: str | None = None) -> Tensor:
    """``matrix_inverse``."""
    return solver.batch_matrix_inverse(input, adjoint=bool(adjoint), name=name)


def batch_matrix_solve(matrix: Any, rhs: Any, adjoint: bool | None = None, name: str | None = None) -> Tensor:
    """``matrix_solve``."""
    return solver.batch_matrix_solve(matrix, rhs, adjoint=bool(adjoint), name=name)


def batch_matrix_triangular_solve(
    matrix: Any, rhs: Any, lower: bool | None = None, adjoint: bool | None = None, name: str | None = None
) -> Tensor:
    """``matrix_triangular_solve``; ``lower`` is True where it is not given."""
    return solver.batch_matrix_triangular_solve(matrix, rhs, lower=lower is None or lower, adjoint=bool(adjoint), name=name)


def batch_matrix_solve_ls(matrix: Any, rhs: Any, l2_regularizer: Any = 0.0, fast: bool = True, name: str | None = None) -> Tensor:
    """``matrix_solve_ls``."""
    return solver.batch_matrix_solve_ls(matrix, rhs, l2_regularizer, fast=fast, name=name)


def batch_matrix_transpose(a: Any, name: str = "batch_matrix_transpose") -> Tensor:
    """``matrix_transpose``."""
    return newer.matrix_transpose(a, name=name)


def batch_self_adjoint_eig(input: Any, name: str | None = None) -> Any:
    """``self_adjoint_eig``."""
    return newer.self_adjoint_eig(input, name=name)


def batch_self_adjoint_eigvals(tensor: Any, name: str | None = None) -> Tensor:
    """``self_adjoint_eigvals``."""
    return newer.self_adjoint_eigvals(tensor, name=name)


def batch_svd(tensor: Any, compute_uv: bool = True, full_matrices: bool = False, name: str | None = None) -> Any:
    """``svd``, its flags in another order."""
    return newer.svd(tensor, full_matrices=full_matrices, compute_uv=compute_uv, name=name)
