"""Normalisation by near channels, and by the mean and variance of each channel."""

import math

import numpy as np

from ...framework import normalization_rules as rules
from ...framework.array_rules import at_run_time
from . import kernel
from .arrays import widened
from .precision import in_float32

check_rank = at_run_time(rules.check_rank)
channel_count = at_run_time(rules.channel_count)
batch_norm_channels = at_run_time(rules.batch_norm_channels)
batch_norm_grad_channels = at_run_time(rules.batch_norm_grad_channels)
other_axes = rules.other_axes

# By near channels


@kernel("LRN")
@in_float32
def lrn(input, *, depth_radius, bias, alpha, beta):
    check_rank("input", np.shape(input), 4)
    return input * (bias + alpha * near_sums(input * input, depth_radius)) ** -beta


@kernel("LRNGrad")
@in_float32
def lrn_grad(input_grads, input_image, output_image, *, depth_radius, bias, alpha, beta):
    for name, images in {"input_grads": input_grads, "input_image": input_image, "output_image": output_image}.items():
        check_rank(name, np.shape(images), 4)
    n = bias + alpha * near_sums(input_image * input_image, depth_radius)
    shared = near_sums(input_grads * output_image / n, depth_radius)
    return input_grads * n**-beta - 2 * alpha * beta * input_image * shared


def near_sums(images, radius):
    """For each channel the sum over those at most ``radius`` away."""
    radius = min(radius, images.shape[-1])
    padded = np.pad(images, ((0, 0), (0, 0), (0, 0), (radius, radius)))
    if not images.size:
        return images
    return np.lib.stride_tricks.sliding_window_view(padded, 2 * radius + 1, axis=3).sum(axis=-1)


# By mean and variance


@kernel("BatchNormWithGlobalNormalization")
@in_float32
def batch_norm_with_global_normalization(t, m, v, beta, gamma, *, variance_epsilon, scale_after_normalization):
    channel_count(t.shape, "NHWC", m=m.shape, v=v.shape, beta=beta.shape, gamma=gamma.shape)
    scale = gamma if scale_after_normalization else 1
    return scale * (t - m) / np.sqrt(v + variance_epsilon) + beta


@kernel("BatchNormWithGlobalNormalizationGrad")
@in_float32
def batch_norm_with_global_normalization_grad(t, m, v, gamma, backprop, *, variance_epsilon, scale_after_normalization):
    batch_norm_grad_channels(backprop.shape, t.shape, gamma.shape, m.shape, v.shape, "NHWC")
    scale, r = gamma if scale_after_normalization else np.ones_like(gamma), 1 / np.sqrt(v + variance_epsilon)
    total, centered = backprop.sum(axis=(0, 1, 2)), (backprop * (t - m)).sum(axis=(0, 1, 2))
    dg = centered * r if scale_after_normalization else np.zeros_like(gamma)
    return backprop * scale * r, -scale * r * total, -scale * r**3 * centered / 2, total, dg


@kernel("FusedBatchNorm", "FusedBatchNormV2")
def fused_batch_norm(x, scale, offset, mean, variance, *, epsilon, exponential_avg_factor, data_format, is_training):
    f, axes = exponential_avg_factor, other_axes(data_format)
    batch_norm_channels(x.shape, scale.shape, offset.shape, mean.shape, variance.shape, data_format, is_training, f)
    if not is_training:
        y = normalized(x, scale, offset, mean, variance, epsilon, data_format)
        return y, mean.copy(), variance.copy(), mean.copy(), variance.copy()
    count = math.prod(x.shape[axis] for axis in axes)
    own_mean, own_variance = moments(widened(x), axes, count)
    unbiased = own_variance * (count / max(count - 1, 1))
    y = normalized(x, scale, offset, own_mean, own_variance, epsilon, data_format)
    return y, averaged(mean, own_mean, f), averaged(variance, unbiased, f), own_mean.astype(mean.dtype), own_variance.astype(mean.dtype)


def moments(x, axes, count):
    """Mean and variance of each channel; NaN of nothing."""
    with np.errstate(invalid="ignore"):
        mean = x.sum(axis=axes) / count
        deviations = x - np.expand_dims(mean, axes)
        return mean, np.square(deviations).sum(axis=axes) / count


def averaged(old, new, factor):
    """The exponential moving average, in the type of the old one."""
    return (new if factor == 1 else (1 - factor) * widened(old) + factor * new).astype(old.dtype)


def normalized(x, scale, offset, mean, variance, epsilon, data_format):
    scale, offset, mean, variance = (per_channel(vector, data_format) for vector in (scale, offset, mean, variance))
    return ((widened(x) - mean) * (scale / np.sqrt(variance + epsilon)) + offset).astype(x.dtype)


def per_channel(vector, data_format):
    """A vector of channels in a shape that broadcasts against the images."""
    return np.expand_dims(widened(vector), other_axes(data_format))


@kernel("FusedBatchNormV3")
def fused_batch_norm_v3(x, scale, offset, mean, variance, *, epsilon, exponential_avg_factor, data_format, is_training):
    results = fused_batch_norm(
        x, scale, offset, mean, variance,
        epsilon=epsilon, exponential_avg_factor=exponential_avg_factor, data_format=data_format, is_training=is_training,
    )  # fmt: skip
    return *results, np.zeros((), scale.dtype)


@kernel("FusedBatchNormGrad", "FusedBatchNormGradV2")
def fused_batch_norm_grad(y_backprop, x, scale, reserve_space_1, reserve_space_2, *, epsilon, data_format, is_training):
    batch_norm_grad_channels(y_backprop.shape, x.shape, scale.shape, reserve_space_1.shape, reserve_space_2.shape, data_format)
    axes, empty = other_axes(data_format), np.zeros(0, reserve_space_1.dtype)
    factor, mean, variance = (per_channel(vector, data_format) for vector in (scale, reserve_space_1, reserve_space_2))
    g, r = widened(y_backprop), 1 / np.sqrt(variance + epsilon)
    z = (widened(x) - mean) * r
    offset_backprop, scale_backprop = g.sum(axis=axes), (g * z).sum(axis=axes)
    if is_training and g.size:
        count = g.size // scale.size
        g = g - np.expand_dims(offset_backprop, axes) / count - z * np.expand_dims(scale_backprop, axes) / count
    return (factor * r * g).astype(x.dtype), scale_backprop, offset_backprop, empty, empty.copy()


@kernel("FusedBatchNormGradV3")
def fused_batch_norm_grad_v3(
    y_backprop, x, scale, reserve_space_1, reserve_space_2, reserve_space_3, *, epsilon, data_format, is_training
):  # fmt: skip
    return fused_batch_norm_grad(
        y_backprop, x, scale, reserve_space_1, reserve_space_2, epsilon=epsilon, data_format=data_format, is_training=is_training
    )
