"""emit: a plan as the Python source of one function that calls the kernels directly.

Attributes are bound, inputs are local variables, cells of variables are read in place; If and While are ``if`` and ``while``.
Each emitted line knows its step, so a failure can name the node although nothing is recorded while running.
"""

from __future__ import annotations

import inspect
import itertools
import keyword
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..backends.protocol import Backend, host_kernel, reference_kernel
from ..framework.errors import InvalidArgumentError, UnimplementedError
from .ir import DEVICE, HOST, Block, Plan, Step, Value
from .kernels import grouped, keywords, python_value, takes_device
from .resources import Cell, Resources

_counter = itertools.count(1)

OPERATORS = {"Add": "+", "AddV2": "+", "AddN": "+", "Sub": "-", "Mul": "*", "Less": "<", "LessEqual": "<=", "Greater": ">", "GreaterEqual": ">=", "Equal": "==",
             "NotEqual": "!=", "LogicalAnd": "&", "LogicalOr": "|", "RealDiv": "/"}  # fmt: skip
"""Host arithmetic on scalars: operators of NumPy scalars wrap around like the kernels, at a tenth of a call's cost."""

SILENT = frozenset({"Const", "NoOp", "ControlTrigger"})
"""Steps that only order others."""

MAX_DEPTH = 15
"""How deep statements nest in one function: Python allows 20 loops inside one another, and 100 indentations."""

Line = tuple[str, Step | None]
"""A line of the program and the step it belongs to."""


@dataclass(slots=True)
class Program:
    """The emitted function with its source and the step of each line."""

    function: Callable[..., Any]
    source: str
    filename: str
    lines: dict[int, Step]
    names: dict[str, Any] = field(repr=False)
    locals: dict[Value, str] = field(repr=False)
    kept: list[Value] = field(repr=False)

    def __str__(self) -> str:
        return self.source


def emit(plan: Plan, resources: Resources) -> Program:
    """The program of an ordered plan, bound to the cells and contexts of a session."""
    return _Emitter(plan, resources).program()


class _Emitter:
    def __init__(self, plan: Plan, resources: Resources) -> None:
        self.plan = plan
        self.backend: Backend = plan.backend
        self.resources = resources
        self.text: list[Line] = []
        self.functions: list[Line] = []
        self.globals: dict[str, Any] = {}
        self.locals: dict[Value, str] = {}
        self.taken = {"_", "started"}  # names that the lines themselves use
        self.bound: dict[Any, str] = {}
        self.kept: list[Value] = []
        self.depth = 1

    def program(self) -> Program:
        plan = self.plan
        arguments = [self.local(value) for value in plan.feed_values]
        self._line(f"def run({', '.join(arguments)}):", depth=0)
        self._block(plan.block)
        kept = [value for step in plan.block.steps for value in step.outputs if value in self.locals] if plan.keeps else []
        self.kept = kept
        results = ", ".join(self.use(value) for value in (*(value for value in plan.results if value is not None), *kept))
        self._line(f"return ({results}{',' if results else ''})")
        return self._compiled()

    def _compiled(self) -> Program:
        text = self.functions + self.text
        source = "".join(f"{line}\n" for line, _ in text)
        steps = {number: step for number, (_, step) in enumerate(text, 1) if step is not None}
        filename = f"<polyflow plan {next(_counter)}>"
        names = dict(self.globals)
        exec(compile(source, filename, "exec"), names)
        return Program(names["run"], source, filename, steps, names, self.locals, self.kept)

    # Names

    def local(self, value: Value) -> str:
        """The Python variable of a value, named after its node."""
        if value not in self.locals:
            self.locals[value] = self._fresh(value.hint)
        return self.locals[value]

    def use(self, value: Value) -> str:
        """The expression that reads a value."""
        if value.constant is not None:
            return self._constant(value)
        if value.variable is not None:
            return f"{self._cell(value)}.value"
        return self.local(value)

    def _fresh(self, hint: str) -> str:
        name = re.sub(r"\W", "_", hint)
        if not name or name[0].isdigit() or keyword.iskeyword(name) or name == "run":
            name = f"_{name}"
        return self._untaken(name)

    def _untaken(self, name: str) -> str:
        candidates = itertools.chain([name], (f"{name}_{i}" for i in itertools.count(1)))
        chosen = next(candidate for candidate in candidates if candidate not in self.taken)
        self.taken.add(chosen)
        return chosen

    def _global(self, hint: str, thing: Any, key: Any = None) -> str:
        """A name of the function's globals for ``thing``."""
        key = id(thing) if key is None else key
        if key not in self.bound:
            self.bound[key] = self._fresh(hint)
            self.globals[self.bound[key]] = thing
        return self.bound[key]

    def _cell(self, value: Value) -> str:
        if value.variable is None:
            raise InvalidArgumentError.of(f"The variable '{value.hint}' is fed in this run, so it cannot be assigned in it")
        return self._global(value.variable, self.resources.cell(value.variable, value.dtype.base_dtype), ("cell", value.variable))

    def _constant(self, value: Value, home: str | None = None) -> str:
        key = ("constant", value, home or value.home)
        if key in self.bound:
            return self.bound[key]
        array = np.asarray(value.constant)
        return self._global(value.hint, array[()] if key[-1] == HOST else self.backend.from_host(array), key)

    # Lines

    def _line(self, text: str, step: Step | None = None, depth: int | None = None) -> None:
        self.text.append(("    " * (self.depth if depth is None else depth) + text, step))

    def _block(self, block: Block) -> None:
        ends = _last_uses(block)
        for step in block.steps:
            self._step(step)
            finished = [] if self.plan.keeps else [self.locals[value] for value in ends.get(step, ()) if value in self.locals]
            if finished:
                self._line(f"del {', '.join(finished)}")

    def _step(self, step: Step) -> None:
        special = getattr(self, f"_emit_{step.kind}", None)
        start = len(self.text)
        if step.blocks and self.depth >= MAX_DEPTH:
            self._outlined(step)
        elif special is not None:
            special(step)
        elif step.kind not in SILENT:
            self._kernel(step)
        if self.plan.traced and not step.blocks and len(self.text) > start:
            self._trace(step, start)

    def _kernel(self, step: Step) -> None:
        written = step.written_any()
        call = self._operator(step) or self._call(step)
        target = self._targets(step)
        line = f"{target} = {call}" if target else call
        if written:
            self._line(f"with {self._global('updates', self.resources.lock)}:", step)
            self.depth += 1
        self._line(line, step)
        if written:
            self.depth -= 1

    def _operator(self, step: Step) -> str | None:
        """Host arithmetic on scalars as a Python expression; None where a kernel is called."""
        symbol = OPERATORS.get(step.kind) if step.is_node and step.home == HOST else None
        if symbol is None or any(value.shape.ndims != 0 or value.dtype.base_dtype.name == "string" for value in step.inputs):
            return None
        if step.kind == "RealDiv" and not step.outputs[0].dtype.is_floating:
            return None
        return f" {symbol} ".join(self._at(value, HOST) for value in step.inputs)

    def _call(self, step: Step) -> str:
        declared = step.node.declaration
        if step.kernel is not None:
            return self._fused_call(step)
        kernel = self._find(step)
        arguments = [self._argument(spec, given, step.home) for spec, given in grouped(declared.inputs, step.attrs, step.inputs)]
        if declared.effects is not None:
            arguments.insert(0, self._global(f"{step.node.name}_context", self.resources.context(step.node.name, self.backend)))
        native = self.backend if step.home == DEVICE else None
        named = keywords(declared, step.attrs, kernel, native)
        if takes_device(kernel):
            named["device"] = self.backend.device if native else "cpu"
        arguments += [f"{name}={self._literal(value, name)}" for name, value in named.items()]
        return f"{self._global(_kernel_name(step.kind, kernel), kernel)}({', '.join(arguments)})"

    def _fused_call(self, step: Step) -> str:
        """A fuse rule's kernel takes the step's inputs in order; ``attrs`` of the step are its keywords, ``refs`` the inputs passed as cells."""
        refs = step.attrs.get("refs", ())
        arguments = [self._cell(value) if i in refs else self._at(value, step.home) for i, value in enumerate(step.inputs)]
        arguments += [f"{name}={self._literal(value, name)}" for name, value in step.attrs.get("keywords", {}).items()]
        return f"{self._global(_kernel_name(step.kind, step.kernel), step.kernel)}({', '.join(arguments)})"

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
            return f"{self._global('held', Cell.of)}({self.use(value)})"
        if spec.is_variable:
            return self._cell(value)
        if spec.host:
            return self._python(value)
        return self._at(value, home if not spec.meta else value.home)

    def _python(self, value: Value) -> str:
        if value.constant is not None:
            return self._literal(python_value(value.constant), value.hint)
        return f"{self._global('python_value', python_value)}({self.use(value)})"

    def _at(self, value: Value, home: str) -> str:
        return self._constant(value, home) if value.constant is not None else self.use(value)

    def _literal(self, value: Any, hint: str) -> str:
        if _is_literal(value):
            return repr(value)
        return self._global(
            str(value).replace("torch.", "") if isinstance(value, np.dtype) or "torch" in type(value).__module__ else hint, value
        )

    def _targets(self, step: Step) -> str:
        """What the call's result is assigned to; dead outputs go to ``_``."""
        if step.kernel is not None:
            targets = [self._target(value) for value in step.outputs]
            return ", ".join(targets) if set(targets) != {"_"} else ""
        specs = step.node.declaration.outputs
        if not specs or not step.outputs:
            return ""
        if len(specs) == 1 and not specs[0].is_list:
            return "" if step.outputs[0].variable is not None else self._target(step.outputs[0])
        parts = [
            "[" + ", ".join(map(self._target, given)) + "]" if spec.is_list else self._target(given)
            for spec, given in grouped(specs, step.attrs, step.outputs)
        ]
        return parts[0] if len(parts) == 1 else ", ".join(parts)

    def _target(self, value: Value) -> str:
        return self.local(value) if value.variable is None else "_"

    def _emit_Placeholder(self, step: Step) -> None:
        self._line(
            f"{self._global('unfed', _unfed)}({step.node.name!r}, {step.outputs[0].dtype.name!r}, {str(step.outputs[0].shape)!r})", step
        )

    _emit_PlaceholderV2 = _emit_Placeholder

    def _trace(self, step: Step, start: int) -> None:
        indent = "    " * self.depth
        self.text.insert(start, (f"{indent}started = {self._global('clock', _clock)}()", None))
        self._line(f"{self._global('record', self.resources.session._record_step)}({step.node.name!r}, {step.kind!r}, started)")

    # Steps that are more than a call

    def _outlined(self, step: Step) -> None:
        """An If or While that is nested too deeply, as a function of its own: what it reads goes in, its outputs come out."""
        name = self._untaken(f"run_{step.kind}")
        reads = (value for value in step.reads() if value.constant is None and value.variable is None)
        arguments = ", ".join(dict.fromkeys(map(self.local, reads)))
        around, self.text = self.text, []
        depth, self.depth = self.depth, 1
        self._line(f"def {name}({arguments}):", depth=0)
        getattr(self, f"_emit_{step.kind}")(step)
        outputs = ", ".join(map(self.local, step.outputs))
        self._line(f"return ({outputs}{',' if outputs else ''})")
        self.functions += self.text
        self.text, self.depth = around, depth
        self._line(f"{f'({outputs},) = ' if outputs else ''}{name}({arguments})", step)

    def _emit_copy(self, step: Step) -> None:
        copy = self.backend.copy if step.home == DEVICE else np.copy
        self._line(
            f"{self.local(step.outputs[0])} = {self._global('copy', copy, ('copy', step.home))}({self._at(step.inputs[0], step.home)})",
            step,
        )

    def _emit_read(self, step: Step) -> None:
        self._line(f"{self.local(step.outputs[0])} = {self.use(step.inputs[0])}", step)

    def _emit_to_host(self, step: Step) -> None:
        call = f"{self._global('to_host', _scalars_of(self.backend), 'to_host')}({self.use(step.inputs[0])})"
        self._line(f"{self.local(step.outputs[0])} = {call}", step)

    def _emit_to_device(self, step: Step) -> None:
        self._line(
            f"{self.local(step.outputs[0])} = {self._global('to_device', self.backend.from_host, 'to_device')}({self.use(step.inputs[0])})",
            step,
        )

    def _emit_fetch(self, step: Step) -> None:
        value = step.inputs[0]
        produced = value.step is not None and value.constant is None and value.variable is None and _is_fresh(value.step)
        owned = produced and not self.plan.keeps  # what is kept will be read again
        function: Callable[[Any], Any]
        if value.dtype.name in ("variant", "resource"):
            function, name = _as_it_is, "as_it_is"
        elif value.home == HOST or value.constant is not None:
            function, name = (_own_host, "own") if owned else (_copy_host, "copied")
        else:
            function, name = (_fetcher(self.backend, copies=not owned), "fetch" if owned else "fetch_copy")
        source = self._at(value, HOST) if value.constant is not None else self.use(value)
        self._line(f"{self.local(step.outputs[0])} = {self._global(name, function, name)}({source})", step)

    def _emit_If(self, step: Step) -> None:
        self._line(f"if {self._at(step.inputs[0], HOST)}:", step)
        targets = [self.local(value) for value in step.outputs]
        self._branch(step.blocks[0], targets, step)
        self._line("else:")
        self._branch(step.blocks[1], targets, step)

    _emit_StatelessIf = _emit_If

    def _branch(self, block: Block, targets: list[str], step: Step) -> None:
        self.depth += 1
        self._block(block)
        homes = [value.home for value in step.outputs]
        self._line(_assignment(targets, [self._at(value, home) for value, home in zip(block.results, homes, strict=True)]) or "pass")
        self.depth -= 1

    def _emit_While(self, step: Step) -> None:
        cond, body = step.blocks
        state = [self.local(value) for value in body.parameters]
        homes = [value.home for value in body.parameters]
        for in_cond, name in zip(cond.parameters, state, strict=True):
            self.locals[in_cond] = name
        initial = _assignment(state, [self._at(value, home) for value, home in zip(step.inputs, homes, strict=True)])
        if initial:
            self._line(initial, step)
        self._line("while True:", step)
        self.depth += 1
        self._block(cond)
        self._line(f"if not {self._at(cond.results[0], HOST)}: break", step)
        self._block(body)
        following = _assignment(state, [self._at(value, home) for value, home in zip(body.results, homes, strict=True)])
        if following:
            self._line(following, step)
        self.depth -= 1
        for output, name in zip(step.outputs, state, strict=True):
            self.locals[output] = name

    _emit_StatelessWhile = _emit_While


def _last_uses(block: Block) -> dict[Step, list[Value]]:
    """Per step the arrays of this block that nothing reads after it. Scalars are not worth a line."""
    last: dict[Value, Step] = {}
    for step in block.steps:
        for value in step.reads():
            last[value] = step
    kept = set(block.results)
    ends: dict[Step, list[Value]] = {}
    for value, step in last.items():
        if (
            value.block is block
            and value.step is not None
            and value not in kept
            and value.shape.sizes != ()
            and value.variable is None
            and value.constant is None
        ):
            ends.setdefault(step, []).append(value)
    return ends


def _assignment(targets: list[str], sources: list[str]) -> str:
    """``a, b = c, d`` without the pairs that are the same name."""
    pairs = [(target, source) for target, source in zip(targets, sources, strict=True) if target != source]
    return f"{', '.join(target for target, _ in pairs)} = {', '.join(source for _, source in pairs)}" if pairs else ""


def _is_fresh(step: Step) -> bool:
    """Whether the step's outputs share memory with nothing that outlives the run."""
    declared = step.node.declaration
    return step.is_node and not step.blocks and not declared.view and declared.kind == "kernel" and not step.written_any()


def _is_literal(value: Any) -> bool:
    if type(value) in (tuple, list):
        return all(map(_is_literal, value)) and len(value) <= 64
    return (
        value is None or type(value) in (bool, int, str, bytes) or (type(value) is float and value == value and abs(value) != float("inf"))
    )


def _kernel_name(kind: str, kernel: Callable[..., Any]) -> str:
    name = getattr(kernel, "__name__", "") or kind
    return name if name.isidentifier() and name != "<lambda>" else kind


def _unfed(name: str, dtype: str, shape: str) -> None:
    raise InvalidArgumentError.of(f"You must feed a value for placeholder tensor '{name}' with dtype {dtype} and shape {shape}")


def _as_it_is(value: Any) -> Any:
    return value


def _own_host(value: Any) -> Any:
    return value[()] if type(value) is np.ndarray and value.ndim == 0 else value


def _copy_host(value: Any) -> Any:
    return value.copy() if type(value) is np.ndarray and value.ndim else _own_host(value)


def _fetcher(backend: Backend, copies: bool) -> Callable[[Any], Any]:
    to_host = backend.to_host

    def fetch(value: Any) -> Any:
        array = to_host(value)
        return array.copy() if copies and array.ndim else array[()]

    return fetch


def _scalars_of(backend: Backend) -> Callable[[Any], Any]:
    """The copy to the host; 0-d arrays become NumPy scalars, whose arithmetic is quick."""
    to_host = backend.to_host
    return lambda value: to_host(value)[()]


def _clock() -> int:
    import time

    return time.perf_counter_ns()


__all__ = ["Program", "emit"]
