"""Losses that are ops of their own."""

from functools import cache

import torch

from ...framework.array_rules import at_run_time, broadcast_sizes
from ...framework.errors import InvalidArgumentError
from . import kernel
from .precision import HALF, in_float32

common_sizes = at_run_time(broadcast_sizes)


@kernel("L2Loss")
@in_float32
def l2_loss(t):
    flat = t.reshape(-1)
    return flat.dot(flat).mul_(0.5)


@kernel("SoftmaxCrossEntropyWithLogits")
def softmax_cross_entropy(features, labels):
    if features.shape != labels.shape or features.dim() != 2:
        features, labels = as_matrices(features, labels)
    if features.dtype in HALF:
        return narrowed(dense(features.float(), labels.float()), features.dtype)
    return dense(features, labels)


def dense(features, labels):
    logarithms = features.log_softmax(1)
    loss = labels.mul(logarithms).sum(1).neg_()
    return loss, logarithms.exp_().sub_(labels)


def dense_backprop(features, labels):
    """The second output alone."""
    if features.shape != labels.shape or features.dim() != 2:
        features, labels = as_matrices(features, labels)
    return features.softmax(1).sub_(labels)


def as_matrices(features, labels):
    sizes = common_sizes(tuple(features.shape), tuple(labels.shape))
    if len(sizes) != 2:
        raise InvalidArgumentError.of(
            f"features of shape {tuple(features.shape)} and labels of shape {tuple(labels.shape)} must broadcast to a matrix"
        )
    return features.expand(sizes), labels.expand(sizes)


def narrowed(results, dtype):
    return tuple(result.to(dtype) for result in results)


@kernel("SparseSoftmaxCrossEntropyWithLogits")
def sparse_softmax_cross_entropy(features, labels):
    require_label_for_each_row(features, labels)
    if features.dtype in HALF:
        return narrowed(sparse(features.float(), labels), features.dtype)
    return sparse(features, labels)


def sparse(features, labels):
    columns = labels.long().unsqueeze(1)
    if features.is_cpu:
        return picked(features, columns)
    outside = columns.lt(0).logical_or_(columns.ge(features.shape[1]))
    loss, backprop = picked(features, columns.masked_fill(outside, 0))
    return loss.masked_fill_(outside.squeeze(1), float("nan")), backprop.masked_fill_(outside, float("nan"))


def picked(features, columns):
    """Minus the logarithm of the softmax in one column of each row, and the softmax with 1 taken off there."""
    logarithms = features.log_softmax(1)
    try:
        chosen = logarithms.gather(1, columns)
    except RuntimeError:
        raise bad_label(columns, features.shape[1]) from None
    return chosen.neg().squeeze(1), logarithms.exp_().scatter_(1, columns, chosen.expm1())


def sparse_backprop(features, labels):
    """The second output alone."""
    require_label_for_each_row(features, labels)
    if not features.is_cpu:
        return sparse(features, labels)[1]
    columns, backprop = labels.long().unsqueeze(1), features.softmax(1)
    try:
        return backprop.scatter_add_(1, columns, minus_one(features.dtype).expand(columns.shape))
    except RuntimeError:
        raise bad_label(columns, features.shape[1]) from None


@cache
def minus_one(dtype):
    return torch.tensor(-1, dtype=dtype)


def bad_label(labels, classes):
    outside = labels[labels.lt(0).logical_or(labels.ge(classes))]
    return InvalidArgumentError.of(f"Received a label value of {int(outside[0])} which is outside the valid range of [0, {classes})")


def require_label_for_each_row(features, labels):
    if features.dim() != 2 or labels.shape != features.shape[:1]:
        raise InvalidArgumentError.of(
            f"there must be one label for each row of a matrix: features have shape {tuple(features.shape)}, labels {tuple(labels.shape)}"
        )
    if not features.shape[1]:
        raise InvalidArgumentError.of(f"Must have at least one class, but got logits shape {tuple(features.shape)}")
