"""Comparisons have no gradient; a choice sends it to what was chosen."""

from ..ops import math_comparison as m
from ..ops.array_creation import zeros_like
from .helpers import scalar, unbroadcast
from .registry import gradient, not_differentiable

not_differentiable(
    m.equal, m.not_equal, m.approximate_equal, m.less, m.less_equal, m.greater, m.greater_equal,
    m.logical_and, m.logical_or, m.logical_not, m.is_nan, m.is_inf, m.is_finite,
)  # fmt: skip


@gradient(m.select)
def _(op, dy):
    condition, zeros = op.inputs[0], zeros_like(dy)
    return None, m.select(condition, dy, zeros), m.select(condition, zeros, dy)


@gradient(m.select_v2)
def _(op, dy):
    condition, t, e = op.inputs
    zero, z = scalar(0, dy), op.outputs[0]
    return None, unbroadcast(m.select_v2(condition, dy, zero), t, z), unbroadcast(m.select_v2(condition, zero, dy), e, z)
