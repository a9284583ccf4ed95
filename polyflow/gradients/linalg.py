"""Gradients of products of matrices: products with the other factor, in the order that the flags ask for."""

from ..ops import linalg as m
from ..ops import math_elementwise as elementwise
from .helpers import conj, real_part, unbroadcast
from .registry import gradient


@gradient(m.matmul)
def _(op, dc):
    """With C = A·B: dA = dC·Bᴴ and dB = Aᴴ·dC, transposed where the factor itself was."""
    a, b = map(conj, op.inputs)
    return factors_of_product(a, b, dc, op.attrs["transpose_a"], op.attrs["transpose_b"])


def factors_of_product(a, b, dc, transposed_a, transposed_b):
    da = product(b, dc, transposed_b, True, grad_a=True) if transposed_a else product(dc, b, False, not transposed_b, grad_a=True)
    db = product(dc, a, True, transposed_a, grad_b=True) if transposed_b else product(a, dc, not transposed_a, False, grad_b=True)
    return da, db


def product(a, b, transpose_a, transpose_b, **marks):
    return m.matmul(a, b, transpose_a=transpose_a, transpose_b=transpose_b, **marks)


@gradient(m.batch_matmul)
def _(op, dz):
    return factors(m.batch_matmul, *op.inputs, dz, op.attrs)


@gradient(m.batch_matmul_v2)
def _(op, dz):
    x, y = op.inputs
    dx, dy = factors(m.batch_matmul_v2, x, y, dz, op.attrs)
    return unbroadcast(dx, x, y, matrices=True), unbroadcast(dy, y, x, matrices=True)


def factors(build, x, y, dz, attrs):
    """Both derivatives of Z = X·Y with X or Y replaced by its adjoint where its flag is set."""
    adj_x, adj_y = attrs["adj_x"], attrs["adj_y"]
    dx = build(y, dz, adj_x=adj_y, adj_y=True, grad_x=True) if adj_x else build(dz, y, adj_y=not adj_y, grad_x=True)
    dy = build(dz, x, adj_x=True, adj_y=adj_x, grad_y=True) if adj_y else build(x, dz, adj_x=not adj_x, grad_y=True)
    return dx, dy


@gradient(m.batch_matmul_v3)
def _(op, dz):
    """Each with the other factor, in the type of the result; none for an integer."""
    x, y = op.inputs
    wide = (elementwise.cast(each, DstT=dz.dtype) for each in (x, y))
    dx, dy = factors(m.batch_matmul_v2, *wide, dz, op.attrs)
    return narrowed(unbroadcast(dx, x, y, matrices=True), x), narrowed(unbroadcast(dy, y, x, matrices=True), y)


def narrowed(grad, x):
    """A gradient in the type of ``x``, None for an integer."""
    if not (x.dtype.is_floating or x.dtype.is_complex):
        return None
    return elementwise.cast(real_part(grad) if not x.dtype.is_complex else grad, DstT=x.dtype)


@gradient(m.sparse_matmul)
def _(op, dc):
    a, b = (elementwise.cast(each, DstT=dc.dtype) for each in op.inputs)
    grads = factors_of_product(a, b, dc, op.attrs["transpose_a"], op.attrs["transpose_b"])
    return tuple(elementwise.cast(grad, DstT=each.dtype) for grad, each in zip(grads, op.inputs, strict=True))


@gradient(m.cross)
def _(op, dy):
    a, b = op.inputs
    return m.cross(b, dy), m.cross(dy, a)
