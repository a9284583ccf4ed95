"""Gradients of inverses and of systems of linear equations: further systems, with the adjoint matrix."""

import numpy as np

from ..ops import array_diagonal as diagonal
from ..ops import array_manipulation as array
from ..ops import linalg_solve as m
from ..ops import math_comparison as comparison
from ..ops import math_elementwise as elementwise
from ..ops.array_creation import range_
from ..ops.array_indexing import gather_v2
from ..ops.math_reduction import sum_
from .helpers import conj, scalar, unbroadcast
from .matrices import columns, lower_triangle, product, size_of, upper_triangle
from .registry import gradient


@gradient(m.matrix_inverse, m.batch_matrix_inverse)
def _(op, dy):
    """From d(A⁻¹) = −A⁻¹·dA·A⁻¹."""
    inverse, adj = op.outputs[0], op.attrs["adjoint"]
    return elementwise.neg(product(inverse, product(dy, inverse, adj, not adj), not adj))


@gradient(m.matrix_solve, m.batch_matrix_solve)
def _(op, dx):
    matrix, adj = op.inputs[0], op.attrs["adjoint"]
    db = m.matrix_solve(matrix, dx, adjoint=not adj)
    return matrix_part(op, db), db


def matrix_part(op, db):
    """The gradient with regard to A in A·X = B, −db·Xᴴ, or in Aᴴ·X = B, −X·dbᴴ."""
    x = op.outputs[0]
    return elementwise.neg(product(x, db, adj_b=True) if op.attrs["adjoint"] else product(db, x, adj_b=True))


@gradient(m.matrix_triangular_solve, m.batch_matrix_triangular_solve)
def _(op, dx):
    matrix, rhs = op.inputs
    lower = op.attrs["lower"]
    db = m.matrix_triangular_solve(matrix, dx, lower=lower, adjoint=not op.attrs["adjoint"])
    da = (lower_triangle if lower else upper_triangle)(matrix_part(op, db))
    return unbroadcast(da, matrix, rhs, matrices=True), unbroadcast(db, rhs, matrix, matrices=True)


# Bands


@gradient(m.banded_triangular_solve)
def _(op, dx):
    bands, rhs = op.inputs
    lower, adj = op.attrs["lower"], op.attrs["adjoint"]
    db = m.banded_triangular_solve(bands, dx, lower=lower, adjoint=not adj)
    count = size_of(bands, -2)
    offsets = elementwise.neg(range_(0, count, 1)) if lower else range_(elementwise.sub(count, 1), -1, -1)
    left, right = (op.outputs[0], db) if adj else (db, op.outputs[0])
    da = elementwise.neg(band_of_product(left, right, offsets))
    return unbroadcast(da, bands, rhs, matrices=True), unbroadcast(db, rhs, bands, matrices=True)


@gradient(m.tridiagonal_solve)
def _(op, dx):
    flags = {name: op.attrs[name] for name in ("partial_pivoting", "perturb_singular")}
    db = m.tridiagonal_solve(conj(transposed(op.inputs[0])), dx, **flags)
    return elementwise.neg(band_of_product(db, op.outputs[0], np.array([1, 0, -1], np.int32))), db


def transposed(diagonals):
    """The diagonals of the transposed matrices: the outer two change places, each moved by one, its ends meeting where nobody reads."""
    above, main, below = array.unpack(diagonals, num=3, axis=-2)
    first = array.concat_v2([columns(below, 1), columns(below, 0, 1)], -1)
    last = array.concat_v2([columns(above, -1), columns(above, 0, -1)], -1)
    return array.pack([first, main, last], axis=-2)


def band_of_product(left, right, offsets):
    """Element [i, i + offset] of left·rightᴴ for every i and offset, as a row for each offset; 0 where that is outside."""
    size = size_of(right, -2)
    positions = elementwise.add_v2(array.expand_dims(offsets, 1), range_(0, size, 1))
    inside = comparison.logical_and(comparison.greater_equal(positions, 0), comparison.less(positions, size))
    safe = elementwise.minimum(elementwise.maximum(positions, 0), elementwise.sub(size, 1))
    partners = gather_v2(right, safe, -2)
    products = sum_(elementwise.mul(array.expand_dims(left, -3), conj(partners)), [-1])
    return comparison.select_v2(inside, products, scalar(0, products))


# Least squares


@gradient(m.matrix_solve_ls, m.batch_matrix_solve_ls)
def _(op, dx):
    """From (AᴴA + λI)·X = Aᴴ·B where there are enough rows, else from X = Aᴴ·W, (AAᴴ + λI)·W = B.

    While the shapes are not known, the system that does not apply is made solvable, and what it gives counts 0 times. Without ``fast``
    λ is 0, and the gradient is that at matrices of full rank, an InvalidArgumentError at others.
    """
    a, b, x = *op.inputs[:2], op.outputs[0]
    regularizer = elementwise.cast(op.inputs[2], DstT=a.dtype) if op.attrs["fast"] else scalar(0, a)
    is_tall = at_least_as_many_rows(a)
    if is_tall is True:
        db, part = tall_parts(a, b, x, dx, regularizer)
    elif is_tall is False:
        db, part = wide_parts(a, b, dx, regularizer)
    else:
        db, part = either_parts(a, b, x, dx, regularizer, elementwise.cast(is_tall, DstT=a.dtype))
    return elementwise.sub(part, product(db, x, adj_b=True)), db, None


def at_least_as_many_rows(a):
    """Whether the matrices have at least as many rows as columns: True, False or, where that is not known, a scalar."""
    rows, count = size_of(a, -2), size_of(a, -1)
    known = isinstance(rows, int) and isinstance(count, int)
    return rows >= count if known else comparison.greater_equal(rows, count)


def tall_parts(a, b, x, dx, added):
    z = m.matrix_solve(with_added(product(a, a, adj_a=True), added), dx)
    return product(a, z), product(elementwise.sub(b, product(a, x)), z, adj_b=True)


def wide_parts(a, b, dx, added):
    gram = with_added(product(a, a, adj_b=True), added)
    db = m.matrix_solve(gram, product(a, dx))
    rest = elementwise.sub(dx, product(a, db, adj_a=True))
    return db, product(m.matrix_solve(gram, b), rest, adj_b=True)


def either_parts(a, b, x, dx, regularizer, tall):
    """The parts that apply, ``tall`` being 1 or 0; the matrix of the others gets 1 added, so that it has an inverse."""
    wide = elementwise.sub(scalar(1, a), tall)
    of_tall = tall_parts(a, b, x, dx, elementwise.add_v2(regularizer, wide))
    of_wide = wide_parts(a, b, dx, elementwise.add_v2(regularizer, tall))
    pairs = zip(of_tall, of_wide, strict=True)
    return (elementwise.add_v2(elementwise.mul(tall, one), elementwise.mul(wide, other)) for one, other in pairs)


def with_added(matrix, number):
    """The matrices with a number added to their diagonals."""
    return diagonal.matrix_set_diag(matrix, elementwise.add_v2(diagonal.matrix_diag_part(matrix), number))
