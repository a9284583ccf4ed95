"""Depthwise convolutions and their gradients: torch's convolutions with every channel a group."""

from ...framework import window_rules
from ...framework.array_rules import at_run_time
from . import kernel
from .nn_convolution import convolution, gradient_of_filter, gradient_of_images


@at_run_time
def as_groups(image, filter, data_format):
    """The sizes of the filter in the form in which torch's convolution takes it."""
    window_rules.check_four("images", image)
    window_rules.check_four("filter", filter)
    return window_rules.depthwise_as_groups(filter, image[window_rules.channel_axis(data_format)])


@kernel("DepthwiseConv2dNative")
def depthwise_conv2d_native(input, filter, *, strides, padding, explicit_paddings, data_format, dilations):
    groups = filter.reshape(as_groups(input.shape, filter.shape, data_format))
    return convolution(input, groups, strides, padding, explicit_paddings, data_format, dilations)


@kernel("DepthwiseConv2dNativeBackpropInput")
def depthwise_conv2d_native_backprop_input(
    input_sizes, filter, out_backprop, *, strides, padding, explicit_paddings, data_format, dilations
):
    groups = filter.reshape(as_groups(input_sizes, filter.shape, data_format))
    return gradient_of_images(input_sizes, groups, out_backprop, strides, padding, explicit_paddings, data_format, dilations)


@kernel("DepthwiseConv2dNativeBackpropFilter")
def depthwise_conv2d_native_backprop_filter(
    input, filter_sizes, out_backprop, *, strides, padding, explicit_paddings, data_format, dilations
):
    groups = as_groups(input.shape, filter_sizes, data_format)
    return gradient_of_filter(input, groups, out_backprop, strides, padding, explicit_paddings, data_format, dilations).reshape(
        filter_sizes
    )
