"""Decompositions, systems of linear equations and functions of matrices, for a matrix or a batch of them."""

from __future__ import annotations

from typing import Any

from ..framework import dtypes
from ..framework.api_generation import OLDER, api_generation
from ..framework.conversion import convert_to_tensor
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..ops import array_diagonal as diagonal
from ..ops import array_manipulation as array
from ..ops import linalg as products
from ..ops import linalg_decomposition as decomposition
from ..ops import linalg_function as function
from ..ops import linalg_solve as solver
from ..ops.array_creation import range_
from . import arithmetic
from .array_manipulation import transpose
from .matrices import matmul
from .reductions import reduce_sum

__all__ = [
    "cholesky", "cholesky_solve", "cross", "matrix_determinant", "matrix_inverse", "matrix_solve", "matrix_solve_ls",
    "matrix_square_root", "matrix_transpose", "matrix_triangular_solve", "qr", "self_adjoint_eig", "self_adjoint_eigvals",
    "sparse_matmul", "svd",
]  # fmt: skip


# Products


def cross(a: Any, b: Any, name: str | None = None) -> Tensor:
    """The cross products of corresponding vectors of three elements."""
    return products.cross(a, b, name=name)


def sparse_matmul(a: Any, b: Any, transpose_a: bool = False, transpose_b: bool = False, a_is_sparse: bool = False,
                  b_is_sparse: bool = False, name: str | None = None) -> Tensor:  # fmt: skip
    """The product, in float32, of two matrices of float32 or bfloat16."""
    return products.sparse_matmul(
        a, b, transpose_a=transpose_a, transpose_b=transpose_b, a_is_sparse=a_is_sparse, b_is_sparse=b_is_sparse, name=name
    )


def matvec(a: Any, b: Any, transpose_a: bool = False, adjoint_a: bool = False, a_is_sparse: bool = False, b_is_sparse: bool = False,
           name: str | None = None) -> Tensor:  # fmt: skip
    """The products of matrices with vectors, which are the last dimension of ``b``."""
    with name_scope(name, "MatVec", [a, b]) as scope:
        columns = array.expand_dims(convert_to_tensor(b, name="b"), -1)
        product = matmul(a, columns, transpose_a=transpose_a, adjoint_a=adjoint_a, a_is_sparse=a_is_sparse, b_is_sparse=b_is_sparse)
        return array.squeeze(product, squeeze_dims=[-1], name=scope)


def matrix_transpose(a: Any, name: str = "matrix_transpose", conjugate: bool = False) -> Tensor:
    """``a`` with its last two dimensions swapped, of a complex one the conjugate with ``conjugate``."""
    with name_scope(name, None, [a]):
        a = convert_to_tensor(a, name="a")
        return transpose(a, _last_two_swapped(a), conjugate=conjugate)


def _last_two_swapped(a: Tensor) -> Any:
    rank = a.shape.ndims
    if rank is None:
        last = array.rank(a) - 1
        return array.concat_v2([range_(0, last - 1, 1), array.pack([last, last - 1])], 0)
    if rank < 2:
        raise ValueError(f"Argument 'a' should be a (batch) matrix, with rank >= 2. Found: {a.shape}")
    return [*range(rank - 2), rank - 1, rank - 2]


def adjoint(matrix: Any, name: str | None = None) -> Tensor:
    """The conjugate transposes of matrices."""
    with name_scope(name, "adjoint", [matrix]):
        return matrix_transpose(convert_to_tensor(matrix, name="matrix"), conjugate=True)


# Decompositions


def cholesky(input: Any, name: str | None = None) -> Tensor:
    """The lower triangular L with A = L·Lᴴ, of Hermitian positive definite matrices."""
    return decomposition.cholesky(input, name=name)


def qr(input: Any, full_matrices: bool = False, name: str | None = None) -> Any:
    """The factors (q, r) of A = Q·R: orthonormal columns and an upper triangular matrix."""
    return decomposition.qr(input, full_matrices=full_matrices, name=name)


def lu(input: Any, output_idx_type: Any = dtypes.int32, name: str | None = None) -> Any:
    """The factors (lu, p) of P·A = L·U: L and U in one matrix, and the row of A that each row of P·A is."""
    return decomposition.lu(input, output_idx_type=dtypes.as_dtype(output_idx_type), name=name)


def svd(tensor: Any, full_matrices: bool = False, compute_uv: bool = True, name: str | None = None) -> Any:
    """The singular values, in descending order, and with ``compute_uv`` (s, u, v) with A = U·diag(s)·Vᴴ."""
    s, u, v = decomposition.svd(tensor, compute_uv=compute_uv, full_matrices=full_matrices, name=name)
    s = arithmetic.real(s)
    return (s, u, v) if compute_uv else s


def self_adjoint_eig(tensor: Any, name: str | None = None) -> Any:
    """The eigenvalues, in ascending order, and eigenvectors (e, v) of Hermitian matrices, of which the lower triangle is read.

    For programs of the generation "0.x" it is one tensor, the eigenvalues being its first row.
    """
    if api_generation() == OLDER:
        return decomposition.self_adjoint_eig(tensor, name=name)
    e, v = decomposition.self_adjoint_eig_v2(tensor, compute_v=True, name=name)
    return e, v


def self_adjoint_eigvals(tensor: Any, name: str | None = None) -> Tensor:
    """The eigenvalues, in ascending order, of Hermitian matrices."""
    return decomposition.self_adjoint_eig_v2(tensor, compute_v=False, name=name)[0]


# Systems of linear equations


def matrix_inverse(input: Any, adjoint: bool = False, name: str | None = None) -> Tensor:
    """The inverses of square matrices, or of their adjoints."""
    return solver.matrix_inverse(input, adjoint=adjoint, name=name)


def matrix_solve(matrix: Any, rhs: Any, adjoint: bool = False, name: str | None = None) -> Tensor:
    """X with A·X = B, or with Aᴴ·X = B."""
    return solver.matrix_solve(matrix, rhs, adjoint=adjoint, name=name)


def matrix_triangular_solve(matrix: Any, rhs: Any, lower: bool = True, adjoint: bool = False, name: str | None = None) -> Tensor:
    """X with A·X = B, or with Aᴴ·X = B, where A is the lower or the upper triangle of ``matrix``."""
    return solver.matrix_triangular_solve(matrix, rhs, lower=lower, adjoint=adjoint, name=name)


def matrix_solve_ls(matrix: Any, rhs: Any, l2_regularizer: Any = 0.0, fast: bool = True, name: str | None = None) -> Tensor:
    """X that makes |A·X − B|² + l2_regularizer · |X|² least.

    Args:
        fast: by the normal equations, which must be well conditioned; else the shortest X, and ``l2_regularizer`` is not used.
    """
    return solver.matrix_solve_ls(matrix, rhs, l2_regularizer, fast=fast, name=name)


def cholesky_solve(chol: Any, rhs: Any, name: str | None = None) -> Tensor:
    """X with A·X = B, given the Cholesky decomposition of A."""
    with name_scope(name, "cholesky_solve", [chol, rhs]):
        half = solver.matrix_triangular_solve(chol, rhs, lower=True, adjoint=False)
        return solver.matrix_triangular_solve(chol, half, lower=True, adjoint=True)


# Functions


def matrix_determinant(input: Any, name: str | None = None) -> Tensor:
    """The determinants of square matrices."""
    return function.matrix_determinant(input, name=name)


def slogdet(input: Any, name: str | None = None) -> Any:
    """The determinants of square matrices as (sign, log_abs_determinant)."""
    return function.log_matrix_determinant(input, name=name)


def logdet(matrix: Any, name: str | None = None) -> Tensor:
    """The logarithms of the determinants of Hermitian positive definite matrices."""
    with name_scope(name, "logdet", [matrix]):
        lower = decomposition.cholesky(matrix)
        return 2.0 * reduce_sum(arithmetic.log(arithmetic.real(diagonal.matrix_diag_part(lower))), axis=[-1])


def matrix_square_root(input: Any, name: str | None = None) -> Tensor:
    """The principal square roots of invertible matrices."""
    return function.matrix_square_root(input, name=name)


def expm(input: Any, name: str | None = None) -> Tensor:
    """The exponentials of square matrices."""
    return function.matrix_exponential(input, name=name or "matrix_exponential")


def logm(input: Any, name: str | None = None) -> Tensor:
    """The principal logarithms of complex invertible matrices."""
    return function.matrix_logarithm(input, name=name)
