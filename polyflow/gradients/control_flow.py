"""Gradients of If and While: regions built of gradients, fed by what the forward bodies keep.

A gradient region may name any tensor of the body that it differentiates. Its capture hook brings the tensor in: out of an If
as an Optional, out of a While as a TensorList that each iteration appends to and each backward iteration takes from. Since a
forward body may itself be a gradient region, or lie in one, hooks work recursively, and so do second derivatives.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..framework.conversion import constant_tensor, convert_to_tensor
from ..framework.graph import Graph
from ..framework.operation import Operation, Tensor
from ..framework.region import Region
from ..framework.structured import Loop, append_branch_output, loop_of, make_if, new_region, optional_value
from ..ops import control_flow as ops
from ..ops import math_comparison as compare
from ..ops import math_elementwise as math
from ..ops import tensor_list as lists
from .aggregation import zeros_for
from .registry import not_differentiable

if TYPE_CHECKING:
    from .engine import Backward

not_differentiable(ops.no_op, ops.control_trigger, ops.loop_cond)


def differentiate_structure(backward: Backward, op: Operation, received: list[Any]) -> list[Any]:
    """The gradients of what an If or While depends on, in the order of ``backward.sources(op)``."""
    if op.type in ("If", "StatelessIf"):
        return _differentiate_if(backward, op, received)
    return _differentiate_while(backward, op, received)


# If


def _differentiate_if(backward: Backward, op: Operation, received: list[Any]) -> list[Any]:
    """An If on the same predicate whose branches hold the gradients of the branches."""
    graph = op.graph
    sources = backward.sources(op)
    wanted = [tensor for tensor in sources if backward.wanted(tensor)]
    pred = graph.region.resolve(op.inputs[0])
    branches = [
        _branch_gradient(graph, region, role, wanted, received)
        for region, role in ((op.attrs["then_branch"], "then"), (op.attrs["else_branch"], "else"))
    ]
    outputs = dict(zip(wanted, make_if(graph, pred, *branches).outputs, strict=False))
    return [outputs.get(tensor) for tensor in sources]


def _branch_gradient(graph: Graph, forward: Region, role: str, wanted: list[Tensor], received: list[Any]) -> Region:
    region = new_region(graph, role)
    region.forward = forward
    region.capture = lambda tensor: _from_branch(tensor, forward, region)
    with graph.in_region(region):
        flowing = [(result, gradient) for result, gradient in zip(forward.results, received, strict=False) if gradient is not None]
        found = _region_gradients(graph, flowing, wanted)
        region.results = [
            zeros_for(tensor) if gradient is None else convert_to_tensor(gradient) for tensor, gradient in zip(wanted, found, strict=True)
        ]
        region.results = [region.resolve(tensor) for tensor in region.results]
    return region


def _region_gradients(graph: Graph, flowing: list[tuple[Tensor, Any]], wanted: list[Tensor]) -> list[Any]:
    """One backward pass over a body, from its results to what it reads; nothing beyond is touched."""
    from .engine import Backward, differentiable

    flowing = [(result, gradient) for result, gradient in flowing if differentiable(result)]
    return Backward(graph, wanted, stops=wanted).run([result for result, _ in flowing], [gradient for _, gradient in flowing])


def _from_branch(tensor: Tensor, forward: Region, region: Region) -> Tensor:
    """A tensor of a forward branch, inside the gradient branch."""
    graph = tensor.graph
    owner = forward.owner
    assert owner is not None
    with graph.in_region(region):
        if tensor.op.type == "Const":
            return constant_tensor(tensor.op.attrs["value"], tensor.dtype)
        return optional_value(append_branch_output(owner, forward, tensor), tensor)


# While


def _differentiate_while(backward: Backward, op: Operation, received: list[Any]) -> list[Any]:
    """A loop that runs the iterations backwards, carrying the gradients of the state and summing those of the captures."""
    graph = op.graph
    loop = loop_of(op)
    sources = backward.sources(op)
    count = len(op.inputs)
    active = _active(loop.body, received, count)
    captured = [tensor for tensor in sources[count:] if backward.wanted(tensor)]
    reverse = Loop(graph)
    remaining = reverse.variable(graph.region.resolve(_iterations(loop)))
    carried = [reverse.variable(_started(op.outputs[j], received[j]), loop.body.parameters[j].shape) for j in active]
    totals = [reverse.variable(zeros_for(tensor)) for tensor in captured]
    reverse.body.forward = loop.body
    reverse.body.capture = lambda tensor: _from_iteration(tensor, loop, reverse)
    _condition(reverse)
    _reverse_body(reverse, loop, remaining, active, carried, captured, totals)
    outputs = reverse.make().outputs[1:]
    gradients: list[Any] = [None] * len(sources)
    for j, output in zip(active, outputs, strict=False):
        gradients[j] = output
    for tensor, output in zip(captured, outputs[len(active) :], strict=False):
        gradients[count + sources[count:].index(tensor)] = output
    return gradients


def _active(body: Region, received: list[Any], count: int) -> list[int]:
    """The loop variables to which a gradient can flow: from the loop's outputs, or through the body from another such variable."""
    from .engine import Backward, differentiable

    flows = {
        j: _dependencies(Backward(body.graph, body.parameters), body, body.results[j])
        for j in range(count)
        if differentiable(body.results[j])
    }
    active = {j for j in flows if received[j] is not None}
    while True:
        grown = active | {k for j in active for k in flows[j] if k in flows}
        if grown == active:
            return sorted(active)
        active = grown


def _dependencies(walk: Backward, body: Region, result: Tensor) -> list[int]:
    """The indices of the loop variables that a result of the body depends on."""
    reached = set(walk._reach([result]))
    return [k for k, tensor in enumerate(body.parameters) if tensor.op in reached]


def _started(output: Tensor, gradient: Any) -> Tensor:
    return zeros_for(output) if gradient is None else convert_to_tensor(gradient)


def _iterations(loop: Loop) -> Tensor:
    """How often the loop has run: a counter in its state, added once."""
    op = loop.op
    assert op is not None
    if "_counter" not in op.attrs:
        with loop.graph.in_region(op.region):
            _, op.attrs["_counter"] = loop.append(constant_tensor(0), lambda counted: math.add_v2(counted, 1))
    return op.outputs[op.attrs["_counter"]]


def _condition(reverse: Loop) -> None:
    with reverse.graph.in_region(reverse.cond):
        reverse.cond.results = [compare.greater(reverse.cond.parameters[0], 0)]


def _reverse_body(
    reverse: Loop, loop: Loop, remaining: Tensor, active: list[int], carried: list[Tensor], captured: list[Tensor], totals: list[Tensor]
) -> None:
    """One iteration backwards. Accumulators that hooks append meanwhile put their results behind the ones built here."""
    graph = reverse.graph
    own = 1 + len(active) + len(captured)
    with graph.in_region(reverse.body) as region:
        parameters = [loop.body.parameters[j] for j in active]
        flowing = [(loop.body.results[j], gradient) for j, gradient in zip(active, carried, strict=True)]
        found = _region_gradients(graph, flowing, [*parameters, *captured])
        following = [math.sub(remaining, 1)]
        following += [_like(tensor, gradient) for tensor, gradient in zip(parameters, found, strict=False)]
        following += [_added(total, gradient) for total, gradient in zip(totals, found[len(active) :], strict=True)]
        region.results[:0] = [region.resolve(tensor) for tensor in following]
    assert len(region.results) == len(region.parameters) >= own


def _like(tensor: Tensor, gradient: Any) -> Tensor:
    return zeros_for(tensor) if gradient is None else convert_to_tensor(gradient)


def _added(total: Tensor, gradient: Any) -> Tensor:
    return total if gradient is None else math.add_n([total, convert_to_tensor(gradient)])


def _from_iteration(tensor: Tensor, loop: Loop, reverse: Loop) -> Tensor:
    """A tensor of the forward body as it was in the iteration that is being run backwards."""
    graph = tensor.graph
    op = loop.op
    assert op is not None
    if tensor.op.type == "Const":
        with graph.in_region(reverse.body):
            return constant_tensor(tensor.op.attrs["value"], tensor.dtype)
    if tensor in loop.body.parameters:
        index = loop.body.parameters.index(tensor)
        if loop.body.results[index] is tensor:
            return reverse.body.resolve(op.inputs[index])
    return _popped(_accumulator(tensor, loop), tensor, reverse)


def _accumulator(tensor: Tensor, loop: Loop) -> Tensor:
    """The list of a body tensor's values over the iterations: an output of the forward loop, made once per tensor."""
    op = loop.op
    assert op is not None
    kept: dict[Tensor, int] = op.attrs.setdefault("_accumulators", {})
    if tensor not in kept:
        shape = [-1 if size is None else size for size in tensor.shape.sizes] if tensor.shape.sizes is not None else -1
        with tensor.graph.in_region(op.region):
            empty = lists.empty_tensor_list(shape, -1, element_dtype=tensor.dtype.base_dtype)
            _, kept[tensor] = loop.append(empty, lambda held: lists.tensor_list_push_back(held, tensor))
    return op.outputs[kept[tensor]]


def _popped(accumulated: Tensor, like: Tensor, reverse: Loop) -> Tensor:
    """The last element of a list that the backward loop carries; each iteration leaves the list one shorter."""
    graph = like.graph
    with graph.in_region(reverse.home):
        initial = reverse.home.resolve(accumulated)
    popped: list[Tensor] = []

    def pop(held: Tensor) -> Tensor:
        rest, element = lists.tensor_list_pop_back(held, _sizes(like), element_dtype=like.dtype.base_dtype)
        element.set_shape(like.shape)
        popped.append(element)
        return rest

    reverse.append(initial, pop)
    return popped[0]


def _sizes(tensor: Tensor) -> Any:
    return -1 if tensor.shape.sizes is None else [-1 if size is None else size for size in tensor.shape.sizes]
