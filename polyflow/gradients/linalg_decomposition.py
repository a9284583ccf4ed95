"""Gradients of decompositions.

Where vectors are unique only up to a sign or a phase, the gradient is that of functions which do not depend on it. Where eigenvalues or
singular values coincide there is none; then the terms that would divide by their differences are left out.
"""

from ..ops import array_diagonal as diagonal
from ..ops import array_manipulation as array
from ..ops import linalg_decomposition as m
from ..ops import math_complex as complex_numbers
from ..ops import math_elementwise as elementwise
from ..ops.array_creation import one_hot, ones_like
from ..ops.linalg_solve import matrix_solve, matrix_triangular_solve
from .helpers import real_part, scalar
from .matrices import (
    adjoint,
    as_columns,
    as_rows,
    columns,
    lower_triangle,
    minus_adjoint,
    plus_adjoint,
    product,
    rows,
    size_of,
    upper_triangle,
    with_half_diagonal,
)
from .registry import gradient, not_differentiable

not_differentiable(m.cholesky_grad)


@gradient(m.cholesky, m.batch_cholesky)
def _(op, dl):
    """The Hermitian part of L⁻ᴴ·Φ(Lᴴ·dL)·L⁻¹, where Φ keeps the lower triangle and halves the diagonal (Murray 2016, equation 10)."""
    lower = op.outputs[0]
    middle = with_half_diagonal(lower_triangle(product(lower, lower_triangle(dl), adj_a=True)))
    left = matrix_triangular_solve(lower, middle, adjoint=True)
    whole = matrix_triangular_solve(lower, adjoint(left), adjoint=True)
    return elementwise.mul(plus_adjoint(whole), scalar(0.5, whole))


@gradient(m.lu)
def _(op, dlu, dp):
    """Pᵀ·L⁻ᴴ·(the lower part of Lᴴ·dL + the upper part of dU·Uᴴ)·U⁻ᴴ (Lutz and others, "Differentiating the LU factorization", 2021)."""
    factors, p = op.outputs
    ones = ones_like(diagonal.matrix_diag_part(factors))
    lower, upper = diagonal.matrix_set_diag(lower_triangle(factors), ones), upper_triangle(factors)
    below = strictly_lower(product(lower, strictly_lower(dlu), adj_a=True))
    middle = elementwise.add_v2(below, upper_triangle(product(upper_triangle(dlu), upper, adj_b=True)))
    left = matrix_triangular_solve(lower, middle, adjoint=True)
    whole = adjoint(matrix_triangular_solve(upper, adjoint(left), lower=False))
    return product(one_hot(p, size_of(factors, -1), scalar(1, factors), scalar(0, factors)), whole, adj_a=True)


def strictly_lower(x):
    return elementwise.sub(lower_triangle(x), diagonal.matrix_diag(diagonal.matrix_diag_part(x)))


@gradient(m.qr)
def _(op, dq, dr):
    """Columns beyond the first m of a wide A are Q·V with V those of R; the others have the gradient of a square or tall matrix.

    With ``full_matrices`` the columns that Q has beyond those of A may only be used in ways that any other orthonormal basis of
    the same space would do for.
    """
    a, q, r = op.inputs[0], *op.outputs
    k = smaller_size(a)
    if op.attrs["full_matrices"]:
        q, dq = thin(q, dq, k)
        r, dr = rows(r, 0, k), rows(dr, 0, k)
    other, dv = columns(a, k), columns(dr, k)
    dq = elementwise.add_v2(dq, product(other, dv, adj_b=True))
    du = tall_qr(q, columns(r, 0, k), dq, columns(dr, 0, k))
    return array.concat_v2([du, product(q, dv)], -1)


def tall_qr(q, r, dq, dr):
    """(dQ + Q·H)·R⁻ᴴ, H being Hermitian with the upper triangle of dR·Rᴴ − Qᴴ·dQ, dR and dQ the gradients, and a real diagonal."""
    upper = upper_triangle(elementwise.sub(product(upper_triangle(dr), r, adj_b=True), product(q, dq, adj_a=True)))
    whole = elementwise.add_v2(dq, product(q, with_half_diagonal(plus_adjoint(upper))))
    return adjoint(matrix_triangular_solve(r, adjoint(whole), lower=False))


def smaller_size(a):
    """The smaller one of the last two sizes."""
    m, n = size_of(a, -2), size_of(a, -1)
    return min(m, n) if isinstance(m, int) and isinstance(n, int) else elementwise.minimum(m, n)


def thin(q, dq, k):
    """The first k columns of a unitary matrix, and the gradient of these: when they turn, the others must turn the other way."""
    first, others = columns(q, 0, k), columns(q, k)
    turned = product(others, product(columns(dq, k), first, adj_a=True))
    return first, elementwise.sub(columns(dq, 0, k), turned)


@gradient(m.svd, partial=True)
def _(op, ds, du, dv):
    """See Wan and Zhang, "Automatic differentiation for complex valued SVD", 2019, and Townsend, "Differentiating the SVD", 2016."""
    a = op.inputs[0]
    if not op.attrs["compute_uv"]:
        _, u, v = m.svd(a, compute_uv=True)
        return product(elementwise.mul(u, as_columns(real_part(ds))), v, adj_b=True)
    s, u, v = op.outputs
    du, dv = (elementwise.mul(each, scalar(0, each)) if grad is None else grad for each, grad in ((u, du), (v, dv)))
    if op.attrs["full_matrices"]:
        k = smaller_size(a)
        (u, du), (v, dv) = thin(u, du, k), thin(v, dv, k)
    middle = singular_part(s, product(u, du, adj_a=True), product(v, dv, adj_a=True))
    if ds is not None:
        middle = elementwise.add_v2(middle, diagonal.matrix_diag(real_part(ds)))
    left = outside(u, elementwise.real_div(du, as_columns(s)))
    right = outside(v, elementwise.real_div(dv, as_columns(s)))
    inner = product(elementwise.add_v2(product(u, middle), left), v, adj_b=True)
    return elementwise.add_v2(inner, product(u, right, adj_b=True))


def singular_part(s, udu, vdv):
    """What rotations of the singular vectors among themselves, and opposite phases of two that belong together, contribute."""
    squares = elementwise.square(s)
    gaps = reciprocal_gaps(squares)
    udu, vdv = minus_adjoint(udu), minus_adjoint(vdv)
    turned = elementwise.add_v2(elementwise.mul(udu, as_columns(s)), elementwise.mul(as_rows(s), vdv))
    part = elementwise.mul(turned, gaps)
    if not s.dtype.is_complex:
        return part
    phases = elementwise.real_div(diagonal.matrix_diag_part(udu), elementwise.mul(s, scalar(2, s)))
    return diagonal.matrix_set_diag(part, phases)


def reciprocal_gaps(numbers):
    """1 / (eⱼ − eᵢ), but 0 where both are the same."""
    gaps = elementwise.sub(as_columns(numbers), as_rows(numbers))
    return elementwise.div_no_nan(ones_like(gaps), gaps)


def outside(basis, x):
    """The part of ``x`` that is orthogonal to the columns of ``basis``."""
    return elementwise.sub(x, product(basis, product(basis, x, adj_a=True)))


# Eigenvalues


@gradient(m.self_adjoint_eig_v2, partial=True)
def _(op, de, dv):
    if not op.attrs["compute_v"]:
        return hermitian_gradient(m.self_adjoint_eig_v2(op.inputs[0])[1], *op.outputs[:1], de, None)
    return hermitian_gradient(op.outputs[1], op.outputs[0], de, dv)


@gradient(m.self_adjoint_eig, m.batch_self_adjoint_eig)
def _(op, dy):
    e, v = separate(op.outputs[0])
    return hermitian_gradient(v, e, *separate(dy))


def separate(joined):
    """The first row, and the others as matrices."""
    return array.squeeze(rows(joined, 0, 1), squeeze_dims=[-2]), rows(joined, 1)


def hermitian_gradient(v, e, de, dv):
    """V·(diag(de) + (Vᴴ·dV) / (eⱼ − eᵢ))·Vᴴ, of which the lower triangle, all that the op reads, takes what the upper one has."""
    middle = None if dv is None else elementwise.mul(reciprocal_gaps(e), product(v, dv, adj_a=True))
    if de is not None:
        values = diagonal.matrix_diag(real_part(de))
        middle = values if middle is None else elementwise.add_v2(values, middle)
    whole = product(v, product(middle, v, adj_b=True))
    return with_half_diagonal(lower_triangle(plus_adjoint(whole)))


@gradient(m.eig, partial=True)
def _(op, de, dv):
    """V⁻ᴴ·(diag(de) + (Vᴴ·dV − Vᴴ·V·diag(Re Vᴴ·dV)) / conj(eⱼ − eᵢ))·Vᴴ (Boeddeker and others, 2017, equation 4.77)."""
    a, e = op.inputs[0], op.outputs[0]
    v = op.outputs[1] if op.attrs["compute_v"] else m.eig(a, Tout=e.dtype)[1]
    middle = None if dv is None or not op.attrs["compute_v"] else eigenvector_part(e, v, dv)
    if de is not None:
        values = diagonal.matrix_diag(de)
        middle = values if middle is None else elementwise.add_v2(values, middle)
    whole = matrix_solve(adjoint(v), product(middle, v, adj_b=True))
    return whole if a.dtype.is_complex else complex_numbers.real(whole, Tout=a.dtype)


def eigenvector_part(e, v, dv):
    vdv = product(v, dv, adj_a=True)
    lengths = as_columns(real_part(diagonal.matrix_diag_part(vdv)))
    turned = elementwise.sub(vdv, elementwise.mul(product(v, v, adj_a=True), lengths))
    return elementwise.mul(complex_numbers.conj(reciprocal_gaps(e)), turned)
