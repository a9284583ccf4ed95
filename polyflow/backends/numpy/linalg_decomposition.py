"""Matrices as products of simpler ones."""

import numpy as np

from ...framework import matrix_rules
from ...framework.array_rules import at_run_time
from ...framework.errors import InvalidArgumentError
from . import kernel
from .linalg import adjoint
from .precision import in_float32

matrix_sizes = at_run_time(matrix_rules.matrix_sizes)
square_sizes = at_run_time(matrix_rules.square_sizes)


def require_finite(input, what):
    """InvalidArgumentError where an iteration could not end."""
    if not np.isfinite(input).all():
        raise InvalidArgumentError.of(f"{what} was not successful. The input might not be valid.")


@kernel("Cholesky", "BatchCholesky")
@in_float32
def cholesky(input):
    square_sizes(input.shape)
    try:
        return np.linalg.cholesky(input)
    except np.linalg.LinAlgError:
        raise InvalidArgumentError.of("Cholesky decomposition was not successful. The input might not be valid.") from None


@kernel("CholeskyGrad")
@in_float32
def cholesky_grad(l, grad):  # noqa: E741 - TensorFlow's name
    square_sizes(l.shape)
    lower = np.tril(l)
    middle = np.tril(adjoint(lower) @ np.tril(grad)) * (1 - np.eye(l.shape[-1], dtype=l.dtype) / 2)
    inverse = np.linalg.inv(lower)
    whole = adjoint(inverse) @ middle @ inverse
    return (whole + adjoint(whole)) / 2


@kernel("Lu")
def lu(input, *, output_idx_type):
    square_sizes(input.shape)
    factors, p = eliminated(input)
    return factors, p.astype(output_idx_type)


@in_float32
def eliminated(input):
    import scipy.linalg

    if not input.size:
        return input.copy(), np.zeros(input.shape[:-1], int)
    rows, lower, upper = scipy.linalg.lu(input, p_indices=True)
    if not np.diagonal(upper, axis1=-2, axis2=-1).all():
        raise InvalidArgumentError.of("Input is not invertible.")
    return np.tril(lower, -1) + upper, np.argsort(rows, axis=-1)


@kernel("Qr")
@in_float32
def qr(input, *, full_matrices):
    matrix_sizes(input.shape)
    return tuple(np.linalg.qr(input, mode="complete" if full_matrices else "reduced"))


@kernel("Svd")
@in_float32
def svd(input, *, compute_uv, full_matrices):
    matrix_sizes(input.shape)
    require_finite(input, "Singular value decomposition")
    if not compute_uv:
        empty = np.empty(0, input.dtype)
        return np.linalg.svd(input, compute_uv=False).astype(input.dtype), empty, empty
    u, s, vh = np.linalg.svd(input, full_matrices=full_matrices)
    return s.astype(input.dtype), u, adjoint(vh)


@kernel("SelfAdjointEigV2")
@in_float32
def self_adjoint_eig_v2(input, *, compute_v):
    square_sizes(input.shape)
    require_finite(input, "Self-adjoint eigen decomposition")
    e, v = np.linalg.eigh(input) if compute_v else (np.linalg.eigvalsh(input), np.empty(0, input.dtype))
    return e.astype(input.dtype), v


@kernel("SelfAdjointEig", "BatchSelfAdjointEig")
def self_adjoint_eig(input):
    e, v = self_adjoint_eig_v2(input, compute_v=True)
    return np.concatenate([e[..., np.newaxis, :], v], axis=-2)


@kernel("Eig")
def eig(input, *, Tout, compute_v):
    square_sizes(input.shape)
    require_finite(input, "Eigen decomposition")
    e, v = np.linalg.eig(input) if compute_v else (np.linalg.eigvals(input), np.empty(0))
    return e.astype(Tout), v.astype(Tout)
