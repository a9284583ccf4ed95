"""Graphs as GraphDef messages."""

from __future__ import annotations

from typing import Any

from ..framework.graph import Graph
from ..framework.operation import Operation
from ..framework.region import regions_of
from .frames import Plain
from .functions import write_structure
from .versions import producer_of
from .writing import Writer, drop_absent_colocation


def graph_def(graph: Graph, from_version: int | None = None, add_shapes: bool = False) -> Any:
    """``graph`` as a GraphDef that TensorFlow reads.

    The regions of an If or While become functions of the library, with what they capture as inputs. Where they touch a
    variable, the node becomes Switch, Merge, Enter, Exit and NextIteration nodes instead, and a NoOp of its name.

    Args:
        from_version: leaves out the nodes made before ``graph.version`` had this value.
        add_shapes: lists the static shapes of each node's outputs in the attribute ``_output_shapes``.
    """
    writer = Writer(graph, add_shapes)
    with graph.lock:
        operations = graph.root.operations
        Plain(writer, graph.root).write(op for op in operations if op._index >= (from_version or 0))
    message = writer.message
    drop_absent_colocation(message.node, {op.name for op in operations}.union(node.name for node in message.node))
    lists = [message.node, *(function.node_def for function in message.library.function)]
    message.versions.producer = producer_of(node.op for nodes in lists for node in nodes)
    return message


def node_def(op: Operation) -> Any:
    """A node as a NodeDef, with inputs named as in the flat graph: ``name``, ``name:1``, ``^name``."""
    place = _Flat(Writer(op.graph), op.region)
    if regions_of(op):
        write_structure(place, op)
    else:
        place.node(op)
    return place.writer.message.node[-1]


class _Flat(Plain):
    """A region whose nodes read any tensor by its name."""

    def read(self, tensor: Any) -> str:
        return self.reference(tensor)
