"""Convolutions of volumes and their gradients: those of ``nn_convolution``, which take any number of dimensions."""

import numpy as np

from ...framework import window_rules
from ...framework.array_rules import at_run_time
from . import kernel
from .nn_convolution import convolution, gradient_of_filter, gradient_of_images


@at_run_time
def check(volume, filter, data_format):
    """The filter must be as deep as there are channels."""
    window_rules.check_rank("images", volume, 5)
    window_rules.check_rank("filter", filter, 5)
    window_rules.check_channels(filter[3], volume[window_rules.channel_axis(data_format)])


@kernel("Conv3D")
def conv3d(input, filter, *, strides, padding, data_format, dilations):
    check(np.shape(input), np.shape(filter), data_format)
    return convolution(input, filter, strides, padding, (), data_format, dilations)


@kernel("Conv3DBackpropInputV2")
def conv3d_backprop_input_v2(input_sizes, filter, out_backprop, *, strides, padding, data_format, dilations):
    check(input_sizes, np.shape(filter), data_format)
    return gradient_of_images(input_sizes, filter, out_backprop, strides, padding, (), data_format, dilations)


@kernel("Conv3DBackpropFilterV2")
def conv3d_backprop_filter_v2(input, filter_sizes, out_backprop, *, strides, padding, data_format, dilations):
    check(np.shape(input), filter_sizes, data_format)
    return gradient_of_filter(input, filter_sizes, out_backprop, strides, padding, (), data_format, dilations)


@kernel("Conv3DBackpropInput")
def conv3d_backprop_input(input, filter, out_backprop, *, strides, padding, dilations):
    check(np.shape(input), np.shape(filter), "NDHWC")
    return gradient_of_images(np.shape(input), filter, out_backprop, strides, padding, (), "NDHWC", dilations)


@kernel("Conv3DBackpropFilter")
def conv3d_backprop_filter(input, filter, out_backprop, *, strides, padding, dilations):
    check(np.shape(input), np.shape(filter), "NDHWC")
    return gradient_of_filter(input, np.shape(filter), out_backprop, strides, padding, (), "NDHWC", dilations)
