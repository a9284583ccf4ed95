"""Matrices as products of simpler ones: Cholesky, LU, QR, eigenvalues, singular values.

Every op works on a matrix or on a batch of them, whose dimensions come first. Vectors that are unique only up to a sign (or, if complex,
a phase) have the one that LAPACK gives them.
"""

from ..framework.dtypes import COMPLEX, FLOAT, FLOAT_COMPLEX, INDEX, DType, bfloat16, complex64, complex128, float32, float64, int32
from ..framework.matrix_rules import matrix_sizes, square_sizes
from ..framework.op import Outputs, op, require
from ..framework.tensor_shape import UNKNOWN, TensorShape

WIDE = frozenset({float32, float64})
NO_BFLOAT16 = FLOAT_COMPLEX - {bfloat16}


def squares(shape: TensorShape) -> TensorShape:
    """The shape of a batch of square matrices."""
    return UNKNOWN if shape.sizes is None else TensorShape(square_sizes(shape.sizes))


@op("Cholesky", T=NO_BFLOAT16)
def cholesky(input: "T") -> Outputs(output="T"):
    """The lower triangular L with a positive diagonal and A = L·Lᴴ, of Hermitian positive definite matrices.

    Only the lower triangle of ``input`` is read. InvalidArgumentError for a matrix that is not positive definite.
    """
    return squares(input.shape)


@op("BatchCholesky", T=WIDE)
def batch_cholesky(input: "T") -> Outputs(output="T"):
    """Cholesky, as it was named for batches in r0.x."""
    return squares(input.shape)


@op("CholeskyGrad", T=FLOAT - {bfloat16})
def cholesky_grad(l: "T", grad: "T") -> Outputs(output="T"):  # noqa: E741 - TensorFlow's name
    """The gradient with regard to A of a function of L = Cholesky(A) whose gradient with regard to L is ``grad``.

    It is the symmetric part of L⁻ᵀ·Φ(Lᵀ·grad)·L⁻¹, where Φ keeps the lower triangle and halves the diagonal
    (Murray, "Differentiation of the Cholesky decomposition", 2016, equation 10). Only lower triangles are read.
    """
    return squares(l.shape).merge_with(squares(grad.shape))


@op("Lu", T=NO_BFLOAT16, output_idx_type=INDEX)
def lu(input: "T", *, output_idx_type: DType = int32) -> Outputs(lu="T", p="output_idx_type"):
    """The factors of P·A = L·U by elimination with partial pivoting.

    ``lu`` holds U, and below its diagonal L, whose own diagonal is 1; row i of P·A is row p[i] of A. InvalidArgumentError for a matrix
    that is not invertible.
    """
    shape = squares(input.shape)
    return shape, UNKNOWN if shape.sizes is None else shape[:-1]


@op("Qr", T=NO_BFLOAT16)
def qr(input: "T", *, full_matrices: bool = False) -> Outputs(q="T", r="T"):
    """The factors of A = Q·R, Q with orthonormal columns and R upper triangular.

    For m by n matrices and k = min(m, n) Q is m by k and R k by n; with ``full_matrices`` Q is m by m and R m by n.
    """
    if input.shape.sizes is None:
        return UNKNOWN, UNKNOWN
    *batch, m, n = matrix_sizes(input.shape.sizes)
    k = m if full_matrices else smaller(m, n)
    return [*batch, m, k], [*batch, k, n]


@op("Svd", T=NO_BFLOAT16)
def svd(input: "T", *, compute_uv: bool = True, full_matrices: bool = False) -> Outputs(s="T", u="T", v="T"):
    """The factors of A = U·diag(s)·Vᴴ: singular values in descending order, and orthonormal columns.

    For m by n matrices and k = min(m, n) U is m by k and V n by k; with ``full_matrices`` U is m by m and V n by n. Without
    ``compute_uv`` both are empty vectors.
    """
    if input.shape.sizes is None:
        return (UNKNOWN, UNKNOWN, UNKNOWN) if compute_uv else (UNKNOWN, [0], [0])
    *batch, m, n = matrix_sizes(input.shape.sizes)
    k = smaller(m, n)
    if not compute_uv:
        return [*batch, k], [0], [0]
    return [*batch, k], [*batch, m, m if full_matrices else k], [*batch, n, n if full_matrices else k]


def smaller(m: int | None, n: int | None) -> int | None:
    """The smaller of two sizes; nothing is smaller than 0."""
    return 0 if 0 in (m, n) else None if m is None or n is None else min(m, n)


# Eigenvalues


@op("SelfAdjointEigV2", T=NO_BFLOAT16)
def self_adjoint_eig_v2(input: "T", *, compute_v: bool = True) -> Outputs(e="T", v="T"):
    """The factors of A = V·diag(e)·Vᴴ, of Hermitian matrices: eigenvalues in ascending order and orthonormal columns.

    Only the lower triangle of ``input`` is read. Without ``compute_v`` v is an empty vector. InvalidArgumentError for infinities and NaN.
    """
    return eigen_shapes(input.shape, compute_v)


@op("SelfAdjointEig", T=FLOAT - {bfloat16})
def self_adjoint_eig(input: "T") -> Outputs(output="T"):
    """The eigenvalues of symmetric matrices in the first row, and below it the eigenvectors as columns: SelfAdjointEigV2 in one output."""
    return joined_shape(input.shape)


@op("BatchSelfAdjointEig", T=WIDE)
def batch_self_adjoint_eig(input: "T") -> Outputs(output="T"):
    """SelfAdjointEig, as it was named for batches in r0.x."""
    return joined_shape(input.shape)


@op("Eig", T=COMPLEX | WIDE, Tout=COMPLEX)
def eig(input: "T", *, Tout: DType, compute_v: bool = True) -> Outputs(e="Tout", v="Tout"):
    """Eigenvalues of square matrices, in no order, and columns of length 1 with A·V = V·diag(e).

    Without ``compute_v`` v is an empty vector. InvalidArgumentError for infinities and NaN.
    """
    wanted = complex128 if input.dtype.base_dtype in (float64, complex128) else complex64
    require(Tout is wanted, "eigenvalues of {} matrices are {}, not {}", input.dtype.name, wanted.name, Tout.name)
    return eigen_shapes(input.shape, compute_v)


def eigen_shapes(shape: TensorShape, compute_v: bool) -> tuple[TensorShape, TensorShape]:
    square = squares(shape)
    values = UNKNOWN if square.sizes is None else square[:-1]
    return values, square if compute_v else TensorShape([0])


def joined_shape(shape: TensorShape) -> TensorShape:
    sizes = squares(shape).sizes
    return UNKNOWN if sizes is None else TensorShape([*sizes[:-2], None if sizes[-2] is None else sizes[-2] + 1, sizes[-1]])
