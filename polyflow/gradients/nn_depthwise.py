"""Gradients of depthwise convolutions, each of which is one of the three again."""

from ..ops import nn_depthwise as conv
from .registry import gradient
from .shapes import shape_of


def attributes(op):
    return {name: op.attrs[name] for name in ("strides", "padding", "explicit_paddings", "data_format", "dilations")}


@gradient(conv.depthwise_conv2d_native)
def _(op, dy):
    image, filter = op.inputs
    return conv.depthwise_conv2d_native_backprop_input(
        shape_of(image), filter, dy, **attributes(op)
    ), conv.depthwise_conv2d_native_backprop_filter(image, shape_of(filter), dy, **attributes(op))


@gradient(conv.depthwise_conv2d_native_backprop_input)
def _(op, image):
    _, filter, out_backprop = op.inputs
    for_filter = conv.depthwise_conv2d_native_backprop_filter(image, shape_of(filter), out_backprop, **attributes(op))
    return None, for_filter, conv.depthwise_conv2d_native(image, filter, **attributes(op))


@gradient(conv.depthwise_conv2d_native_backprop_filter)
def _(op, filter):
    image, _, out_backprop = op.inputs
    for_image = conv.depthwise_conv2d_native_backprop_input(shape_of(image), filter, out_backprop, **attributes(op))
    return for_image, None, conv.depthwise_conv2d_native(image, filter, **attributes(op))
