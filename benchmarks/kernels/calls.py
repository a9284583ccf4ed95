"""A conformance case's large call as a function without arguments: the bare kernel of a backend, or the nearest call of its library."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from conformance.call import Argument, Call, case_dtypes, make_call
from conformance.case import Case, Sample, load_cases
from conformance.generators import Generator
from conformance.run import build
from conformance.variants import ELEMENTWISE
from polyflow.backends import selection
from polyflow.backends.protocol import Backend
from polyflow.framework.dtypes import DType, float32
from polyflow.runtime.kernels import keywords, python_value, takes_device
from polyflow.runtime.resources import Cell, Resources

LARGE = (1000, 1000)


def large_cases() -> dict[str, Case]:
    """The cases that have a large call, by op type: one that they name, or in elementwise families the first sample at another size."""
    found = ((case, case.large or _enlarged(case)) for case in load_cases().values())
    return {case.op_type: replace(case, large=large) for case, large in found if large is not None}


def _enlarged(case: Case) -> Sample | None:
    first = case.samples[0]
    if case.family not in ELEMENTWISE or not all(isinstance(item, Generator) for item in first.inputs):
        return None
    return Sample(tuple(replace(item, shape=LARGE) for item in first.inputs), first.attributes)


class LargeCall:
    """The large call of a case on one backend, its arrays made and moved there."""

    def __init__(self, case: Case, backend: str) -> None:
        self.backend: Backend = selection.resolve(backend)
        call = make_call(replace(case, samples=(case.large,)), 1, main_dtype(case))
        operation = build(call).operation
        assert operation is not None
        self.declared, self.attrs = call.declared, operation.attrs
        self.arguments = self._arguments(call)

    def _arguments(self, call: Call) -> list[Any]:
        return [[self._array(one) for one in item] if isinstance(item, list) else self._array(item) for item in call.arguments]

    def _array(self, argument: Argument) -> Any:
        if argument.role == "constant":
            return python_value(argument.array)
        array = self.backend.from_host(argument.array)
        return Cell.of(array) if argument.role == "variable" else array

    def kernel(self) -> Callable[[], Any]:
        """The kernel with everything bound."""
        kernel = self.backend.kernels.find(self.declared.op_type, self.declared.family)
        assert kernel is not None
        context = [Resources(None, self.backend).context("timed", self.backend)] if self.declared.effects else []
        return self._bound(kernel, *context)

    def nearest(self) -> Callable[[], Any] | None:
        """The nearest call of the backend's library, which gets the same arrays, and the attributes that it names."""
        table = importlib.import_module(f"{__package__}.nearest_{self.backend.name.partition(':')[0]}").NEAREST
        function = table.get(self.declared.op_type)
        return None if function is None else self._bound(function)

    def _bound(self, function: Callable[..., Any], *context: Any) -> Callable[[], Any]:
        device = {"device": self.backend.device} if takes_device(function) else {}
        named = keywords(self.declared, self.attrs, function, self.backend)
        return self._waiting(partial(function, *context, *self.arguments, **named, **device))

    def _waiting(self, function: Callable[[], Any]) -> Callable[[], Any]:
        """The function, and the end of what it launched."""
        if str(self.backend.device) == "cpu":
            return function
        return lambda: (function(), self.backend.synchronize())


def main_dtype(case: Case) -> DType | None:
    """float32 where the case has it, else its first type."""
    found = case_dtypes(case)
    return float32 if float32 in found else found[0]
