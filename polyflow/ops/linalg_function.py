"""Determinants, and functions of square matrices. Every op works on a matrix or on a batch of them, whose dimensions come first."""

from ..framework.dtypes import COMPLEX, FLOAT_COMPLEX, bfloat16, float16
from ..framework.op import Outputs, op
from ..framework.tensor_shape import UNKNOWN, TensorShape
from .linalg_decomposition import squares

NO_BFLOAT16 = FLOAT_COMPLEX - {bfloat16}


def batch_of(shape: TensorShape) -> TensorShape:
    """The shape of one number per square matrix."""
    return UNKNOWN if shape.sizes is None else squares(shape)[:-2]


@op("MatrixDeterminant", T=NO_BFLOAT16)
def matrix_determinant(input: "T") -> Outputs(output="T"):
    """The determinants of square matrices; 1 for an empty one."""
    return batch_of(input.shape)


@op("BatchMatrixDeterminant", T=NO_BFLOAT16 - {float16})
def batch_matrix_determinant(input: "T") -> Outputs(output="T"):
    """MatrixDeterminant, as it was named for batches in r0.x."""
    return batch_of(input.shape)


@op("LogMatrixDeterminant", T=NO_BFLOAT16)
def log_matrix_determinant(input: "T") -> Outputs(sign="T", log_abs_determinant="T"):
    """Determinants as ``sign · exp(log_abs_determinant)``, where |sign| is 1: for those that are too large or too small to be written.

    A matrix that has no inverse gives 0 and −∞.
    """
    shape = batch_of(input.shape)
    return shape, shape


@op("MatrixExponential", T=NO_BFLOAT16)
def matrix_exponential(input: "T") -> Outputs(output="T"):
    """The sums of Aᵏ / k! over all k ≥ 0."""
    return squares(input.shape)


@op("MatrixLogarithm", T=COMPLEX)
def matrix_logarithm(input: "T") -> Outputs(output="T"):
    """The principal logarithms of invertible matrices: X with exp(X) = A and eigenvalues with imaginary parts in (−π, π]."""
    return squares(input.shape)


@op("MatrixSquareRoot", T=NO_BFLOAT16)
def matrix_square_root(input: "T") -> Outputs(output="T"):
    """The principal square roots of invertible matrices: X with X·X = A and no eigenvalue left of the imaginary axis.

    NaN for a real matrix with a negative real eigenvalue, which has no real principal root.
    """
    return squares(input.shape)
