"""Pooling that also tells where the greatest entries are, and its gradients."""

import math

import torch

from . import kernel
from .arrays import require_in_range
from .nn_pooling import greatest_and_places, planned, require_shape, without_skipped
from .precision import HALF
from .unsigned import from_bits, from_ranks, to_bits, to_ranks
from .windows import from_nchw, to_nchw


@kernel("MaxPoolWithArgmax")
def max_pool_with_argmax(input, *, ksize, strides, Targmax, padding, include_batch_in_index):
    how = planned(input.shape, ksize, strides, padding, (), "NHWC")
    if how.empty:
        return input.new_zeros(how.result), input.new_zeros(how.result, dtype=Targmax)
    found = greatest_and_places(to_nchw(to_ranks(input), "NHWC"), how)
    greatest, where = (without_skipped(each, how) for each in found)
    return from_nchw(from_ranks(greatest, input.dtype), "NHWC"), numbers(where, input.shape, include_batch_in_index).to(Targmax)


def numbers(where, sizes, with_batch):
    """Places given by their position among rows and columns, channels second, as positions of entries in images laid out row by row."""
    batch, height, width, channels = sizes
    first = torch.arange(channels, device=where.device)
    if with_batch:
        first = firsts(batch, height * width * channels, where.device) + first
    return torch.add(first, from_nchw(where, "NHWC"), alpha=channels)


def firsts(batch, size, device):
    """The position of the first entry of each of so many images."""
    return torch.arange(batch, device=device).mul_(size).view(-1, 1, 1, 1)


@kernel("MaxPoolGradWithArgmax")
def max_pool_grad_with_argmax(input, grad, argmax, *, ksize, strides, padding, include_batch_in_index):
    how = planned(input.shape, ksize, strides, padding, (), "NHWC")
    for pooled in (grad, argmax):
        require_shape(pooled, how.result)
    return scattered(grad, argmax, input.shape, include_batch_in_index)


def scattered(grad, argmax, sizes, with_batch):
    """Images of zeros with each entry of ``grad`` added at its place."""
    summands = grad.float() if grad.dtype in HALF else to_bits(grad)
    result = summands.new_zeros(math.prod(sizes))
    result.scatter_add_(0, positions(argmax, sizes, with_batch).flatten(), summands.flatten())
    return from_bits(result.view(sizes), grad.dtype)


def positions(argmax, sizes, with_batch):
    """Places as positions in the batch laid out image by image; on a device one that does not exist counts as the nearest."""
    image = math.prod(sizes[1:])
    count = image * sizes[0] if with_batch else image
    require_in_range(argmax, count, "argmax")
    places = argmax.long() if argmax.is_cpu else argmax.long().clamp(0, count - 1)
    return places if with_batch else places.add(firsts(sizes[0], image, argmax.device))


@kernel("MaxPoolGradGradWithArgmax")
def max_pool_grad_grad_with_argmax(input, grad, argmax, *, ksize, strides, padding, include_batch_in_index):
    how = planned(input.shape, ksize, strides, padding, (), "NHWC")
    require_shape(grad, tuple(input.shape))
    require_shape(argmax, how.result)
    where = positions(argmax, input.shape, include_batch_in_index)
    return from_bits(to_bits(grad).flatten().gather(0, where.flatten()).view(where.shape), grad.dtype)
