"""A sample made concrete: one op, the arrays that go in and how each gets there."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from polyflow.framework import dtypes
from polyflow.framework.declaration import ArgSpec
from polyflow.framework.dtypes import DType, as_dtype
from polyflow.framework.op import Declaration, declaration

from .case import Case, Sample
from .generators import Array, Held, Input, Uninitialised, as_input

Role = Literal["fed", "list", "optional", "constant", "variable", "uninitialised"]

_NO_ARRAYS = {"resource", "variant"}


@dataclass(frozen=True)
class Argument:
    """One tensor that goes in.

    Attributes:
        name: of the input (``values_1`` inside a list).
        array: its value.
        role: a fed placeholder, a list or optional made of one, a constant, or a variable.
        static: the static shape of the placeholder; None for an unknown rank.
        behind_transpose: whether the op gets a transposed view of what is fed.
        position: of the input in the declaration.
    """

    name: str
    array: Array
    dtype: DType
    role: Role
    static: tuple[int | None, ...] | None
    position: int
    behind_transpose: bool = False

    @property
    def is_differentiable(self) -> bool:
        return self.is_fed and (self.dtype.is_floating or self.dtype.is_complex)

    @property
    def is_fed(self) -> bool:
        """Whether a placeholder stands behind it."""
        return self.role in ("fed", "list", "optional")


@dataclass(frozen=True)
class Call:
    """One op with its arguments, in the declaration's order; a list input is a list of arguments."""

    op_type: str
    arguments: tuple[Argument | list[Argument], ...]
    attributes: dict[str, Any]

    @property
    def declared(self) -> Declaration:
        return declaration(self.op_type)

    def flat(self) -> list[Argument]:
        return list(_flatten(self.arguments))

    def change(self, function: Callable[[Argument], Argument]) -> Call:
        """The call with every argument put through ``function``."""
        changed = tuple([function(one) for one in item] if isinstance(item, list) else function(item) for item in self.arguments)
        return replace(self, arguments=changed)


def _flatten(arguments: tuple[Argument | list[Argument], ...]) -> Iterator[Argument]:
    for item in arguments:
        yield from item if isinstance(item, list) else (item,)


def make_call(case: Case, number: int, dtype: DType | None) -> Call:
    """Sample ``number`` (from 1) of a case with its main type attribute set to ``dtype`` (None where the op has none)."""
    declared = declaration(case.op_type)
    sample = case.samples[number - 1]
    types = resolve_types(declared, sample, dtype)
    arguments = tuple(_argument(declared, sample, types, number, position) for position in range(len(sample.inputs)))
    free = {name: types[name] for name in free_types(declared) if types.get(name) is not None}
    return Call(case.op_type, arguments, dict(sample.attributes) | free)


def _argument(declared: Declaration, sample: Sample, types: dict[str, Any], number: int, position: int) -> Argument | list[Argument]:
    spec, value = declared.inputs[position], sample.inputs[position]
    if not spec.is_list:
        return _one(declared, spec, as_input(value), _dtype_of(spec, types), spec.name, number, position)
    return [
        _one(declared, spec, as_input(item), _dtype_of(spec, types, i), f"{spec.name}_{i}", number, position)
        for i, item in enumerate(value)
    ]


def _one(declared: Declaration, spec: ArgSpec, given: Input, dtype: DType, name: str, number: int, position: int) -> Argument:
    array = given.array(dtype, rng_of(declared.op_type, number, name))
    return Argument(name, array, dtype, _role(spec, given), array.shape, position)


def _role(spec: ArgSpec, given: Input) -> Role:
    if isinstance(given, Held):
        return "list" if given.holder == "list" else "optional"
    if spec.is_variable:
        return "uninitialised" if isinstance(given, Uninitialised) else "variable"
    return "constant" if spec.host else "fed"


def rng_of(*parts: object) -> np.random.Generator:
    """The random numbers that belong to the parts, the same on every machine."""
    return np.random.default_rng(zlib.crc32("/".join(map(str, parts)).encode()))


# Types


def main_type(declared: Declaration) -> str:
    """The type attribute that a case is repeated over: that of the first input, though not of a Host input or of indices while there
    is another; an op whose inputs say nothing may have a type attribute of its own. "" without any."""
    if any(spec.handle for spec in declared.inputs):
        return held_type(declared)
    inputs = [spec for spec in declared.inputs if spec.type_attr]
    tensors = [spec.type_attr for spec in inputs if not spec.host]
    ordered = (
        [name for name in tensors if not _is_index(declared, name)] + tensors + free_types(declared) + [spec.type_attr for spec in inputs]
    )
    return ordered[0] if ordered else ""


def held_type(declared: Declaration) -> str:
    """The type attribute of the variable behind a handle; "" where the op has none."""
    return next((name for name in ("dtype", "T") if name in declared.attributes), "")


def _is_index(declared: Declaration, attribute: str) -> bool:
    allowed = declared.attributes[attribute].allowed
    return allowed is not None and all(dtype.is_integer for dtype in allowed)


def free_types(declared: Declaration) -> list[str]:
    """The type attributes that no input determines."""
    return [name for name, spec in declared.attributes.items() if spec.type == "type" and not spec.inferred]


def allowed_types(declared: Declaration, attribute: str) -> list[DType]:
    """The dtypes of an attribute that NumPy has, in the order of their numbers."""
    allowed = declared.attributes[attribute].allowed
    every = (as_dtype(number) for number in range(1, 24))
    return [dtype for dtype in every if (allowed is None or dtype in allowed) and not dtype.is_quantized and dtype.name not in _NO_ARRAYS]


def case_dtypes(case: Case) -> list[DType | None]:
    """The dtypes that a case is repeated over; ``[None]`` for an op without type attributes."""
    declared = declaration(case.op_type)
    main = main_type(declared)
    if not main:
        return [None]
    allowed = allowed_types(declared, main)
    if case.dtypes is None:
        return list(allowed)
    chosen = [as_dtype(name) for name in case.dtypes]
    refused = [dtype.name for dtype in chosen if dtype not in allowed]
    if refused:
        raise ValueError(f"the case of {case.op_type} asks for {refused}, which attribute {main!r} does not allow")
    return list(chosen)


def applies(case: Case, number: int, dtype: DType | None) -> bool:
    """Whether the sample can be written in ``dtype``: its own types agree and its values (and those it gives) fit."""
    declared, sample = declaration(case.op_type), case.samples[number - 1]
    main = main_type(declared)
    if main and main in sample.attributes and dtype not in _as_list(sample.attributes[main]):
        return False
    types = resolve_types(declared, sample, dtype)
    return _inputs_fit(declared, sample, types) and _result_fits(declared, sample, types)


def _as_list(value: Any) -> list[DType]:
    return [as_dtype(item) for item in (value if isinstance(value, list | tuple) else [value])]


def _inputs_fit(declared: Declaration, sample: Sample, types: dict[str, Any]) -> bool:
    pairs = zip(declared.inputs, sample.inputs, strict=False)
    return all(
        as_input(item).fits(_dtype_of(spec, types, i)) for spec, value in pairs for i, item in enumerate(value if spec.is_list else [value])
    )


def _result_fits(declared: Declaration, sample: Sample, types: dict[str, Any]) -> bool:
    gives = getattr(sample, "gives", ())
    pairs = zip(declared.outputs, gives, strict=False)
    items = ((spec, i, item) for spec, value in pairs for i, item in enumerate(value if spec.is_list else [value]))
    return all(item is None or as_input(item).fits(_dtype_of(spec, types, i)) for spec, i, item in items)


def resolve_types(declared: Declaration, sample: Sample, dtype: DType | None) -> dict[str, Any]:
    """Every type attribute's dtype (a list for list(type)): what the sample says, then ``dtype`` for the main one, then the default,
    then what the input suggests."""
    attributes = declared.attributes
    typed = {name for name, spec in attributes.items() if spec.type in ("type", "list(type)")}
    types: dict[str, Any] = {name: _given(value) for name, value in sample.attributes.items() if name in typed}
    main = main_type(declared)
    for spec, value in zip(declared.inputs, sample.inputs, strict=False):
        if spec.type_attr and spec.type_attr not in types:
            types[spec.type_attr] = _resolve(declared, spec, value, dtype if spec.type_attr == main else None)
    if main and dtype is not None and attributes[main].type == "type":
        types.setdefault(main, dtype)
    for name in free_types(declared):
        types.setdefault(name, attributes[name].default)
    return types


def _given(value: Any) -> Any:
    return [as_dtype(item) for item in value] if isinstance(value, list | tuple) else as_dtype(value)


def _resolve(declared: Declaration, spec: ArgSpec, value: Any, main: DType | None) -> Any:
    if spec.each:
        return [_suggested(declared, spec, as_input(item), main) for item in value]
    return _suggested(declared, spec, as_input(value[0] if spec.is_list and value else value), main)


def _suggested(declared: Declaration, spec: ArgSpec, given: Input, main: DType | None) -> DType:
    default = declared.attributes[spec.type_attr].default
    if main is not None and not (spec.each and given.dtype):
        return main
    if given.dtype is not None or isinstance(default, DType):
        return given.dtype or default
    allowed = allowed_types(declared, spec.type_attr)
    return (
        given.natural
        if given.natural in allowed
        else next((dtype for dtype in (dtypes.int32, dtypes.float32) if dtype in allowed), allowed[0])
    )


def _dtype_of(spec: ArgSpec, types: dict[str, Any], index: int = 0) -> DType:
    if spec.dtype is dtypes.variant:
        return types.get("element_dtype") or dtypes.float32
    if spec.handle:
        return types.get("dtype") or types.get("T") or dtypes.float32
    if spec.dtype is not None:
        return spec.dtype
    found = types[spec.type_attr]
    dtype: DType = found[index] if spec.each else found
    return dtype
