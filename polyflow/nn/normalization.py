"""Normalisation: by mean and variance, by norm, by what is near."""

from __future__ import annotations

from typing import Any

from ..framework.conversion import convert_to_tensor
from ..framework.dtypes import float32
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..framework.synonyms import one_of
from ..functions.reductions import reduce_sum
from ..ops import math_elementwise as math
from ..ops import nn_normalization as ops
from .statistics import in_type_of

__all__ = [
    "batch_norm_with_global_normalization",
    "batch_normalization",
    "fused_batch_norm",
    "l2_normalize",
    "local_response_normalization",
    "lrn",
]

LEAST_EPSILON = 1.001e-5
"""What TensorFlow replaces smaller ones by, for the sake of a library on other devices."""


def batch_normalization(
    x: Any, mean: Any, variance: Any, offset: Any, scale: Any, variance_epsilon: Any, name: str | None = None
) -> Tensor:
    """``scale * (x - mean) / sqrt(variance + variance_epsilon) + offset``; ``scale`` and ``offset`` may be None."""
    given = [value for value in (x, mean, variance, scale, offset) if value is not None]
    with name_scope(name, "batchnorm", given):
        x = convert_to_tensor(x, name="x")
        factor = math.rsqrt(math.add_v2(variance, variance_epsilon, name="add"))
        if scale is not None:
            factor = math.mul(factor, scale, name="mul")
        scaled = math.mul(x, in_type_of(x, factor), name="mul")
        moved = math.mul(mean, factor, name="mul")
        moved = math.neg(moved) if offset is None else math.sub(offset, moved, name="sub")
        return math.add_v2(scaled, in_type_of(x, moved), name="add")


def batch_norm_with_global_normalization(t: Any = None, m: Any = None, v: Any = None, beta: Any = None, gamma: Any = None,
                                         variance_epsilon: Any = None, scale_after_normalization: bool | None = None, name: str | None = None,
                                         input: Any = None, mean: Any = None, variance: Any = None) -> Tensor:  # fmt: skip
    """:func:`batch_normalization` under an older name, with the offset ``beta`` and, if ``scale_after_normalization``, the scale ``gamma``.

    Args:
        t, m, v: the images, their mean and their variance; ``input``, ``mean`` and ``variance`` are synonyms.
    """
    t, m, v = one_of("t", t, "input", input), one_of("m", m, "mean", mean), one_of("v", v, "variance", variance)
    return batch_normalization(t, m, v, beta, gamma if scale_after_normalization else None, variance_epsilon, name)


def fused_batch_norm(x: Any, scale: Any, offset: Any, mean: Any = None, variance: Any = None, epsilon: float = 0.001, data_format: str = "NHWC",
                     is_training: bool = True, name: str | None = None,
                     exponential_avg_factor: float = 1.0) -> tuple[Tensor, Tensor, Tensor]:  # fmt: skip
    """Batch normalisation of images in one op.

    Args:
        x: images, or volumes, in the order of ``data_format``.
        scale, offset: a number per channel.
        mean, variance: of the population; they are needed where the result depends on them.
        epsilon: added to the variance; at least 1.001e-5.
        is_training: whether to normalise by mean and variance of ``x`` itself.
        exponential_avg_factor: the part of those in the mean and variance that are returned; the rest is ``mean`` and ``variance``.

    Returns:
        The images normalised, the mean and the variance. The latter has Bessel's correction if it is that of ``x``.

    Raises:
        ValueError: no mean or variance where it is needed, or shapes that do not fit.
    """
    needed = not is_training or exponential_avg_factor != 1.0
    if needed and (mean is None or variance is None):
        raise ValueError("Both mean and variance must be given unless is_training is true and exponential_avg_factor is 1")
    statistics = (mean, variance) if needed else ([], [])
    x = convert_to_tensor(x, name="input")
    vectors = [convert_to_tensor(vector, float32) for vector in (scale, offset, *statistics)]
    attributes = {"data_format": data_format, "is_training": is_training, "exponential_avg_factor": exponential_avg_factor}
    result = ops.fused_batch_norm_v3(x, *vectors, epsilon=max(epsilon, LEAST_EPSILON), **attributes, name=name)
    return result.y, result.batch_mean, result.batch_variance


def l2_normalize(x: Any, axis: Any = None, epsilon: float = 1e-12, name: str | None = None, dim: Any = None) -> Tensor:
    """``x / sqrt(max(sum(x**2), epsilon))``, the sum over ``axis`` (all of it for None; ``dim`` is its older name)."""
    axis = one_of("axis", axis, "dim", dim)
    with name_scope(name, "l2_normalize", [x]) as scope:
        x = convert_to_tensor(x, name="x")
        total = reduce_sum(math.square(x), axis, keepdims=True)
        return math.mul(x, math.rsqrt(math.maximum(total, epsilon)), name=scope)


def local_response_normalization(input: Any, depth_radius: int | None = 5, bias: float | None = 1, alpha: float | None = 1,
                                 beta: float | None = 0.5, name: str | None = None) -> Tensor:  # fmt: skip
    """``input / (bias + alpha * n)**beta``, where n is the sum of the squares of the channels at most ``depth_radius`` away.

    None, the default in 0.x, is the default here too.
    """
    given = {"depth_radius": depth_radius, "bias": bias, "alpha": alpha, "beta": beta}
    return ops.lrn(input, **{argument: value for argument, value in given.items() if value is not None}, name=name)


lrn = local_response_normalization
