"""Functions of the bits of integers: ``tf.bitwise``."""

from __future__ import annotations

from typing import Any

from ..framework.operation import Tensor
from ..ops import math_bitwise as ops
from .arithmetic import common_type

__all__ = ["bitwise_and", "bitwise_or", "bitwise_xor", "invert", "left_shift", "right_shift"]


def bitwise_and(x: Any, y: Any, name: str | None = None) -> Tensor:
    """The bits that are set in both."""
    return ops.bitwise_and(x, y, name=name, **common_type(x, y))


def bitwise_or(x: Any, y: Any, name: str | None = None) -> Tensor:
    """The bits that are set in one or both."""
    return ops.bitwise_or(x, y, name=name, **common_type(x, y))


def bitwise_xor(x: Any, y: Any, name: str | None = None) -> Tensor:
    """The bits that are set in exactly one."""
    return ops.bitwise_xor(x, y, name=name, **common_type(x, y))


def invert(x: Any, name: str | None = None) -> Tensor:
    """The bits that are not set."""
    return ops.invert(x, name=name)


def left_shift(x: Any, y: Any, name: str | None = None) -> Tensor:
    """x · 2^y without the bits that leave the type; amounts are limited to those from 0 to the number of bits less 1."""
    return ops.left_shift(x, y, name=name, **common_type(x, y))


def right_shift(x: Any, y: Any, name: str | None = None) -> Tensor:
    """floor(x / 2^y), with the sign for signed types; amounts are limited to those from 0 to the number of bits less 1."""
    return ops.right_shift(x, y, name=name, **common_type(x, y))
