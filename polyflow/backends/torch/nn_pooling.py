"""Pooling and its gradients by torch's own pools, on images with the channels second."""

from typing import NamedTuple

import torch

from ...framework import window_rules
from ...framework.array_rules import at_run_time
from ...framework.errors import InvalidArgumentError
from . import kernel
from .unsigned import from_bits, ordered, to_bits, to_ranks
from .windows import cropped, empty_images, enlarged, from_nchw, to_nchw

max_pool2d_with_indices = torch.ops.aten.max_pool2d_with_indices.default
max_pool2d_backward = torch.ops.aten.max_pool2d_with_indices_backward.default
avg_pool2d = torch._C._nn.avg_pool2d
avg_pool2d_backward = torch.ops.aten.avg_pool2d_backward.default
greatest = ordered(lambda x, axis: x.amax(axis))

Pair = tuple[int, int]


class Plan(NamedTuple):
    """How torch is told to pool.

    Attributes:
        result: the sizes of the result, in the order of the data format.
        empty: whether there is nothing to pool.
        window, strides: of height and width.
        margin: how far windows reach over the edges, before and after alike.
        ceil: whether a last window reaches further over the edge after.
        skip: how many windows at the start of each dimension are too many, or None.
        surplus: what must be added around the images before (left, right, top, bottom), or None.
    """

    result: tuple[int, ...]
    empty: bool
    window: Pair
    strides: Pair
    margin: Pair = (0, 0)
    ceil: bool = False
    skip: Pair | None = None
    surplus: tuple[int, int, int, int] | None = None


def planned(image, ksize, strides, padding, explicit_paddings, data_format):
    """The plan for images of these sizes."""
    return plan(image, tuple(ksize), tuple(strides), padding, tuple(explicit_paddings), data_format)


@at_run_time
def plan(image, ksize, strides, padding, explicit_paddings, data_format):
    """Torch pads alike before and after, at most half a window.  Of an odd amount, which SAME puts after, ``ceil`` makes up for the one that lacks,
    except where windows move by one: there the amount is made even, and the window in excess skipped."""
    window_rules.check_four("images", image)
    window, size = window_rules.spatial(ksize, data_format), window_rules.spatial(image, data_format)
    lies = window_rules.windows(size, window, strides, (1, 1, 1, 1), padding, explicit_paddings, data_format)
    result = window_rules.image_sizes(image[0], *lies.counts, image[window_rules.channel_axis(data_format)], data_format)
    how = Plan(result, 0 in image, window, lies.strides)
    (top, bottom), (left, right) = lies.paddings
    if padding != "SAME":
        return how._replace(surplus=(left, right, top, bottom)) if any((left, right, top, bottom)) else how
    skip = int(lies.strides[0] == 1 and top < bottom), int(lies.strides[1] == 1 and left < right)
    return how._replace(margin=(top + skip[0], left + skip[1]), ceil=True, skip=skip if any(skip) else None)


@kernel("MaxPool")
def max_pool(input, *, ksize, strides, padding, explicit_paddings, data_format):
    group = ksize[window_rules.channel_axis(data_format)]
    if group > 1:
        return greatest_of_channels(input, group)
    how = planned(input.shape, ksize, strides, padding, explicit_paddings, data_format)
    if how.empty:
        return input.new_full(how.result, lowest(input.dtype))
    images = enlarged(to_nchw(input, data_format), how.surplus, lowest(input.dtype))
    return from_nchw(without_skipped(greatest_of_places(images, how), how), data_format)


def greatest_of_channels(images, group):
    if images.dim() != 4 or images.shape[3] % group:
        raise InvalidArgumentError.of(f"a window of {group} must evenly divide the channels of images of shape {tuple(images.shape)}")
    return greatest(images.unflatten(3, (images.shape[3] // group, group)), 4)


@ordered
def greatest_of_places(images, how):
    return torch.max_pool2d(images, how.window, how.strides, how.margin, 1, how.ceil)


def lowest(dtype):
    return float("-inf") if dtype.is_floating_point else torch.iinfo(dtype).min


def without_skipped(pooled, how):
    return pooled if how.skip is None else pooled[:, :, how.skip[0] :, how.skip[1] :]


def with_skipped(gradients, how):
    return gradients if how.skip is None else torch.constant_pad_nd(gradients, (how.skip[1], 0, how.skip[0], 0))


@kernel("MaxPoolGrad")
def max_pool_grad(orig_input, orig_output, grad, *, ksize, strides, padding, explicit_paddings, data_format):
    how = planned(orig_input.shape, ksize, strides, padding, explicit_paddings, data_format)
    require_shape(grad, how.result)
    if how.empty:
        return torch.zeros_like(orig_input)
    route = routed if grad.is_floating_point() else routed_integers
    return from_nchw(route(to_nchw(grad, data_format), to_nchw(orig_input, data_format), how), data_format)


def routed(gradients, images, how):
    """Images of zeros with each gradient added where its window's first greatest entry is."""
    images = enlarged(images, how.surplus, lowest(images.dtype))
    result = max_pool2d_backward(
        with_skipped(gradients, how), images, how.window, how.strides, how.margin, (1, 1), how.ceil, places(images, how)
    )
    return cropped(result, how.surplus)


def places(images, how):
    """Where in the image the first greatest entry of each window is, rows and columns counted through."""
    return max_pool2d_with_indices(images, how.window, how.strides, how.margin, (1, 1), how.ceil)[1]


def routed_integers(gradients, images, how):
    """The same for types that torch's own function lacks."""
    ranks = to_ranks(images)
    ranks = enlarged(ranks, how.surplus, lowest(ranks.dtype))
    bits = to_bits(with_skipped(gradients, how))
    result = bits.new_zeros(ranks.shape).flatten(2).scatter_add_(2, places(ranks, how).flatten(2), bits.flatten(2)).view(ranks.shape)
    return from_bits(cropped(result, how.surplus), gradients.dtype)


@kernel("MaxPoolGradGrad")
def max_pool_grad_grad(orig_input, orig_output, grad, *, ksize, strides, padding, data_format):
    how = planned(orig_input.shape, ksize, strides, padding, (), data_format)
    require_shape(grad, tuple(orig_input.shape))
    if how.empty:
        return grad.new_zeros(how.result)
    indices = without_skipped(places(to_ranks(to_nchw(orig_input, data_format)), how), how)
    entries = to_bits(to_nchw(grad, data_format)).flatten(2).gather(2, indices.flatten(2)).view(indices.shape)
    return from_nchw(from_bits(entries, grad.dtype), data_format)


@kernel("AvgPool")
def avg_pool(value, *, ksize, strides, padding, data_format):
    how = planned(value.shape, ksize, strides, padding, (), data_format)
    if how.empty:
        return value.new_zeros(how.result)
    pooled = avg_pool2d(to_nchw(value, data_format), how.window, how.strides, how.margin, how.ceil, False)
    return from_nchw(without_skipped(pooled, how), data_format)


@kernel("AvgPoolGrad")
def avg_pool_grad(orig_input_shape, grad, *, ksize, strides, padding, data_format):
    how = planned(orig_input_shape, ksize, strides, padding, (), data_format)
    require_shape(grad, how.result)
    images = empty_images(orig_input_shape, grad, data_format)
    if how.empty:
        return from_nchw(images, data_format)
    gradients = with_skipped(to_nchw(grad, data_format), how)
    return from_nchw(avg_pool2d_backward(gradients, images, how.window, how.strides, how.margin, how.ceil, False, None), data_format)


def require_shape(grad, sizes):
    if grad.shape != sizes:
        raise InvalidArgumentError.of(f"Expected grad shape to be {sizes}, but got {tuple(grad.shape)}")
