"""Gradients of arithmetic and of functions of single elements.

For complex numbers the gradient is the conjugate of what the product rule gives, as in TensorFlow: dx = dy · conj(df/dx).
"""

from ..framework.dtypes import FLOAT_COMPLEX
from ..ops import math_comparison as comparison
from ..ops import math_elementwise as m
from ..ops.array_creation import zeros_like
from ..ops.math_complex import complex_abs
from .helpers import conj, real_part, scalar, unbroadcast
from .registry import gradient, not_differentiable

not_differentiable(m.floor, m.ceil, m.rint, m.floor_div, m.truncate_div)


# Functions of one tensor, by x or by the result y


def of_input(function):
    """The gradient dy · conj(function(x)) of an op whose derivative is a function of its input."""
    return lambda op, dy: m.mul(dy, function(conj(op.inputs[0])))


def over_input(function):
    """The gradient dy / conj(function(x))."""
    return lambda op, dy: m.real_div(dy, function(conj(op.inputs[0])))


def over_output(function):
    """The gradient dy / conj(function(y))."""
    return lambda op, dy: m.real_div(dy, function(conj(op.outputs[0])))


def one_plus(x):
    return m.add_v2(x, scalar(1, x))


def one_plus_square(x):
    return m.add_v2(scalar(1, x), m.square(x))


def one_minus_square(x):
    return m.sub(scalar(1, x), m.square(x))


gradient(m.neg)(lambda op, dy: m.neg(dy))
gradient(m.abs_)(lambda op, dy: m.mul(dy, m.sign(op.inputs[0])))
gradient(m.square)(of_input(lambda x: m.mul(x, scalar(2, x))))
gradient(m.exp)(lambda op, dy: m.mul(dy, conj(op.outputs[0])))
gradient(m.expm1)(of_input(m.exp))
gradient(m.log)(over_input(lambda x: x))
gradient(m.log1p)(over_input(one_plus))
gradient(m.sin)(of_input(m.cos))
gradient(m.cos)(of_input(lambda x: m.neg(m.sin(x))))
gradient(m.tan)(over_input(lambda x: m.square(m.cos(x))))
gradient(m.asin)(over_input(lambda x: m.sqrt(one_minus_square(x))))
gradient(m.acos)(over_input(lambda x: m.neg(m.sqrt(one_minus_square(x)))))
gradient(m.atan)(over_input(one_plus_square))
gradient(m.sinh)(of_input(m.cosh))
gradient(m.cosh)(of_input(m.sinh))
gradient(m.asinh)(over_output(m.cosh))
gradient(m.acosh)(over_output(m.sinh))
gradient(m.atanh)(over_input(one_minus_square))

gradient(m.tanh)(lambda op, dy: m.tanh_grad(conj(op.outputs[0]), dy))
gradient(m.sigmoid)(lambda op, dy: m.sigmoid_grad(conj(op.outputs[0]), dy))
gradient(m.sqrt)(lambda op, dy: m.sqrt_grad(op.outputs[0], dy))
gradient(m.rsqrt)(lambda op, dy: m.rsqrt_grad(op.outputs[0], dy))
gradient(m.reciprocal)(lambda op, dy: m.reciprocal_grad(op.outputs[0], dy))
gradient(m.inv)(lambda op, dy: m.inv_grad(op.outputs[0], dy))


@gradient(m.cast)
def _(op, dy):
    source, target = op.inputs[0].dtype.base_dtype, dy.dtype.base_dtype
    return m.cast(dy, DstT=source) if source in FLOAT_COMPLEX and target in FLOAT_COMPLEX else None


@gradient(m.sign)
def _(op, dy):
    """0 for real numbers. Complex ones keep the part of dy that turns y = x / |x|: (dy - y · re(conj(y) · dy)) / |x|."""
    x, y = op.inputs[0], op.outputs[0]
    if not x.dtype.is_complex:
        return zeros_like(x)
    along = m.mul(y, real_part(m.mul(conj(y), dy)))
    return m.div_no_nan(m.sub(dy, along), m.cast(complex_abs(x, Tout=x.dtype.real_dtype), DstT=x.dtype))


# Derivatives of derivatives


@gradient(m.tanh_grad)
def _(op, grad):
    y, dy = map(conj, op.inputs)
    return m.mul(m.mul(grad, scalar(-2, grad)), m.mul(dy, y)), m.tanh_grad(y, grad)


@gradient(m.sigmoid_grad)
def _(op, grad):
    y, dy = map(conj, op.inputs)
    product = m.mul(grad, dy)
    return m.sub(product, m.mul(m.mul(scalar(2, y), product), y)), m.sigmoid_grad(y, grad)


@gradient(m.sqrt_grad)
def _(op, grad):
    quotient = m.real_div(grad, op.inputs[0])
    return m.neg(m.mul(conj(quotient), op.outputs[0])), m.mul(scalar(0.5, quotient), quotient)


@gradient(m.rsqrt_grad)
def _(op, grad):
    y, dy = conj(op.inputs[0]), op.inputs[1]
    return m.mul(m.mul(scalar(-1.5, grad), conj(grad)), m.mul(dy, m.square(y))), m.rsqrt_grad(y, grad)


@gradient(m.reciprocal_grad, m.inv_grad)
def _(op, grad):
    y, dy = conj(op.inputs[0]), op.inputs[1]
    return m.mul(m.mul(scalar(-2, grad), conj(grad)), m.mul(dy, y)), m.reciprocal_grad(y, grad)


# Functions of two tensors


def binary(function):
    """The gradient of an element-wise op, from a function of dz, conj(x), conj(y) and the op: both derivatives without broadcasting."""

    def gradient_of(op, dz):
        x, y = op.inputs
        dx, dy = function(dz, conj(x), conj(y), op)
        return unbroadcast(dx, x, y), unbroadcast(dy, y, x)

    return gradient_of


gradient(m.add, m.add_v2)(binary(lambda dz, x, y, op: (dz, dz)))
gradient(m.sub)(binary(lambda dz, x, y, op: (dz, m.neg(dz))))
gradient(m.mul)(binary(lambda dz, x, y, op: (m.mul(dz, y), m.mul(dz, x))))
gradient(m.mul_no_nan)(binary(lambda dz, x, y, op: (m.mul_no_nan(dz, y), m.mul_no_nan(x, dz))))
gradient(m.div_no_nan)(binary(lambda dz, x, y, op: (m.div_no_nan(dz, y), m.mul(dz, m.div_no_nan(m.div_no_nan(m.neg(x), y), y)))))
gradient(m.floor_mod)(binary(lambda dz, x, y, op: (dz, m.neg(m.mul(dz, m.floor_div(x, y))))))
gradient(m.truncate_mod, m.mod)(binary(lambda dz, x, y, op: (dz, m.neg(m.mul(dz, m.truncate_div(x, y))))))
gradient(m.maximum)(binary(lambda dz, x, y, op: either(comparison.greater_equal(x, y), dz)))
gradient(m.minimum)(binary(lambda dz, x, y, op: either(comparison.less_equal(x, y), dz)))


def either(condition, dz):
    """``dz`` where the condition holds, and ``dz`` where it does not; 0 elsewhere."""
    zero = scalar(0, dz)
    return comparison.select_v2(condition, dz, zero), comparison.select_v2(condition, zero, dz)


@gradient(m.div, m.real_div)
@binary
def _(dz, x, y, op):
    """With z = x / y: dx = dz / y, and dy = -dz · x / y² = -dx · z."""
    dx = m.real_div(dz, y)
    return dx, m.neg(m.mul(dx, conj(op.outputs[0])))


@gradient(m.pow_)
@binary
def _(dz, x, y, op):
    """y · x^(y-1), and z · log(x), which counts as 0 where x is not positive (complex: where x is 0)."""
    dx = m.mul(m.mul(dz, y), m.pow_(x, m.sub(y, scalar(1, y))))
    defined = comparison.not_equal(x, scalar(0, x)) if x.dtype.is_complex else comparison.greater(x, scalar(0, x))
    logarithm = comparison.select_v2(defined, m.log(comparison.select_v2(defined, x, scalar(1, x))), scalar(0, x))
    return dx, m.mul(m.mul(dz, conj(op.outputs[0])), logarithm)


@gradient(m.squared_difference)
def _(op, dz):
    """2 · dz · (x - y); of a complex dz only the real part counts, since the result is real."""
    x, y = op.inputs
    dx = m.mul(m.mul(scalar(2, dz), real_part(dz)), m.sub(x, y))
    return unbroadcast(dx, x, y), unbroadcast(m.neg(dx), y, x)


@gradient(m.atan2)
def _(op, dz):
    y, x = op.inputs
    share = m.real_div(dz, m.add_v2(m.square(x), m.square(y)))
    return unbroadcast(m.mul(x, share), y, x), unbroadcast(m.neg(m.mul(y, share)), x, y)


# Functions of several tensors


@gradient(m.add_n, m.accumulate_n_v2)
def _(op, dy):
    return [dy] * len(op.inputs)


@gradient(m.clip_by_value)
def _(op, dy):
    """Each element's gradient goes to the limit that it was set to, or else to t."""
    t, low, high = op.inputs
    zero = scalar(0, dy)
    below, above = comparison.less(t, low), comparison.greater(t, high)
    return (
        comparison.select_v2(comparison.logical_or(below, above), zero, dy),
        unbroadcast(comparison.select_v2(below, dy, zero), low, t),
        unbroadcast(comparison.select_v2(above, dy, zero), high, t),
    )
