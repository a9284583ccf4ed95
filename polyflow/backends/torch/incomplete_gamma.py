"""The derivative of P(a, x), the regularised incomplete gamma function, with respect to a.

Small x: term by term from the power series (DLMF 8.7.1), P = x^a e^-x / Γ(a) · Σ w_n with w_n = x^n / (a (a+1) … (a+n)), so that

    ∂P/∂a = x^a e^-x / Γ(a) · Σ w_n (log x - ψ(a+n+1)).

Otherwise Gauss's quadrature of what differentiating the integral under its sign gives, in v = log(t / x), over that side of x on which the
integrand does not change its sign (Gil, Segura and Temme, Numerical Methods for Special Functions, 2007, sections 5.3 and 8.3):

    ∂P/∂a = x^a e^-x / Γ(a) · ∫ exp(a v - x (e^v - 1)) (log x + v - ψ(a)) dv,    v from -∞ to 0, or minus that from 0 to ∞.
"""

import torch

from ...framework.special_rules import gauss_legendre
from .stirling import log_minus_digamma, log_quotient, stirling_error

SERIES_UP_TO = 2.0
TERMS = 30
NODES = gauss_legendre(40)
LOGARITHM = 40.0
"""The integrand is negligible where it has fallen by exp of minus this."""


def gradient_by_a(a, x):
    """∂P(a, x) / ∂a of float64 tensors."""
    relative = relative_gradient(a, x)
    return torch.where(relative.eq(0), 0, relative.mul(density(a, x)))


def relative_gradient(a, x):
    """∂P(a, x) / ∂a divided by x^a e^-x / Γ(a). What either formula makes of places that it is not for does not matter."""
    a, x = torch.broadcast_tensors(a, x)
    inside = a.gt(0).logical_and(x.gt(0)).logical_and(a.add(x).isfinite())
    value = torch.where(x.le(SERIES_UP_TO), series(a, x), quadrature(a, x)).where(inside, 0)
    defined = a.gt(0).logical_and(x.ge(0)).logical_and(torch.minimum(a, x).isfinite())
    return value.where(defined, torch.nan)


def series(a, x):
    weight = a.reciprocal()
    factor = x.log().sub(a.add(1).digamma())
    total = torch.zeros_like(x)
    for n in range(1, TERMS):
        total.addcmul_(weight, factor)
        share = a.add(n).reciprocal_()
        weight.mul_(x).mul_(share)
        factor.sub_(share)
    return total


def quadrature(a, x):
    width = torch.where(x.lt(a), width_below(a, x), width_above(a, x).neg())
    start = log_minus_digamma(a).add(log_quotient(x, a))
    slope, total = a.sub(x), torch.zeros_like(width)
    v, bend, height = torch.empty_like(width), torch.empty_like(width), torch.empty_like(width)
    for node, weight in NODES:
        torch.mul(width, -node, out=v)
        torch.expm1(v, out=bend).sub_(v).mul_(x)
        torch.mul(slope, v, out=height).sub_(bend).exp_()
        total.addcmul_(height, v.add_(start), value=weight)
    return width.mul(total)


def width_below(a, x):
    """Where x < a the exponent falls by at least (a - x) d and by at least a d² / (2 + d) on the way from 0 to -d."""
    return torch.minimum(LOGARITHM / a.sub(x), a.mul(8 * LOGARITHM).add(LOGARITHM**2).sqrt().add(LOGARITHM).div(a.mul(2)))


def width_above(a, x):
    """Where x >= a it falls by at least (x - a) d, and by at least x d² / 2, on the way from 0 to d."""
    return torch.minimum(LOGARITHM / x.sub(a), (2 * LOGARITHM / x).sqrt()).clamp(max=3.8)


def density(a, x):
    """x^a e^-x / Γ(a), in the form that does not cancel (Loader, Fast and accurate computation of binomial probabilities, 2000)."""
    return a.div(2 * torch.pi).sqrt().mul(a.mul(log_quotient(x, a)).sub(x.sub(a)).sub(stirling_error(a)).exp())
