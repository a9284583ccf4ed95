"""What GraphDefs and FunctionDefs have in common: nodes with their inputs, control inputs and attributes."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any

from tensorboard.compat.proto.attr_value_pb2 import AttrValue
from tensorboard.compat.proto.graph_pb2 import GraphDef

from ..framework.dtypes import DType
from ..framework.graph import Graph
from ..framework.operation import Operation, Tensor
from ..framework.region import Region, regions_of
from .attr_values import attr_value, private_message

CONDITIONALS = ("If", "StatelessIf")

Attributes = dict[str, AttrValue]


class Writer:
    """The GraphDef being written, and the names in it."""

    def __init__(self, graph: Graph, add_shapes: bool = False) -> None:
        self.message = GraphDef()
        self.add_shapes = add_shapes
        self._nodes = {op.name for op in graph.get_operations()}
        self._functions: set[str] = set()

    def fresh(self, beside: Operation, name: str) -> str:
        """An unused node name in the scope of the node ``beside``."""
        scope = beside.name.rpartition("/")[0]
        return unused(f"{scope}/{name}" if scope else name, self._nodes)

    def function(self, name: str) -> Any:
        """A new FunctionDef."""
        function = self.message.library.function.add()
        function.signature.name = unused(re.sub(r"\W", "_", name), self._functions)
        return function


class Place(ABC):
    """A region being written into a list of nodes.

    Attributes:
        nodes: the list that new nodes go to.
        known: how the nodes of this place name a tensor as their input.
    """

    def __init__(self, writer: Writer, region: Region, nodes: Any) -> None:
        self.writer = writer
        self.region = region
        self.nodes = nodes
        self.known: dict[Tensor, str] = {}

    def read(self, tensor: Tensor) -> str:
        """``tensor`` as an input of a node in this place."""
        if tensor not in self.known:
            self.known[tensor] = self.reference(tensor) if tensor.op.region is self.region else self.capture(tensor)
        return self.known[tensor]

    def reference(self, tensor: Tensor) -> str:
        """How an input names a tensor of this region."""
        return output(tensor.op.name, tensor.value_index)

    def capture(self, tensor: Tensor) -> str:
        """Brings in a tensor of an outer region."""
        raise ValueError(f"Tensor '{tensor.name}' cannot be read in {self.region!r}")

    @abstractmethod
    def structure(self, op: Operation) -> None:
        """Writes an If or While."""

    def write(self, ops: Iterable[Operation]) -> None:
        """Writes nodes of this region; its parameters have a form of their own in each kind of place."""
        parameters = {tensor.op for tensor in self.region.parameters}
        for op in ops:
            if op not in parameters:
                write = self.structure if regions_of(op) else self.node
                write(op)

    def node(self, op: Operation) -> None:
        """Writes a node as it is."""
        self.add(op.type, op.name, [self.read(tensor) for tensor in op.inputs], self.attributes(op), self.controls(op), op.device)

    def controls(self, op: Operation) -> list[str]:
        """The control inputs of a node."""
        return [f"^{control.name}" for control in op.control_inputs]

    def add(self, op_type: str, name: str, inputs: Sequence[str], attrs: Attributes, controls: Sequence[str] = (), device: str = "") -> str:
        """Writes a node and returns its name."""
        self.nodes.add(name=name, op=op_type, input=[*inputs, *controls], device=device, attr=attrs)
        return name

    def attributes(self, op: Operation) -> Attributes:
        """A node's attributes, all but functions."""
        declared = op.declaration.attributes
        found = {name: attr_value(spec.type, op.attrs[name]) for name, spec in declared.items() if spec.type != "func"}
        if not regions_of(op):  # whose private attributes say how they grow
            private = {name: private_message(value) for name, value in op.attrs.items() if name not in declared}
            found |= {name: message for name, message in private.items() if message is not None}
        if op.colocation:
            found["_class"] = attr_value("list(string)", op.colocation_groups())
        if self.writer.add_shapes and op.outputs:
            found["_output_shapes"] = attr_value("list(shape)", [tensor.shape for tensor in op.outputs])
        return found


def output(name: str, index: int) -> str:
    """An output of a node as an input of another."""
    return f"{name}:{index}" if index else name


def type_attr(dtype: DType) -> AttrValue:
    return attr_value("type", dtype.base_dtype)


def unused(name: str, taken: set[str]) -> str:
    """``name``, with a number behind it if it is taken; it is taken from now on."""
    chosen, count = name, 0
    while chosen in taken:
        count += 1
        chosen = f"{name}_{count}"
    taken.add(chosen)
    return chosen


def drop_absent_colocation(nodes: Any, present: set[str]) -> None:
    """A node can be placed with nodes of its own list only: those of other functions are not there when it is placed."""
    for node in nodes:
        if "_class" in node.attr:
            groups = node.attr["_class"].list.s
            kept = [group for group in groups if not group.startswith(b"loc:@") or group[5:].decode() in present]
            groups[:] = kept
            if not kept:
                del node.attr["_class"]
