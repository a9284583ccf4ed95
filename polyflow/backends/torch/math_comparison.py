"""Comparison, logic and choice between elements."""

import torch

from ...framework.errors import InvalidArgumentError
from . import kernel
from .unsigned import compared

kernel.table({
    "Less": compared(torch.Tensor.lt), "LessEqual": compared(torch.Tensor.le),
    "Greater": compared(torch.Tensor.gt), "GreaterEqual": compared(torch.Tensor.ge),
    "LogicalAnd": torch.Tensor.logical_and, "LogicalOr": torch.Tensor.logical_or, "LogicalNot": torch.Tensor.logical_not,
    "IsNan": torch.Tensor.isnan, "IsInf": torch.Tensor.isinf, "IsFinite": torch.Tensor.isfinite,
    "SelectV2": torch.where,
})  # fmt: skip


@kernel("Equal")
def equal(x, y, *, incompatible_shape_error):
    comparable = incompatible_shape_error or broadcast(x, y)
    return x.eq(y) if comparable else torch.zeros((), dtype=torch.bool, device=x.device)


@kernel("NotEqual")
def not_equal(x, y, *, incompatible_shape_error):
    comparable = incompatible_shape_error or broadcast(x, y)
    return x.ne(y) if comparable else torch.ones((), dtype=torch.bool, device=x.device)


def broadcast(x, y):
    try:
        torch.broadcast_shapes(x.shape, y.shape)
    except RuntimeError:
        return False
    return True


@kernel("ApproximateEqual")
def approximate_equal(x, y, *, tolerance):
    if x.shape != y.shape:
        raise InvalidArgumentError.of(f"x and y must be of the same shape, not {tuple(x.shape)} and {tuple(y.shape)}")
    return signed(x).sub(signed(y)).abs().le(tolerance)


def signed(x):
    """Integers as floats, whose differences do not wrap around."""
    return x if x.is_floating_point() or x.is_complex() else x.double()


@kernel("Select")
def select(condition, t, e):
    shape = t.shape
    if condition.shape != shape:
        require_choice(tuple(condition.shape), tuple(shape))
        condition = condition.reshape(condition.shape + (1,) * (len(shape) - 1)) if condition.dim() else condition
    if e.shape != shape:
        raise InvalidArgumentError.of(f"Incompatible shapes: cannot choose between {tuple(shape)} and {tuple(e.shape)}")
    return torch.where(condition, t, e)


def require_choice(condition, shape):
    if condition not in ((), shape[:1]):
        raise InvalidArgumentError.of(f"Incompatible shapes: condition {condition} cannot choose rows of {shape}")
