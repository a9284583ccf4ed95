"""Division and multiplication of several kinds: of either generation of Python, with 0 for what is not defined, by a scalar."""

from __future__ import annotations

from typing import Any

from ..framework import dtypes
from ..framework.conversion import convert_to_tensor
from ..framework.dtypes import DType
from ..framework.indexed_slices import IndexedSlices
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..ops import math_elementwise as ops
from .arithmetic import cast, common_type

__all__ = [
    "div", "div_no_nan", "divide", "divide_no_nan", "floordiv", "multiply_no_nan", "reciprocal_no_nan", "scalar_mul", "truediv",
]  # fmt: skip


def truediv(x: Any, y: Any, name: str | None = None) -> Tensor:
    """x / y as Python 3 divides: integers become floats first, of 32 bits if they have up to 16, else of 64."""
    x, y, scope = _operands(x, y, name, "truediv")
    with name_scope(scope):
        wide = _quotient_type(x.dtype.base_dtype)
        if wide is not None:
            x, y = cast(x, wide), cast(y, wide)
    return ops.real_div(x, y, name=scope)


def divide(x: Any, y: Any, name: str | None = None) -> Tensor:
    """x / y as Python 3 divides."""
    return truediv(x, y, name)


def div(x: Any, y: Any, name: str | None = None) -> Tensor:
    """x / y as Python 2 divides: the quotient of integers is an integer, the floor."""
    x, y, scope = _operands(x, y, name, "div")
    return (ops.floor_div if x.dtype.is_integer else ops.real_div)(x, y, name=scope)


def div_no_nan(x: Any, y: Any, name: str | None = None) -> Tensor:
    """x / y, but 0 where y is 0."""
    x, y, scope = _operands(x, y, name, "div_no_nan")
    return ops.div_no_nan(x, y, name=scope)


divide_no_nan = div_no_nan


def reciprocal_no_nan(x: Any, name: str | None = None) -> Tensor:
    """1 / x, but 0 where x is 0."""
    with name_scope(name, "reciprocal_no_nan", [x]) as scope:
        x = convert_to_tensor(x, name="x")
        return ops.div_no_nan(convert_to_tensor(1, x.dtype.base_dtype, name="one"), x, name=scope)


def multiply_no_nan(x: Any, y: Any, name: str | None = None) -> Tensor:
    """x · y, but 0 where y is 0, whatever x is."""
    x, y, scope = _operands(x, y, name, "multiply_no_nan")
    return ops.mul_no_nan(x, y, name=scope)


def floordiv(x: Any, y: Any, name: str | None = None) -> Tensor:
    """floor(x / y)."""
    x, y, scope = _operands(x, y, name, "floordiv")
    return ops.floor_div(x, y, name=scope)


def _operands(x: Any, y: Any, name: str | None, default_name: str) -> tuple[Tensor, Tensor, str]:
    """Both as tensors of one type, and the scope named after the operation."""
    with name_scope(name, default_name, [x, y]) as scope:
        expected = common_type(x, y).get("T")
        x = convert_to_tensor(x, expected, name="x")
        y = convert_to_tensor(y, name="y", preferred_dtype=x.dtype.base_dtype)
    if x.dtype.base_dtype is not y.dtype.base_dtype:
        raise TypeError(f"x and y must have the same dtype, got {x.dtype!r} != {y.dtype!r}")
    return x, y, scope


def _quotient_type(dtype: DType) -> DType | None:
    """The type in which ``dtype`` is divided; None where it stays."""
    if dtype.is_integer:
        return dtypes.float32 if dtype.size <= 2 else dtypes.float64
    if dtype.is_floating or dtype.is_complex:
        return None
    raise TypeError(f"Invalid dtype {dtype!r} in a true division")


def scalar_mul(scalar: Any, x: Any, name: str | None = None) -> Any:
    """A scalar times a tensor, or times the values of IndexedSlices."""
    scalar = convert_to_tensor(scalar, x.dtype.base_dtype, name="scalar")
    if scalar.shape.ndims != 0:
        raise ValueError(f"Only scalar multiply works, got shape {scalar.shape}")
    if isinstance(x, IndexedSlices):
        return IndexedSlices(ops.mul(scalar, x.values, name=name), x.indices, x.dense_shape)
    return ops.mul(scalar, x, name=name)
