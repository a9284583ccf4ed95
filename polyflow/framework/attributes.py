"""Attribute values in one normal form: DType, TensorShape, str, tuples become lists, numbers Python numbers."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from .declaration import AttrSpec
from .dtypes import as_dtype
from .region import Region
from .tensor_shape import as_shape


def normalise(spec: AttrSpec, value: Any) -> Any:
    """``value`` as the attribute's type has it. TypeError names the attribute and the value when it does not fit."""
    try:
        return _NORMALISERS[spec.type](value)
    except (TypeError, ValueError) as error:
        raise TypeError(f"attribute '{spec.name}' must be of type {spec.type}, not {value!r}") from error


def _bool(value: Any) -> bool:
    if not isinstance(value, (bool, int, np.bool_)):
        raise TypeError
    return bool(value)


def _string(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode(errors="surrogateescape")
    if not isinstance(value, str):
        raise TypeError
    return value


def _dtype(value: Any) -> Any:
    return as_dtype(value).base_dtype


def _function(value: Any) -> Any:
    if not isinstance(value, Region):
        raise TypeError
    return value


def _list(of: Callable[[Any], Any]) -> Callable[[Any], list[Any]]:
    def convert(value: Any) -> list[Any]:
        if isinstance(value, (str, bytes)):
            raise TypeError
        return [of(item) for item in (value if isinstance(value, (list, tuple, np.ndarray)) or hasattr(value, "__iter__") else (value,))]

    return convert


def _float(value: Any) -> float:
    if isinstance(value, str):
        raise TypeError
    return float(np.float32(value))  # the precision that GraphDef gives an attribute


_SCALARS: dict[str, Callable[[Any], Any]] = {
    "bool": _bool,
    "int": operator.index,
    "float": _float,
    "string": _string,
    "type": _dtype,
    "shape": as_shape,
    "tensor": np.asarray,
    "func": _function,
}
_NORMALISERS = _SCALARS | {f"list({name})": _list(function) for name, function in _SCALARS.items()}
