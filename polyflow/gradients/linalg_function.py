"""Gradients of determinants and of functions of square matrices."""

from ..ops import linalg_function as m
from ..ops import math_elementwise as elementwise
from ..ops.array_creation import zeros_like
from ..ops.array_manipulation import concat_v2
from ..ops.linalg_solve import matrix_inverse
from .helpers import conj, real_part
from .matrices import adjoint, as_matrices, columns, rows, size_of
from .registry import gradient


@gradient(m.matrix_determinant, m.batch_matrix_determinant)
def _(op, dy):
    """Jacobi's formula: d det A = det A · tr(A⁻¹·dA)."""
    return scaled_inverse(elementwise.mul(dy, conj(op.outputs[0])), op.inputs[0])


@gradient(m.log_matrix_determinant)
def _(op, ds, dl):
    """The real part of tr(A⁻¹·dA) changes the logarithm, its imaginary part turns the sign."""
    if not dl.dtype.is_complex:
        return scaled_inverse(dl, op.inputs[0])
    turned = elementwise.mul(ds, conj(op.outputs[0]))
    return scaled_inverse(elementwise.add_v2(real_part(dl), elementwise.sub(turned, real_part(turned))), op.inputs[0])


def scaled_inverse(factors, a):
    return elementwise.mul(as_matrices(factors), matrix_inverse(a, adjoint=True))


@gradient(m.matrix_exponential)
def _(op, dy):
    return derivative(m.matrix_exponential, op, dy)


@gradient(m.matrix_logarithm)
def _(op, dy):
    return derivative(m.matrix_logarithm, op, dy)


@gradient(m.matrix_square_root)
def _(op, dy):
    return derivative(m.matrix_square_root, op, dy)


def derivative(function, op, dy):
    """The derivative at Aᴴ along ``dy``, which is the adjoint of that at A: the upper right block of f([[Aᴴ, dy], [0, Aᴴ]]).

    It holds for every function with a power series (Higham, "Functions of Matrices", 2008, (3.16)).
    """
    a = adjoint(op.inputs[0])
    above, below = concat_v2([a, dy], -1), concat_v2([zeros_like(a), a], -1)
    size = size_of(a, -1)
    return columns(rows(function(concat_v2([above, below], -2)), 0, size), size)
