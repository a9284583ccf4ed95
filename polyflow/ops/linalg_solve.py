"""Inverses and systems of linear equations A·X = B, where B has the right-hand sides as columns.

Every op works on matrices or on batches of them, whose dimensions come first. A matrix that has no inverse is an InvalidArgumentError of the
run on the CPU; on CUDA, where nobody waits to look, its result is not finite.
"""

from ..framework.dtypes import COMPLEX, FLOAT_COMPLEX, bfloat16, float32, float64
from ..framework.matrix_rules import (
    banded_solved_sizes,
    broadcast_solved_sizes,
    least_squares_sizes,
    solved_sizes,
    square_sizes,
    tridiagonal_solved_sizes,
)
from ..framework.op import Host, Outputs, op, require, value_of
from ..framework.tensor_shape import UNKNOWN, TensorShape

WIDE = frozenset({float32, float64})
NO_BFLOAT16 = FLOAT_COMPLEX - {bfloat16}


def inferred(rule: object, *inputs: object) -> TensorShape:
    """What a rule of sizes says of inputs of known rank."""
    sizes = [each.shape.sizes for each in inputs]
    return UNKNOWN if None in sizes else TensorShape(rule(*sizes))


@op("MatrixInverse", T=NO_BFLOAT16)
def matrix_inverse(input: "T", *, adjoint: bool = False) -> Outputs(output="T"):
    """The inverses of square matrices, or with ``adjoint`` those of their adjoints."""
    return inferred(square_sizes, input)


@op("BatchMatrixInverse", T=WIDE)
def batch_matrix_inverse(input: "T", *, adjoint: bool = False) -> Outputs(output="T"):
    """MatrixInverse, as it was named for batches in r0.x."""
    return inferred(square_sizes, input)


@op("MatrixSolve", T=NO_BFLOAT16)
def matrix_solve(matrix: "T", rhs: "T", *, adjoint: bool = False) -> Outputs(output="T"):
    """X with A·X = B, or with ``adjoint`` with Aᴴ·X = B, for square A. The batch dimensions of A and B are equal."""
    return inferred(solved_sizes, matrix, rhs)


@op("BatchMatrixSolve", T=WIDE)
def batch_matrix_solve(matrix: "T", rhs: "T", *, adjoint: bool = False) -> Outputs(output="T"):
    """MatrixSolve, as it was named for batches in r0.x."""
    return inferred(solved_sizes, matrix, rhs)


@op("MatrixTriangularSolve", T=FLOAT_COMPLEX)
def matrix_triangular_solve(matrix: "T", rhs: "T", *, lower: bool = True, adjoint: bool = False) -> Outputs(output="T"):
    """X with A·X = B, or with ``adjoint`` with Aᴴ·X = B, where A is the lower or the upper triangle of ``matrix``.

    The other triangle is not read. The batch dimensions of A and B broadcast.
    """
    return inferred(broadcast_solved_sizes, matrix, rhs)


@op("BatchMatrixTriangularSolve", T=WIDE)
def batch_matrix_triangular_solve(matrix: "T", rhs: "T", *, lower: bool = True, adjoint: bool = False) -> Outputs(output="T"):
    """MatrixTriangularSolve, as it was named for batches in r0.x; the batch dimensions are equal."""
    return inferred(solved_sizes, matrix, rhs)


@op("BandedTriangularSolve", T=NO_BFLOAT16)
def banded_triangular_solve(matrix: "T", rhs: "T", *, lower: bool = True, adjoint: bool = False) -> Outputs(output="T"):
    """MatrixTriangularSolve for an n by n matrix A of which ``matrix`` has the K bands that are not zero, as rows of length n.

    A lower triangular A has its main diagonal in the first row and A[i, i − k] at ``matrix[k, i]``. An upper triangular one has its main
    diagonal in the last row, K − 1, and A[i, i + k] at ``matrix[K − 1 − k, i]``. What lies outside A is not read.
    """
    return inferred(banded_solved_sizes, matrix, rhs)


@op("TridiagonalSolve", T=COMPLEX | WIDE)
def tridiagonal_solve(diagonals: "T", rhs: "T", *, partial_pivoting: bool = True, perturb_singular: bool = False) -> Outputs(output="T"):
    """X with A·X = B, for an n by n tridiagonal A with A[i, i + 1], A[i, i] and A[i, i − 1] at ``diagonals[0…2, i]``.

    The last element of the first row and the first of the last one lie outside A and are not read. Elimination always pivots, which
    ``partial_pivoting`` only allows to leave out. With ``perturb_singular`` a matrix that has no inverse is changed, by the smallest
    relative difference that the type can hold, into one that has.
    """
    require(partial_pivoting or not perturb_singular, "Setting perturb_singular requires also setting partial_pivoting.")
    return inferred(tridiagonal_solved_sizes, diagonals, rhs)


# Least squares


@op("MatrixSolveLs", T=NO_BFLOAT16)
def matrix_solve_ls(matrix: "T", rhs: "T", l2_regularizer: Host["float64"], *, fast: bool = True) -> Outputs(output="T"):
    """X that makes |A·X − B|² + λ|X|² least, for m by n matrices A of any m and n and λ = ``l2_regularizer``.

    With ``fast`` it is (AᴴA + λI)⁻¹·Aᴴ·B, or where m < n Aᴴ·(AAᴴ + λI)⁻¹·B, by a Cholesky decomposition: InvalidArgumentError for matrices
    without full rank unless λ makes up for it. Without, it is the shortest X for which |A·X − B|² is least, and λ is not used.
    """
    return least_squares(matrix, rhs, l2_regularizer)


@op("BatchMatrixSolveLs", T=WIDE)
def batch_matrix_solve_ls(matrix: "T", rhs: "T", l2_regularizer: Host["float64"], *, fast: bool = True) -> Outputs(output="T"):
    """MatrixSolveLs, as it was named for batches in r0.x."""
    return least_squares(matrix, rhs, l2_regularizer)


def least_squares(matrix: object, rhs: object, l2_regularizer: object) -> TensorShape:
    require(l2_regularizer.shape.has_rank(0), "l2_regularizer must be a scalar, not of shape {}", l2_regularizer.shape)
    value = value_of(l2_regularizer)
    require(value is None or value >= 0, "l2_regularizer must be >= 0, not {}", value)
    return inferred(least_squares_sizes, matrix, rhs)
