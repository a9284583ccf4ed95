"""Rewrites of layers: the bias within the convolution, and rectifiers that overwrite what nobody else reads.

Large arrays cost more to obtain than to fill: memory that the system has just handed out is touched for the first time.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch

from .nn_activation import require_one_shape
from .nn_convolution import bias_add, convolution

threshold_backward = torch.ops.aten.threshold_backward.grad_input

OWNERS = frozenset({
    "Conv2D", "Conv2DBackpropInput", "MatMul", "MaxPoolGrad", "AvgPoolGrad", "BiasAdd", "convolution_gradients", "biased_convolution", "addmm",
})  # fmt: skip
"""Kinds of steps whose results share memory with nothing."""


def bias_into_convolution(block: Any, uses: Any, fused: Any) -> Iterator[Any]:
    """A convolution whose only reader adds the bias."""
    for step in block.steps:
        convolution = step.inputs[0].step if step.kind == "BiasAdd" else None
        if convolution is not None and convolution.kind == "Conv2D" and uses.only_reader(convolution.outputs[0]) is step:
            keywords = {name: convolution.attrs[name] for name in ("strides", "padding", "explicit_paddings", "data_format", "dilations")}
            if _is_bias(step, convolution) and step.attrs["data_format"] == keywords["data_format"]:
                yield fused("biased_convolution", [convolution, step], biased_convolution,
                            inputs=[*convolution.inputs, step.inputs[1]], outputs=step.outputs, keywords=keywords)  # fmt: skip


def _is_bias(step: Any, convolution: Any) -> bool:
    """Whether the shapes are known to fit, in a type that torch convolves itself."""
    sizes, filters = step.inputs[1].shape.sizes, convolution.inputs[1].shape.sizes
    fits = sizes is not None and filters is not None and None is not filters[3] == sizes[0]
    return fits and step.outputs[0].dtype.name in ("float32", "float64")


def biased_convolution(input, filter, bias, **attributes):
    if input.numel() and filter.numel():
        return convolution(input, filter, **attributes, bias=bias)
    return bias_add(convolution(input, filter, **attributes), bias, data_format=attributes["data_format"])


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
        and value.dtype.name in ("float32", "float64")
        and uses.only_reader(value) is reader
        and len(reader.inputs) == len(set(reader.inputs))
    )


def rectify(features):
    return features.relu_()


def rectify_gradient(gradients, features):
    require_one_shape(gradients, features)
    return threshold_backward(gradients, features, 0, grad_input=gradients)
