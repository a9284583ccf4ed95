"""Arithmetic whose first operand is a number: it takes the type of the other."""

from __future__ import annotations

from ..framework.conversion import convert_to_tensor
from ..framework.operation import Tensor
from ..ops import math_elementwise as math


def one_minus(x: Tensor) -> Tensor:
    return math.sub(convert_to_tensor(1, x.dtype.base_dtype, name="sub/x"), x, name="sub")


def inverse(x: Tensor) -> Tensor:
    return math.real_div(convert_to_tensor(1, x.dtype.base_dtype, name="truediv/x"), x, name="truediv")
