"""Depthwise convolutions and their gradients: products of windows and filters, channel by channel."""

import numpy as np

from ...framework import window_rules
from ...framework.array_rules import at_run_time
from . import kernel
from .arrays import widened
from .nn_convolution import layout, require_shape
from .windows import cropped, from_nhwc, padded, require_four, to_nhwc, windows_of

check_channels = at_run_time(window_rules.check_channels)


@kernel("DepthwiseConv2dNative")
def depthwise_conv2d_native(input, filter, *, strides, padding, explicit_paddings, data_format, dilations):
    images, filter = widened(to_nhwc(input, data_format)), widened(require_four("filter", filter))
    lies = lies_of(images.shape, filter.shape, strides, padding, explicit_paddings, data_format, dilations)
    result = np.einsum("nijcab,abcq->nijcq", windows_of(padded(images, lies), lies), filter)
    return from_nhwc(joined(result).astype(input.dtype, copy=False), data_format)


def lies_of(image, filter, strides, padding, explicit_paddings, data_format, dilations):
    """How windows lie on images of these sizes, channels last."""
    check_channels(filter[2], image[3])
    return layout(image[1:3], tuple(filter[:2]), tuple(strides), tuple(dilations), padding, tuple(explicit_paddings), data_format)


def joined(outputs):
    """The outputs of all channels side by side."""
    return outputs.reshape(*outputs.shape[:3], outputs.shape[3] * outputs.shape[4])


@kernel("DepthwiseConv2dNativeBackpropInput")
def depthwise_conv2d_native_backprop_input(
    input_sizes, filter, out_backprop, *, strides, padding, explicit_paddings, data_format, dilations
):
    wide, image = widened(require_four("filter", filter)), channels_last(input_sizes, data_format)
    lies = lies_of(image, wide.shape, strides, padding, explicit_paddings, data_format, dilations)
    gradients = by_channel(out_backprop, image[0], lies, wide.shape, data_format)
    images = padded(np.zeros(image, wide.dtype), lies)
    windows = windows_of(images, lies, writeable=True)
    for a, b in np.ndindex(wide.shape[:2]):
        windows[..., a, b] += np.einsum("nijcq,cq->nijc", gradients, wide[a, b])
    return from_nhwc(cropped(images, lies).astype(filter.dtype, copy=False), data_format)


def channels_last(sizes, data_format):
    batch, channels = sizes[0], sizes[window_rules.channel_axis(data_format)]
    return (batch, *window_rules.spatial(sizes, data_format), channels)


def by_channel(out_backprop, batch, lies, filter, data_format):
    """The gradient of the result with the outputs of each channel in a dimension of their own."""
    channels, multiplier = filter[2:]
    gradients = require_shape(widened(to_nhwc(out_backprop, data_format)), (batch, *lies.counts, channels * multiplier))
    return gradients.reshape(batch, *lies.counts, channels, multiplier)


@kernel("DepthwiseConv2dNativeBackpropFilter")
def depthwise_conv2d_native_backprop_filter(
    input, filter_sizes, out_backprop, *, strides, padding, explicit_paddings, data_format, dilations
):
    images = widened(to_nhwc(input, data_format))
    lies = lies_of(images.shape, filter_sizes, strides, padding, explicit_paddings, data_format, dilations)
    gradients = by_channel(out_backprop, images.shape[0], lies, filter_sizes, data_format)
    result = np.einsum("nijcab,nijcq->abcq", windows_of(padded(images, lies), lies), gradients)
    return result.astype(input.dtype, copy=False)
