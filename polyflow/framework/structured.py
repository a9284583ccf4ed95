"""How If and While nodes are made, and how they grow.

A loop's parameters are Placeholder nodes inside its regions. Both kinds of node can grow after they were made: further state
(accumulators) and further outputs are appended, earlier indices never move.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from .build import add
from .dtypes import DType, variant
from .graph import Graph
from .operation import Operation, Tensor
from .region import Region, regions_of
from .registry import declaration
from .tensor_shape import SCALAR, TensorShape


def make_if(graph: Graph, pred: Tensor, then_branch: Region, else_branch: Region, name: str = "If") -> Operation:
    """Adds an If node whose regions are built and have their results."""
    attrs = {"then_branch": then_branch, "else_branch": else_branch, "Tout": [tensor.dtype.base_dtype for tensor in then_branch.results],
             "Tcond": pred.dtype.base_dtype, "Tin": [], "output_shapes": []}  # fmt: skip
    return _own(graph, "If", [pred, []], attrs, [then_branch, else_branch], name)


def _own(graph: Graph, op_type: str, inputs: list[Any], attrs: dict[str, Any], regions: list[Region], name: str) -> Operation:
    """Adds the owner of regions; what they wait for outside becomes its control inputs."""
    op = add(declaration(op_type), graph, inputs, attrs, graph.node_name(name))
    for region in regions:
        region.owner = op
        outer = [op.region_control(control) for control in region.outer_controls]
        op.control_inputs.extend(control for control in dict.fromkeys(outer) if control is not None and control not in op.control_inputs)
    return op


def new_region(graph: Graph, role: str) -> Region:
    return Region(graph, graph.region, role)


def parameter(region: Region, dtype: DType, shape: TensorShape, name: str) -> Tensor:
    """A new parameter of a loop's region: what the region sees of one loop variable."""
    graph = region.graph
    declared = declaration("Placeholder")
    with graph.in_region(region):
        attrs = {"dtype": dtype.base_dtype, "shape": shape}
        tensor = graph.add_node(declared, [], attrs, graph.node_name(name), [(dtype.base_dtype, shape)]).outputs[0]
    graph.prevent_feeding(tensor)
    region.parameters.append(tensor)
    return tensor


class Loop:
    """A While node, before and after it is made.

    Attributes:
        initial: the initial values of the loop variables, tensors that the enclosing region can read.
        cond, body: the regions; both have a parameter per loop variable, ``body.results`` their next values.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.home = graph.region
        self.cond = new_region(graph, "cond")
        self.body = new_region(graph, "body")
        self.initial: list[Tensor] = []
        self.op: Operation | None = None

    def variable(self, initial: Tensor, shape: TensorShape | None = None, names: tuple[str, str] = ("Merge", "Identity")) -> Tensor:
        """Adds a loop variable and returns it as the body sees it."""
        known = initial.shape if shape is None else shape
        self.initial.append(initial)
        parameter(self.cond, initial.dtype, known, names[0])
        return parameter(self.body, initial.dtype, known, names[1])

    def make(self, name: str = "While", parallel_iterations: int = 10) -> Operation:
        """Adds the node, once the cond has its result and the body a result per variable."""
        attrs = {"cond": self.cond, "body": self.body, "T": [tensor.dtype.base_dtype for tensor in self.initial], "output_shapes": [],
                 "parallel_iterations": parallel_iterations}  # fmt: skip
        self.op = _own(self.graph, "While", [self.initial], attrs, [self.cond, self.body], name)
        self.op.attrs["_loop"] = self
        return self.op

    def append(self, initial: Tensor, following: Callable[[Tensor], Tensor]) -> tuple[Tensor, int]:
        """A further loop variable whose next value is ``following(its value in the body)``; returns that value and the index.

        Works before the node is made and after. While the body is still being built its own results come first, so
        ``body.results`` must hold one per variable by the time the node is made.
        """
        graph = self.graph
        index = len(self.initial)
        in_body = self.variable(initial)
        with graph.in_region(self.body):
            result = following(in_body)
        self.body.results.append(result)
        if self.op is not None:
            self._grow(initial, result)
        return in_body, index

    def _grow(self, initial: Tensor, result: Tensor) -> None:
        op = self.op
        assert op is not None
        resolved = op.region.resolve(initial)
        op.inputs.append(resolved)
        resolved._consumers.append(op)
        op.attrs["T"].append(result.dtype.base_dtype)
        op.add_output(result.dtype.base_dtype, result.shape)


def loop_of(op: Operation) -> Loop:
    loop: Loop = op.attrs["_loop"]
    return loop


def append_branch_output(op: Operation, taken: Region, tensor: Tensor) -> Tensor:
    """A further output of an If: an Optional that holds ``tensor`` when the branch ``taken`` runs, and nothing otherwise."""
    graph = op.graph
    for region in regions_of(op):
        with graph.in_region(region):
            filled = region is taken
            region.results.append(declaration("OptionalFromValue")([tensor]) if filled else declaration("OptionalNone")())
    op.attrs["Tout"].append(variant)
    return op.add_output(variant, SCALAR)


def optional_value(optional: Tensor, like: Tensor) -> Tensor:
    """What an Optional holds; InvalidArgumentError at run time when it is empty."""
    values: Sequence[Tensor] = declaration("OptionalGetValue")(optional, output_types=[like.dtype.base_dtype], output_shapes=[like.shape])
    return values[0]


def escape_branch(tensor: Tensor, branch: Region) -> Tensor:
    """A tensor of a finished branch as the region around the If can read it: an error at run time when the branch is not taken."""
    op = branch.owner
    assert op is not None
    if tensor in branch.results:
        return op.outputs[branch.results.index(tensor)]
    optional = append_branch_output(op, branch, tensor)
    with op.graph.in_region(op.region):
        return optional_value(optional, tensor)
