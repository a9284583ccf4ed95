"""Gradients of losses.  That of a cross entropy is one of its outputs, through which second derivatives flow."""

from ..ops import math_elementwise as m
from ..ops import nn_activation as activation
from ..ops import nn_loss as losses
from ..ops.array_manipulation import broadcast_to, expand_dims
from ..ops.math_reduction import sum_
from .helpers import unbroadcast
from .registry import gradient
from .shapes import shape_of

gradient(losses.l2_loss)(lambda op, dy: m.mul(op.inputs[0], dy))


@gradient(losses.softmax_cross_entropy_with_logits, partial=True)
def _(op, loss_grad, backprop_grad):
    features, labels = op.inputs
    return unbroadcast(features_gradient(op, loss_grad, backprop_grad), features, labels), unbroadcast(
        labels_gradient(op, loss_grad, backprop_grad), labels, features
    )


@gradient(losses.sparse_softmax_cross_entropy_with_logits, partial=True)
def _(op, loss_grad, backprop_grad):
    return features_gradient(op, loss_grad, backprop_grad), None


def features_gradient(op, loss_grad, backprop_grad):
    """``loss_grad`` times backprop, which is s - labels, plus ``backprop_grad`` times the derivative of the softmax s: (g - sum(g s)) s."""
    terms = [] if loss_grad is None else [m.mul(expand_dims(loss_grad, -1), op.outputs[1])]
    if backprop_grad is not None:
        s = activation.softmax(logits(op))
        terms.append(m.mul(m.sub(backprop_grad, sum_(m.mul(backprop_grad, s), [1], keep_dims=True)), s))
    return total(terms)


def labels_gradient(op, loss_grad, backprop_grad):
    """The loss is minus the product of labels and logarithms; backprop has the labels taken off."""
    terms = [] if loss_grad is None else [m.mul(expand_dims(loss_grad, -1), m.neg(activation.log_softmax(logits(op))))]
    return total(terms + ([] if backprop_grad is None else [m.neg(backprop_grad)]))


def logits(op):
    """The features in the shape that they and the labels are broadcast to."""
    features, backprop = op.inputs[0], op.outputs[1]
    return (
        features if features.shape.is_fully_defined() and features.shape == backprop.shape else broadcast_to(features, shape_of(backprop))
    )


def total(terms):
    return m.add_v2(*terms) if len(terms) == 2 else terms[0]
