"""fold: computes while planning what no run can change, constants and the arithmetic of static shapes."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from ...backends.protocol import reference_kernel
from ...framework.constant_value import constant_value
from ...framework.dtypes import resource
from ...framework.operation import Operation
from ..ir import Block, Plan, Step, Value, data_and_control, topological
from ..kernels import call_on_host

VARIABLES = frozenset({"VariableV2", "Variable", "VarHandleOp"})
TRANSPARENT = frozenset({
    "Identity", "RefIdentity", "StopGradient", "PreventGradient", "PlaceholderWithDefault", "Snapshot", "DebugGradientIdentity", "GuaranteeConst",
})  # fmt: skip
"""Nodes whose output is their input: without control inputs they vanish."""

CHECKS = frozenset({"CheckNumerics", "CheckNumericsV2"})
"""Pure nodes that fail on purpose: waiting for one is not idle."""

MAX_ENTRIES = 1 << 16
"""Larger results are computed in the run instead, so that plans stay small."""


def fold(plan: Plan) -> Plan:
    folding = _Folding()
    folding.block(plan.block)
    plan.results = [folding.now(value) if value is not None else None for value in plan.results]
    _restore_controls(plan, folding.behind)
    drop_unused(plan)
    return plan


class _Folding:
    """What became of values and steps that need no line of their own.

    ``replaced`` maps an output to the value that it is; ``behind`` a vanished step to the steps it would have waited for.
    """

    def __init__(self) -> None:
        self.replaced: dict[Value, Value] = {}
        self.behind: dict[Step, list[Step]] = {}
        self._effects: dict[Step, int] = {}
        self._bits = 0

    def now(self, value: Value) -> Value:
        return self.replaced.get(value, value)

    def block(self, block: Block) -> None:
        ordered = topological(block.steps, data_and_control(block))
        assert ordered is not None, "the graph has a cycle outside loops"
        block.steps = []
        for step in ordered:
            step.inputs = [self.now(value) for value in step.inputs]
            self._forget_idle_controls(step)
            for inner in step.blocks:
                self.block(inner)
                inner.results = [self.now(value) for value in inner.results]
            if self._vanishes(step):
                self.behind[step] = [value.step for value in step.inputs if value.step is not None]
            else:
                block.steps.append(step)

    def _forget_idle_controls(self, step: Step) -> None:
        """Drops the control inputs of a transparent node that wait for nothing but pure computations.

        Gradients are gated like that. Reads of variables keep theirs: what a read waits for says which version it sees.
        """
        seen = self._effects_behind(value.step for value in step.inputs)
        if step.kind in TRANSPARENT and step.inputs[0].variable is None:
            step.controls = [control for control in step.controls if self._effects_behind([control]) & ~seen]
        mask = seen | self._effects_behind(step.controls)
        if has_effects(step) or step.node.declaration.effects or step.kind in CHECKS:
            mask |= 1 << self._bits
            self._bits += 1
        self._effects[step] = mask

    def _effects_behind(self, steps: Iterable[Step | None]) -> int:
        """One bit for each step with effects that must have run before any of ``steps`` is done."""
        mask = 0
        for step in steps:
            mask |= self._effects.get(step, 0) if step is not None else 0
        return mask

    def _vanishes(self, step: Step) -> bool:
        """Whether a step needs no line: its output is another value, a variable's cell, or a constant."""
        if step.kind in TRANSPARENT and not step.controls:
            self.replaced[step.outputs[0]] = step.inputs[0]
            return True
        if step.kind in VARIABLES:
            _make_place(step)
            return True
        _refer(step)
        if step.kind == "Const":
            step.outputs[0].constant = step.attrs["value"]
            return not step.controls
        return not step.controls and _constant(step)


def _make_place(step: Step) -> None:
    """The value of a variable node stands for the variable's place; a handle's has the type and shape of what is there."""
    place = step.outputs[0]
    place.variable = step.attrs["shared_name"] or step.node.name
    place.dtype, place.shape = step.attrs["dtype"], step.node.outputs[0].shape if step.kind != "VarHandleOp" else step.attrs["shape"]


def _refer(step: Step) -> None:
    """The reference outputs of an assignment refer to the variable that it writes; a handle that is passed on is the same place."""
    specs = step.node.declaration.outputs
    if specs and specs[0].ref and step.inputs and step.inputs[0].variable is not None:
        step.outputs[0].variable = step.inputs[0].variable
    elif step.kind in TRANSPARENT and step.node.outputs[0].dtype is resource:
        place, source = step.outputs[0], step.inputs[0]
        place.variable, place.dtype, place.shape = source.variable, source.dtype, source.shape
        step.kind = "NoOp"


def _constant(step: Step) -> bool:
    declared = step.node.declaration
    if declared.kind != "kernel" or declared.effects or not step.outputs or any(spec.is_variable for spec in declared.inputs):
        return False
    return _static(step) or _computed(step)


def _static(step: Step) -> bool:
    """Shapes that are known without running."""
    if step.kind not in ("Shape", "ShapeN", "Size", "Rank"):
        return False
    for value, tensor in zip(step.outputs, step.node.outputs, strict=True):
        value.constant = constant_value(tensor)
    return all(value.constant is not None for value in step.outputs)


def _computed(step: Step) -> bool:
    if any(value.constant is None for value in step.inputs) or not all(map(_small, step.outputs)):
        return False
    if (
        any(value.dtype.name == "variant" for value in (*step.inputs, *step.outputs))
        or reference_kernel(step.kind, step.node.declaration.family) is None
    ):
        return False
    try:
        results = call_on_host(step)
    except Exception:
        return False
    for value, array in zip(step.outputs, results, strict=True):
        value.constant = np.asarray(array)
    return True


def _small(value: Value) -> bool:
    sizes = value.shape.sizes
    return sizes is None or None in sizes or math.prod(sizes) <= MAX_ENTRIES  # type: ignore[arg-type]  # no None left


def _restore_controls(plan: Plan, behind: dict[Step, list[Step]]) -> None:
    """A control edge to a step that vanished goes to the steps behind it."""
    for block in plan.block.blocks():
        present = set(block.steps)
        for step in block.steps:
            step.controls = list(_standing(step.controls, behind, present))


def _standing(controls: list[Step], behind: dict[Step, list[Step]], present: set[Step]) -> dict[Step, None]:
    found: dict[Step, None] = {}
    for control in controls:
        if control in present:
            found[control] = None
        else:
            found |= _standing(behind.get(control, []), behind, present)
    return found


def drop_unused(plan: Plan) -> None:
    """Removes pure steps whose outputs nothing reads any more (their shapes were all that mattered)."""
    used = {value for value in plan.results if value is not None}
    kept = {plan.steps[fetch] for fetch in plan.fetches if isinstance(fetch, Operation)}
    _keep_used(plan.block, used, kept)


def _keep_used(block: Block, used: set[Value], kept: set[Step]) -> None:
    used.update(block.results)
    remaining = []
    for step in reversed(block.steps):
        if step in kept or has_effects(step) or not used.isdisjoint(step.outputs):
            kept.update(step.controls)
            for inner in reversed(step.blocks):
                _keep_used(inner, used, kept)
            used.update(step.inputs)
            remaining.append(step)
    block.steps = remaining[::-1]


def has_effects(step: Step) -> bool:
    """Whether running a step can be noticed other than through its outputs."""
    declared = step.node.declaration
    if step.written_any() or (step.is_node and (declared.effects in ("state", "io") or declared.written_refs or declared.kind == "host")):
        return True
    return any(has_effects(inner) for block in step.blocks for inner in block.steps)
