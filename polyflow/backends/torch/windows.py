"""Images as torch's convolutions and pools take them: channels second, as views in whatever order the memory has, and windows that lie alike."""

from ...framework.errors import InvalidArgumentError
from ...framework.window_rules import spatial


def require_four(name, tensor):
    if tensor.dim() != 4:
        raise InvalidArgumentError.of(f"{name} must have four dimensions, not shape {tuple(tensor.shape)}")
    return tensor


def to_nchw(images, data_format):
    """Images with the channels second; NHWC ones become what torch calls channels_last, without a copy."""
    require_four("images", images)
    return images.permute(0, 3, 1, 2) if data_format == "NHWC" else images


def from_nchw(images, data_format):
    """Images with the channels where ``data_format`` has them."""
    return images.permute(0, 2, 3, 1) if data_format == "NHWC" else images


def empty_images(sizes, like, data_format):
    """Images of these sizes, in the order of ``data_format``, with the channels second: for gradient functions that want no more than a shape."""
    return to_nchw(like.new_empty(sizes), data_format)


def spatial_size(images, data_format):
    return spatial(images.shape, data_format)
