"""The vertices and edges of a graph: Operation (a node) and Tensor (one output of a node)."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .dtypes import DType
from .tensor_shape import TensorShape, as_shape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .declaration import ArgSpec
    from .graph import Graph
    from .op import Declaration
    from .region import Region

_PACKAGE = __name__.partition(".")[0] + "."
_USER_FRAMES = 12

Frame = tuple[str, int, str]
"""A line of the user's program: file name, line number, function name."""


def user_frames() -> list[Frame]:
    """The innermost frames outside polyflow, nearest first: where the node being built comes from."""
    frame = sys._getframe(1)
    while frame is not None and frame.f_globals.get("__name__", "").startswith(_PACKAGE):
        frame = frame.f_back  # type: ignore[assignment]  # the outermost frame's f_back is None
    frames: list[Frame] = []
    while frame is not None and len(frames) < _USER_FRAMES:
        frames.append((frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name))
        frame = frame.f_back  # type: ignore[assignment]
    return frames


class Operation:
    """A node of a graph.

    Attributes:
        name, type: the node's unique name and its op type.
        inputs, outputs: data edges; control_inputs: nodes that run before this one.
        attrs: attribute values by name, as the declaration normalises them.
        region: the region that holds the node (the graph's root outside any body).
    """

    __slots__ = ("__weakref__", "_declaration", "_device", "_gradient_type", "_index", "attrs", "colocation", "control_inputs", "frames", "graph", "inputs",
                 "name", "outputs", "region", "type")  # fmt: skip

    def __init__(
        self, declaration: Declaration, graph: Graph, region: Region, name: str, inputs: list[Tensor], attrs: dict[str, Any]
    ) -> None:
        self._declaration = declaration
        self.type = declaration.op_type
        self.graph = graph
        self.region = region
        self.name = name
        self.inputs = inputs
        self.attrs = attrs
        self.outputs: list[Tensor] = []
        self.control_inputs: list[Operation] = []
        self.frames = user_frames()
        self.colocation: list[str] = []
        self._device: str = ""
        self._gradient_type: str | None = None
        self._index = 0

    @property
    def declaration(self) -> Declaration:
        return self._declaration

    @property
    def device(self) -> str:
        return self._device

    def _set_device(self, device: Any) -> None:
        self._device = device if isinstance(device, str) else device.to_string()

    @property
    def op_def(self) -> Declaration:
        return self._declaration

    @property
    def node_def(self) -> Any:
        """This node as a NodeDef message."""
        from .exports import exporter

        return exporter().node_def(self)

    @property
    def traceback(self) -> list[Frame]:
        """The user's frames that built this node, outermost first."""
        return self.frames[::-1]

    def get_attr(self, name: str) -> Any:
        """The value of an attribute; ValueError when the node has none of that name."""
        try:
            return self.attrs[name]
        except KeyError:
            raise ValueError(f"No attr named '{name}' in {self.type} node '{self.name}'; it has {sorted(self.attrs)}") from None

    def values(self) -> tuple[Tensor, ...]:
        return tuple(self.outputs)

    def run(self, feed_dict: Any = None, session: Any = None) -> None:
        """Runs this node in ``session`` or in the default session."""
        _session(session, self).run(self, feed_dict)

    def colocation_groups(self) -> list[bytes]:
        return [f"loc:@{name}".encode() for name in self.colocation or [self.name]]

    def add_output(self, dtype: DType, shape: TensorShape) -> Tensor:
        """Appends an output (an If or While that grows); earlier indices never move."""
        tensor = Tensor(self, len(self.outputs), dtype, shape)
        self.outputs.append(tensor)
        return tensor

    def region_control(self, control: Operation) -> Operation | None:
        """A control input as this node's region can have it: one from outside waits at the region's owner instead (None)."""
        if control.region is self.region:
            return control
        if control.region.encloses(self.region):
            self.region.outer_controls.append(control)
            return None
        return self.region_control(self._owner_beside(control))

    def _owner_beside(self, control: Operation) -> Operation:
        """The finished If or While around ``control`` that stands in a region around this node."""
        region = control.region
        while region.parent is not None and not region.parent.encloses(self.region):
            region = region.parent
        if region.owner is None:
            raise ValueError(f"Operation '{control.name}' belongs to a body and cannot control '{self.name}' outside it")
        return region.owner

    def _add_control_inputs(self, ops: Sequence[Operation]) -> None:
        self.control_inputs.extend(op for op in ops if op not in self.control_inputs)
        self.graph._mutated()

    def _update_input(self, index: int, tensor: Tensor) -> None:
        """Replaces an input; plans made before are dropped."""
        self.inputs[index]._consumers.remove(self)
        self.inputs[index] = tensor
        tensor._consumers.append(self)
        self.graph._mutated()

    def __repr__(self) -> str:
        return f"<tf.Operation '{self.name}' type={self.type}>"

    def where(self) -> str:
        """The user's line as text: ``file.py:12 in build``."""
        if not self.frames:
            return "an unknown line"
        file, line, function = self.frames[0]
        return f"{file}:{line}" + (f" in {function}" if function != "<module>" else "")


class Tensor:
    """One output of a node. It has no value of its own: a Session computes it.

    Operators and slicing build nodes; their functions are hooked on by the public layer.

    Attributes:
        assign: on a part of a variable only: replaces that part.
    """

    __slots__ = ("__weakref__", "_consumers", "_dtype", "_op", "_shape", "assign", "value_index")
    __array_priority__ = 100
    OVERLOADABLE_OPERATORS: frozenset[str] = frozenset()
    assign: Callable[..., Tensor]

    def __init__(self, op: Operation, value_index: int, dtype: DType, shape: TensorShape) -> None:
        self._op = op
        self.value_index = value_index
        self._dtype = dtype
        self._shape = shape
        self._consumers: list[Operation] = []

    @property
    def op(self) -> Operation:
        return self._op

    @property
    def dtype(self) -> DType:
        return self._dtype

    @property
    def graph(self) -> Graph:
        return self._op.graph

    @property
    def name(self) -> str:
        return f"{self._op.name}:{self.value_index}"

    @property
    def device(self) -> str:
        return self._op.device

    @property
    def shape(self) -> TensorShape:
        return self._shape

    def get_shape(self) -> TensorShape:
        return self._shape

    def set_shape(self, shape: Any) -> None:
        """Merges ``shape`` into what is known; ValueError when they contradict each other."""
        self._shape = self._shape.merge_with(as_shape(shape))

    def consumers(self) -> list[Operation]:
        return list(self._consumers)

    def eval(self, feed_dict: Any = None, session: Any = None) -> Any:
        """The value, computed in ``session`` or in the default session."""
        return _session(session, self).run(self, feed_dict)

    def _as_graph_element(self) -> Tensor:
        return self

    def __repr__(self) -> str:
        return f"<tf.Tensor '{self.name}' shape={self._shape} dtype={self._dtype.name}>"

    def __str__(self) -> str:
        return f'Tensor("{self.name}", shape={self._shape}, dtype={self._dtype.name})'

    def __bool__(self) -> bool:
        raise TypeError(
            f"The truth of {self} is known only when the graph runs: use tf.cond instead of `if`, `while` or `and`, and `is not None` to test for presence."
        )

    def __iter__(self) -> Any:
        raise TypeError(f"{self} has no value while the graph is built, so it cannot be iterated over; use tf.unstack or tf.while_loop.")

    def __array__(self, *unused: Any, **also_unused: Any) -> Any:
        raise TypeError(f"{self} has no value while the graph is built; NumPy cannot use it. Run it in a Session first.")

    def __len__(self) -> int:
        raise TypeError(f"len() of {self} is not defined; use tf.shape(x)[0], or x.shape[0] for the static size.")


def _session(session: Any, element: Operation | Tensor) -> Any:
    from .stacks import sessions

    chosen = session or sessions.top()
    if chosen is None:
        raise ValueError(f"Cannot run {element!r}: no default session is registered. Use `with sess.as_default()` or pass session=sess.")
    if chosen.graph is not element.graph:
        raise ValueError(f"Cannot run {element!r}: the session holds a different graph from the one it belongs to.")
    return chosen


def input_lists(specs: Sequence[ArgSpec], op: Operation) -> list[Any]:
    """A node's flat inputs grouped as the declaration has them: a tensor, or a list for a list input."""
    grouped: list[Any] = []
    position = 0
    for spec in specs:
        if not spec.is_list:
            grouped.append(op.inputs[position])
            position += 1
            continue
        count = op.attrs[spec.count] if spec.count else len(op.attrs[spec.type_attr])
        grouped.append(op.inputs[position : position + count])
        position += count
    return grouped
