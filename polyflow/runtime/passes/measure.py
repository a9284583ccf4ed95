"""measure: asks a feed for sizes that it has too, so that no value is computed for its shape alone.

That is what gradients want of a loss that nobody fetches. After the rewrites, which know a loss by who asks for its shape.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from ..ir import HOST, Plan, Step, Value
from .fold import drop_unused
from .named_sizes import Sizes


def measure(plan: Plan) -> Plan:
    if plan.sizes is not None:
        for block in plan.block.blocks():
            block.steps = [made for step in block.steps for made in _instead(step, plan.sizes)]
        drop_unused(plan)
    return plan


def _instead(step: Step, sizes: Callable[[Value], Sizes | None]) -> Iterable[Step]:
    """What takes the place of the Shape or Size of a value whose sizes come from one feed, or from one parameter of a loop."""
    found = sizes(step.inputs[0]) if step.is_node and step.kind in ("Shape", "Size") else None
    origins = {size[0] for size in found or () if not isinstance(size, int)}
    origin = origins.pop() if len(origins) == 1 else None
    if found is None or origin is None or origin.step is not None or origin is step.inputs[0]:
        return [step]
    return _measured(step, origin, found)


def _measured(step: Step, origin: Value, found: Sizes) -> Iterator[Step]:
    """The step that takes the sizes from ``origin`` on the host, and the one that copies them where the device wants them."""
    made = Step(f"{step.kind.lower()}_of_{origin.hint}", step.node, [origin], step.controls)
    made.kernel, made.home = sizes_of if step.kind == "Shape" else size_of, HOST
    sizes = tuple(size if isinstance(size, int) else ~size[1] for size in found)
    made.attrs = {"keywords": {"sizes": sizes, "dtype": step.outputs[0].dtype.np_dtype}}
    if step.home == HOST:
        made.outputs = _made_by(made, step.outputs)
        yield made
        return
    made.outputs = [step.outputs[0].like(f"{step.outputs[0].hint}_host", made, HOST)]
    move = Step("to_device", step.node, list(made.outputs))
    move.outputs = _made_by(move, step.outputs)
    yield made
    yield move


def _made_by(step: Step, values: list[Value]) -> list[Value]:
    for value in values:
        value.step = step
    return values


def sizes_of(origin: Any, *, sizes: tuple[int, ...], dtype: Any) -> Any:
    """The shape that ``sizes`` says: -1, -2 … stand for the sizes of the dimensions 0, 1 … of ``origin``."""
    return np.array([size if size >= 0 else origin.shape[~size] for size in sizes], dtype)


def size_of(origin: Any, *, sizes: tuple[int, ...], dtype: Any) -> Any:
    """The product of ``sizes_of``."""
    return np.prod(sizes_of(origin, sizes=sizes, dtype=np.int64)).astype(dtype)
