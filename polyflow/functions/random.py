"""Random tensors."""

from __future__ import annotations

from typing import Any

from ..framework.conversion import convert_to_tensor
from ..framework.dtypes import FLOAT, INDEX, DType, as_dtype, float32, int32
from ..framework.operation import Tensor
from ..framework.random_seed import get_seed
from ..framework.scopes import control_dependencies, name_scope
from ..ops import array_indexing as indexing
from ..ops import array_manipulation as array
from ..ops import math_comparison as compare
from ..ops import math_elementwise as math
from ..ops import random as ops
from ..ops.array_identity import identity
from .checks import Assert
from .reductions import reduce_all

__all__ = ["random_crop", "random_normal", "random_shuffle", "random_uniform", "truncated_normal"]


def random_uniform(
    shape: Any, minval: Any = 0, maxval: Any = None, dtype: Any = float32, seed: int | None = None, name: str | None = None
) -> Tensor:
    """Numbers between ``minval`` (included) and ``maxval`` (excluded), each equally likely.

    Args:
        shape: the shape, a list or an integer tensor.
        maxval: 1 by default for floating-point numbers; integers need it.
        seed: makes the numbers repeatable, see :func:`set_random_seed`.
    """
    dtype = as_dtype(dtype)
    maxval = default_maxval(maxval, dtype)
    with name_scope(name, "random_uniform", [shape, minval, maxval]) as scope:
        shape = shape_tensor(shape)
        low, high = convert_to_tensor(minval, dtype, name="min"), convert_to_tensor(maxval, dtype, name="max")
        seed, seed2 = node_seeds(seed)
        if dtype.is_integer:
            return ops.random_uniform_int(shape, low, high, seed=seed, seed2=seed2, name=scope)
        unit = ops.random_uniform(shape, dtype=dtype, seed=seed, seed2=seed2)
        return scaled(unit, math.sub(high, low, name="sub"), low, scope)


def default_maxval(maxval: Any, dtype: DType) -> Any:
    """``maxval``, or 1 where nothing is said: integers need one. ValueError for types that are not drawn uniformly."""
    if dtype not in FLOAT | INDEX:
        raise ValueError(f"Invalid dtype {dtype!r}: only floating-point numbers, int32 and int64 are drawn uniformly")
    if maxval is None and dtype.is_integer:
        raise ValueError(f"Must specify maxval for integer dtype {dtype.name}")
    return 1 if maxval is None else maxval


def scaled(standard: Tensor, scale: Tensor, offset: Tensor, name: str) -> Tensor:
    return math.add_v2(math.mul(standard, scale, name="mul"), offset, name=name)


def random_normal(
    shape: Any, mean: Any = 0.0, stddev: Any = 1.0, dtype: Any = float32, seed: int | None = None, name: str | None = None
) -> Tensor:
    """Numbers from the normal distribution."""
    return _normal(ops.random_standard_normal, "random_normal", shape, mean, stddev, as_dtype(dtype), seed, name)


def truncated_normal(
    shape: Any, mean: Any = 0.0, stddev: Any = 1.0, dtype: Any = float32, seed: int | None = None, name: str | None = None
) -> Tensor:
    """Numbers from the normal distribution; those further than two standard deviations from the mean are drawn again."""
    return _normal(ops.truncated_normal, "truncated_normal", shape, mean, stddev, as_dtype(dtype), seed, name)


def _normal(draw: Any, default_name: str, shape: Any, mean: Any, stddev: Any, dtype: Any, seed: int | None, name: str | None) -> Tensor:
    with name_scope(name, default_name, [shape, mean, stddev]) as scope:
        shape = shape_tensor(shape)
        mean = convert_to_tensor(mean, dtype, name="mean")
        stddev = convert_to_tensor(stddev, dtype, name="stddev")
        seed, seed2 = node_seeds(seed)
        return scaled(draw(shape, dtype=dtype, seed=seed, seed2=seed2), stddev, mean, scope)


def shape_tensor(shape: Any) -> Tensor:
    """A shape as a tensor: int32 where nothing says otherwise, also for ``[]``."""
    return convert_to_tensor(shape, int32 if isinstance(shape, (list, tuple)) and not shape else None, name="shape")


def node_seeds(seed: int | None) -> tuple[int, int]:
    """The two seed attributes of a node, 0 and 0 for numbers that differ from run to run."""
    first, second = get_seed(seed)
    return first or 0, second or 0


def random_shuffle(value: Any, seed: int | None = None, name: str | None = None) -> Tensor:
    """The rows (entries along the first dimension) of ``value`` in random order."""
    seed, seed2 = node_seeds(seed)
    return ops.random_shuffle(value, seed=seed, seed2=seed2, name=name)


def random_crop(value: Any, size: Any, seed: int | None = None, name: str | None = None) -> Tensor:
    """A part of ``value`` of shape ``size``, at a place where it fits; each such place is equally likely."""
    with name_scope(name, "random_crop", [value, size]) as scope:
        value = convert_to_tensor(value, name="value")
        size = convert_to_tensor(size, int32, name="size")
        shape = array.shape(value)
        fits = reduce_all(compare.greater_equal(shape, size))
        with control_dependencies([Assert(fits, ["Need value.shape >= size, got ", shape, size])]):
            room = math.add_v2(math.sub(identity(shape, name="control_dependency"), size, name="sub"), 1, name="add")
        # One draw of large numbers serves all dimensions: each has a limit of its own.
        offset = math.floor_mod(random_uniform(array.shape(shape), 0, int32.max, int32, seed), room, name="mod")
        return indexing.slice_(value, offset, size, name=scope)
