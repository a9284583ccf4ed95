"""Windows of images as one array with more dimensions, a view: what convolution and pooling are defined by.

Images are (batch, places, channels), where the places have two dimensions or, in volumes, three.
"""

import numpy as np

from ...framework import window_rules
from ...framework.array_rules import at_run_time

check_rank = at_run_time(window_rules.check_rank)


def require_four(name, array):
    return require_rank(name, array, 4)


def require_rank(name, array, rank):
    check_rank(name, np.shape(array), rank)
    return array


def to_nhwc(images, data_format):
    """Images with the channels last."""
    require_rank("images", images, len(data_format))
    return images if window_rules.channels_last(data_format) else np.moveaxis(images, 1, -1)


def from_nhwc(images, data_format):
    """Images with the channels where ``data_format`` has them."""
    return images if window_rules.channels_last(data_format) else np.moveaxis(images, -1, 1)


def padded(images, lies, fill=0):
    """Images, channels last, with ``fill`` around them."""
    return np.pad(images, ((0, 0), *lies.paddings, (0, 0)), constant_values=fill)


def cropped(images, lies):
    """Images, channels last, without what ``padded`` added."""
    inner = (slice(before, size - after) for (before, after), size in zip(lies.paddings, images.shape[1:-1], strict=True))
    return images[(slice(None), *inner)]


def windows_of(images, lies, writeable=False):
    """The windows of padded images: [n, i, j, c, a, b] is entry (a, b) of the window in row i and column j."""
    if 0 in (*images.shape, *lies.counts):
        return np.zeros((images.shape[0], *lies.counts, images.shape[-1], *window_sizes(lies)), images.dtype)
    axes = tuple(range(1, images.ndim - 1))
    view = np.lib.stride_tricks.sliding_window_view(images, lies.extent, axes, writeable=writeable)
    return view[(slice(None), *map(every, lies.strides), slice(None), *map(every, lies.dilations))]


def every(step):
    return slice(None, None, step)


def window_sizes(lies):
    """How many entries a window has along each dimension."""
    return tuple(-(-extent // dilation) for extent, dilation in zip(lies.extent, lies.dilations, strict=True))


def window_axes(images):
    """The dimensions of an array of windows of ``images`` that count the entries of one."""
    return tuple(range(images.ndim, 2 * images.ndim - 2))
