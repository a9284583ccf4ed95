"""Losses that are ops of their own: half the sum of squares, and the cross entropy of a softmax together with its gradient."""

from ..framework.dtypes import FLOAT, INDEX, int64
from ..framework.op import Outputs, op, require
from ..framework.tensor_shape import SCALAR, TensorShape, broadcast_shapes


@op("L2Loss", T=FLOAT)
def l2_loss(t: "T") -> Outputs(output="T"):
    """sum(t²) / 2, a scalar."""
    return SCALAR


@op("SoftmaxCrossEntropyWithLogits", T=FLOAT)
def softmax_cross_entropy_with_logits(features: "T", labels: "T") -> Outputs(loss="T", backprop="T"):
    """The cross entropy of each row of ``labels``, a distribution over the classes, and the softmax of the same row of ``features``.

    ``loss`` is -sum(labels · log softmax(features)) for each row, ``backprop`` softmax(features) - labels, its gradient with respect to the features
    where the labels of a row add up to 1.  The inputs are broadcast to one shape, a matrix.
    """
    shape = broadcast_shapes(features.shape, labels.shape)
    require(
        shape.sizes is None or len(shape.sizes) == 2,
        "features of shape {} and labels of shape {} must broadcast to a matrix",
        features.shape,
        labels.shape,
    )
    return shape[:1], shape.with_rank(2)


@op("SparseSoftmaxCrossEntropyWithLogits", T=FLOAT, Tlabels=INDEX.default(int64))
def sparse_softmax_cross_entropy_with_logits(features: "T", labels: "Tlabels") -> Outputs(loss="T", backprop="T"):
    """The same where all the weight of a row is on one class: ``labels`` is a vector of class numbers, one for each row of ``features``.

    InvalidArgumentError for a label outside of [0, classes) on the CPU; where checking would stop the device, loss and gradient of the row are NaN.
    """
    require(features.shape.has_rank(2), "features must be a matrix, not of shape {}", features.shape)
    require(labels.shape.has_rank(1), "labels must be a vector, not of shape {}", labels.shape)
    logits, classes = features.shape.with_rank(2), labels.shape.with_rank(1)
    require(logits[:1].is_compatible_with(classes), "there are {} rows of features, but {} labels", logits[0], classes[0])
    rows = logits[0].merge_with(classes[0])
    return TensorShape([rows]), TensorShape([rows, logits[1]])
