"""Random numbers, and tensors in random order: distributions of ``philox``, at the place where the node's last execution ended."""

import math

import numpy as np

from ...framework.errors import InvalidArgumentError
from . import kernel, philox


@kernel("RandomUniform")
def random_uniform(context, shape, *, seed, seed2, dtype, device):
    return drawn(context, shape, seed, seed2, philox.uniform, dtype)


@kernel("RandomUniformInt")
def random_uniform_int(context, shape, minval, maxval, *, seed, seed2, Tout, device):
    require_range(minval, maxval, shape)
    return drawn(context, shape, seed, seed2, philox.integers, Tout, minval, maxval)


@kernel("RandomStandardNormal")
def random_standard_normal(context, shape, *, seed, seed2, dtype, device):
    return drawn(context, shape, seed, seed2, philox.normal, dtype)


@kernel("TruncatedNormal")
def truncated_normal(context, shape, *, seed, seed2, dtype, device):
    return drawn(context, shape, seed, seed2, philox.truncated_normal, dtype)


def drawn(context, shape, seed, seed2, distribution, dtype, *limits):
    size = number_of_elements(shape)
    key, counter = context.random(seed, seed2, size)
    return distribution(key, counter, size, dtype, *limits).reshape(shape)


def number_of_elements(shape):
    if any(size < 0 for size in shape):
        raise InvalidArgumentError.of(f"dimensions {list(shape)} must be >= 0")
    return math.prod(shape)


def require_range(minval, maxval, shape):
    if minval >= maxval and number_of_elements(shape):
        raise InvalidArgumentError.of(f"minval must be less than maxval, but {minval} >= {maxval}")


@kernel("RandomShuffle")
def random_shuffle(context, value, *, seed, seed2):
    return np.take(value, random_order(context, value, seed, seed2), axis=0) if np.ndim(value) else value


def random_order(context, value, seed, seed2):
    """A random order of the first dimension of ``value``; one draw for each exchange, so that the node's counter advances by those alone."""
    count = value.shape[0]
    key, counter = context.random(seed, seed2, math.ceil((count - 1) / 4), 1)
    return philox.permutation(key, counter, count)
