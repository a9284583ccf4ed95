"""Special functions: the gamma, beta and zeta functions and their relatives, error functions, Bessel functions.

Functions of one tensor keep its shape. Functions of two broadcast as those of math_elementwise do. NaN gives NaN, but for the products at
the end. Formulas by number are those of the NIST Digital Library of Mathematical Functions, https://dlmf.nist.gov.
"""

import functools

from ..framework.dtypes import FLOAT, FLOAT_COMPLEX, TypeSet, float32, float64
from ..framework.op import Outputs, op
from ..framework.tensor_shape import SCALAR, UNKNOWN, TensorShape, broadcast_shapes

SINGLE_DOUBLE = TypeSet([float32, float64])


# The gamma function


@op("Lgamma", T=FLOAT)
def lgamma(x: "T") -> Outputs(y="T"):
    """log |Γ(x)|; inf at 0, -1, -2 … and at both infinities."""
    return x.shape


@op("Digamma", T=FLOAT)
def digamma(x: "T") -> Outputs(y="T"):
    """ψ(x) = Γ'(x) / Γ(x), the derivative of Lgamma. At the pole 0 the limit from the side of its sign, -inf or inf; at -1, -2 … NaN."""
    return x.shape


@op("Polygamma", T=SINGLE_DOUBLE)
def polygamma(a: "T", x: "T") -> Outputs(z="T"):
    """The derivative of order a of ψ at x: (-1)^(a+1) Γ(a+1) ζ(a+1, x) (25.11.12). NaN where a is no whole number, or below 0."""
    return broadcast_shapes(a.shape, x.shape)


@op("Zeta", T=SINGLE_DOUBLE)
def zeta(x: "T", q: "T") -> Outputs(z="T"):
    """Hurwitz's zeta function ζ(x, q), the sum of (q + n)^-x over n = 0, 1, 2 … (25.11.1).

    NaN where x < 1, inf where x = 1 and at the poles q = 0, -1, -2 …; NaN for other q < 0 unless x is a whole number.
    """
    return broadcast_shapes(x.shape, q.shape)


@op("Igamma", T=FLOAT)
def igamma(a: "T", x: "T") -> Outputs(z="T"):
    """The lower regularised incomplete gamma function P(a, x), the integral of t^(a-1) e^-t from 0 to x over Γ(a) (8.2.4).

    NaN unless a > 0 and x >= 0, and where both are infinite.
    """
    return broadcast_shapes(a.shape, x.shape)


@op("Igammac", T=FLOAT)
def igammac(a: "T", x: "T") -> Outputs(z="T"):
    """The upper regularised incomplete gamma function Q(a, x) = 1 - P(a, x), accurate where it is small. NaN where Igamma is."""
    return broadcast_shapes(a.shape, x.shape)


@op("IgammaGradA", T=SINGLE_DOUBLE)
def igamma_grad_a(a: "T", x: "T") -> Outputs(z="T"):
    """∂P(a, x) / ∂a, never above 0. NaN where Igamma is."""
    return broadcast_shapes(a.shape, x.shape)


@op("Betainc", T=SINGLE_DOUBLE)
def betainc(a: "T", b: "T", x: "T") -> Outputs(z="T"):
    """The regularised incomplete beta function I_x(a, b), the integral of t^(a-1) (1-t)^(b-1) from 0 to x over B(a, b) (8.17.2).

    NaN unless a > 0, b > 0, both finite, and 0 <= x <= 1. The inputs have one shape, but scalars fit any.
    """
    shapes = [tensor.shape for tensor in (a, b, x) if tensor.shape.ndims != 0]
    return shapes[0] if len(shapes) == 1 else functools.reduce(TensorShape.merge_with, shapes, UNKNOWN if shapes else SCALAR)


# Error functions


@op("Erf", T=FLOAT)
def erf(x: "T") -> Outputs(y="T"):
    """The error function, 2 / sqrt(π) times the integral of exp(-t²) from 0 to x (7.2.1)."""
    return x.shape


@op("Erfc", T=FLOAT)
def erfc(x: "T") -> Outputs(y="T"):
    """1 - erf(x), accurate where it is small."""
    return x.shape


@op("Erfinv", T=FLOAT)
def erfinv(x: "T") -> Outputs(y="T"):
    """The inverse of erf: infinite at -1 and 1, NaN beyond."""
    return x.shape


@op("Ndtri", T=FLOAT)
def ndtri(x: "T") -> Outputs(y="T"):
    """The quantile of the standard normal distribution, sqrt(2) · erfinv(2x - 1): infinite at 0 and 1, NaN beyond."""
    return x.shape


# Bessel functions


@op("BesselI0e", T=FLOAT)
def bessel_i0e(x: "T") -> Outputs(y="T"):
    """exp(-|x|) I₀(x), with the modified Bessel function of order 0 (10.25.2)."""
    return x.shape


@op("BesselI1e", T=FLOAT)
def bessel_i1e(x: "T") -> Outputs(y="T"):
    """exp(-|x|) I₁(x), with the modified Bessel function of order 1."""
    return x.shape


# Products that are 0 where x is 0


@op("Xlogy", T=FLOAT_COMPLEX)
def xlogy(x: "T", y: "T") -> Outputs(z="T"):
    """x · log(y), and 0 wherever x is 0."""
    return broadcast_shapes(x.shape, y.shape)


@op("Xlog1py", T=FLOAT_COMPLEX)
def xlog1py(x: "T", y: "T") -> Outputs(z="T"):
    """x · log(1 + y), and 0 wherever x is 0."""
    return broadcast_shapes(x.shape, y.shape)


@op("Xdivy", T=FLOAT_COMPLEX)
def xdivy(x: "T", y: "T") -> Outputs(z="T"):
    """x / y, and 0 wherever x is 0."""
    return broadcast_shapes(x.shape, y.shape)
