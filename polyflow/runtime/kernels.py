"""How a step meets its kernel: grouped inputs, native attributes, host values as plain Python."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from ..backends.protocol import Backend, reference_kernel
from ..framework.build import output_count
from ..framework.declaration import BOOKKEEPING, ArgSpec
from ..framework.dtypes import DType
from ..framework.op import Declaration
from ..framework.tensor_shape import TensorShape

if TYPE_CHECKING:
    from .ir import Step, Value


def grouped(specs: Iterable[ArgSpec], attrs: dict[str, Any], flat: list[Any]) -> Iterator[tuple[ArgSpec, Any]]:
    """Each input (or output) of the declaration with its value, a list for a list."""
    position = 0
    for spec in specs:
        size = output_count(spec, attrs)
        yield spec, flat[position : position + size] if spec.is_list else flat[position]
        position += size


def python_value(array: Any) -> Any:
    """A host array as kernels get ``Host`` inputs: a number or bytes, or nested tuples of them."""
    return array if type(array) is bytes else _tuples(array.tolist())


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if type(value) is list else value


def keywords(declared: Declaration, attrs: dict[str, Any], kernel: Callable[..., Any], backend: Backend | None) -> dict[str, Any]:
    """The attributes that a kernel names, as native values. Builtins and table entries take none."""
    return {name: _native(attrs[name], backend) for name in _keyword_only(kernel) if name in attrs and name not in BOOKKEEPING}


def takes_device(kernel: Callable[..., Any]) -> bool:
    """Whether a kernel without array inputs wants to know where its result goes."""
    return "device" in _keyword_only(kernel)


def _keyword_only(kernel: Callable[..., Any]) -> tuple[str, ...]:
    """The keyword-only parameters of a kernel, or of what its decorators wrap."""
    while hasattr(kernel, "__wrapped__"):
        kernel = kernel.__wrapped__
    code = getattr(kernel, "__code__", None)
    return () if code is None else code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]


def _native(value: Any, backend: Backend | None) -> Any:
    if isinstance(value, DType):
        return value.np_dtype if backend is None else backend.native_dtype(value)
    if isinstance(value, TensorShape):
        return None if value.sizes is None else tuple(-1 if size is None else size for size in value.sizes)
    if isinstance(value, list):
        return [_native(item, backend) for item in value]
    return value


def call_on_host(step: Step) -> list[Any]:
    """The outputs of a pure step whose inputs are all constants, by the reference kernel."""
    declared = step.node.declaration
    kernel = reference_kernel(step.kind, declared.family)
    assert kernel is not None
    arguments = [_argument(spec, value) for spec, value in grouped(declared.inputs, step.attrs, step.inputs)]
    extra = {"device": "cpu"} if takes_device(kernel) else {}
    with np.errstate(all="ignore"):
        result = kernel(*arguments, **keywords(declared, step.attrs, kernel, None), **extra)
    return flat_outputs(declared, result)


def _argument(spec: ArgSpec, value: Value | list[Value]) -> Any:
    if isinstance(value, list):
        return [_argument(spec, item) for item in value]
    return python_value(value.constant) if spec.host else value.constant


def flat_outputs(declared: Declaration, result: Any) -> list[Any]:
    """What a kernel returned as a flat list."""
    specs = declared.outputs
    if len(specs) == 1:
        return list(result) if specs[0].is_list else [result]
    flat: list[Any] = []
    for spec, item in zip(specs, result, strict=True):
        flat.extend(item) if spec.is_list else flat.append(item)
    return flat
