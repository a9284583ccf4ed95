"""Convolutions of sequences ``[batch, width, channels]`` ("NWC"; "NCW" has the channels second): those of images one pixel high.

Filters are ``[width, in_channels, out_channels]``.
"""

from __future__ import annotations

from typing import Any

from ..framework.conversion import convert_to_tensor
from ..framework.dtypes import int32
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..framework.synonyms import one_of
from ..ops import nn_convolution as ops
from ..ops.array_manipulation import concat_v2, expand_dims, squeeze
from .window_arguments import every_dimension, is_channels_second

__all__ = ["conv1d", "conv1d_transpose"]

FORMATS = {None: "NHWC", "NWC": "NHWC", "NHWC": "NHWC", "NCW": "NCHW", "NCHW": "NCHW"}


def conv1d(value: Any = None, filters: Any = None, stride: Any = None, padding: Any = None, use_cudnn_on_gpu: bool | None = None,
           data_format: str | None = None, name: str | None = None, input: Any = None, dilations: Any = None) -> Tensor:  # fmt: skip
    """Slides filters along sequences: a weighted sum of all input channels at each place, per output channel.

    Args:
        value: the sequences; ``input`` is a synonym.
        stride: the step, a number (or three in the order of ``data_format``); so ``dilations``, the distance of neighbouring filter entries.
        padding: "SAME" or "VALID".
        use_cudnn_on_gpu: accepted for old programs.
    """
    value = one_of("value", value, "input", input)
    with name_scope(name, "conv1d", [value, filters]) as scope:
        attributes = flat_attributes(stride, padding, data_format, dilations)
        axis = height(attributes["data_format"])
        result = ops.conv2d(expand_dims(value, axis), expand_dims(filters, 0), **attributes, name=scope)
        return squeeze(result, squeeze_dims=[axis])


def flat_attributes(stride: Any, padding: Any, data_format: str | None, dilations: Any) -> dict[str, Any]:
    """The attributes of the convolution of images one pixel high."""
    if data_format not in FORMATS:
        raise ValueError(f"data_format must be NWC or NCW, not {data_format!r}")
    image_format = FORMATS[data_format]
    return {
        "strides": with_height(stride, image_format),
        "padding": padding,
        "data_format": image_format,
        "dilations": with_height(dilations, image_format),
    }


def with_height(numbers: Any, image_format: str) -> list[int]:
    """What is given for sequences, with 1 for the height."""
    given = every_dimension(numbers, "NCW" if is_channels_second(image_format) else "NWC")
    given.insert(height(image_format), 1)
    return given


def height(image_format: str) -> int:
    """The dimension of the height."""
    return 2 if is_channels_second(image_format) else 1


def conv1d_transpose(input: Any, filters: Any, output_shape: Any, strides: Any, padding: str = "SAME", data_format: str | None = "NWC",
                     dilations: Any = None, name: str | None = None) -> Tensor:  # fmt: skip
    """The transpose (the gradient) of :func:`conv1d`.

    Args:
        filters: ``[width, out_channels, in_channels]``.
        output_shape: the shape of the result, three numbers or a tensor.
        strides, padding, dilations: those of the convolution that this reverses.
    """
    with name_scope(name, "conv1d_transpose", [input, filters, output_shape]) as scope:
        attributes = flat_attributes(strides, padding, data_format, dilations)
        axis = height(attributes["data_format"])
        sizes = image_sizes(output_shape, axis)
        result = ops.conv2d_backprop_input(sizes, expand_dims(filters, 0), expand_dims(input, axis), **attributes, name=scope)
        return squeeze(result, squeeze_dims=[axis])


def image_sizes(output_shape: Any, axis: int) -> Any:
    """The shape with a height of 1, of the plain numbers if that is what they are."""
    if isinstance(output_shape, (list, tuple)) and all(isinstance(size, int) for size in output_shape):
        return [*output_shape[:axis], 1, *output_shape[axis:]]
    sizes = convert_to_tensor(output_shape, int32)
    return concat_v2([sizes[:axis], [1], sizes[axis:]], 0)
