"""Diagonals of tensors and of batches of matrices."""

import math

import torch

from ...framework.errors import InvalidArgumentError
from . import kernel
from .arrays import as_signed


@kernel("Diag")
def diag(diagonal):
    return diagonal.diag_embed() if diagonal.dim() == 1 else diagonal.reshape(-1).diag_embed().reshape(diagonal.shape * 2)


@kernel("DiagPart")
def diag_part(input):
    half = input.shape[: input.dim() // 2]
    if input.shape != half * 2:
        raise InvalidArgumentError.of(f"the shape must be one of the form [d1, ..., dk, d1, ..., dk], not {list(input.shape)}")
    if len(half) == 1:
        return input.diagonal()
    count = math.prod(half)
    return input.reshape(count, count).diagonal().reshape(half)


@kernel("MatrixDiag", "BatchMatrixDiag")
def matrix_diag(diagonal):
    return diagonal.diag_embed()


@kernel("MatrixDiagPart", "BatchMatrixDiagPart")
def matrix_diag_part(input):
    return input.diagonal(dim1=-2, dim2=-1)


@kernel("MatrixSetDiag", "BatchMatrixSetDiag")
def matrix_set_diag(input, diagonal):
    expected = (*input.shape[:-2], min(input.shape[-2:]))
    if diagonal.shape != expected:
        raise InvalidArgumentError.of(f"diagonal must have shape {list(expected)}, not {list(diagonal.shape)}")
    result = input.clone(memory_format=torch.contiguous_format)
    result.diagonal(dim1=-2, dim2=-1).copy_(diagonal)
    return result


@kernel("MatrixBandPart", "BatchMatrixBandPart")
def matrix_band_part(input, num_lower, num_upper):
    rows, columns = input.shape[-2:]
    if num_lower > rows or num_upper > columns:
        raise InvalidArgumentError.of(
            f"num_lower {num_lower} and num_upper {num_upper} must be at most the numbers of rows {rows} and columns {columns}"
        )
    band = as_signed(input)
    if num_lower >= 0:
        band = band.triu(-num_lower)
    if num_upper >= 0:
        band = band.tril(num_upper)
    return band.view(input.dtype)
