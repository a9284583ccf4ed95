"""Dilation and its gradients: one pass over the image for each entry of the filter, which no array of windows has to be made for."""

import itertools

import torch

from ...framework import window_rules
from ...framework.array_rules import at_run_time
from ...framework.errors import InvalidArgumentError
from . import kernel
from .precision import HALF
from .unsigned import from_bits, from_ranks, to_bits, to_ranks

layout = at_run_time(window_rules.dilated)
entries = at_run_time(window_rules.entries)


@kernel("Dilation2D")
def dilation2d(input, filter, *, strides, rates, padding):
    lies = layout(input.shape, filter.shape, tuple(strides), tuple(rates), padding)
    greatest = lowest_of_result(input, lies)
    for _, result, total in sums(input, filter, lies):
        part = greatest[result]
        torch.maximum(part, total, out=part)
    return from_ranks(greatest, input.dtype)


def lowest_of_result(images, lies):
    """The lowest of ranks for each window and channel."""
    ranks = to_ranks(images[:0])
    lowest = float("-inf") if ranks.is_floating_point() else torch.iinfo(ranks.dtype).min
    return ranks.new_full((images.shape[0], *lies.counts, images.shape[3]), lowest)


def sums(images, filter, lies):
    """For each entry of the filter, which part of the image and of the result it joins, and the ranks of its sums there."""
    bits, weights = to_bits(images), to_bits(filter)
    for (image, result), (a, b) in zip(entries(tuple(images.shape[1:3]), lies), places(filter), strict=True):
        yield image, result, to_ranks(from_bits(bits[image].add(weights[a, b]), images.dtype))


def places(filter):
    return itertools.product(range(filter.shape[0]), range(filter.shape[1]))


def first_greatest(images, filter, out_backprop, lies):
    """Which entry of the filter is in each window's greatest sum, the first in reading order."""
    greatest = lowest_of_result(images, lies)
    if out_backprop.shape != greatest.shape:
        raise InvalidArgumentError.of(f"out_backprop has shape {tuple(out_backprop.shape)}, but the dilation gives {tuple(greatest.shape)}")
    first = torch.zeros_like(greatest, dtype=torch.int32)
    for position, (_, result, total) in enumerate(sums(images, filter, lies)):
        first[result].masked_fill_(total.gt(greatest[result]), position)
        torch.maximum(greatest[result], total, out=greatest[result])
    return first


@kernel("Dilation2DBackpropInput")
def dilation2d_backprop_input(input, filter, out_backprop, *, strides, rates, padding):
    lies = layout(input.shape, filter.shape, tuple(strides), tuple(rates), padding)
    first, gradients = first_greatest(input, filter, out_backprop, lies), summable(out_backprop)
    total = gradients.new_zeros(input.shape)
    for position, (image, result) in enumerate(entries(tuple(input.shape[1:3]), lies)):
        total[image].add_(gradients[result].mul(first[result].eq(position)))
    return from_bits(total, input.dtype)


def summable(gradients):
    """Gradients in the type that they are summed in."""
    return gradients.float() if gradients.dtype in HALF else to_bits(gradients)


@kernel("Dilation2DBackpropFilter")
def dilation2d_backprop_filter(input, filter, out_backprop, *, strides, rates, padding):
    lies = layout(input.shape, filter.shape, tuple(strides), tuple(rates), padding)
    first, gradients = first_greatest(input, filter, out_backprop, lies), summable(out_backprop)
    count = filter.shape[0] * filter.shape[1]
    rows = [gradients.mul(first.eq(position)).sum((0, 1, 2), dtype=gradients.dtype) for position in range(count)]
    return from_bits(torch.stack(rows).view(filter.shape), filter.dtype)
