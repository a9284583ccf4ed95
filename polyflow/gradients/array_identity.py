"""Gradients of what passes through unchanged: they pass through unchanged, but for those that stop on purpose."""

from ..ops import array_identity as ops
from .registry import gradient, not_differentiable

not_differentiable(ops.stop_gradient, ops.guarantee_const, ops.snapshot, ops.deep_copy, ops.bitcast)


@gradient(ops.identity, ops.ref_identity, ops.ensure_shape, ops.debug_gradient_identity)
def _(op, dy):
    return dy


@gradient(ops.identity_n)
def _(op, *dys):
    return dys


@gradient(ops.prevent_gradient)
def _(op, dy):
    raise LookupError(f"Gradient explicitly disabled. Reason: {op.attrs['message']!r}")


@gradient(ops.check_numerics)
def _(op, dy):
    return ops.check_numerics(dy, message=f"The gradient is not finite. {op.attrs['message']}")
