"""Arithmetic and functions of single elements."""

import functools
import operator

import ml_dtypes
import numpy as np

from ...framework.errors import InvalidArgumentError, UnimplementedError
from . import kernel
from .arrays import zero_where
from .precision import in_float32

kernel.table({
    "Abs": np.abs, "Neg": np.negative, "Square": np.square, "Sqrt": np.sqrt, "Rsqrt": in_float32(lambda x: 1 / np.sqrt(x)), "Sign": np.sign,
    "Exp": np.exp, "Expm1": np.expm1, "Log": np.log, "Log1p": np.log1p,
    "Sin": np.sin, "Cos": np.cos, "Tan": np.tan, "Asin": np.arcsin, "Acos": np.arccos, "Atan": np.arctan, "Atan2": np.arctan2,
    "Sinh": np.sinh, "Cosh": np.cosh, "Tanh": np.tanh, "Asinh": np.arcsinh, "Acosh": np.arccosh, "Atanh": np.arctanh,
    "Sigmoid": in_float32(lambda x: 1 / (1 + np.exp(-x))),
    "Floor": np.floor, "Ceil": np.ceil, "Rint": np.rint,
    "AddV2": np.add, "Sub": np.subtract, "Mul": np.multiply, "Maximum": np.maximum, "Minimum": np.minimum,
})  # fmt: skip


def is_integer(x):
    return x.dtype.kind in "iu"


def is_complex(x):
    return x.dtype.kind == "c"


def require_divisors(x, y):
    if is_integer(y) and np.size(x) and not np.all(y):
        raise InvalidArgumentError.of("Integer division by zero")


def require_order(op_type, x):
    if is_complex(x):
        raise UnimplementedError.of(f"{op_type} is not defined for complex numbers")


@kernel("Reciprocal", "Inv")
def reciprocal(x):
    return div(np.ones_like(x), x)


@kernel("Add")
def add(x, y):
    return np.add(boxed(x), boxed(y))


def boxed(x):
    """A scalar string as an array, lest NumPy make a fixed-width string of it and drop its trailing zeros."""
    return np.array(x, object) if isinstance(x, bytes) else x


@kernel("Div", "RealDiv")
def div(x, y):
    return truncate_div(x, y) if is_integer(x) else np.divide(x, y)


@kernel("FloorDiv")
def floor_div(x, y):
    require_order("FloorDiv", x)
    require_divisors(x, y)
    return np.floor_divide(x, y) if is_integer(x) else np.floor(x / y)


@kernel("TruncateDiv")
def truncate_div(x, y):
    require_order("TruncateDiv", x)
    require_divisors(x, y)
    return (x - np.fmod(x, y)) // y if is_integer(x) else np.trunc(x / y)


@kernel("FloorMod")
def floor_mod(x, y):
    require_divisors(x, y)
    return np.mod(x, y)


@kernel("TruncateMod", "Mod")
def truncate_mod(x, y):
    require_divisors(x, y)
    return np.fmod(x, y)


@kernel("Pow")
def pow_(x, y):
    if is_integer(y) and np.any(y < 0):
        raise InvalidArgumentError.of("Integers to negative integer powers are not allowed")
    return np.power(x, y)


@kernel("SquaredDifference")
@in_float32
def squared_difference(x, y):
    difference = x - y
    return difference * np.conj(difference)


@kernel("MulNoNan")
def mul_no_nan(x, y):
    return zero_where(y == 0, x * y)


@kernel("DivNoNan")
def div_no_nan(x, y):
    return zero_where(y == 0, x / y)


kernel.table({
    "TanhGrad": in_float32(lambda y, dy: dy * (1 - y * y)),
    "SigmoidGrad": in_float32(lambda y, dy: dy * y * (1 - y)),
    "SqrtGrad": in_float32(lambda y, dy: zero_where(dy == 0, dy / (2 * np.conj(y)))),
    "RsqrtGrad": in_float32(lambda y, dy: zero_where(dy == 0, -dy * np.conj(y) ** 3 / 2)),
})  # fmt: skip


@kernel("ReciprocalGrad", "InvGrad")
@in_float32
def reciprocal_grad(y, dy):
    return zero_where(dy == 0, -dy * np.conj(y) ** 2)


@kernel("AddN")
def add_n(inputs):
    numbers = isinstance(inputs[0], (np.ndarray, np.generic))
    return add_numbers(*inputs) if numbers else functools.reduce(operator.add, inputs)


@kernel("AccumulateNV2")
def accumulate_n_v2(inputs, *, shape):
    return add_numbers(*inputs)


@in_float32
def add_numbers(*arrays):
    require_one_shape(arrays)
    return functools.reduce(np.add, arrays[1:], arrays[0].copy())


def require_one_shape(arrays):
    for position, array in enumerate(arrays):
        if array.shape != arrays[0].shape:
            raise InvalidArgumentError.of(
                f"Inputs must have one shape, but input {position} has {array.shape} and input 0 {arrays[0].shape}"
            )


@kernel("ClipByValue")
def clip_by_value(t, clip_value_min, clip_value_max):
    require_order("ClipByValue", t)
    for limit in (clip_value_min, clip_value_max):
        if limit.shape not in ((), t.shape):
            raise InvalidArgumentError.of(f"The limits must be scalars or have the shape {t.shape} of t, not {limit.shape}")
    return np.maximum(np.minimum(t, clip_value_max), clip_value_min)


@kernel("Cast")
def cast(x, *, DstT, Truncate):
    if isinstance(x, bytes) or x.dtype.hasobject or DstT.hasobject:
        raise UnimplementedError.of("Cast of strings is not supported")
    if is_complex(x) and DstT.kind != "c":
        x = x.real
    return (shortened(x, DstT) if Truncate else x).astype(DstT)


def shortened(x, dtype):
    """Floats without the bits of their mantissas for which ``dtype`` has no room, so that conversion has nothing to round."""
    try:
        excess = ml_dtypes.finfo(x.dtype).nmant - ml_dtypes.finfo(dtype).nmant
    except ValueError:  # not floats
        return x
    bits = np.dtype(f"i{x.dtype.itemsize}")
    return (x.view(bits) & bits.type(-1 << max(excess, 0))).view(x.dtype)
