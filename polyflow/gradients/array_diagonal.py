"""Gradients of diagonals: each sends the gradient back to where the elements came from."""

from ..ops import array_creation as creation
from ..ops import array_diagonal as ops
from .registry import gradient


@gradient(ops.diag)
def _(op, dy):
    return ops.diag_part(dy)


@gradient(ops.diag_part)
def _(op, dy):
    return ops.diag(dy)


@gradient(ops.matrix_diag, ops.batch_matrix_diag)
def _(op, dy):
    return ops.matrix_diag_part(dy)


@gradient(ops.matrix_diag_part, ops.batch_matrix_diag_part)
def _(op, dy):
    """Zeros with ``dy`` on the diagonals, which of square matrices is all that they are."""
    input = op.inputs[0]
    sizes = input.shape.sizes
    if sizes is not None and sizes[-1] == sizes[-2] is not None:
        return ops.matrix_diag(dy)
    return ops.matrix_set_diag(creation.zeros_like(input), dy)


@gradient(ops.matrix_set_diag, ops.batch_matrix_set_diag)
def _(op, dy):
    return ops.matrix_set_diag(dy, creation.zeros_like(op.inputs[1])), ops.matrix_diag_part(dy)


@gradient(ops.matrix_band_part, ops.batch_matrix_band_part)
def _(op, dy):
    return ops.matrix_band_part(dy, op.inputs[1], op.inputs[2]), None, None
