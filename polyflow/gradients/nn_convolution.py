"""Gradients of convolutions, each of which is one of the three convolution ops again, and of biases."""

from ..ops import nn_convolution as conv
from ..ops.array_creation import zeros_like
from .registry import gradient
from .shapes import shape_of

ATTRIBUTES = ("strides", "padding", "use_cudnn_on_gpu", "explicit_paddings", "data_format", "dilations")


def attributes(op):
    return {name: op.attrs[name] for name in ATTRIBUTES}


@gradient(conv.conv2d)
def _(op, dy):
    image, filter = op.inputs
    return conv.conv2d_backprop_input(shape_of(image), filter, dy, **attributes(op)), conv.conv2d_backprop_filter(
        image, shape_of(filter), dy, **attributes(op)
    )


@gradient(conv.conv2d_backprop_input)
def _(op, image):
    _, filter, out_backprop = op.inputs
    return (
        None,
        conv.conv2d_backprop_filter(image, shape_of(filter), out_backprop, **attributes(op)),
        conv.conv2d(image, filter, **attributes(op)),
    )


@gradient(conv.conv2d_backprop_filter)
def _(op, filter):
    image, _, out_backprop = op.inputs
    return (
        conv.conv2d_backprop_input(shape_of(image), filter, out_backprop, **attributes(op)),
        None,
        conv.conv2d(image, filter, **attributes(op)),
    )


@gradient(conv.bias_add)
def _(op, dy):
    return dy, conv.bias_add_grad(dy, data_format=op.attrs["data_format"])


@gradient(conv.bias_add_v1)
def _(op, dy):
    return dy, conv.bias_add_grad(dy)


@gradient(conv.bias_add_grad)
def _(op, bias):
    return conv.bias_add(zeros_like(op.inputs[0]), bias, data_format=op.attrs["data_format"])
