"""Special functions."""

import numpy as np

from ...framework.errors import InvalidArgumentError
from . import kernel
from .arrays import zero_where
from .incomplete_gamma import gradient_by_a
from .precision import in_float32


def from_scipy(name):
    """The function of ``scipy.special`` of this name."""

    @in_float32
    def function(*arrays):
        from scipy import special

        return getattr(special, name)(*arrays)

    return function


kernel.table({
    "Digamma": from_scipy("digamma"), "Erf": from_scipy("erf"), "Erfc": from_scipy("erfc"), "Erfinv": from_scipy("erfinv"),
    "Ndtri": from_scipy("ndtri"), "BesselI0e": from_scipy("i0e"), "BesselI1e": from_scipy("i1e"),
})  # fmt: skip

log_gamma = from_scipy("gammaln")


@kernel("Lgamma")
def lgamma(x):
    return np.where(np.isneginf(x), x.dtype.type(np.inf), log_gamma(x))


@kernel("Polygamma")
def polygamma(a, x):
    from scipy import special

    order = a + 1
    return np.where(a == 0, special.digamma(x), (-1.0) ** order * special.gamma(order) * zeta(order, x)).astype(a.dtype)


@kernel("Zeta")
def zeta(x, q):
    """The limit where x or q is infinite is not scipy's."""
    from scipy import special

    vanishes = (x > 1) & (q > 1) & np.isinf(x + q)
    sums = np.where(vanishes, 0, special.zeta(x, q))
    return np.where(np.isnan(x) | np.isnan(q), np.nan, sums).astype(x.dtype)


@kernel("Igamma")
@in_float32
def igamma(a, x):
    from scipy import special

    return where(a > 0, special.gammainc(a, x))


@kernel("Igammac")
@in_float32
def igammac(a, x):
    from scipy import special

    return where(a > 0, special.gammaincc(a, x))


def where(condition, values):
    """``values`` where the condition holds, else NaN."""
    return np.where(condition, values, values.dtype.type(np.nan))


@kernel("IgammaGradA")
def igamma_grad_a(a, x):
    return gradient_by_a(*np.broadcast_arrays(a, x)).astype(a.dtype)


@kernel("Betainc")
def betainc(a, b, x):
    from scipy import special

    require_one_shape(a, b, x)
    return where((a > 0) & (b > 0) & np.isfinite(a + b), special.betainc(a, b, x))


def require_one_shape(*arrays):
    if len({array.shape for array in arrays} - {()}) > 1:
        shapes = ", ".join(str(array.shape) for array in arrays)
        raise InvalidArgumentError.of(f"Shapes of a, b and x are inconsistent: {shapes}")


@kernel("Xlogy")
@in_float32
def xlogy(x, y):
    return zero_where(x == 0, x * np.log(y))


@kernel("Xlog1py")
@in_float32
def xlog1py(x, y):
    return zero_where(x == 0, x * np.log1p(y))


@kernel("Xdivy")
def xdivy(x, y):
    return zero_where(x == 0, x / y)
