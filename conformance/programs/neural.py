"""The compositions of ``tf.nn``, each with its gradient: what TensorFlow makes of the same call must have the same values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .program import Steps, program, step

drawn = np.random.default_rng(11)


def normal(*shape: int) -> np.ndarray[Any, Any]:
    return drawn.standard_normal(shape)


def positive(*shape: int) -> np.ndarray[Any, Any]:
    return drawn.random(shape) + 0.1


def composition(*arrays: np.ndarray[Any, Any]) -> Callable[[Callable[..., Any]], None]:
    """Registers a program: the function of ``tf`` and the fed arrays, and its gradients with respect to them."""

    def register(function: Callable[..., Any]) -> None:
        def build(tf: Any) -> Steps:
            inputs = [tf.placeholder(array.dtype, array.shape) for array in arrays]
            result = function(tf, *inputs)
            # The cosine makes all output gradients different.
            slopes = [slope for slope in tf.gradients(result * tf.cos(result), inputs) if slope is not None]
            fetched = [result, *map(tf.convert_to_tensor, slopes)]
            return Steps(None, step(fetched, feed=dict(zip(inputs, arrays, strict=True))))

        build.__name__ = f"nn_{function.__name__}"
        program(tolerance=1e-8)(build)

    return register


CLASSES = np.array([0, 2, 1, 2])
IMAGES, FILTERS = normal(2, 6, 5, 3), normal(3, 2, 3, 4)


@composition(normal(2, 3, 4))
def softmax_along_the_first(tf: Any, x: Any) -> Any:
    return tf.nn.softmax(x, 0)


@composition(normal(2, 3, 4))
def log_softmax_along_the_second(tf: Any, x: Any) -> Any:
    return tf.nn.log_softmax(x, -2)


@composition(normal(2, 3))
def crelu(tf: Any, x: Any) -> Any:
    return tf.nn.crelu(x)


@composition(normal(2, 3))
def swish(tf: Any, x: Any) -> Any:
    return tf.nn.swish(x)


@composition(normal(4, 3), positive(4, 3))
def softmax_cross_entropy(tf: Any, logits: Any, labels: Any) -> Any:
    return tf.nn.softmax_cross_entropy_with_logits(labels=labels, logits=logits)


@composition(normal(2, 3, 4), positive(2, 3, 4))
def softmax_cross_entropy_v2(tf: Any, logits: Any, labels: Any) -> Any:
    return tf.nn.softmax_cross_entropy_with_logits_v2(labels=labels, logits=logits, axis=1)


@composition(normal(4, 3))
def sparse_softmax_cross_entropy(tf: Any, logits: Any) -> Any:
    return tf.nn.sparse_softmax_cross_entropy_with_logits(labels=CLASSES, logits=logits)


@composition(normal(2, 2, 3))
def sparse_softmax_cross_entropy_of_more_dimensions(tf: Any, logits: Any) -> Any:
    return tf.nn.sparse_softmax_cross_entropy_with_logits(labels=CLASSES.reshape(2, 2), logits=logits)


@composition(normal(4, 3), positive(4, 3))
def sigmoid_cross_entropy(tf: Any, logits: Any, labels: Any) -> Any:
    return tf.nn.sigmoid_cross_entropy_with_logits(labels=labels, logits=logits)


@composition(normal(4, 3), positive(4, 3))
def weighted_cross_entropy(tf: Any, logits: Any, labels: Any) -> Any:
    return tf.nn.weighted_cross_entropy_with_logits(labels=labels, logits=logits, pos_weight=2.5)


@composition(normal(4, 3), positive(4, 3) * 3)
def log_poisson_loss(tf: Any, log_input: Any, targets: Any) -> Any:
    return tf.nn.log_poisson_loss(targets=targets, log_input=log_input, compute_full_loss=True)


@composition(IMAGES, FILTERS)
def convolution_with_strides(tf: Any, images: Any, filters: Any) -> Any:
    return tf.nn.conv2d(images, filters, strides=[1, 2, 1, 1], padding="SAME")


@composition(IMAGES, FILTERS)
def convolution_with_explicit_padding(tf: Any, images: Any, filters: Any) -> Any:
    return tf.nn.conv2d(images, filters, strides=1, padding=[[0, 0], [1, 2], [0, 1], [0, 0]])


@composition(normal(2, 3, 3, 4), FILTERS)
def transposed_convolution(tf: Any, images: Any, filters: Any) -> Any:
    return tf.nn.conv2d_transpose(images, filters, [2, 6, 5, 3], [1, 2, 2, 1], "SAME")


@composition(IMAGES)
def overlapping_max_pool(tf: Any, images: Any) -> Any:
    return tf.nn.max_pool(images, [1, 3, 2, 1], [1, 2, 2, 1], "SAME")


@composition(IMAGES)
def overlapping_avg_pool(tf: Any, images: Any) -> Any:
    return tf.nn.avg_pool(images, [1, 3, 2, 1], [1, 2, 2, 1], "SAME")


@composition(normal(4, 3), normal(3, 2), normal(2))
def relu_layer(tf: Any, x: Any, weights: Any, biases: Any) -> Any:
    return tf.nn.relu_layer(x, weights, biases)


@composition(normal(4, 3))
def mean_and_variance(tf: Any, x: Any) -> Any:
    return tf.stack(tf.nn.moments(x, [0]))


@composition(normal(4, 3), positive(4, 1))
def weighted_mean_and_variance(tf: Any, x: Any, weights: Any) -> Any:
    return tf.stack(tf.nn.weighted_moments(x, [0], weights))


@composition(normal(4, 3))
def moments_from_sufficient_statistics(tf: Any, x: Any) -> Any:
    return tf.stack(tf.nn.normalize_moments(*tf.nn.sufficient_statistics(x, [0], shift=tf.constant(0.3, tf.float64))))


@composition(normal(4, 3), normal(3), positive(3), normal(3), normal(3))
def batch_normalization(tf: Any, x: Any, mean: Any, variance: Any, offset: Any, scale: Any) -> Any:
    return tf.nn.batch_normalization(x, mean, variance, offset, scale, 1e-3)


@composition(normal(4, 3))
def l2_normalize(tf: Any, x: Any) -> Any:
    return tf.nn.l2_normalize(x, 1)


@composition(normal(7, 3))
def embedding_in_one_table(tf: Any, table: Any) -> Any:
    return tf.nn.embedding_lookup(table, [[0, 6], [3, 3]], max_norm=1.0)


@composition(normal(4, 3), normal(3, 3))
def embedding_dealt_in_turn(tf: Any, one: Any, other: Any) -> Any:
    return tf.nn.embedding_lookup([one, other], [0, 5, 3, 3, 6])


@composition(normal(4, 3), normal(3, 3))
def embedding_dealt_in_runs(tf: Any, one: Any, other: Any) -> Any:
    return tf.nn.embedding_lookup([one, other], [0, 5, 3, 3, 6], "div")
