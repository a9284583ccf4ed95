"""emit: a plan as the Python source of one function that calls the kernels directly.

Attributes are bound, inputs are local variables, cells of variables are read in place; If and While are ``if`` and ``while``.
Each emitted line knows its step, so a failure can name the node although nothing is recorded while running.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..framework.errors import InvalidArgumentError
from .calls import Calls
from .ir import DEVICE, HOST, Block, Plan, Step, Value
from .resources import Resources
from .transfers import as_it_is, copy_host, fetcher, own_host, scalars_of

_counter = itertools.count(1)

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


class _Emitter(Calls):
    def __init__(self, plan: Plan, resources: Resources) -> None:
        super().__init__(plan, resources)
        self.text: list[Line] = []
        self.functions: list[Line] = []
        self.kept: list[Value] = []
        self.compiled: list[str] = []
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
        names.update((name, self.backend.compile(names[name])) for name in self.compiled)  # type: ignore[attr-defined]  # only asked of those that can
        return Program(names["run"], source, filename, steps, names, self.locals, self.kept)

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
        if step.blocks and self.depth >= MAX_DEPTH and step.kind != "segment":
            self._outlined(step)
        elif special is not None:
            special(step)
        elif step.kind not in SILENT:
            self._kernel(step)
        if self.plan.traced and not step.blocks and len(self.text) > start:
            self._trace(step, start)

    def _kernel(self, step: Step) -> None:
        call = self.operator(step) or self.call(step)
        target = self.targets(step)
        self._updating(f"{target} = {call}" if target else call, step)

    def _updating(self, line: str, step: Step) -> None:
        """A line that no other run's updates may meet, if it writes a variable. Around a segment that is said once."""
        locked = step.written_any() and self.passed is None
        if locked:
            self._line(f"with {self.bind('updates', self.resources.lock)}:", step)
        self.depth += locked
        self._line(line, step)
        self.depth -= locked

    def _emit_Placeholder(self, step: Step) -> None:
        self._line(
            f"{self.bind('unfed', _unfed)}({step.node.name!r}, {step.outputs[0].dtype.name!r}, {str(step.outputs[0].shape)!r})", step
        )

    _emit_PlaceholderV2 = _emit_Placeholder

    def _trace(self, step: Step, start: int) -> None:
        indent = "    " * self.depth
        self.text.insert(start, (f"{indent}started = {self.bind('clock', _clock)}()", None))
        self._line(f"{self.bind('record', self.resources.session._record_step)}({step.node.name!r}, {step.kind!r}, started)")

    # Steps that are more than a call

    def _outlined(self, step: Step) -> None:
        """An If or While that is nested too deeply, as a function of its own: what it reads goes in, its outputs come out."""
        reads = (value for value in step.reads() if value.constant is None and value.variable is None)
        arguments = dict.fromkeys(map(self.local, reads))
        name = self._function(f"run_{step.kind}", step, getattr(self, f"_emit_{step.kind}"), lambda: arguments)
        self._line(self._call_of(name, arguments, step), step)

    def _function(self, hint: str, step: Step, body: Callable[[Step], None], parameters: Callable[[], Iterable[str]]) -> str:
        """Adds a function that does what ``body`` emits for a step, and returns its name."""
        name = self.untaken(hint)
        around, self.text = self.text, []
        depth, self.depth = self.depth, 1
        body(step)
        outputs = ", ".join(map(self.local, step.outputs))
        self._line(f"return ({outputs}{',' if outputs else ''})")
        self.functions += [(f"def {name}({', '.join(parameters())}):", None), *self.text]
        self.text, self.depth = around, depth
        return name

    def _call_of(self, name: str, arguments: Iterable[str], step: Step) -> str:
        outputs = ", ".join(map(self.local, step.outputs))
        return f"{f'({outputs},) = ' if outputs else ''}{name}({', '.join(arguments)})"

    def _emit_segment(self, step: Step) -> None:
        """A function for the backend's compiler: arrays go in, and the host's values as plain Python."""
        passed: dict[str, str] = {}
        self.passed = passed
        self.made = {value for inner in step.blocks[0].steps for value in inner.outputs}
        name = self._function("segment", step, lambda step: self._block(step.blocks[0]), passed.values)
        self.passed = None
        self.compiled.append(name)
        self._updating(self._call_of(name, passed, step), step)

    def _emit_copy(self, step: Step) -> None:
        copy = self.backend.copy if step.home == DEVICE else np.copy
        self._line(
            f"{self.local(step.outputs[0])} = {self.bind('copy', copy, ('copy', step.home))}({self.at(step.inputs[0], step.home)})",
            step,
        )

    def _emit_read(self, step: Step) -> None:
        self._line(f"{self.local(step.outputs[0])} = {self.use(step.inputs[0])}", step)

    def _emit_to_host(self, step: Step) -> None:
        call = f"{self.bind('to_host', scalars_of(self.backend), 'to_host')}({self.use(step.inputs[0])})"
        self._line(f"{self.local(step.outputs[0])} = {call}", step)

    def _emit_to_device(self, step: Step) -> None:
        self._line(
            f"{self.local(step.outputs[0])} = {self.bind('to_device', self.backend.from_host, 'to_device')}({self.use(step.inputs[0])})",
            step,
        )

    def _emit_fetch(self, step: Step) -> None:
        value = step.inputs[0]
        produced = value.step is not None and value.constant is None and value.variable is None and _is_fresh(value.step)
        owned = produced and not self.plan.keeps  # what is kept will be read again
        function: Callable[[Any], Any]
        if value.dtype.name in ("variant", "resource"):
            function, name = as_it_is, "as_it_is"
        elif value.home == HOST or value.constant is not None:
            function, name = (own_host, "own") if owned else (copy_host, "copied")
        else:
            function, name = (fetcher(self.backend, copies=not owned), "fetch" if owned else "fetch_copy")
        source = self.at(value, HOST) if value.constant is not None else self.use(value)
        self._line(f"{self.local(step.outputs[0])} = {self.bind(name, function, name)}({source})", step)

    def _emit_If(self, step: Step) -> None:
        self._line(f"if {self.at(step.inputs[0], HOST)}:", step)
        targets = [self.local(value) for value in step.outputs]
        self._branch(step.blocks[0], targets, step)
        self._line("else:")
        self._branch(step.blocks[1], targets, step)

    _emit_StatelessIf = _emit_If

    def _branch(self, block: Block, targets: list[str], step: Step) -> None:
        self.depth += 1
        self._block(block)
        homes = [value.home for value in step.outputs]
        self._line(_assignment(targets, [self.at(value, home) for value, home in zip(block.results, homes, strict=True)]) or "pass")
        self.depth -= 1

    def _emit_While(self, step: Step) -> None:
        cond, body = step.blocks
        state = [self.local(value) for value in body.parameters]
        homes = [value.home for value in body.parameters]
        for in_cond, name in zip(cond.parameters, state, strict=True):
            self.locals[in_cond] = name
        initial = _assignment(state, [self.at(value, home) for value, home in zip(step.inputs, homes, strict=True)])
        if initial:
            self._line(initial, step)
        self._line("while True:", step)
        self.depth += 1
        self._block(cond)
        self._line(f"if not {self.at(cond.results[0], HOST)}: break", step)
        self._block(body)
        following = _assignment(state, [self.at(value, home) for value, home in zip(body.results, homes, strict=True)])
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


def _unfed(name: str, dtype: str, shape: str) -> None:
    raise InvalidArgumentError.of(f"You must feed a value for placeholder tensor '{name}' with dtype {dtype} and shape {shape}")


def _clock() -> int:
    import time

    return time.perf_counter_ns()


__all__ = ["Program", "emit"]
