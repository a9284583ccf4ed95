"""Diagonals of arrays and of batches of matrices."""

import math

import numpy as np

from ...framework.errors import InvalidArgumentError
from . import kernel
from .arrays import zeros


@kernel("Diag")
def diag(diagonal):
    return np.diag(diagonal.ravel()).reshape(diagonal.shape * 2)


@kernel("DiagPart")
def diag_part(input):
    half = input.shape[: input.ndim // 2]
    if input.shape != half * 2:
        raise InvalidArgumentError.of(f"the shape must be one of the form [d1, ..., dk, d1, ..., dk], not {list(input.shape)}")
    return np.diagonal(input.reshape(math.prod(half), -1 if input.size else 0)).reshape(half)


@kernel("MatrixDiag", "BatchMatrixDiag")
def matrix_diag(diagonal):
    square = zeros((*diagonal.shape, *diagonal.shape[-1:]), diagonal.dtype)
    return matrix_set_diag(square, diagonal)


@kernel("MatrixDiagPart", "BatchMatrixDiagPart")
def matrix_diag_part(input):
    return np.diagonal(input, axis1=-2, axis2=-1)


@kernel("MatrixSetDiag", "BatchMatrixSetDiag")
def matrix_set_diag(input, diagonal):
    expected = (*input.shape[:-2], min(input.shape[-2:]))
    if diagonal.shape != expected:
        raise InvalidArgumentError.of(f"diagonal must have shape {list(expected)}, not {list(diagonal.shape)}")
    each = np.arange(expected[-1])
    result = input.copy()
    result[..., each, each] = diagonal
    return result


@kernel("MatrixBandPart", "BatchMatrixBandPart")
def matrix_band_part(input, num_lower, num_upper):
    rows, columns = input.shape[-2:]
    if num_lower > rows or num_upper > columns:
        raise InvalidArgumentError.of(
            f"num_lower {num_lower} and num_upper {num_upper} must be at most the numbers of rows {rows} and columns {columns}"
        )
    below = np.arange(rows)[:, None] - np.arange(columns)
    inside = ((num_lower < 0) | (below <= num_lower)) & ((num_upper < 0) | (-below <= num_upper))
    return np.where(inside, input, zeros((), input.dtype))
