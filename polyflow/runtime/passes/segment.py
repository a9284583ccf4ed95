"""segment: steps that follow one another become one function for the backend's compiler, where compilation is asked for.

What a compiler cannot look into stays outside: the host's work, random numbers, bodies of If and While, and kernels that check positions
by looking at them. The host's work and the random numbers are moved in front of a segment where they do not need it, so that it is not cut.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..ir import DEVICE, HOST, Block, Plan, Step, Value
from .fold import CHECKS
from .place import has_device_form
from .versions import is_view

LEAST = 2
"""As many steps are worth compiling."""

WHOLE = frozenset({"copy", "read", "fetch", "to_host", "to_device"})
"""Steps between arrays and their owners, which no compiler should see."""

LOOKING_FAMILIES = frozenset({
    "array_indexing", "array_scatter", "array_search", "ctc", "linalg_decomposition", "linalg_function", "linalg_solve", "math_counting", "math_segment",
    "math_sparse_segment", "nn_pooling_argmax", "nn_pooling_fractional", "nn_ranking", "training",
})  # fmt: skip
"""Families with kernels that look at numbers: positions, matrices that may be singular, rates of optimizers."""

LOOKING = CHECKS | {"ArgMax", "ArgMin", "Betainc", "InvertPermutation", "ReverseSequence"}
"""Ops of other families whose kernels do."""


def segment(plan: Plan) -> Plan:
    if plan.compiling and not plan.keeps and not plan.traced:
        wanted = {value for value in plan.results if value is not None}
        for block in list(plan.block.blocks()):
            block.steps = [step for group in list(_groups(block)) for step in _as_segment(group, block, wanted)]
    return plan


def _groups(block: Block) -> Iterator[list[Step]]:
    """The steps of a block in their new order: groups to compile, and single steps."""
    group: dict[Step, None] = {}
    for step in block.steps:
        if _compiles(step):
            group[step] = None
        elif _moves(step) and group.keys().isdisjoint(step.needs()):
            yield [step]
        else:
            yield list(group)
            yield [step]
            group = {}
    yield list(group)


def _compiles(step: Step) -> bool:
    """Whether a step computes arrays from nothing but the layout of arrays: its kernel looks at no number in them."""
    if (
        step.home != DEVICE
        or step.blocks
        or step.kind in WHOLE
        or not all(has_device_form(value.dtype) for value in (*step.inputs, *step.outputs))
    ):
        return False
    if step.kernel is not None:
        return not getattr(step.kernel, "looks", False) and not any(map(_is_integer, step.inputs))
    declared = step.node.declaration
    if declared.kind != "kernel" or declared.effects or declared.family in LOOKING_FAMILIES or step.kind in LOOKING:
        return False
    return declared.family == "math_comparison" or step.kind == "Cast" or not any(map(_is_integer, step.inputs))


def _is_integer(value: Value) -> bool:
    """Whether it is an array of integers: they may be positions, or divisors, which kernels check."""
    return value.dtype.base_dtype.is_integer and value.home == DEVICE and value.constant is None


def _moves(step: Step) -> bool:
    """Whether a step may run earlier: it neither reads nor writes anything that changes."""
    if step.kind == "to_device":
        return step.inputs[0].variable is None
    if step.blocks or any(value.variable is not None for value in step.inputs) or step.written_any():
        return False
    if not step.is_node:
        return step.home == HOST and step.kernel is not None
    declared = step.node.declaration
    return declared.kind == "kernel" and (declared.effects == "random" or (step.home == HOST and not declared.effects))


def _as_segment(group: list[Step], block: Block, wanted: set[Value]) -> list[Step]:
    """A step of kind "segment" with the group as its body: it makes what others need, the rest stays inside."""
    if len(group) < LEAST or not _compiles(group[0]) or _writes_over_inputs(group):
        return group
    outside = set(block.steps).difference(group)
    needed = wanted.union(block.results, *(step.reads() for step in outside))
    made = dict.fromkeys(value for step in group for value in step.outputs)
    read = dict.fromkeys(value for step in group for value in step.inputs)
    whole = Step("segment", group[-1].node, [value for value in read if value not in made])
    whole.outputs = [value for value in made if value in needed and value.variable is None]
    body = Block(block)
    body.steps = group
    whole.blocks = [body]
    for value in made:
        if value not in needed:
            value.block = body
    return [whole]


def _writes_over_inputs(group: list[Step]) -> bool:
    """Whether the group writes a variable whose memory also comes in as a value: a compiler takes its inputs for different arrays."""
    written = {key for step in group for key in step.written()}
    members = set(group)
    inputs = (value for step in group for value in step.inputs if value.step not in members and value.variable is None)
    return any(_memory_of(value) in written for value in inputs)


def _memory_of(value: Value) -> str | None:
    """The variable whose memory a value may share."""
    while value.variable is None and value.step is not None and is_view(value.step) and value.step.inputs:
        value = value.step.inputs[0]
    return value.variable
