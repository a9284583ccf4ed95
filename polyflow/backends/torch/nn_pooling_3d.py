"""Pooling of volumes and its gradients by torch's own pools; means in float32, which torch lacks for the 16-bit types on the CPU."""

from typing import NamedTuple

import torch

from ...framework import window_rules
from ...framework.array_rules import at_run_time
from . import kernel
from .nn_pooling import AVG_POOL, AVG_POOL_BACKWARD, greatest, mean, picked, planned, require_shape, routed, shared
from .precision import HALF
from .windows import cropped, empty_images, enlarged, from_nchw, surplus_of, to_nchw


@kernel("MaxPool3D")
def max_pool3d(input, *, ksize, strides, padding, data_format):
    return greatest(input, ksize, strides, padding, (), data_format)


@kernel("MaxPool3DGrad")
def max_pool3d_grad(orig_input, orig_output, grad, *, ksize, strides, padding, data_format):
    return routed(orig_input, grad, ksize, strides, padding, (), data_format)


@kernel("MaxPool3DGradGrad")
def max_pool3d_grad_grad(orig_input, orig_output, grad, *, ksize, strides, padding, data_format):
    return picked(orig_input, grad, ksize, strides, padding, data_format)


@kernel("AvgPool3D")
def avg_pool3d(input, *, ksize, strides, padding, data_format):
    how, wide = beyond(input.shape, tuple(ksize), tuple(strides), padding, data_format), widened(input)
    if how is None:
        return mean_of_volumes(wide, ksize, strides, padding, data_format).to(input.dtype)
    sums = AVG_POOL[5](enlarged(to_nchw(wide, data_format), how.surplus), how.window, how.strides, 0, False, True, 1)
    return from_nchw(sums.div(counts(how, wide)), data_format).to(input.dtype)


@kernel("AvgPool3DGrad")
def avg_pool3d_grad(orig_input_shape, grad, *, ksize, strides, padding, data_format):
    how, wide = beyond(orig_input_shape, tuple(ksize), tuple(strides), padding, data_format), widened(grad)
    if how is None:
        return shared_by_volumes(orig_input_shape, wide, ksize, strides, padding, data_format).to(grad.dtype)
    volume = enlarged(empty_images(orig_input_shape, wide, data_format), how.surplus)
    share = to_nchw(wide, data_format).div(counts(how, wide))
    result = AVG_POOL_BACKWARD[5](share, volume, how.window, how.strides, (0, 0, 0), False, True, 1)
    return from_nchw(cropped(result, how.surplus), data_format).to(grad.dtype)


def widened(tensor):
    return tensor.float() if tensor.dtype in HALF else tensor


# With the channels last torch is many times quicker with images than with volumes: it takes first each plane, then all planes as the rows
# of one image.


def mean_of_volumes(volumes, ksize, strides, padding, data_format):
    if data_format == "NCDHW" or planned(volumes.shape, ksize, strides, padding, (), data_format).empty:
        return mean(volumes, ksize, strides, padding, data_format)
    (in_plane, across), (n, depth, *_, channels) = planes_and_rows(ksize, strides), volumes.shape
    means = mean(volumes.flatten(0, 1), *in_plane, padding, "NHWC")
    result = mean(means.reshape(n, depth, -1, channels), *across, padding, "NHWC")
    return result.unflatten(2, means.shape[1:3])


def shared_by_volumes(sizes, grad, ksize, strides, padding, data_format):
    how = planned(sizes, ksize, strides, padding, (), data_format)
    require_shape(grad, how.result)
    if data_format == "NCDHW" or how.empty:
        return shared(sizes, grad, ksize, strides, padding, data_format)
    (in_plane, across), (n, depth, *plane, channels) = planes_and_rows(ksize, strides), sizes
    height, width = grad.shape[2:4]
    shares = shared((n, depth, height * width, channels), grad.flatten(2, 3), *across, padding, "NHWC")
    result = shared((n * depth, *plane, channels), shares.reshape(n * depth, height, width, channels), *in_plane, padding, "NHWC")
    return result.unflatten(0, (n, depth))


def planes_and_rows(ksize, strides):
    """The windows and strides in planes, and those from plane to plane, as of images."""
    return [[(1, *of[2:4], 1) for of in (ksize, strides)], [(1, of[1], 1, 1) for of in (ksize, strides)]]


class Beyond(NamedTuple):
    """How windows lie of which one is larger than the volume: torch refuses those, and takes them after zeros are added.

    Attributes:
        window, strides: as torch takes them.
        surplus: what is added, in the order of ``surplus_of``.
        counts: along each dimension how many places inside the volume each window has.
    """

    window: tuple[int, ...]
    strides: tuple[int, ...]
    surplus: tuple[int, ...]
    counts: tuple[tuple[int, ...], ...]


@at_run_time
def beyond(volume, ksize, strides, padding, data_format):
    """None where no window is larger than the volume."""
    window_rules.check_rank("images", volume, 5)
    size, window = window_rules.spatial(volume, data_format), window_rules.spatial(ksize, data_format)
    if 0 in volume or all(extent <= length for extent, length in zip(window, size, strict=True)):
        return None
    lies = window_rules.windows(size, window, strides, (1,) * 5, padding, (), data_format)
    rows = zip(size, lies.counts, window, lies.paddings, lies.strides, strict=True)
    return Beyond(window, lies.strides, surplus_of(lies.paddings), tuple(inside(*row) for row in rows))


def inside(length, count, extent, paddings, stride):
    firsts = [i * stride - paddings[0] for i in range(count)]
    return tuple(min(first + extent, length) - max(first, 0) for first in firsts)


def counts(how, like):
    """How many places inside the volume each window has."""
    depth, height, width = (torch.tensor(each, dtype=like.dtype, device=like.device) for each in how.counts)
    return depth[:, None, None] * height[:, None] * width
