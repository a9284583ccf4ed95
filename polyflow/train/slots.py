"""Slots: variables that belong to other variables, named after them (``W/Adam``)."""

from __future__ import annotations

import contextlib
from typing import Any

from ..framework.scopes import colocate_with
from ..framework.tensor_shape import TensorShape
from ..functions.array_creation import zeros
from ..functions.array_manipulation import shape as shape_of
from ..variables.initializers import Zeros
from ..variables.scope import get_variable, get_variable_scope, variable_scope
from ..variables.variable import Variable


def create_slot(primary: Any, val: Any, name: str, colocate_with_primary: bool = True) -> Variable:
    """A slot of ``primary`` (a variable or tensor) whose initial value is ``val``."""
    return _slot(primary, name, colocate_with_primary, initializer=val, validate_shape=val.shape.is_fully_defined())


def create_slot_with_initializer(
    primary: Any, initializer: Any, shape: TensorShape, dtype: Any, name: str, colocate_with_primary: bool = True
) -> Variable:
    """A slot of ``primary`` whose initial value an initializer makes."""
    return _slot(primary, name, colocate_with_primary, initializer=initializer, shape=shape, dtype=dtype)


def create_zeros_slot(primary: Any, name: str, dtype: Any = None, colocate_with_primary: bool = True) -> Variable:
    """A slot of ``primary`` that starts with zeros of its shape."""
    dtype = primary.dtype.base_dtype if dtype is None else dtype
    if primary.shape.is_fully_defined():
        return create_slot_with_initializer(primary, Zeros(), primary.shape, dtype, name, colocate_with_primary)
    value = primary.initialized_value() if isinstance(primary, Variable) else primary
    return create_slot(primary, zeros(shape_of(value), dtype), name, colocate_with_primary)


def _slot(primary: Any, name: str, colocated: bool, **options: Any) -> Variable:
    place = colocate_with(primary.op) if colocated else contextlib.nullcontext()
    with variable_scope(None, f"{primary.op.name}/{name}"), place:
        get_variable_scope().set_partitioner(None)
        return get_variable("", trainable=False, **options)
