"""fuse: the backend's rewrites of several steps into one.

A rule looks at an ordered block and proposes groups: the steps and the one step that replaces them. A proposal is carried
out when it is legal: no path leaves the group and re-enters it, nothing inside is needed outside except what the new step
makes, and no step of the group reads a variable that another one writes. Paths go along data and control edges, and from
whoever reads a version of a variable, or shares its memory, to the next write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ..ir import Block, Plan, Step, Value, data_and_control
from .fold import drop_unused
from .versions import Versions


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
    """Not where every value is kept for later parts of the run: rules make some disappear."""
    if plan.fusing and not plan.keeps:
        for block in list(plan.block.blocks()):
            for rule in plan.backend.fuse_rules():
                _apply(rule, block)
        drop_unused(plan)
    return plan


class Paths:
    """What must come before what in an ordered block: ``edges`` per step, and of these the ``reads`` of a version before the next write."""

    def __init__(self, block: Block) -> None:
        self.edges = data_and_control(block)
        versions = Versions(block, self.edges)
        versions.bind(self.edges)
        self.reads = {(reader, write) for reader, write, _ in versions.readers}

    def merge(self, group: set[Step], step: Step) -> None:
        """``step`` takes the place of the group."""
        self.edges[step] = set().union(*(self.edges.pop(member) for member in group)) - group
        for before in self.edges.values():
            if not before.isdisjoint(group):
                before -= group
                before.add(step)
        self.reads = {(step if reader in group else reader, step if write in group else write) for reader, write in self.reads}


def _apply(rule: Rule, block: Block) -> None:
    proposals = list(rule(block, Uses(block), fused))
    paths = Paths(block) if proposals else None
    for fusion in proposals:
        if paths is not None and is_legal(fusion, block, paths):
            paths.merge(set(fusion.steps), fusion.replacement)
            _replace(fusion, block)


def is_legal(fusion: Fusion, block: Block, paths: Paths | None = None) -> bool:
    """Whether the group can stand where its last step stands, as one step, and nothing outside misses a value from inside."""
    group = set(fusion.steps)
    if not group.issubset(block.steps):
        return False
    lost = {value for step in group for value in step.outputs} - set(fusion.replacement.outputs)
    if _is_needed(lost, group, block):
        return False
    paths = paths or Paths(block)
    return not _reenters(group, block, paths) and not _interferes(group, lost, paths)


def _is_needed(lost: set[Value], group: set[Step], block: Block) -> bool:
    """Whether a value that is no longer made is a result, or read outside the group."""
    return not lost.isdisjoint(block.results) or any(not lost.isdisjoint(step.reads()) for step in block.steps if step not in group)


def _reenters(group: set[Step], block: Block, paths: Paths) -> bool:
    """Whether a step between the group's first and last must come after one of the group: it would come too early."""
    positions = [position for position, step in enumerate(block.steps) if step in group]
    between = block.steps[positions[0] : positions[-1]]
    return any(not group.isdisjoint(paths.edges[step]) for step in between if step not in group)


def _interferes(group: set[Step], lost: set[Value], paths: Paths) -> bool:
    """Whether steps of the group wait for one another other than for a value that stays inside."""
    if any(reader in group and write in group for reader, write in paths.reads):
        return True
    return any(paths.edges[step] & group - {value.step for value in step.inputs if value in lost} for step in group)


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
