"""Convolutions and their gradients by torch's own, and the bias that is added to each channel."""

from typing import NamedTuple

import torch

from ...framework import window_rules
from ...framework.array_rules import at_run_time
from ...framework.errors import InvalidArgumentError
from . import kernel
from .unsigned import modular
from .windows import cropped, empty_images, enlarged, from_nchw, surplus_of, to_nchw

convolution_backward = torch.ops.aten.convolution_backward.default
add = modular(torch.Tensor.add)

NATIVE = frozenset({torch.float32, torch.float64, torch.bfloat16})
"""Types that torch convolves as they should be on every device."""


FORWARD = {4: torch.conv2d, 5: torch.conv3d}
OUTPUTS_FIRST = {4: (3, 2, 0, 1), 5: (4, 3, 0, 1, 2)}
OUTPUTS_LAST = {4: (2, 3, 1, 0), 5: (2, 3, 4, 1, 0)}
"""The order of a filter's dimensions in torch and in polyflow, by their number."""


class Plan(NamedTuple):
    """How torch is told to convolve images or volumes.

    Attributes:
        result: the sizes of the result, in the order of the data format.
        empty: whether there is nothing to multiply.
        margin: what torch itself adds around the images, the same before and after.
        surplus: what must be added before that, in the order of ``surplus_of``, or None.
    """

    result: tuple[int, ...]
    empty: bool
    groups: int
    strides: tuple[int, ...]
    margin: tuple[int, ...]
    dilations: tuple[int, ...]
    surplus: tuple[int, ...] | None


def planned(image, filter, strides, padding, explicit_paddings, data_format, dilations):
    """The plan for images and filters of these sizes."""
    return plan(image, filter, tuple(strides), tuple(dilations), padding, tuple(explicit_paddings), data_format)


@at_run_time
def plan(image, filter, strides, dilations, padding, explicit_paddings, data_format):
    window_rules.check_rank("images", image, len(data_format))
    window_rules.check_rank("filter", filter, len(data_format))
    *window, depth, outputs = filter
    groups = window_rules.group_count(image[window_rules.channel_axis(data_format)], depth, outputs)
    size = window_rules.spatial(image, data_format)
    lies = window_rules.windows(size, window, strides, dilations, padding, explicit_paddings, data_format)
    result = window_rules.image_sizes(image[0], lies.counts, outputs, data_format)
    before = tuple(first for first, _ in lies.paddings)
    even = all(first == last for first, last in lies.paddings)
    margin, surplus = (before, None) if even else ((0,) * len(before), surplus_of(lies.paddings))
    return Plan(result, 0 in (*image, *filter), groups, lies.strides, margin, lies.dilations, surplus)


@kernel("Conv2D")
def conv2d(input, filter, *, strides, padding, explicit_paddings, data_format, dilations):
    return convolution(input, filter, strides, padding, explicit_paddings, data_format, dilations)


def convolution(input, filter, strides, padding, explicit_paddings, data_format, dilations, bias=None):
    """The convolution of images or volumes, with a bias where torch convolves the type itself."""
    how = planned(input.shape, filter.shape, strides, padding, explicit_paddings, data_format, dilations)
    if how.empty:
        return input.new_zeros(how.result)
    images = enlarged(to_nchw(input, data_format), how.surplus)
    return from_nchw(convolved(images, filter.permute(OUTPUTS_FIRST[filter.dim()]), how, bias), data_format)


def convolved(images, filter, how, bias):
    if images.dtype in NATIVE:
        return FORWARD[images.dim()](images, filter, bias, how.strides, how.margin, how.dilations, how.groups)
    wide = widest(images)
    return FORWARD[images.dim()](images.to(wide), filter.to(wide), None, how.strides, how.margin, how.dilations, how.groups).to(
        images.dtype
    )


def widest(tensor):
    """The type to convolve in: float32 for float16 on the CPU, where torch sums in float16; float64, exact up to 2 to the 53, for integers."""
    if tensor.is_floating_point():
        return torch.float32 if tensor.is_cpu else tensor.dtype
    return torch.float64


@kernel("Conv2DBackpropInput")
def conv2d_backprop_input(input_sizes, filter, out_backprop, *, strides, padding, explicit_paddings, data_format, dilations):
    return gradient_of_images(input_sizes, filter, out_backprop, strides, padding, explicit_paddings, data_format, dilations)


def gradient_of_images(input_sizes, filter, out_backprop, strides, padding, explicit_paddings, data_format, dilations):
    """The gradient of ``convolution`` with respect to its input."""
    how = planned(input_sizes, filter.shape, strides, padding, explicit_paddings, data_format, dilations)
    images = empty_images(input_sizes, filter, data_format)
    return from_nchw(gradients(images, filter, out_backprop, how, data_format, (True, False, False))[0], data_format)


@kernel("Conv2DBackpropFilter")
def conv2d_backprop_filter(input, filter_sizes, out_backprop, *, strides, padding, explicit_paddings, data_format, dilations):
    return gradient_of_filter(input, filter_sizes, out_backprop, strides, padding, explicit_paddings, data_format, dilations)


def gradient_of_filter(input, filter_sizes, out_backprop, strides, padding, explicit_paddings, data_format, dilations):
    """The gradient of ``convolution`` with respect to its filter."""
    how = planned(input.shape, filter_sizes, strides, padding, explicit_paddings, data_format, dilations)
    filter = input.new_empty(filter_sizes)
    result = gradients(to_nchw(input, data_format), filter, out_backprop, how, data_format, (False, True, False))[1]
    return result.permute(OUTPUTS_LAST[result.dim()])


def all_gradients(input, filter, out_backprop, strides, padding, explicit_paddings, data_format, dilations, wanted):
    """Of the gradients with respect to input, filter and a bias those that are wanted, in one call."""
    how = planned(input.shape, filter.shape, strides, padding, explicit_paddings, data_format, dilations)
    images, weights, bias = gradients(to_nchw(input, data_format), filter, out_backprop, how, data_format, wanted)
    images = images if images is None else from_nchw(images, data_format)
    return [each for each in (images, weights.permute(OUTPUTS_LAST[weights.dim()]), bias) if each is not None]


def gradients(images, filter, out_backprop, how, data_format, wanted):
    """The gradients of images, filter and bias, or those that are ``wanted``, with channels second and outputs first.

    Of images and filter only the shape is looked at where the other one's gradient is not wanted.
    """
    if out_backprop.shape != how.result:
        raise InvalidArgumentError.of(f"out_backprop has shape {tuple(out_backprop.shape)}, but the convolution gives {how.result}")
    filter = filter.permute(OUTPUTS_FIRST[filter.dim()])
    if how.empty:
        bias = sum_of(out_backprop, other_axes(out_backprop, data_format)) if wanted[2] else None
        return torch.zeros_like(images) if wanted[0] else None, torch.zeros_like(filter) if wanted[1] else None, bias
    if filter.shape[0] == 1:
        filter = filter.contiguous()  # with one output it looks like channels_last, a layout that torch's gradient for float64 refuses
    grad, images = to_nchw(out_backprop, data_format), enlarged(images, how.surplus)
    wide = grad.dtype if grad.dtype in NATIVE else widest(grad)
    if wide is not grad.dtype:
        grad, images, filter = grad.to(wide), images.to(wide), filter.to(wide)
    nothing, bias = (0,) * len(how.strides), filter.shape[:1] if wanted[2] else None
    result = convolution_backward(grad, images, filter, bias, how.strides, how.margin, how.dilations, False, nothing, how.groups, wanted)
    for_images, for_filter, for_bias = [each if each is None else each.to(out_backprop.dtype) for each in result]
    return for_images if for_images is None else cropped(for_images, how.surplus), for_filter, for_bias


# Bias


@kernel("BiasAdd")
def bias_add(value, bias, *, data_format):
    axis = bias_axis(value, data_format)
    if bias.shape != value.shape[axis : axis + 1]:
        raise InvalidArgumentError.of(
            f"the bias must be a vector of the {value.shape[axis]} channels of {tuple(value.shape)}, not of shape {tuple(bias.shape)}"
        )
    return add(value, bias if data_format == "NHWC" else bias.view((-1,) + (1,) * (value.dim() - 2)))


@kernel("BiasAddV1")
def bias_add_v1(value, bias):
    return bias_add(value, bias, data_format="NHWC")


@kernel("BiasAddGrad")
def bias_add_grad(out_backprop, *, data_format):
    return sum_of(out_backprop, other_axes(out_backprop, data_format))


def other_axes(value, data_format):
    """All dimensions but that of the channels."""
    axis = bias_axis(value, data_format)
    return [i for i in range(value.dim()) if i != axis]


@modular
def sum_of(x, axes):
    return x.sum(axes, dtype=x.dtype)


def bias_axis(value, data_format):
    least = 3 if data_format == "NCHW" else 2
    if value.dim() < least:
        raise InvalidArgumentError.of(
            f"a value in format {data_format} must have at least {least} dimensions, not shape {tuple(value.shape)}"
        )
    return 1 if data_format == "NCHW" else value.dim() - 1
