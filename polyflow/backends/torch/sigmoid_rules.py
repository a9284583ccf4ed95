"""Rewrites of the sigmoid cross entropy, which the graph spells out so that no exponential overflows: max(x, 0) - x z + log(1 + exp(-|x|))."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import Any

import numpy as np
import torch

from .precision import FULL
from .shape_rules import is_new

POSITIVE = ("GreaterEqual", "logits", ("ZerosLike", "logits"))
EXPONENTIAL = ("Exp", ("Select", POSITIVE, ("Neg", "logits"), "logits"))
LOSS = ("AddV2", ("Sub", ("Select", POSITIVE, "logits", ("ZerosLike", "logits")), ("Mul", "logits", "labels")), ("Log1p", EXPONENTIAL))

SHARE = ("Mul", ("RealDiv", "dy", ("AddV2", EXPONENTIAL, 1.0)), EXPONENTIAL)
GRADIENT = (
    "AddN",
    ("Select", POSITIVE, "dy", ("ZerosLike", "dy")),
    ("Mul", ("Neg", "dy"), "labels"),
    ("Select", POSITIVE, ("ZerosLike", SHARE), SHARE),
    ("Neg", ("Select", POSITIVE, SHARE, ("ZerosLike", SHARE))),
)
"""What the loss's gradient with respect to the logits looks like. A text names a value, a tuple is a kind of step with its inputs, those of AddN in any order."""


def sigmoid_cross_entropies(block: Any, uses: Any, fused: Any) -> Iterator[Any]:
    """The gradients first: then nobody else reads what they and the losses have in common."""
    for step in block.steps:
        yield from rewritten(step, GRADIENT, entropy_gradient, uses, fused)
    for step in block.steps:
        yield from rewritten(step, LOSS, entropy, uses, fused)


def rewritten(step: Any, pattern: Any, kernel: Any, uses: Any, fused: Any) -> Iterator[Any]:
    """The steps that nobody else needs become one. The logits are read later than before: so they must not be a variable that changes."""
    values: dict[str, Any] = {}
    steps: dict[Any, None] = {}
    if step.kind == pattern[0] and matches(step.outputs[0], pattern, values, steps) and step.outputs[0].dtype.name in FULL:
        own = exclusive(list(steps), step, uses)
        if len(own) == len(steps) or stays(values["logits"]):
            yield fused(kernel.__name__, own, kernel, inputs=list(values.values()), outputs=step.outputs)


def stays(value: Any) -> bool:
    """Whether nothing can be written over the value: it has memory of its own, or is fed."""
    return is_new(value) or (value.step is None and value.variable is None and value not in value.block.parameters)


def exclusive(steps: list[Any], last: Any, uses: Any) -> list[Any]:
    """The steps, in their order, whose results nobody needs but ``last`` and others of these."""
    own = {last}
    for step in reversed(steps):
        if all(own.issuperset(uses.readers(value)) for value in step.outputs):
            own.add(step)
    return [step for step in steps if step in own]


def matches(value: Any, pattern: Any, values: dict[str, Any], steps: dict[Any, None]) -> bool:
    """Whether ``value`` is made as ``pattern`` says; collects the named values, and the steps."""
    if isinstance(pattern, str):
        return values.setdefault(pattern, value) is value
    if value.constant is not None:
        return is_computed(value.constant, pattern, values)
    step = value.step
    if isinstance(pattern, float) or step is None or step.kind != pattern[0] or len(step.inputs) != len(pattern) - 1:
        return False
    for inputs in permutations(step.inputs) if step.kind == "AddN" else [step.inputs]:
        found, inner = dict(values), dict(steps)
        if all(matches(*pair, found, inner) for pair in zip(inputs, pattern[1:], strict=True)):
            values |= found
            steps |= inner | {step: None}
            return True
    return False


def is_computed(constant: Any, pattern: Any, values: dict[str, Any]) -> bool:
    """Whether planning has computed already what the pattern says: a number, zeros, or a named constant turned negative."""
    if isinstance(pattern, float):
        return not constant.ndim and constant == pattern
    if pattern[0] == "Neg":
        source = values.get(pattern[1])
        return source is not None and source.constant is not None and np.array_equal(constant, -source.constant)
    return pattern[0] == "ZerosLike" and not constant.any()


def entropy(logits, labels):
    remainder = logits.abs().neg_().exp_().log1p_()
    return torch.addcmul(logits.relu(), logits, labels, value=-1).add_(remainder)


def entropy_gradient(logits, dy, labels):
    return logits.sigmoid().sub_(labels).mul_(dy)
