"""Random tensors of distributions whose parameters are tensors."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..framework.conversion import convert_to_tensor
from ..framework.dtypes import as_dtype, float32, int32, int64
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..ops import array_manipulation as array
from ..ops import math_elementwise as math
from ..ops import random_distribution as ops
from .random import node_seeds, shape_tensor

__all__ = ["multinomial", "random_gamma", "random_poisson"]


def multinomial(logits: Any, num_samples: Any, seed: int | None = None, name: str | None = None, output_dtype: Any = None) -> Tensor:
    """Classes drawn for each row of ``logits``, with probabilities in proportion to exp(logits).

    Args:
        logits: [batch, classes]; logarithms of the probabilities, up to a constant for each row.
        num_samples: how many are drawn for each row.
        output_dtype: int32 or int64 (the default).

    Returns:
        [batch, num_samples]
    """
    return _classes("multinomial", logits, num_samples, output_dtype, seed, name)


def categorical(logits: Any, num_samples: Any, dtype: Any = None, seed: int | None = None, name: str | None = None) -> Tensor:
    """:func:`multinomial` under its newer name, ``tf.random.categorical``."""
    return _classes("categorical", logits, num_samples, dtype, seed, name)


def _classes(default_name: str, logits: Any, num_samples: Any, dtype: Any, seed: int | None, name: str | None) -> Tensor:
    with name_scope(name, default_name, [logits]):
        logits = convert_to_tensor(logits, name="logits")
        first, second = node_seeds(seed)
        return ops.multinomial(logits, num_samples, seed=first, seed2=second, output_dtype=as_dtype(dtype or int64))


def random_gamma(
    shape: Any, alpha: Any, beta: Any = None, dtype: Any = float32, seed: int | None = None, name: str | None = None
) -> Tensor:
    """Gamma distributed numbers: of shape ``shape`` for each pair of ``alpha`` and ``beta``, which broadcast.

    Gradients flow to both parameters.

    Args:
        alpha: the shape parameter of the distribution.
        beta: the inverse scale; 1 by default.

    Returns:
        a tensor of shape ``shape`` + that of ``alpha`` and ``beta``, all numbers positive.
    """
    dtype = as_dtype(dtype)
    with name_scope(name, "random_gamma", [shape, alpha, beta]):
        shape = convert_to_tensor(shape, int32, name="shape")
        alpha = convert_to_tensor(alpha, dtype, name="alpha")
        beta = convert_to_tensor(1 if beta is None else beta, dtype, name="beta")
        common = array.broadcast_args(array.shape(alpha), array.shape(beta))
        alpha = array.broadcast_to(alpha, common)
        first, second = node_seeds(seed)
        scaled = math.real_div(ops.random_gamma(shape, alpha, seed=first, seed2=second), beta, name="truediv")
        return math.maximum(np.finfo(dtype.np_dtype).tiny, scaled)


def random_poisson(lam: Any, shape: Any, dtype: Any = float32, seed: int | None = None, name: str | None = None) -> Tensor:
    """Poisson distributed numbers: of shape ``shape`` for each of the means ``lam``.

    Returns:
        a tensor of shape ``shape`` + lam.shape and of type ``dtype``, floating-point or int32 or int64.
    """
    with name_scope(name, "random_poisson", [lam, shape]):
        shape = convert_to_tensor(shape, int32, name="shape")
        first, second = node_seeds(seed)
        return ops.random_poisson_v2(shape, lam, dtype=as_dtype(dtype), seed=first, seed2=second)


def parameterized_truncated_normal(
    shape: Any,
    means: Any = 0.0,
    stddevs: Any = 1.0,
    minvals: Any = -2.0,
    maxvals: Any = 2.0,
    dtype: Any = float32,
    seed: int | None = None,
    name: str | None = None,
) -> Tensor:
    """Normally distributed numbers from ``minvals`` to ``maxvals``; each parameter is a scalar, or a vector over the first dimension."""
    dtype = as_dtype(dtype)
    with name_scope(name, "parameterized_truncated_normal", [shape, means, stddevs, minvals, maxvals]):
        shape = shape_tensor(shape)
        named = {"means": means, "stddevs": stddevs, "minvals": minvals, "maxvals": maxvals}
        parameters = [convert_to_tensor(value, dtype, name=key) for key, value in named.items()]
        first, second = node_seeds(seed)
        return ops.parameterized_truncated_normal(shape, *parameters, seed=first, seed2=second)
