"""Rewrites of the gradients of cross entropies.

The gradient of a sum or mean of cross entropies multiplies ``backprop``, an output of the loss, by one number. The graph first makes a
vector of that number, one element per row; here it stays a number, and where nobody reads the loss itself it is not computed at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from .nn_loss import dense_backprop, sparse_backprop
from .precision import FULL

BACKPROPS = {"SoftmaxCrossEntropyWithLogits": dense_backprop, "SparseSoftmaxCrossEntropyWithLogits": sparse_backprop}


class Scaling(NamedTuple):
    """``backprop`` of a loss times a number: the steps that say so, the loss, the number, and whether it is divided by the number of rows."""

    steps: Sequence[Any]
    loss: Any
    number: Any
    mean: bool


def cross_entropy_gradients(block: Any, uses: Any, fused: Any) -> Iterator[Any]:
    """Without the loss, where only its gradient is asked for; else with what the loss has computed already."""
    for step in block.steps:
        scaling = find_scaling(step) if step.kind == "Mul" and step.outputs[0].dtype.name in FULL else None
        if scaling is not None:
            yield from proposals(scaling, step, uses, fused)


def proposals(scaling: Scaling, step: Any, uses: Any, fused: Any) -> Iterator[Any]:
    loss, steps = scaling.loss, scaling.steps
    inputs, keywords = number_and_mean(scaling)
    if set(uses.readers(loss.outputs[0])).issubset(steps):
        alone = keywords | {"backprop": BACKPROPS[loss.kind]}
        yield fused(
            "cross_entropy_gradient", [loss, *steps], gradient, inputs=[*loss.inputs, *inputs], outputs=step.outputs, keywords=alone
        )
    yield fused("scaled", steps, scaled, inputs=[loss.outputs[1], *inputs], outputs=step.outputs, keywords=keywords)


def number_and_mean(scaling: Scaling) -> tuple[list[Any], dict[str, Any]]:
    """The number as an input, or as a keyword where it is constant."""
    constant = scaling.number.constant
    return ([scaling.number] if constant is None else []), {"number": None if constant is None else float(constant), "mean": scaling.mean}


def find_scaling(step: Any) -> Scaling | None:
    """What a product of ExpandDims(BroadcastTo(number, Shape(loss))) and backprop comes down to; None for any other."""
    for weights, backprop in (step.inputs, step.inputs[::-1]):
        loss, column = backprop.step, weights.step
        if loss is not None and loss.kind in BACKPROPS and backprop is loss.outputs[1] and kind(column) == "ExpandDims":
            vector = column.inputs[0].step
            if kind(vector) == "BroadcastTo" and is_made_from(vector.inputs[1], ("Shape",), loss) and vector.inputs[0].shape.ndims == 0:
                return mean_or_sum([vector.inputs[1].step, vector, column, step], loss, vector.inputs[0])
    return None


def mean_or_sum(steps: list[Any], loss: Any, number: Any) -> Scaling:
    """A number that is divided by the number of rows belongs to a mean."""
    ratio = number.step
    if kind(ratio) == "RealDiv" and is_made_from(ratio.inputs[1], ("Cast", "Size"), loss):
        cast = ratio.inputs[1].step
        return Scaling([cast.inputs[0].step, cast, ratio, *steps], loss, ratio.inputs[0], mean=True)
    return Scaling(steps, loss, number, mean=False)


def is_made_from(value: Any, kinds: Sequence[str], loss: Any) -> bool:
    """Whether steps of these kinds, the last first, lead from the loss to the value."""
    for expected in kinds:
        if kind(value.step) != expected:
            return False
        value = value.step.inputs[0]
    return value is loss.outputs[0]


def kind(step: Any) -> str:
    return "" if step is None else step.kind


def gradient(features: Any, labels: Any, *tensors: Any, backprop: Any, number: Any, mean: bool) -> Any:
    result = backprop(features, labels)
    return result.mul_(share(result, tensors, number, mean))


def scaled(backprop: Any, *tensors: Any, number: Any, mean: bool) -> Any:
    return backprop.mul(share(backprop, tensors, number, mean))


def share(rows: Any, tensors: Sequence[Any], number: Any, mean: bool) -> Any:
    """The number, a constant or the one tensor, divided by how many rows there are for a mean."""
    whole = tensors[0] if number is None else number
    return whole / max(rows.shape[0], 1) if mean else whole
