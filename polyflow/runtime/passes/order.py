"""order: the lines in an order that respects data, control and the versions of variables.

A *use* of a variable sees the value after the latest write on a data or control path into it, else the value at the start of
the block. Writes of one variable are totally ordered: by paths, else by creation. Since a kernel may write in place, every
reader of a version comes before the next write; where that is impossible, or the value lives on, the use reads a copy.
"""

from __future__ import annotations

from ..ir import HOST, Block, Plan, Step, Value, data_and_control, topological
from .versions import Versions


def order(plan: Plan) -> Plan:
    _read_what_leaves(plan)
    _fetch_results(plan)
    written = {key for step in plan.block.steps for key in step.written()}
    for block in list(plan.block.blocks()):
        _order_block(block, written)
    return plan


def _read_what_leaves(plan: Plan) -> None:
    """References among loop state and results of bodies become values: reading them is a step."""
    for block in list(plan.block.blocks()):
        for step in list(block.steps):
            if step.blocks:
                step.inputs = [_read(value, step, block, list(step.needs())) for value in step.inputs]
                for inner in step.blocks:
                    inner.results = [_read(value, step, inner, []) for value in inner.results]


def _read(value: Value, reader: Step, block: Block, after: list[Step]) -> Value:
    """What ``reader`` reads in place of a reference: it sees the version that the reader would see."""
    if value.variable is None:
        return value
    found = _single("read", value, value.step.node if value.step else reader.node, block)
    found.step.controls = after  # type: ignore[union-attr]  # made by a step just now
    return found


def _single(kind: str, value: Value, node: object, block: Block, home: str | None = None) -> Value:
    """Adds a step of one input and one output to ``block``."""
    step = Step(kind, node, [value])  # type: ignore[arg-type]  # always an Operation
    step.home = value.home
    output = value.like(f"{value.hint}_{kind}", step, home)
    output.block = block
    step.outputs = [output]
    block.steps.append(step)
    return output


def _fetch_results(plan: Plan) -> None:
    """Each fetched value leaves through a step of its own, which copies what the run does not own."""
    made: dict[Value, Value] = {}
    for position, value in enumerate(plan.results):
        if value is None:
            continue
        if value not in made:
            made[value] = _single("fetch", value, plan.fetches[position].op, plan.block, HOST)  # type: ignore[union-attr]  # a tensor
        plan.results[position] = made[value]


def _order_block(block: Block, written: set[str]) -> None:
    copies: dict[tuple[str, int], Value] = {}
    while True:
        edges = data_and_control(block)
        versions = Versions(block, edges)
        conflicts = [*versions.bind(edges), *versions.living_on(written)]
        ordered = topological(block.steps, edges)
        if not conflicts and ordered is not None:
            block.steps = ordered
            return
        for use, key in conflicts or [versions.in_cycle(edges)]:
            _copy_for(use, key, versions, copies)


def _copy_for(use: Step, key: str, versions: Versions, copies: dict[tuple[str, int], Value]) -> None:
    """Lets ``use`` read a copy of its version of the variable ``key``; uses of one version share it."""
    version = versions.seen(use, key)
    if (key, version) not in copies:
        copies[key, version] = _copy(use, key, versions.write(key, version), versions.block)
    _replace_reads(use, key, copies[key, version])


def _copy(use: Step, key: str, write: Step | None, block: Block) -> Value:
    source = next(value for value in use.reads() if value.variable == key)
    copied = _single("copy", source, use.node, block)
    if write is not None:
        copied.step.controls = [write]  # type: ignore[union-attr]  # made by a step just now
    return copied


def _replace_reads(step: Step, key: str, value: Value) -> None:
    """Replaces the references to a variable by ``value``, in the bodies too, but for those through which it is written."""
    written = step.written_positions
    step.inputs = [value if old.variable == key and position not in written else old for position, old in enumerate(step.inputs)]
    for block in step.blocks:
        for inner in block.steps:
            _replace_reads(inner, key, value)
