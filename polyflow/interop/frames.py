"""If and While over variables as Switch, Merge, Enter, Exit and NextIteration nodes.

TensorFlow hands no references of variables to functions, so a structure whose regions touch one is written in the older
form, with its regions' nodes in the graph itself. What runs only sometimes then gets a "dead" value otherwise:

* A branch reads outer tensors through a Switch on the predicate; its nodes without inputs wait for the branch's pivot.
* A loop reads outer tensors through an Enter that repeats them in each iteration, the last one included, in which the
  condition fails. So nodes that read nothing else wait for a pivot too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..framework import dtypes
from ..framework.operation import Operation, Tensor
from ..framework.region import Region, regions_of
from .attr_values import attr_value
from .functions import write_structure
from .writing import CONDITIONALS, Attributes, Place, Writer, output, type_attr


def touches_variables(op: Operation) -> bool:
    """Whether something inside an If or While reads or makes a reference to a variable."""
    return any(tensor.dtype.is_ref for region in regions_of(op) for tensor in _tensors(region))


def _tensors(region: Region) -> Iterator[Tensor]:
    yield from region.captures()
    for op in region.all_operations():
        yield from op.outputs


class Plain(Place):
    """A region whose nodes stand in the graph itself: the root, a branch, or a part of a loop.

    Attributes:
        pivot: the node that runs exactly when this region does; empty for the root.
        invariants: inputs that are there in every iteration, the last one included.
    """

    def __init__(self, writer: Writer, region: Region, pivot: str = "", invariants: set[str] | None = None) -> None:
        super().__init__(writer, region, writer.message.node)
        self.pivot = pivot
        self.invariants = set() if invariants is None else invariants
        for op in filter(touches_variables, region.operations):
            kind = "Merge" if op.type in CONDITIONALS else "Exit"
            self.known |= {tensor: writer.fresh(op, kind) for tensor in op.outputs}

    def structure(self, op: Operation) -> None:
        if not touches_variables(op):
            write_structure(self, op)
        elif op.type in CONDITIONALS:
            Conditional(self, op).write()
        else:
            LoopFrame(self, op).write()

    def add(self, op_type: str, name: str, inputs: Sequence[str], attrs: Attributes, controls: Sequence[str] = (), device: str = "") -> str:
        if self.pivot and self.invariants.issuperset(inputs):
            controls = [*controls, f"^{self.pivot}"]
        return super().add(op_type, name, inputs, attrs, controls, device)

    def add_typed(self, op_type: str, name: str, inputs: Sequence[str], like: Tensor, controls: Sequence[str] = (), **attrs: Any) -> str:
        """A node whose attribute T is the type of ``like``; ``Ref…`` is put before the type of node for references."""
        return self.add(f"Ref{op_type}" if like.dtype.is_ref else op_type, name, inputs, {"T": type_attr(like.dtype), **attrs}, controls)

    def finished(self, op: Operation, results: Sequence[str]) -> None:
        """A node with the name of a structure that has come apart, for those that wait for it."""
        self.add("NoOp", op.name, [], {}, [f"^{result}" for result in results])


class Conditional:
    """An If being written.

    Attributes:
        switches: the Switch of each tensor that a branch captures.
    """

    def __init__(self, place: Plain, op: Operation) -> None:
        self.place = place
        self.op = op
        self.switches: dict[Tensor, str] = {}
        self.pred = self._predicate(op.inputs[0])

    def _predicate(self, pred: Tensor) -> str:
        """Waits for what the If waits for, so all that reads it does."""
        name, inputs, controls = self.place.writer.fresh(self.op, "pred"), [self.place.read(pred)], self.place.controls(self.op)
        if pred.dtype.base_dtype is dtypes.bool:
            return self.place.add("Identity", name, inputs, {"T": type_attr(dtypes.bool)}, controls)
        attrs = {"SrcT": type_attr(pred.dtype), "DstT": type_attr(dtypes.bool)}
        return self.place.add("Cast", name, inputs, attrs, controls)

    def write(self) -> None:
        place, op = self.place, self.op
        boolean = {"T": type_attr(dtypes.bool)}
        switch = place.add("Switch", place.writer.fresh(op, "Switch"), [self.pred, self.pred], boolean)
        names = [place.writer.fresh(op, name) for name in ("switch_f", "switch_t")]
        pivots = [place.add("Identity", name, [output(switch, index)], boolean) for index, name in enumerate(names)]
        regions = (op.attrs["else_branch"], op.attrs["then_branch"])
        branches = [Branch(self, region, index, pivot) for index, (region, pivot) in enumerate(zip(regions, pivots, strict=True))]
        for branch in branches:
            branch.write(branch.region.operations)
        merged = [self._merge(tensor, branches) for tensor in op.outputs]
        place.finished(op, merged or [place.add("Merge", place.writer.fresh(op, "Merge"), pivots, {**boolean, "N": attr_value("int", 2)})])

    def _merge(self, tensor: Tensor, branches: list[Branch]) -> str:
        results = [branch.read(branch.region.results[tensor.value_index]) for branch in branches]
        return self.place.add_typed("Merge", self.place.known[tensor], results, tensor, N=attr_value("int", 2))

    def switch(self, tensor: Tensor) -> str:
        """The Switch that hands a tensor of the outside to one branch."""
        if tensor not in self.switches:
            inputs = [self.place.read(tensor), self.pred]
            self.switches[tensor] = self.place.add_typed("Switch", self.place.writer.fresh(self.op, "Switch"), inputs, tensor)
        return self.switches[tensor]


class Branch(Plain):
    """One branch of an If: output 0 of a Switch leads to the else branch, output 1 to the other."""

    def __init__(self, conditional: Conditional, region: Region, index: int, pivot: str) -> None:
        super().__init__(conditional.place.writer, region, pivot)
        self.conditional = conditional
        self.index = index

    def capture(self, tensor: Tensor) -> str:
        return output(self.conditional.switch(tensor), self.index)


class LoopFrame:
    """A While being written.

    Iterations come strictly one after the other, as variables are read and written in them.

    Attributes:
        enters: the Enter of each tensor that the regions capture.
        invariants: their names.
    """

    def __init__(self, place: Plain, op: Operation) -> None:
        self.place = place
        self.op = op
        self.cond_region, self.body_region = op.attrs["cond"], op.attrs["body"]
        self.enters: dict[Tensor, str] = {}
        self.invariants: set[str] = set()

    def write(self) -> None:
        """Per variable Enter, Merge, Switch, Exit and NextIteration; Merge and the Identity behind Switch have the parameters' names."""
        following = [self._fresh("NextIteration") for _ in self.op.inputs]
        for initial, in_cond, name in zip(self.op.inputs, self.cond_region.parameters, following, strict=True):
            entered = self._entered("Enter", initial, is_constant=False)
            self.place.add_typed("Merge", in_cond.op.name, [entered, name], in_cond, N=attr_value("int", 2))
        self._write_body(self._write_cond(), following)
        self.place.finished(self.op, [self.place.known[tensor] for tensor in self.op.outputs])

    def _write_cond(self) -> str:
        """The condition's nodes; returns the LoopCond."""
        cond = LoopPart(self, self.cond_region)
        cond.write(cond.region.operations)
        return cond.add("LoopCond", self._fresh("LoopCond"), [cond.read(cond.region.results[0])], {})

    def _write_body(self, condition: str, following: list[str]) -> None:
        body = LoopPart(self, self.body_region)
        for in_cond, in_body, result in zip(self.cond_region.parameters, body.region.parameters, self.op.outputs, strict=True):
            switch = self.place.add_typed("Switch", self._fresh("Switch"), [in_cond.op.name, condition], in_cond)
            self.place.add_typed("Exit", self.place.known[result], [switch], result)
            self.place.add_typed("Identity", in_body.op.name, [output(switch, 1)], in_body)
        body.write(body.region.operations)
        for name, result in zip(following, body.region.results, strict=True):
            body.add("NextIteration", name, [body.read(result)], {"T": type_attr(result.dtype)})

    def enter(self, tensor: Tensor) -> str:
        """The Enter that repeats a tensor of the outside in each iteration."""
        if tensor not in self.enters:
            self.enters[tensor] = self._entered("RefEnter" if tensor.dtype.is_ref else "Enter", tensor, is_constant=True)
            self.invariants.add(self.enters[tensor])
        return self.enters[tensor]

    def _entered(self, op_type: str, tensor: Tensor, is_constant: bool) -> str:
        attrs = {
            "T": type_attr(tensor.dtype),
            "frame_name": attr_value("string", self.op.name),
            "is_constant": attr_value("bool", is_constant),
            "parallel_iterations": attr_value("int", 1),
        }
        return self.place.add(op_type, self._fresh("Enter"), [self.place.read(tensor)], attrs, self.place.controls(self.op))

    def _fresh(self, name: str) -> str:
        return self.place.writer.fresh(self.op, name)


class LoopPart(Plain):
    """The condition or the body of a loop; the first variable, which is there when the part runs, is the pivot."""

    def __init__(self, loop: LoopFrame, region: Region) -> None:
        super().__init__(loop.place.writer, region, region.parameters[0].op.name, loop.invariants)
        self.loop = loop

    def capture(self, tensor: Tensor) -> str:
        return self.loop.enter(tensor)
