"""Convolutions, and the bias that follows them.

Images are ``[batch, height, width, channels]`` ("NHWC", the default) or ``[batch, channels, height, width]`` ("NCHW"); filters are
``[height, width, in_channels, out_channels]``.
"""

from __future__ import annotations

from typing import Any

from ..framework.conversion import convert_to_tensor
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..framework.synonyms import one_of
from ..ops import nn_convolution as ops
from .window_arguments import IMAGE_FORMATS, format_or_name, image_attributes

__all__ = ["bias_add", "conv2d", "conv2d_backprop_filter", "conv2d_backprop_input", "conv2d_transpose"]


def bias_add(value: Any, bias: Any, data_format: str | None = None, name: str | None = None) -> Tensor:
    """``value + bias``, where ``bias`` has a number per channel: per entry of the last dimension, or of the second for "NC...".

    Raises:
        ValueError: an unknown ``data_format``, or sizes that do not fit.
    """
    with name_scope(name, "BiasAdd", [value, bias]) as scope:
        return ops.bias_add(value, bias, data_format=channels_format(data_format), name=scope)


def channels_format(data_format: str | None) -> str:
    """ "NHWC" or "NCHW", of any format that names the position of the channels: "NC…" has them second, "N…C" last."""
    if data_format is None or (data_format.startswith("N") and data_format.endswith("C")):
        return "NHWC"
    if data_format.startswith("NC"):
        return "NCHW"
    raise ValueError(f"data_format must be of the form `N...C` or `NC...`, not {data_format!r}")


def conv2d(input: Any, filter: Any = None, strides: Any = None, padding: Any = None, use_cudnn_on_gpu: bool | None = True,
           data_format: str | None = "NHWC", dilations: Any = None, name: str | None = None, filters: Any = None) -> Tensor:  # fmt: skip
    """Slides filters over images: a weighted sum of all input channels at each place, per output channel.

    Args:
        input: the images. filter: the filters; ``filters`` is a synonym.
        strides: the steps, one number, two for height and width, or four in the order of ``data_format``.
        padding: "SAME", "VALID", or a list of four pairs of explicit amounts.
        use_cudnn_on_gpu: accepted for old programs.
        dilations: the distance of neighbouring filter entries, given like ``strides``. A string is the name: that was its place before 1.4.

    Raises:
        ValueError: shapes that do not fit each other.
    """
    if isinstance(dilations, str):
        dilations, name = None, dilations
    filter = one_of("filter", filter, "filters", filters)
    return ops.conv2d(input, filter, **image_attributes(strides, padding, data_format, dilations), name=name)


def conv2d_transpose(value: Any = None, filter: Any = None, output_shape: Any = None, strides: Any = None, padding: str = "SAME",
                     data_format: str | None = "NHWC", name: str | None = None, input: Any = None, filters: Any = None,
                     dilations: Any = None) -> Tensor:  # fmt: skip
    """The transpose (the gradient) of :func:`conv2d`, which enlarges images where strides are greater than 1.

    Args:
        value: images with as many channels as ``filter`` has in its *last* dimension; ``input`` is a synonym.
        filter: ``[height, width, out_channels, in_channels]``; ``filters`` is a synonym.
        output_shape: the shape of the result, four numbers or a tensor.
        strides, padding, dilations: those of the convolution that this reverses.
        data_format: "NHWC" or "NCHW"; any other string is the name: that was its place in 0.x.
    """
    data_format, name = format_or_name(data_format, name, IMAGE_FORMATS)
    value, filter = one_of("value", value, "input", input), one_of("filter", filter, "filters", filters)
    with name_scope(name, "conv2d_transpose", [value, filter, output_shape]) as scope:
        sizes = convert_to_tensor(output_shape, name="input_sizes")
        return ops.conv2d_backprop_input(sizes, filter, value, **image_attributes(strides, padding, data_format, dilations), name=scope)


def conv2d_backprop_input(input_sizes: Any, filter: Any = None, out_backprop: Any = None, strides: Any = None, padding: Any = None,
                          use_cudnn_on_gpu: bool | None = True, data_format: str | None = "NHWC", dilations: Any = None,
                          name: str | None = None, filters: Any = None) -> Tensor:  # fmt: skip
    """The gradient of :func:`conv2d` with respect to its images, which have shape ``input_sizes``."""
    filter = one_of("filter", filter, "filters", filters)
    return ops.conv2d_backprop_input(
        input_sizes, filter, out_backprop, **image_attributes(strides, padding, data_format, dilations), name=name
    )


def conv2d_backprop_filter(input: Any, filter_sizes: Any, out_backprop: Any, strides: Any = None, padding: Any = None,
                           use_cudnn_on_gpu: bool | None = True, data_format: str | None = "NHWC", dilations: Any = None,
                           name: str | None = None) -> Tensor:  # fmt: skip
    """The gradient of :func:`conv2d` with respect to its filters, which have shape ``filter_sizes``."""
    return ops.conv2d_backprop_filter(
        input, filter_sizes, out_backprop, **image_attributes(strides, padding, data_format, dilations), name=name
    )
