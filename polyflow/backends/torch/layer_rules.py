"""Rewrites of rectifiers, which overwrite what nobody else reads.

Large arrays cost more to obtain than to fill: memory that the system has just handed out is touched for the first time.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch

from .nn_activation import require_one_shape
from .precision import FULL

threshold_backward = torch.ops.aten.threshold_backward.grad_input

OWNERS = frozenset({
    "Conv2D", "Conv2DBackpropInput", "MatMul", "MaxPoolGrad", "AvgPoolGrad", "BiasAdd", "convolution_gradients", "biased_convolution", "addmm",
    "pool_gradient",
})  # fmt: skip
"""Kinds of steps whose results share memory with nothing."""


def rectified_in_place(block: Any, uses: Any, fused: Any) -> Iterator[Any]:
    """Relu, and ReluGrad, of an array that nobody else reads."""
    for step in block.steps:
        if step.kind in ("Relu", "ReluGrad") and step.inputs[0].block is block and is_disposable(step.inputs[0], step, uses):
            kernel = rectify if step.kind == "Relu" else rectify_gradient
            yield fused(kernel.__name__, [step], kernel, inputs=step.inputs, outputs=step.outputs)


def is_disposable(value: Any, reader: Any, uses: Any) -> bool:
    """Whether ``reader`` may write over the value."""
    return (
        value.step is not None
        and value.step.kind in OWNERS
        and value.variable is None
        and value.dtype.name in FULL
        and uses.only_reader(value) is reader
        and len(reader.inputs) == len(set(reader.inputs))
    )


def rectify(features):
    return features.relu_()


def rectify_gradient(gradients, features):
    require_one_shape(gradients, features)
    return threshold_backward(gradients, features, 0, grad_input=gradients)
