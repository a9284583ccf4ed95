"""prune: the steps that the fetches need, down to the loop state and branch outputs that nothing reaches."""

from __future__ import annotations

from typing import Any

from ...framework.operation import Operation, Tensor
from ...framework.region import Region, regions_of
from ..ir import Block, Plan, Step, Value


def prune(plan: Plan) -> Plan:
    """Fills ``plan.block`` with the needed steps."""
    needed = _Needs(plan)
    for fetch in plan.fetches:
        needed.element(fetch)
    needed.close()
    _Builder(plan, needed).build()
    return plan


class _Needs:
    """What must run: nodes, and of each If and While the outputs that are wanted."""

    def __init__(self, plan: Plan) -> None:
        self.fed = set(plan.feeds)
        self.done = plan.done
        self.ops: set[Operation] = set()
        self.outputs: dict[Operation, set[int]] = {}
        self._tensors: set[Tensor] = set()
        self._work: list[Any] = []
        self._parameter_of: dict[Tensor, tuple[Operation, int]] = {}

    def element(self, element: Any) -> None:
        self._work.append(element)

    def close(self) -> None:
        while self._work:
            element = self._work.pop()
            if isinstance(element, Operation):
                self._operation(element, whole=True)
            elif element not in self._tensors:
                self._tensors.add(element)
                self._tensor(element)

    def _tensor(self, tensor: Tensor) -> None:
        if tensor in self.fed:
            return
        owner = self._parameter_of.get(tensor)
        if owner is not None:
            self._output(*owner)
        elif regions_of(tensor.op):
            self._operation(tensor.op, whole=False)
            self._output(tensor.op, tensor.value_index)
        else:
            self._operation(tensor.op, whole=False)

    def _operation(self, op: Operation, whole: bool) -> None:
        regions = regions_of(op)
        if regions and whole:
            for index in range(len(op.outputs)):
                self._output(op, index)
        if op in self.ops or op in self.done or self._is_fed(op):
            return
        self.ops.add(op)
        self._work.extend(op.control_inputs)
        if regions:
            self._structure(op, regions)
        else:
            self._work.extend(op.inputs)
        if op.region.owner is not None:
            self._operation(op.region.owner, whole=False)

    def _is_fed(self, op: Operation) -> bool:
        """Whether a node is a placeholder with a value: one that others wait for need not run."""
        return op.type in ("Placeholder", "PlaceholderV2") and op.outputs[0] in self.fed

    def _structure(self, op: Operation, regions: list[Region]) -> None:
        """An If needs its predicate; a While its condition."""
        if op.type in ("If", "StatelessIf"):
            self._work.append(op.inputs[0])
            return
        for region in regions:
            self._parameter_of.update((tensor, (op, index)) for index, tensor in enumerate(region.parameters))
        self._work.append(op.attrs["cond"].results[0])

    def _output(self, op: Operation, index: int) -> None:
        wanted = self.outputs.setdefault(op, set())
        if index in wanted:
            return
        wanted.add(index)
        self._operation(op, whole=False)
        if op.type in ("If", "StatelessIf"):
            self._work.extend(region.results[index] for region in regions_of(op))
        else:
            self._work.extend((op.inputs[index], op.attrs["body"].results[index]))


class _Builder:
    """Makes steps and values of what is needed, region by region."""

    def __init__(self, plan: Plan, needed: _Needs) -> None:
        self.plan = plan
        self.needed = needed

    def build(self) -> None:
        plan = self.plan
        for tensor in plan.feeds:
            value = self._value(tensor, plan.block, None)
            plan.feed_values.append(value)
        self._fill(plan.block, plan.graph.root)
        plan.results = [self._result(fetch) for fetch in plan.fetches]

    def _fill(self, block: Block, region: Region) -> None:
        """Two rounds, since creation order is not always topological: the steps with their outputs, then their inputs."""
        made = [(op, self._step(op, block)) for op in region.operations if op in self.needed.ops and not self._is_parameter(op)]
        for op, step in made:
            step.controls = [self.plan.steps[control] for control in op.control_inputs if control in self.plan.steps]
            if regions_of(op):
                self._structure(op, step, block)
            else:
                step.inputs = [self.plan.values[tensor] for tensor in op.inputs]

    def _is_parameter(self, op: Operation) -> bool:
        return bool(op.outputs) and op.outputs[0] in self.needed._parameter_of

    def _step(self, op: Operation, block: Block) -> Step:
        step = Step(op.type, op, [])
        self.plan.steps[op] = step
        block.steps.append(step)
        wanted = self.needed.outputs.get(op)
        live = op.outputs if wanted is None else [op.outputs[index] for index in sorted(wanted)]
        step.outputs = [self._value(tensor, block, step) for tensor in live]
        return step

    def _value(self, tensor: Tensor, block: Block, step: Step | None) -> Value:
        if step is not None and tensor in self.needed.fed:
            return Value(tensor.op.name + "_unused", tensor.dtype, tensor.shape, block, step)
        suffix = f"_{tensor.value_index}" if tensor.value_index else ""
        value = Value(tensor.op.name + suffix, tensor.dtype, tensor.shape, block, step)
        self.plan.values[tensor] = value
        return value

    def _structure(self, op: Operation, step: Step, block: Block) -> None:
        live = sorted(self.needed.outputs.get(op, ()))
        conditional = op.type in ("If", "StatelessIf")
        step.inputs = [self.plan.values[op.inputs[index]] for index in ([0] if conditional else live)]
        for region in regions_of(op):
            inner = Block(block)
            step.blocks.append(inner)
            if not conditional:
                inner.parameters = [self._value(region.parameters[index], inner, None) for index in live]
            self._fill(inner, region)
            wanted = [0] if region.role == "cond" else live
            inner.results = [self.plan.values[region.results[index]] for index in wanted]

    def _result(self, fetch: Tensor | Operation) -> Value | None:
        return self.plan.values[fetch] if isinstance(fetch, Tensor) else None
