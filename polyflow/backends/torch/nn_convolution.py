"""Convolutions and their gradients by torch's own, and the bias that is added to each channel."""

from typing import NamedTuple

import torch

from ...framework import window_rules
from ...framework.array_rules import at_run_time
from ...framework.errors import InvalidArgumentError
from . import kernel
from .unsigned import modular
from .windows import empty_images, from_nchw, require_four, spatial_size, to_nchw

group_count = at_run_time(window_rules.group_count)
convolution_backward = torch.ops.aten.convolution_backward.default
add = modular(torch.Tensor.add)


class Plan(NamedTuple):
    """How torch is told to convolve.

    Attributes:
        counts: height and width of the result.
        margin: what torch itself adds around the images, the same before and after.
        surplus: what must be added before that (left, right, top, bottom), or None.
    """

    counts: tuple[int, int]
    strides: tuple[int, int]
    margin: tuple[int, int]
    dilations: tuple[int, int]
    surplus: tuple[int, int, int, int] | None


@at_run_time
def plan(size, window, strides, dilations, padding, explicit_paddings, data_format):
    lies = window_rules.windows(size, window, strides, dilations, padding, explicit_paddings, data_format)
    (top, bottom), (left, right) = lies.paddings
    if top == bottom and left == right:
        return Plan(lies.counts, lies.strides, (top, left), lies.dilations, None)
    return Plan(lies.counts, lies.strides, (0, 0), lies.dilations, (left, right, top, bottom))


@kernel("Conv2D")
def conv2d(input, filter, *, strides, padding, explicit_paddings, data_format, dilations):
    images, (height, width, depth, outputs) = to_nchw(input, data_format), require_four("filter", filter).shape
    how = plan(
        spatial_size(input, data_format), (height, width), tuple(strides), tuple(dilations), padding, tuple(explicit_paddings), data_format
    )
    groups = group_count(images.shape[1], depth, outputs)
    if not images.numel() or not filter.numel():
        return input.new_zeros(window_rules.image_sizes(images.shape[0], *how.counts, outputs, data_format))
    return from_nchw(convolved(enlarged(images, how), filter.permute(3, 2, 0, 1), how, groups), data_format)


def convolved(images, filter, how, groups):
    wide = widest(images)
    if wide is not images.dtype:
        return convolved(images.to(wide), filter.to(wide), how, groups).to(images.dtype)
    return torch.conv2d(images, filter, None, how.strides, how.margin, how.dilations, groups)


def enlarged(images, how):
    return images if how.surplus is None else torch.constant_pad_nd(images, how.surplus)


@kernel("Conv2DBackpropInput")
def conv2d_backprop_input(input_sizes, filter, out_backprop, *, strides, padding, explicit_paddings, data_format, dilations):
    images = empty_images(input_sizes, filter, data_format)
    attributes = strides, padding, explicit_paddings, data_format, dilations
    weights = require_four("filter", filter).permute(3, 2, 0, 1)
    return from_nchw(gradients(images, weights, out_backprop, *attributes, (True, False))[0], data_format)


@kernel("Conv2DBackpropFilter")
def conv2d_backprop_filter(input, filter_sizes, out_backprop, *, strides, padding, explicit_paddings, data_format, dilations):
    filter = input.new_empty(filter_sizes).permute(3, 2, 0, 1)
    attributes = strides, padding, explicit_paddings, data_format, dilations
    return gradients(to_nchw(input, data_format), filter, out_backprop, *attributes, (False, True))[1].permute(2, 3, 1, 0)


def both_gradients(input, filter, out_backprop, strides, padding, explicit_paddings, data_format, dilations):
    """The gradients with respect to input and filter, in one call."""
    attributes = strides, padding, explicit_paddings, data_format, dilations
    images, weights = gradients(to_nchw(input, data_format), filter.permute(3, 2, 0, 1), out_backprop, *attributes, (True, True))
    return from_nchw(images, data_format), weights.permute(2, 3, 1, 0)


def gradients(images, filter, out_backprop, strides, padding, explicit_paddings, data_format, dilations, wanted):
    """The two gradients, or those that are ``wanted``, with channels second and outputs first; of what is not, only the shape is looked at."""
    outputs, depth, *window = filter.shape
    how = plan(tuple(images.shape[2:]), tuple(window), tuple(strides), tuple(dilations), padding, tuple(explicit_paddings), data_format)
    groups = group_count(images.shape[1], depth, outputs)
    grad = require_shape(to_nchw(out_backprop, data_format), (images.shape[0], outputs, *how.counts))
    if not grad.numel() or not images.numel() or not filter.numel():
        return torch.zeros_like(images), torch.zeros_like(filter)
    for_images, for_filter = differentiated(grad, enlarged(images, how), filter, how, groups, (*wanted, False))
    return cropped(for_images, how), for_filter


def differentiated(grad, images, filter, how, groups, wanted):
    wide = widest(grad)
    if wide is not grad.dtype:
        return [
            None if each is None else each.to(grad.dtype)
            for each in differentiated(grad.to(wide), images.to(wide), filter.to(wide), how, groups, wanted)
        ]
    return convolution_backward(grad, images, filter, None, how.strides, how.margin, how.dilations, False, (0, 0), groups, wanted)[:2]


def widest(tensor):
    """The type to convolve in: float32 for float16 on the CPU, where torch sums in float16; float64, exact up to 2 to the 53, for integers."""
    if tensor.dtype is torch.float16 and tensor.is_cpu:
        return torch.float32
    return tensor.dtype if tensor.is_floating_point() else torch.float64


def cropped(images, how):
    if how.surplus is None or images is None:
        return images
    left, right, top, bottom = how.surplus
    return images[:, :, top : images.shape[2] - bottom, left : images.shape[3] - right]


def require_shape(grad, sizes):
    if tuple(grad.shape) != sizes:
        raise InvalidArgumentError.of(f"out_backprop has shape {tuple(grad.shape)}, but the convolution gives {sizes} (in NCHW)")
    return grad


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
    axis = bias_axis(out_backprop, data_format)
    return sum_of(out_backprop, [i for i in range(out_backprop.dim()) if i != axis])


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
