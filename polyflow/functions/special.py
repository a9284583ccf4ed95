"""Special functions: gamma, beta and zeta functions, error functions, Bessel functions, polynomials."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

from ..framework.conversion import convert_to_tensor
from ..framework.op import Declaration
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..framework.sparse_tensor import SparseTensor
from ..ops import math_elementwise as elementwise
from ..ops import math_special as ops
from ..ops.array_creation import zeros_like
from ..ops.math_reduction import sum_
from .arithmetic import as_public, common_type

__all__ = [
    "bessel_i0", "bessel_i0e", "bessel_i1", "bessel_i1e", "betainc", "digamma", "erf", "erfc", "erfinv", "igamma", "igammac", "lbeta",
    "lgamma", "ndtri", "polygamma", "polyval", "xdivy", "xlog1py", "xlogy", "zeta",
]  # fmt: skip

Function = Callable[..., Any]


def _of_x(build: Declaration, name: str) -> Function:
    return as_public(lambda x, name=None: build(x, name=name), name, build)


def _of_x_and_y(build: Declaration, name: str) -> Function:
    return as_public(lambda x, y, name=None: build(x, y, name=name, **common_type(x, y)), name, build)


def _of_a_and_x(build: Declaration, name: str) -> Function:
    return as_public(lambda a, x, name=None: build(a, x, name=name, **common_type(a, x)), name, build)


lgamma = _of_x(ops.lgamma, "lgamma")
digamma = _of_x(ops.digamma, "digamma")
erfc = _of_x(ops.erfc, "erfc")
erfinv = _of_x(ops.erfinv, "erfinv")
ndtri = _of_x(ops.ndtri, "ndtri")
bessel_i0e = _of_x(ops.bessel_i0e, "bessel_i0e")
bessel_i1e = _of_x(ops.bessel_i1e, "bessel_i1e")
igamma = _of_a_and_x(ops.igamma, "igamma")
igammac = _of_a_and_x(ops.igammac, "igammac")
polygamma = _of_a_and_x(ops.polygamma, "polygamma")
xlogy = _of_x_and_y(ops.xlogy, "xlogy")
xlog1py = _of_x_and_y(ops.xlog1py, "xlog1py")
xdivy = _of_x_and_y(ops.xdivy, "xdivy")


def zeta(x: Any, q: Any, name: str | None = None) -> Tensor:
    """Hurwitz's zeta function, the sum of (q + n)^-x over n = 0, 1, 2 …"""
    return ops.zeta(x, q, name=name, **common_type(x, q))


def betainc(a: Any, b: Any, x: Any, name: str | None = None) -> Tensor:
    """The regularised incomplete beta function I_x(a, b); the inputs have one shape, but scalars fit any."""
    typed = next((tensor for tensor in (b, x) if isinstance(tensor, Tensor)), None)
    return ops.betainc(a, b, x, name=name, **common_type(a, typed))


def erf(x: Any, name: str | None = None) -> Any:
    """The error function, 2 / sqrt(π) times the integral of exp(-t²) from 0 to x; of a SparseTensor that of its values."""
    if isinstance(x, SparseTensor):
        return SparseTensor(x.indices, ops.erf(x.values, name=name), x.dense_shape)
    return ops.erf(x, name=name)


def lbeta(x: Any, name: str | None = None) -> Tensor:
    """log |B(x)| for the vectors along the last dimension: the sum of log |Γ(x_j)|, less log |Γ| of the sum of the x_j.

    Of two entries that is the logarithm of the beta function; of one 0, of none -inf.
    """
    with name_scope(name, "lbeta", [x]) as scope:
        x = convert_to_tensor(x, name="x")
        return elementwise.sub(sum_(ops.lgamma(x), [-1]), ops.lgamma(sum_(x, [-1])), name=scope)


def bessel_i0(x: Any, name: str | None = None) -> Tensor:
    """The modified Bessel function of order 0: exp(|x|) · bessel_i0e(x), which is the better one for large x."""
    return _unscaled(ops.bessel_i0e, x, name, "bessel_i0")


def bessel_i1(x: Any, name: str | None = None) -> Tensor:
    """The modified Bessel function of order 1: exp(|x|) · bessel_i1e(x), which is the better one for large x."""
    return _unscaled(ops.bessel_i1e, x, name, "bessel_i1")


def _unscaled(build: Declaration, x: Any, name: str | None, default_name: str) -> Tensor:
    with name_scope(name, default_name, [x]) as scope:
        x = convert_to_tensor(x, name="x")
        return elementwise.mul(elementwise.exp(elementwise.abs_(x)), build(x), name=scope)


def polyval(coeffs: Sequence[Any], x: Any, name: str | None = None) -> Tensor:
    """The polynomial coeffs[0] x^(n-1) + … + coeffs[n-1] at x, by Horner's rule; zeros where there are no coefficients."""
    if not isinstance(coeffs, (list, tuple)):
        raise ValueError(f"coeffs must be a list of coefficients, the highest power first, not {type(coeffs).__name__}")
    with name_scope(name, "polyval", [*coeffs, x]) as scope:
        x = convert_to_tensor(x, name="x")
        if not coeffs:
            return zeros_like(x, name=scope)
        first, *rest = [convert_to_tensor(coefficient, x.dtype.base_dtype, name=f"coeff_{i}") for i, coefficient in enumerate(coeffs)]
        return functools.reduce(lambda value, coefficient: elementwise.add_v2(coefficient, elementwise.mul(value, x)), rest, first)
