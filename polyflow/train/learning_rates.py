"""Learning rates that change with the number of steps. Each is a tensor, computed anew in every run."""

from __future__ import annotations

import math as numbers
from collections.abc import Sequence
from typing import Any

import numpy as np

from ..framework.conversion import convert_to_tensor
from ..framework.dtypes import DType
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..ops import array_manipulation as array
from ..ops import math_comparison as compare
from ..ops import math_elementwise as math


def exponential_decay(learning_rate: Any, global_step: Any, decay_steps: Any, decay_rate: Any, staircase: bool = False, name: str | None = None) -> Tensor:
    """learning_rate * decay_rate^(global_step / decay_steps); with ``staircase`` the exponent is cut to a whole number."""
    _require_step(global_step, "exponential_decay")
    with name_scope(name, "ExponentialDecay", [learning_rate, global_step, decay_steps, decay_rate]) as scope:
        rate = convert_to_tensor(learning_rate, name="learning_rate")
        progress = _progress(rate, global_step, decay_steps, staircase)
        return math.mul(rate, math.pow_(_as(decay_rate, rate), progress, name="Pow"), name=scope)


def natural_exp_decay(learning_rate: Any, global_step: Any, decay_steps: Any, decay_rate: Any, staircase: bool = False, name: str | None = None) -> Tensor:
    """learning_rate * exp(-decay_rate * global_step / decay_steps); with ``staircase`` the quotient is cut to a whole number."""
    _require_step(global_step, "natural_exp_decay")
    with name_scope(name, "NaturalExpDecay", [learning_rate, global_step, decay_rate]) as scope:
        rate = convert_to_tensor(learning_rate, name="learning_rate")
        progress = _progress(rate, global_step, decay_steps, staircase)
        exponent = math.exp(math.mul(math.neg(_as(decay_rate, rate)), progress))
        return math.mul(rate, exponent, name=scope)


def inverse_time_decay(learning_rate: Any, global_step: Any, decay_steps: Any, decay_rate: Any, staircase: bool = False, name: str | None = None) -> Tensor:
    """learning_rate / (1 + decay_rate * global_step / decay_steps); with ``staircase`` the quotient is cut to a whole number."""
    _require_step(global_step, "inverse_time_decay")
    with name_scope(name, "InverseTimeDecay", [learning_rate, global_step, decay_rate]) as scope:
        rate = convert_to_tensor(learning_rate, name="learning_rate")
        progress = _progress(rate, global_step, decay_steps, staircase)
        return math.real_div(rate, math.add(_number(1, rate), math.mul(_as(decay_rate, rate), progress)), name=scope)


def polynomial_decay(learning_rate: Any, global_step: Any, decay_steps: Any, end_learning_rate: Any = 0.0001, power: Any = 1.0, cycle: bool = False,
                     name: str | None = None) -> Tensor:  # fmt: skip
    """(learning_rate - end_learning_rate) * (1 - step / decay_steps)^power + end_learning_rate, with at most ``decay_steps`` steps.

    With ``cycle`` it starts anew, over the next multiple of ``decay_steps``.
    """
    _require_step(global_step, "polynomial_decay")
    with name_scope(name, "PolynomialDecay", [learning_rate, global_step, decay_steps, end_learning_rate, power]) as scope:
        rate = convert_to_tensor(learning_rate, name="learning_rate")
        end, power, step, steps = (_as(value, rate) for value in (end_learning_rate, power, global_step, decay_steps))
        if cycle:
            multiple = math.maximum(math.ceil(math.real_div(step, steps)), _number(1, rate))
            steps = math.mul(steps, multiple)
        else:
            step = math.minimum(step, steps)
        left = math.pow_(math.sub(_number(1, rate), math.real_div(step, steps)), power)
        return math.add(math.mul(math.sub(rate, end), left), end, name=scope)


def cosine_decay(learning_rate: Any, global_step: Any, decay_steps: Any, alpha: float = 0.0, name: str | None = None) -> Tensor:
    """learning_rate * ((1 - alpha) * (1 + cos(π step / decay_steps)) / 2 + alpha), with at most ``decay_steps`` steps."""
    _require_step(global_step, "cosine_decay")
    with name_scope(name, "CosineDecay", [learning_rate, global_step]):
        rate = convert_to_tensor(learning_rate, name="learning_rate")
        return math.mul(rate, _mixed(_cosine(_completed(rate, global_step, decay_steps), 0.5), alpha))


def cosine_decay_restarts(learning_rate: Any, global_step: Any, first_decay_steps: Any, t_mul: float = 2.0, m_mul: float = 1.0, alpha: float = 0.0,
                          name: str | None = None) -> Tensor:  # fmt: skip
    """Cosine decay that restarts: each period is ``t_mul`` times as long as the one before, from a rate ``m_mul`` times as high."""
    _require_step(global_step, "cosine_decay_restarts")
    with name_scope(name, "SGDRDecay", [learning_rate, global_step]) as scope:
        rate = convert_to_tensor(learning_rate, name="learning_rate")
        done = math.real_div(_as(global_step, rate), _as(first_decay_steps, rate))
        period, fraction = _period(done, t_mul, rate)
        height = math.pow_(_number(m_mul, rate), period)
        share = math.mul(math.mul(_number(0.5, rate), height), _one_plus_cosine(fraction))
        return math.mul(rate, _mixed(share, alpha), name=scope)


def linear_cosine_decay(learning_rate: Any, global_step: Any, decay_steps: Any, num_periods: float = 0.5, alpha: float = 0.0, beta: float = 0.001,
                        name: str | None = None) -> Tensor:  # fmt: skip
    """learning_rate * ((alpha + 1 - t) * (1 + cos(2π num_periods t)) / 2 + beta), t = step / decay_steps, at most 1: Bello et al., 2017."""
    _require_step(global_step, "linear_cosine_decay")
    with name_scope(name, "LinearCosineDecay", [learning_rate, global_step]) as scope:
        rate = convert_to_tensor(learning_rate, name="learning_rate")
        done = _completed(rate, global_step, decay_steps)
        linear = math.sub(_number(1, rate), done)
        cosine = _cosine(math.mul(done, _number(2 * num_periods, rate)), 0.5)
        share = math.add(math.mul(math.add(_number(alpha, rate), linear), cosine), _number(beta, rate))
        return math.mul(rate, share, name=scope)


def piecewise_constant(x: Any, boundaries: Sequence[Any], values: Sequence[Any], name: str | None = None) -> Tensor:
    """values[0] up to and with boundaries[0], values[1] up to and with boundaries[1], …, the last value beyond the last boundary."""
    if len(boundaries) != len(values) - 1:
        raise ValueError("The length of boundaries should be 1 less than the length of values")
    with name_scope(name, "PiecewiseConstant", []):
        x = convert_to_tensor(x)
        limits = [_boundary(limit, x) for limit in boundaries]
        levels = [convert_to_tensor(value) for value in values]
        if len({level.dtype.base_dtype for level in levels}) > 1:
            raise ValueError("values must have elements all with the same dtype")
        chosen = levels[-1]
        for limit, level in zip(reversed(limits), reversed(levels[:-1]), strict=True):
            chosen = compare.select(compare.less_equal(x, limit), level, chosen)
        return array.identity(chosen)


piecewise_constant_decay = piecewise_constant


def _boundary(limit: Any, x: Tensor) -> Tensor:
    tensor = convert_to_tensor(limit, x.dtype.base_dtype) if not isinstance(limit, Tensor) else limit
    if tensor.dtype.base_dtype is not x.dtype.base_dtype:
        raise ValueError(f"Boundaries ({tensor.dtype.name}) must have the same dtype as x ({x.dtype.name})")
    return tensor


def _require_step(global_step: Any, name: str) -> None:
    if global_step is None:
        raise ValueError(f"global_step is required for {name}.")


def _as(value: Any, rate: Tensor) -> Tensor:
    """A number or tensor in the type of the learning rate."""
    dtype: DType = rate.dtype.base_dtype
    if isinstance(value, (int, float, np.generic)):
        return convert_to_tensor(dtype.as_numpy_dtype(value))
    tensor = convert_to_tensor(value)
    return tensor if tensor.dtype.base_dtype is dtype else math.cast(tensor, DstT=dtype)


def _number(value: float, rate: Tensor) -> Any:
    return rate.dtype.base_dtype.as_numpy_dtype(value)


def _progress(rate: Tensor, global_step: Any, decay_steps: Any, staircase: bool) -> Tensor:
    progress = math.real_div(_as(global_step, rate), _as(decay_steps, rate), name="truediv")
    return math.floor(progress, name="Floor") if staircase else progress


def _completed(rate: Tensor, global_step: Any, decay_steps: Any) -> Tensor:
    """The part of the steps that is done, at most 1."""
    step, steps = _as(global_step, rate), _as(decay_steps, rate)
    return math.real_div(math.minimum(step, steps), steps)


def _one_plus_cosine(fraction: Tensor) -> Tensor:
    return math.add(_number(1, fraction), math.cos(math.mul(_number(numbers.pi, fraction), fraction)))


def _cosine(fraction: Tensor, factor: float) -> Tensor:
    return math.mul(_number(factor, fraction), _one_plus_cosine(fraction))


def _mixed(share: Tensor, alpha: float) -> Tensor:
    """(1 - alpha) * share + alpha"""
    return math.add(math.mul(_number(1 - alpha, share), share), _number(alpha, share))


def _period(done: Tensor, t_mul: float, rate: Tensor) -> tuple[Tensor, Tensor]:
    """The number of the period and how much of it is done, where ``done`` counts first periods and each is ``t_mul`` times the one before."""
    if t_mul == 1.0:
        number = math.floor(done)
        return number, math.sub(done, number)
    ratio = _number(t_mul, rate)
    grown = math.log(math.sub(_number(1, rate), math.mul(done, _number(1 - t_mul, rate))))
    number = math.floor(math.real_div(grown, _number(numbers.log(t_mul), rate)))
    power = math.pow_(ratio, number)
    before = math.real_div(math.sub(_number(1, rate), power), _number(1 - t_mul, rate))
    return number, math.real_div(math.sub(done, before), power)
