"""The call that a step becomes."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from ..backends.protocol import host_kernel, reference_kernel
from ..framework.errors import UnimplementedError
from .ir import DEVICE, HOST, Step, Value
from .kernels import grouped, keywords, takes_device
from .naming import Names
from .resources import Cell

OPERATORS = {"Add": "+", "AddV2": "+", "AddN": "+", "Sub": "-", "Mul": "*", "Less": "<", "LessEqual": "<=", "Greater": ">", "GreaterEqual": ">=", "Equal": "==",
             "NotEqual": "!=", "LogicalAnd": "&", "LogicalOr": "|", "RealDiv": "/"}  # fmt: skip
"""Host arithmetic on scalars: operators of NumPy scalars wrap around like the kernels, at a tenth of a call's cost."""


class Calls(Names):
    """Steps as expressions, and what their results are assigned to."""

    def operator(self, step: Step) -> str | None:
        """Host arithmetic on scalars as a Python expression; None where a kernel is called."""
        symbol = OPERATORS.get(step.kind) if step.is_node and step.home == HOST else None
        if symbol is None or any(value.shape.ndims != 0 or value.dtype.base_dtype.name == "string" for value in step.inputs):
            return None
        if step.kind == "RealDiv" and not step.outputs[0].dtype.is_floating:
            return None
        return f" {symbol} ".join(self.at(value, HOST) for value in step.inputs)

    def call(self, step: Step) -> str:
        declared = step.node.declaration
        if step.kernel is not None:
            return self._fused_call(step)
        kernel = self._find(step)
        arguments = [self._argument(spec, given, step.home) for spec, given in grouped(declared.inputs, step.attrs, step.inputs)]
        if declared.effects is not None:
            arguments.insert(0, self.bind(f"{step.node.name}_context", self.resources.context(step.node.name, self.backend)))
        native = self.backend if step.home == DEVICE else None
        named = keywords(declared, step.attrs, kernel, native)
        if takes_device(kernel):
            named["device"] = self.backend.device if native else "cpu"
        arguments += [f"{name}={self.literal(value, name)}" for name, value in named.items()]
        return f"{self.bind(_kernel_name(step.kind, kernel), kernel)}({', '.join(arguments)})"

    def _fused_call(self, step: Step) -> str:
        """A fuse rule's kernel takes the step's inputs in order; ``attrs`` of the step are its keywords, ``refs`` the inputs passed as cells."""
        refs = step.attrs.get("refs", ())
        arguments = [self.cell(value) if i in refs else self.at(value, step.home) for i, value in enumerate(step.inputs)]
        arguments += [f"{name}={self.literal(value, name)}" for name, value in step.attrs.get("keywords", {}).items()]
        return f"{self.bind(_kernel_name(step.kind, step.kernel), step.kernel)}({', '.join(arguments)})"

    def _find(self, step: Step) -> Callable[..., Any]:
        family = step.node.declaration.family
        if step.node.declaration.kind == "host":
            kernel = host_kernel(step.kind, family)
        elif step.home == HOST:
            kernel = reference_kernel(step.kind, family)
        else:
            kernel = self.backend.kernels.find(step.kind, family)
        if kernel is None:
            raise UnimplementedError(
                step.node.name,
                step.node,
                f"Backend {self.backend.name} has no kernel for {step.kind} (node '{step.node.name}', built at {step.node.where()})",
            )
        special_types = getattr(kernel, "only_for", None)
        if special_types is not None and special_types.isdisjoint(value.dtype.base_dtype.name for value in step.inputs):
            kernel = inspect.unwrap(kernel)
        return kernel

    def _argument(self, spec: Any, given: Any, home: str) -> str:
        if isinstance(given, list):
            return "[" + ", ".join(self._single(spec, value, home) for value in given) + "]"
        return self._single(spec, given, home)

    def _single(self, spec: Any, value: Value, home: str) -> str:
        if spec.is_variable and value.step is not None and value.step.kind == "copy":
            return f"{self.bind('held', Cell.of)}({self.use(value)})"
        if spec.is_variable:
            return self.cell(value)
        if spec.host:
            return self.python(value)
        return self.at(value, home if not spec.meta else value.home)

    def targets(self, step: Step) -> str:
        """What the call's result is assigned to; dead outputs go to ``_``."""
        if step.kernel is not None:
            targets = [self.target(value) for value in step.outputs]
            return ", ".join(targets) if set(targets) != {"_"} else ""
        specs = step.node.declaration.outputs
        if not specs or not step.outputs:
            return ""
        if len(specs) == 1 and not specs[0].is_list:
            return "" if step.outputs[0].variable is not None else self.target(step.outputs[0])
        parts = [
            "[" + ", ".join(map(self.target, given)) + "]" if spec.is_list else self.target(given)
            for spec, given in grouped(specs, step.attrs, step.outputs)
        ]
        return parts[0] if len(parts) == 1 else ", ".join(parts)

    def target(self, value: Value) -> str:
        return self.local(value) if value.variable is None else "_"


def _kernel_name(kind: str, kernel: Callable[..., Any]) -> str:
    name = getattr(kernel, "__name__", "") or kind
    return name if name.isidentifier() and name != "<lambda>" else kind
