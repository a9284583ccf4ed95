"""Convolutions of volumes ``[batch, depth, height, width, channels]`` ("NDHWC"; "NCDHW" has the channels second).

Filters are ``[depth, height, width, in_channels, out_channels]``.
"""

from __future__ import annotations

from typing import Any

from ..framework.conversion import convert_to_tensor
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..framework.synonyms import one_of
from ..ops import nn_convolution_3d as ops
from .window_arguments import VOLUME_FORMATS, format_or_name, volume_attributes

__all__ = ["conv3d", "conv3d_backprop_filter", "conv3d_backprop_filter_v2", "conv3d_transpose"]


def conv3d(input: Any, filter: Any = None, strides: Any = None, padding: Any = None, data_format: str | None = "NDHWC", dilations: Any = None,
           name: str | None = None, filters: Any = None) -> Tensor:  # fmt: skip
    """Slides filters over volumes: a weighted sum of all input channels at each place, per output channel.

    Args:
        input: the volumes. filter: the filters; ``filters`` is a synonym.
        strides, dilations: the steps, and the distance of neighbouring filter entries: one number, three, or five in the order of ``data_format``.
        padding: "SAME" or "VALID".
        data_format: "NDHWC" or "NCDHW"; any other string is the name: that was its place in 0.x.
    """
    data_format, name = format_or_name(data_format, name, VOLUME_FORMATS)
    filter = one_of("filter", filter, "filters", filters)
    return ops.conv3d(input, filter, **volume_attributes(strides, padding, data_format, dilations), name=name)


def conv3d_transpose(value: Any = None, filter: Any = None, output_shape: Any = None, strides: Any = None, padding: str = "SAME",
                     data_format: str | None = "NDHWC", name: str | None = None, input: Any = None, filters: Any = None,
                     dilations: Any = None) -> Tensor:  # fmt: skip
    """The transpose (the gradient) of :func:`conv3d`, which enlarges volumes where strides are greater than 1.

    Args:
        value: volumes with as many channels as ``filter`` has in its *last* dimension; ``input`` is a synonym.
        filter: ``[depth, height, width, out_channels, in_channels]``; ``filters`` is a synonym.
        output_shape: the shape of the result, five numbers or a tensor.
        strides, padding, dilations: those of the convolution that this reverses.
        data_format: "NDHWC" or "NCDHW"; any other string is the name: that was its place in 0.x.
    """
    data_format, name = format_or_name(data_format, name, VOLUME_FORMATS)
    value, filter = one_of("value", value, "input", input), one_of("filter", filter, "filters", filters)
    with name_scope(name, "conv3d_transpose", [value, filter, output_shape]) as scope:
        sizes = convert_to_tensor(output_shape, name="input_sizes")
        return ops.conv3d_backprop_input_v2(sizes, filter, value, **volume_attributes(strides, padding, data_format, dilations), name=scope)


def conv3d_backprop_filter(input: Any, filter_sizes: Any, out_backprop: Any, strides: Any, padding: str, data_format: str = "NDHWC",
                           dilations: Any = None, name: str | None = None) -> Tensor:  # fmt: skip
    """The gradient of :func:`conv3d` with respect to its filters, which have shape ``filter_sizes``."""
    attributes = volume_attributes(strides, padding, data_format, dilations)
    return ops.conv3d_backprop_filter_v2(input, filter_sizes, out_backprop, **attributes, name=name)


conv3d_backprop_filter_v2 = conv3d_backprop_filter
