"""Training a convolutional network gives the same losses on both backends, step by step."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import polyflow as tf

pytest.importorskip("torch")

BATCH, STEPS, SIDE, CLASSES = 64, 200, 28, 10


def digits() -> tuple[np.ndarray, np.ndarray]:
    """A picture of its own for each class, with noise: [steps, batch, side, side, 1] and the classes, [steps, batch]."""
    numbers = np.random.default_rng(5)
    pictures = np.kron(numbers.uniform(size=(CLASSES, 7, 7)), np.ones((4, 4)))
    labels = numbers.integers(0, CLASSES, (STEPS, BATCH))
    return (pictures[labels] + numbers.normal(scale=0.3, size=(STEPS, BATCH, SIDE, SIDE)))[..., None], labels


def network(images: tf.Tensor) -> tf.Tensor:
    """The logits: three convolutions of 3 by 3, two poolings and three dense layers."""
    features = convolved(convolved(images, 1, 32), 32, 32)
    features = halved(convolved(halved(features), 32, 16))
    hidden = tf.nn.relu(dense(tf.reshape(features, [-1, 7 * 7 * 16]), 7 * 7 * 16, 32))
    return dense(tf.nn.relu(dense(hidden, 32, 16)), 16, CLASSES)


def convolved(images: tf.Tensor, depth: int, channels: int) -> tf.Tensor:
    filters = weights([3, 3, depth, channels], 9 * depth)
    features = tf.nn.conv2d(images, filters, strides=[1, 1, 1, 1], padding="SAME")
    return tf.nn.relu(tf.nn.bias_add(features, tf.Variable(tf.zeros([channels], tf.float64))))


def halved(features: tf.Tensor) -> tf.Tensor:
    return tf.nn.max_pool(features, ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding="SAME")


def dense(inputs: tf.Tensor, size: int, units: int) -> tf.Tensor:
    return tf.matmul(inputs, weights([size, units], size)) + tf.Variable(tf.zeros([units], tf.float64))


def weights(shape: list[int], inputs: int) -> tf.Variable:
    """Of a scale that keeps that of the signals through a relu."""
    return tf.Variable(np.random.default_rng(inputs + shape[-1]).normal(scale=np.sqrt(2 / inputs), size=shape))


def losses(backend: str) -> np.ndarray:
    """The loss before each step of gradient descent."""
    with tf.Graph().as_default(), tf.Session(backend=backend) as session:
        x, y = tf.placeholder(tf.float64, [None, SIDE, SIDE, 1]), tf.placeholder(tf.int64, [None])
        loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=network(x)))
        train: Any = tf.train.GradientDescentOptimizer(0.05).minimize(loss)
        session.run(tf.global_variables_initializer())
        return np.array([session.run([train, loss], {x: images, y: labels})[1] for images, labels in zip(*digits(), strict=True)])


@pytest.mark.slow
def test_two_hundred_steps_agree() -> None:
    """What rounding leaves grows to about 1e-13 while the loss falls a thousandfold, and not further.

    In single precision no such thing holds: among 50,000 windows of a pool some have two entries that differ by less than rounding, and
    which of the two gets the gradient changes the filters by a thousandth.
    """
    reference, found = losses("numpy"), losses("torch")
    np.testing.assert_allclose(found, reference, rtol=1e-8)
    assert reference[-1] < 0.01 * reference[0]
