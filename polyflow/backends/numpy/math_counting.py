"""Counts: of equal numbers, and of numbers between boundaries."""

import numpy as np

from ...framework import math_rules
from ...framework.array_rules import at_run_time
from ...framework.errors import InvalidArgumentError
from . import kernel

histogram_range = at_run_time(math_rules.histogram_range)


@kernel("Bincount")
def bincount(arr, size, weights):
    if np.size(weights) not in (0, np.size(arr)):
        raise InvalidArgumentError.of(f"Input indices and weights must have the same size: {np.size(arr)} and {np.size(weights)}")
    return sums(np.ravel(arr), size, np.ravel(weights))


@kernel("DenseBincount")
def dense_bincount(input, size, weights, *, binary_output):
    input, weights = np.asarray(input), np.asarray(weights)
    if weights.size and weights.shape != input.shape:
        raise InvalidArgumentError.of(
            f"`weights` must be the same shape as `arr` or a length-0 `Tensor`: {weights.shape} and {input.shape} differ"
        )
    if binary_output:
        return (sums(np.atleast_1d(input), size, np.zeros(0, np.int64)) > 0).astype(weights.dtype)
    return sums(np.atleast_1d(input), size, weights.reshape(np.shape(np.atleast_1d(input))) if weights.size else weights)


def sums(numbers, size, weights):
    """For each number below ``size`` the sum of the weights of where it occurs in a vector, or in each row of a matrix."""
    if size < 0:
        raise InvalidArgumentError.of(f"size ({size}) must be non-negative")
    if (numbers < 0).any():
        raise InvalidArgumentError.of(f"Input arr must be non-negative! Negative input value found: {numbers.min()}")
    result = np.zeros(math_rules.counted_sizes(numbers.shape, size), weights.dtype)
    counted = np.nonzero(numbers < size)
    np.add.at(result, (*counted[:-1], numbers[counted]), weights[counted] if weights.size else weights.dtype.type(1))
    return result


@kernel("Bucketize")
def bucketize(input, *, boundaries):
    return np.searchsorted(np.array(boundaries, np.float32).astype(np.float64), input, side="right").astype(np.int32)


@kernel("HistogramFixedWidth")
def histogram_fixed_width(values, value_range, nbins, *, dtype):
    if values.dtype.kind in "iu":
        return histogram_fixed_width(values.astype(np.float64), value_range, nbins, dtype=dtype)
    if np.isnan(values).any():
        raise InvalidArgumentError.of("Histogram values must not contain NaN")
    low, high = np.array(histogram_range(tuple(value_range), nbins), values.dtype)
    width = np.float64(high - low) / nbins
    bins = np.minimum((np.clip(values, low, high) - low).astype(np.float64) // width, nbins - 1)
    return np.bincount(bins.astype(np.int64).ravel(), minlength=nbins).astype(dtype)
