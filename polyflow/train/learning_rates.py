"""Learning rates that change with the number of steps. Each is a tensor, computed anew in every run."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from ..framework.conversion import convert_to_tensor
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..functions.array import identity, where
from ..functions.math import cast, ceil, cos, exp, floor, less_equal, log, maximum, minimum, multiply
from ..functions.math import pow as power_of


def exponential_decay(
    learning_rate: Any, global_step: Any, decay_steps: Any, decay_rate: Any, staircase: bool = False, name: str | None = None
) -> Tensor:
    """learning_rate * decay_rate^(global_step / decay_steps); with ``staircase`` the exponent is cut to a whole number."""
    with _scope("exponential_decay", name, "ExponentialDecay", global_step) as scope:
        rate = _rate(learning_rate)
        progress = _progress(rate, global_step, decay_steps, staircase)
        return multiply(rate, power_of(cast(decay_rate, rate.dtype), progress), name=scope)


def natural_exp_decay(
    learning_rate: Any, global_step: Any, decay_steps: Any, decay_rate: Any, staircase: bool = False, name: str | None = None
) -> Tensor:
    """learning_rate * exp(-decay_rate * global_step / decay_steps); with ``staircase`` the quotient is cut to a whole number."""
    with _scope("natural_exp_decay", name, "NaturalExpDecay", global_step) as scope:
        rate = _rate(learning_rate)
        progress = _progress(rate, global_step, decay_steps, staircase)
        return multiply(rate, exp(-cast(decay_rate, rate.dtype) * progress), name=scope)


def inverse_time_decay(
    learning_rate: Any, global_step: Any, decay_steps: Any, decay_rate: Any, staircase: bool = False, name: str | None = None
) -> Tensor:
    """learning_rate / (1 + decay_rate * global_step / decay_steps); with ``staircase`` the quotient is cut to a whole number."""
    with _scope("inverse_time_decay", name, "InverseTimeDecay", global_step) as scope:
        rate = _rate(learning_rate)
        progress = _progress(rate, global_step, decay_steps, staircase)
        return identity(rate / (1 + cast(decay_rate, rate.dtype) * progress), name=scope)


def polynomial_decay(
    learning_rate: Any, global_step: Any, decay_steps: Any, end_learning_rate: Any = 0.0001, power: Any = 1.0, cycle: bool = False,
    name: str | None = None,
) -> Tensor:  # fmt: skip
    """(learning_rate - end_learning_rate) * (1 - step / decay_steps)^power + end_learning_rate, with at most ``decay_steps`` steps.

    With ``cycle`` it starts anew, over the next multiple of ``decay_steps``.
    """
    with _scope("polynomial_decay", name, "PolynomialDecay", global_step) as scope:
        rate = _rate(learning_rate)
        end, exponent, step, steps = (cast(value, rate.dtype) for value in (end_learning_rate, power, global_step, decay_steps))
        if cycle:
            steps = steps * maximum(ceil(step / steps), 1)
        else:
            step = minimum(step, steps)
        return identity((rate - end) * power_of(1 - step / steps, exponent) + end, name=scope)


def cosine_decay(learning_rate: Any, global_step: Any, decay_steps: Any, alpha: float = 0.0, name: str | None = None) -> Tensor:
    """learning_rate * ((1 - alpha) * (1 + cos(π step / decay_steps)) / 2 + alpha), with at most ``decay_steps`` steps."""
    with _scope("cosine_decay", name, "CosineDecay", global_step):
        rate = _rate(learning_rate)
        share = _cosine(_completed(rate, global_step, decay_steps))
        return multiply(rate, (1 - alpha) * share + alpha)


def cosine_decay_restarts(
    learning_rate: Any, global_step: Any, first_decay_steps: Any, t_mul: float = 2.0, m_mul: float = 1.0, alpha: float = 0.0,
    name: str | None = None,
) -> Tensor:  # fmt: skip
    """Cosine decay that restarts: each period is ``t_mul`` times as long as the one before, from a rate ``m_mul`` times as high."""
    with _scope("cosine_decay_restarts", name, "SGDRDecay", global_step) as scope:
        rate = _rate(learning_rate)
        period, done = _period(cast(global_step, rate.dtype) / cast(first_decay_steps, rate.dtype), t_mul)
        share = cast(m_mul, rate.dtype) ** period * _cosine(done)
        return multiply(rate, (1 - alpha) * share + alpha, name=scope)


def linear_cosine_decay(
    learning_rate: Any, global_step: Any, decay_steps: Any, num_periods: float = 0.5, alpha: float = 0.0, beta: float = 0.001,
    name: str | None = None,
) -> Tensor:  # fmt: skip
    """learning_rate * ((alpha + 1 - t) * (1 + cos(2π num_periods t)) / 2 + beta), t = step / decay_steps, at most 1: Bello et al., 2017."""
    with _scope("linear_cosine_decay", name, "LinearCosineDecay", global_step) as scope:
        rate = _rate(learning_rate)
        done = _completed(rate, global_step, decay_steps)
        share = (alpha + 1 - done) * _cosine(done * (2 * num_periods)) + beta
        return multiply(rate, share, name=scope)


def piecewise_constant(x: Any, boundaries: Sequence[Any], values: Sequence[Any], name: str | None = None) -> Tensor:
    """values[0] up to and with boundaries[0], values[1] up to and with boundaries[1], …, the last value beyond the last boundary."""
    if len(boundaries) != len(values) - 1:
        raise ValueError("The length of boundaries should be 1 less than the length of values")
    with name_scope(name, "PiecewiseConstant"):
        x = convert_to_tensor(x)
        limits = [_boundary(limit, x) for limit in boundaries]
        levels = [convert_to_tensor(value) for value in values]
        if len({level.dtype.base_dtype for level in levels}) > 1:
            raise ValueError("values must have elements all with the same dtype")
        chosen = levels[-1]
        for limit, level in zip(reversed(limits), reversed(levels[:-1]), strict=True):
            chosen = where(less_equal(x, limit), level, chosen)
        return identity(chosen)


piecewise_constant_decay = piecewise_constant


def _boundary(limit: Any, x: Tensor) -> Tensor:
    tensor = limit if isinstance(limit, Tensor) else convert_to_tensor(limit, x.dtype.base_dtype)
    if tensor.dtype.base_dtype is not x.dtype.base_dtype:
        raise ValueError(f"Boundaries ({tensor.dtype.name}) must have the same dtype as x ({x.dtype.name})")
    return tensor


def _scope(function: str, name: str | None, default_name: str, global_step: Any) -> Any:
    if global_step is None:
        raise ValueError(f"global_step is required for {function}.")
    return name_scope(name, default_name)


def _rate(learning_rate: Any) -> Tensor:
    return convert_to_tensor(learning_rate, name="learning_rate")


def _progress(rate: Tensor, global_step: Any, decay_steps: Any, staircase: bool) -> Tensor:
    progress = cast(global_step, rate.dtype) / cast(decay_steps, rate.dtype)
    return floor(progress) if staircase else progress


def _completed(rate: Tensor, global_step: Any, decay_steps: Any) -> Tensor:
    """The part of the steps that is done, at most 1."""
    step, steps = cast(global_step, rate.dtype), cast(decay_steps, rate.dtype)
    return minimum(step, steps) / steps


def _cosine(done: Tensor) -> Tensor:
    """From 1 down to 0 along half a period of the cosine."""
    return 0.5 * (1 + cos(math.pi * done))


def _period(done: Tensor, t_mul: float) -> tuple[Tensor, Tensor]:
    """The number of the period and how much of it is done. ``done`` counts first periods; each is ``t_mul`` times the one before."""
    if t_mul == 1.0:
        number = floor(done)
        return number, done - number
    number = floor(log(1 - done * (1 - t_mul)) / math.log(t_mul))
    length = t_mul**number
    return number, (done - (1 - length) / (1 - t_mul)) / length
