"""Pooling: windows of images become one number each."""

from __future__ import annotations

from typing import Any

from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..framework.synonyms import one_of
from ..ops import nn_pooling as ops
from .convolution import four

__all__ = ["avg_pool", "max_pool"]


def max_pool(
    value: Any,
    ksize: Any = None,
    strides: Any = None,
    padding: Any = None,
    data_format: str = "NHWC",
    name: str | None = None,
    input: Any = None,
) -> Tensor:
    """The greatest entry of each window, per channel.

    Args:
        value: images; ``input`` is a synonym.
        ksize, strides: the windows' size and distance: one number, two, or four in the order of ``data_format``.
        padding: "SAME" (the windows start in what is added around the images) or "VALID".
    """
    value = one_of("value", value, "input", input)
    with name_scope(name, "MaxPool", [value]) as scope:
        return ops.max_pool(
            value, ksize=four(ksize, data_format), strides=four(strides, data_format), padding=padding, data_format=data_format, name=scope
        )


def avg_pool(
    value: Any,
    ksize: Any = None,
    strides: Any = None,
    padding: Any = None,
    data_format: str = "NHWC",
    name: str | None = None,
    input: Any = None,
) -> Tensor:
    """The mean of each window, per channel, over the entries that are inside the image; arguments as in :func:`max_pool`."""
    value = one_of("value", value, "input", input)
    with name_scope(name, "AvgPool", [value]) as scope:
        return ops.avg_pool(
            value, ksize=four(ksize, data_format), strides=four(strides, data_format), padding=padding, data_format=data_format, name=scope
        )
