"""Pooling and its gradients, window by window."""

import numpy as np

from ...framework import window_rules
from ...framework.array_rules import at_run_time
from ...framework.errors import InvalidArgumentError
from . import kernel
from .arrays import widened
from .windows import cropped, from_nhwc, padded, to_nhwc, windows_of

rules = at_run_time(window_rules.windows)
WINDOW = (4, 5)
"""The dimensions of an array of windows that count the entries of one."""


def layout(sizes, ksize, strides, padding, explicit_paddings, data_format):
    return rules(
        tuple(sizes), window_rules.spatial(ksize, data_format), tuple(strides), (1, 1, 1, 1), padding, tuple(explicit_paddings), data_format
    )


def lowest(dtype):
    """What no entry is less than."""
    return np.iinfo(dtype).min if dtype.kind in "iu" else -np.inf


@kernel("MaxPool")
def max_pool(input, *, ksize, strides, padding, explicit_paddings, data_format):
    group = ksize[window_rules.channel_axis(data_format)]
    if group > 1:
        return greatest_of_channels(input, group)
    images = to_nhwc(input, data_format)
    lies = layout(images.shape[1:3], ksize, strides, padding, explicit_paddings, data_format)
    return from_nhwc(image_windows(images, lies).max(WINDOW), data_format)


def greatest_of_channels(images, group):
    if np.ndim(images) != 4 or images.shape[3] % group:
        raise InvalidArgumentError.of(f"a window of {group} must evenly divide the channels of images of shape {np.shape(images)}")
    return images.reshape(*images.shape[:3], images.shape[3] // group, group).max(4)


def image_windows(images, lies):
    """The windows of images, with the lowest of values outside."""
    return windows_of(padded(images, lies, lowest(images.dtype)), lies)


@kernel("MaxPoolGrad")
def max_pool_grad(orig_input, orig_output, grad, *, ksize, strides, padding, explicit_paddings, data_format):
    images, gradients = to_nhwc(orig_input, data_format), to_nhwc(grad, data_format)
    lies = layout(images.shape[1:3], ksize, strides, padding, explicit_paddings, data_format)
    require_shape(gradients, pooled_sizes(images, lies))
    first = first_greatest(images, lies)
    result = padded(np.zeros_like(widened(images)), lies)
    windows = windows_of(result, lies, writeable=True)
    for position, (a, b) in enumerate(np.ndindex(lies.extent)):
        windows[..., a, b] += np.where(first == position, widened(gradients), 0)
    return from_nhwc(cropped(result, lies).astype(orig_input.dtype, copy=False), data_format)


@kernel("MaxPoolGradGrad")
def max_pool_grad_grad(orig_input, orig_output, grad, *, ksize, strides, padding, data_format):
    images, gradients = to_nhwc(orig_input, data_format), to_nhwc(grad, data_format)
    require_shape(gradients, images.shape)
    lies = layout(images.shape[1:3], ksize, strides, padding, (), data_format)
    entries = flat(windows_of(padded(gradients, lies), lies))
    return from_nhwc(np.take_along_axis(entries, first_greatest(images, lies)[..., None], 4)[..., 0], data_format)


def first_greatest(images, lies):
    """Where in each window, its entries counted in reading order, the first of the greatest ones inside the image is."""
    windows = image_windows(images, lies)
    return flat(inside(images, lies) & (windows == windows.max(WINDOW, keepdims=True))).argmax(4)


def inside(images, lies):
    """Windows that are true where they cover the image: of one image with one channel, which stands for all."""
    return windows_of(padded(np.ones((1, *images.shape[1:3], 1), bool), lies, False), lies)


def flat(windows):
    """Windows with their entries in one dimension."""
    return windows.reshape(*windows.shape[:4], windows.shape[4] * windows.shape[5])


@kernel("AvgPool")
def avg_pool(value, *, ksize, strides, padding, data_format):
    images = to_nhwc(value, data_format)
    lies = layout(images.shape[1:3], ksize, strides, padding, (), data_format)
    total = windows_of(padded(widened(images), lies), lies).sum(WINDOW)
    return from_nhwc((total / inside(images, lies).sum(WINDOW)).astype(value.dtype), data_format)


@kernel("AvgPoolGrad")
def avg_pool_grad(orig_input_shape, grad, *, ksize, strides, padding, data_format):
    gradients = widened(to_nhwc(grad, data_format))
    images = to_nhwc(np.zeros(orig_input_shape, gradients.dtype), data_format)
    lies = layout(images.shape[1:3], ksize, strides, padding, (), data_format)
    require_shape(gradients, pooled_sizes(images, lies))
    share = gradients / inside(images, lies).sum(WINDOW)
    result = padded(images, lies)
    windows = windows_of(result, lies, writeable=True)
    for a, b in np.ndindex(lies.extent):
        windows[..., a, b] += share
    return from_nhwc(cropped(result, lies).astype(grad.dtype, copy=False), data_format)


def pooled_sizes(images, lies):
    return (images.shape[0], *lies.counts, images.shape[3])


def require_shape(array, sizes):
    if array.shape != sizes:
        raise InvalidArgumentError.of(f"Expected grad shape to be {sizes}, but got {array.shape} (in NHWC)")
