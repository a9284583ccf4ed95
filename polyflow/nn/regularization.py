"""Dropout."""

from __future__ import annotations

from numbers import Real
from typing import Any

from ..framework.constant_value import constant_value
from ..framework.conversion import convert_to_tensor
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..framework.tensor_shape import TensorShape, as_shape
from ..functions.random import random_uniform
from ..ops import array_manipulation as array
from ..ops import math_comparison as compare
from ..ops import math_elementwise as math
from .arithmetic import inverse, one_minus

__all__ = ["dropout"]


def dropout(
    x: Any, keep_prob: Any = None, noise_shape: Any = None, seed: int | None = None, name: str | None = None, rate: Any = None
) -> Tensor:
    """Sets random elements to 0 and scales the others so that the expected sum stays.

    Args:
        x: floating-point numbers.
        keep_prob, rate: the probability that an element stays, or that it is dropped; one of the two, a number or a scalar tensor.
        noise_shape: the shape of the random choices, broadcast to that of ``x``: with 1 in it, whole rows or planes go together.

    Raises:
        ValueError: neither or both probabilities, one outside its range, or integers.
    """
    rate = _rate(keep_prob, rate)
    with name_scope(name, "dropout", [x]):
        x = convert_to_tensor(x, name="x")
        if not x.dtype.is_floating:
            raise ValueError(f"x has to be a floating point tensor since it will be scaled, not {x.dtype.name}")
        if isinstance(rate, Real) and rate == 0:
            return x
        rate = convert_to_tensor(rate, dtype=x.dtype.base_dtype, name="rate")
        rate.shape.assert_has_rank(0)
        return x if constant_value(rate) == 0 else _dropped(x, rate, _noise_shape(x, noise_shape), seed)


def _rate(keep_prob: Any, rate: Any) -> Any:
    """The probability to drop; a number must be in its range."""
    if (keep_prob is None) == (rate is None):
        raise ValueError("dropout needs keep_prob or rate, and only one of them")
    if rate is None and isinstance(keep_prob, Real):
        _check(0 < keep_prob <= 1, "keep_prob", "(0, 1]", keep_prob)
        return 1 - keep_prob
    if rate is None:
        return one_minus(convert_to_tensor(keep_prob))
    _check(not isinstance(rate, Real) or 0 <= rate < 1, "rate", "[0, 1)", rate)
    return rate


def _check(holds: bool, argument: str, interval: str, value: Any) -> None:
    if not holds:
        raise ValueError(f"{argument} must be a scalar tensor or a float in the range {interval}, got {value}")


def _noise_shape(x: Tensor, noise_shape: Any) -> Any:
    """The shape of the choices; None in ``noise_shape`` takes the size from ``x``."""
    if noise_shape is None:
        return array.shape(x)
    if isinstance(noise_shape, Tensor):
        return noise_shape
    chosen = as_shape(noise_shape)
    if chosen.ndims is not None and chosen.ndims == x.shape.ndims:
        return TensorShape([size if mine is None else mine for mine, size in zip(chosen.sizes, x.shape.sizes, strict=True)])
    return noise_shape


def _dropped(x: Tensor, rate: Tensor, noise_shape: Any, seed: int | None) -> Tensor:
    noise = random_uniform(noise_shape, seed=seed, dtype=x.dtype.base_dtype)
    scale = inverse(one_minus(rate))
    kept = compare.greater_equal(noise, rate)
    result = math.mul(math.mul(x, scale, name="mul"), math.cast(kept, DstT=x.dtype.base_dtype), name="mul")
    result.set_shape(x.shape)
    return result
