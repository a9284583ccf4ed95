"""What is known of the variable behind a handle."""

from __future__ import annotations

from .dtypes import DType
from .operation import Tensor
from .tensor_shape import UNKNOWN, TensorShape

PASSING = frozenset({"Identity", "StopGradient", "PreventGradient"})
"""Ops whose output is the handle that came in."""


def behind(handle: Tensor) -> tuple[DType | None, TensorShape]:
    """Type and shape of the variable; None and an unknown shape where the handle is fed."""
    while handle.op.type in PASSING:
        handle = handle.op.inputs[0]
    if handle.op.type != "VarHandleOp":
        return None, UNKNOWN
    attrs = handle.op.attrs
    return attrs["dtype"], attrs["shape"]


def shape_behind(handle: Tensor, dtype: DType | None = None) -> TensorShape:
    """The variable's shape. ValueError if it has another type than ``dtype``."""
    known, shape = behind(handle)
    if None not in (dtype, known) and known is not dtype:
        raise ValueError(f"the variable has type {known.name}, not {dtype.name}")  # type: ignore[union-attr]  # neither is None
    return shape
