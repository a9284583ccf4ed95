"""Gradients of products of matrices: products with the other factor, in the order that the flags ask for."""

from ..ops import linalg as m
from .helpers import conj, unbroadcast
from .registry import gradient


@gradient(m.matmul)
def _(op, dc):
    """With C = A·B: dA = dC·Bᴴ and dB = Aᴴ·dC, transposed where the factor itself was."""
    a, b = map(conj, op.inputs)
    transposed_a, transposed_b = op.attrs["transpose_a"], op.attrs["transpose_b"]
    da = product(b, dc, transposed_b, True, grad_a=True) if transposed_a else product(dc, b, False, not transposed_b, grad_a=True)
    db = product(dc, a, True, transposed_a, grad_b=True) if transposed_b else product(a, dc, not transposed_a, False, grad_b=True)
    return da, db


def product(a, b, transpose_a, transpose_b, **marks):
    return m.matmul(a, b, transpose_a=transpose_a, transpose_b=transpose_b, **marks)


@gradient(m.batch_matmul)
def _(op, dz):
    return factors(m.batch_matmul, op, dz)


@gradient(m.batch_matmul_v2)
def _(op, dz):
    x, y = op.inputs
    dx, dy = factors(m.batch_matmul_v2, op, dz)
    return unbroadcast(dx, x, y, matrices=True), unbroadcast(dy, y, x, matrices=True)


def factors(build, op, dz):
    """Both derivatives of Z = X·Y with X or Y replaced by its adjoint where its flag is set."""
    x, y = op.inputs
    adj_x, adj_y = op.attrs["adj_x"], op.attrs["adj_y"]
    dx = build(y, dz, adj_x=adj_y, adj_y=True, grad_x=True) if adj_x else build(dz, y, adj_y=not adj_y, grad_x=True)
    dy = build(dz, x, adj_x=True, adj_y=adj_x, grad_y=True) if adj_y else build(x, dz, adj_x=not adj_x, grad_y=True)
    return dx, dy
