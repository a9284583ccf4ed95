"""Tensors handed on as they are: unchanged, checked, or seen as another type."""

from __future__ import annotations

from typing import Any

from ..framework.dtypes import as_dtype
from ..framework.operation import Tensor
from ..ops import array_identity as ops

__all__ = ["bitcast", "check_numerics", "ensure_shape", "guarantee_const", "identity", "identity_n", "stop_gradient"]


def identity(input: Any, name: str | None = None) -> Tensor:
    """``input`` itself, as the output of a node of its own."""
    return ops.identity(input, name=name)


def identity_n(input: Any, name: str | None = None) -> list[Tensor]:
    """The tensors of a list, all of them once all are computed."""
    return ops.identity_n(input, name=name)


def stop_gradient(input: Any, name: str | None = None) -> Tensor:
    """``input``, which counts as a constant in gradients."""
    return ops.stop_gradient(input, name=name)


def guarantee_const(input: Any, name: str | None = None) -> Tensor:
    """``input``, of which the caller promises that it never changes."""
    return ops.guarantee_const(input, name=name)


def ensure_shape(x: Any, shape: Any, name: str | None = None) -> Tensor:
    """``x``, or an InvalidArgumentError when it has not ``shape``, in which None stands for any size."""
    return ops.ensure_shape(x, shape=shape, name=name)


def check_numerics(tensor: Any, message: str, name: str | None = None) -> Tensor:
    """``tensor``, or an InvalidArgumentError with ``message`` when it holds an infinity or NaN."""
    return ops.check_numerics(tensor, message=message, name=name)


def bitcast(input: Any, type: Any, name: str | None = None) -> Tensor:
    """The memory of ``input`` read as elements of ``type``: of a smaller one as a further dimension, of a larger one without the last."""
    return ops.bitcast(input, type=as_dtype(type), name=name)
