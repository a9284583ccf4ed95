"""Tensors of constants and random numbers, built node by node as TensorFlow builds them, so that names and default seeds agree."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from ..framework.conversion import constant_tensor, convert_to_tensor
from ..framework.dtypes import DType
from ..framework.operation import Tensor
from ..framework.random_seed import get_seed
from ..framework.scopes import name_scope
from ..ops import array_creation, math_elementwise, random

_SMALL = 1000
"""Fewer elements than this are a constant, more are filled in when the graph runs."""


def filled(value: Any, shape: Sequence[int], dtype: DType, name: str) -> Tensor:
    """A tensor of ``shape`` whose elements all are ``value``."""
    scalar = np.array(value, dtype.np_dtype)
    with name_scope(name) as scope:
        if math.prod(shape) < _SMALL:
            return constant_tensor(np.full(shape, scalar), dtype, scope)
        return array_creation.fill(constant_tensor(np.array(shape, np.int32), name="shape_as_tensor"), constant_tensor(scalar, dtype), name=scope)


def uniform(shape: Any, low: Any, high: Any, seed: int | None, dtype: DType, name: str = "random_uniform") -> Tensor:
    """Numbers drawn evenly from [low, high); integers need both bounds."""
    with name_scope(name) as scope:
        sizes, low, high = _sizes(shape), convert_to_tensor(low, dtype, name="min"), convert_to_tensor(high, dtype, name="max")
        first, second = seeds(seed)
        if dtype.is_integer:
            return random.random_uniform_int(sizes, low, high, seed=first, seed2=second, name=scope)
        drawn = random.random_uniform(sizes, dtype=dtype, seed=first, seed2=second)
        width = math_elementwise.sub(high, low, name="sub")
        return math_elementwise.add(math_elementwise.mul(drawn, width, name="mul"), low, name=scope)


def normal(shape: Any, mean: Any, stddev: Any, seed: int | None, dtype: DType, name: str = "random_normal") -> Tensor:
    """Numbers of a normal distribution."""
    return _normal(random.random_standard_normal, shape, mean, stddev, seed, dtype, name)


def truncated_normal(shape: Any, mean: Any, stddev: Any, seed: int | None, dtype: DType, name: str = "truncated_normal") -> Tensor:
    """Numbers of a normal distribution, those further than two standard deviations from the mean drawn again."""
    return _normal(random.truncated_normal, shape, mean, stddev, seed, dtype, name)


def _normal(draw: Any, shape: Any, mean: Any, stddev: Any, seed: int | None, dtype: DType, name: str) -> Tensor:
    with name_scope(name) as scope:
        sizes = _sizes(shape)
        mean, stddev = convert_to_tensor(mean, dtype, name="mean"), convert_to_tensor(stddev, dtype, name="stddev")
        first, second = seeds(seed)
        drawn = draw(sizes, dtype=dtype, seed=first, seed2=second)
        return math_elementwise.add(math_elementwise.mul(drawn, stddev, name="mul"), mean, name=scope)


def _sizes(shape: Any) -> Tensor:
    return shape if isinstance(shape, Tensor) else constant_tensor(np.array(shape, np.int32).reshape(-1), name="shape")


def seeds(seed: int | None) -> tuple[int, int]:
    """The seed attributes of a random node; (0, 0) where numbers may differ from session to session."""
    first, second = get_seed(seed)
    return first or 0, second or 0
