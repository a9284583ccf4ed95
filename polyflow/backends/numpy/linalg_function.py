"""Determinants, and functions of square matrices."""

import numpy as np

from ...framework import matrix_rules
from ...framework.array_rules import at_run_time
from . import kernel
from .precision import in_float32

square_sizes = at_run_time(matrix_rules.square_sizes)


@kernel("MatrixDeterminant", "BatchMatrixDeterminant")
@in_float32
def matrix_determinant(input):
    square_sizes(input.shape)
    return np.asarray(np.linalg.det(input))


@kernel("LogMatrixDeterminant")
@in_float32
def log_matrix_determinant(input):
    square_sizes(input.shape)
    sign, log_abs = np.linalg.slogdet(input)
    return np.asarray(sign), np.asarray(log_abs, input.dtype)


@kernel("MatrixExponential")
@in_float32
def matrix_exponential(input):
    import scipy.linalg

    square_sizes(input.shape)
    return scipy.linalg.expm(input)


@kernel("MatrixLogarithm")
def matrix_logarithm(input):
    import scipy.linalg

    square_sizes(input.shape)
    return scipy.linalg.logm(input.astype(np.complex128)).astype(input.dtype) if input.size else input.copy()


@kernel("MatrixSquareRoot")
@in_float32
def matrix_square_root(input):
    import scipy.linalg

    square_sizes(input.shape)
    root = scipy.linalg.sqrtm(input)
    if np.iscomplexobj(root) and not np.iscomplexobj(input):
        is_real = np.abs(root.imag).max(axis=(-2, -1), keepdims=True, initial=0) == 0
        root = np.where(is_real, root.real, np.nan)
    return root.astype(input.dtype)
