"""Pooling and its gradients by torch's own pools, on images with the channels second."""

from typing import NamedTuple

import torch

from ...framework import window_rules
from ...framework.array_rules import at_run_time
from ...framework.errors import InvalidArgumentError
from . import kernel
from .unsigned import from_bits, ordered, to_bits, to_ranks
from .windows import cropped, empty_images, enlarged, from_nchw, surplus_of, to_nchw

AVG_POOL = {4: torch._C._nn.avg_pool2d, 5: torch._C._nn.avg_pool3d}
AVG_POOL_BACKWARD = {4: torch.ops.aten.avg_pool2d_backward.default, 5: torch.ops.aten.avg_pool3d_backward.default}
MAX_POOL = {4: torch.max_pool2d, 5: torch.max_pool3d}
MAX_POOL_WITH_INDICES = {4: torch.ops.aten.max_pool2d_with_indices.default, 5: torch.ops.aten.max_pool3d_with_indices.default}
MAX_POOL_BACKWARD = {
    4: torch.ops.aten.max_pool2d_with_indices_backward.default,
    5: torch.ops.aten.max_pool3d_with_indices_backward.default,
}
"""Torch's pools by the number of dimensions of what is pooled."""

greatest_along = ordered(lambda x, axis: x.amax(axis))
check_pool = at_run_time(window_rules.check_pool)
check_places = at_run_time(window_rules.check_places)


class Plan(NamedTuple):
    """How torch is told to pool images or volumes.

    Attributes:
        result: the sizes of the result, in the order of the data format.
        empty: whether there is nothing to pool.
        window, strides: of the spatial dimensions.
        margin: how far windows reach over the edges, before and after alike.
        ceil: whether a last window reaches further over the edge after.
        skip: how many windows at the start of each dimension are too many, or None.
        surplus: what must be added around the images before, in the order of ``surplus_of``, or None.
    """

    result: tuple[int, ...]
    empty: bool
    window: tuple[int, ...]
    strides: tuple[int, ...]
    margin: tuple[int, ...]
    dilation: tuple[int, ...]
    ceil: bool = False
    skip: tuple[int, ...] | None = None
    surplus: tuple[int, ...] | None = None


def planned(image, ksize, strides, padding, explicit_paddings, data_format):
    """The plan for images of these sizes."""
    return plan(image, tuple(ksize), tuple(strides), padding, tuple(explicit_paddings), data_format)


@at_run_time
def plan(image, ksize, strides, padding, explicit_paddings, data_format):
    """Torch pads alike before and after, at most half a window.  Of an odd amount, which SAME puts after, ``ceil`` makes up for the one that lacks,
    except where windows move by one: there the amount is made even, and the window in excess skipped."""
    window_rules.check_rank("images", image, len(data_format))
    window, size, ones = window_rules.spatial(ksize, data_format), window_rules.spatial(image, data_format), (1,) * len(data_format)
    lies = window_rules.windows(size, window, strides, ones, padding, explicit_paddings, data_format)
    result = window_rules.image_sizes(image[0], lies.counts, image[window_rules.channel_axis(data_format)], data_format)
    how = Plan(result, 0 in image, window, lies.strides, (0,) * len(window), lies.dilations)
    if padding != "SAME":
        return how._replace(surplus=surplus_of(lies.paddings)) if any(map(any, lies.paddings)) else how
    skip = tuple(int(stride == 1 and before < after) for stride, (before, after) in zip(lies.strides, lies.paddings, strict=True))
    margin = tuple(before + one for (before, _), one in zip(lies.paddings, skip, strict=True))
    return how._replace(margin=margin, ceil=True, skip=skip if any(skip) else None)


# Greatest entries


@kernel("MaxPool")
def max_pool(input, *, ksize, strides, padding, explicit_paddings, data_format):
    group = ksize[window_rules.channel_axis(data_format)]
    if group > 1:
        return greatest_of_channels(input, group)
    return greatest(input, ksize, strides, padding, explicit_paddings, data_format)


def greatest(input, ksize, strides, padding, explicit_paddings, data_format):
    """The greatest entry of each window."""
    how = planned(input.shape, ksize, strides, padding, explicit_paddings, data_format)
    if how.empty:
        return input.new_full(how.result, lowest(input.dtype))
    images = enlarged(to_nchw(input, data_format), how.surplus, lowest(input.dtype))
    return from_nchw(without_skipped(greatest_of_places(images, how), how), data_format)


def greatest_of_channels(images, group):
    if images.dim() != 4 or images.shape[3] % group:
        raise InvalidArgumentError.of(f"a window of {group} must evenly divide the channels of images of shape {tuple(images.shape)}")
    return greatest_along(images.unflatten(3, (images.shape[3] // group, group)), 4)


@ordered
def greatest_of_places(images, how):
    return MAX_POOL[images.dim()](images, how.window, how.strides, how.margin, how.dilation, how.ceil)


def lowest(dtype):
    return float("-inf") if dtype.is_floating_point else torch.iinfo(dtype).min


def without_skipped(pooled, how):
    """What torch pooled without the windows that are too many."""
    if how.skip is None:
        return pooled
    return pooled[(slice(None), slice(None), *(slice(count, None) for count in how.skip))]


def with_skipped(gradients, how):
    """Gradients with zeros for the windows that are too many."""
    return gradients if how.skip is None else torch.constant_pad_nd(gradients, surplus_of([(count, 0) for count in how.skip]))


@kernel("MaxPoolGrad")
def max_pool_grad(orig_input, orig_output, grad, *, ksize, strides, padding, explicit_paddings, data_format):
    return routed(orig_input, grad, ksize, strides, padding, explicit_paddings, data_format)


def routed(orig_input, grad, ksize, strides, padding, explicit_paddings, data_format):
    """Zeros of the shape of the input, with each window's gradient added to its first greatest entry."""
    how = planned(orig_input.shape, ksize, strides, padding, explicit_paddings, data_format)
    require_shape(grad, how.result)
    if how.empty:
        return torch.zeros_like(orig_input, dtype=grad.dtype)
    native = grad.is_floating_point() and grad.dtype is orig_input.dtype
    route = routed_by_torch if native else routed_one_by_one
    return from_nchw(route(to_nchw(grad, data_format), to_nchw(orig_input, data_format), how), data_format)


def routed_by_torch(gradients, images, how, where=None):
    """``where`` are the places, if they have been found before."""
    images = enlarged(images, how.surplus, lowest(images.dtype))
    where = places(images, how) if where is None else where
    backward = MAX_POOL_BACKWARD[images.dim()]
    result = backward(with_skipped(gradients, how), images, how.window, how.strides, how.margin, how.dilation, how.ceil, where)
    return cropped(result, how.surplus)


def places(images, how):
    """Where in the image the first greatest entry of each window is, its places counted through in reading order."""
    return greatest_and_places(images, how)[1]


def greatest_and_places(images, how):
    return MAX_POOL_WITH_INDICES[images.dim()](images, how.window, how.strides, how.margin, how.dilation, how.ceil)


def routed_one_by_one(gradients, images, how):
    """The same for types that torch's own function lacks."""
    ranks = to_ranks(images)
    ranks = enlarged(ranks, how.surplus, lowest(ranks.dtype))
    bits = to_bits(with_skipped(gradients, how))
    result = bits.new_zeros(ranks.shape).flatten(2).scatter_add_(2, places(ranks, how).flatten(2), bits.flatten(2)).view(ranks.shape)
    return from_bits(cropped(result, how.surplus), gradients.dtype)


@kernel("MaxPoolGradGrad")
def max_pool_grad_grad(orig_input, orig_output, grad, *, ksize, strides, padding, data_format):
    return picked(orig_input, grad, ksize, strides, padding, data_format)


def picked(orig_input, grad, ksize, strides, padding, data_format):
    """Of each window the entry of ``grad`` where that of the input is greatest, the first one."""
    how = planned(orig_input.shape, ksize, strides, padding, (), data_format)
    require_shape(grad, tuple(orig_input.shape))
    if how.empty:
        return grad.new_zeros(how.result)
    indices = without_skipped(places(to_ranks(to_nchw(orig_input, data_format)), how), how)
    entries = to_bits(to_nchw(grad, data_format)).flatten(2).gather(2, indices.flatten(2)).view(indices.shape)
    return from_nchw(from_bits(entries, grad.dtype), data_format)


# Windows that are no attributes


@kernel("MaxPoolV2")
def max_pool_v2(input, ksize, strides, *, padding, data_format):
    check_pool(ksize, strides, data_format)
    return max_pool(input, ksize=ksize, strides=strides, padding=padding, explicit_paddings=(), data_format=data_format)


@kernel("MaxPoolGradV2")
def max_pool_grad_v2(orig_input, orig_output, grad, ksize, strides, *, padding, data_format):
    check_places(ksize, strides, data_format)
    return routed(orig_input, grad, ksize, strides, padding, (), data_format)


@kernel("MaxPoolGradGradV2")
def max_pool_grad_grad_v2(orig_input, orig_output, grad, ksize, strides, *, padding, data_format):
    check_places(ksize, strides, data_format)
    return picked(orig_input, grad, ksize, strides, padding, data_format)


# Means


@kernel("AvgPool")
def avg_pool(value, *, ksize, strides, padding, data_format):
    return mean(value, ksize, strides, padding, data_format)


def mean(value, ksize, strides, padding, data_format):
    """The mean of each window over its entries inside the image."""
    how = planned(value.shape, ksize, strides, padding, (), data_format)
    if how.empty:
        return value.new_zeros(how.result)
    pooled = AVG_POOL[value.dim()](to_nchw(value, data_format), how.window, how.strides, how.margin, how.ceil, False)
    return from_nchw(without_skipped(pooled, how), data_format)


@kernel("AvgPoolGrad")
def avg_pool_grad(orig_input_shape, grad, *, ksize, strides, padding, data_format):
    return shared(orig_input_shape, grad, ksize, strides, padding, data_format)


def shared(orig_input_shape, grad, ksize, strides, padding, data_format):
    """Each window's gradient shared equally by its entries inside the image."""
    how = planned(orig_input_shape, ksize, strides, padding, (), data_format)
    require_shape(grad, how.result)
    images = empty_images(orig_input_shape, grad, data_format)
    if how.empty:
        return from_nchw(images, data_format)
    gradients = with_skipped(to_nchw(grad, data_format), how)
    backward = AVG_POOL_BACKWARD[images.dim()]
    return from_nchw(backward(gradients, images, how.window, how.strides, how.margin, how.ceil, False, None), data_format)


def require_shape(grad, sizes):
    if grad.shape != sizes:
        raise InvalidArgumentError.of(f"Expected grad shape to be {sizes}, but got {tuple(grad.shape)}")
