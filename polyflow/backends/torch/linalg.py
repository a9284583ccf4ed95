"""Products of matrices."""

import torch

from ...framework import array_rules
from ...framework.errors import FailedPreconditionError, InvalidArgumentError
from . import kernel
from .precision import HALF, in_float32
from .unsigned import MISSING, from_bits, modular, to_bits

broadcast_sizes = array_rules.at_run_time(array_rules.broadcast_sizes)


@kernel("MatMul")
def matmul(a, b, *, transpose_a, transpose_b):
    if transpose_a:
        a = a.t()
    if transpose_b:
        b = b.t()
    try:
        return b.t().mm(a.t()).t() if is_narrow(a, b) else a.mm(b)
    except RuntimeError:
        require_matrices(a, b)
        return other_product(a, b)


NARROW = 16
"""On CPUs a product of fewer columns than this takes two to five times as long as its transpose, of as few rows."""


def is_narrow(a, b):
    return b.shape[-1] < NARROW <= a.shape[0] and a.is_cpu


@kernel("BatchMatMul")
def batch_matmul(x, y, *, adj_x, adj_y):
    if x.shape[:-2] != y.shape[:-2]:
        raise InvalidArgumentError.of(f"The batch dimensions of {tuple(x.shape)} and {tuple(y.shape)} must be equal")
    return batch_matmul_v2(x, y, adj_x=adj_x, adj_y=adj_y)


@kernel("BatchMatMulV2")
def batch_matmul_v2(x, y, *, adj_x, adj_y):
    if x.dim() < 2 or y.dim() < 2:
        raise InvalidArgumentError.of(f"Both inputs must have at least two dimensions, not shapes {tuple(x.shape)} and {tuple(y.shape)}")
    x, y = x.mH if adj_x else x, y.mH if adj_y else y
    try:
        return x.matmul(y)
    except RuntimeError:
        require_inner(x, y)
        return other_product(x, y)


@kernel("BatchMatMulV3")
def batch_matmul_v3(x, y, *, adj_x, adj_y, Tout):
    wide = torch.promote_types(torch.promote_types(wider(x.dtype), wider(y.dtype)), wider(Tout))
    return batch_matmul_v2(x.to(wide), y.to(wide), adj_x=adj_x, adj_y=adj_y).to(Tout)


def wider(dtype):
    return torch.float32 if dtype in HALF else dtype


@kernel("SparseMatMul")
def sparse_matmul(a, b, *, transpose_a, transpose_b, a_is_sparse, b_is_sparse):
    return matmul(a.float(), b.float(), transpose_a=transpose_a, transpose_b=transpose_b)


@kernel("Cross")
def cross(a, b):
    if a.shape != b.shape:
        raise InvalidArgumentError.of(f"Both inputs must be of same shape: {list(a.shape)} vs. {list(b.shape)}")
    if a.shape[-1:] != (3,):
        raise FailedPreconditionError.of(f"Cross-products are only defined for 3-element vectors, not {list(a.shape)}")
    return cross_product(a, b)


@in_float32
@modular
def cross_product(a, b):
    return torch.linalg.cross(a, b)


def require_matrices(a, b):
    if a.dim() != 2 or b.dim() != 2:
        raise InvalidArgumentError.of(f"Both inputs must be matrices, not of shapes {tuple(a.shape)} and {tuple(b.shape)}")
    require_inner(a, b)


def require_inner(a, b):
    if a.shape[-1] != b.shape[-2]:
        raise InvalidArgumentError.of(f"Matrix size-incompatible: the inner dimensions of {tuple(a.shape)} and {tuple(b.shape)} differ")
    broadcast_sizes(tuple(a.shape[:-2]), tuple(b.shape[:-2]))


def other_product(a, b):
    """Integers for which torch has no matrix product on this device: unsigned ones through int64, on CUDA as sums of products."""
    if a.is_floating_point() or a.is_complex():
        return a.matmul(b)
    x, y = to_bits(a), to_bits(b)
    product = x.unsqueeze(-1).mul(y.unsqueeze(-3)).sum(-2, dtype=x.dtype) if a.is_cuda else x.matmul(y)
    return from_bits(product, a.dtype) if a.dtype in MISSING else product
