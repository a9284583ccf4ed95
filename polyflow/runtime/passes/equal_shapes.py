"""equal_shapes: drops what gradients do about broadcasting where nothing can have been broadcast, whatever is fed.

A size that only the run knows is named after the dimension in which it first shows, such as the first one of a fed batch. Ops that keep
it hand the name on, so that two shapes are seen to be equal without their sizes. What asks for such a shape asks the feed instead, and
the forward values of a loss that nobody fetches are not computed for their shapes alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from ...framework.array_rules import broadcast_gradient_axes
from ..ir import HOST, Block, Plan, Step, Value
from .fold import drop_unused
from .named_sizes import NamedSizes, Size, Sizes
from .versions import is_view


def equal_shapes(plan: Plan) -> Plan:
    """Not where every value is kept for later parts of the run: some disappear."""
    if plan.fusing and not plan.keeps:
        _Dropping().block(plan.block)
        drop_unused(plan)
    return plan


class _Dropping:
    """``replaced`` maps the output of a step that does nothing to the value that it is."""

    def __init__(self) -> None:
        self.sizes = NamedSizes()
        self.replaced: dict[Value, Value] = {}

    def block(self, block: Block) -> None:
        fetched = {step.inputs[0] for step in block.steps if step.kind == "fetch"} | set(block.results)
        steps, block.steps = block.steps, []
        for step in steps:
            step.inputs = [self.replaced.get(value, value) for value in step.inputs]
            for inner in step.blocks:
                self.block(inner)
                inner.results = [self.replaced.get(value, value) for value in inner.results]
            self.sizes.learn(step)
            block.steps.extend(self._instead(step, fetched))

    def _instead(self, step: Step, fetched: set[Value]) -> Iterable[Step]:
        """The steps that take the place of ``step``."""
        if not step.is_node or not fetched.isdisjoint(step.outputs):
            return [step]
        if step.kind == "BroadcastGradientArgs":
            self._compare(step)
        elif self._does_nothing(step):
            self.replaced[step.outputs[0]] = step.inputs[0]
        elif step.kind in ("Shape", "Size"):
            return self._asks_the_feed(step)
        return [step]

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

    def _asks_the_feed(self, step: Step) -> list[Step]:
        """Shape and Size of a value whose sizes a feed, or a parameter of the loop, has too."""
        found = self.sizes.of(step.inputs[0])
        origins = {size[0] for size in found or () if not isinstance(size, int)}
        origin = origins.pop() if len(origins) == 1 else None
        if found is None or origin is None or origin.step is not None or origin is step.inputs[0]:
            return [step]
        return list(_measured(step, origin, found))


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


def _measured(step: Step, origin: Value, found: Sizes) -> Iterator[Step]:
    """The step that takes the sizes from ``origin`` on the host, and the one that copies them where the device wants them."""
    measure = Step(f"{step.kind.lower()}_of_{origin.hint}", step.node, [origin], step.controls)
    measure.kernel, measure.home = sizes_of if step.kind == "Shape" else size_of, HOST
    sizes = tuple(size if isinstance(size, int) else ~size[1] for size in found)
    measure.attrs = {"keywords": {"sizes": sizes, "dtype": step.outputs[0].dtype.np_dtype}}
    if step.home == HOST:
        measure.outputs = step.outputs
        yield measure
        return
    measure.outputs = [step.outputs[0].like(f"{step.outputs[0].hint}_host", measure, HOST)]
    move = Step("to_device", step.node, list(measure.outputs))
    move.outputs = step.outputs
    yield measure
    yield move


def sizes_of(origin: Any, *, sizes: tuple[int, ...], dtype: Any) -> Any:
    """The shape that ``sizes`` says: -1, -2 … stand for the sizes of the dimensions 0, 1 … of ``origin``."""
    return np.array([size if size >= 0 else origin.shape[~size] for size in sizes], dtype)


def size_of(origin: Any, *, sizes: tuple[int, ...], dtype: Any) -> Any:
    """The product of ``sizes_of``."""
    return np.prod(sizes_of(origin, sizes=sizes, dtype=np.int64)).astype(dtype)
