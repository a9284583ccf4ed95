"""Tensors handed on as they are: unchanged, checked, copied, or seen as another type."""

import torch

from ...framework import array_rules
from ...framework.array_rules import at_run_time
from ...framework.errors import InvalidArgumentError
from . import kernel

bitcast_sizes = at_run_time(array_rules.bitcast_sizes)
ensured_sizes = at_run_time(array_rules.ensured_sizes)


# What passes through unchanged


@kernel("Identity", "IdentityN", "Snapshot", "StopGradient", "DebugGradientIdentity")
def identity(input):
    return input


@kernel("RefIdentity")
def ref_identity(input):
    return input.value


@kernel("PreventGradient")
def prevent_gradient(input, *, message):
    return input


@kernel("GuaranteeConst")
def guarantee_const(context, input):
    return input


# Checks


@kernel("EnsureShape")
def ensure_shape(input, *, shape):
    ensured_sizes(input.shape, shape)
    return input


@kernel("CheckNumerics")
def check_numerics(context, tensor, *, message):
    if not tensor.isfinite().all():  # the one wait that this op is there for
        found = [word for word, test in (("Inf", torch.isinf), ("NaN", torch.isnan)) if test(tensor).any()]
        raise InvalidArgumentError.of(f"{message} : Tensor had {' and '.join(found)} values")
    return tensor


# Copies and bits


@kernel("DeepCopy")
def deep_copy(context, x):
    return x.clone()


@kernel("Bitcast")
def bitcast(input, *, type):
    if input.itemsize == type.itemsize:
        return input.view(type)
    sizes = bitcast_sizes(input.shape, input.itemsize, type.itemsize)
    rows = input.unsqueeze(-1) if input.itemsize > type.itemsize else input
    return rows.contiguous().view(type).reshape(sizes)
