"""Products of matrices."""

import numpy as np

from ...framework import array_rules
from ...framework.errors import FailedPreconditionError, InvalidArgumentError
from . import kernel
from .arrays import widened

broadcast_sizes = array_rules.at_run_time(array_rules.broadcast_sizes)


@kernel("MatMul")
def matmul(a, b, *, transpose_a, transpose_b):
    if a.ndim != 2 or b.ndim != 2:
        raise InvalidArgumentError.of(f"Both inputs must be matrices, not of shapes {a.shape} and {b.shape}")
    return product(a.T if transpose_a else a, b.T if transpose_b else b)


@kernel("BatchMatMul")
def batch_matmul(x, y, *, adj_x, adj_y):
    if x.shape[:-2] != y.shape[:-2]:
        raise InvalidArgumentError.of(f"The batch dimensions of {x.shape} and {y.shape} must be equal")
    return batch_matmul_v2(x, y, adj_x=adj_x, adj_y=adj_y)


@kernel("BatchMatMulV2")
def batch_matmul_v2(x, y, *, adj_x, adj_y):
    if x.ndim < 2 or y.ndim < 2:
        raise InvalidArgumentError.of(f"Both inputs must have at least two dimensions, not shapes {x.shape} and {y.shape}")
    return product(adjoint(x) if adj_x else x, adjoint(y) if adj_y else y)


@kernel("BatchMatMulV3")
def batch_matmul_v3(x, y, *, adj_x, adj_y, Tout):
    x, y = widened(x), widened(y)
    wide = np.result_type(x.dtype, y.dtype, widened(np.empty(0, Tout)).dtype)
    return batch_matmul_v2(x.astype(wide), y.astype(wide), adj_x=adj_x, adj_y=adj_y).astype(Tout)


@kernel("SparseMatMul")
def sparse_matmul(a, b, *, transpose_a, transpose_b, a_is_sparse, b_is_sparse):
    return matmul(widened(a), widened(b), transpose_a=transpose_a, transpose_b=transpose_b)


@kernel("Cross")
def cross(a, b):
    if a.shape != b.shape:
        raise InvalidArgumentError.of(f"Both inputs must be of same shape: {list(a.shape)} vs. {list(b.shape)}")
    if a.shape[-1:] != (3,):
        raise FailedPreconditionError.of(f"Cross-products are only defined for 3-element vectors, not {list(a.shape)}")
    left, right = [1, 2, 0], [2, 0, 1]
    x, y = widened(a), widened(b)
    return (x[..., left] * y[..., right] - x[..., right] * y[..., left]).astype(a.dtype, copy=False)


def adjoint(x):
    return np.conj(np.swapaxes(x, -1, -2))


def product(a, b):
    if a.shape[-1] != b.shape[-2]:
        raise InvalidArgumentError.of(f"Matrix size-incompatible: the inner dimensions of {a.shape} and {b.shape} differ")
    broadcast_sizes(a.shape[:-2], b.shape[:-2])
    return np.matmul(widened(a), widened(b)).astype(a.dtype, copy=False)
