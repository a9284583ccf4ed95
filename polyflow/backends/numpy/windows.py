"""Windows of images as one array with two dimensions more, a view: what convolution and pooling are defined by."""

import numpy as np

from ...framework.errors import InvalidArgumentError


def require_four(name, array):
    if np.ndim(array) != 4:
        raise InvalidArgumentError.of(f"{name} must have four dimensions, not shape {np.shape(array)}")
    return array


def to_nhwc(images, data_format):
    """Images with the channels last."""
    require_four("images", images)
    return images if data_format == "NHWC" else images.transpose(0, 2, 3, 1)


def from_nhwc(images, data_format):
    """Images with the channels where ``data_format`` has them."""
    return images if data_format == "NHWC" else images.transpose(0, 3, 1, 2)


def padded(images, lies, fill=0):
    """NHWC images with ``fill`` around them."""
    return np.pad(images, ((0, 0), *lies.paddings, (0, 0)), constant_values=fill)


def cropped(images, lies):
    """NHWC images without what ``padded`` added."""
    (top, bottom), (left, right) = lies.paddings
    return images[:, top : images.shape[1] - bottom, left : images.shape[2] - right]


def windows_of(images, lies, writeable=False):
    """The windows of padded NHWC images: [n, i, j, c, a, b] is entry (a, b) of the window in row i and column j."""
    (rows, columns), (across, along), (tall, wide) = lies.counts, lies.strides, lies.dilations
    if 0 in (*images.shape, *lies.counts):
        return np.zeros(
            (images.shape[0], rows, columns, images.shape[3], -(-lies.extent[0] // tall), -(-lies.extent[1] // wide)), images.dtype
        )
    view = np.lib.stride_tricks.sliding_window_view(images, lies.extent, (1, 2), writeable=writeable)
    return view[:, ::across, ::along, :, ::tall, ::wide]
