"""``gradients``: the symbolic derivative of tensors with respect to others, as new nodes of the graph."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Any

from ..framework.conversion import convert_to_tensor
from ..framework.dtypes import resource
from ..framework.graph import Graph
from ..framework.handles import shape_behind
from ..framework.indexed_slices import IndexedSlices
from ..framework.operation import Operation, Tensor
from ..framework.region import regions_of
from ..framework.scopes import name_scope
from ..framework.tensor_shape import TensorShape
from . import registry
from .aggregation import add_gradients, ones_like, zeros_for
from .options import UnconnectedGradients

_CONDITIONALS = ("If", "StatelessIf")


def gradients(ys: Any, xs: Any, grad_ys: Any = None, name: str = "gradients", colocate_gradients_with_ops: bool = False, gate_gradients: bool = False,
              aggregation_method: int | None = None, stop_gradients: Any = None,
              unconnected_gradients: Any = UnconnectedGradients.NONE) -> list[Any]:  # fmt: skip
    """The derivatives of the sum of ``ys`` with respect to each of ``xs``.

    Args:
        ys, xs: a tensor or variable, or a list of them.
        grad_ys: what to start from, one per y, each of its y's shape; None for ones.
        name: the scope of the new nodes.
        colocate_gradients_with_ops: put each gradient node where its op is.
        gate_gradients: wait for all gradients of an op before any is used.
        aggregation_method: accepted; sums are one node whichever it is.
        stop_gradients: tensors that count as constants.
        unconnected_gradients: NONE or ZERO of :class:`UnconnectedGradients`, the result for an x that no y depends on.

    Returns:
        One tensor, IndexedSlices or None per x.

    Raises:
        LookupError: an op between ys and xs has no gradient statement.
        TypeError, ValueError: values of a type that has no derivative, or lists of different lengths.
    """
    ys, xs = _tensors(ys, "y"), _tensors(xs, "x")
    zeros_wanted = _unconnected(unconnected_gradients) is UnconnectedGradients.ZERO
    _check_types(ys, xs)
    graph = (ys or xs)[0].graph
    with name_scope(name, "gradients", [*ys, *xs]):
        seeds = _seeds(ys, grad_ys)
        engine = Backward(
            graph, xs, _tensors(stop_gradients, "stop") if stop_gradients is not None else [], colocate_gradients_with_ops, gate_gradients
        )
        found = engine.run(ys, seeds)
        return [zeros_for(x) if gradient is None and zeros_wanted else gradient for x, gradient in zip(xs, found, strict=True)]


def _unconnected(wanted: Any) -> UnconnectedGradients:
    try:
        return UnconnectedGradients(wanted)
    except ValueError:
        raise ValueError(f"Unknown value for unconnected_gradients: {wanted!r}") from None


def _tensors(values: Any, name: str) -> list[Tensor]:
    if not isinstance(values, (list, tuple)):
        values = [values]
    return [_tensor(value, name) for value in values]


def _tensor(value: Any, name: str) -> Any:
    if isinstance(value, Tensor):
        return value
    if isinstance(value, IndexedSlices):
        return value.values
    element = value._as_graph_element() if hasattr(value, "_as_graph_element") else None
    return element if isinstance(element, Tensor) else convert_to_tensor(value, name=name)


def _check_types(ys: Sequence[Tensor], xs: Sequence[Tensor]) -> None:
    for tensor in (*ys, *xs):
        if not differentiable(tensor):
            raise TypeError(
                f"{tensor!r} has type {tensor.dtype.base_dtype.name}, which has no derivative: gradients need floating-point or complex tensors"
            )


def differentiable(tensor: Tensor) -> bool:
    """Whether gradients flow through a tensor of this type."""
    dtype = tensor.dtype.base_dtype
    return dtype.is_floating or dtype.is_complex or dtype.name in ("variant", "resource")


def _seeds(ys: Sequence[Tensor], grad_ys: Any) -> list[Any]:
    given = [None] * len(ys) if grad_ys is None else list(grad_ys) if isinstance(grad_ys, (list, tuple)) else [grad_ys]
    if len(given) != len(ys):
        raise ValueError(f"There are {len(ys)} ys but {len(given)} grad_ys")
    return [_seed(y, start, index) for index, (y, start) in enumerate(zip(ys, given, strict=True))]


def _seed(y: Tensor, start: Any, index: int) -> Any:
    if start is None:
        return ones_like(y, f"grad_ys_{index}")
    if isinstance(start, IndexedSlices):
        return start
    tensor = convert_to_tensor(start, y.dtype.base_dtype, name=f"grad_ys_{index}")
    if not tensor.shape.is_compatible_with(y.shape):
        raise ValueError(f"grad_ys[{index}] has shape {tensor.shape}, but its y '{y.name}' has shape {y.shape}")
    return tensor


class Backward:
    """One pass from ys back to xs, in the region that is current when it runs."""

    def __init__(
        self, graph: Graph, xs: Sequence[Tensor], stops: Sequence[Tensor] = (), colocate: bool = False, gate: bool = False
    ) -> None:
        self.graph = graph
        self.xs = list(xs)
        self.targets = set(xs)
        self.stops = set(stops)
        self.colocate = colocate
        self.gate = gate
        self._grads: dict[Tensor, list[Any]] = {}
        self._sources: dict[Operation, list[Tensor]] = {}
        self._on_path: set[Operation] = set()

    def run(self, ys: Sequence[Tensor], seeds: Sequence[Any]) -> list[Any]:
        """The gradient of each x, None where no y depends on it."""
        reached = self._reach(ys)
        self._on_path = self._leading_to_targets(reached)
        for y, seed in zip(ys, seeds, strict=True):
            self._grads.setdefault(y, []).append(seed)
        self._sweep(ys, reached)
        return [self._total(x) for x in self.xs]

    def sources(self, op: Operation) -> list[Tensor]:
        """What a node depends on: its inputs, and for If and While what their bodies capture."""
        if op not in self._sources:
            captured = dict.fromkeys(tensor for region in regions_of(op) for tensor in region.captures())
            inputs = [] if op.type in _CONDITIONALS else op.inputs
            self._sources[op] = [*inputs, *captured]
        return self._sources[op]

    def wanted(self, tensor: Tensor) -> bool:
        """Whether a gradient for ``tensor`` helps to reach the xs."""
        return differentiable(tensor) and (tensor in self.targets or (tensor not in self.stops and tensor.op in self._on_path))

    def _reach(self, ys: Sequence[Tensor]) -> list[Operation]:
        """The nodes that ys depend on through differentiable tensors, in no particular order."""
        seen: dict[Operation, None] = {}
        work = [y.op for y in ys if y not in self.stops]
        while work:
            op = work.pop()
            if op not in seen:
                seen[op] = None
                work.extend(self._producers(op))
        return list(seen)

    def _leading_to_targets(self, reached: Sequence[Operation]) -> set[Operation]:
        """Of the reached nodes those that depend on an x."""
        consumers: dict[Operation, list[Operation]] = {}
        work = []
        for op in reached:
            for tensor in self.sources(op):
                if not differentiable(tensor):
                    continue
                if tensor in self.targets:
                    work.append(op)
                if tensor not in self.stops:
                    consumers.setdefault(tensor.op, []).append(op)
        found: set[Operation] = set()
        while work:
            op = work.pop()
            if op not in found:
                found.add(op)
                work.extend(consumers.get(op, ()))
        return found

    def _sweep(self, ys: Sequence[Tensor], reached: Sequence[Operation]) -> None:
        """Visits each node on a path once all its consumers on a path are done."""
        waiting = dict.fromkeys(self._on_path, 0)
        before = {op: self._producers(op) & self._on_path for op in reached if op in self._on_path}
        for producers in before.values():
            for producer in producers:
                waiting[producer] += 1
        ready = [op for op in dict.fromkeys(y.op for y in ys) if waiting.get(op) == 0]
        while ready:
            op = ready.pop()
            self._visit(op)
            for producer in before[op]:
                waiting[producer] -= 1
                if waiting[producer] == 0:
                    ready.append(producer)

    def _producers(self, op: Operation) -> set[Operation]:
        return {tensor.op for tensor in self.sources(op) if differentiable(tensor) and tensor not in self.stops}

    def _visit(self, op: Operation) -> None:
        received = [self._total(tensor) if tensor not in self.stops or tensor not in self.targets else None for tensor in op.outputs]
        if all(gradient is None for gradient in received):
            return
        with self._placed(op), self.graph.name_scope(f"{op.name}_grad"):
            sent = self._differentiate(op, received)
            if self.gate:
                sent = _gated(sent)
        for tensor, gradient in zip(self.sources(op), sent, strict=True):
            if gradient is not None and self.wanted(tensor):
                self._grads.setdefault(tensor, []).append(_shaped(gradient, tensor))

    def _placed(self, op: Operation) -> Any:
        return self.graph.colocate_with(op) if self.colocate else contextlib.nullcontext()

    def _differentiate(self, op: Operation, received: list[Any]) -> list[Any]:
        if regions_of(op):
            from .control_flow import differentiate_structure

            return differentiate_structure(self, op, received)
        function = self._function(op)
        if function is None:
            return [None] * len(op.inputs)
        result = function(op, *(received if registry.takes_none(function) else _complete(op, received)))
        sent = list(result) if isinstance(result, (list, tuple)) and not isinstance(result, IndexedSlices) else [result]
        if len(sent) != len(op.inputs):
            raise ValueError(f"The gradient of {op.type} node '{op.name}' gave {len(sent)} gradients for {len(op.inputs)} inputs")
        return sent

    def _function(self, op: Operation) -> Any:
        try:
            if op._gradient_type is not None:
                return registry.find(op._gradient_type, None)
            return registry.find(op.type, op.declaration.family)
        except LookupError as error:
            raise LookupError(f"{error.args[0]} (node '{op.name}', built at {op.where()})") from None

    def _total(self, tensor: Tensor) -> Any:
        """The sum of what has flowed to a tensor so far."""
        parts = self._grads.get(tensor)
        if not parts:
            return None
        if len(parts) > 1:
            self._grads[tensor] = [add_gradients(parts)]
        return self._grads[tensor][0]


def _complete(op: Operation, received: list[Any]) -> list[Any]:
    """Zeros where nothing flows to a floating-point output."""
    if len(received) == 1:
        return received
    return [zeros_for(tensor) if gradient is None and (tensor.dtype.is_floating or tensor.dtype.is_complex) else gradient
            for tensor, gradient in zip(op.outputs, received, strict=True)]  # fmt: skip


def _shaped(gradient: Any, tensor: Tensor) -> Any:
    """A gradient has its tensor's shape; what is known of one is known of the other."""
    shape = shape_behind(tensor) if tensor.dtype is resource else tensor.shape
    if isinstance(gradient, Tensor) and gradient.dtype.name != "variant" and shape.sizes is not None:
        if not gradient.shape.is_compatible_with(shape):
            raise ValueError(
                f"A gradient of shape {gradient.shape} flows to '{tensor.name}' of shape {shape} (gradient of a node built at {tensor.op.where()})"
            )
        if not gradient.shape.is_fully_defined():
            gradient.set_shape(TensorShape(shape))
    return gradient


def _gated(sent: list[Any]) -> list[Any]:
    """Makes each gradient wait for all of them."""
    from ..ops.array_identity import identity

    tensors = [gradient for gradient in sent if isinstance(gradient, Tensor)]
    if len(tensors) < 2:
        return sent
    with tensors[0].graph.control_dependencies(tensors):
        return [identity(gradient) if isinstance(gradient, Tensor) else gradient for gradient in sent]
