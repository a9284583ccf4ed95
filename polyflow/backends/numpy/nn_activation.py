"""Activation functions."""

import numpy as np

from ...framework.errors import InvalidArgumentError
from . import kernel
from .precision import in_float32

SELU_SCALE = 1.0507009873554804934193349852946
SELU_SCALE_ALPHA = 1.7580993408473768599402175208123


def require_one_shape(gradients, features):
    if np.shape(gradients) != np.shape(features):
        raise InvalidArgumentError.of(f"both inputs must have the same shape, not {np.shape(gradients)} and {np.shape(features)}")


def masked(gradients, zero):
    """The gradients, with 0 where ``zero`` is true."""
    return np.where(zero, gradients.dtype.type(0), gradients)


@kernel("Relu")
def relu(features):
    return np.maximum(features, features.dtype.type(0))


@kernel("ReluGrad")
def relu_grad(gradients, features):
    require_one_shape(gradients, features)
    return masked(gradients, features <= 0)


@kernel("Relu6")
def relu6(features):
    return np.minimum(np.maximum(features, features.dtype.type(0)), features.dtype.type(6))


@kernel("Relu6Grad")
def relu6_grad(gradients, features):
    require_one_shape(gradients, features)
    return masked(gradients, (features <= 0) | (features >= 6))


@kernel("LeakyRelu")
def leaky_relu(features, *, alpha):
    return np.where(features > 0, features, features * features.dtype.type(alpha))


@kernel("LeakyReluGrad")
def leaky_relu_grad(gradients, features, *, alpha):
    require_one_shape(gradients, features)
    return np.where(features > 0, gradients, gradients * gradients.dtype.type(alpha))


@kernel("Elu")
@in_float32
def elu(features):
    return np.where(features < 0, np.expm1(np.minimum(features, 0)), features)


@kernel("EluGrad")
@in_float32
def elu_grad(gradients, outputs):
    require_one_shape(gradients, outputs)
    return np.where(outputs < 0, gradients * (outputs + 1), gradients)


@kernel("Selu")
@in_float32
def selu(features):
    return np.where(features < 0, SELU_SCALE_ALPHA * np.expm1(np.minimum(features, 0)), SELU_SCALE * features)


@kernel("SeluGrad")
@in_float32
def selu_grad(gradients, outputs):
    require_one_shape(gradients, outputs)
    return np.where(outputs < 0, gradients * (outputs + SELU_SCALE_ALPHA), gradients * SELU_SCALE)


@kernel("Softplus")
@in_float32
def softplus(features):
    return np.logaddexp(features, 0)


@kernel("SoftplusGrad")
@in_float32
def softplus_grad(gradients, features):
    require_one_shape(gradients, features)
    with np.errstate(over="ignore"):
        return gradients / (1 + np.exp(-features))


@kernel("Softsign")
@in_float32
def softsign(features):
    return features / (1 + np.abs(features))


@kernel("SoftsignGrad")
@in_float32
def softsign_grad(gradients, features):
    require_one_shape(gradients, features)
    return gradients / np.square(1 + np.abs(features))


@kernel("Softmax")
@in_float32
def softmax(logits):
    powers = np.exp(shifted(logits))
    return powers / np.sum(powers, axis=-1, keepdims=True)


@kernel("LogSoftmax")
@in_float32
def log_softmax(logits):
    differences = shifted(logits)
    return differences - np.log(np.sum(np.exp(differences), axis=-1, keepdims=True))


def shifted(logits):
    """The logits less the largest of their row, which changes no softmax and lets no exponential overflow."""
    if not np.ndim(logits):
        raise InvalidArgumentError.of("logits must have at least one dimension")
    return logits - np.max(logits, axis=-1, keepdims=True, initial=-np.inf)
