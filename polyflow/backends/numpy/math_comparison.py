"""Comparison, logic and choice between elements."""

import numpy as np

from ...framework.errors import InvalidArgumentError
from . import kernel
from .math_elementwise import boxed

kernel.table({
    "Less": np.less, "LessEqual": np.less_equal, "Greater": np.greater, "GreaterEqual": np.greater_equal,
    "LogicalAnd": np.logical_and, "LogicalOr": np.logical_or, "LogicalNot": np.logical_not,
    "IsNan": np.isnan, "IsInf": np.isinf, "IsFinite": np.isfinite,
})  # fmt: skip


@kernel("Equal")
def equal(x, y, *, incompatible_shape_error):
    comparable = incompatible_shape_error or broadcast(x, y)
    return np.equal(boxed(x), boxed(y)) if comparable else np.False_


@kernel("NotEqual")
def not_equal(x, y, *, incompatible_shape_error):
    comparable = incompatible_shape_error or broadcast(x, y)
    return np.not_equal(boxed(x), boxed(y)) if comparable else np.True_


def broadcast(x, y):
    try:
        np.broadcast_shapes(np.shape(x), np.shape(y))
    except ValueError:
        return False
    return True


@kernel("ApproximateEqual")
def approximate_equal(x, y, *, tolerance):
    if x.shape != y.shape:
        raise InvalidArgumentError.of(f"x and y must be of the same shape, not {x.shape} and {y.shape}")
    return np.abs(signed(x) - signed(y)) <= tolerance


def signed(x):
    """Integers as floats, whose differences do not wrap around."""
    return x.astype(np.float64) if x.dtype.kind in "iu" else x


@kernel("Select")
def select(condition, t, e):
    require_choice(np.shape(condition), np.shape(t), np.shape(e))
    rows = condition.reshape(-1, *(1 for _ in t.shape[1:])) if np.ndim(condition) == 1 else condition
    return np.where(rows, boxed(t), boxed(e))


def require_choice(condition, t, e):
    if t != e or condition not in ((), t, t[:1]):
        raise InvalidArgumentError.of(f"Incompatible shapes: condition {condition} cannot choose between {t} and {e}")


@kernel("SelectV2")
def select_v2(condition, t, e):
    return np.where(condition, boxed(t), boxed(e))
