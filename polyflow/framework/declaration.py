"""The parsed form of an op signature: inputs, outputs and attributes with their types."""

from __future__ import annotations

from typing import Any, NamedTuple

from . import dtypes
from .annotations import Annotation, Each, Handle, Host, List, Meta, Ref, at_least
from .dtypes import DType

BOOKKEEPING = frozenset(
    {"use_locking", "container", "shared_name", "parallel_iterations", "use_cudnn_on_gpu", "grad_a", "grad_b", "grad_x", "grad_y"}
)
"""Attributes that say how or where, never what: no kernel sees them."""

_FIXED_TYPES = {dtype.name: dtype for dtype in vars(dtypes).values() if isinstance(dtype, DType) and not dtype.is_ref}


class ArgSpec(NamedTuple):
    """One input or output.

    ``dtype`` is a fixed type, or ``type_attr`` names the attribute that holds it (a list(type) attribute when ``each``).
    ``count`` names the int attribute with the length of a homogeneous list. Names are "" where there is no such attribute.
    """

    name: str
    dtype: DType | None
    type_attr: str
    count: str = ""  # type: ignore[assignment]  # hides tuple.count, which nobody needs here
    each: bool = False
    ref: bool = False
    handle: bool = False
    host: bool = False
    meta: bool = False

    @property
    def is_variable(self) -> bool:
        """Whether it stands for a variable's place rather than for a value."""
        return self.ref or self.handle

    @property
    def is_list(self) -> bool:
        return self.each or bool(self.count)


class AttrSpec(NamedTuple):
    """One attribute. ``type`` is TensorFlow's word for it: int, float, bool, string, type, shape, tensor, func or list(...)."""

    name: str
    type: str
    default: Any
    required: bool
    allowed: frozenset[Any] | None
    minimum: int | None
    inferred: bool


_ATTRIBUTE_TYPES = {"bool": "bool", "int": "int", "float": "float", "str": "string", "DType": "type", "TensorShape": "shape",
                    "TensorValue": "tensor", "Region": "func"}  # fmt: skip


def attribute_type(annotation: Any) -> str:
    """TensorFlow's word for a Python annotation: ``list[int]`` is ``list(int)``, ``DType`` is ``type``."""
    arguments = getattr(annotation, "__args__", None)
    if arguments:
        return f"list({attribute_type(arguments[0])})"
    name = annotation if isinstance(annotation, str) else annotation.__name__
    return _ATTRIBUTE_TYPES[name]


_FLAGS: dict[str, type[Annotation]] = {"each": Each, "ref": Ref, "handle": Handle, "host": Host, "meta": Meta}


def parse_argument(name: str, annotation: Any) -> ArgSpec:
    """Unwraps a nest of annotations into one record."""
    flags: dict[str, Any] = {}
    while isinstance(annotation, Annotation):
        if isinstance(annotation, List):
            flags["count"] = annotation.count
        flags |= {word: True for word, kind in _FLAGS.items() if isinstance(annotation, kind)}
        annotation = annotation.argument
    fixed = _FIXED_TYPES.get(annotation)
    return ArgSpec(name, fixed, "" if fixed else annotation, **flags)


def inferred_attributes(inputs: tuple[ArgSpec, ...], constraints: dict[str, Any], explicit: set[str]) -> list[AttrSpec]:
    """The attributes that the inputs determine: their types and the lengths of their lists."""
    found: dict[str, AttrSpec] = {}
    for spec in inputs:
        if spec.count and spec.count not in explicit:
            found.setdefault(spec.count, _inferred(spec.count, "int", constraints))
        if spec.type_attr and spec.type_attr not in explicit:
            found.setdefault(spec.type_attr, _inferred(spec.type_attr, "list(type)" if spec.each else "type", constraints))
    return list(found.values())


def _inferred(name: str, kind: str, constraints: dict[str, Any]) -> AttrSpec:
    allowed, minimum = split_constraint(constraints.get(name))
    default = getattr(allowed, "default_dtype", None)
    return AttrSpec(name, kind, default, default is None, allowed, minimum, inferred=True)


def split_constraint(constraint: Any) -> tuple[frozenset[Any] | None, int | None]:
    """A decorator keyword is either a set of allowed values or a lower bound."""
    if isinstance(constraint, at_least):
        return None, constraint.minimum
    if constraint is None or isinstance(constraint, frozenset):
        return constraint, None
    return frozenset(constraint), None
