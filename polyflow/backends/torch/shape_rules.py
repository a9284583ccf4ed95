"""Rewrites of what a gradient does to have the shape of its input, where that is known only at run time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def sums_to_shape(block: Any, uses: Any, fused: Any) -> Iterator[Any]:
    """The gradient of a broadcast input, summed over the dimensions that the two shapes say: one call, and none where nothing was broadcast."""
    for step in block.steps:
        total = step.inputs[0].step if step.kind == "Reshape" else None
        if total is not None and total.kind == "Sum" and not total.attrs["keep_dims"] and uses.only_reader(total.outputs[0]) is step:
            source = broadcast_input(total.inputs[1], step.inputs[1])
            if source is not None and is_new(total.inputs[0]):
                yield fused("summed_to_shape", [total, step], summed_to_shape, inputs=[total.inputs[0], source], outputs=step.outputs)


def broadcast_input(axes: Any, shape: Any) -> Any:
    """The value with this shape, if the axes are those along which it was repeated."""
    compared = axes.step
    if compared is None or compared.kind != "BroadcastGradientArgs" or shape.step is None or shape.step.kind != "Shape":
        return None
    return shape.step.inputs[0] if compared.inputs[compared.outputs.index(axes)] is shape else None


def is_new(value: Any) -> bool:
    """Whether the value has memory of its own, so that it may be handed on as it is."""
    return value.step is not None and value.variable is None and not (value.step.is_node and value.step.node.declaration.view)


def summed_to_shape(gradient: Any, source: Any) -> Any:
    return gradient if gradient.shape == source.shape else gradient.sum_to_size(source.shape)
