"""Pooling and its gradients by torch's own pools, on images with the channels second."""

from typing import NamedTuple

import torch

from ...framework import window_rules
from ...framework.array_rules import at_run_time
from ...framework.errors import InvalidArgumentError
from . import kernel
from .unsigned import from_bits, ordered, to_bits, to_ranks
from .windows import empty_images, from_nchw, spatial_size, to_nchw

max_pool2d_with_indices = torch.ops.aten.max_pool2d_with_indices.default
max_pool2d_backward = torch.ops.aten.max_pool2d_with_indices_backward.default
avg_pool2d = torch._C._nn.avg_pool2d
avg_pool2d_backward = torch.ops.aten.avg_pool2d_backward.default
greatest = ordered(lambda x, axis: x.amax(axis))

Pair = tuple[int, int]


class Plan(NamedTuple):
    """How torch is told to pool.

    Attributes:
        counts: height and width of the result.
        margin: how far windows reach over the edges, before and after alike.
        ceil: whether a last window reaches further over the edge after.
        skip: how many windows at the start of each dimension are too many.
        surplus: what must be added around the images before (left, right, top, bottom), or None.
    """

    counts: Pair
    window: Pair
    strides: Pair
    margin: Pair
    ceil: bool
    skip: Pair
    surplus: tuple[int, int, int, int] | None


@at_run_time
def plan(size, ksize, strides, padding, explicit_paddings, data_format):
    """Torch pads alike before and after, at most half a window.  Of an odd amount, which SAME puts after, ``ceil`` makes up for the one that lacks,
    except where windows move by one: there the amount is made even, and the window in excess skipped."""
    window = window_rules.spatial(ksize, data_format)
    lies = window_rules.windows(size, window, strides, (1, 1, 1, 1), padding, explicit_paddings, data_format)
    (top, bottom), (left, right) = lies.paddings
    if padding != "SAME":
        return Plan(
            lies.counts, window, lies.strides, (0, 0), False, (0, 0), (left, right, top, bottom) if max(top, bottom, left, right) else None
        )
    skip = int(lies.strides[0] == 1 and top < bottom), int(lies.strides[1] == 1 and left < right)
    return Plan(lies.counts, window, lies.strides, (top + skip[0], left + skip[1]), True, skip, None)


@kernel("MaxPool")
def max_pool(input, *, ksize, strides, padding, explicit_paddings, data_format):
    images, group = to_nchw(input, data_format), ksize[window_rules.channel_axis(data_format)]
    if group > 1:
        return greatest_of_channels(input, group)
    how = plan(spatial_size(input, data_format), tuple(ksize), tuple(strides), padding, tuple(explicit_paddings), data_format)
    if not images.numel():
        return from_nchw(images.new_full((*images.shape[:2], *how.counts), lowest(images.dtype)), data_format)
    return from_nchw(without_skipped(greatest_of_places(enlarged(images, how), how), how), data_format)


def greatest_of_channels(images, group):
    if images.shape[3] % group:
        raise InvalidArgumentError.of(f"a window of {group} must evenly divide the {images.shape[3]} channels")
    return greatest(images.unflatten(3, (images.shape[3] // group, group)), 4)


@ordered
def greatest_of_places(images, how):
    return torch.max_pool2d(images, how.window, how.strides, how.margin, 1, how.ceil)


def enlarged(images, how):
    """Images with the lowest of values around them."""
    return images if how.surplus is None else torch.constant_pad_nd(images, how.surplus, lowest(images.dtype))


def lowest(dtype):
    return float("-inf") if dtype.is_floating_point else torch.iinfo(dtype).min


def without_skipped(pooled, how):
    return pooled[:, :, how.skip[0] :, how.skip[1] :] if any(how.skip) else pooled


@kernel("MaxPoolGrad")
def max_pool_grad(orig_input, orig_output, grad, *, ksize, strides, padding, explicit_paddings, data_format):
    images, gradients = to_nchw(orig_input, data_format), to_nchw(grad, data_format)
    how = plan(spatial_size(orig_input, data_format), tuple(ksize), tuple(strides), padding, tuple(explicit_paddings), data_format)
    require_shape(gradients, (*images.shape[:2], *how.counts))
    if not images.numel() or not gradients.numel():
        return torch.zeros_like(orig_input)
    route = routed if grad.is_floating_point() else routed_integers
    return from_nchw(route(gradients, images, how), data_format)


def routed(gradients, images, how):
    """Images of zeros with each gradient added where its window's first greatest entry is."""
    images = enlarged(images, how)
    indices = max_pool2d_with_indices(images, how.window, how.strides, how.margin, (1, 1), how.ceil)[1]
    result = max_pool2d_backward(with_skipped(gradients, how), images, how.window, how.strides, how.margin, (1, 1), how.ceil, indices)
    return cropped(result, how)


def routed_integers(gradients, images, how):
    """The same for types that torch's own function lacks."""
    ranks = enlarged(to_ranks(images), how)
    indices = max_pool2d_with_indices(ranks, how.window, how.strides, how.margin, (1, 1), how.ceil)[1]
    bits = to_bits(with_skipped(gradients, how))
    result = bits.new_zeros(ranks.shape).flatten(2).scatter_add_(2, indices.flatten(2), bits.flatten(2)).view(ranks.shape)
    return from_bits(cropped(result, how), gradients.dtype)


def with_skipped(gradients, how):
    return torch.constant_pad_nd(gradients, (how.skip[1], 0, how.skip[0], 0)) if any(how.skip) else gradients


def cropped(images, how):
    """Images without what ``enlarged`` added."""
    if how.surplus is None:
        return images
    left, right, top, bottom = how.surplus
    return images[:, :, top : images.shape[2] - bottom, left : images.shape[3] - right]


@kernel("MaxPoolGradGrad")
def max_pool_grad_grad(orig_input, orig_output, grad, *, ksize, strides, padding, data_format):
    images, gradients = to_nchw(orig_input, data_format), to_nchw(grad, data_format)
    how = plan(spatial_size(orig_input, data_format), tuple(ksize), tuple(strides), padding, (), data_format)
    require_shape(gradients, tuple(images.shape))
    if not images.numel():
        return from_nchw(images.new_zeros((*images.shape[:2], *how.counts)), data_format)
    indices = without_skipped(max_pool2d_with_indices(to_ranks(images), how.window, how.strides, how.margin, (1, 1), how.ceil)[1], how)
    entries = to_bits(gradients).flatten(2).gather(2, indices.flatten(2)).view(indices.shape)
    return from_nchw(from_bits(entries, grad.dtype), data_format)


@kernel("AvgPool")
def avg_pool(value, *, ksize, strides, padding, data_format):
    images = to_nchw(value, data_format)
    how = plan(spatial_size(value, data_format), tuple(ksize), tuple(strides), padding, (), data_format)
    if not images.numel():
        return from_nchw(images.new_zeros((*images.shape[:2], *how.counts)), data_format)
    return from_nchw(without_skipped(avg_pool2d(images, how.window, how.strides, how.margin, how.ceil, False), how), data_format)


@kernel("AvgPoolGrad")
def avg_pool_grad(orig_input_shape, grad, *, ksize, strides, padding, data_format):
    images, gradients = empty_images(orig_input_shape, grad, data_format), to_nchw(grad, data_format)
    how = plan(tuple(images.shape[2:]), tuple(ksize), tuple(strides), padding, (), data_format)
    require_shape(gradients, (*images.shape[:2], *how.counts))
    if not images.numel():
        return from_nchw(images, data_format)
    return from_nchw(
        avg_pool2d_backward(with_skipped(gradients, how), images, how.window, how.strides, how.margin, how.ceil, False, None), data_format
    )


def require_shape(tensor, sizes):
    if tuple(tensor.shape) != sizes:
        raise InvalidArgumentError.of(f"Expected grad shape to be {sizes}, but got {tuple(tensor.shape)} (in NCHW)")
