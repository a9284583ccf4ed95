"""Counts: of equal numbers, and of numbers between boundaries.

Each number is scattered to its place; what is not counted goes to one more place, which is then cut off.
"""

import functools

import torch

from ...framework import math_rules
from ...framework.array_rules import at_run_time
from ...framework.errors import InvalidArgumentError
from . import kernel

histogram_range = at_run_time(math_rules.histogram_range)


@kernel("Bincount")
def bincount(arr, size, weights):
    if weights.numel() not in (0, arr.numel()):
        raise InvalidArgumentError.of(f"Input indices and weights must have the same size: {arr.numel()} and {weights.numel()}")
    return sums(arr.reshape(-1), size, weights.reshape(-1))


@kernel("DenseBincount")
def dense_bincount(input, size, weights, *, binary_output):
    if weights.numel() and weights.shape != input.shape:
        raise InvalidArgumentError.of(
            f"`weights` must be the same shape as `arr` or a length-0 `Tensor`: {tuple(weights.shape)} and {tuple(input.shape)} differ"
        )
    numbers = input if input.dim() else input.reshape(1)
    if binary_output:
        return empty_places(numbers, size, weights.dtype).scatter_(-1, places(numbers, size).long(), 1).narrow(-1, 0, size)
    return sums(numbers, size, weights.reshape(numbers.shape) if weights.numel() else weights)


def sums(numbers, size, weights):
    """For each number below ``size`` the sum of the weights of where it occurs in a vector, or in each row of a matrix."""
    where = places(numbers, size)
    if not weights.numel():
        if numbers.is_cpu and numbers.dim() == 1:
            return where.bincount(minlength=size + 1).narrow(0, 0, size).to(weights.dtype)
        weights = weights.new_ones(()).expand(numbers.shape)
    return empty_places(numbers, size, weights.dtype).scatter_add_(-1, where.long(), weights).narrow(-1, 0, size)


def empty_places(numbers, size, dtype):
    return torch.zeros(math_rules.counted_sizes(numbers.shape, size + 1), dtype=dtype, device=numbers.device)


def places(numbers, size):
    """The numbers, ``size`` for those that are not counted. On the CPU a negative one is an error."""
    if size < 0:
        raise InvalidArgumentError.of(f"size ({size}) must be non-negative")
    if not numbers.is_cpu:
        return torch.where(numbers.lt(0), size, numbers).clamp_(max=size)
    low, high = numbers.aminmax() if numbers.numel() else (0, 0)
    if low < 0:
        raise InvalidArgumentError.of(f"Input arr must be non-negative! Negative input value found: {int(low)}")
    return numbers if high <= size else numbers.clamp(max=size)


@kernel("Bucketize")
def bucketize(input, *, boundaries):
    """In float32 the boundaries are what they are; other types are compared in float64."""
    values = (input if input.dtype is torch.float32 else input.double()).contiguous()
    return torch.bucketize(values, bounds(tuple(boundaries), values.dtype, values.device), out_int32=True, right=True)


@functools.lru_cache(maxsize=64)
def bounds(boundaries, dtype, device):
    """The boundaries as a tensor, copied to the device once."""
    return torch.tensor(boundaries, dtype=torch.float32).to(device, dtype)


@kernel("HistogramFixedWidth")
def histogram_fixed_width(values, value_range, nbins, *, dtype):
    low, high = histogram_range(tuple(value_range), nbins)
    if not values.is_floating_point():
        return histogram_fixed_width(values.double(), value_range, nbins, dtype=dtype)
    width = values.new_tensor(high).sub_(low).double().div_(nbins)
    bins = values.reshape(-1).clamp(low, high).sub_(low).double().div_(width)
    return sums(counted_bins(bins, nbins), nbins, torch.empty(0, dtype=dtype, device=values.device))


def counted_bins(bins, nbins):
    """Whole numbers of bins, at most the last one; NaN is an error on the CPU and elsewhere in no bin."""
    missing = bins.isnan()
    if bins.is_cpu:
        if missing.any():
            raise InvalidArgumentError.of("Histogram values must not contain NaN")
        return bins.clamp_(max=nbins - 1).long()
    return torch.where(missing, nbins, bins.clamp_(max=nbins - 1)).long()
