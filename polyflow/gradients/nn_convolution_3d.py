"""Gradients of convolutions of volumes, each of which is one of these convolutions again."""

from ..ops import nn_convolution_3d as conv
from ..ops.array_creation import zeros_like
from .registry import gradient
from .shapes import shape_of


def attributes(op):
    return {name: op.attrs[name] for name in ("strides", "padding", "data_format", "dilations") if name in op.attrs}


@gradient(conv.conv3d)
def _(op, dy):
    volume, filter = op.inputs
    return conv.conv3d_backprop_input_v2(shape_of(volume), filter, dy, **attributes(op)), conv.conv3d_backprop_filter_v2(
        volume, shape_of(filter), dy, **attributes(op)
    )


@gradient(conv.conv3d_backprop_input_v2)
def _(op, volume):
    _, filter, out_backprop = op.inputs
    for_filter = conv.conv3d_backprop_filter_v2(volume, shape_of(filter), out_backprop, **attributes(op))
    return None, for_filter, conv.conv3d(volume, filter, **attributes(op))


@gradient(conv.conv3d_backprop_filter_v2)
def _(op, filter):
    volume, _, out_backprop = op.inputs
    for_volume = conv.conv3d_backprop_input_v2(shape_of(volume), filter, out_backprop, **attributes(op))
    return for_volume, None, conv.conv3d(volume, filter, **attributes(op))


@gradient(conv.conv3d_backprop_input)
def _(op, volume):
    before, filter, out_backprop = op.inputs
    for_filter = conv.conv3d_backprop_filter_v2(volume, shape_of(filter), out_backprop, **attributes(op))
    return zeros_like(before), for_filter, conv.conv3d(volume, filter, **attributes(op))


@gradient(conv.conv3d_backprop_filter)
def _(op, filter):
    volume, before, out_backprop = op.inputs
    for_volume = conv.conv3d_backprop_input_v2(shape_of(volume), filter, out_backprop, **attributes(op))
    return for_volume, zeros_like(before), conv.conv3d(volume, filter, **attributes(op))
