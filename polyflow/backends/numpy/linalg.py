"""Products of matrices."""

import numpy as np

from ...framework import array_rules
from ...framework.errors import InvalidArgumentError
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


def adjoint(x):
    return np.conj(np.swapaxes(x, -1, -2))


def product(a, b):
    if a.shape[-1] != b.shape[-2]:
        raise InvalidArgumentError.of(f"Matrix size-incompatible: the inner dimensions of {a.shape} and {b.shape} differ")
    broadcast_sizes(a.shape[:-2], b.shape[:-2])
    return np.matmul(widened(a), widened(b)).astype(a.dtype, copy=False)
