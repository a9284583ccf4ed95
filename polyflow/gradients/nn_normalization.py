"""Gradients of normalisations, and of those of LRN and FusedBatchNorm.

As in TensorFlow nothing flows back from the mean and variance that FusedBatchNorm returns, nor to those that it is given.
"""

from ..framework.dtypes import float32
from ..framework.normalization_rules import channel_axis, other_axes
from ..ops import math_elementwise as m
from ..ops import nn_normalization as nn
from ..ops.array_creation import fill
from ..ops.array_diagonal import matrix_band_part
from ..ops.array_indexing import strided_slice
from ..ops.array_manipulation import pack, reshape, transpose
from ..ops.linalg import batch_matmul_v2
from ..ops.math_reduction import mean, sum_
from .helpers import scalar
from .registry import gradient, not_differentiable
from .shapes import shape_of

# By near channels

NEAR = ("depth_radius", "bias", "alpha", "beta")


def near(op):
    return {name: op.attrs[name] for name in NEAR}


gradient(nn.lrn)(lambda op, dy: nn.lrn_grad(dy, op.inputs[0], op.outputs[0], **near(op)))


@gradient(nn.lrn_grad)
def _(op, grad):
    """That of g · n**-beta - 2 · alpha · beta · x · near(g · y / n), with n = bias + alpha · near(x²): near is a symmetric linear function."""
    g, x, y = op.inputs
    alpha, beta = op.attrs["alpha"], op.attrs["beta"]
    n = m.add_v2(m.mul(near_sums(m.square(x), op), scalar(alpha, x)), scalar(op.attrs["bias"], x))
    power, factor = m.pow_(n, scalar(-beta, x)), scalar(-2 * alpha * beta, x)
    share, back = m.real_div(y, n), m.mul(factor, near_sums(m.mul(grad, x), op))
    for_n = m.real_div(m.add_v2(m.mul(m.mul(m.mul(grad, g), power), scalar(beta, x)), m.mul(m.mul(g, share), back)), n)
    for_x = m.mul(m.mul(grad, factor), near_sums(m.mul(g, share), op))
    return (
        m.add_v2(m.mul(grad, power), m.mul(share, back)),
        m.sub(for_x, m.mul(m.mul(x, scalar(2 * alpha, x)), near_sums(for_n, op))),
        m.mul(m.real_div(g, n), back),
    )


def near_sums(images, op):
    """The sums over near channels, as a product with a banded matrix of ones."""
    channels = strided_slice(shape_of(images), [3], [4], [1], shrink_axis_mask=1)
    radius = m.minimum(channels, op.attrs["depth_radius"])
    return batch_matmul_v2(images, matrix_band_part(fill(pack([channels, channels]), scalar(1, images)), radius, radius))


# By mean and variance

not_differentiable(nn.batch_norm_with_global_normalization_grad)


@gradient(nn.batch_norm_with_global_normalization)
def _(op, dy):
    t, mean, variance, _, gamma = op.inputs
    attributes = {name: op.attrs[name] for name in ("variance_epsilon", "scale_after_normalization")}
    return nn.batch_norm_with_global_normalization_grad(t, mean, variance, gamma, dy, **attributes)


@gradient(nn.fused_batch_norm)
def _(op, dy, *others):
    return *fused_gradients(nn.fused_batch_norm_grad, op, dy, op.inputs[1], statistics(op)), None, None


@gradient(nn.fused_batch_norm_v2)
def _(op, dy, *others):
    return *fused_gradients(nn.fused_batch_norm_grad_v2, op, dy, op.inputs[1], statistics(op)), None, None


@gradient(nn.fused_batch_norm_v3)
def _(op, dy, *others):
    scale, *reserved = (as_type(each, float32) for each in (op.inputs[1], *statistics(op), op.outputs[5]))
    for_x, *vectors = fused_gradients(nn.fused_batch_norm_grad_v3, op, dy, scale, reserved)
    return for_x, *(as_type(each, op.inputs[1].dtype.base_dtype) for each in vectors), None, None


def statistics(op):
    """By which mean and variance an op has normalised."""
    return op.outputs[3:5] if op.attrs["is_training"] else op.inputs[3:5]


def fused_gradients(build, op, dy, scale, reserved):
    """The gradients for images, scale and offset.  Where TensorFlow has no kernel for channels that come second, they are moved to the end."""
    x, attributes, data_format = op.inputs[0], {name: op.attrs[name] for name in ("epsilon", "is_training")}, op.attrs["data_format"]
    last = list(other_axes(data_format)) + [channel_axis(data_format)]
    if attributes["is_training"] or last == sorted(last):
        return build(dy, x, scale, *reserved, data_format=data_format, **attributes)[:3]
    moved = "".join(data_format[axis] for axis in last)
    for_x, *vectors = build(transpose(dy, last), transpose(x, last), scale, *reserved, data_format=moved, **attributes)[:3]
    return transpose(for_x, [last.index(axis) for axis in range(len(last))]), *vectors


def as_type(tensor, dtype):
    return tensor if tensor.dtype.base_dtype is dtype else m.cast(tensor, DstT=dtype)


# The gradient is scale · r · p(g), sum(g · z) and sum(g), where z = r · (x - mean) is x normalised and r one over the deviation.  In training
# p(v) = v - mean(v) - z · mean(v · z), the derivative of <v, z> with respect to x is r · p(v), and that of r is -r² · z / count.  Otherwise
# p(v) = v, and r and the mean are constants.


@gradient(nn.fused_batch_norm_grad, nn.fused_batch_norm_grad_v2, nn.fused_batch_norm_grad_v3)
def _(op, for_x, for_scale, for_offset, *others):
    g, x, a = (as_type(each, float32) for each in (*op.inputs[:2], for_x))
    scale, b, c = (per_channel(each, op) for each in (op.inputs[2], for_scale, for_offset))
    z, r = normalized(op, x)
    slope, in_training = m.mul(scale, r), op.attrs["is_training"]
    pg, pa = (projected(v, z, op) if in_training else v for v in (g, a))
    to_z = back_to_z(op, g, a, b, z, slope, pg) if in_training else m.mul(g, b)
    to_g = m.add_v2(m.mul(slope, pa), m.add_v2(m.mul(z, b), c))
    to_scale = sum_(m.mul(r, m.mul(a, pg)), list(other_axes(op.attrs["data_format"])))
    dtype = op.inputs[1].dtype.base_dtype
    return as_type(to_g, dtype), as_type(m.mul(r, to_z), dtype), to_scale, *[None] * (len(op.inputs) - 3)


def normalized(op, x):
    """z and r."""
    center, variance = (per_channel(each, op) for each in op.inputs[3:5])
    r = m.rsqrt(m.add_v2(variance, scalar(op.attrs["epsilon"], variance)))
    return m.mul(m.sub(x, center), r), r


def back_to_z(op, g, a, b, z, slope, pg):
    """What comes back to z and, through r, to x once more; both are still to be multiplied by r."""
    crossed = m.add_v2(m.mul(a, averaged(m.mul(g, z), op)), m.mul(g, averaged(m.mul(a, z), op)))
    to_r = m.mul(slope, m.mul(z, averaged(m.mul(a, pg), op)))
    return m.sub(projected(m.sub(m.mul(g, b), m.mul(slope, crossed)), z, op), to_r)


def projected(v, z, op):
    return m.sub(m.sub(v, averaged(v, op)), m.mul(z, averaged(m.mul(v, z), op)))


def averaged(images, op):
    return mean(images, list(other_axes(op.attrs["data_format"])), keep_dims=True)


def per_channel(vector, op):
    """A vector in a shape that broadcasts against the images."""
    data_format = op.attrs["data_format"]
    last = channel_axis(data_format) == len(data_format) - 1
    return vector if last else reshape(vector, [-1 if letter == "C" else 1 for letter in data_format])
