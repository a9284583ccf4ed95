"""One form for an op signature, whether it comes from ``op_signatures.json`` or from a declaration."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass, field
from types import FunctionType
from typing import Any

ABSENT = "no default"
SPELLED = {"float": "float32", "double": "float64", "half": "float16"}
"""TensorFlow's words for three types in signatures, and the names of the DTypes."""

FIXED_TYPES = frozenset(
    "float16 float32 float64 bfloat16 int8 int16 int32 int64 uint8 uint16 uint32 uint64 complex64 complex128 "
    "bool string resource variant qint8 qint16 qint32 quint8 quint16".split()
)

ATTRIBUTE_TYPES = {
    "bool": "bool",
    "int": "int",
    "float": "float",
    "str": "string",
    "DType": "type",
    "TensorShape": "shape",
    "TensorValue": "tensor",
    "Region": "func",
}


@dataclass(frozen=True)
class Argument:
    """An input or output: ``type`` is a fixed type or an attribute, ``count`` the attribute that counts a list's tensors."""

    name: str
    type: str
    count: str | None = None
    each: bool = False
    ref: bool = False
    handle: bool = field(default=False, compare=False)
    host: bool = field(default=False, compare=False)

    def __str__(self) -> str:
        text = f'Each["{self.type}"]' if self.each else f'Ref["{self.type}"]' if self.ref else f'"{self.type}"'
        return f'{self.name}: List[{text}, "{self.count}"]' if self.count else f"{self.name}: {text}"

    def attributes(self) -> dict[str, str]:
        """The attributes that a value of this argument determines, with their types."""
        found = {} if self.type in FIXED_TYPES else {self.type: "list(type)" if self.each else "type"}
        return found | ({self.count: "int"} if self.count else {})


@dataclass(frozen=True)
class Attribute:
    """A static property of a node. ``allowed`` holds type names or strings, ``minimum`` bounds an int or the length of a list."""

    name: str
    type: str
    default: Any = ABSENT
    allowed: frozenset[str] | None = None
    minimum: int | None = None


@dataclass(frozen=True)
class Signature:
    """An op type: what goes in, what comes out, what is fixed."""

    op_type: str
    inputs: tuple[Argument, ...]
    outputs: tuple[Argument, ...]
    attributes: dict[str, Attribute]
    stateful: bool

    def determined(self) -> dict[str, str]:
        """The attributes that the inputs determine, with their types."""
        return merged(argument.attributes() for argument in self.inputs)


@dataclass(frozen=True, eq=False)
class Declaration(Signature):
    """A signature as it stands in ``polyflow/ops``, with where it stands and what else the decorator says."""

    where: str
    family: str
    builder: str
    kind: str
    effects: str | None
    explicit: tuple[str, ...]
    problems: tuple[str, ...]

    def __call__(self, *_: Any, **__: Any) -> None:
        """Builders are called inside functions only; on a stage nothing calls those."""


def merged(parts: Iterable[dict[str, str]]) -> dict[str, str]:
    return {name: value for part in parts for name, value in part.items()}


def from_json(op_type: str, entry: dict[str, Any]) -> Signature:
    inputs, outputs = (tuple(_json_argument(each) for each in entry[side]) for side in ("inputs", "outputs"))
    counts = {argument.count for argument in (*inputs, *outputs)}
    attributes = {each["name"]: _json_attribute(each, each["name"] in counts) for each in entry["attrs"]}
    return Signature(op_type, inputs, outputs, attributes, entry.get("stateful", False))


def _json_argument(entry: dict[str, Any]) -> Argument:
    kind = entry.get("type") or entry.get("type_attr") or entry["type_list_attr"]
    return Argument(
        entry["name"],
        SPELLED.get(kind, kind) if "type" in entry else kind,
        entry.get("number_attr"),
        "type_list_attr" in entry,
        entry.get("is_ref", False),
    )


def _json_attribute(entry: dict[str, Any], counts: bool) -> Attribute:
    kind, allowed = entry["type"], entry.get("allowed")
    return Attribute(
        entry["name"],
        kind,
        plain(_respelled(entry["default"], kind), kind) if "default" in entry else ABSENT,
        _limits(_respelled(allowed, kind)),
        _bound(entry.get("minimum"), counts or kind.startswith("list")),
    )


def _respelled(value: Any, kind: str) -> Any:
    if "type" not in kind:
        return value
    return [SPELLED.get(each, each) for each in value] if isinstance(value, list) else SPELLED.get(value, value)


def _limits(allowed: Iterable[str] | None) -> frozenset[str] | None:
    """All types allowed is the same as no limit."""
    return None if allowed is None or set(allowed) >= FIXED_TYPES else frozenset(allowed)


def _bound(minimum: int | None, is_length: bool) -> int | None:
    """No list is shorter than nothing, so a least length of 0 says as much as none."""
    return None if is_length and minimum == 0 else minimum


def plain(value: Any, kind: str) -> Any:
    """A default value as JSON would hold it; real numbers in single precision, as a GraphDef holds them."""
    if isinstance(value, (list, tuple)):
        return [plain(each, kind) for each in value]
    if kind in ("float", "list(float)") and isinstance(value, (int, float)):
        return struct.unpack("f", struct.pack("f", value))[0]
    return getattr(value, "name", value) if "type" in kind else value


def declared(op_type: str, function: FunctionType, constraints: dict[str, Any], **rest: Any) -> Declaration:
    """The record of a decorated function."""
    code, annotations = function.__code__, function.__annotations__
    positional = code.co_varnames[: code.co_argcount]
    explicit = code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]
    inputs = tuple(_argument(name, annotations.get(name)) for name in positional)
    outputs = tuple(_argument(*item) for item in getattr(annotations.get("return"), "named", {}).items())
    determined = merged(argument.attributes() for argument in inputs)
    kinds = determined | {name: attribute_type(annotations.get(name)) for name in explicit}
    defaults = function.__kwdefaults__ or {}
    counts = {argument.count for argument in (*inputs, *outputs)}
    return Declaration(
        op_type,
        inputs,
        outputs,
        {name: _attribute(name, kind, defaults, constraints.get(name), name in counts) for name, kind in kinds.items()},
        rest["effects"] is not None
        or any(input.handle for input in inputs)
        or (not inputs and any(output.ref or output.handle for output in outputs)),
        builder=function.__name__,
        explicit=explicit,
        problems=tuple(_problems(function, constraints, set(kinds), determined)),
        **rest,
    )


def _problems(function: FunctionType, constraints: dict[str, Any], known: set[str], determined: dict[str, str]) -> list[str]:
    """What no comparison with the signature would show."""
    found = [f"@op constrains {name}, which is no attribute" for name in constraints if name not in known]
    if not function.__doc__:
        found.append("has no docstring")
    if isinstance(function.__annotations__.get("return"), str):
        found.append("has annotations as text: its module must not import annotations from __future__")
    if "return" not in function.__annotations__:
        found.append("names no outputs (-> None for an op without)")
    if function.__defaults__:
        found.append("has a default for an input")
    twice = sorted(determined.keys() & (function.__kwdefaults__ or {}).keys())
    found += [f"gives {name} a default in its signature: inputs determine it, so only @op may" for name in twice]
    return found


def _argument(name: str, annotation: Any) -> Argument:
    """Unwraps ``List[Host["T"], "N"]`` and the like."""
    flags: dict[str, Any] = {}
    while hasattr(annotation, "argument"):
        word = type(annotation).__name__
        flags |= (
            {"count": annotation.count} if word == "List" else {word.lower(): True} if word in ("Each", "Ref", "Handle", "Host") else {}
        )
        annotation = annotation.argument
    return Argument(name, str(annotation), **flags)


def attribute_type(annotation: Any) -> str:
    """TensorFlow's word for an annotation: ``list[int]`` is ``list(int)``, ``DType`` is ``type``."""
    inner = getattr(annotation, "__args__", None)
    if inner:
        return f"list({attribute_type(inner[0])})"
    return ATTRIBUTE_TYPES.get(getattr(annotation, "__name__", ""), repr(annotation))


def _attribute(name: str, kind: str, defaults: dict[str, Any], constraint: Any, counts: bool) -> Attribute:
    default = defaults.get(name, getattr(constraint, "default_dtype", None) or ABSENT)
    minimum = getattr(constraint, "minimum", None)
    allowed = None if constraint is None or minimum is not None else [getattr(each, "name", each) for each in constraint]
    return Attribute(name, kind, plain(default, kind), _limits(allowed), _bound(minimum, counts or kind.startswith("list")))
