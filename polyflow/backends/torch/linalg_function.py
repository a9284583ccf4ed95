"""Determinants, and functions of square matrices.

Torch has no Schur decomposition, so roots and logarithms come from iterations, in double precision: their errors grow with the condition of
the matrix. The iterations end early on the CPU; on other devices, where nobody waits to look, they always take the longest.
"""

import functools

import torch

from ...framework import matrix_rules
from ...framework.array_rules import at_run_time
from . import kernel
from .precision import in_float32

square_sizes = at_run_time(matrix_rules.square_sizes)


@kernel("MatrixDeterminant", "BatchMatrixDeterminant")
@in_float32
def matrix_determinant(input):
    square_sizes(input.shape)
    return torch.linalg.det(input)


@kernel("LogMatrixDeterminant")
@in_float32
def log_matrix_determinant(input):
    square_sizes(input.shape)
    sign, log_abs = torch.linalg.slogdet(input)
    return sign, log_abs.to(input.dtype)


@kernel("MatrixExponential")
@in_float32
def matrix_exponential(input):
    square_sizes(input.shape)
    return torch.linalg.matrix_exp(input)


# Roots and logarithms


def in_double(compute):
    """``compute`` of a tensor in double precision, rounded once, at the end."""

    @functools.wraps(compute)
    def rounded_once(input):
        wide = torch.complex128 if input.is_complex() else torch.float64
        return compute(input.to(wide)).to(input.dtype)

    return rounded_once


@kernel("MatrixSquareRoot")
@in_double
def matrix_square_root(input):
    square_sizes(input.shape)
    root = square_root(input)
    is_root = size_of(root.matmul(root) - input) <= 1e-6 * size_of(input)
    return torch.where(is_root, root, torch.nan)


ROOT_STEPS = 30
"""Once scaled, Newton's iteration doubles the correct digits with each step; a condition of 10¹² takes about ten."""


def square_root(a):
    """The principal root by the scaled product form of the Denman-Beavers iteration (Higham, "Functions of Matrices", 2008, (6.29)).

    M starts at A and goes to the identity, X from A to its root. The scale, which goes to 1, makes M as large as its inverse.
    """
    one = torch.eye(a.shape[-1], dtype=a.dtype, device=a.device)
    m = x = a
    for _ in range(ROOT_STEPS):
        is_last = m.is_cpu and not m.sub(one).abs().ge(1e-8).any()
        inverse = torch.linalg.inv_ex(m).inverse
        square = torch.sqrt(size_of(inverse) / size_of(m))
        m, inverse = m * square, inverse / square
        x = (x * square.sqrt()).matmul(one + inverse) / 2
        m = (one + (m + inverse) / 2) / 2
        if is_last:
            break
    return x


def size_of(matrices):
    return torch.linalg.vector_norm(matrices, dim=(-2, -1), keepdim=True)


@kernel("MatrixLogarithm")
@in_double
def matrix_logarithm(input):
    """By inverse scaling and squaring: log A = 2ˢ · log of the root taken s times (Higham 2008, section 11.5)."""
    square_sizes(input.shape)
    one = torch.eye(input.shape[-1], dtype=input.dtype, device=input.device)
    root, doublings = input, input.new_zeros((*input.shape[:-2], 1, 1), dtype=torch.float64)
    for _ in range(LARGEST_SCALE):
        far = size_of(root - one) > PADE_RADIUS
        if far.is_cpu and not far.any():
            break
        root = torch.where(far, square_root(root), root)
        doublings = doublings + far
    return pade_logarithm(root - one, one) * doublings.exp2()


LARGEST_SCALE = 40
PADE_RADIUS = 0.264
"""Up to this norm seven terms give double precision (Higham 2008, table 11.1)."""

NODES = (0.02544604382862074, 0.12923440720030278, 0.2970774243113014, 0.5, 0.7029225756886985, 0.8707655927996972, 0.9745539561713793)
WEIGHTS = (0.06474248308443485, 0.13985269574463833, 0.19091502525255946, 0.2089795918367347, 0.19091502525255946, 0.13985269574463833, 0.06474248308443485)  # fmt: skip
"""Those of Gauss and Legendre on [0, 1]."""


def pade_logarithm(x, one):
    """log(I + X) by partial fractions: the sum of w·X·(I + tX)⁻¹ over nodes t and weights w."""
    return sum(weight * torch.linalg.solve_ex(one + node * x, x).result for node, weight in zip(NODES, WEIGHTS, strict=True))
