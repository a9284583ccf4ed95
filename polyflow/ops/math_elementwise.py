"""Arithmetic and functions of single elements.

Functions of one tensor keep its shape. Functions of two broadcast: dimensions are aligned at the last, and each pair of sizes is equal
or contains a 1; other shapes are a ValueError when known statically, else an InvalidArgumentError of the run. Both inputs have one type
T and the result has it too. Integers wrap around on overflow; dividing one by zero is an InvalidArgumentError on the CPU.
"""

from ..framework.dtypes import (
    COMPLEX,
    FLOAT,
    FLOAT_COMPLEX,
    NUMBER,
    REAL,
    DType,
    int8,
    int16,
    int32,
    int64,
    string,
    uint8,
    variant,
)  # fmt: skip
from ..framework.op import List, Outputs, at_least, op, require
from ..framework.tensor_shape import UNKNOWN, TensorShape, broadcast_shapes

SIGNED = FLOAT | {int8, int16, int32, int64}
ARITHMETIC = REAL | COMPLEX


# Functions of one tensor


@op("Abs", T=SIGNED)
def abs_(x: "T") -> Outputs(y="T"):
    """|x|; the lowest integer stays as it is."""
    return x.shape


@op("Neg", T=SIGNED | COMPLEX)
def neg(x: "T") -> Outputs(y="T"):
    """-x."""
    return x.shape


@op("Reciprocal", T=SIGNED | COMPLEX)
def reciprocal(x: "T") -> Outputs(y="T"):
    """1 / x, truncated for integers."""
    return x.shape


@op("Inv", T=SIGNED | COMPLEX)
def inv(x: "T") -> Outputs(y="T"):
    """1 / x: the older name of Reciprocal."""
    return x.shape


@op("Square", T=ARITHMETIC)
def square(x: "T") -> Outputs(y="T"):
    """x · x."""
    return x.shape


@op("Sqrt", T=FLOAT_COMPLEX)
def sqrt(x: "T") -> Outputs(y="T"):
    """The principal square root; NaN for negative real numbers."""
    return x.shape


@op("Rsqrt", T=FLOAT_COMPLEX)
def rsqrt(x: "T") -> Outputs(y="T"):
    """1 / sqrt(x)."""
    return x.shape


@op("Exp", T=FLOAT_COMPLEX)
def exp(x: "T") -> Outputs(y="T"):
    """e to the power x."""
    return x.shape


@op("Expm1", T=FLOAT_COMPLEX)
def expm1(x: "T") -> Outputs(y="T"):
    """exp(x) - 1, accurate for small x."""
    return x.shape


@op("Log", T=FLOAT_COMPLEX)
def log(x: "T") -> Outputs(y="T"):
    """The natural logarithm; -inf at 0, NaN for negative real numbers."""
    return x.shape


@op("Log1p", T=FLOAT_COMPLEX)
def log1p(x: "T") -> Outputs(y="T"):
    """log(1 + x), accurate for small x."""
    return x.shape


@op("Sin", T=FLOAT_COMPLEX)
def sin(x: "T") -> Outputs(y="T"):
    """The sine of an angle in radians."""
    return x.shape


@op("Cos", T=FLOAT_COMPLEX)
def cos(x: "T") -> Outputs(y="T"):
    """The cosine of an angle in radians."""
    return x.shape


@op("Tan", T=FLOAT_COMPLEX)
def tan(x: "T") -> Outputs(y="T"):
    """The tangent of an angle in radians."""
    return x.shape


@op("Asin", T=FLOAT_COMPLEX)
def asin(x: "T") -> Outputs(y="T"):
    """The inverse of sin, in [-π/2, π/2]; NaN where |x| > 1."""
    return x.shape


@op("Acos", T=FLOAT_COMPLEX)
def acos(x: "T") -> Outputs(y="T"):
    """The inverse of cos, in [0, π]; NaN where |x| > 1."""
    return x.shape


@op("Atan", T=FLOAT_COMPLEX)
def atan(x: "T") -> Outputs(y="T"):
    """The inverse of tan, in (-π/2, π/2)."""
    return x.shape


@op("Sinh", T=FLOAT_COMPLEX)
def sinh(x: "T") -> Outputs(y="T"):
    """(exp(x) - exp(-x)) / 2."""
    return x.shape


@op("Cosh", T=FLOAT_COMPLEX)
def cosh(x: "T") -> Outputs(y="T"):
    """(exp(x) + exp(-x)) / 2."""
    return x.shape


@op("Tanh", T=FLOAT_COMPLEX)
def tanh(x: "T") -> Outputs(y="T"):
    """sinh(x) / cosh(x)."""
    return x.shape


@op("Asinh", T=FLOAT_COMPLEX)
def asinh(x: "T") -> Outputs(y="T"):
    """The inverse of sinh."""
    return x.shape


@op("Acosh", T=FLOAT_COMPLEX)
def acosh(x: "T") -> Outputs(y="T"):
    """The inverse of cosh, not negative; NaN where x < 1."""
    return x.shape


@op("Atanh", T=FLOAT_COMPLEX)
def atanh(x: "T") -> Outputs(y="T"):
    """The inverse of tanh; NaN where |x| > 1."""
    return x.shape


@op("Sigmoid", T=FLOAT_COMPLEX)
def sigmoid(x: "T") -> Outputs(y="T"):
    """1 / (1 + exp(-x))."""
    return x.shape


@op("Sign", T=SIGNED | COMPLEX)
def sign(x: "T") -> Outputs(y="T"):
    """-1, 0 or 1; NaN stays; x / |x| for complex numbers, and 0 at 0."""
    return x.shape


@op("Floor", T=FLOAT)
def floor(x: "T") -> Outputs(y="T"):
    """The largest integer that is not greater than x."""
    return x.shape


@op("Ceil", T=FLOAT)
def ceil(x: "T") -> Outputs(y="T"):
    """The smallest integer that is not less than x."""
    return x.shape


@op("Rint", T=FLOAT)
def rint(x: "T") -> Outputs(y="T"):
    """The nearest integer; halves go to the even one."""
    return x.shape


@op("Cast")
def cast(x: "SrcT", *, DstT: DType, Truncate: bool = False) -> Outputs(y="DstT"):
    """x as type DstT.

    Floats lose their fraction on the way to integers, complex numbers their imaginary part on the way to anything real; what is not 0
    is true. Integers wrap around. What NaN, an infinity or a float beyond the integer type gives is not specified: processors differ.
    ``Truncate`` rounds a float towards zero, not to the nearest, on the way to a shorter float.
    """
    return x.shape


# Derivatives that are functions of the result y alone: dy, times a factor. Where dy is 0, so are the last four.


@op("TanhGrad", T=FLOAT_COMPLEX)
def tanh_grad(y: "T", dy: "T") -> Outputs(z="T"):
    """dy · (1 - y²)."""
    return y.shape.merge_with(dy.shape)


@op("SigmoidGrad", T=FLOAT_COMPLEX)
def sigmoid_grad(y: "T", dy: "T") -> Outputs(z="T"):
    """dy · y · (1 - y)."""
    return y.shape.merge_with(dy.shape)


@op("SqrtGrad", T=FLOAT_COMPLEX)
def sqrt_grad(y: "T", dy: "T") -> Outputs(z="T"):
    """dy / (2 · conj(y))."""
    return y.shape.merge_with(dy.shape)


@op("RsqrtGrad", T=FLOAT_COMPLEX)
def rsqrt_grad(y: "T", dy: "T") -> Outputs(z="T"):
    """-dy · conj(y)³ / 2."""
    return y.shape.merge_with(dy.shape)


@op("ReciprocalGrad", T=FLOAT_COMPLEX)
def reciprocal_grad(y: "T", dy: "T") -> Outputs(z="T"):
    """-dy · conj(y)²."""
    return y.shape.merge_with(dy.shape)


@op("InvGrad", T=FLOAT_COMPLEX)
def inv_grad(y: "T", dy: "T") -> Outputs(z="T"):
    """-dy · conj(y)²: the older name of ReciprocalGrad."""
    return y.shape.merge_with(dy.shape)


# Functions of two tensors


@op("Add", T=SIGNED | COMPLEX | {uint8, string})
def add(x: "T", y: "T") -> Outputs(z="T"):
    """x + y; strings are joined."""
    return broadcast_shapes(x.shape, y.shape)


@op("AddV2", T=ARITHMETIC)
def add_v2(x: "T", y: "T") -> Outputs(z="T"):
    """x + y."""
    return broadcast_shapes(x.shape, y.shape)


@op("Sub", T=ARITHMETIC)
def sub(x: "T", y: "T") -> Outputs(z="T"):
    """x - y."""
    return broadcast_shapes(x.shape, y.shape)


@op("Mul", T=ARITHMETIC)
def mul(x: "T", y: "T") -> Outputs(z="T"):
    """x · y."""
    return broadcast_shapes(x.shape, y.shape)


@op("MulNoNan", T=FLOAT_COMPLEX)
def mul_no_nan(x: "T", y: "T") -> Outputs(z="T"):
    """x · y, and 0 wherever y is 0, even if x is infinite or NaN."""
    return broadcast_shapes(x.shape, y.shape)


@op("Div", T=ARITHMETIC)
def div(x: "T", y: "T") -> Outputs(z="T"):
    """x / y; the quotient of integers is cut towards zero."""
    return broadcast_shapes(x.shape, y.shape)


@op("RealDiv", T=ARITHMETIC)
def real_div(x: "T", y: "T") -> Outputs(z="T"):
    """x / y; the quotient of integers is cut towards zero."""
    return broadcast_shapes(x.shape, y.shape)


@op("DivNoNan", T=FLOAT_COMPLEX)
def div_no_nan(x: "T", y: "T") -> Outputs(z="T"):
    """x / y, and 0 wherever y is 0."""
    return broadcast_shapes(x.shape, y.shape)


@op("FloorDiv", T=ARITHMETIC)
def floor_div(x: "T", y: "T") -> Outputs(z="T"):
    """floor(x / y), also for integers: -7 by 2 is -4. Complex numbers have no floor: UnimplementedError."""
    return broadcast_shapes(x.shape, y.shape)


@op("TruncateDiv", T=ARITHMETIC)
def truncate_div(x: "T", y: "T") -> Outputs(z="T"):
    """x / y cut towards zero: -7 by 2 is -3. Complex numbers cannot be cut: UnimplementedError."""
    return broadcast_shapes(x.shape, y.shape)


@op("FloorMod", T=REAL)
def floor_mod(x: "T", y: "T") -> Outputs(z="T"):
    """x - y · floor(x / y), which has the sign of y."""
    return broadcast_shapes(x.shape, y.shape)


@op("TruncateMod", T=FLOAT | {int32, int64})
def truncate_mod(x: "T", y: "T") -> Outputs(z="T"):
    """x - y · trunc(x / y), which has the sign of x, as in C."""
    return broadcast_shapes(x.shape, y.shape)


@op("Mod", T=FLOAT | {int32, int64})
def mod(x: "T", y: "T") -> Outputs(z="T"):
    """x - y · trunc(x / y): the older name of TruncateMod."""
    return broadcast_shapes(x.shape, y.shape)


@op("Pow", T=SIGNED | COMPLEX)
def pow_(x: "T", y: "T") -> Outputs(z="T"):
    """x to the power y. A negative integer power of an integer is an InvalidArgumentError."""
    return broadcast_shapes(x.shape, y.shape)


@op("Maximum", T=REAL)
def maximum(x: "T", y: "T") -> Outputs(z="T"):
    """The greater of both; NaN if either is."""
    return broadcast_shapes(x.shape, y.shape)


@op("Minimum", T=REAL)
def minimum(x: "T", y: "T") -> Outputs(z="T"):
    """The lesser of both; NaN if either is."""
    return broadcast_shapes(x.shape, y.shape)


@op("SquaredDifference", T=FLOAT_COMPLEX | {int32, int64})
def squared_difference(x: "T", y: "T") -> Outputs(z="T"):
    """(x - y) · conj(x - y)."""
    return broadcast_shapes(x.shape, y.shape)


@op("Atan2", T=FLOAT)
def atan2(y: "T", x: "T") -> Outputs(z="T"):
    """The angle of the point (x, y), in [-π, π]."""
    return broadcast_shapes(x.shape, y.shape)


# Functions of several tensors


def common_shape(tensors: list, known: TensorShape) -> TensorShape:
    """The shape that all ``tensors`` have."""
    for tensor in tensors:
        known = known.merge_with(tensor.shape)
    return known


@op("AddN", N=at_least(1), T=NUMBER | {variant})
def add_n(inputs: List["T", "N"]) -> Outputs(sum="T"):
    """The sum of tensors of one shape. Variants add up as their contents do."""
    return common_shape(inputs, UNKNOWN)


@op("AccumulateNV2", N=at_least(1), T=NUMBER)
def accumulate_n_v2(inputs: List["T", "N"], *, shape: TensorShape) -> Outputs(sum="T"):
    """The sum of tensors of one shape, which is given."""
    return common_shape(inputs, shape)


@op("ClipByValue", T=NUMBER)
def clip_by_value(t: "T", clip_value_min: "T", clip_value_max: "T") -> Outputs(output="T"):
    """max(min(t, clip_value_max), clip_value_min). The limits are scalars or have the shape of t.

    Complex numbers have no order: UnimplementedError.
    """
    for limit in (clip_value_min.shape, clip_value_max.shape):
        require(limit.ndims == 0 or limit.is_compatible_with(t.shape), "the limits must be scalars or of shape {}, not {}", t.shape, limit)
    return t.shape
