"""Arrays handed on as they are: unchanged, checked, copied, or seen as another type."""

import numpy as np

from ...framework import array_rules
from ...framework.array_rules import at_run_time
from ...framework.errors import InvalidArgumentError
from . import kernel
from .arrays import as_array

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
    ensured_sizes(as_array(input).shape, shape)
    return input


@kernel("CheckNumerics")
def check_numerics(context, tensor, *, message):
    found = [word for word, test in (("Inf", np.isinf), ("NaN", np.isnan)) if test(tensor).any()]
    if found:
        raise InvalidArgumentError.of(f"{message} : Tensor had {' and '.join(found)} values")
    return tensor


# Copies and bits


@kernel("DeepCopy")
def deep_copy(context, x):
    return as_array(x).copy()


@kernel("Bitcast")
def bitcast(input, *, type):
    size = input.dtype.itemsize
    if size == type.itemsize:
        return input.view(type)
    sizes = bitcast_sizes(input.shape, size, type.itemsize)
    rows = input.reshape(*input.shape, 1) if size > type.itemsize else input
    return np.ascontiguousarray(rows).view(type).reshape(sizes)
