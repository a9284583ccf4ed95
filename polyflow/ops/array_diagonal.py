"""Diagonals of tensors and of batches of matrices: made, taken, replaced; and the bands around them."""

from ..framework.dtypes import INDEX, TypeSet, bfloat16, complex64, complex128, float16, float32, float64, int32, int64
from ..framework.op import Host, Outputs, op, require
from ..framework.tensor_shape import UNKNOWN

DIAGONAL = TypeSet([bfloat16, float16, float32, float64, int32, int64, complex64, complex128])


@op("Diag", T=DIAGONAL)
def diag(diagonal: "T") -> Outputs(output="T"):
    """A tensor of twice the rank, with ``diagonal[i, …, k]`` at [i, …, k, i, …, k] and zeros elsewhere."""
    require(diagonal.shape.rank_at_least(1), "diagonal must have at least one dimension")
    return diagonal.shape + diagonal.shape


@op("DiagPart", view=True, T=DIAGONAL)
def diag_part(input: "T") -> Outputs(diagonal="T"):
    """The elements at [i, …, k, i, …, k] of a tensor whose shape is one shape twice: the inverse of Diag."""
    rank = input.shape.rank
    if rank is None:
        return UNKNOWN
    require(rank > 0 and rank % 2 == 0, "input must have an even number of dimensions, not shape {}", input.shape)
    return input.shape[: rank // 2].merge_with(input.shape[rank // 2 :])


# Batches of matrices


@op("MatrixDiag")
def matrix_diag(diagonal: "T") -> Outputs(output="T"):
    """A batch of square matrices with the last dimension of ``diagonal`` on their diagonals and zeros elsewhere."""
    return _with_diagonal(diagonal)


@op("BatchMatrixDiag")
def batch_matrix_diag(diagonal: "T") -> Outputs(output="T"):
    """The older name of MatrixDiag."""
    return _with_diagonal(diagonal)


def _with_diagonal(diagonal):
    require(diagonal.shape.rank_at_least(1), "diagonal must have at least one dimension")
    return diagonal.shape + diagonal.shape[-1:]


@op("MatrixDiagPart", view=True)
def matrix_diag_part(input: "T") -> Outputs(diagonal="T"):
    """The main diagonals of a batch of matrices: diagonal[…, i] = input[…, i, i]."""
    return _diagonals_of(input)


@op("BatchMatrixDiagPart", view=True)
def batch_matrix_diag_part(input: "T") -> Outputs(diagonal="T"):
    """The older name of MatrixDiagPart."""
    return _diagonals_of(input)


def _diagonals_of(input):
    _require_matrices(input)
    if input.shape.sizes is None:
        return UNKNOWN
    *batch, rows, columns = input.shape.sizes
    return [*batch, 0 if 0 in (rows, columns) else None if None in (rows, columns) else min(rows, columns)]


def _require_matrices(input):
    require(input.shape.rank_at_least(2), "input must have at least two dimensions, not shape {}", input.shape)


@op("MatrixSetDiag")
def matrix_set_diag(input: "T", diagonal: "T") -> Outputs(output="T"):
    """A batch of matrices with other main diagonals: output[…, i, i] = diagonal[…, i], all else as in ``input``.

    ``diagonal`` has the shape that MatrixDiagPart of ``input`` has; else InvalidArgumentError.
    """
    return _with_other_diagonal(input, diagonal)


@op("BatchMatrixSetDiag")
def batch_matrix_set_diag(input: "T", diagonal: "T") -> Outputs(output="T"):
    """The older name of MatrixSetDiag."""
    return _with_other_diagonal(input, diagonal)


def _with_other_diagonal(input, diagonal):
    expected = _diagonals_of(input)
    require(diagonal.shape.rank_at_least(1), "diagonal must have at least one dimension")
    require(diagonal.shape.is_compatible_with(expected), "diagonal must have shape {}, not {}", expected, diagonal.shape)
    if diagonal.shape.sizes is None:
        return input.shape
    return input.shape.merge_with(diagonal.shape[:-1] + [None, None])


@op("MatrixBandPart", view=True, Tindex=INDEX.default(int64))
def matrix_band_part(input: "T", num_lower: Host["Tindex"], num_upper: Host["Tindex"]) -> Outputs(band="T"):
    """A batch of matrices with zeros outside a band around the diagonal.

    The band has ``num_lower`` diagonals below the main one and ``num_upper`` above it; a negative number keeps all of them.
    """
    return _banded(input, num_lower, num_upper)


@op("BatchMatrixBandPart", view=True)
def batch_matrix_band_part(input: "T", num_lower: Host["int64"], num_upper: Host["int64"]) -> Outputs(band="T"):
    """The older name of MatrixBandPart."""
    return _banded(input, num_lower, num_upper)


def _banded(input, num_lower, num_upper):
    _require_matrices(input)
    for name, bound in (("num_lower", num_lower), ("num_upper", num_upper)):
        require(bound.shape.has_rank(0), "{} must be a scalar, not of shape {}", name, bound.shape)
    return input.shape
