"""Depthwise convolutions of images, in which every channel has filters of its own, and their gradients.

Images, strides, padding and dilations are as in ``nn_convolution``.  Filters are (height, width, channels, multiplier): each channel gives as
many outputs as the multiplier says, which lie side by side.  float16 and bfloat16 accumulate in float32.
"""

from ..framework.dtypes import FLOAT
from ..framework.op import Host, Outputs, op
from ..framework.tensor_shape import TensorShape
from ..framework.window_rules import channel_axis, depthwise_as_groups
from .nn_convolution import FORMATS, PADDINGS, check_backprop, convolved_shape, image_backprop_shape, named_sizes, require_four


def as_groups(image: TensorShape, filter: TensorShape, data_format: str) -> TensorShape:
    """The shape of the filter with which Conv2D, each channel a group, does the same."""
    channels = require_four("input", image)[channel_axis(data_format)]
    return TensorShape(depthwise_as_groups(require_four("filter", filter), channels))


@op("DepthwiseConv2dNative", T=FLOAT, padding=PADDINGS, data_format=FORMATS)
def depthwise_conv2d_native(input: "T", filter: "T", *, strides: list[int], padding: str, explicit_paddings: list[int] = [], data_format: str = "NHWC",
                            dilations: list[int] = [1, 1, 1, 1]) -> Outputs(output="T"):  # fmt: skip
    """output[n, i, j, c · multiplier + q] is the sum over a, b of input[n, i·stride + a·dilation, j·stride + b·dilation, c] · filter[a, b, c, q]."""
    groups = as_groups(input.shape, filter.shape, data_format)
    return convolved_shape(input.shape, groups, strides, padding, explicit_paddings, data_format, dilations)


@op("DepthwiseConv2dNativeBackpropInput", T=FLOAT, padding=PADDINGS, data_format=FORMATS)
def depthwise_conv2d_native_backprop_input(
    input_sizes: Host["int32"], filter: "T", out_backprop: "T", *, strides: list[int], padding: str, explicit_paddings: list[int] = [],
    data_format: str = "NHWC", dilations: list[int] = [1, 1, 1, 1]
) -> Outputs(output="T"):  # fmt: skip
    """The gradient of DepthwiseConv2dNative with respect to its input, of shape ``input_sizes``."""
    image = named_sizes(input_sizes, data_format)
    groups = as_groups(image, filter.shape, data_format)
    return image_backprop_shape(image, groups, out_backprop.shape, strides, padding, explicit_paddings, data_format, dilations)


@op("DepthwiseConv2dNativeBackpropFilter", T=FLOAT, padding=PADDINGS, data_format=FORMATS)
def depthwise_conv2d_native_backprop_filter(
    input: "T", filter_sizes: Host["int32"], out_backprop: "T", *, strides: list[int], padding: str, explicit_paddings: list[int] = [],
    data_format: str = "NHWC", dilations: list[int] = [1, 1, 1, 1]
) -> Outputs(output="T"):  # fmt: skip
    """The gradient of DepthwiseConv2dNative with respect to its filter, of shape ``filter_sizes``."""
    shape = named_sizes(filter_sizes, "NHWC")
    groups = as_groups(input.shape, shape, data_format)
    check_backprop(input.shape, groups, out_backprop.shape, strides, padding, explicit_paddings, data_format, dilations)
    return shape
