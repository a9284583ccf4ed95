"""Pooling that also tells where the greatest entries are, and its gradients."""

import math

import numpy as np

from . import kernel
from .arrays import require_in_range, widened
from .nn_pooling import first_greatest, image_windows, layout, pooled_sizes, require_shape
from .windows import require_four, window_axes


@kernel("MaxPoolWithArgmax")
def max_pool_with_argmax(input, *, ksize, strides, Targmax, padding, include_batch_in_index):
    images = require_four("images", input)
    lies = layout(images, ksize, strides, padding, (), "NHWC")
    places = places_of(first_greatest(images, lies), images.shape, lies, include_batch_in_index)
    return image_windows(images, lies).max(window_axes(images)), places.astype(Targmax)


def places_of(first, sizes, lies, with_batch):
    """The numbers of the places that are entry ``first`` of their windows."""
    n, i, j, c = np.indices(first.shape, sparse=True)
    (top, _), (left, _) = lies.paddings
    y = i * lies.strides[0] - top + first // lies.extent[1]
    x = j * lies.strides[1] - left + first % lies.extent[1]
    return numbers(n if with_batch else 0, y, x, c, sizes)


def numbers(n, y, x, c, sizes):
    """The positions of entries in images laid out row by row."""
    _, height, width, channels = sizes
    return ((n * height + y) * width + x) * channels + c


@kernel("MaxPoolGradWithArgmax")
def max_pool_grad_with_argmax(input, grad, argmax, *, ksize, strides, padding, include_batch_in_index):
    images = require_four("images", input)
    for pooled in (grad, argmax):
        require_shape(pooled, pooled_sizes(images, layout(images, ksize, strides, padding, (), "NHWC")))
    return scattered(grad, argmax, images.shape, include_batch_in_index)


def scattered(grad, argmax, sizes, with_batch):
    """Images of zeros with each entry of ``grad`` added at its place."""
    result = np.zeros(sizes, widened(grad).dtype)
    np.add.at(result.reshape(-1), positions(argmax, sizes, with_batch), widened(grad))
    return result.astype(grad.dtype, copy=False)


def positions(argmax, sizes, with_batch):
    """Places, checked, as positions in the batch laid out image by image."""
    image = math.prod(sizes[1:])
    require_in_range(argmax, image * sizes[0] if with_batch else image, "argmax")
    return argmax if with_batch else argmax + image * np.arange(sizes[0]).reshape(-1, 1, 1, 1)


@kernel("MaxPoolGradGradWithArgmax")
def max_pool_grad_grad_with_argmax(input, grad, argmax, *, ksize, strides, padding, include_batch_in_index):
    images = require_four("images", input)
    require_shape(grad, images.shape)
    require_shape(argmax, pooled_sizes(images, layout(images, ksize, strides, padding, (), "NHWC")))
    return grad.reshape(-1)[positions(argmax, images.shape, include_batch_in_index)]
