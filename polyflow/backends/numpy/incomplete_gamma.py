"""The derivative of P(a, x), the regularised incomplete gamma function, with respect to a.

Small x: term by term from the power series (DLMF 8.7.1), P = x^a e^-x / Γ(a) · Σ w_n with w_n = x^n / (a (a+1) … (a+n)), so that

    ∂P/∂a = x^a e^-x / Γ(a) · Σ w_n (log x - ψ(a+n+1)).

Otherwise Gauss's quadrature of what differentiating the integral under its sign gives, in v = log(t / x), over that side of x on which the
integrand does not change its sign (Gil, Segura and Temme, Numerical Methods for Special Functions, 2007, sections 5.3 and 8.3):

    ∂P/∂a = x^a e^-x / Γ(a) · ∫ exp(a v - x (e^v - 1)) (log x + v - ψ(a)) dv,    v from -∞ to 0, or minus that from 0 to ∞.
"""

import numpy as np

from ...framework.special_rules import DIGAMMA, STIRLING, gauss_legendre

SERIES_UP_TO = 2.0
TERMS = 30
NODES = gauss_legendre(40)
LOGARITHM = 40.0
"""The integrand is negligible where it has fallen by exp of minus this."""


def gradient_by_a(a, x):
    """∂P(a, x) / ∂a in float64, for arrays of one shape."""
    a, x = (array.astype(np.float64) for array in (a, x))
    result, inside = relative_gradient(a, x), np.isfinite(a + x) & (a > 0) & (x > 0)
    result[inside] *= density(a[inside], x[inside])
    return result


def relative_gradient(a, x):
    """∂P(a, x) / ∂a divided by x^a e^-x / Γ(a), for float64 arrays of one shape."""
    result = np.where((a > 0) & (x >= 0) & np.isfinite(np.minimum(a, x)), 0.0, np.nan)
    inside = np.isfinite(a + x) & (a > 0) & (x > 0)
    for chosen, formula in ((inside & (x <= SERIES_UP_TO), series), (inside & (x > SERIES_UP_TO), quadrature)):
        result[chosen] = formula(a[chosen], x[chosen])
    return result


def series(a, x):
    from scipy import special

    weight, factor, total = 1 / a, np.log(x) - special.digamma(a + 1), 0.0
    for n in range(1, TERMS):
        total = total + weight * factor
        weight, factor = weight * x / (a + n), factor - 1 / (a + n)
    return total


def quadrature(a, x):
    below = x < a
    width = np.where(below, width_below(a, x), -width_above(a, x))
    start = log_minus_digamma(a) + log_quotient(x, a)
    total = 0.0
    for node, weight in NODES:
        v = -node * width
        total = total + weight * np.exp((a - x) * v - x * (np.expm1(v) - v)) * (start + v)
    return width * total


def width_below(a, x):
    """Where x < a the exponent falls by at least (a - x) d and by at least a d² / (2 + d) on the way from 0 to -d."""
    return np.minimum(LOGARITHM / (a - x), (LOGARITHM + np.sqrt(LOGARITHM**2 + 8 * LOGARITHM * a)) / (2 * a))


def width_above(a, x):
    """Where x >= a it falls by at least (x - a) d, and by at least x d² / 2, on the way from 0 to d."""
    return np.minimum(np.minimum(LOGARITHM / (x - a), np.sqrt(2 * LOGARITHM / x)), 3.8)


def density(a, x):
    """x^a e^-x / Γ(a), in the form that does not cancel (Loader, Fast and accurate computation of binomial probabilities, 2000)."""
    return np.sqrt(a / (2 * np.pi)) * np.exp(a * log_quotient(x, a) - (x - a) - stirling_error(a))


def log_quotient(x, y):
    """log(x / y), accurate where both are close."""
    relative = (x - y) / y
    return np.where(np.abs(relative) < 0.5, np.log1p(relative), np.log(x / y))


def stirling_error(z):
    """What Stirling's formula lacks of log Γ(z)."""
    from scipy import special

    missing = special.gammaln(z) - (z - 0.5) * np.log(z) + z - np.log(2 * np.pi) / 2
    return np.where(z < 10, missing, power_series(STIRLING, z**-2.0) / z)


def log_minus_digamma(z):
    from scipy import special

    return np.where(z < 10, np.log(z) - special.digamma(z), 0.5 / z + power_series(DIGAMMA, z**-2.0) * z**-2.0)


def power_series(coefficients, x):
    return np.polynomial.polynomial.polyval(x, coefficients)
