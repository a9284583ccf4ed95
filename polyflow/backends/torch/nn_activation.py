"""Activation functions."""

import torch

from ...framework.errors import InvalidArgumentError
from . import kernel
from .precision import in_float32
from .unsigned import MISSING, ordered

SELU_SCALE = 1.0507009873554804934193349852946
SELU_SCALE_ALPHA = 1.7580993408473768599402175208123
SOFTPLUS_LINEAR = 40
"""Above it log(1 + exp(x)) is x in every type."""

elu_ = torch._C._nn.elu
softplus_ = torch._C._nn.softplus
leaky_relu_ = torch._C._nn.leaky_relu
threshold_backward = torch.ops.aten.threshold_backward.default
elu_backward = torch.ops.aten.elu_backward.default
leaky_relu_backward = torch.ops.aten.leaky_relu_backward.default
minimum = ordered(torch.Tensor.minimum)

kernel.table({"Elu": elu_, "Selu": torch.selu})


def require_one_shape(gradients, features):
    if gradients.shape != features.shape:
        raise InvalidArgumentError.of(f"both inputs must have the same shape, not {tuple(gradients.shape)} and {tuple(features.shape)}")


@kernel("Relu")
def relu(features):
    return features.clone() if features.dtype in MISSING else features.relu()


@kernel("ReluGrad")
def relu_grad(gradients, features):
    require_one_shape(gradients, features)
    if features.dtype in MISSING:
        return torch.where(features.ne(0), gradients, 0)
    return threshold_backward(gradients, features, 0)


@kernel("Relu6")
def relu6(features):
    return minimum(features, torch.full_like(features, 6)) if features.dtype in MISSING else features.clamp(0, 6)


@kernel("Relu6Grad")
def relu6_grad(gradients, features):
    require_one_shape(gradients, features)
    if features.dtype in MISSING:
        return torch.where(features.ne(0).logical_and_(relu6(features).ne(6)), gradients, 0)
    below = features.clamp(max=6).neg_().add_(6)  # like torch's own gradients of hard limits, but the same for NaN in every type
    return threshold_backward(threshold_backward(gradients, features, 0), below, 0)


@kernel("LeakyRelu")
def leaky_relu(features, *, alpha):
    return leaky_relu_(features, alpha)


@kernel("LeakyReluGrad")
def leaky_relu_grad(gradients, features, *, alpha):
    require_one_shape(gradients, features)
    return leaky_relu_backward(gradients, features, alpha, False)


@kernel("EluGrad")
def elu_grad(gradients, outputs):
    require_one_shape(gradients, outputs)
    return elu_backward(gradients, 1, 1, 1, True, outputs)


@kernel("SeluGrad")
def selu_grad(gradients, outputs):
    require_one_shape(gradients, outputs)
    return _selu_grad(gradients, outputs)


@in_float32
def _selu_grad(gradients, outputs):
    return torch.where(outputs < 0, outputs + SELU_SCALE_ALPHA, SELU_SCALE).mul_(gradients)


@kernel("Softplus")
def softplus(features):
    return softplus_(features, 1, SOFTPLUS_LINEAR)


@kernel("SoftplusGrad")
def softplus_grad(gradients, features):
    require_one_shape(gradients, features)
    return _softplus_grad(gradients, features)


@in_float32
def _softplus_grad(gradients, features):
    return features.sigmoid().mul_(gradients)


@kernel("Softsign")
@in_float32
def softsign(features):
    return features.div(features.abs().add_(1))


@kernel("SoftsignGrad")
def softsign_grad(gradients, features):
    require_one_shape(gradients, features)
    return _softsign_grad(gradients, features)


@in_float32
def _softsign_grad(gradients, features):
    return gradients.div(features.abs().add_(1).square_())


@kernel("Softmax")
def softmax(logits):
    return require_row(logits).softmax(-1)


@kernel("LogSoftmax")
def log_softmax(logits):
    return require_row(logits).log_softmax(-1)


def require_row(logits):
    if not logits.dim():
        raise InvalidArgumentError.of("logits must have at least one dimension")
    return logits
