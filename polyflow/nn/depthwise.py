"""Depthwise convolutions, in which every channel has filters of its own, and separable ones, which mix the channels afterwards.

Filters are ``[height, width, channels, multiplier]``.
"""

from __future__ import annotations

from typing import Any

from ..framework.conversion import convert_to_tensor
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..framework.synonyms import one_of
from ..ops import nn_convolution as convolutions
from ..ops import nn_depthwise as ops
from .window_arguments import image_attributes, spatial_numbers

__all__ = [
    "depthwise_conv2d", "depthwise_conv2d_backprop_filter", "depthwise_conv2d_backprop_input", "depthwise_conv2d_native",
    "depthwise_conv2d_native_backprop_filter", "depthwise_conv2d_native_backprop_input", "separable_conv2d",
]  # fmt: skip


def depthwise_conv2d(input: Any, filter: Any, strides: Any, padding: Any, rate: Any = None, name: str | None = None,
                     data_format: str | None = None, dilations: Any = None) -> Tensor:  # fmt: skip
    """Slides the filters of each channel over it: ``channels * multiplier`` output channels, those of one input channel side by side.

    Args:
        strides: four numbers in the order of ``data_format``.
        padding: "SAME", "VALID", or a list of four pairs of explicit amounts.
        rate: the distance of neighbouring filter entries along height and width; ``dilations`` is a synonym. A string is the name: that was its
            place in 0.x.

    Raises:
        ValueError: shapes that do not fit each other; both a stride and a rate above 1.
    """
    rate, name = (None, rate) if isinstance(rate, str) else (rate, name)
    with name_scope(name, "depthwise", [input, filter]) as scope:
        attributes = spread_attributes(strides, padding, one_of("rate", rate, "dilations", dilations), data_format)
        return ops.depthwise_conv2d_native(input, filter, **attributes, name=scope)


def spread_attributes(strides: Any, padding: Any, rate: Any, data_format: str | None) -> dict[str, Any]:
    """The attributes with a rate for height and width, which excludes strides."""
    rates = spatial_numbers("rate", rate, 2)
    attributes = image_attributes(strides, padding, data_format, rates)
    if max(rates) > 1 and max(attributes["strides"]) > 1:
        raise ValueError(f"strides {strides} and rate {rates} must not both be above 1")
    return attributes


def separable_conv2d(input: Any, depthwise_filter: Any, pointwise_filter: Any, strides: Any, padding: Any, rate: Any = None, name: str | None = None,
                     data_format: str | None = None, dilations: Any = None) -> Tensor:  # fmt: skip
    """:func:`depthwise_conv2d`, then :func:`conv2d` with ``pointwise_filter``, ``[1, 1, channels * multiplier, out_channels]``."""
    rate, name = (None, rate) if isinstance(rate, str) else (rate, name)
    with name_scope(name, "separable_conv2d", [input, depthwise_filter, pointwise_filter]) as scope:
        pointwise_filter = convert_to_tensor(pointwise_filter, name="pointwise_filter")
        pointwise_filter.shape[:2].assert_is_compatible_with([1, 1])
        attributes = spread_attributes(strides, padding, one_of("rate", rate, "dilations", dilations), data_format)
        apart = ops.depthwise_conv2d_native(input, depthwise_filter, **attributes, name="depthwise")
        mixing = image_attributes(None, "VALID", data_format, None)
        return convolutions.conv2d(apart, pointwise_filter, **mixing, name=scope)


def depthwise_conv2d_native(input: Any, filter: Any, strides: Any, padding: Any, data_format: str | None = "NHWC", dilations: Any = None,
                            name: str | None = None) -> Tensor:  # fmt: skip
    """:func:`depthwise_conv2d` with four ``dilations`` in the order of ``data_format``; a string there is the name: that was its place before."""
    if isinstance(dilations, str):
        dilations, name = None, dilations
    return ops.depthwise_conv2d_native(input, filter, **image_attributes(strides, padding, data_format, dilations), name=name)


def depthwise_conv2d_native_backprop_input(input_sizes: Any, filter: Any, out_backprop: Any, strides: Any, padding: Any,
                                           data_format: str | None = "NHWC", dilations: Any = None, name: str | None = None) -> Tensor:  # fmt: skip
    """The gradient of :func:`depthwise_conv2d_native` with respect to its images, which have shape ``input_sizes``."""
    attributes = image_attributes(strides, padding, data_format, dilations)
    return ops.depthwise_conv2d_native_backprop_input(input_sizes, filter, out_backprop, **attributes, name=name)


def depthwise_conv2d_native_backprop_filter(input: Any, filter_sizes: Any, out_backprop: Any, strides: Any, padding: Any,
                                            data_format: str | None = "NHWC", dilations: Any = None, name: str | None = None) -> Tensor:  # fmt: skip
    """The gradient of :func:`depthwise_conv2d_native` with respect to its filters, which have shape ``filter_sizes``."""
    attributes = image_attributes(strides, padding, data_format, dilations)
    return ops.depthwise_conv2d_native_backprop_filter(input, filter_sizes, out_backprop, **attributes, name=name)


depthwise_conv2d_backprop_input = depthwise_conv2d_native_backprop_input
depthwise_conv2d_backprop_filter = depthwise_conv2d_native_backprop_filter
