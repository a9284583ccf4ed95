"""Special functions."""

import torch

from ...framework.errors import InvalidArgumentError
from . import kernel
from .incomplete_beta import incomplete_beta
from .incomplete_gamma import gradient_by_a
from .math_elementwise import zero_where_zero
from .precision import in_float32

kernel.table({
    "Lgamma": torch.Tensor.lgamma, "Digamma": torch.Tensor.digamma,
    "Erf": torch.Tensor.erf, "Erfc": torch.Tensor.erfc, "Erfinv": torch.Tensor.erfinv, "Ndtri": in_float32(torch.special.ndtri),
    "BesselI0e": in_float32(torch.special.i0e), "BesselI1e": in_float32(torch.special.i1e),
})  # fmt: skip


@kernel("Polygamma")
def polygamma(a, x):
    order = a.add(1)
    return torch.where(a.eq(0), x.digamma(), torch.pow(-1, order).mul(order.lgamma().exp()).mul(zeta(order, x)))


@kernel("Zeta")
def zeta(x, q):
    """The limit where x or q is infinite is not torch's."""
    vanishes = x.gt(1).logical_and(q.gt(1)).logical_and(x.add(q).isinf())
    sums = torch.special.zeta(x, q).masked_fill(vanishes, 0)
    return sums.masked_fill(x.isnan().logical_or(q.isnan()), torch.nan)


@kernel("Igamma")
@in_float32
def igamma(a, x):
    return in_domain(a, x, torch.special.gammainc(a, x))


@kernel("Igammac")
@in_float32
def igammac(a, x):
    return in_domain(a, x, torch.special.gammaincc(a, x))


def in_domain(a, x, values):
    """``values``, but NaN where a is not above 0 or x is NaN: torch takes limits there."""
    return values.where(a.gt(0).logical_and(x.eq(x)), torch.nan)


@kernel("IgammaGradA")
def igamma_grad_a(a, x):
    return gradient_by_a(a.double(), x.double()).to(a.dtype)


@kernel("Betainc")
def betainc(a, b, x):
    require_one_shape(a, b, x)
    return incomplete_beta(a.double(), b.double(), x.double()).to(a.dtype)


def require_one_shape(*tensors):
    if len({tensor.shape for tensor in tensors if tensor.dim()}) > 1:
        shapes = ", ".join(str(tuple(tensor.shape)) for tensor in tensors)
        raise InvalidArgumentError.of(f"Shapes of a, b and x are inconsistent: {shapes}")


@kernel("Xlogy")
@in_float32
def xlogy(x, y):
    return x.mul(y.log()).masked_fill(x.logical_not(), 0)


@kernel("Xlog1py")
@in_float32
def xlog1py(x, y):
    return x.mul(y.log1p()).masked_fill(x.logical_not(), 0)


@kernel("Xdivy")
def xdivy(x, y):
    return zero_where_zero(x, x.div(y))
