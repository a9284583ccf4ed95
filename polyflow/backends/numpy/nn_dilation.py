"""Dilation and its gradients: the greatest of the sums of each window and the filter."""

import numpy as np

from ...framework import window_rules
from ...framework.array_rules import at_run_time
from ...framework.errors import InvalidArgumentError
from . import kernel
from .arrays import widened
from .nn_pooling import flat, inside, lowest
from .windows import cropped, padded, windows_of

layout = at_run_time(window_rules.dilated)


@kernel("Dilation2D")
def dilation2d(input, filter, *, strides, rates, padding):
    lies = layout(input.shape, filter.shape, tuple(strides), tuple(rates), padding)
    return sums(input, filter, lies).max(-1)


def sums(images, filter, lies):
    """The sums of each window's entries and the filter's, the lowest of values where they are outside of the image."""
    total = windows_of(padded(images, lies), lies) + np.moveaxis(filter, -1, 0)
    return flat(np.where(inside(images, lies), total, np.array(lowest(images.dtype), images.dtype)))


@kernel("Dilation2DBackpropInput")
def dilation2d_backprop_input(input, filter, out_backprop, *, strides, rates, padding):
    lies = layout(input.shape, filter.shape, tuple(strides), tuple(rates), padding)
    first, gradients = first_greatest(input, filter, out_backprop, lies)
    result = padded(np.zeros_like(gradients, shape=input.shape), lies)
    windows = windows_of(result, lies, writeable=True)
    for position, (a, b) in enumerate(np.ndindex(filter.shape[:2])):
        windows[..., a, b] += np.where(first == position, gradients, 0)
    return cropped(result, lies).astype(input.dtype, copy=False)


def first_greatest(images, filter, out_backprop, lies):
    """Where in each window, its entries counted in reading order, the first of the greatest sums is; and the window's gradient."""
    result = (images.shape[0], *lies.counts, images.shape[3])
    if out_backprop.shape != result:
        raise InvalidArgumentError.of(f"out_backprop has shape {out_backprop.shape}, but the dilation gives {result}")
    return sums(images, filter, lies).argmax(-1), widened(out_backprop)


@kernel("Dilation2DBackpropFilter")
def dilation2d_backprop_filter(input, filter, out_backprop, *, strides, rates, padding):
    lies = layout(input.shape, filter.shape, tuple(strides), tuple(rates), padding)
    first, gradients = first_greatest(input, filter, out_backprop, lies)
    rows = [
        np.where(first == position, gradients, 0).sum((0, 1, 2), dtype=gradients.dtype) for position in range(np.prod(filter.shape[:2]))
    ]
    return np.reshape(rows, filter.shape).astype(filter.dtype, copy=False)
