"""Layers of neural networks. Torch has channels second: images with the channels last are views."""

import torch
from torch.nn import functional

aten = torch.ops.aten


def second(images):
    return images.movedim(-1, 1)


def last(images):
    return images.movedim(1, -1)


def outputs_first(filter):
    return filter.movedim((-1, -2), (0, 1))


def outputs_last(filter):
    return filter.movedim((0, 1), (-1, -2))


def channels_first(filter):
    """The filter of a depthwise convolution with one output for each channel."""
    return filter.permute(2, 3, 0, 1)


# Convolutions in steps of one, whose result has the size of the image


def convolved(convolution):
    return lambda images, filter: last(convolution(second(images), outputs_first(filter), padding=1))


def backward(images, filter, dy, wanted, groups=1):
    ones = [1] * (dy.dim() - 2)
    return aten.convolution_backward(second(dy), second(images), filter, None, ones, ones, ones, False, [0], groups, wanted)


def to_images(sizes, filter, dy):
    return last(backward(dy.new_empty(sizes), outputs_first(filter), dy, (True, False, False))[0])


def to_filter(images, sizes, dy):
    return outputs_last(backward(images, outputs_first(dy.new_empty(sizes)), dy, (False, True, False))[1])


def depthwise(images, filter):
    return last(functional.conv2d(second(images), channels_first(filter), padding=1, groups=filter.shape[2]))


def depthwise_to_images(sizes, filter, dy):
    return last(backward(dy.new_empty(sizes), channels_first(filter), dy, (True, False, False), filter.shape[2])[0])


def depthwise_to_filter(images, sizes, dy):
    found = backward(images, channels_first(dy.new_empty(sizes)), dy, (False, True, False), sizes[2])
    return found[1].permute(2, 3, 0, 1)


# Pools of windows of two in steps of two


def pooled(pool):
    return lambda images: last(pool(second(images), 2, 2))


def greatest_of(images, pool):
    twos = [2] * (images.dim() - 2)
    return pool(second(images), twos, twos)


def to_greatest(pool, pool_backward):
    def routed(images, dy):
        twos, rest = [2] * (images.dim() - 2), [[0], [1], False]
        return last(pool_backward(second(dy), second(images), twos, twos, *rest, greatest_of(images, pool)[1]))

    return routed


def from_greatest(pool):
    def picked(images, of_images):
        where = greatest_of(images, pool)[1]
        return last(second(of_images).flatten(2).gather(2, where.flatten(2)).view(where.shape))

    return picked


def greatest_and_places(images):
    greatest, where = greatest_of(images, aten.max_pool2d_with_indices)
    return last(greatest), last(where) * images.shape[3] + torch.arange(images.shape[3], device=images.device)


def to_means(backward):
    def shared(sizes, dy):
        twos = [2] * (dy.dim() - 2)
        return last(backward(second(dy), second(dy.new_empty(sizes)), twos, twos, [0], False, False, None))

    return shared


greatest_to_images = to_greatest(aten.max_pool2d_with_indices, aten.max_pool2d_with_indices_backward)
greatest_to_volumes = to_greatest(aten.max_pool3d_with_indices, aten.max_pool3d_with_indices_backward)


# Normalisation


def batch_norm(x, scale, offset, *_, epsilon):
    mean, variance = torch.zeros_like(scale), torch.zeros_like(scale)
    return last(functional.batch_norm(second(x), mean, variance, scale, offset, True, 1.0, epsilon)), mean, variance


def batch_norm_backward(dy, x, scale, mean, variance, *_, epsilon):
    moments = None, None, mean, torch.rsqrt(variance + epsilon)
    found = aten.native_batch_norm_backward(second(dy), second(x), scale, *moments, True, epsilon, (True, True, True))
    return last(found[0]), *found[1:]


def global_batch_norm(t, m, v, beta, gamma, *, variance_epsilon):
    return last(functional.batch_norm(second(t), m, v, gamma, beta, False, 0.0, variance_epsilon))


def local_response_norm(x, *, depth_radius, bias, alpha, beta):
    size = 2 * depth_radius + 1
    return last(functional.local_response_norm(second(x), size, alpha * size, beta, bias))


# Recurrent layers: one layer in one direction


def lstm(x, h, c, params):
    units, inputs = h.shape[2], x.shape[2]
    W, R, b, p = params.split([4 * units * inputs, 4 * units * units, 4 * units, 4 * units])
    weights = [W.view(4 * units, inputs), R.view(4 * units, units), b, p]
    return torch.lstm(x, (h, c), weights, True, 1, 0.0, False, False, False)


def lstm_backward(x, h, c, params, output, output_h, output_c, *grads):
    given = [each.detach().requires_grad_() for each in (x, h, c, params)]
    return torch.autograd.grad(lstm(*given), given, grads)


NEAREST = {
    "Conv2D": convolved(functional.conv2d),
    "Conv2DBackpropInput": to_images,
    "Conv2DBackpropFilter": to_filter,
    "Conv3D": convolved(functional.conv3d),
    "Conv3DBackpropInputV2": to_images,
    "Conv3DBackpropFilterV2": to_filter,
    "Conv3DBackpropInput": lambda volumes, filter, dy: to_images(volumes.shape, filter, dy),
    "Conv3DBackpropFilter": lambda volumes, filter, dy: to_filter(volumes, filter.shape, dy),
    "DepthwiseConv2dNative": depthwise,
    "DepthwiseConv2dNativeBackpropInput": depthwise_to_images,
    "DepthwiseConv2dNativeBackpropFilter": depthwise_to_filter,
    "BiasAdd": torch.add,
    "BiasAddV1": torch.add,
    "BiasAddGrad": lambda dy: torch.sum(dy, 0),

    "MaxPool": pooled(functional.max_pool2d),
    "MaxPoolV2": lambda images, ksize, strides: last(functional.max_pool2d(second(images), ksize[1:3], strides[1:3])),
    "MaxPoolGrad": lambda images, greatest, dy: greatest_to_images(images, dy),
    "MaxPoolGradGrad": lambda images, greatest, of_images: from_greatest(aten.max_pool2d_with_indices)(images, of_images),
    "AvgPool": pooled(functional.avg_pool2d),
    "AvgPoolGrad": to_means(aten.avg_pool2d_backward),
    "MaxPool3D": pooled(functional.max_pool3d),
    "MaxPool3DGrad": lambda volumes, greatest, dy: greatest_to_volumes(volumes, dy),
    "MaxPool3DGradGrad": lambda volumes, greatest, of_volumes: from_greatest(aten.max_pool3d_with_indices)(volumes, of_volumes),
    "AvgPool3D": pooled(functional.avg_pool3d),
    "AvgPool3DGrad": to_means(aten.avg_pool3d_backward),
    "MaxPoolWithArgmax": greatest_and_places,

    "LRN": local_response_norm,
    "BatchNormWithGlobalNormalization": global_batch_norm,
    "FusedBatchNorm": batch_norm,
    "FusedBatchNormV2": batch_norm,
    "FusedBatchNormV3": batch_norm,
    "FusedBatchNormGrad": batch_norm_backward,
    "FusedBatchNormGradV2": batch_norm_backward,
    "FusedBatchNormGradV3": batch_norm_backward,

    "TopKV2": lambda x, k: torch.topk(x, k),
    "NthElement": lambda x, n: torch.kthvalue(x, n + 1).values,

    "CudnnRNN": lstm,
    "CudnnRNNBackprop": lstm_backward,
}  # fmt: skip
