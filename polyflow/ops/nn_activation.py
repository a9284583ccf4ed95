"""Activation functions: what a layer applies to each of its outputs, and the softmax of rows of them.

Each has the shape and type of its input.  The gradient ops take the gradient with respect to the activations and what the derivative is
cheapest computed from, which is the input or, where it determines the derivative, the output.
"""

from ..framework.dtypes import FLOAT, REAL, float32, qint8
from ..framework.op import Outputs, op, require

RECTIFIED = REAL | {qint8}


@op("Relu", T=RECTIFIED)
def relu(features: "T") -> Outputs(activations="T"):
    """max(x, 0)."""
    return features.shape


@op("ReluGrad", T=REAL)
def relu_grad(gradients: "T", features: "T") -> Outputs(backprops="T"):
    """The gradient where the features, before or after Relu, are positive; 0 elsewhere.  A NaN feature lets it pass."""
    return gradients.shape.merge_with(features.shape)


@op("Relu6", T=REAL)
def relu6(features: "T") -> Outputs(activations="T"):
    """min(max(x, 0), 6)."""
    return features.shape


@op("Relu6Grad", T=REAL)
def relu6_grad(gradients: "T", features: "T") -> Outputs(backprops="T"):
    """The gradient where the features, before or after Relu6, are between 0 and 6; 0 elsewhere.  A NaN feature lets it pass."""
    return gradients.shape.merge_with(features.shape)


@op("LeakyRelu", T=FLOAT.default(float32))
def leaky_relu(features: "T", *, alpha: float = 0.200000003) -> Outputs(activations="T"):
    """x where positive, else alpha · x."""
    return features.shape


@op("LeakyReluGrad", T=FLOAT.default(float32))
def leaky_relu_grad(gradients: "T", features: "T", *, alpha: float = 0.200000003) -> Outputs(backprops="T"):
    """The gradient where the features are positive, else alpha times it."""
    return gradients.shape.merge_with(features.shape)


@op("Elu", T=FLOAT)
def elu(features: "T") -> Outputs(activations="T"):
    """x where positive, else exp(x) - 1.  Source: Clevert, Unterthiner and Hochreiter (2015)."""
    return features.shape


@op("EluGrad", T=FLOAT)
def elu_grad(gradients: "T", outputs: "T") -> Outputs(backprops="T"):
    """The gradient, times y + 1 where y, what Elu returned, is negative."""
    return gradients.shape.merge_with(outputs.shape)


@op("Selu", T=FLOAT)
def selu(features: "T") -> Outputs(activations="T"):
    """s · x where positive, else s · a · (exp(x) - 1), with the s = 1.0507… and a = 1.6732… that keep mean 0 and variance 1 through a layer.

    Source: Klambauer, Unterthiner, Mayr and Hochreiter, "Self-normalizing neural networks" (2017).
    """
    return features.shape


@op("SeluGrad", T=FLOAT)
def selu_grad(gradients: "T", outputs: "T") -> Outputs(backprops="T"):
    """The gradient times s, or times y + s · a where y, what Selu returned, is negative."""
    return gradients.shape.merge_with(outputs.shape)


@op("Softplus", T=FLOAT)
def softplus(features: "T") -> Outputs(activations="T"):
    """log(1 + exp(x)), without overflow."""
    return features.shape


@op("SoftplusGrad", T=FLOAT)
def softplus_grad(gradients: "T", features: "T") -> Outputs(backprops="T"):
    """The gradient divided by 1 + exp(-x)."""
    return gradients.shape.merge_with(features.shape)


@op("Softsign", T=FLOAT)
def softsign(features: "T") -> Outputs(activations="T"):
    """x / (1 + |x|)."""
    return features.shape


@op("SoftsignGrad", T=FLOAT)
def softsign_grad(gradients: "T", features: "T") -> Outputs(backprops="T"):
    """The gradient divided by (1 + |x|)²."""
    return gradients.shape.merge_with(features.shape)


@op("Softmax", T=FLOAT)
def softmax(logits: "T") -> Outputs(softmax="T"):
    """exp(x) divided by its sum over the last dimension."""
    require(logits.shape.rank_at_least(1), "logits must have at least one dimension, not shape {}", logits.shape)
    return logits.shape


@op("LogSoftmax", T=FLOAT)
def log_softmax(logits: "T") -> Outputs(logsoftmax="T"):
    """x less the logarithm of the sum of exp(x) over the last dimension: the logarithm of Softmax."""
    require(logits.shape.rank_at_least(1), "logits must have at least one dimension, not shape {}", logits.shape)
    return logits.shape
