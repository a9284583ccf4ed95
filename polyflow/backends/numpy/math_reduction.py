"""Reductions of whole dimensions, positions of extremes, and running sums and products."""

import math

import numpy as np

from ...framework import math_rules
from ...framework.array_rules import at_run_time
from ...framework.errors import InvalidArgumentError
from . import kernel
from .arrays import widened

reduction_axes = at_run_time(math_rules.reduction_axes)
scan_axis = at_run_time(math_rules.scan_axis)


@kernel("Sum")
def sum_(input, reduction_indices, *, keep_dims):
    return np.add.reduce(widened(input), reduction_axes(reduction_indices, input.ndim), keepdims=keep_dims).astype(input.dtype)


@kernel("Prod")
def prod(input, reduction_indices, *, keep_dims):
    return np.multiply.reduce(widened(input), reduction_axes(reduction_indices, input.ndim), keepdims=keep_dims).astype(input.dtype)


@kernel("Mean")
def mean(input, reduction_indices, *, keep_dims):
    axes = reduction_axes(reduction_indices, input.ndim)
    count = math.prod(input.shape[axis] for axis in axes)
    if input.dtype.kind not in "iu":
        return (np.add.reduce(widened(input), axes, keepdims=keep_dims) / widened(input).dtype.type(count)).astype(input.dtype)
    total = np.add.reduce(input, axes, dtype=f"{input.dtype.kind}8", keepdims=keep_dims)
    count = total.dtype.type(max(count, 1))
    return ((total - np.fmod(total, count)) // count).astype(input.dtype)


@kernel("Max")
def max_(input, reduction_indices, *, keep_dims):
    return np.maximum.reduce(input, reduction_axes(reduction_indices, input.ndim), keepdims=keep_dims, initial=lowest(input.dtype))


@kernel("Min")
def min_(input, reduction_indices, *, keep_dims):
    return np.minimum.reduce(input, reduction_axes(reduction_indices, input.ndim), keepdims=keep_dims, initial=highest(input.dtype))


def lowest(dtype):
    return np.array(np.iinfo(dtype).min if dtype.kind in "iu" else -np.inf, dtype)[()]


def highest(dtype):
    return np.array(np.iinfo(dtype).max if dtype.kind in "iu" else np.inf, dtype)[()]


@kernel("EuclideanNorm")
def euclidean_norm(input, reduction_indices, *, keep_dims):
    wide = widened(input)
    axes = reduction_axes(reduction_indices, input.ndim)
    return np.sqrt(np.add.reduce(wide * np.conj(wide), axes, dtype=wide.dtype, keepdims=keep_dims)).astype(input.dtype)


@kernel("All")
def all_(input, reduction_indices, *, keep_dims):
    return np.logical_and.reduce(input, reduction_axes(reduction_indices, input.ndim), keepdims=keep_dims)


@kernel("Any")
def any_(input, reduction_indices, *, keep_dims):
    return np.logical_or.reduce(input, reduction_axes(reduction_indices, input.ndim), keepdims=keep_dims)


@kernel("ArgMax")
def argmax(input, dimension, *, output_type):
    return np.argmax(without_nan(input, -np.inf), search_axis(input, dimension)).astype(output_type)


@kernel("ArgMin")
def argmin(input, dimension, *, output_type):
    return np.argmin(without_nan(input, np.inf), search_axis(input, dimension)).astype(output_type)


def search_axis(x, dimension):
    axis = scan_axis(dimension, x.ndim)
    if x.shape[axis] == 0:
        raise InvalidArgumentError.of(f"Reduction axis {axis} is empty in shape {x.shape}")
    return axis


def without_nan(x, replacement):
    if x.dtype.kind in "iub":
        return x
    x = widened(x)
    return np.where(np.isnan(x), x.dtype.type(replacement), x)


@kernel("Cumsum")
def cumsum(x, axis, *, exclusive, reverse):
    return scan(np.add, 0, x, axis, exclusive, reverse)


@kernel("Cumprod")
def cumprod(x, axis, *, exclusive, reverse):
    return scan(np.multiply, 1, x, axis, exclusive, reverse)


@kernel("CumulativeLogsumexp")
def cumulative_logsumexp(x, axis, *, exclusive, reverse):
    return scan(np.logaddexp, -np.inf, x, axis, exclusive, reverse)


def scan(combine, start, x, axis, exclusive, reverse):
    """Accumulates ``widened(x)`` along ``axis``; an exclusive scan is that of x shifted by one, with ``start`` put in front."""
    axis = scan_axis(axis, x.ndim)
    wide = np.moveaxis(widened(x), axis, 0)
    wide = wide[::-1] if reverse else wide
    if exclusive:
        wide = np.concatenate([np.full_like(wide[:1], start), wide[:-1]])
    result = combine.accumulate(wide, dtype=wide.dtype)
    return np.ascontiguousarray(np.moveaxis(result[::-1] if reverse else result, 0, axis), x.dtype)
