"""Matrices as products of simpler ones.

What cannot be decomposed raises on the CPU. On other devices nobody waits to look.
"""

import torch

from ...framework import matrix_rules
from ...framework.array_rules import at_run_time
from ...framework.errors import InvalidArgumentError
from . import kernel
from .precision import in_float32

matrix_sizes = at_run_time(matrix_rules.matrix_sizes)
square_sizes = at_run_time(matrix_rules.square_sizes)


def require_success(failures, message):
    """Checks on the CPU that none of ``failures`` is set."""
    if failures.is_cpu and failures.any():
        raise InvalidArgumentError.of(message)


def require_finite(input, what):
    if input.is_cpu:
        require_success(~input.isfinite().all(), f"{what} was not successful. The input might not be valid.")


@kernel("Cholesky", "BatchCholesky")
@in_float32
def cholesky(input):
    square_sizes(input.shape)
    lower, failures = torch.linalg.cholesky_ex(input)
    require_success(failures, "Cholesky decomposition was not successful. The input might not be valid.")
    return lower if lower.is_cpu else torch.where(failures[..., None, None] == 0, lower, torch.nan)


@kernel("CholeskyGrad")
@in_float32
def cholesky_grad(l, grad):  # noqa: E741 - TensorFlow's name
    square_sizes(l.shape)
    adjoint = l.tril().mT
    middle = adjoint.matmul(grad.tril()).tril()
    middle.diagonal(dim1=-2, dim2=-1).mul_(0.5)
    half = torch.linalg.solve_triangular(adjoint, middle, upper=True)
    whole = torch.linalg.solve_triangular(adjoint, half.mT, upper=True)
    return whole.add(whole.mT).mul_(0.5)


@kernel("Lu")
def lu(input, *, output_idx_type):
    square_sizes(input.shape)
    factors, p = eliminated(input)
    return factors, p.to(output_idx_type)


@in_float32
def eliminated(input):
    factors, pivots, failures = torch.linalg.lu_factor_ex(input)
    require_success(failures, "Input is not invertible.")
    permutation, _, _ = torch.lu_unpack(factors, pivots, unpack_data=False)
    permutation = permutation.real if input.is_complex() else permutation
    return factors, torch.arange(input.shape[-1], dtype=permutation.dtype, device=input.device).matmul(permutation).long()


@kernel("Qr")
@in_float32
def qr(input, *, full_matrices):
    matrix_sizes(input.shape)
    return tuple(torch.linalg.qr(input, mode="complete" if full_matrices else "reduced"))


@kernel("Svd")
@in_float32
def svd(input, *, compute_uv, full_matrices):
    matrix_sizes(input.shape)
    require_finite(input, "Singular value decomposition")
    if not compute_uv:
        empty = input.new_empty(0)
        return torch.linalg.svdvals(input).to(input.dtype), empty, empty
    u, s, vh = torch.linalg.svd(input, full_matrices=full_matrices)
    return s.to(input.dtype), u, vh.mH


@kernel("SelfAdjointEigV2")
@in_float32
def self_adjoint_eig_v2(input, *, compute_v):
    square_sizes(input.shape)
    require_finite(input, "Self-adjoint eigen decomposition")
    e, v = torch.linalg.eigh(input) if compute_v else (torch.linalg.eigvalsh(input), input.new_empty(0))
    return e.to(input.dtype), v


@kernel("SelfAdjointEig", "BatchSelfAdjointEig")
def self_adjoint_eig(input):
    e, v = self_adjoint_eig_v2(input, compute_v=True)
    return torch.cat([e.unsqueeze(-2), v], -2)


@kernel("Eig")
def eig(input, *, Tout, compute_v):
    square_sizes(input.shape)
    require_finite(input, "Eigen decomposition")
    if compute_v:
        return tuple(torch.linalg.eig(input))
    return torch.linalg.eigvals(input), input.new_empty(0, dtype=Tout)
