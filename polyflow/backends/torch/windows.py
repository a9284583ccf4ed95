"""Images as torch's convolutions and pools take them: channels second, as views in whatever order the memory has."""

import torch


def to_nchw(images, data_format):
    """Images with the channels second; NHWC ones become what torch calls channels_last, without a copy."""
    return images.permute(0, 3, 1, 2) if data_format == "NHWC" else images


def from_nchw(images, data_format):
    """Images with the channels where ``data_format`` has them."""
    return images.permute(0, 2, 3, 1) if data_format == "NHWC" else images


def empty_images(sizes, like, data_format):
    """Images of these sizes, in the order of ``data_format``, with the channels second: for gradient functions that want no more than a shape."""
    return to_nchw(like.new_empty(sizes), data_format)


def enlarged(images, surplus, value=0):
    """Images with ``value`` around them: so much (left, right, top, bottom), or None for nothing."""
    return images if surplus is None else torch.constant_pad_nd(images, surplus, value)


def cropped(images, surplus):
    """Images without what ``enlarged`` added."""
    if surplus is None:
        return images
    left, right, top, bottom = surplus
    return images[:, :, top : images.shape[2] - bottom, left : images.shape[3] - right]
