"""fuse: the backend's rewrites of several steps into one.

A rule looks at an ordered block and proposes groups: the steps and the one step that replaces them. A proposal is carried
out when it is legal: no path leaves the group and re-enters it, nothing inside is needed outside except what the new step
makes, and no variable is written between the group's first and last step other than by the group itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ..ir import Block, Plan, Step, Value, data_and_control


@dataclass(slots=True)
class Fusion:
    """``steps`` become ``replacement``, whose outputs are outputs of the steps; it takes the place of the last of them."""

    steps: Sequence[Step]
    replacement: Step


Rule = Callable[[Block, "Uses", "Fuser"], Iterable[Fusion]]
Fuser = Callable[..., Fusion]


def fused(kind: str, steps: Sequence[Step], kernel: Callable[..., Any], *, inputs: Sequence[Value], outputs: Sequence[Value], refs: Sequence[int] = (),
          keywords: dict[str, Any] | None = None) -> Fusion:  # fmt: skip
    """What a rule proposes: ``steps`` become one call of ``kernel`` with ``inputs`` by position and ``keywords``.

    ``refs`` are the positions of variables that the kernel gets as cells and writes; ``outputs`` are those of the steps that it returns, in order.
    """
    step = Step(kind, steps[-1].node, list(inputs))
    step.attrs = {"refs": tuple(refs), "keywords": keywords or {}}
    step.kernel = kernel
    step.home = steps[-1].home
    step.outputs = list(outputs)
    return Fusion(steps, step)


class Uses:
    """Who reads a value, within one block and the bodies inside it."""

    def __init__(self, block: Block) -> None:
        self._readers: dict[Value, list[Step]] = {}
        self._results = set(block.results)
        for step in block.steps:
            for value in set(step.reads()):
                self._readers.setdefault(value, []).append(step)

    def readers(self, value: Value) -> list[Step]:
        return self._readers.get(value, [])

    def only_reader(self, value: Value) -> Step | None:
        """The one step that reads a value which nothing else needs."""
        readers = self.readers(value)
        return readers[0] if len(readers) == 1 and value not in self._results else None


def fuse(plan: Plan) -> Plan:
    if plan.fusing:
        for block in list(plan.block.blocks()):
            for rule in plan.backend.fuse_rules():
                _apply(rule, block)
    return plan


def _apply(rule: Rule, block: Block) -> None:
    for fusion in list(rule(block, Uses(block), fused)):
        if is_legal(fusion, block):
            _replace(fusion, block)


def is_legal(fusion: Fusion, block: Block) -> bool:
    """Whether the group can stand where its last step stands, and nothing outside misses a value from inside."""
    group = set(fusion.steps)
    if not group.issubset(block.steps):
        return False
    positions = [position for position, step in enumerate(block.steps) if step in group]
    between = [step for step in block.steps[positions[0] : positions[-1]] if step not in group]
    return not _depends(between, group, block) and not _loses_value(fusion, group, block) and not _meets_write(between, group)


def _depends(between: list[Step], group: set[Step], block: Block) -> bool:
    """Whether a step between the group's first and last needs the group: it would come too early."""
    edges = data_and_control(block)
    tainted = set(group)
    for step in between:
        if not tainted.isdisjoint(edges[step]):
            return True
    return False


def _loses_value(fusion: Fusion, group: set[Step], block: Block) -> bool:
    lost = {value for step in group for value in step.outputs} - set(fusion.replacement.outputs)
    if not lost.isdisjoint(block.results):
        return True
    return any(not lost.isdisjoint(step.reads()) for step in block.steps if step not in group)


def _meets_write(between: list[Step], group: set[Step]) -> bool:
    """Whether a variable that the group reads or writes is written, or one that it writes is read, by a step in between."""
    written = {key for step in between for key in step.written()}
    own_written = {key for step in group for key in step.written()}
    own = own_written | {value.variable for step in group for value in step.reads() if value.variable}
    read = {value.variable for step in between for value in step.reads() if value.variable}
    return not written.isdisjoint(own) or not own_written.isdisjoint(read)


def _replace(fusion: Fusion, block: Block) -> None:
    group = set(fusion.steps)
    last = max(position for position, step in enumerate(block.steps) if step in group)
    for value in fusion.replacement.outputs:
        value.step = fusion.replacement
    outer = [control for step in fusion.steps for control in step.controls if control not in group]
    fusion.replacement.controls = list(dict.fromkeys([*fusion.replacement.controls, *outer]))
    block.steps[last] = fusion.replacement
    block.steps = [step for step in block.steps if step is fusion.replacement or step not in group]
    for step in block.steps:
        step.controls = [fusion.replacement if control in group else control for control in step.controls]
