"""The demo's network: two convolutions, each followed by pooling, and a softmax classifier of 8 x 8 images."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np

import polyflow as tf
from polyflow.data_sets.arrays import Labelled

BATCH = 32
SIDE, CLASSES = 8, 10


@dataclass(frozen=True)
class Network:
    """The nodes of a built network that training needs."""

    graph: tf.Graph
    images: tf.Tensor
    labels: tf.Tensor
    loss: tf.Tensor
    accuracy: tf.Tensor
    train: tf.Operation
    initialise: tf.Operation
    weights: list[Any]


def build(seed: int) -> Network:
    """The network in a graph of its own, with initial weights that ``seed`` determines on every backend."""
    with tf.Graph().as_default() as graph:
        tf.set_random_seed(seed)
        images = tf.placeholder(tf.float32, [None, SIDE, SIDE], name="images")
        labels = tf.placeholder(tf.int32, [None], name="labels")
        logits = _logits(tf.reshape(images, [-1, SIDE, SIDE, 1]))
        with tf.name_scope("loss"):
            loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits))
        with tf.name_scope("accuracy"):
            right = tf.equal(tf.argmax(logits, 1, output_type=tf.int32), labels)
            accuracy = tf.reduce_mean(tf.cast(right, tf.float32))
        step = tf.train.get_or_create_global_step()
        rate = tf.train.exponential_decay(8e-3, step, decay_steps=100, decay_rate=0.6)
        train = tf.train.AdamOptimizer(rate).minimize(loss, global_step=step)
        return Network(graph, images, labels, loss, accuracy, train, tf.global_variables_initializer(), tf.trainable_variables())


def _logits(images: tf.Tensor) -> tf.Tensor:
    features = _convolved("first", images, 16)
    features = _convolved("second", features, 32)
    size = int(np.prod(features.shape.as_list()[1:]))
    with tf.name_scope("classifier"):
        weights = _weights([size, CLASSES], size)
        return tf.nn.xw_plus_b(tf.reshape(features, [-1, size]), weights, tf.Variable(tf.zeros([CLASSES]), name="biases"))


def _convolved(name: str, images: tf.Tensor, channels: int) -> tf.Tensor:
    """3 x 3 filters, a rectifier, and pooling that halves height and width."""
    inputs = images.shape[-1].value
    with tf.name_scope(name):
        filters = _weights([3, 3, inputs, channels], 9 * inputs)
        summed = tf.nn.bias_add(tf.nn.conv2d(images, filters, [1, 1, 1, 1], "SAME"), tf.Variable(tf.zeros([channels]), name="biases"))
        return tf.nn.max_pool(tf.nn.relu(summed), [1, 2, 2, 1], [1, 2, 2, 1], "SAME")


def _weights(shape: list[int], fan_in: int) -> Any:
    return tf.Variable(tf.truncated_normal(shape, stddev=float(np.sqrt(2 / fan_in))), name="weights")


def batches(data: Labelled, epochs: int, steps: int | None, seed: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Batches of images and labels: every epoch goes through all of them in a new order; ends early after ``steps``."""
    generator, count = np.random.RandomState(seed), len(data.labels)
    orders = (generator.permutation(count) for _ in range(epochs))
    chosen = (order[start : start + BATCH] for order in orders for start in range(0, count, BATCH))
    for indices in islice(chosen, steps):
        yield data.images[indices], data.labels[indices]


def per_epoch(examples: int) -> int:
    return -(-examples // BATCH)


def step_count(examples: int, epochs: int, steps: int | None) -> int:
    """The number of steps in so many epochs, or ``steps`` if that is fewer."""
    total = epochs * per_epoch(examples)
    return total if steps is None else min(total, steps)
