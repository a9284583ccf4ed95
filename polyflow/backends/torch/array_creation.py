"""Tensors made from shapes and numbers."""

import torch

from ...framework.array_rules import at_run_time, range_size
from ...framework.dtypes import as_dtype
from ...framework.errors import InvalidArgumentError
from ...framework.tensor_list import TensorList
from . import kernel
from .arrays import as_signed

range_size = at_run_time(range_size)


@kernel("PlaceholderWithDefault")
def placeholder_with_default(input, *, shape):
    return input


@kernel("Fill")
def fill(dims, value):
    return value.expand(require_sizes(dims)).clone()


def require_sizes(dims):
    if any(size < 0 for size in dims):
        raise InvalidArgumentError.of(f"dimensions {list(dims)} must be >= 0")
    return dims


@kernel("ZerosLike")
def zeros_like(x):
    if isinstance(x, torch.Tensor):
        return torch.zeros_like(x)
    return x.zeros(zeros_like) if isinstance(x, TensorList) else x.map(zeros_like)


kernel.table({"OnesLike": torch.ones_like})


@kernel("Range")
def range_(start, limit, delta, *, Tidx, device):
    count = range_size(start, limit, delta, as_dtype(str(Tidx).removeprefix("torch.")).np_dtype)
    if Tidx.is_floating_point:
        steps = torch.arange(count, dtype=Tidx, device=device)
        steps = steps if delta == 1 else steps.mul_(delta)
        return steps.add_(start) if start else steps
    return torch.arange(count, device=device).mul_(delta).add_(start).to(Tidx)


@kernel("LinSpace")
def lin_space(start, stop, num, *, T, device):
    if num <= 0:
        raise InvalidArgumentError.of(f"LinSpace requires num > 0, got {num}")
    return torch.linspace(start, stop, num, dtype=T, device=device)


@kernel("Empty")
def empty(context, shape, *, dtype, init, device):
    make = torch.zeros if init else torch.empty
    return make(require_sizes(shape), dtype=dtype, device=device)


@kernel("OneHot")
def one_hot(indices, depth, on_value, off_value, *, axis):
    if depth < 0:
        raise InvalidArgumentError.of(f"depth must be non-negative, got {depth}")
    places = indices.unsqueeze(axis).long()
    sizes = list(places.shape)
    sizes[axis] = depth
    result = fill(sizes, off_value)
    if depth:
        inside = places.ge(0).logical_and_(places.lt(depth))
        values = torch.where(inside, on_value, off_value)
        as_signed(result).scatter_(axis, torch.where(inside, places, 0), as_signed(values))
    return result
