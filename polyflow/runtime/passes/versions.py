"""Which version of a variable each use in a block sees, and which lines must come before the next write."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ..ir import Block, Step, Value, topological

Edges = dict[Step, set[Step]]
Origin = tuple[Step, str]
"""A use of a variable (the step that reads the cell, the variable's key)."""

VIEWS = frozenset({"read", "to_host", "to_device"})


def read_keys(step: Step) -> set[str]:
    """The variables whose cells this step or its bodies read, without those that it writes."""
    written = step.written_positions
    keys = {value.variable for position, value in enumerate(step.inputs) if value.variable is not None and position not in written}
    for block in step.blocks:
        for inner in block.steps:
            keys |= read_keys(inner)
    return keys - set(step.written() if step.blocks else ())


def is_view(step: Step) -> bool:
    """Whether the step's outputs may share memory with its inputs."""
    return step.kind in VIEWS or (step.is_node and (step.node.declaration.view or bool(step.blocks)))


class Versions:
    """The writes of a block in their total order, and what each step sees of them."""

    def __init__(self, block: Block, edges: Edges) -> None:
        ordered = topological(block.steps, edges)
        assert ordered is not None, "data and control edges of a block make no cycle"
        self.block = block
        self.writes: dict[str, list[Step]] = {}
        self._ancestors: dict[Step, int] = {}
        self._bits: dict[Step, int] = {}
        self._number(ordered, edges)
        self.origins = _origins(ordered)

    def _number(self, ordered: list[Step], edges: Edges) -> None:
        """One bit per writing step; a step's mask holds the writes on the paths into it, itself included."""
        for step in ordered:
            mask = 0
            for before in edges[step]:
                mask |= self._ancestors[before]
            keys = set(step.written())
            if keys:
                self._bits[step] = 1 << len(self._bits)
                mask |= self._bits[step]
                for key in sorted(keys):
                    self.writes.setdefault(key, []).append(step)
            self._ancestors[step] = mask

    def seen(self, step: Step, key: str) -> int:
        """The version that ``step`` sees: how many of the variable's writes come before it."""
        mask = self._ancestors[step] & ~self._bits.get(step, 0)
        return max((rank for rank, write in enumerate(self.writes.get(key, ()), 1) if mask & self._bits[write]), default=0)

    def write(self, key: str, version: int) -> Step | None:
        """The step that makes a version; None for version 0 and for one that no step makes."""
        writes = self.writes.get(key, [])
        return writes[version - 1] if 1 <= version <= len(writes) else None

    def holders(self) -> Iterator[tuple[Step, Origin]]:
        """Every step that reads a variable or something that shares its memory."""
        for step in self.block.steps:
            for key in sorted(read_keys(step)):
                yield step, (step, key)
            for value in dict.fromkeys(step.reads()):
                for origin in self.origins.get(value, ()):
                    yield step, origin

    def bind(self, edges: Edges) -> list[Origin]:
        """Adds the order of writes and "readers before the next write" to ``edges``; returns the uses for which that is impossible."""
        for writes in self.writes.values():
            for before, after in pairwise(writes):
                edges[after].add(before)
        self.readers: list[tuple[Step, Step, Origin]] = []
        impossible: dict[Origin, None] = {}
        for holder, (use, key) in self.holders():
            following = self.write(key, self.seen(use, key) + 1)
            if following is holder:
                impossible[use, key] = None
            elif following is not None:
                edges[following].add(holder)
                self.readers.append((holder, following, (use, key)))
        return list(impossible)

    def living_on(self, written: set[str]) -> list[Origin]:
        """Uses of written variables whose memory leaves the block: through its results, or as the state of a loop."""
        leaving = list(self.block.results)
        leaving += [value for step in self.block.steps if step.blocks for value in step.inputs]
        found = {origin: None for value in leaving for origin in self.origins.get(value, ()) if origin[1] in written}
        return list(found)

    def in_cycle(self, edges: Edges) -> Origin:
        """A use that takes part in a cycle through "readers before the next write"."""
        for holder, following, origin in self.readers:
            if _reaches(following, holder, edges):
                return origin
        raise AssertionError("a cycle without a reader of a variable")


def _origins(ordered: list[Step]) -> dict[Value, dict[Origin, None]]:
    """Per value the uses of variables whose memory it may share."""
    origins: dict[Value, dict[Origin, None]] = {}
    for step in filter(is_view, ordered):
        found: dict[Origin, None] = dict.fromkeys((step, key) for key in sorted(read_keys(step)))
        for value in step.reads():
            found |= origins.get(value, {})
        if found:
            origins.update((value, found) for value in step.outputs)
    return origins


def _reaches(start: Step, goal: Step, edges: Edges) -> bool:
    """Whether ``goal`` has to come after ``start``: a search from the goal back along its predecessors."""
    seen = {goal}
    work = [goal]
    while work:
        for before in edges[work.pop()]:
            if before is start:
                return True
            if before not in seen:
                seen.add(before)
                work.append(before)
    return False
