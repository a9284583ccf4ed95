"""Reductions of whole dimensions, positions of extremes, and running sums and products.

torch takes an empty list of dimensions for all of them: reductions over none are answered before torch is asked.
"""

import math

import torch

from ...framework import math_rules
from ...framework.array_rules import at_run_time
from ...framework.errors import InvalidArgumentError
from . import kernel
from .precision import HALF
from .unsigned import MISSING, from_bits, modular, ordered, quotient, to_bits, to_ranks

reduction_axes = at_run_time(math_rules.reduction_axes)
scan_axis = at_run_time(math_rules.scan_axis)


@kernel("Sum")
def sum_(input, reduction_indices, *, keep_dims):
    axes = reduction_axes(reduction_indices, input.dim())
    return total(input, axes, keep_dims) if axes else input.clone()


@modular
def total(x, axes, keep_dims):
    return x.sum(axes, keep_dims, dtype=x.dtype)


@kernel("Mean")
def mean(input, reduction_indices, *, keep_dims):
    axes = reduction_axes(reduction_indices, input.dim())
    if not axes:
        return input.clone()
    if input.is_floating_point() or input.is_complex():
        return input.mean(axes, keep_dims)
    return integer_mean(input, axes, keep_dims)


def integer_mean(x, axes, keep_dims):
    count = max(math.prod(x.shape[axis] for axis in axes), 1)
    if x.dtype is torch.uint64:
        whole = total(x, axes, keep_dims)
        return quotient(whole, torch.full_like(whole, count))
    return to_bits(x).sum(axes, keep_dims, dtype=torch.int64).div(count, rounding_mode="trunc").to(x.dtype)


@kernel("Prod")
def prod(input, reduction_indices, *, keep_dims):
    axes = reduction_axes(reduction_indices, input.dim())
    if input.dtype in HALF:
        return product(input.float(), axes, keep_dims).to(input.dtype)
    return product(input, axes, keep_dims) if axes else input.clone()


@modular
def product(x, axes, keep_dims):
    """torch multiplies along one dimension at a time."""
    for axis in sorted(axes, reverse=True):
        x = x.prod(axis, keep_dims, dtype=x.dtype)
    return x


@kernel("Max")
def max_(input, reduction_indices, *, keep_dims):
    axes = reduction_axes(reduction_indices, input.dim())
    if not axes:
        return input.clone()
    return greatest(input, axes, keep_dims) if input.numel() else of_nothing(input, axes, keep_dims, lowest(input.dtype))


@kernel("Min")
def min_(input, reduction_indices, *, keep_dims):
    axes = reduction_axes(reduction_indices, input.dim())
    if not axes:
        return input.clone()
    return least(input, axes, keep_dims) if input.numel() else of_nothing(input, axes, keep_dims, highest(input.dtype))


greatest = ordered(torch.Tensor.amax)
least = ordered(torch.Tensor.amin)


def of_nothing(x, axes, keep_dims, value):
    return torch.full(math_rules.reduced_sizes(x.shape, axes, keep_dims), value, dtype=x.dtype, device=x.device)


def lowest(dtype):
    return -math.inf if dtype.is_floating_point else torch.iinfo(dtype).min


def highest(dtype):
    return math.inf if dtype.is_floating_point else torch.iinfo(dtype).max


@kernel("EuclideanNorm")
def euclidean_norm(input, reduction_indices, *, keep_dims):
    axes = reduction_axes(reduction_indices, input.dim())
    if input.dtype in HALF:
        return norm(input.float(), axes, keep_dims).to(input.dtype)
    return norm(input, axes, keep_dims)


def norm(x, axes, keep_dims):
    if x.is_floating_point() and axes:
        return torch.linalg.vector_norm(x, 2, axes, keep_dims)
    squares = square(x)
    squares = total(squares, axes, keep_dims) if axes else squares
    return squares.sqrt() if squares.is_floating_point() or squares.is_complex() else squares.double().sqrt().to(x.dtype)


@modular
def square(x):
    return x.mul(x.conj()) if x.is_complex() else x.mul(x)


@kernel("All")
def all_(input, reduction_indices, *, keep_dims):
    axes = reduction_axes(reduction_indices, input.dim())
    return input.all(axes, keep_dims) if axes else input.clone()


@kernel("Any")
def any_(input, reduction_indices, *, keep_dims):
    axes = reduction_axes(reduction_indices, input.dim())
    return input.any(axes, keep_dims) if axes else input.clone()


@kernel("ArgMax")
def argmax(input, dimension, *, output_type):
    return first_place(torch.argmax, input, search_axis(input, dimension), -math.inf).to(output_type)


@kernel("ArgMin")
def argmin(input, dimension, *, output_type):
    return first_place(torch.argmin, input, search_axis(input, dimension), math.inf).to(output_type)


def search_axis(x, dimension):
    axis = scan_axis(dimension, x.dim())
    if x.shape[axis] == 0:
        raise InvalidArgumentError.of(f"Reduction axis {axis} is empty in shape {tuple(x.shape)}")
    return axis


def first_place(search, x, axis, instead_of_nan):
    """The first place of an extreme, for which NaN is passed over. Torch finds NaN instead: a look at what it found is enough on the CPU."""
    if not x.is_floating_point():
        return search(x.to(torch.uint8) if x.dtype is torch.bool else to_ranks(x), axis)
    if x.is_cpu:
        places = search(x, axis)
        if not x.gather(axis, places.unsqueeze(axis)).isnan().any():
            return places
    return search(x.nan_to_num(instead_of_nan, math.inf, -math.inf), axis)


@kernel("Cumsum")
def cumsum(x, axis, *, exclusive, reverse):
    return scan(torch.Tensor.cumsum, 0, x, axis, exclusive, reverse)


@kernel("Cumprod")
def cumprod(x, axis, *, exclusive, reverse):
    return scan(torch.Tensor.cumprod, 1, x, axis, exclusive, reverse)


@kernel("CumulativeLogsumexp")
def cumulative_logsumexp(x, axis, *, exclusive, reverse):
    return scan(torch.logcumsumexp, -math.inf, x, axis, exclusive, reverse)


def scan(accumulate, start, x, axis, exclusive, reverse):
    """An exclusive scan is that of x shifted by one, with ``start`` put in front.

    Unsigned integers go through int64, float16 and bfloat16 through float32.
    """
    axis = scan_axis(axis, x.dim())
    wide = x.float() if x.dtype in HALF else to_bits(x)
    wide = wide.flip(axis) if reverse else wide
    if exclusive and wide.shape[axis]:
        wide = torch.cat([torch.full_like(wide.narrow(axis, 0, 1), start), wide.narrow(axis, 0, wide.shape[axis] - 1)], axis)
    result = accumulate(wide, axis).to(wide.dtype)
    result = result.flip(axis) if reverse else result
    return from_bits(result, x.dtype) if x.dtype in MISSING else result.to(x.dtype)
