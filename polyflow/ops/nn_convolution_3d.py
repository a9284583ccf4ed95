"""Convolutions of volumes and their gradients: as those of images in ``nn_convolution``, with a dimension more.

Volumes have the shape (batch, depth, height, width, channels), ``data_format`` "NDHWC", or (batch, channels, depth, height, width), "NCDHW";
filters always (depth, height, width, channels, outputs), with as many channels as the volumes.  ``strides`` and ``dilations`` are five numbers in
the order of ``data_format``, those of batch and channels 1.  ``padding`` is "SAME" or "VALID".
"""

from ..framework.dtypes import FLOAT, INDEX, bfloat16, int32
from ..framework.op import Host, Meta, Outputs, at_least, op
from ..framework.tensor_shape import TensorShape
from ..framework.window_rules import channel_axis, check_channels
from .nn_convolution import check_backprop, convolved_shape, image_backprop_shape, named_sizes, sizes_of

FORMATS = {"NDHWC", "NCDHW"}
PADDINGS = {"SAME", "VALID"}
WIDE = FLOAT - {bfloat16}


@op("Conv3D", T=FLOAT, strides=at_least(5), padding=PADDINGS, data_format=FORMATS)
def conv3d(input: "T", filter: "T", *, strides: list[int], padding: str, data_format: str = "NDHWC",
           dilations: list[int] = [1, 1, 1, 1, 1]) -> Outputs(output="T"):  # fmt: skip
    """The sum over a, b, c, d of input[n, i·stride + a·dilation, j·stride + b·dilation, k·stride + c·dilation, d] · filter[a, b, c, d, o], for each
    n, i, j, k, o."""
    require_channels(input.shape, filter.shape, data_format)
    return convolved_shape(input.shape, filter.shape, strides, padding, [], data_format, dilations)


def require_channels(volume: TensorShape, filter: TensorShape, data_format: str) -> None:
    """The filter must be as deep as there are channels."""
    depth = sizes_of("filter", filter, data_format)[-2]
    check_channels(depth, sizes_of("input", volume, data_format)[channel_axis(data_format)])


@op("Conv3DBackpropInputV2", T=FLOAT, strides=at_least(5), padding=PADDINGS, data_format=FORMATS, Tshape=INDEX.default(int32))
def conv3d_backprop_input_v2(input_sizes: Host["Tshape"], filter: "T", out_backprop: "T", *, strides: list[int], padding: str, data_format: str = "NDHWC",
                             dilations: list[int] = [1, 1, 1, 1, 1]) -> Outputs(output="T"):  # fmt: skip
    """The gradient of Conv3D with respect to its input, of shape ``input_sizes``: each entry of ``out_backprop``, times the filter, is added where
    its window lay.  Also known as the transposed convolution."""
    return volume_backprop_shape(named_sizes(input_sizes, data_format), filter, out_backprop, strides, padding, data_format, dilations)


def volume_backprop_shape(volume, filter, out_backprop, strides, padding, data_format, dilations):
    require_channels(volume, filter.shape, data_format)
    return image_backprop_shape(volume, filter.shape, out_backprop.shape, strides, padding, [], data_format, dilations)


@op("Conv3DBackpropFilterV2", T=FLOAT, strides=at_least(5), padding=PADDINGS, data_format=FORMATS)
def conv3d_backprop_filter_v2(input: "T", filter_sizes: Host["int32"], out_backprop: "T", *, strides: list[int], padding: str, data_format: str = "NDHWC",
                              dilations: list[int] = [1, 1, 1, 1, 1]) -> Outputs(output="T"):  # fmt: skip
    """The gradient of Conv3D with respect to its filter, of shape ``filter_sizes``: the sum of all windows, each times its entry of ``out_backprop``."""
    return filter_backprop_shape(input, named_sizes(filter_sizes, data_format), out_backprop, strides, padding, data_format, dilations)


def filter_backprop_shape(input, filter, out_backprop, strides, padding, data_format, dilations):
    require_channels(input.shape, filter, data_format)
    check_backprop(input.shape, filter, out_backprop.shape, strides, padding, [], data_format, dilations)
    return filter.with_rank(5)


# What these were before: they take the tensor whose gradient they give, and look at nothing but its shape.


@op("Conv3DBackpropInput", T=WIDE, strides=at_least(5), padding=PADDINGS)
def conv3d_backprop_input(
    input: Meta["T"], filter: "T", out_backprop: "T", *, strides: list[int], padding: str, dilations: list[int] = [1, 1, 1, 1, 1]
) -> Outputs(output="T"):
    """Conv3DBackpropInputV2 of the shape of ``input``."""
    return volume_backprop_shape(input.shape.with_rank(5), filter, out_backprop, strides, padding, "NDHWC", dilations)


@op("Conv3DBackpropFilter", T=WIDE, strides=at_least(5), padding=PADDINGS)
def conv3d_backprop_filter(
    input: "T", filter: Meta["T"], out_backprop: "T", *, strides: list[int], padding: str, dilations: list[int] = [1, 1, 1, 1, 1]
) -> Outputs(output="T"):
    """Conv3DBackpropFilterV2 of the shape of ``filter``."""
    return filter_backprop_shape(input, filter.shape, out_backprop, strides, padding, "NDHWC", dilations)
