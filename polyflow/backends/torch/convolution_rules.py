"""Rewrites of convolutions: the bias within them, and all gradients in one call, ``aten.convolution_backward``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .nn_convolution import all_gradients, bias_add, convolution
from .precision import FULL

ATTRIBUTES = ("strides", "padding", "explicit_paddings", "data_format", "dilations")


def bias_into_convolution(block: Any, uses: Any, fused: Any) -> Iterator[Any]:
    """A convolution whose only reader adds the bias."""
    for step in block.steps:
        convolution = step.inputs[0].step if step.kind == "BiasAdd" else None
        if convolution is not None and convolution.kind == "Conv2D" and uses.only_reader(convolution.outputs[0]) is step:
            keywords = attributes_of(convolution)
            if is_bias(step, convolution) and step.attrs["data_format"] == keywords["data_format"]:
                yield fused("biased_convolution", [convolution, step], biased_convolution,
                            inputs=[*convolution.inputs, step.inputs[1]], outputs=step.outputs, keywords=keywords)  # fmt: skip


def attributes_of(convolution: Any) -> dict[str, Any]:
    return {name: convolution.attrs[name] for name in ATTRIBUTES}


def is_bias(step: Any, convolution: Any) -> bool:
    """Whether the shapes are known to fit, in a type that torch convolves itself."""
    sizes, filters = step.inputs[1].shape.sizes, convolution.inputs[1].shape.sizes
    fits = sizes is not None and filters is not None and None is not filters[3] == sizes[0]
    return fits and step.outputs[0].dtype.name in FULL


def biased_convolution(input, filter, bias, **attributes):
    if input.numel() and filter.numel():
        return convolution(input, filter, **attributes, bias=bias)
    return bias_add(convolution(input, filter, **attributes), bias, data_format=attributes["data_format"])


ORDER = ("Conv2DBackpropInput", "Conv2DBackpropFilter", "BiasAddGrad")
"""The gradients as torch returns them."""


def convolution_gradients(block: Any, uses: Any, fused: Any) -> Iterator[Any]:
    """The gradients with respect to images, filter and bias that are made of one gradient, as far as they are wanted.

    They need not be of one convolution, where a sum hands its gradient to several: that of the images depends on the filter alone, that of
    the filter on the images alone, and that of the bias on neither. Only the sizes must be those of one.
    """
    for of_filter in (step for step in block.steps if step.kind == "Conv2DBackpropFilter"):
        found = {step.kind: step for step in uses.readers(of_filter.inputs[2]) if belongs(step, of_filter)} | {of_filter.kind: of_filter}
        filters = [found[ORDER[0]].inputs[1]] if ORDER[0] in found else []
        sizes = of_filter.outputs[0].shape.sizes
        if len(found) > 1 and (filters or (sizes is not None and None not in sizes)):
            steps = [found[kind] for kind in ORDER if kind in found]
            keywords = attributes_of(of_filter) | {"wanted": tuple(kind in found for kind in ORDER), "filter_sizes": sizes}
            inputs = [of_filter.inputs[0], of_filter.inputs[2], *filters]
            outputs = [step.outputs[0] for step in steps]
            yield fused("convolution_gradients", steps, convolution_gradients_kernel, inputs=inputs, outputs=outputs, keywords=keywords)


def belongs(step: Any, of_filter: Any) -> bool:
    """Whether a step that reads the same gradient can be made with the filter's."""
    if step.kind == "BiasAddGrad":
        return step.attrs["data_format"] == of_filter.attrs["data_format"] and step.outputs[0].dtype.name in FULL
    if step.kind != "Conv2DBackpropInput" or step.inputs[2] is not of_filter.inputs[2] or attributes_of(step) != attributes_of(of_filter):
        return False
    return is_of_size(step.outputs[0], step.inputs[0], of_filter.inputs[0]) and is_of_size(
        of_filter.outputs[0], of_filter.inputs[1], step.inputs[1]
    )


def is_of_size(gradient: Any, sizes: Any, source: Any) -> bool:
    """Whether a gradient is as large as ``source``: its sizes are taken from there, or known, but for that of the batch, which all have."""
    if sizes.step is not None and sizes.step.kind == "Shape" and sizes.step.inputs[0] is source:
        return True
    first, second = gradient.shape.sizes, source.shape.sizes
    return first is not None and second is not None and None not in first[1:] and first[1:] == second[1:]


def convolution_gradients_kernel(images, out_backprop, *filters, filter_sizes, wanted, **attributes):
    """Without a filter, which only the gradient of the images asks for, its sizes are enough."""
    filter = filters[0] if filters else out_backprop.new_empty(filter_sizes)
    return all_gradients(images, filter, out_backprop, wanted=wanted, **attributes)
