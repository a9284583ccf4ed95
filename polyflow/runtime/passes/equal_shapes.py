"""equal_shapes: drops what gradients do about broadcasting where nothing can have been broadcast, whatever is fed.

A size that only the run knows is named after the dimension in which it first shows, such as the first one of a fed batch. Ops that keep
it hand the name on, so that two shapes are seen to be equal without their sizes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from ...framework.array_rules import broadcast_gradient_axes
from ..ir import Block, Plan, Step, Value
from .fold import drop_unused
from .named_sizes import NamedSizes, Size, Sizes
from .versions import is_view


def equal_shapes(plan: Plan) -> Plan:
    """Not where every value is kept for later parts of the run: some disappear."""
    if plan.fusing and not plan.keeps:
        dropping = _Dropping()
        dropping.block(plan.block)
        plan.sizes = dropping.sizes.of
        drop_unused(plan)
    return plan


class _Dropping:
    """``replaced`` maps the output of a step that does nothing to the value that it is."""

    def __init__(self) -> None:
        self.sizes = NamedSizes()
        self.replaced: dict[Value, Value] = {}

    def block(self, block: Block) -> None:
        fetched = {step.inputs[0] for step in block.steps if step.kind == "fetch"} | set(block.results)
        for step in block.steps:
            step.inputs = [self.replaced.get(value, value) for value in step.inputs]
            for inner in step.blocks:
                self.block(inner)
                inner.results = [self.replaced.get(value, value) for value in inner.results]
            self.sizes.learn(step)
            if step.is_node and fetched.isdisjoint(step.outputs):
                self._drop(step)

    def _drop(self, step: Step) -> None:
        if step.kind == "BroadcastGradientArgs":
            self._compare(step)
        elif self._does_nothing(step):
            self.replaced[step.outputs[0]] = step.inputs[0]

    def _compare(self, step: Step) -> None:
        """The axes are constants where names and sizes tell which dimensions were repeated."""
        first, second = map(self.sizes.described, step.inputs)
        if first is not None and second is not None and _tells(first, second):
            for output, axes in zip(step.outputs, broadcast_gradient_axes(*_numbered(first, second)), strict=True):
                self.replaced[output] = _constant(output, np.array(axes, output.dtype.np_dtype))

    def _does_nothing(self, step: Step) -> bool:
        """Whether the output is the first input: a sum over no dimension, or a reshape and a broadcast to the same shape."""
        if step.kind not in ("Sum", "Reshape", "BroadcastTo") or step.controls:
            return False
        source, target = step.inputs[0], step.outputs[0]
        if source.variable is not None or source.constant is not None or source.home != target.home:
            return False
        if step.kind == "Sum":
            axes = step.inputs[1].constant
            return axes is not None and not axes.size and _is_apart(source)
        return self.sizes.of(source) is not None and self.sizes.of(source) == self.sizes.of(target)


def _is_apart(value: Value) -> bool:
    """Whether the value shares memory with no variable, for certain: a sum over no dimension is a copy."""
    step = value.step
    if step is None or step.blocks or value.variable is not None:
        return value.constant is not None
    return not is_view(step) or _is_apart(step.inputs[0])


def _tells(first: Sizes, second: Sizes) -> bool:
    """Whether it is certain which dimensions were repeated: a named size beside another one may be 1."""
    return all(one == other or 1 in (one, other) for one, other in zip(reversed(first), reversed(second), strict=False))


def _numbered(*shapes: Sizes) -> Iterator[tuple[int, ...]]:
    """The shapes with a number of its own above 1 for each name."""
    numbers: dict[Size, int] = {}
    for shape in shapes:
        yield tuple(size if isinstance(size, int) else numbers.setdefault(size, 2 + len(numbers)) for size in shape)


def _constant(like: Value, array: np.ndarray[Any, Any]) -> Value:
    value = Value(like.hint, like.dtype, like.shape, like.block)
    value.home, value.constant = like.home, array
    return value
