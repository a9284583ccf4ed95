"""Attribute values as AttrValue messages, and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from tensorboard.compat.proto.attr_value_pb2 import AttrValue, NameAttrList

from ..framework.dtypes import DType, as_dtype
from ..framework.tensor_shape import TensorShape
from .tensors import array_of, shape_of, tensor_message

_FIELDS = {"int": "i", "float": "f", "bool": "b", "string": "s", "type": "type", "shape": "shape", "tensor": "tensor", "func": "func"}
"""Per attribute type the field of AttrValue that holds it."""


def _text(value: bytes) -> str:
    return value.decode(errors="surrogateescape")


def _bytes(value: str | bytes) -> bytes:
    return value.encode(errors="surrogateescape") if isinstance(value, str) else value


def _shortest(value: float) -> float:
    """The number that was written, such as 0.1: messages hold float32."""
    return float(str(np.float32(value)))


_WRITERS: dict[str, Callable[[Any], Any]] = {
    "string": _bytes,
    "type": lambda dtype: dtype.as_datatype_enum,
    "shape": lambda shape: shape.as_proto(),
    "tensor": tensor_message,
    "func": lambda name: NameAttrList(name=name),
}
_READERS: dict[str, Callable[[Any], Any]] = {
    "float": _shortest,
    "string": _text,
    "type": as_dtype,
    "shape": shape_of,
    "tensor": array_of,
    "func": lambda message: message.name,
}


def _unchanged(value: Any) -> Any:
    return value


def attr_value(kind: str, value: Any) -> AttrValue:
    """``value``, normalised as the declaration's attribute type ``kind`` says, as a message. A function is given by its name."""
    element = kind.removeprefix("list(").removesuffix(")")
    write = _WRITERS.get(element, _unchanged)
    field = _FIELDS[element]
    if element == kind:
        return AttrValue(**{field: write(value)})
    return AttrValue(list=AttrValue.ListValue(**{field: [write(item) for item in value]}))


def value_of_attr(kind: str, message: AttrValue) -> Any:
    """The value of an attribute of type ``kind``; ValueError when the message holds something else."""
    element = kind.removeprefix("list(").removesuffix(")")
    expected = _FIELDS[element] if element == kind else "list"
    held = message.WhichOneof("value")
    if held != expected:
        raise ValueError(f"expected a value of type {kind}, but the message holds {held or 'nothing'}")
    read = _READERS.get(element, _unchanged)
    return read(getattr(message, expected)) if element == kind else [read(item) for item in getattr(message.list, _FIELDS[element])]


# Attributes that no declaration knows: those with a leading underscore. Their type follows from the value.

_KINDS = {
    bool: "bool",
    int: "int",
    float: "float",
    str: "string",
    bytes: "string",
    DType: "type",
    TensorShape: "shape",
    np.ndarray: "tensor",
}


def private_message(value: Any) -> AttrValue | None:
    """A value of any type as a message; None for one that no message can hold."""
    if hasattr(value, "SerializeToString"):
        return AttrValue.FromString(value.SerializeToString())
    items = value if isinstance(value, (list, tuple)) else [value]
    kind = next((kind for python, kind in _KINDS.items() if items and all(isinstance(item, python) for item in items)), None)
    if items is value:
        return AttrValue(list=AttrValue.ListValue()) if not items else kind and attr_value(f"list({kind})", value)
    return kind and attr_value(kind, value)


def private_value(message: AttrValue) -> Any:
    """What a message holds; text stays bytes, functions stay messages."""
    held = message.WhichOneof("value")
    if held in (None, "func", "placeholder") or message.list.func:
        return message
    if held != "list":
        return _private(held, getattr(message, held))
    fields = message.list.ListFields()
    return [_private(fields[0][0].name, item) for item in fields[0][1]] if fields else []


def _private(field: str, held: Any) -> Any:
    kind = next(kind for kind, name in _FIELDS.items() if name == field)
    return held if kind == "string" else _READERS.get(kind, _unchanged)(held)
