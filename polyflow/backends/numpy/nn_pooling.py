"""Pooling and its gradients, window by window, of images and, in the functions without a name of an op, of volumes."""

import numpy as np

from ...framework import window_rules
from ...framework.array_rules import at_run_time
from ...framework.errors import InvalidArgumentError
from . import kernel
from .arrays import widened
from .windows import cropped, from_nhwc, padded, to_nhwc, window_axes, windows_of

rules = at_run_time(window_rules.windows)
check_pool = at_run_time(window_rules.check_pool)
check_places = at_run_time(window_rules.check_places)


def layout(images, ksize, strides, padding, explicit_paddings, data_format):
    """How windows lie on images, channels last."""
    window, ones = window_rules.spatial(ksize, data_format), (1,) * images.ndim
    return rules(images.shape[1:-1], window, tuple(strides), ones, padding, tuple(explicit_paddings), data_format)


def lowest(dtype):
    """What no entry is less than."""
    return np.iinfo(dtype).min if dtype.kind in "iu" else -np.inf


# Greatest entries


@kernel("MaxPool")
def max_pool(input, *, ksize, strides, padding, explicit_paddings, data_format):
    group = ksize[window_rules.channel_axis(data_format)]
    if group > 1:
        return greatest_of_channels(input, group)
    return greatest(input, ksize, strides, padding, explicit_paddings, data_format)


def greatest(input, ksize, strides, padding, explicit_paddings, data_format):
    """The greatest entry of each window."""
    images = to_nhwc(input, data_format)
    lies = layout(images, ksize, strides, padding, explicit_paddings, data_format)
    return from_nhwc(image_windows(images, lies).max(window_axes(images)), data_format)


def greatest_of_channels(images, group):
    if np.ndim(images) != 4 or images.shape[3] % group:
        raise InvalidArgumentError.of(f"a window of {group} must evenly divide the channels of images of shape {np.shape(images)}")
    return images.reshape(*images.shape[:3], images.shape[3] // group, group).max(4)


def image_windows(images, lies):
    """The windows of images, with the lowest of values outside."""
    return windows_of(padded(images, lies, lowest(images.dtype)), lies)


@kernel("MaxPoolGrad")
def max_pool_grad(orig_input, orig_output, grad, *, ksize, strides, padding, explicit_paddings, data_format):
    return routed(orig_input, grad, ksize, strides, padding, explicit_paddings, data_format)


def routed(orig_input, grad, ksize, strides, padding, explicit_paddings, data_format):
    """Zeros of the shape of the input, with each window's gradient added to its first greatest entry."""
    images, gradients = to_nhwc(orig_input, data_format), to_nhwc(grad, data_format)
    lies = layout(images, ksize, strides, padding, explicit_paddings, data_format)
    require_shape(gradients, pooled_sizes(images, lies))
    first = first_greatest(images, lies)
    result = padded(np.zeros_like(widened(gradients), shape=images.shape), lies)
    windows = windows_of(result, lies, writeable=True)
    for position, place in enumerate(np.ndindex(lies.extent)):
        windows[(..., *place)] += np.where(first == position, widened(gradients), 0)
    return from_nhwc(cropped(result, lies).astype(grad.dtype, copy=False), data_format)


@kernel("MaxPoolGradGrad")
def max_pool_grad_grad(orig_input, orig_output, grad, *, ksize, strides, padding, data_format):
    return picked(orig_input, grad, ksize, strides, padding, data_format)


def picked(orig_input, grad, ksize, strides, padding, data_format):
    """Of each window the entry of ``grad`` where that of the input is greatest, the first one."""
    images, gradients = to_nhwc(orig_input, data_format), to_nhwc(grad, data_format)
    require_shape(gradients, images.shape)
    lies = layout(images, ksize, strides, padding, (), data_format)
    entries = flat(windows_of(padded(gradients, lies), lies))
    return from_nhwc(np.take_along_axis(entries, first_greatest(images, lies)[..., None], -1)[..., 0], data_format)


def first_greatest(images, lies):
    """Where in each window, its entries counted in reading order, the first of the greatest ones inside the image is."""
    windows = image_windows(images, lies)
    return flat(inside(images, lies) & (windows == windows.max(window_axes(images), keepdims=True))).argmax(-1)


def inside(images, lies):
    """Windows that are true where they cover the image: of one image with one channel, which stands for all."""
    return windows_of(padded(np.ones((1, *images.shape[1:-1], 1), bool), lies, False), lies)


def flat(windows):
    """Windows with their entries in one dimension."""
    outer = windows.ndim // 2 + 1
    return windows.reshape(*windows.shape[:outer], np.prod(windows.shape[outer:], dtype=int))


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
    images = to_nhwc(value, data_format)
    lies = layout(images, ksize, strides, padding, (), data_format)
    window = window_axes(images)
    total = windows_of(padded(widened(images), lies), lies).sum(window)
    return from_nhwc((total / inside(images, lies).sum(window)).astype(value.dtype), data_format)


@kernel("AvgPoolGrad")
def avg_pool_grad(orig_input_shape, grad, *, ksize, strides, padding, data_format):
    return shared(orig_input_shape, grad, ksize, strides, padding, data_format)


def shared(orig_input_shape, grad, ksize, strides, padding, data_format):
    """Each window's gradient shared equally by its entries inside the image."""
    gradients = widened(to_nhwc(grad, data_format))
    images = to_nhwc(np.zeros(orig_input_shape, gradients.dtype), data_format)
    lies = layout(images, ksize, strides, padding, (), data_format)
    require_shape(gradients, pooled_sizes(images, lies))
    share = gradients / inside(images, lies).sum(window_axes(images))
    result = padded(images, lies)
    windows = windows_of(result, lies, writeable=True)
    for place in np.ndindex(lies.extent):
        windows[(..., *place)] += share
    return from_nhwc(cropped(result, lies).astype(grad.dtype, copy=False), data_format)


def pooled_sizes(images, lies):
    return (images.shape[0], *lies.counts, images.shape[-1])


def require_shape(array, sizes):
    if array.shape != sizes:
        raise InvalidArgumentError.of(f"Expected grad shape to be {sizes}, but got {array.shape} (channels last)")
