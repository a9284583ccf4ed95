"""Graph: nodes by name, the stacks that decide how new nodes are made, and collections."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from .controls import ControlStack
from .device_stack import DeviceStack
from .dtypes import DType
from .operation import Operation, Tensor
from .region import Region
from .stacks import graphs
from .tensor_shape import TensorShape

if TYPE_CHECKING:
    from .op import Declaration

_VALID_NAME = re.compile(r"^[A-Za-z0-9.][A-Za-z0-9_.\\/>-]*$")
_VALID_SCOPE = re.compile(r"^[A-Za-z0-9_.\\/>-]*$")


class Graph:
    """A dataflow graph: nodes in creation order, each with a unique name.

    Attributes:
        seed: the graph-level random seed, or None.
        root: the outermost region; ``region`` is the one that new nodes go to.
        mutations: counts changes of existing nodes, which make plans invalid (new nodes do not).
    """

    def __init__(self) -> None:
        self.seed: int | None = None
        self.root = Region(self, None, "root")
        self.region = self.root
        self.mutations = 0
        self.collections_by_name: dict[Any, list[Any]] = {}
        self.lock = threading.RLock()
        self._operations: list[Operation] = []
        self._by_name: dict[str, Operation] = {}
        self._names_used: dict[str, int] = {}
        self._scope = ""
        self._controls = ControlStack()
        self._devices = DeviceStack()
        self._colocation: list[Operation] = []
        self._gradient_overrides: list[dict[str, str]] = []
        self._attribute_scopes: list[dict[str, Any]] = []
        self._finalized = False
        self._unfeedable: set[Tensor] = set()
        self._unfetchable: set[Operation] = set()

    # Nodes

    def add_node(
        self, declaration: Declaration, inputs: list[Tensor], attrs: dict[str, Any], name: str, outputs: Sequence[tuple[DType, TensorShape]]
    ) -> Operation:
        """Adds a node whose name is already unique and whose inputs, attributes and outputs are checked."""
        self._check_mutable()
        region = self.region
        if region.parent is not None or any(tensor._op.region.parent is not None for tensor in inputs):
            inputs = [region.resolve(tensor) for tensor in inputs]
        op = Operation(declaration, self, region, name, inputs, attrs)
        op.outputs = [Tensor(op, index, dtype, shape) for index, (dtype, shape) in enumerate(outputs)]
        for tensor in inputs:
            tensor._consumers.append(op)
        self._add_controls(op)
        self._place(op)
        if self._gradient_overrides:
            op._gradient_type = self._gradient_overrides[-1].get(op.type)
        for extra in self._attribute_scopes:
            op.attrs.update(extra)
        op._index = len(self._operations)
        self._operations.append(op)
        region.operations.append(op)
        self._by_name[name] = op
        return op

    def create_op(self, op_type: str, inputs: Sequence[Tensor], dtypes: Any = None, input_types: Any = None, name: str | None = None,
                  attrs: dict[str, Any] | None = None, **unused: Any) -> Operation:  # fmt: skip
        """Adds a node of any declared type from a flat list of input tensors and a dict of attributes."""
        from .build import create

        return create(self, op_type, list(inputs), dict(attrs or {}), name, dtypes)

    def _add_controls(self, op: Operation) -> None:
        controls = self._controls.for_node(op)
        if controls:
            op.control_inputs = [control for control in map(op.region_control, controls) if control is not None]

    def _place(self, op: Operation) -> None:
        if self._devices:
            op._device = self._devices.apply(op)
        if self._colocation:
            op.colocation = [other.name for other in self._colocation]
            op._device = self._colocation[-1]._device or op._device

    def get_operations(self) -> list[Operation]:
        """All nodes in the order of their creation, those in bodies included."""
        return list(self._operations)

    def get_operation_by_name(self, name: str) -> Operation:
        element: Operation = self.as_graph_element(name, allow_tensor=False)
        return element

    def get_tensor_by_name(self, name: str) -> Tensor:
        element: Tensor = self.as_graph_element(name, allow_operation=False)
        return element

    def as_graph_element(self, obj: Any, allow_tensor: bool = True, allow_operation: bool = True) -> Any:
        """The Tensor or Operation that ``obj`` (one of them, something that stands for one, or a name) means in this graph."""
        convert = getattr(obj, "_as_graph_element", None)
        element = convert() if convert is not None else obj
        if isinstance(element, str):
            element = self._named(element, allow_tensor, allow_operation)
        if (isinstance(element, Tensor) and allow_tensor) or (isinstance(element, Operation) and allow_operation):
            if element.graph is not self:
                raise ValueError(f"{element!r} is not an element of this graph: it was built in another one.")
            return element
        expected = " or ".join(word for word, allowed in (("Tensor", allow_tensor), ("Operation", allow_operation)) if allowed)
        raise TypeError(f"Cannot convert a {type(obj).__name__} ({obj!r}) into a {expected}.")

    def _named(self, name: str, allow_tensor: bool, allow_operation: bool) -> Any:
        if ":" in name and allow_tensor:
            return self._tensor_named(name)
        if ":" in name:
            raise ValueError(f"The name '{name}' looks like a tensor's, but an operation was asked for.")
        op = self._by_name.get(name)
        if op is None:
            raise KeyError(f"The name '{name}' refers to an operation that is not in the graph.")
        if not allow_operation:
            raise ValueError(
                f"The name '{name}' refers to an operation, not a tensor. Tensor names have the form '<op_name>:<output_index>'."
            )
        return op

    def _tensor_named(self, name: str) -> Tensor:
        op_name, _, index = name.rpartition(":")
        op = self._by_name.get(op_name)
        if op is None:
            raise KeyError(f"The name '{name}' refers to a tensor that does not exist: there is no operation '{op_name}' in the graph.")
        if not index.isdigit():
            raise ValueError(f"The name '{name}' looks a like a tensor name, but is not of the form '<op_name>:<output_index>'.")
        if int(index) >= len(op.outputs):
            raise KeyError(
                f"The name '{name}' refers to a tensor that does not exist: operation '{op_name}' has only {len(op.outputs)} outputs."
            )
        return op.outputs[int(index)]

    def _mutated(self) -> None:
        self.mutations += 1

    @property
    def version(self) -> int:
        """The number of nodes."""
        return len(self._operations)

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """Takes out again what was built inside when that fails."""
        count, names = len(self._operations), dict(self._names_used)
        try:
            yield
        except BaseException:
            self._forget(count)
            self._names_used = names
            raise

    def _forget(self, count: int) -> None:
        """Drops all nodes but the first ``count``."""
        for op in reversed(self._operations[count:]):
            del self._by_name[op.name]
            op.region.operations.remove(op)
            for tensor in op.inputs:
                tensor._consumers.remove(op)
        del self._operations[count:]
        self._mutated()

    # Names

    def unique_name(self, name: str, mark_as_used: bool = True) -> str:
        """``name`` in the current scope, with a number behind it if it is taken (names differ in more than case)."""
        if self._scope:
            name = f"{self._scope}/{name}"
        used = self._names_used
        key = name.lower()
        count = used.get(key, 0)
        if mark_as_used:
            used[key] = count + 1
        if count == 0:
            return name
        candidate = name
        while key in used:
            candidate = f"{name}_{count}"
            key = candidate.lower()
            count += 1
        if mark_as_used:
            used[name.lower()] = count
            used[key] = 1
        return candidate

    @contextmanager
    def name_scope(self, name: str | None) -> Iterator[str]:
        """Prefixes the names of new nodes. A name that ends in "/" re-enters that very scope; "" or None is the root."""
        old = self._scope
        self._scope = "" if not name else name[:-1] if name.endswith("/") else self._new_scope(name)
        try:
            yield self._scope + "/" if self._scope else ""
        finally:
            self._scope = old

    def _new_scope(self, name: str) -> str:
        pattern = _VALID_SCOPE if self._scope else _VALID_NAME
        if not pattern.match(name):
            raise ValueError(f"'{name}' is not a valid scope name")
        return self.unique_name(name)

    def get_name_scope(self) -> str:
        return self._scope

    def node_name(self, name: str) -> str:
        """The unique name of a new node; a name that ends in "/" is taken as it stands."""
        if name.endswith("/"):
            return self._exact_name(name[:-1])
        if not (_VALID_SCOPE if self._scope else _VALID_NAME).match(name):
            raise ValueError(f"'{name}' is not a valid node name")
        return self.unique_name(name)

    def _exact_name(self, name: str) -> str:
        """A name chosen with its scope (``with name_scope(...) as scope: op(name=scope)``): the scope itself has reserved it."""
        if name in self._by_name:
            raise ValueError(f"The graph has a node named '{name}' already.")
        return name

    # Stacks

    def as_default(self) -> Any:
        return graphs.push(self)

    def control_dependencies(self, control_inputs: Any) -> Any:
        """New nodes run after ``control_inputs``; None forgets all outer ones and builds in the outermost region."""
        if control_inputs is None:
            return self.outermost()
        return self._controls.push([_controlling_operation(self, item) for item in control_inputs])

    @contextmanager
    def outermost(self) -> Iterator[None]:
        """Builds in the outermost region, without control dependencies."""
        with self.in_region(self.root):
            yield

    @contextmanager
    def in_region(self, region: Region) -> Iterator[Region]:
        """New nodes go to ``region``; control dependencies of the outside belong to the region's owner."""
        old, self.region = self.region, region
        try:
            with self._controls.cleared():
                yield region
        finally:
            self.region = old

    def device(self, device: Any) -> Any:
        """New nodes go to ``device``: a name, a DeviceSpec, a function of the node, or None to forget outer ones."""
        return self._devices.push(device)

    @contextmanager
    def colocate_with(self, op: Any, ignore_existing: bool = False) -> Iterator[None]:
        """New nodes go where ``op`` is."""
        old = self._colocation
        other = getattr(op, "op", op)
        self._colocation = [] if op is None else [other] if ignore_existing else [*old, other]
        try:
            yield
        finally:
            self._colocation = old

    @contextmanager
    def gradient_override_map(self, op_type_map: dict[str, str]) -> Iterator[None]:
        """Nodes of the given types use gradient functions registered under other names."""
        if not isinstance(op_type_map, dict) or not all(isinstance(text, str) for pair in op_type_map.items() for text in pair):
            raise TypeError(f"op_type_map must map op types to names of registered gradients, not {op_type_map!r}")
        inherited = self._gradient_overrides[-1] if self._gradient_overrides else {}
        self._gradient_overrides.append(inherited | op_type_map)
        try:
            yield
        finally:
            self._gradient_overrides.pop()

    @contextmanager
    def _attr_scope(self, attrs: dict[str, Any]) -> Iterator[None]:
        self._attribute_scopes.append(attrs)
        try:
            yield
        finally:
            self._attribute_scopes.pop()

    # Collections

    def add_to_collection(self, name: Any, value: Any) -> None:
        self._check_mutable()
        self.collections_by_name.setdefault(name, []).append(value)

    def add_to_collections(self, names: Any, value: Any) -> None:
        """Adds to several collections, to each once."""
        for name in (names,) if isinstance(names, str) else dict.fromkeys(names or ()):
            self.add_to_collection(name, value)

    def get_collection_ref(self, name: Any) -> list[Any]:
        """The collection itself: changing the list changes the graph."""
        return self.collections_by_name.setdefault(name, [])

    def get_collection(self, name: Any, scope: str | None = None) -> list[Any]:
        """A copy of a collection; with ``scope`` only the items whose name matches it from the start."""
        items = self.collections_by_name.get(name, [])
        if scope is None:
            return list(items)
        matches = re.compile(scope).match
        return [item for item in items if hasattr(item, "name") and matches(item.name)]

    def get_all_collection_keys(self) -> list[Any]:
        return [name for name in self.collections_by_name if isinstance(name, str)]

    @property
    def collections(self) -> list[Any]:
        return list(self.collections_by_name)

    def clear_collection(self, name: Any) -> None:
        self._check_mutable()
        self.collections_by_name.pop(name, None)

    # Whole graph

    def finalize(self) -> None:
        """Makes the graph read-only."""
        self._finalized = True

    def _unsafe_unfinalize(self) -> None:
        self._finalized = False

    @property
    def finalized(self) -> bool:
        return self._finalized

    def _check_mutable(self) -> None:
        if self._finalized:
            raise RuntimeError("Graph is finalized and cannot be modified.")

    def prevent_feeding(self, tensor: Tensor) -> None:
        self._unfeedable.add(tensor)

    def is_feedable(self, tensor: Tensor) -> bool:
        return tensor not in self._unfeedable

    def prevent_fetching(self, op: Operation) -> None:
        self._unfetchable.add(op)

    def is_fetchable(self, element: Any) -> bool:
        op = element.op if isinstance(element, Tensor) else element
        return op not in self._unfetchable and op.region.parent is None

    def as_graph_def(self, from_version: int | None = None, add_shapes: bool = False) -> Any:
        """This graph as a GraphDef message; bodies as FunctionDefs, loops over variables as Switch/Merge frames."""
        from .exports import exporter

        return exporter().graph_def(self, from_version=from_version, add_shapes=add_shapes)


def _controlling_operation(graph: Graph, item: Any) -> Operation:
    element = item if isinstance(item, (Operation, Tensor)) else graph.as_graph_element(getattr(item, "op", item))
    op = element.op if isinstance(element, Tensor) else element
    if op.graph is not graph:
        raise ValueError(f"{item!r} cannot be a control dependency: it was built in another graph.")
    return op
