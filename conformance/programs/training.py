"""Programs that train: optimizers, by their effect on the weights."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from .program import Steps, program, step


def _regression(tf: Any) -> tuple[Any, Any, Any]:
    """A linear model of drawn data: loss, weights and bias."""
    rng = np.random.default_rng(7)
    inputs = rng.standard_normal((20, 3))
    targets = inputs @ np.array([[1.0], [-2.0], [0.5]]) + 0.25
    weights, bias = tf.Variable(tf.zeros([3, 1], tf.float64)), tf.Variable(tf.zeros([1], tf.float64))
    loss = tf.reduce_mean(tf.square(tf.matmul(tf.constant(inputs), weights) + bias - tf.constant(targets)))
    return loss, weights, bias


def _trained(tf: Any, optimizer: Any, steps: int = 5) -> Steps:
    loss, weights, bias = _regression(tf)
    train = optimizer.minimize(loss)
    return Steps(tf.global_variables_initializer(), *([step(train)] * steps), step([loss, weights, bias]))


@program(tolerance=1e-9)
def gradient_descent(tf: Any) -> Steps:
    return _trained(tf, tf.train.GradientDescentOptimizer(0.1))


@program(tolerance=1e-9)
def adam(tf: Any) -> Steps:
    return _trained(tf, tf.train.AdamOptimizer(0.05))


@program(tolerance=1e-9)
def momentum(tf: Any) -> Steps:
    return _trained(tf, tf.train.MomentumOptimizer(0.05, 0.9))


@program(tolerance=1e-9)
def adagrad(tf: Any) -> Steps:
    return _trained(tf, tf.train.AdagradOptimizer(0.1))


@program(tolerance=1e-9)
def rms_prop(tf: Any) -> Steps:
    return _trained(tf, tf.train.RMSPropOptimizer(0.01, momentum=0.5))


@program(tolerance=1e-9)
def autoencoder(tf: Any) -> Steps:
    """Digits of a batch that no shape knows the size of, told apart from noise: by training alone, then with the loss, then of other sizes."""
    rng = np.random.default_rng(8)
    images = tf.placeholder(tf.float64, [None, 6])
    hidden = tf.tanh(tf.matmul(images, tf.Variable(rng.standard_normal((6, 4)))) + tf.Variable(tf.zeros([4], tf.float64)))
    logits = tf.matmul(hidden, tf.Variable(rng.standard_normal((4, 6))))
    losses = tf.reduce_sum(tf.nn.sigmoid_cross_entropy_with_logits(labels=images, logits=logits), 1)
    loss = tf.reduce_mean(losses + 0.1 * tf.reduce_sum(tf.square(hidden), 1))
    train = tf.train.GradientDescentOptimizer(0.1).minimize(loss)
    batches = [{images: rng.random((rows, 6))} for rows in (5, 5, 1, 3)]
    return Steps(
        tf.global_variables_initializer(),
        *(step(train, feed=feed) for feed in batches),
        *(step([train, loss], feed=feed) for feed in batches),
        *(step([loss, losses, logits], feed=feed) for feed in batches),
    )


@program()
def sparse_gradient(tf: Any) -> Steps:
    """Only the rows that were looked up move; a row looked up twice moves by both."""
    table = tf.Variable([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    loss = tf.reduce_sum(tf.gather(table, [2, 0, 2]) * [[1.0], [2.0], [3.0]])
    train = tf.train.GradientDescentOptimizer(0.5).minimize(loss)
    return Steps(tf.global_variables_initializer(), step(train), step(table, gives=[[0.0, 1.0], [3.0, 4.0], [3.0, 4.0]]))


@program()
def global_step(tf: Any) -> Steps:
    """minimize counts its steps."""
    weight, count = tf.Variable(4.0), tf.Variable(0, trainable=False)
    train = tf.train.GradientDescentOptimizer(0.25).minimize(tf.square(weight), global_step=count)
    return Steps(tf.global_variables_initializer(), step(train), step(train), step([weight, count], gives=[1.0, 2]))


def _classified(tf: Any, features: Any, sizes: list[int], rng: np.random.Generator) -> Any:
    """The loss of a network of dense layers over ``features`` that should tell three classes apart."""
    layer = features
    for number, (inputs, outputs) in enumerate(itertools.pairwise([features.shape.as_list()[1], *sizes, 3])):
        weights = tf.Variable(rng.standard_normal((inputs, outputs)).astype(np.float32) * 0.5)
        layer = tf.nn.bias_add(tf.matmul(tf.nn.relu(layer) if number else layer, weights), tf.Variable(tf.zeros([outputs])))
    labels = tf.one_hot(tf.constant(np.arange(layer.shape.as_list()[0]) % 3), 3)
    return tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(logits=layer, labels=labels))


@program(tolerance=1e-3)
def dense_network(tf: Any) -> Steps:
    """Two hidden layers under Adam."""
    rng = np.random.default_rng(11)
    loss = _classified(tf, tf.constant(rng.standard_normal((7, 6)), tf.float32), [5, 4], rng)
    train = tf.train.AdamOptimizer(0.01).minimize(loss)
    return Steps(tf.global_variables_initializer(), *([step(train)] * 5), step([loss, tf.trainable_variables()]))


@program(tolerance=1e-3)
def linear_network(tf: Any) -> Steps:
    """One layer under gradient descent of a constant rate, whose gradients nothing else needs."""
    rng = np.random.default_rng(12)
    loss = _classified(tf, tf.constant(rng.standard_normal((7, 6)), tf.float32), [], rng)
    train = tf.train.GradientDescentOptimizer(0.5).minimize(loss)
    return Steps(tf.global_variables_initializer(), *([step(train)] * 5), step([loss, tf.trainable_variables()]))


@program(tolerance=1e-3)
def convolutional_network(tf: Any) -> Steps:
    """Two convolutions with a pool between them: the second needs both of its gradients."""
    rng = np.random.default_rng(13)
    layer = tf.constant(rng.standard_normal((4, 8, 6, 2)), tf.float32)
    for inputs, outputs in ((2, 3), (3, 5)):
        filters = tf.Variable(rng.standard_normal((3, 3, inputs, outputs)).astype(np.float32) * 0.3)
        convolved = tf.nn.bias_add(tf.nn.conv2d(layer, filters, strides=[1, 1, 1, 1], padding="SAME"), tf.Variable(tf.zeros([outputs])))
        layer = tf.nn.max_pool(tf.nn.relu(convolved), ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding="SAME")
    loss = _classified(tf, tf.reshape(layer, [4, -1]), [], rng)
    train = tf.train.GradientDescentOptimizer(0.1).minimize(loss)
    return Steps(tf.global_variables_initializer(), *([step(train)] * 3), step([loss, tf.trainable_variables()]))


def _classifier(tf: Any, cross_entropy: Any, reduce: Any, labels: Any) -> Steps:
    """A softmax regression of drawn data, fed in batches of unknown size: steps that train alone, and one that asks for the loss too."""
    rng = np.random.default_rng(11)
    inputs = tf.placeholder(tf.float64, [None, 20])
    weights, bias = tf.Variable(tf.zeros([20, 3], tf.float64)), tf.Variable(tf.zeros([3], tf.float64))
    loss = reduce(cross_entropy(labels=labels, logits=tf.matmul(inputs, weights) + bias))
    train = tf.train.GradientDescentOptimizer(0.5).minimize(loss)
    batches = [(rng.standard_normal((size, 20)), rng.integers(0, 3, size)) for size in (17, 5, 4)]
    feeds = [{inputs: images, labels: _as_labels(labels, classes)} for images, classes in batches]
    train_again = tf.train.AdamOptimizer(0.05).minimize(loss)
    moved = tf.scatter_nd_update(weights, [[1, 2], [19, 0]], tf.constant([0.25, -0.5], tf.float64))
    return Steps(
        tf.global_variables_initializer(),
        *(step(train, feed=feed) for feed in feeds),
        step([train, loss], feed=feeds[0]),
        step(moved),
        step(train, feed=feeds[1]),
        step(train_again, feed=feeds[2]),
        step([loss, weights, bias], feed=feeds[0]),
    )


def _as_labels(labels: Any, classes: Any) -> Any:
    return classes if labels.dtype.is_integer else np.eye(3)[classes]


@program(tolerance=1e-9)
def sparse_mean_of_cross_entropies(tf: Any) -> Steps:
    return _classifier(tf, tf.nn.sparse_softmax_cross_entropy_with_logits, tf.reduce_mean, tf.placeholder(tf.int64, [None]))


@program(tolerance=1e-9)
def mean_of_cross_entropies(tf: Any) -> Steps:
    return _classifier(tf, tf.nn.softmax_cross_entropy_with_logits, tf.reduce_mean, tf.placeholder(tf.float64, [None, 3]))


@program(tolerance=1e-9)
def sum_of_cross_entropies(tf: Any) -> Steps:
    """The sum, weighted by a number that the graph computes."""
    return _classifier(
        tf,
        tf.nn.sparse_softmax_cross_entropy_with_logits,
        lambda losses: tf.reduce_sum(losses) * tf.reduce_sum(tf.constant([0.25, 0.5], tf.float64)),
        tf.placeholder(tf.int64, [None]),
    )
