"""Convolutions of any number of dimensions, with filters spread by a rate, and what computes the latter with ops that spread none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ..framework.constant_value import constant_value
from ..framework.conversion import convert_to_tensor
from ..framework.dtypes import int32
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..framework.synonyms import one_of
from ..functions.array_space import batch_to_space_nd, required_space_to_batch_paddings, space_to_batch_nd
from ..ops import nn_convolution as ops
from ..ops.array_manipulation import shape as shape_op
from .convolution import conv2d, conv2d_transpose
from .convolution_1d import conv1d, conv1d_transpose
from .convolution_3d import conv3d, conv3d_transpose
from .window_arguments import is_channels_second, spatial_numbers

__all__ = ["atrous_conv2d", "atrous_conv2d_transpose", "conv_transpose", "convolution", "with_space_to_batch"]

FORMATS = {1: ("NWC", "NCW"), 2: ("NHWC", "NCHW"), 3: ("NDHWC", "NCDHW")}
BY_DIMENSIONS: dict[int, Callable[..., Tensor]] = {1: conv1d, 2: conv2d, 3: conv3d}
TRANSPOSES: dict[int, Callable[..., Tensor]] = {1: conv1d_transpose, 2: conv2d_transpose, 3: conv3d_transpose}


def convolution(input: Any, filter: Any = None, padding: Any = None, strides: Any = None, dilation_rate: Any = None, name: str | None = None,
                data_format: str | None = None, filters: Any = None, dilations: Any = None) -> Tensor:  # fmt: skip
    """Slides filters over sequences, images or volumes.

    Args:
        input: ``[batch, one to three spatial dimensions, channels]``; for a ``data_format`` that starts with "NC" the channels come second.
        filter: ``[spatial dimensions, in_channels, out_channels]``; ``filters`` is a synonym.
        padding: "SAME" or "VALID".
        strides: the step along each spatial dimension.
        dilation_rate: the distance of neighbouring filter entries along each spatial dimension; ``dilations`` is a synonym.

    Raises:
        ValueError: shapes that do not fit each other; both a stride and a rate above 1.
    """
    filter = convert_to_tensor(one_of("filter", filter, "filters", filters), name="filter")
    rate = one_of("dilation_rate", dilation_rate, "dilations", dilations)
    with name_scope(name, "convolution", [input, filter]) as scope:
        count = spatial_count(filter, input)
        steps, rates = spatial_numbers("strides", strides, count), spatial_numbers("dilation_rate", rate, count)
        if max(steps) > 1 and max(rates) > 1:
            raise ValueError(f"strides {steps} and dilation_rate {rates} must not both be above 1")
        convolve = BY_DIMENSIONS[count]
        return convolve(input, filter, steps, padding, data_format=format_for(count, data_format), dilations=rates, name=scope)


def spatial_count(filter: Tensor, input: Any) -> int:
    """How many spatial dimensions a filter has, one to three."""
    rank = filter.shape.rank if filter.shape.rank is not None else convert_to_tensor(input).shape.rank
    if rank is None:
        raise ValueError("the number of dimensions of the filter, or of the input, must be known")
    if rank - 2 not in FORMATS:
        raise ValueError(f"a filter must have 3, 4 or 5 dimensions, not shape {filter.shape}")
    return rank - 2


def format_for(count: int, data_format: str | None) -> str:
    """The full name of a format for so many spatial dimensions."""
    return FORMATS[count][is_channels_second(data_format)]


def atrous_conv2d(value: Any, filters: Any, rate: Any, padding: str, name: str | None = None) -> Tensor:
    """:func:`conv2d` of NHWC images with filters whose entries are ``rate`` apart."""
    return convolution(value, filters, padding, dilation_rate=spatial_numbers("rate", rate, 2), name=name)


def atrous_conv2d_transpose(value: Any, filters: Any, output_shape: Any, rate: Any, padding: str, name: str | None = None) -> Tensor:
    """The transpose (the gradient) of :func:`atrous_conv2d`; ``filters`` are ``[height, width, out_channels, in_channels]``."""
    with name_scope(name, "atrous_conv2d_transpose", [value, filters, output_shape]) as scope:
        sizes = convert_to_tensor(output_shape, int32, name="output_shape")
        dilations = [1, *spatial_numbers("rate", rate, 2), 1]
        return ops.conv2d_backprop_input(sizes, filters, value, strides=[1, 1, 1, 1], padding=padding, dilations=dilations, name=scope)


def conv_transpose(input: Any, filters: Any, output_shape: Any, strides: Any, padding: str = "SAME", data_format: str | None = None,
                   dilations: Any = None, name: str | None = None) -> Tensor:  # fmt: skip
    """The transpose (the gradient) of :func:`convolution`; the length of ``output_shape`` says of how many dimensions."""
    with name_scope(name, "conv_transpose", [input, filters, output_shape]) as scope:
        count = spatial_count(convert_to_tensor(filters, name="filters"), input)
        transpose, order = TRANSPOSES[count], format_for(count, data_format)
        return transpose(input, filters, output_shape, strides, padding, data_format=order, dilations=dilations, name=scope)


# Filters spread by a rate


def with_space_to_batch(
    input: Any,
    dilation_rate: Any,
    padding: str,
    op: Callable[..., Any],
    filter_shape: Any = None,
    spatial_dims: Sequence[int] | None = None,
    data_format: str | None = None,
) -> Any:
    """``op`` on every so-manieth place: what a filter with entries ``dilation_rate`` apart meets, moved together and back.

    Args:
        op: a function of (input, number of spatial dimensions, "VALID") that slides a window without gaps.
        filter_shape: the sizes of the window, needed for "SAME".
        spatial_dims: the dimensions that the rates are for, ascending and positive; by default all between batch and channels.
        data_format: one that starts with "NC" has the channels second.
    """
    input = convert_to_tensor(input, name="input")
    rates = np.asarray(constant_value(convert_to_tensor(dilation_rate, int32, name="dilation_rate")))
    if rates.ndim != 1 or not rates.size or rates.min() < 1:
        raise ValueError(f"dilation_rate must be a vector of positive numbers that are known, not {dilation_rate!r}")
    if (rates == 1).all():
        return op(input, rates.size, padding)
    first = 2 if is_channels_second(data_format) else 1
    axes = sorted(range(first, first + rates.size) if spatial_dims is None else spatial_dims)
    return _through_batch(input, rates, axes, base_paddings(rates, padding, filter_shape), op)


def base_paddings(rates: Any, padding: str, filter_shape: Any) -> Any:
    """What is added before and after each dimension in any case."""
    if padding == "VALID":
        return np.zeros((rates.size, 2), np.int32)
    if padding != "SAME":
        raise ValueError(f"padding must be SAME or VALID, not {padding!r}")
    window = None if filter_shape is None else constant_value(convert_to_tensor(filter_shape, int32, name="filter_shape"))
    if window is None:
        raise ValueError("filter_shape must be known for SAME padding")
    total = (np.asarray(window)[: rates.size] - 1) * rates
    return np.stack([total // 2, total - total // 2], 1)


def _through_batch(input: Tensor, rates: Any, axes: Sequence[int], base: Any, op: Callable[..., Any]) -> Tensor:
    """Blocks of the sizes of ``rates`` along ``axes`` moved into the batch for ``op``, and back."""
    count = max(axes)
    blocks, margins = np.ones(count, np.int32), np.zeros((count, 2), np.int32)
    places = [axis - 1 for axis in axes]
    blocks[places], margins[places] = rates, base
    paddings, crops = required_space_to_batch_paddings(_sizes(input, count), blocks, margins)
    moved = op(space_to_batch_nd(input, blocks, paddings), len(axes), "VALID")
    return batch_to_space_nd(moved, blocks, crops)


def _sizes(input: Tensor, count: int) -> Any:
    """The sizes of the dimensions after the batch, as numbers where these are known."""
    known = input.shape.sizes
    if known is not None and None not in known[1 : count + 1]:
        return list(known[1 : count + 1])
    return shape_op(input)[1 : count + 1]
