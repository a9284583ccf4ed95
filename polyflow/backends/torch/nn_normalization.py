"""Normalisation by near channels, and by the mean and variance of each channel."""

import torch

from ...framework import normalization_rules as rules
from ...framework.array_rules import at_run_time
from . import kernel
from .precision import in_float32

check_rank = at_run_time(rules.check_rank)
channel_count = at_run_time(rules.channel_count)
batch_norm_channels = at_run_time(rules.batch_norm_channels)
batch_norm_grad_channels = at_run_time(rules.batch_norm_grad_channels)

native_batch_norm = torch.ops.aten.native_batch_norm.default
native_batch_norm_backward = torch.ops.aten.native_batch_norm_backward.default

# By near channels


@kernel("LRN")
@in_float32
def lrn(input, *, depth_radius, bias, alpha, beta):
    check_rank("input", input.shape, 4)
    return near_sums(input.square(), depth_radius).mul_(alpha).add_(bias).pow_(-beta).mul_(input)


@kernel("LRNGrad")
@in_float32
def lrn_grad(input_grads, input_image, output_image, *, depth_radius, bias, alpha, beta):
    for name, images in (("input_grads", input_grads), ("input_image", input_image), ("output_image", output_image)):
        check_rank(name, images.shape, 4)
    n = near_sums(input_image.square(), depth_radius).mul_(alpha).add_(bias)
    shared = near_sums(input_grads.mul(output_image).div_(n), depth_radius).mul_(input_image)
    return n.pow_(-beta).mul_(input_grads).sub_(shared, alpha=2 * alpha * beta)


def near_sums(images, radius):
    """For each channel the sum over those at most ``radius`` away, as a multiple of a mean of windows that reach over the edges."""
    radius = min(radius, images.shape[-1])
    if not images.numel() or not radius:
        return images.clone()
    size = 2 * radius + 1
    rows = images.reshape(1, -1, images.shape[-1])
    return torch.avg_pool1d(rows, size, 1, radius).mul_(size).view(images.shape)


# By mean and variance


@kernel("BatchNormWithGlobalNormalization")
@in_float32
def batch_norm_with_global_normalization(t, m, v, beta, gamma, *, variance_epsilon, scale_after_normalization):
    channel_count(t.shape, "NHWC", m=m.shape, v=v.shape, beta=beta.shape, gamma=gamma.shape)
    factor = v.add(variance_epsilon).rsqrt_()
    return t.sub(m).mul_(factor.mul_(gamma) if scale_after_normalization else factor).add_(beta)


@kernel("BatchNormWithGlobalNormalizationGrad")
@in_float32
def batch_norm_with_global_normalization_grad(t, m, v, gamma, backprop, *, variance_epsilon, scale_after_normalization):
    batch_norm_grad_channels(backprop.shape, t.shape, gamma.shape, m.shape, v.shape, "NHWC")
    r = v.add(variance_epsilon).rsqrt_()
    factor = r.mul(gamma) if scale_after_normalization else r
    total, centered = backprop.sum((0, 1, 2)), t.sub(m).mul_(backprop).sum((0, 1, 2))
    dg = centered.mul(r) if scale_after_normalization else torch.zeros_like(gamma)
    return backprop.mul(factor), total.mul(factor).neg_(), centered.mul_(factor).mul_(r).mul_(r).mul_(-0.5), total, dg


@kernel("FusedBatchNorm", "FusedBatchNormV2")
def fused_batch_norm(x, scale, offset, mean, variance, *, epsilon, exponential_avg_factor, data_format, is_training):
    f = exponential_avg_factor
    batch_norm_channels(x.shape, scale.shape, offset.shape, mean.shape, variance.shape, data_format, is_training, f)
    images = channels_second(x, data_format)
    if not is_training:
        y = torch.batch_norm(images, scale, offset, mean, variance, False, 0.0, epsilon, True)
        return channels_back(y, data_format), mean.clone(), variance.clone(), mean.clone(), variance.clone()
    y, own_mean, own_variance, unbiased = normalized(images, scale, offset, epsilon)
    return channels_back(y, data_format), averaged(mean, own_mean, f), averaged(variance, unbiased, f), own_mean, own_variance


def normalized(images, scale, offset, epsilon):
    """The images by their own mean and variance, these, and the variance with Bessel's correction."""
    count = images.numel() // max(scale.numel(), 1)
    if not images.numel():
        nothing = torch.full_like(scale, float("nan"))
        return images.clone(), nothing, nothing.clone(), nothing.clone()
    unbiased, ignored = torch.zeros_like(scale), torch.zeros_like(scale)
    y, own_mean, _ = native_batch_norm(images, scale, offset, ignored, unbiased, True, 1.0, epsilon)
    if count == 1:
        unbiased = torch.zeros_like(scale)
    return y, own_mean, unbiased.mul((count - 1) / count), unbiased


def averaged(old, new, factor):
    """The exponential moving average."""
    return new.clone() if factor == 1 else old.lerp(new, factor)


def channels_second(images, data_format):
    """The images in the order of torch, a view."""
    return images if data_format.startswith("NC") else images.movedim(-1, 1)


def channels_back(images, data_format):
    return images if data_format.startswith("NC") else images.movedim(1, -1)


@kernel("FusedBatchNormV3")
def fused_batch_norm_v3(x, scale, offset, mean, variance, *, epsilon, exponential_avg_factor, data_format, is_training):
    wide = [vector.float() for vector in (scale, offset, mean, variance)]
    results = fused_batch_norm(
        x, *wide, epsilon=epsilon, exponential_avg_factor=exponential_avg_factor, data_format=data_format, is_training=is_training
    )
    return results[0], *[vector.to(scale.dtype) for vector in results[1:]], scale.new_zeros(())


@kernel("FusedBatchNormGrad", "FusedBatchNormGradV2")
def fused_batch_norm_grad(y_backprop, x, scale, reserve_space_1, reserve_space_2, *, epsilon, data_format, is_training):
    batch_norm_grad_channels(y_backprop.shape, x.shape, scale.shape, reserve_space_1.shape, reserve_space_2.shape, data_format)
    empty = scale.new_empty(0)
    if not x.numel():
        return torch.zeros_like(x), torch.zeros_like(scale), torch.zeros_like(scale), empty, empty.clone()
    r = reserve_space_2.add(epsilon).rsqrt_()
    g, images = channels_second(y_backprop, data_format), channels_second(x, data_format)
    statistics = (None, None, reserve_space_1, r) if is_training else (reserve_space_1, reserve_space_2, None, None)
    results = native_batch_norm_backward(g, images, scale, *statistics, is_training, epsilon, (True, True, True))
    return channels_back(results[0], data_format), *results[1:], empty, empty.clone()


@kernel("FusedBatchNormGradV3")
def fused_batch_norm_grad_v3(
    y_backprop, x, scale, reserve_space_1, reserve_space_2, reserve_space_3, *, epsilon, data_format, is_training
):  # fmt: skip
    return fused_batch_norm_grad(
        y_backprop, x, scale, reserve_space_1, reserve_space_2, epsilon=epsilon, data_format=data_format, is_training=is_training
    )
