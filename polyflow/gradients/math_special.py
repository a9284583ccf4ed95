"""Gradients of special functions. Formulas by number are those of https://dlmf.nist.gov."""

import math

from ..framework.dtypes import bfloat16, float16, float32
from ..ops import math_comparison as comparison
from ..ops import math_elementwise as e
from ..ops import math_special as m
from .helpers import scalar, unbroadcast
from .math_elementwise import binary
from .registry import gradient


def in_wide_type(function, *tensors):
    """``function`` of the tensors, in float32 for the 16-bit floats, which Polygamma and IgammaGradA lack."""
    dtype = tensors[0].dtype.base_dtype
    if dtype not in (float16, bfloat16):
        return function(*tensors)
    return e.cast(function(*[e.cast(tensor, DstT=float32) for tensor in tensors]), DstT=dtype)


# The gamma function


@gradient(m.lgamma)
def _(op, dy):
    return e.mul(dy, m.digamma(op.inputs[0]))


@gradient(m.digamma)
def _(op, dy):
    return e.mul(dy, in_wide_type(lambda x: m.polygamma(scalar(1, x), x), op.inputs[0]))


@gradient(m.polygamma)
def _(op, dz):
    """The next order. There is no derivative with respect to the order, a whole number."""
    a, x = op.inputs
    return None, unbroadcast(e.mul(dz, m.polygamma(e.add_v2(a, scalar(1, a)), x)), x, a)


@gradient(m.zeta)
def _(op, dz):
    """∂ζ(x, q) / ∂q = -x ζ(x + 1, q) (25.11.17); that with respect to x is not known in closed form."""
    x, q = op.inputs
    return None, unbroadcast(e.mul(dz, e.mul(e.neg(x), m.zeta(e.add_v2(x, scalar(1, x)), q))), q, x)


def gamma_density(a, x):
    """x^(a-1) e^-x / Γ(a), the derivative of P(a, x) with respect to x."""
    return e.exp(e.sub(e.sub(m.xlogy(e.sub(a, scalar(1, a)), x), x), m.lgamma(a)))


@gradient(m.igamma)
def _(op, dz):
    return both_gradients(op, dz)


@gradient(m.igammac)
def _(op, dz):
    return both_gradients(op, e.neg(dz))


def both_gradients(op, dz):
    """The gradients of P(a, x)."""
    a, x = op.inputs
    return unbroadcast(e.mul(dz, in_wide_type(m.igamma_grad_a, a, x)), a, x), unbroadcast(e.mul(dz, gamma_density(a, x)), x, a)


@gradient(m.igamma_grad_a)
def _(op, dz):
    """TensorFlow has none either. To say that nothing flows back would make second derivatives wrong silently."""
    raise LookupError("No gradient defined for operation type 'IgammaGradA'")


@gradient(m.betainc)
def _(op, dz):
    """x^(a-1) (1-x)^(b-1) / B(a, b) for x; there are none for a and b."""
    a, b, x = op.inputs
    powers = e.add_v2(m.xlogy(e.sub(a, scalar(1, a)), x), m.xlog1py(e.sub(b, scalar(1, b)), e.neg(x)))
    log_beta = e.sub(e.add_v2(m.lgamma(a), m.lgamma(b)), m.lgamma(e.add_v2(a, b)))
    return None, None, unbroadcast(e.mul(dz, e.exp(e.sub(powers, log_beta))), x, op.outputs[0])


# Error functions


def exponential(dy, factor, exponent):
    return e.mul(e.mul(dy, scalar(factor, dy)), e.exp(exponent))


gradient(m.erf)(lambda op, dy: exponential(dy, 2 / math.sqrt(math.pi), e.neg(e.square(op.inputs[0]))))
gradient(m.erfc)(lambda op, dy: exponential(dy, -2 / math.sqrt(math.pi), e.neg(e.square(op.inputs[0]))))
gradient(m.erfinv)(lambda op, dy: exponential(dy, math.sqrt(math.pi) / 2, e.square(op.outputs[0])))


@gradient(m.ndtri)
def _(op, dy):
    y = op.outputs[0]
    return exponential(dy, math.sqrt(2 * math.pi), e.mul(scalar(0.5, y), e.square(y)))


# Bessel functions


@gradient(m.bessel_i0e)
def _(op, dy):
    """I₀' = I₁ (10.29.3), and the factor exp(-|x|)."""
    x, y = op.inputs[0], op.outputs[0]
    return e.mul(dy, e.sub(m.bessel_i1e(x), e.mul(e.sign(x), y)))


@gradient(m.bessel_i1e)
def _(op, dy):
    """I₁' = I₀ - I₁ / x (10.29.2), and the factor exp(-|x|). At 0, 1/2."""
    x, y = op.inputs[0], op.outputs[0]
    at_zero = comparison.equal(x, scalar(0, x))
    quotient = comparison.select_v2(at_zero, scalar(0.5, x), e.real_div(y, comparison.select_v2(at_zero, scalar(1, x), x)))
    return e.mul(dy, e.sub(e.sub(m.bessel_i0e(x), e.mul(e.sign(x), y)), quotient))


# Products that are 0 where x is 0


def is_nonzero(x):
    """1 where ``x`` is not 0, else 0."""
    return e.cast(comparison.not_equal(x, scalar(0, x)), DstT=x.dtype)


def one_plus(y):
    return e.add_v2(y, scalar(1, y))


gradient(m.xlogy)(binary(lambda dz, x, y, op: (e.mul(dz, m.xlogy(is_nonzero(x), y)), e.mul(dz, m.xdivy(x, y)))))
gradient(m.xlog1py)(binary(lambda dz, x, y, op: (e.mul(dz, m.xlog1py(is_nonzero(x), y)), e.mul(dz, m.xdivy(x, one_plus(y))))))
gradient(m.xdivy)(binary(lambda dz, x, y, op: (e.mul(dz, m.xdivy(is_nonzero(x), y)), e.mul(dz, m.xdivy(e.neg(x), e.square(y))))))
