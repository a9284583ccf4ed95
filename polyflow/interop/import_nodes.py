"""Nodes made from NodeDefs: those of a graph, or of the body of a function."""

from __future__ import annotations

import heapq
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from ..framework import registry
from ..framework.build import create, output_count
from ..framework.graph import Graph
from ..framework.op import Declaration
from ..framework.operation import Operation, Tensor
from .attr_values import private_value, value_of_attr
from .tensors import shape_of
from .versions import PLACEHOLDER_SHAPES_COUNT

NEXT_ITERATIONS = ("NextIteration", "RefNextIteration")
MERGES = ("Merge", "RefMerge")

Special = Callable[["Nodes", Any], "Made | None"]


@dataclass(frozen=True, slots=True)
class Made:
    """A node that was made, and the position of the first tensor of each of its named outputs."""

    op: Operation
    outputs: dict[str, int]


@dataclass(frozen=True, slots=True)
class Importing:
    """What all nodes of one import share.

    Attributes:
        prefix: what comes before their names, "" or with "/" at its end.
        producer: the version of the GraphDef.
        defaults: per op type the attributes' defaults where the graph was made, so that unknown ones can be left out.
        special: makes the nodes that name functions; None for any other.
    """

    graph: Graph
    prefix: str
    producer: int
    defaults: dict[str, dict[str, Any]]
    special: Special

    def unique_name(self, name: str) -> str:
        """A name nobody has, in the form that stands for itself."""
        return self.graph.unique_name(self.prefix + name) + "/"


class Nodes(ABC):
    """A list of NodeDefs being made into nodes.

    Attributes:
        made: by name.
        open_ends: inputs of Merge nodes that come from later nodes, as (node, input index, reference).
    """

    def __init__(self, importing: Importing, messages: Iterable[Any]) -> None:
        self.importing = importing
        self.graph = importing.graph
        self.messages = {message.name: message for message in messages}
        self.made: dict[str, Made] = {}
        self.open_ends: list[tuple[Operation, int, str]] = []

    @abstractmethod
    def name(self, message: Any) -> str:
        """The name of a new node, with "/" at its end: it stands for itself."""

    @abstractmethod
    def tensor(self, reference: str, reader: str) -> Tensor:
        """The tensor that an input names; ValueError, which names the reader, when there is none."""

    @abstractmethod
    def control(self, reference: str, reader: str) -> Operation | None:
        """The node that a control input names; None where there is nothing to wait for."""

    @abstractmethod
    def colocated(self, names: list[str], reader: str) -> list[str]:
        """The names in the graph of the nodes with which one is placed."""

    def make_all(self) -> None:
        """Makes the nodes, each after those that it reads."""
        for message in self._in_order():
            made = self.importing.special(self, message) or self._plain(message)
            self.made[message.name] = made
            self._add_controls(made.op, message)
            self._colocate(made.op, message)
        for op, index, reference in self.open_ends:
            op._update_input(index, self.tensor(reference, op.name))

    def inputs(self, message: Any) -> list[Tensor]:
        """The tensors that a node reads."""
        return [self.tensor(reference, message.name) for reference in message.input if not reference.startswith("^")]

    def placed(self, message: Any) -> Any:
        """Makes new nodes go where the message says, as far as it says."""
        return self.graph.device(message.device) if message.device else nullcontext()

    def requires(self, message: Any) -> set[str]:
        """The nodes to make before this one; a Merge does not wait for the next iteration."""
        names = {reference.lstrip("^").partition(":")[0] for reference in message.input} & self.messages.keys()
        return {name for name in names if self.messages[name].op not in NEXT_ITERATIONS} if message.op in MERGES else names

    def _in_order(self) -> list[Any]:
        waiting = {name: self.requires(message) for name, message in self.messages.items()}
        position = {name: index for index, name in enumerate(waiting)}
        followers: dict[str, list[str]] = {}
        for name, before in waiting.items():
            for other in before:
                followers.setdefault(other, []).append(name)
        ready = [(position[name], name) for name, before in waiting.items() if not before]
        ordered = []
        while ready:
            _, name = heapq.heappop(ready)
            ordered.append(self.messages[name])
            for follower in followers.get(name, ()):
                waiting[follower].discard(name)
                if not waiting[follower]:
                    heapq.heappush(ready, (position[follower], follower))
        if len(ordered) < len(waiting):
            raise ValueError(f"The nodes {', '.join(sorted(name for name, before in waiting.items() if before))} form a cycle")
        return ordered

    def _plain(self, message: Any) -> Made:
        """The node of an op that has a declaration."""
        declared = registry.find(message.op)
        if declared is None:
            raise ValueError(f"Op type not registered: polyflow has no op '{message.op}', which node '{message.name}' is")
        attrs = attributes(declared, message, self.importing)
        inputs, missing = self._merge_inputs(message) if message.op in MERGES else (self.inputs(message), [])
        with self.placed(message):
            op = self._create(message, inputs, attrs)
        self.open_ends += [(op, index, reference) for index, reference in missing]
        _refine_shapes(op, message)
        return Made(op, output_positions(op))

    def _create(self, message: Any, inputs: list[Tensor], attrs: dict[str, Any]) -> Operation:
        try:
            return create(self.graph, message.op, inputs, attrs, self.name(message))
        except TypeError as error:
            raise ValueError(str(error)) from error

    def _merge_inputs(self, message: Any) -> tuple[list[Tensor], list[tuple[int, str]]]:
        """The inputs of a Merge; one that is made later is stood in for by another."""
        references = [reference for reference in message.input if not reference.startswith("^")]
        later = [reference for reference in references if reference.partition(":")[0] in self.messages.keys() - self.made.keys()]
        present = [self.tensor(reference, message.name) for reference in references if reference not in later]
        if not present:
            raise ValueError(f"Merge node '{message.name}' has no input from outside its loop")
        remaining = iter(present)
        inputs = [present[0] if reference in later else next(remaining) for reference in references]
        return inputs, [(index, reference) for index, reference in enumerate(references) if reference in later]

    def _add_controls(self, op: Operation, message: Any) -> None:
        for control in self.controls(message):
            inside = op.region_control(control)
            if inside is not None and inside not in op.control_inputs:
                op.control_inputs.append(inside)

    def controls(self, message: Any) -> list[Operation]:
        """The nodes that one waits for."""
        found = (self.control(reference[1:], message.name) for reference in message.input if reference.startswith("^"))
        return [control for control in found if control is not None]

    def _colocate(self, op: Operation, message: Any) -> None:
        groups = message.attr["_class"].list.s if "_class" in message.attr else ()
        names = [group[5:].decode() for group in groups if group.startswith(b"loc:@")]
        op.colocation = op.colocation + self.colocated(names, message.name)


def attributes(declared: Declaration, message: Any, importing: Importing) -> dict[str, Any]:
    """A node's attributes as its declaration has them, and the private ones."""
    found: dict[str, Any] = {}
    for name, held in message.attr.items():
        if name in declared.attributes:
            found[name] = _read(declared, name, held, message)
        elif name.startswith("_"):
            found[name] = private_value(held)
        elif held.SerializeToString() != importing.defaults.get(message.op, {}).get(name):
            raise ValueError(
                f"{message.op} node '{message.name}' has an attribute '{name}'; the op has {', '.join(declared.attributes) or 'none'}"
            )
    for name in ("_class", "_output_shapes"):
        found.pop(name, None)
    if message.op == "Placeholder" and importing.producer < PLACEHOLDER_SHAPES_COUNT and "shape" in found and found["shape"].ndims == 0:
        del found["shape"]
    return found


def _read(declared: Declaration, name: str, held: Any, message: Any) -> Any:
    try:
        return value_of_attr(declared.attributes[name].type, held)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{message.op} node '{message.name}': attribute '{name}': {error}") from error


def output_positions(op: Operation) -> dict[str, int]:
    """The position of the first tensor of each output that the declaration names."""
    positions, position = {}, 0
    for spec in op.declaration.outputs:
        positions[spec.name] = position
        position += output_count(spec, op.attrs)
    return positions


def _refine_shapes(op: Operation, message: Any) -> None:
    shapes: Sequence[Any] = message.attr["_output_shapes"].list.shape if "_output_shapes" in message.attr else ()
    for tensor, shape in zip(op.outputs, shapes, strict=False):
        tensor.set_shape(shape_of(shape))
