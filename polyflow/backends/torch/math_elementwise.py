"""Arithmetic and functions of single elements."""

import functools
import operator

import torch

from ...framework.errors import InvalidArgumentError, UnimplementedError
from . import kernel, unsigned
from .precision import HALF, in_float32
from .unsigned import MISSING, modular, ordered

kernel.table({
    "Abs": torch.Tensor.abs, "Neg": torch.Tensor.neg, "Square": modular(torch.Tensor.square),
    "Sqrt": torch.Tensor.sqrt, "Rsqrt": torch.Tensor.rsqrt,
    "Exp": torch.Tensor.exp, "Expm1": torch.Tensor.expm1, "Log": torch.Tensor.log, "Log1p": torch.Tensor.log1p,
    "Sin": torch.Tensor.sin, "Cos": torch.Tensor.cos, "Tan": torch.Tensor.tan,
    "Asin": torch.Tensor.asin, "Acos": torch.Tensor.acos, "Atan": torch.Tensor.atan, "Atan2": torch.Tensor.atan2,
    "Sinh": torch.Tensor.sinh, "Cosh": torch.Tensor.cosh, "Tanh": torch.Tensor.tanh, "Sigmoid": torch.Tensor.sigmoid,
    "Asinh": torch.Tensor.asinh, "Acosh": torch.Tensor.acosh, "Atanh": torch.Tensor.atanh,
    "Floor": torch.Tensor.floor, "Ceil": torch.Tensor.ceil, "Rint": torch.Tensor.round,
    "Add": torch.Tensor.add, "AddV2": modular(torch.Tensor.add), "Sub": modular(torch.Tensor.sub), "Mul": torch.Tensor.mul,
    "Maximum": ordered(torch.Tensor.maximum), "Minimum": ordered(torch.Tensor.minimum),
})  # fmt: skip


@kernel("Sign")
def sign(x):
    """torch takes the sign of NaN to be 0; limited by the sign from both sides every number becomes it, and NaN stays."""
    signs = x.sgn()
    return torch.clamp(x, signs, signs, out=signs) if x.is_floating_point() else signs


# Division. The dtype of what torch's true division returns tells floats from integers, at no cost to floats.


@kernel("Reciprocal", "Inv")
def reciprocal(x):
    inverse = x.reciprocal()
    return inverse if inverse.dtype is x.dtype else integer_quotient(torch.ones_like(x), x, "trunc")


@kernel("Div", "RealDiv")
def div(x, y):
    quotient = x.div(y)
    return quotient if quotient.dtype is x.dtype else integer_quotient(x, y, "trunc")


@kernel("FloorDiv")
def floor_div(x, y):
    require_order("FloorDiv", x)
    quotient = x.div(y)
    return quotient.floor() if quotient.dtype is x.dtype else integer_quotient(x, y, "floor")


@kernel("TruncateDiv")
def truncate_div(x, y):
    require_order("TruncateDiv", x)
    return x.div(y, rounding_mode="trunc") if x.is_floating_point() else integer_quotient(x, y, "trunc")


@kernel("FloorMod")
def floor_mod(x, y):
    return x.remainder(y) if x.is_floating_point() else integer_remainder(x, y, "floor")


@kernel("TruncateMod", "Mod")
def truncate_mod(x, y):
    return x.fmod(y) if x.is_floating_point() else integer_remainder(x, y, "trunc")


def require_order(op_type, x):
    if x.is_complex():
        raise UnimplementedError.of(f"{op_type} is not defined for complex numbers")


def checked_division(divide):
    """``divide`` with TensorFlow's word for a zero divisor, which torch reports on the CPU only."""

    @functools.wraps(divide)
    def checked(x, y, rounding):
        try:
            return divide(x, y, rounding)
        except RuntimeError as error:
            if "ZeroDivisionError" not in str(error):
                raise
            raise InvalidArgumentError.of("Integer division by zero") from None

    return checked


@checked_division
def integer_quotient(x, y, rounding):
    if x.dtype in MISSING:
        return unsigned.quotient(x, y)
    x, y = without_minus_one(x, y)
    return x.div(y, rounding_mode=rounding)


@checked_division
def integer_remainder(x, y, rounding):
    if x.dtype is torch.uint64:
        return unsigned.from_bits(unsigned.to_bits(x) - unsigned.to_bits(unsigned.quotient(x, y)) * unsigned.to_bits(y), x.dtype)
    x_bits, y_bits = without_minus_one(unsigned.to_bits(x), unsigned.to_bits(y))
    return (x_bits.remainder(y_bits) if rounding == "floor" else x_bits.fmod(y_bits)).to(x.dtype)


def without_minus_one(x, y):
    """The same division without divisors of -1: the lowest integer divided by it traps on x86 processors."""
    if not y.dtype.is_signed:
        return x, y
    negated = y.eq(-1)
    return torch.where(negated, x.neg(), x), y.masked_fill(negated, 1)


@kernel("Pow")
def pow_(x, y):
    if not (y.is_floating_point() or y.is_complex() or y.is_cuda) and y.lt(0).any():
        raise InvalidArgumentError.of("Integers to negative integer powers are not allowed")
    return x.pow(y)


@kernel("MulNoNan")
def mul_no_nan(x, y):
    return zero_where_zero(y, x.mul(y))


@kernel("DivNoNan")
def div_no_nan(x, y):
    return zero_where_zero(y, x.div(y))


def zero_where_zero(y, result):
    """``result``, and 0 where y is 0, whatever the result is there."""
    return torch.where(y.logical_not(), 0, result)


@kernel("SquaredDifference")
@in_float32
def squared_difference(x, y):
    if x.is_floating_point():
        return torch.ops.aten.mse_loss(x, y, 0)  # 0: as they are, neither averaged nor summed
    difference = x.sub(y)
    return difference.mul(difference.conj())


# torch's own derivatives conjugate y, these do not.


@kernel("TanhGrad")
def tanh_grad(y, dy):
    return torch.ops.aten.tanh_backward(dy, y.conj())


@kernel("SigmoidGrad")
def sigmoid_grad(y, dy):
    return torch.ops.aten.sigmoid_backward(dy, y.conj())


@kernel("SqrtGrad")
@in_float32
def sqrt_grad(y, dy):
    return zero_where_zero(dy, dy.div(y.conj().mul(2)))


@kernel("RsqrtGrad")
@in_float32
def rsqrt_grad(y, dy):
    return zero_where_zero(dy, dy.mul(y.conj().pow(3)).div_(-2))


@kernel("ReciprocalGrad", "InvGrad")
@in_float32
def reciprocal_grad(y, dy):
    return zero_where_zero(dy, dy.mul(y.conj().square()).neg_())


@kernel("AddN")
def add_n(inputs):
    return add_tensors(inputs) if isinstance(inputs[0], torch.Tensor) else functools.reduce(operator.add, inputs)


@kernel("AccumulateNV2")
def accumulate_n_v2(inputs, *, shape):
    return add_tensors(inputs)


def add_tensors(inputs):
    require_one_shape(inputs)
    dtype = inputs[0].dtype
    if len(inputs) == 1:
        return inputs[0].clone()
    if dtype in HALF and len(inputs) > 2:
        return functools.reduce(torch.Tensor.add, [tensor.float() for tensor in inputs]).to(dtype)
    return functools.reduce(add_two, inputs)


add_two = modular(torch.Tensor.add)


def require_one_shape(inputs):
    shape = inputs[0].shape
    for position, tensor in enumerate(inputs):
        if tensor.shape != shape:
            raise InvalidArgumentError.of(
                f"Inputs must have one shape, but input {position} has {tuple(tensor.shape)} and input 0 {tuple(shape)}"
            )


@kernel("ClipByValue")
def clip_by_value(t, clip_value_min, clip_value_max):
    require_order("ClipByValue", t)
    for limit in (clip_value_min, clip_value_max):
        if limit.shape not in ((), t.shape):
            raise InvalidArgumentError.of(f"The limits must be scalars or have the shape {tuple(t.shape)} of t, not {tuple(limit.shape)}")
    return clip(t, clip_value_min, clip_value_max)


@ordered
def clip(t, low, high):
    return t.minimum(high).maximum(low)


@kernel("Cast")
def cast(x, *, DstT, Truncate):
    if x.is_complex() and not DstT.is_complex:
        x = x.real
    return (shortened(x, DstT) if Truncate else x).to(DstT, copy=True)


MANTISSA = {torch.float64: 52, torch.float32: 23, torch.float16: 10, torch.bfloat16: 7}
BITS = {8: torch.int64, 4: torch.int32, 2: torch.int16}


def shortened(x, dtype):
    """Floats without the bits of their mantissas for which ``dtype`` has no room, so that conversion has nothing to round."""
    if x.dtype not in MANTISSA or dtype not in MANTISSA:
        return x
    excess = max(MANTISSA[x.dtype] - MANTISSA[dtype], 0)
    return x.view(BITS[x.itemsize]).bitwise_and(-1 << excess).view(x.dtype)
