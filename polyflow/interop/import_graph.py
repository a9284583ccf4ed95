"""``import_graph_def``: adds the nodes of a GraphDef to the default graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from google.protobuf.message import DecodeError
from tensorboard.compat.proto.graph_pb2 import GraphDef

from ..framework.conversion import convert_to_tensor
from ..framework.graph import Graph
from ..framework.operation import Operation, Tensor
from ..framework.scopes import name_scope
from ..framework.stacks import get_default_graph
from .import_functions import Library
from .import_nodes import Importing, Nodes

Key = tuple[str, int]
"""A tensor of a GraphDef: node name and output index; -1 stands for the node itself."""


def import_graph_def(
    graph_def: Any, input_map: Mapping[Any, Any] | None = None, return_elements: Sequence[Any] | None = None, name: str | None = None,
    op_dict: Any = None, producer_op_list: Any = None,
) -> list[Any] | None:  # fmt: skip
    """Adds the nodes of ``graph_def`` to the default graph.

    Functions of its library that If and While nodes name become their regions; calls of functions become the nodes of these.

    Args:
        graph_def: a GraphDef (polyflow's, TensorBoard's or TensorFlow's), or one as bytes.
        input_map: tensors of this graph in place of tensors of the other, by name ("x:0", "x", or "^x" for a control input).
        return_elements: names of operations and tensors to return.
        name: what to put before the names of nodes, "import" by default; "" for nothing.
        op_dict: not used any more.
        producer_op_list: an OpList of the program that made the graph. Attributes that polyflow does not know and that have
            their default value there are left out.

    Returns:
        The operations and tensors that ``return_elements`` names; None without it.

    Raises:
        TypeError: an argument of the wrong type.
        ValueError: an op that polyflow does not have, an input that does not exist, attributes or types that do not fit, a
            name that is taken or not found. The graph is then as it was before.
    """
    message = _message(graph_def)
    mapped, elements = _checked_map(input_map), _checked_elements(return_elements)
    with name_scope("import" if name is None else name, values=list(mapped.values())) as prefix, get_default_graph().all_or_nothing():
        tensors = _tensors(mapped, prefix)
        with get_default_graph().name_scope(None):
            nodes = GraphNodes(message, tensors, prefix, producer_op_list)
            nodes.make_all()
        nodes.check_map()
        return None if elements is None else [nodes.element(wanted) for wanted in elements]


def _message(given: Any) -> GraphDef:
    if isinstance(given, GraphDef):
        return given
    if not isinstance(given, bytes) and getattr(getattr(given, "DESCRIPTOR", None), "name", "") != "GraphDef":
        raise TypeError(f"graph_def must be a GraphDef proto, not {type(given).__name__}")
    try:
        return GraphDef.FromString(given if isinstance(given, bytes) else given.SerializeToString())
    except DecodeError as error:
        raise ValueError(f"graph_def is not a serialized GraphDef: {error}") from error


def _checked_map(given: Mapping[Any, Any] | None) -> dict[str, Any]:
    if not isinstance(given or {}, Mapping) or not all(isinstance(key, (str, bytes)) for key in given or {}):
        raise TypeError("input_map must be a dictionary mapping strings to Tensor objects")
    return {_text(key): value for key, value in (given or {}).items()}


def _checked_elements(given: Sequence[Any] | None) -> list[str] | None:
    if given is None:
        return None
    if not isinstance(given, (list, tuple)) or not all(isinstance(item, (str, bytes)) for item in given):
        raise TypeError("return_elements must be a list of strings")
    return [_text(item) for item in given]


def _text(name: str | bytes) -> str:
    return name.decode() if isinstance(name, bytes) else name


def _tensors(mapped: dict[str, Any], prefix: str) -> dict[Key, Any]:
    """The input map by node and output; values that are no tensors yet become some in a scope of their own."""
    keyed = {_key(name): value for name, value in mapped.items()}
    if all(isinstance(value, (Tensor, Operation)) for value in keyed.values()):
        return keyed
    if not prefix:
        raise ValueError("import_graph_def() needs a non-empty name where input_map has values that are no Tensors")
    with name_scope("_inputs"):
        return {key: value if isinstance(value, Operation) else convert_to_tensor(value) for key, value in keyed.items()}


def _key(name: str) -> Key:
    """What "x:1", "x" (its first output) or "^x" means."""
    if name.startswith("^"):
        return name[1:], -1
    node, _, index = name.partition(":")
    if not (index or "0").isdigit():
        raise ValueError(f"'{name}' is not a tensor name of the form '<op_name>:<output_index>'")
    return node, int(index or 0)


class GraphNodes(Nodes):
    """The nodes of a GraphDef itself."""

    def __init__(self, message: GraphDef, mapped: dict[Key, Any], prefix: str, producer_op_list: Any) -> None:
        graph = get_default_graph()
        importing = Importing(graph, prefix, message.versions.producer, _defaults(producer_op_list), Library(message.library).special)
        super().__init__(importing, message.node)
        if len(self.messages) < len(message.node):
            raise ValueError("The GraphDef has several nodes of one name")
        self.mapped = mapped
        self._used: set[Key] = set()
        _reserve(graph, [prefix + name for name in self.messages])

    def name(self, message: Any) -> str:
        return f"{self.importing.prefix}{message.name}/"

    def requires(self, message: Any) -> set[str]:
        mapped = {key[0] for reference in message.input if (key := _key(reference)) in self.mapped}
        kept = {_key(reference)[0] for reference in message.input if _key(reference) not in self.mapped}
        return super().requires(message) - (mapped - kept)

    def tensor(self, reference: str, reader: str) -> Tensor:
        key = _key(reference)
        found = self._find(key)
        if found is None:
            raise ValueError(f"Node '{reader}': Unknown input node '{reference}'")
        return found

    def control(self, reference: str, reader: str) -> Operation:
        key = (reference, -1)
        if key in self.mapped:
            self._used.add(key)
            return self.mapped[key].op if isinstance(self.mapped[key], Tensor) else self.mapped[key]
        if reference not in self.made:
            raise ValueError(f"Node '{reader}': Unknown control input '^{reference}'")
        return self.made[reference].op

    def colocated(self, names: list[str], reader: str) -> list[str]:
        unknown = [name for name in names if name not in self.messages]
        if unknown:
            raise ValueError(f"Node '{reader}' is to be placed with '{unknown[0]}', which the graph_def does not have")
        return [self.importing.prefix + name for name in names]

    def check_map(self) -> None:
        """Refuses keys of the input map that name nothing."""
        absent = [key for key in self.mapped if key not in self._used and not self._exists(key)]
        if absent:
            names = ", ".join(f"^{name}" if index < 0 else f"{name}:{index}" for name, index in absent)
            raise ValueError(f"Attempted to map inputs that were not found in graph_def: [{names}]")

    def element(self, name: str) -> Operation | Tensor:
        """An operation or tensor to return."""
        if ":" not in name and name in self.made:
            return self.made[name].op
        found = self._find(_key(name)) if ":" in name else None
        if found is None:
            raise ValueError(f"Requested return_element '{name}' not found in graph_def.")
        return found

    def _find(self, key: Key) -> Tensor | None:
        if key in self.mapped:
            self._used.add(key)
            return self.mapped[key]
        return self.made[key[0]].op.outputs[key[1]] if self._exists(key) else None

    def _exists(self, key: Key) -> bool:
        return key[0] in self.made and key[1] < len(self.made[key[0]].op.outputs)


def _defaults(producer_op_list: Any) -> dict[str, dict[str, bytes]]:
    """Per op type the serialized defaults of its attributes."""
    ops = producer_op_list.op if producer_op_list is not None else ()
    return {op.name: {attr.name: attr.default_value.SerializeToString() for attr in op.attr} for op in ops}


def _reserve(graph: Graph, names: list[str]) -> None:
    """Keeps names for the nodes to be made; ValueError when the graph has one of them."""
    taken = {op.name for op in graph.get_operations()}
    for name in names:
        if name in taken:
            raise ValueError(f"Node name '{name}' already exists in the Graph")
        if graph.unique_name(name, mark_as_used=False) == name:
            graph.unique_name(name)
