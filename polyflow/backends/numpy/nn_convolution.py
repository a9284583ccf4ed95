"""Convolutions and their gradients: products of all windows with the filter, or with the gradient of the result."""

import numpy as np

from ...framework import window_rules
from ...framework.array_rules import at_run_time
from ...framework.errors import InvalidArgumentError
from . import kernel
from .arrays import widened
from .windows import cropped, from_nhwc, padded, require_rank, to_nhwc, window_axes, windows_of

group_count = at_run_time(window_rules.group_count)
layout = at_run_time(window_rules.windows)


@kernel("Conv2D")
def conv2d(input, filter, *, strides, padding, explicit_paddings, data_format, dilations):
    return convolution(input, filter, strides, padding, explicit_paddings, data_format, dilations)


def convolution(input, filter, strides, padding, explicit_paddings, data_format, dilations):
    """The convolution of images or volumes."""
    images, filter = to_nhwc(input, data_format), require_rank("filter", filter, len(data_format))
    groups = group_count(images.shape[-1], *filter.shape[-2:])
    lies = layout(images.shape[1:-1], filter.shape[:-2], tuple(strides), tuple(dilations), padding, tuple(explicit_paddings), data_format)
    result = by_group(convolved, groups, widened(images), widened(filter), lies)
    return from_nhwc(result.astype(input.dtype, copy=False), data_format)


def convolved(images, filter, lies):
    window = window_axes(images)
    return np.tensordot(windows_of(padded(images, lies), lies), filter, axes=([*window, images.ndim - 1], range(images.ndim - 1)))


@kernel("Conv2DBackpropInput")
def conv2d_backprop_input(input_sizes, filter, out_backprop, *, strides, padding, explicit_paddings, data_format, dilations):
    return gradient_of_images(input_sizes, filter, out_backprop, strides, padding, explicit_paddings, data_format, dilations)


def gradient_of_images(input_sizes, filter, out_backprop, strides, padding, explicit_paddings, data_format, dilations):
    """The gradient of ``convolution`` with respect to its input."""
    sizes = window_rules.spatial(input_sizes, data_format)
    filter = require_rank("filter", filter, len(data_format))
    groups = group_count(input_sizes[window_rules.channel_axis(data_format)], *filter.shape[-2:])
    lies = layout(sizes, filter.shape[:-2], tuple(strides), tuple(dilations), padding, tuple(explicit_paddings), data_format)
    gradients = require_shape(to_nhwc(out_backprop, data_format), (input_sizes[0], *lies.counts, filter.shape[-1]))
    result = by_group(scattered, groups, widened(gradients), widened(filter), lies, sizes)
    return from_nhwc(result.astype(filter.dtype, copy=False), data_format)


def scattered(gradients, filter, lies, sizes):
    """Images with each gradient, times the filter, added where its window lay."""
    images = padded(np.zeros((gradients.shape[0], *sizes, filter.shape[-2]), gradients.dtype), lies)
    windows = windows_of(images, lies, writeable=True)
    for place in np.ndindex(filter.shape[:-2]):
        windows[(..., *place)] += gradients @ filter[place].T
    return cropped(images, lies)


@kernel("Conv2DBackpropFilter")
def conv2d_backprop_filter(input, filter_sizes, out_backprop, *, strides, padding, explicit_paddings, data_format, dilations):
    return gradient_of_filter(input, filter_sizes, out_backprop, strides, padding, explicit_paddings, data_format, dilations)


def gradient_of_filter(input, filter_sizes, out_backprop, strides, padding, explicit_paddings, data_format, dilations):
    """The gradient of ``convolution`` with respect to its filter."""
    images = to_nhwc(input, data_format)
    groups = group_count(images.shape[-1], *filter_sizes[-2:])
    lies = layout(images.shape[1:-1], filter_sizes[:-2], tuple(strides), tuple(dilations), padding, tuple(explicit_paddings), data_format)
    gradients = require_shape(to_nhwc(out_backprop, data_format), (images.shape[0], *lies.counts, filter_sizes[-1]))
    return by_group(correlated, groups, widened(images), widened(gradients), lies).astype(input.dtype, copy=False)


def correlated(images, gradients, lies):
    places = range(images.ndim - 1)
    product = np.tensordot(windows_of(padded(images, lies), lies), gradients, axes=(places, places))
    return np.moveaxis(product, 0, -2)


def by_group(function, groups, first, second, *others):
    """``function`` of each group of channels of two arrays, which are their last dimension, and of its result."""
    pairs = zip(np.split(first, groups, -1), np.split(second, groups, -1), strict=True)
    return np.concatenate([function(*pair, *others) for pair in pairs], -1)


def require_shape(gradients, sizes):
    if gradients.shape != sizes:
        raise InvalidArgumentError.of(f"out_backprop has shape {gradients.shape}, but the convolution gives {sizes} (channels last)")
    return gradients


# Bias


@kernel("BiasAdd")
def bias_add(value, bias, *, data_format):
    axis = bias_axis(value, data_format)
    if np.shape(bias) != (value.shape[axis],):
        raise InvalidArgumentError.of(
            f"the bias must be a vector of the {value.shape[axis]} channels of {value.shape}, not of shape {np.shape(bias)}"
        )
    return value + bias.reshape((-1,) + (1,) * (value.ndim - 1 - axis))


@kernel("BiasAddV1")
def bias_add_v1(value, bias):
    return bias_add(value, bias, data_format="NHWC")


@kernel("BiasAddGrad")
def bias_add_grad(out_backprop, *, data_format):
    axis, wide = bias_axis(out_backprop, data_format), widened(out_backprop)
    others = tuple(i for i in range(wide.ndim) if i != axis)
    return np.sum(wide, axis=others, dtype=wide.dtype).astype(out_backprop.dtype, copy=False)


def bias_axis(value, data_format):
    least = 3 if data_format == "NCHW" else 2
    if np.ndim(value) < least:
        raise InvalidArgumentError.of(f"a value in format {data_format} must have at least {least} dimensions, not shape {np.shape(value)}")
    return 1 if data_format == "NCHW" else value.ndim - 1
