"""Images and volumes as torch's convolutions and pools take them: channels second, as views in whatever order the memory has."""

import torch

TO_SECOND = {4: (0, 3, 1, 2), 5: (0, 4, 1, 2, 3)}
TO_LAST = {4: (0, 2, 3, 1), 5: (0, 2, 3, 4, 1)}
"""The order of dimensions with the channels second or last, by the number of dimensions."""

LAST = frozenset({"NHWC", "NDHWC"})


def to_nchw(images, data_format):
    """Images with the channels second; NHWC ones become what torch calls channels_last, without a copy."""
    return images.permute(TO_SECOND[images.dim()]) if data_format in LAST else images


def from_nchw(images, data_format):
    """Images with the channels where ``data_format`` has them."""
    return images.permute(TO_LAST[images.dim()]) if data_format in LAST else images


def empty_images(sizes, like, data_format):
    """Images of these sizes, in the order of ``data_format``, with the channels second: for gradient functions that want no more than a shape."""
    return to_nchw(like.new_empty(sizes), data_format)


def surplus_of(paddings):
    """Amounts before and after each dimension in torch's order, the last dimension first."""
    return tuple(amount for pair in reversed(paddings) for amount in pair)


def enlarged(images, surplus, value=0):
    """Images with ``value`` around them: so much, in the order of ``surplus_of``, or None for nothing."""
    return images if surplus is None else torch.constant_pad_nd(images, surplus, value)


def cropped(images, surplus):
    """Images without what ``enlarged`` added."""
    if surplus is None:
        return images
    for axis, before, after in zip(range(images.dim() - 1, 1, -1), surplus[::2], surplus[1::2], strict=True):
        images = images.narrow(axis, before, images.shape[axis] - before - after)
    return images
