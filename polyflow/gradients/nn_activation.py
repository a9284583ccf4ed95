"""Gradients of activation functions, and of these gradients."""

from ..ops import math_comparison as comparison
from ..ops import math_elementwise as m
from ..ops import nn_activation as nn
from ..ops.array_creation import zeros_like
from ..ops.math_reduction import sum_
from .helpers import scalar
from .registry import gradient

# The output says as much as the input where it determines the derivative, and is kept for the next layer anyway.

gradient(nn.relu)(lambda op, dy: nn.relu_grad(dy, op.outputs[0]))
gradient(nn.relu6)(lambda op, dy: nn.relu6_grad(dy, op.outputs[0]))
gradient(nn.elu)(lambda op, dy: nn.elu_grad(dy, op.outputs[0]))
gradient(nn.selu)(lambda op, dy: nn.selu_grad(dy, op.outputs[0]))
gradient(nn.leaky_relu)(lambda op, dy: nn.leaky_relu_grad(dy, op.inputs[0], alpha=op.attrs["alpha"]))
gradient(nn.softplus)(lambda op, dy: nn.softplus_grad(dy, op.inputs[0]))
gradient(nn.softsign)(lambda op, dy: nn.softsign_grad(dy, op.inputs[0]))


@gradient(nn.softmax)
def _(op, dy):
    y = op.outputs[0]
    return m.mul(m.sub(dy, sum_(m.mul(dy, y), [-1], keep_dims=True)), y)


@gradient(nn.log_softmax)
def _(op, dy):
    return m.sub(dy, m.mul(sum_(dy, [-1], keep_dims=True), m.exp(op.outputs[0])))


# Derivatives of derivatives.  Each gradient op is linear in its first input.


@gradient(nn.relu_grad)
def _(op, grad):
    features = op.inputs[1]
    return nn.relu_grad(grad, features), zeros_like(features)


@gradient(nn.relu6_grad)
def _(op, grad):
    features = op.inputs[1]
    return nn.relu6_grad(grad, features), zeros_like(features)


@gradient(nn.leaky_relu_grad)
def _(op, grad):
    features = op.inputs[1]
    return nn.leaky_relu_grad(grad, features, alpha=op.attrs["alpha"]), zeros_like(features)


@gradient(nn.elu_grad)
def _(op, grad):
    dy, y = op.inputs
    return nn.elu_grad(grad, y), where_negative(y, m.mul(grad, dy))


@gradient(nn.selu_grad)
def _(op, grad):
    dy, y = op.inputs
    return nn.selu_grad(grad, y), where_negative(y, m.mul(grad, dy))


def where_negative(y, value):
    zero = scalar(0, value)
    return comparison.select_v2(comparison.less(y, zero), value, zero)


@gradient(nn.softplus_grad)
def _(op, grad):
    """The sigmoid's derivative is s (1 - s)."""
    dy, x = op.inputs
    s = m.sigmoid(x)
    return nn.softplus_grad(grad, x), m.mul(m.mul(grad, dy), m.mul(s, m.sub(scalar(1, s), s)))


@gradient(nn.softsign_grad)
def _(op, grad):
    """The derivative of 1 / (1 + |x|)² is -2 sign(x) / (1 + |x|)³."""
    dy, x = op.inputs
    slope = nn.softsign_grad(m.mul(grad, dy), x)
    return nn.softsign_grad(grad, x), m.mul(scalar(-2, x), m.real_div(m.mul(slope, m.sign(x)), m.add_v2(m.abs_(x), scalar(1, x))))
