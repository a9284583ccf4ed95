"""Normalisation by near channels, and by the mean and variance of each channel."""

import torch

from ...framework import normalization_rules as rules
from ...framework.array_rules import at_run_time
from . import kernel
from .precision import HALF, in_float32

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
    return to_power_(near_sums(input.square(), depth_radius).mul_(alpha).add_(bias), -beta).mul_(input)


@kernel("LRNGrad")
@in_float32
def lrn_grad(input_grads, input_image, output_image, *, depth_radius, bias, alpha, beta):
    for name, images in (("input_grads", input_grads), ("input_image", input_image), ("output_image", output_image)):
        check_rank(name, images.shape, 4)
    n = near_sums(input_image.square(), depth_radius).mul_(alpha).add_(bias)
    shared = near_sums(input_grads.mul(output_image).div_(n), depth_radius).mul_(input_image)
    return to_power_(n, -beta).mul_(input_grads).sub_(shared, alpha=2 * alpha * beta)


def to_power_(x, exponent):
    """``x`` to a power, in place: by logarithms where torch has no quicker way."""
    return x.pow_(exponent) if exponent in (-2, -1, -0.5) else x.log_().mul_(exponent).exp_()


def near_sums(images, radius):
    """For each channel the sum over those at most ``radius`` away: of sums of 1, 2, 4, … neighbours, as the digits of the window's size say."""
    channels, radius = images.shape[-1], min(radius, images.shape[-1])
    sums, total = torch.constant_pad_nd(images, (radius, radius)), torch.zeros_like(images)
    start, width, window = 0, 1, 2 * radius + 1
    while window:
        if window & width:
            total.add_(sums.narrow(-1, start, channels))
            start, window = start + width, window - width
        if window:
            sums = sums[..., :-width].add(sums[..., width:])
        width *= 2
    return total


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
    if is_training:
        y, own_mean, own_variance, unbiased = by_own_moments(images, scale, offset, epsilon)
        return channels_back(y, data_format), averaged(mean, own_mean, f), averaged(variance, unbiased, f), own_mean, own_variance
    y = torch.batch_norm(images, scale, offset, mean, variance, False, 0.0, epsilon, True) if x.numel() else images.clone()
    return channels_back(y, data_format), mean.clone(), variance.clone(), mean.clone(), variance.clone()


def by_own_moments(images, scale, offset, epsilon):
    """The images normalised, the mean and the variance of each channel, and the latter with Bessel's correction."""
    count = images.numel() // max(len(scale), 1)
    if not count:
        return images.clone(), *[torch.full_like(scale, float("nan")) for _ in range(3)]
    unused, unbiased = torch.zeros_like(scale), torch.zeros_like(scale)
    y, mean, _ = native_batch_norm(plain(images), scale, offset, unused, unbiased, True, 1.0, epsilon)
    unbiased = torch.zeros_like(scale) if count == 1 else unbiased
    return y, mean, unbiased.mul((count - 1) / count), unbiased


def averaged(old, new, factor):
    """The exponential moving average."""
    return new.clone() if factor == 1 else old.lerp(new, factor)


def channels_second(images, data_format):
    """The images in the order of torch, a view."""
    return images if data_format.startswith("NC") else images.movedim(-1, 1)


def channels_back(images, data_format):
    return images if data_format.startswith("NC") else images.movedim(1, -1)


def plain(images):
    """The images in a layout for which torch sums half precision in float32."""
    if images.dtype not in HALF:
        return images
    last = torch.channels_last if images.dim() == 4 else torch.channels_last_3d
    return images if images.is_contiguous(memory_format=last) else images.contiguous()


@kernel("FusedBatchNormV3")
def fused_batch_norm_v3(x, scale, offset, mean, variance, *, epsilon, exponential_avg_factor, data_format, is_training):
    vectors = [vector.float() for vector in (scale, offset, mean, variance)]
    attributes = {"exponential_avg_factor": exponential_avg_factor, "data_format": data_format, "is_training": is_training}
    y, *results = fused_batch_norm(x, *vectors, epsilon=epsilon, **attributes)
    return y, *[result.to(scale.dtype) for result in results], scale.new_zeros(())


@kernel("FusedBatchNormGrad", "FusedBatchNormGradV2")
def fused_batch_norm_grad(y_backprop, x, scale, reserve_space_1, reserve_space_2, *, epsilon, data_format, is_training):
    mean, variance, empty = reserve_space_1, reserve_space_2, (scale.new_empty(0), scale.new_empty(0))
    batch_norm_grad_channels(y_backprop.shape, x.shape, scale.shape, mean.shape, variance.shape, data_format)
    if not x.numel():
        return torch.zeros_like(x), torch.zeros_like(scale), torch.zeros_like(scale), *empty
    gradients, images = (plain(channels_second(each, data_format)) for each in (y_backprop, x))
    statistics = (None, None, mean, variance.add(epsilon).rsqrt_()) if is_training else (mean, variance, None, None)
    results = native_batch_norm_backward(gradients, images, scale, *statistics, is_training, epsilon, (True, True, True))
    return channels_back(results[0], data_format), *results[1:], *empty


@kernel("FusedBatchNormGradV3")
def fused_batch_norm_grad_v3(
    y_backprop, x, scale, reserve_space_1, reserve_space_2, reserve_space_3, *, epsilon, data_format, is_training
):  # fmt: skip
    return fused_batch_norm_grad(
        y_backprop, x, scale, reserve_space_1, reserve_space_2, epsilon=epsilon, data_format=data_format, is_training=is_training
    )
