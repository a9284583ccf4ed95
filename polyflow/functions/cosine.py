"""Discrete cosine transforms of the last dimension."""

from __future__ import annotations

import math
from typing import Any

from ..framework.conversion import convert_to_tensor
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..ops.array_creation import range_, zeros_like
from ..ops.math_comparison import select_v2
from ..ops.math_elementwise import rsqrt
from . import arithmetic
from .arithmetic import cast, equal, exp, real
from .array_manipulation import concat
from .lengths import size_of, with_length
from .real_fourier import as_signal, irfft, rfft

__all__ = ["dct", "idct"]


def dct(input: Any, type: int = 2, n: int | None = None, axis: int = -1, norm: str | None = None, name: str | None = None) -> Tensor:
    """A discrete cosine transform of N real numbers along the last dimension.

    * Type 1: ``y[k] = x[0] + (-1)^k · x[N - 1] + 2 · sum(x[j] · cos(πjk / (N - 1)))`` over 0 < j < N - 1; N must be 2 at least.
    * Type 2: ``y[k] = 2 · sum(x[j] · cos(πk(2j + 1) / 2N))``.
    * Type 3: ``y[k] = x[0] + 2 · sum(x[j] · cos(πj(2k + 1) / 2N))`` over j > 0.
    * Type 4: ``y[k] = 2 · sum(x[j] · cos(π(2j + 1)(2k + 1) / 4N))``.

    Args:
        n: N, if not the size of the dimension: then it is cropped, or zeros follow.
        axis: -1; no other dimension is transformed.
        norm: "ortho" scales types 2 to 4 so that they are orthogonal matrices; None leaves them as above.
    """
    return _transform(input, type, n, axis, norm, name, type)


def idct(input: Any, type: int = 2, n: int | None = None, axis: int = -1, norm: str | None = None, name: str | None = None) -> Tensor:
    """The inverse of :func:`dct` for norm="ortho"; without a norm 2N times it (2(N - 1) times for type 1). Arguments as there."""
    return _transform(input, type, n, axis, norm, name, {2: 3, 3: 2}.get(type, type))


def _transform(input: Any, type: int, n: int | None, axis: int, norm: str | None, name: str | None, kind: int) -> Tensor:
    with name_scope(name, "dct", [input]):
        signal = as_signal(input)
        _check(signal, type, n, axis, norm)
        return _KINDS[kind](signal if n is None else with_length(signal, n), norm == "ortho")


def _check(signal: Tensor, type: int, n: int | None, axis: int, norm: str | None) -> None:
    if axis != -1:
        raise NotImplementedError(f"axis must be -1. Got: {axis}")
    if n is not None and n < 1:
        raise ValueError(f"n should be a positive integer or None, not {n}")
    if type not in _KINDS:
        raise ValueError(f"Types I, II, III and IV (I)DCT are supported, not {type}")
    if norm not in (None, "ortho"):
        raise ValueError(f"Unknown normalization. Expected None or 'ortho', got: {norm}")
    if type == 1 and norm == "ortho":
        raise ValueError("Normalization is not supported for the Type-I DCT.")
    if type == 1 and isinstance(size_of(signal, -1), int) and size_of(signal, -1) < 2:
        raise ValueError("Type-I DCT requires the dimension to be greater than one.")


def _first(signal: Tensor, ortho: bool) -> Tensor:
    """The spectrum of the signal followed by its mirror image."""
    return real(rfft(concat([signal, signal[..., -2:0:-1]], -1)))


def _second(signal: Tensor, ortho: bool) -> Tensor:
    """The spectrum of the signal among as many zeros, each frequency turned by half a sample."""
    size = size_of(signal, -1)
    spectrum = rfft(signal, [size * 2])[..., :size]
    result = real(spectrum * _turns(signal, size, -1)) * 2
    return result * _but_first(signal, size, math.sqrt(0.25), math.sqrt(0.5)) if ortho else result


def _third(signal: Tensor, ortho: bool) -> Tensor:
    """Type 2 backwards."""
    size = size_of(signal, -1)
    if ortho:
        signal = signal * _but_first(signal, size, 1, math.sqrt(0.5))
    spectrum = arithmetic.complex(signal, zeros_like(signal)) * _turns(signal, size, 1)
    return irfft(spectrum, [size * 2])[..., :size] * cast(size * 2, signal.dtype)


def _fourth(signal: Tensor, ortho: bool) -> Tensor:
    """The odd frequencies of type 2 for twice the length."""
    size = size_of(signal, -1)
    result = _second(with_length(signal, size * 2), ortho=False)[..., 1::2]
    return result * (_root_of_inverse(signal, size) * math.sqrt(0.5)) if ortho else result


_KINDS = {1: _first, 2: _second, 3: _third, 4: _fourth}


def _turns(like: Tensor, size: Any, sign: int) -> Tensor:
    """exp(± iπk / 2N) for all k below N, the size."""
    angles = cast(range_(0, size, 1), like.dtype) * (sign * math.pi / 2) / cast(size, like.dtype)
    return exp(arithmetic.complex(zeros_like(angles), angles))


def _but_first(like: Tensor, size: Any, first: float, others: float) -> Tensor:
    """``others`` / √N for all k below N, the size, but ``first`` / √N for k = 0."""
    factors = [convert_to_tensor(factor, like.dtype.base_dtype) for factor in (first, others)]
    return select_v2(equal(range_(0, size, 1), 0), *factors) * _root_of_inverse(like, size)


def _root_of_inverse(like: Tensor, size: Any) -> Tensor:
    return rsqrt(cast(size, like.dtype))
