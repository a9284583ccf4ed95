"""Random tensors that depend on nothing but their arguments: ``tf.random.stateless_…``.

``seed`` is a vector of two integers, or a tensor of one: equal seeds give equal numbers in every run.
"""

from __future__ import annotations

from typing import Any

from ..framework.conversion import convert_to_tensor
from ..framework.dtypes import as_dtype, float32, int64
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..ops import math_elementwise as math
from ..ops import random_stateless as ops
from .random import default_maxval, scaled, shape_tensor

__all__ = [
    "stateless_categorical", "stateless_multinomial", "stateless_random_normal", "stateless_random_uniform", "stateless_truncated_normal",
]  # fmt: skip


def stateless_random_uniform(
    shape: Any, seed: Any, minval: Any = 0, maxval: Any = None, dtype: Any = float32, name: str | None = None
) -> Tensor:
    """Numbers between ``minval`` (included) and ``maxval`` (excluded; 1 by default, integers need it), each equally likely."""
    dtype = as_dtype(dtype)
    maxval = default_maxval(maxval, dtype)
    with name_scope(name, "stateless_random_uniform", [shape, seed, minval, maxval]) as scope:
        shape = shape_tensor(shape)
        low, high = convert_to_tensor(minval, dtype, name="min"), convert_to_tensor(maxval, dtype, name="max")
        if dtype.is_integer:
            return ops.stateless_random_uniform_int(shape, seed, low, high, name=scope)
        unit = ops.stateless_random_uniform(shape, seed, dtype=dtype)
        return scaled(unit, math.sub(high, low, name="sub"), low, scope)


def stateless_random_normal(
    shape: Any, seed: Any, mean: Any = 0.0, stddev: Any = 1.0, dtype: Any = float32, name: str | None = None
) -> Tensor:
    """Numbers from the normal distribution."""
    return _normal(ops.stateless_random_normal, "stateless_random_normal", shape, seed, mean, stddev, as_dtype(dtype), name)


def stateless_truncated_normal(
    shape: Any, seed: Any, mean: Any = 0.0, stddev: Any = 1.0, dtype: Any = float32, name: str | None = None
) -> Tensor:
    """Numbers from the normal distribution; those further than two standard deviations from the mean are drawn again."""
    return _normal(ops.stateless_truncated_normal, "stateless_truncated_normal", shape, seed, mean, stddev, as_dtype(dtype), name)


def _normal(draw: Any, default_name: str, shape: Any, seed: Any, mean: Any, stddev: Any, dtype: Any, name: str | None) -> Tensor:
    with name_scope(name, default_name, [shape, seed, mean, stddev]) as scope:
        shape = shape_tensor(shape)
        mean = convert_to_tensor(mean, dtype, name="mean")
        stddev = convert_to_tensor(stddev, dtype, name="stddev")
        return scaled(draw(shape, seed, dtype=dtype), stddev, mean, scope)


def stateless_multinomial(logits: Any, num_samples: Any, seed: Any, output_dtype: Any = int64, name: str | None = None) -> Tensor:
    """Classes drawn for each row of ``logits``, with probabilities in proportion to exp(logits): [batch, num_samples]."""
    return _classes("stateless_multinomial", logits, num_samples, seed, output_dtype, name)


def stateless_categorical(logits: Any, num_samples: Any, seed: Any, dtype: Any = int64, name: str | None = None) -> Tensor:
    """:func:`stateless_multinomial` under its newer name."""
    return _classes("stateless_categorical", logits, num_samples, seed, dtype, name)


def _classes(default_name: str, logits: Any, num_samples: Any, seed: Any, dtype: Any, name: str | None) -> Tensor:
    with name_scope(name, default_name, [logits, seed]):
        logits = convert_to_tensor(logits, name="logits")
        return ops.stateless_multinomial(logits, num_samples, seed, output_dtype=as_dtype(dtype))
