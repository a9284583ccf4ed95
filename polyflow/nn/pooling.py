"""Pooling: windows of sequences, images or volumes become one number each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..framework.conversion import convert_to_tensor
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..framework.synonyms import one_of
from ..ops import nn_pooling as ops
from ..ops import nn_pooling_3d as volumes
from ..ops.array_manipulation import expand_dims, squeeze
from .convolution_1d import height
from .convolution_nd import FORMATS, format_for, with_space_to_batch
from .window_arguments import VOLUME_FORMATS, every_dimension, format_or_name, is_channels_second, paddings, spatial_numbers

__all__ = [
    "avg_pool",
    "avg_pool1d",
    "avg_pool2d",
    "avg_pool3d",
    "avg_pool_v2",
    "max_pool",
    "max_pool1d",
    "max_pool2d",
    "max_pool3d",
    "max_pool_v2",
    "pool",
]


# Greatest entries


def max_pool(value: Any, ksize: Any = None, strides: Any = None, padding: Any = None, data_format: str = "NHWC", name: str | None = None,
             input: Any = None) -> Tensor:  # fmt: skip
    """The greatest entry of each window, per channel.

    Args:
        value: images; ``input`` is a synonym.
        ksize, strides: the windows' size and distance: one number, two, or four in the order of ``data_format``.
        padding: "SAME" (the windows start in what is added around the images), "VALID" or a list of four pairs of explicit amounts.
    """
    value = one_of("value", value, "input", input)
    with name_scope(name, "MaxPool", [value]) as scope:
        return _max_pool(value, ksize, strides, padding, data_format, scope)


def _max_pool(images: Any, ksize: Any, strides: Any, padding: Any, data_format: str, name: str) -> Tensor:
    amounts, padding = paddings(padding)
    return ops.max_pool(images, **_windows(ksize, strides, data_format), padding=padding, explicit_paddings=amounts, name=name)


def _windows(ksize: Any, strides: Any, data_format: str) -> dict[str, Any]:
    return {"ksize": every_dimension(ksize, data_format), "strides": every_dimension(strides, data_format), "data_format": data_format}


def max_pool1d(input: Any, ksize: Any, strides: Any, padding: Any, data_format: str = "NWC", name: str | None = None) -> Tensor:
    """:func:`max_pool` of sequences ``[batch, width, channels]``, or "NCW"."""
    with name_scope(name, "MaxPool1d", [input]) as scope:
        return _flat(ops.max_pool, input, ksize, strides, padding, data_format, scope)


def _flat(pooling: Callable[..., Tensor], sequences: Any, ksize: Any, strides: Any, padding: Any, data_format: str, name: str) -> Tensor:
    """The pooling of images one pixel high."""
    image_format = format_for(2, data_format)
    axis = height(image_format)
    windows = {"ksize": every_dimension(ksize, data_format), "strides": every_dimension(strides, data_format)}
    for numbers in windows.values():
        numbers.insert(axis, 1)
    result = pooling(expand_dims(sequences, axis), **windows, padding=padding, data_format=image_format, name=name)
    return squeeze(result, squeeze_dims=[axis])


def max_pool2d(input: Any, ksize: Any, strides: Any, padding: Any, data_format: str = "NHWC", name: str | None = None) -> Tensor:
    """:func:`max_pool`, by its newer name."""
    with name_scope(name, "MaxPool2d", [input]) as scope:
        return _max_pool(input, ksize, strides, padding, data_format or "NHWC", scope)


def max_pool3d(input: Any, ksize: Any, strides: Any, padding: Any, data_format: str = "NDHWC", name: str | None = None) -> Tensor:
    """:func:`max_pool` of volumes ``[batch, depth, height, width, channels]``, or "NCDHW"."""
    data_format, name = format_or_name(data_format, name, VOLUME_FORMATS)
    with name_scope(name, "MaxPool3D", [input]) as scope:
        return volumes.max_pool3d(input, **_windows(ksize, strides, data_format), padding=padding, name=scope)


def max_pool_v2(input: Any, ksize: Any, strides: Any, padding: Any, data_format: str | None = None, name: str | None = None) -> Tensor:
    """:func:`max_pool` of sequences, images or volumes, whichever ``input`` is."""
    return _by_rank((max_pool1d, max_pool2d, max_pool3d), input, ksize, strides, padding, data_format, name)


def _by_rank(pools: tuple[Callable[..., Tensor], ...], input: Any, ksize: Any, strides: Any, padding: Any, data_format: str | None,
             name: str | None) -> Tensor:  # fmt: skip
    input = convert_to_tensor(input, name="input")
    rank = input.shape.rank if input.shape.rank is not None else len(data_format or "NHWC")
    if rank - 2 not in FORMATS:
        raise ValueError(f"input must have 3, 4 or 5 dimensions, not shape {input.shape}")
    return pools[rank - 3](input, ksize, strides, padding, format_for(rank - 2, data_format), name)


# Means


def avg_pool(value: Any, ksize: Any = None, strides: Any = None, padding: Any = None, data_format: str = "NHWC", name: str | None = None,
             input: Any = None) -> Tensor:  # fmt: skip
    """The mean of each window, per channel, over the entries that are inside the image; arguments as in :func:`max_pool`."""
    value = one_of("value", value, "input", input)
    with name_scope(name, "AvgPool", [value]) as scope:
        return ops.avg_pool(value, **_windows(ksize, strides, data_format or "NHWC"), padding=padding, name=scope)


avg_pool2d = avg_pool


def avg_pool1d(input: Any, ksize: Any, strides: Any, padding: Any, data_format: str = "NWC", name: str | None = None) -> Tensor:
    """:func:`avg_pool` of sequences ``[batch, width, channels]``, or "NCW"."""
    with name_scope(name, "AvgPool1D", [input]) as scope:
        return _flat(ops.avg_pool, input, ksize, strides, padding, data_format, scope)


def avg_pool3d(input: Any, ksize: Any, strides: Any, padding: Any, data_format: str = "NDHWC", name: str | None = None) -> Tensor:
    """:func:`avg_pool` of volumes ``[batch, depth, height, width, channels]``, or "NCDHW"."""
    data_format, name = format_or_name(data_format, name, VOLUME_FORMATS)
    with name_scope(name, "AvgPool3D", [input]) as scope:
        return volumes.avg_pool3d(input, **_windows(ksize, strides, data_format), padding=padding, name=scope)


def avg_pool_v2(input: Any, ksize: Any, strides: Any, padding: Any, data_format: str | None = None, name: str | None = None) -> Tensor:
    """:func:`avg_pool` of sequences, images or volumes, whichever ``input`` is."""
    return _by_rank((avg_pool1d, avg_pool2d, avg_pool3d), input, ksize, strides, padding, data_format, name)


# Either, of any number of dimensions

POOLS = {"MAX": max_pool_v2, "AVG": avg_pool_v2}


def pool(input: Any, window_shape: Any, pooling_type: str, padding: str, dilation_rate: Any = None, strides: Any = None, name: str | None = None,
         data_format: str | None = None, dilations: Any = None) -> Tensor:  # fmt: skip
    """Pools sequences, images or volumes in windows whose entries may be apart.

    Args:
        input: ``[batch, one to three spatial dimensions, channels]``; for a ``data_format`` that starts with "NC" the channels come second.
        window_shape, strides, dilation_rate: a number for each spatial dimension; ``dilations`` is a synonym of the last.
        pooling_type: "MAX" or "AVG".
        padding: "SAME" or "VALID"; only the latter for rates above 1.

    Raises:
        ValueError: both a stride and a rate above 1, windows further apart than they are wide, or an unknown ``pooling_type``.
    """
    window, rate = list(window_shape), one_of("dilation_rate", dilation_rate, "dilations", dilations)
    steps, rates = spatial_numbers("strides", strides, len(window)), spatial_numbers("dilation_rate", rate, len(window))
    if pooling_type not in POOLS:
        raise ValueError(f"pooling_type must be MAX or AVG, not {pooling_type!r}")
    if max(rates) > 1 and (max(steps) > 1 or padding == "SAME"):
        raise ValueError(f"dilation_rate {rates} above 1 needs strides of 1, not {steps}, and padding VALID, not {padding}")
    if any(step > extent for step, extent in zip(steps, window, strict=True)):
        raise ValueError(f"strides {steps} must not be above window_shape {window}")
    if len(window) not in FORMATS:
        raise ValueError(f"window_shape must have 1, 2 or 3 numbers, not {window}")
    order = FORMATS[len(window)][is_channels_second(data_format)]
    with name_scope(name, f"{pooling_type.lower()}_pool", [input]) as scope:

        def pooled(moved: Tensor, _: int, scheme: str) -> Tensor:
            return POOLS[pooling_type](moved, window, steps, scheme, order, scope)

        return with_space_to_batch(input, rates, padding, pooled, data_format=order)
