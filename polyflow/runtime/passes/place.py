"""place: which values live on the host.

Placement goes backwards from demand. What kernels need as ``Host`` inputs and what If and While test is computed on the host
by NumPy, where it is an integer or bool of static rank at most one and its own inputs can be host values too; so is the whole
state of a loop over scalars. Everything else lives on the backend's device. A value wanted on both sides is copied once.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...backends.protocol import reference_kernel
from ...framework.dtypes import DType
from ..ir import DEVICE, HOST, Block, Plan, Step, Value
from ..kernels import grouped
from .list_homes import ListHomes

SCALAR_ARITHMETIC = frozenset({
    "Add", "AddV2", "Sub", "Mul", "Neg", "Maximum", "Minimum", "Square", "RealDiv", "Less", "LessEqual", "Greater", "GreaterEqual", "Equal", "NotEqual",
    "LogicalAnd", "LogicalOr", "LogicalNot", "Cast", "Select", "SelectV2", "Identity", "ZerosLike", "OnesLike", "AddN",
})  # fmt: skip
"""Ops whose results on floating-point scalars are the same bits on every backend."""

KNOWN_TO_THE_HOST = frozenset({"IsVariableInitialized", "OptionalHasValue"})
"""Ops that look at what holds an array, not at the array."""


def place(plan: Plan) -> Plan:
    if plan.backend.on_host:
        for value in _all_values(plan):
            value.home = HOST
        for step in plan.block.all_steps():
            step.home = HOST
        return plan
    able = _able(plan)
    wanted = _wanted(plan, able)
    _settle(plan, able, wanted)
    _Copies(plan).insert()
    return plan


def _all_values(plan: Plan) -> Iterator[Value]:
    yield from plan.feed_values
    yield from (value for value in plan.results if value is not None)
    for block in plan.block.blocks():
        yield from block.parameters
        for step in block.steps:
            yield from step.inputs
            yield from step.outputs
        yield from block.results


# What can be a host value: an optimistic assumption, withdrawn until nothing contradicts it.


class _Able:
    """The values that can be computed on the host; ``lists`` the TensorLists whose elements can."""

    def __init__(self, plan: Plan) -> None:
        self.values = {value for value in _all_values(plan) if _small(value)}
        self.lists = ListHomes(plan)

    def __contains__(self, value: Value) -> bool:
        return value.constant is not None or value in self.values


def _small(value: Value) -> bool:
    """Integers and bools of static rank at most one, and floating-point scalars; never variables."""
    sizes = value.shape.sizes
    if value.variable is not None or sizes is None or len(sizes) > 1:
        return False
    return value.dtype.is_integer or value.dtype.is_bool or (value.dtype.is_floating and not sizes)


def _able(plan: Plan) -> _Able:
    able = _Able(plan)
    changed = True
    while changed:
        changed = False
        for block in plan.block.blocks():
            for step in block.steps:
                changed |= _withdraw(step, able)
    return able


def _withdraw(step: Step, able: _Able) -> bool:
    """Takes from the able values what this step cannot make on the host."""
    before = len(able.values) + len(able.lists.host)
    if step.blocks:
        _withdraw_structure(step, able)
    elif step.kind in ("TensorListPopBack", "TensorListGetItem"):
        if not able.lists.on_host(step.inputs[0]):
            able.values.difference_update(step.outputs)
    elif step.kind in ("TensorListPushBack", "TensorListSetItem"):
        if step.inputs[-1] not in able:
            able.lists.withdraw(step.inputs[0])
    elif not _host_step(step, able):
        able.values.difference_update(step.outputs)
    return len(able.values) + len(able.lists.host) != before


def _withdraw_structure(step: Step, able: _Able) -> None:
    if step.kind in ("If", "StatelessIf"):
        for position, output in enumerate(step.outputs):
            if not all(block.results[position] in able for block in step.blocks):
                able.values.discard(output)
        return
    cond, body = step.blocks
    for initial, in_cond, in_body, result, output in zip(
        step.inputs, cond.parameters, body.parameters, body.results, step.outputs, strict=True
    ):
        if any(value not in able for value in (initial, in_cond, in_body, result, output)):
            able.values.difference_update((in_cond, in_body, output))


def _host_step(step: Step, able: _Able) -> bool:
    """Whether a step is pure, cheap on the host, and has only host values as inputs (of Meta inputs the shape is enough)."""
    declared = step.node.declaration
    if declared.kind != "kernel" or declared.effects is not None or not step.outputs or any(spec.is_variable for spec in declared.inputs):
        return False
    floats = any(value.dtype.is_floating for value in step.outputs)
    if (floats and step.kind not in SCALAR_ARITHMETIC) or reference_kernel(step.kind, declared.family) is None:
        return False
    for spec, given in grouped(declared.inputs, step.attrs, step.inputs):
        if not spec.meta and any(value not in able for value in (given if isinstance(given, list) else [given])):
            return False
    return True


# What should be a host value: backwards from demand.


def _wanted(plan: Plan, able: _Able) -> set[Value]:
    wanted: set[Value] = set()
    work = [value for step in plan.block.all_steps() for value in _demands(step, able)]
    producers = {value: step for step in plan.block.all_steps() for value in step.outputs}
    states = _loop_states(plan)
    while work:
        value = work.pop()
        if value in wanted or value not in able or value.constant is not None:
            continue
        wanted.add(value)
        work.extend(states.get(value, ()))
        step = producers.get(value)
        if step is None or value in states:
            continue
        if step.blocks:
            work.extend(block.results[step.outputs.index(value)] for block in step.blocks)
        elif step.kind in ("TensorListPopBack", "TensorListGetItem"):
            work.extend(able.lists.pushed(step.inputs[0]))
        elif value.home is not None:
            work.extend(_value_inputs(step))
    return wanted


def _demands(step: Step, able: _Able) -> Iterator[Value]:
    """The values that a step itself needs on the host."""
    if step.kind in ("If", "StatelessIf"):
        yield step.inputs[0]
    elif step.blocks:
        yield from step.blocks[0].results
        if _scalar_loop(step, able):
            yield from step.outputs
    else:
        for spec, given in grouped(step.node.declaration.inputs, step.attrs, step.inputs):
            if spec.host or step.node.declaration.kind == "host":
                yield from given if isinstance(given, list) else [given]


def _scalar_loop(step: Step, able: _Able) -> bool:
    """Whether all of a loop's state can live on the host: then no iteration waits for the device, nor launches anything."""
    return all(value in able or able.lists.on_host(value) for value in step.outputs)


def _loop_states(plan: Plan) -> dict[Value, tuple[Value, ...]]:
    """For the parameters and outputs of loops all values that are the same variable's: they live in one place."""
    states: dict[Value, tuple[Value, ...]] = {}
    for step in plan.block.all_steps():
        if step.blocks and step.kind not in ("If", "StatelessIf"):
            cond, body = step.blocks
            for same in zip(step.inputs, cond.parameters, body.parameters, body.results, step.outputs, strict=True):
                _, in_cond, in_body, _, output = same
                states.update(dict.fromkeys((in_cond, in_body, output), same))
    return states


def _value_inputs(step: Step) -> Iterator[Value]:
    for spec, given in grouped(step.node.declaration.inputs, step.attrs, step.inputs):
        if not spec.meta:
            yield from given if isinstance(given, list) else [given]


# Settling: homes, then copies where a reader and its value live apart.


def _settle(plan: Plan, able: _Able, wanted: set[Value]) -> None:
    for step in plan.block.all_steps():
        if not step.blocks and (_always_host(step) or (wanted.intersection(step.outputs) and step.kind not in ListHomes.OPS)):
            step.home = HOST
            for value in step.outputs:
                value.home = HOST
    for value in wanted:
        value.home = HOST
    for value in _all_values(plan):
        if not has_device_form(value.dtype):
            value.home = HOST
    for step in plan.block.all_steps():
        if step.kind in ListHomes.OPS | ListHomes.SOURCES and not _always_host(step):
            held = step.inputs[0] if step.kind in ListHomes.OPS else step.outputs[0]
            step.home = HOST if able.lists.on_host(held) and able.lists.wanted(held, wanted) else DEVICE
            for value in step.outputs:
                value.home = step.home if has_device_form(value.dtype) else HOST


def _always_host(step: Step) -> bool:
    """Steps with text, those that one host kernel serves for every backend, and those whose answer the host knows anyway."""
    if step.kind in KNOWN_TO_THE_HOST:
        return True
    values = (*step.inputs, *step.outputs)
    return step.node.declaration.kind == "host" or any(
        not has_device_form(value.dtype) and value.dtype.name != "variant" for value in values
    )


def has_device_form(dtype: DType) -> bool:
    """Whether values of this type can be arrays of a device."""
    return dtype.base_dtype.name not in ("string", "resource", "variant") and not dtype.is_quantized


class _Copies:
    """Puts in ``to_host`` and ``to_device`` steps: one per value, in the block that makes it.

    A variable's value changes, so each of its readers gets a step of its own, which sees what the reader would see.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.twins: dict[Value, Value] = {}
        self.added: dict[Block, list[Step]] = {}

    def insert(self) -> None:
        for block in list(self.plan.block.blocks()):
            for step in list(block.steps):
                self._inputs(step, block)
                for inner in step.blocks:
                    self._results(step, inner)
        for block, steps in self.added.items():
            block.steps.extend(steps)

    def _inputs(self, step: Step, block: Block) -> None:
        homes = self._input_homes(step)
        step.inputs = [self._at(home, value, step, block) if home else value for value, home in zip(step.inputs, homes, strict=True)]

    def _input_homes(self, step: Step) -> list[str | None]:
        """Where each input must be; None where only its shape or the cell behind it matters."""
        if step.blocks:
            return [HOST] if step.kind in ("If", "StatelessIf") else [parameter.home for parameter in step.blocks[1].parameters]
        homes: list[str | None] = []
        for spec, given in grouped(step.node.declaration.inputs, step.attrs, step.inputs):
            home = HOST if spec.host else None if spec.is_variable or (spec.meta and step.home == HOST) else step.home
            homes += [home] * (len(given) if isinstance(given, list) else 1)
        return homes

    def _results(self, step: Step, inner: Block) -> None:
        if step.kind in ("If", "StatelessIf"):
            homes = [output.home for output in step.outputs]
        else:
            homes = [HOST] if inner is step.blocks[0] else [parameter.home for parameter in inner.parameters]
        inner.results = [self._at(home, value, step, inner) for value, home in zip(inner.results, homes, strict=True)]

    def _at(self, home: str, value: Value, reader: Step, block: Block) -> Value:
        if value.home == home or value.constant is not None or not has_device_form(value.dtype):
            return value
        if value.variable is not None:
            after = list(reader.needs()) if block not in reader.blocks else []
            return self._moved(home, value, reader, block, after)
        if value not in self.twins:
            self.twins[value] = self._moved(home, value, reader, value.block, [])
        return self.twins[value]

    def _moved(self, home: str, value: Value, reader: Step, block: Block, after: list[Step]) -> Value:
        step = Step("to_host" if home == HOST else "to_device", value.step.node if value.step else reader.node, [value], after)
        step.home = home
        twin = value.like(f"{value.hint}_{home}", step, home)
        twin.block = block
        step.outputs = [twin]
        self.added.setdefault(block, []).append(step)
        return twin
