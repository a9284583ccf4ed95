"""Grey-scale dilation and erosion of NHWC images by filters ``[height, width, channels]``."""

from __future__ import annotations

from typing import Any

from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..framework.synonyms import one_of
from ..ops import nn_dilation as ops
from ..ops.array_manipulation import reverse_v2
from ..ops.math_elementwise import neg
from .window_arguments import every_dimension

__all__ = ["dilation2d", "erosion2d"]


def dilation2d(input: Any, filter: Any = None, strides: Any = None, rates: Any = None, padding: Any = None, name: str | None = None,
               filters: Any = None, dilations: Any = None) -> Tensor:  # fmt: skip
    """The greatest sum of the entries of each window and those of the filter, per channel.

    Args:
        filter: what is added; ``filters`` is a synonym.
        strides, rates: the distance of windows, and that of neighbouring entries of one, four numbers each; ``dilations`` is a synonym.
        padding: "SAME" or "VALID".
    """
    filter, rates = one_of("filter", filter, "filters", filters), one_of("rates", rates, "dilations", dilations)
    return ops.dilation2d(
        input, filter, strides=every_dimension(strides, "NHWC"), rates=every_dimension(rates, "NHWC"), padding=padding, name=name
    )


def erosion2d(value: Any, kernel: Any, strides: Any, rates: Any, padding: str, name: str | None = None) -> Tensor:
    """The least difference of the entries of each window and those of ``kernel``: the dilation of the negative image by the kernel turned around."""
    with name_scope(name, "erosion2d", [value, kernel]) as scope:
        turned = reverse_v2(kernel, [0, 1])
        attributes = {"strides": every_dimension(strides, "NHWC"), "rates": every_dimension(rates, "NHWC"), "padding": padding}
        return neg(ops.dilation2d(neg(value), turned, **attributes), name=scope)
