"""Losses that are ops of their own."""

import numpy as np

from ...framework.array_rules import at_run_time, broadcast_sizes
from ...framework.errors import InvalidArgumentError
from . import kernel
from .arrays import widened
from .nn_activation import log_softmax
from .precision import in_float32

common_sizes = at_run_time(broadcast_sizes)


@kernel("L2Loss")
@in_float32
def l2_loss(t):
    return np.sum(t * t) / t.dtype.type(2)


@kernel("SoftmaxCrossEntropyWithLogits")
def softmax_cross_entropy(features, labels):
    sizes = common_sizes(np.shape(features), np.shape(labels))
    if len(sizes) != 2:
        raise InvalidArgumentError.of(
            f"features of shape {np.shape(features)} and labels of shape {np.shape(labels)} must broadcast to a matrix"
        )
    logarithms, weights = log_softmax(np.broadcast_to(widened(features), sizes)), widened(labels)
    loss, backprop = -np.sum(weights * logarithms, axis=1), np.exp(logarithms) - weights
    return loss.astype(features.dtype, copy=False), backprop.astype(features.dtype, copy=False)


@kernel("SparseSoftmaxCrossEntropyWithLogits")
def sparse_softmax_cross_entropy(features, labels):
    require_label_for_each_row(features, labels)
    logarithms, rows = log_softmax(widened(features)), np.arange(len(labels))
    backprop = np.exp(logarithms)
    backprop[rows, labels] -= 1
    return -logarithms[rows, labels].astype(features.dtype, copy=False), backprop.astype(features.dtype, copy=False)


def require_label_for_each_row(features, labels):
    if np.ndim(features) != 2 or np.shape(labels) != features.shape[:1]:
        raise InvalidArgumentError.of(
            f"there must be one label for each row of a matrix: features have shape {np.shape(features)}, labels {np.shape(labels)}"
        )
    if not features.shape[1]:
        raise InvalidArgumentError.of(f"Must have at least one class, but got logits shape {features.shape}")
    outside = labels[(labels < 0) | (labels >= features.shape[1])]
    if outside.size:
        raise InvalidArgumentError.of(
            f"Received a label value of {outside[0]} which is outside the valid range of [0, {features.shape[1]})"
        )
