"""Arrays made from shapes and numbers."""

import numpy as np

from ...framework.array_rules import at_run_time, range_size
from ...framework.errors import InvalidArgumentError
from ...framework.tensor_list import Optional, TensorList
from . import kernel
from .arrays import as_array, zeros

range_size = at_run_time(range_size)


@kernel("PlaceholderWithDefault")
def placeholder_with_default(input, *, shape):
    return input


@kernel("Fill")
def fill(dims, value):
    return np.full(require_sizes(dims), value, as_array(value).dtype)


def require_sizes(dims):
    if any(size < 0 for size in dims):
        raise InvalidArgumentError.of(f"dimensions {list(dims)} must be >= 0")
    return dims


@kernel("ZerosLike")
def zeros_like(x):
    if isinstance(x, TensorList):
        return x.zeros(zeros_like)
    if isinstance(x, Optional):
        return x.map(zeros_like)
    x = as_array(x)
    return zeros(x.shape, x.dtype)


@kernel("OnesLike")
def ones_like(x):
    return np.ones(x.shape, x.dtype)


@kernel("Range")
def range_(start, limit, delta, *, Tidx, device):
    count = range_size(start, limit, delta, Tidx)
    return np.arange(count).astype(Tidx) * Tidx.type(delta) + Tidx.type(start)


@kernel("LinSpace")
def lin_space(start, stop, num, *, T, device):
    if num <= 0:
        raise InvalidArgumentError.of(f"LinSpace requires num > 0, got {num}")
    return np.linspace(start, stop, num).astype(T)


@kernel("Empty")
def empty(context, shape, *, dtype, init, device):
    make = zeros if init or dtype.hasobject else np.empty
    return make(require_sizes(shape), dtype)


@kernel("OneHot")
def one_hot(indices, depth, on_value, off_value, *, axis):
    if depth < 0:
        raise InvalidArgumentError.of(f"depth must be non-negative, got {depth}")
    rank = indices.ndim + 1
    classes = np.arange(depth).reshape([depth if k == axis % rank else 1 for k in range(rank)])
    return np.where(np.expand_dims(indices, axis) == classes, as_array(on_value), as_array(off_value))
