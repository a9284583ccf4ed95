"""The workloads as graph programs. ``tf`` is polyflow or ``tensorflow.compat.v1``; each function returns what one round runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from . import data

Step = Callable[[], Any]
MakeSession = Callable[[Any], Any]
"""From a graph to a session of the contender."""


def fed_add(tf: Any, make_session: MakeSession) -> Step:
    with tf.Graph().as_default() as graph:
        x, y = tf.placeholder(tf.float32, []), tf.placeholder(tf.float32, [])
        total = x + y
    session, one, two = make_session(graph), np.float32(1), np.float32(2)
    return lambda: session.run(total, {x: one, y: two})


def chain(tf: Any, make_session: MakeSession) -> Step:
    with tf.Graph().as_default() as graph:
        x = tf.placeholder(tf.float32, [])
        factor, term = tf.constant(0.999), tf.constant(0.001)
        y = x
        for _ in range(data.CHAIN // 2):
            y = y * factor + term
    session, one = make_session(graph), np.float32(1)
    return lambda: session.run(y, {x: one})


def linear_regression(tf: Any, make_session: MakeSession) -> Step:
    x_data, y_data = data.points()
    with tf.Graph().as_default() as graph:
        weight = tf.Variable(tf.random_uniform([1], -1.0, 1.0))
        bias = tf.Variable(tf.zeros([1]))
        loss = tf.reduce_mean(tf.square(weight * x_data + bias - y_data))
        train = tf.train.GradientDescentOptimizer(0.5).minimize(loss)
        session = _initialised(tf, make_session, graph)
    return lambda: session.run(train)


def softmax_regression(tf: Any, make_session: MakeSession) -> Step:
    def logits(images: Any) -> Any:
        weights, biases = tf.Variable(tf.zeros([data.PIXELS, data.CLASSES])), tf.Variable(tf.zeros([data.CLASSES]))
        return tf.matmul(images, weights) + biases

    return _classifier(tf, make_session, logits, tf.train.GradientDescentOptimizer(0.5), 100)


def mlp(tf: Any, make_session: MakeSession) -> Step:
    def logits(images: Any) -> Any:
        first = tf.nn.relu(_dense(tf, images, data.PIXELS, data.HIDDEN))
        second = tf.nn.relu(_dense(tf, first, data.HIDDEN, data.HIDDEN))
        return _dense(tf, second, data.HIDDEN, data.CLASSES)

    return _classifier(tf, make_session, logits, tf.train.AdamOptimizer(1e-3), 128)


def convolutional(tf: Any, make_session: MakeSession) -> Step:
    def logits(images: Any) -> Any:
        features = tf.reshape(images, [-1, data.SIDE, data.SIDE, 1])
        features = _pooled(tf, features, 1, 32)
        features = _pooled(tf, features, 32, 64)
        hidden = tf.nn.relu(_dense(tf, tf.reshape(features, [-1, 7 * 7 * 64]), 7 * 7 * 64, 256))
        return _dense(tf, hidden, 256, data.CLASSES)

    return _classifier(tf, make_session, logits, tf.train.AdamOptimizer(1e-3), 50)


def five_layers(tf: Any, make_session: MakeSession) -> Step:
    """Three convolutions of 3 by 3, two poolings and three dense layers, by gradient descent."""

    def logits(images: Any) -> Any:
        features = tf.reshape(images, [-1, data.SIDE, data.SIDE, 1])
        features = _convolved(tf, _convolved(tf, features, 1, 32, 3), 32, 32, 3)
        features = _halved(tf, _convolved(tf, _halved(tf, features), 32, 16, 3))
        hidden = tf.nn.relu(_dense(tf, tf.reshape(features, [-1, 7 * 7 * 16]), 7 * 7 * 16, 32))
        return _dense(tf, tf.nn.relu(_dense(tf, hidden, 32, 16)), 16, data.CLASSES)

    return _classifier(tf, make_session, logits, tf.train.GradientDescentOptimizer(0.05), 64)


def dropout(tf: Any, make_session: MakeSession) -> Step:
    """The MLP with half of its hidden units left out in each step."""

    def logits(images: Any) -> Any:
        first = tf.nn.dropout(tf.nn.relu(_dense(tf, images, data.PIXELS, data.HIDDEN)), keep_prob=0.5)
        second = tf.nn.dropout(tf.nn.relu(_dense(tf, first, data.HIDDEN, data.HIDDEN)), keep_prob=0.5)
        return _dense(tf, second, data.HIDDEN, data.CLASSES)

    return _classifier(tf, make_session, logits, tf.train.AdamOptimizer(1e-3), 128)


def autoencoder(tf: Any, make_session: MakeSession) -> Step:
    """A variational autoencoder: 784-256-(20, 20)-256-784."""
    with tf.Graph().as_default() as graph:
        images = tf.placeholder(tf.float32, [None, data.PIXELS])
        hidden = tf.nn.relu(_dense(tf, images, data.PIXELS, data.HIDDEN))
        mean, log_variance = _dense(tf, hidden, data.HIDDEN, data.CODE), _dense(tf, hidden, data.HIDDEN, data.CODE)
        code = mean + tf.exp(0.5 * log_variance) * tf.random_normal(tf.shape(mean))
        decoded = _dense(tf, tf.nn.relu(_dense(tf, code, data.CODE, data.HIDDEN)), data.HIDDEN, data.PIXELS)
        errors = tf.reduce_sum(tf.nn.sigmoid_cross_entropy_with_logits(labels=images, logits=decoded), 1)
        divergence = -0.5 * tf.reduce_sum(1.0 + log_variance - tf.square(mean) - tf.exp(log_variance), 1)
        train = tf.train.AdamOptimizer(1e-3).minimize(tf.reduce_mean(errors + divergence))
        session = _initialised(tf, make_session, graph)
    values, _ = data.digits(128)
    return lambda: session.run(train, {images: values})


def _dense(tf: Any, inputs: Any, size: int, units: int) -> Any:
    weights = tf.Variable(tf.truncated_normal([size, units], stddev=0.05, seed=1))
    return tf.matmul(inputs, weights) + tf.Variable(tf.zeros([units]))


def _pooled(tf: Any, images: Any, depth: int, channels: int) -> Any:
    return _halved(tf, _convolved(tf, images, depth, channels, 5))


def _convolved(tf: Any, images: Any, depth: int, channels: int, size: int) -> Any:
    filters = tf.Variable(tf.truncated_normal([size, size, depth, channels], stddev=0.05, seed=1))
    features = tf.nn.conv2d(images, filters, strides=[1, 1, 1, 1], padding="SAME")
    return tf.nn.relu(tf.nn.bias_add(features, tf.Variable(tf.zeros([channels]))))


def _halved(tf: Any, features: Any) -> Any:
    return tf.nn.max_pool(features, ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding="SAME")


def _classifier(tf: Any, make_session: MakeSession, logits: Callable[[Any], Any], optimizer: Any, batch: int) -> Step:
    """One training step on a fed batch."""
    with tf.Graph().as_default() as graph:
        images = tf.placeholder(tf.float32, [None, data.PIXELS])
        labels = tf.placeholder(tf.int64, [None])
        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits(images))
        train = optimizer.minimize(tf.reduce_mean(losses))
        session = _initialised(tf, make_session, graph)
    image_values, label_values = data.digits(batch)
    return lambda: session.run(train, {images: image_values, labels: label_values})


def _initialised(tf: Any, make_session: MakeSession, graph: Any) -> Any:
    session = make_session(graph)
    session.run(tf.global_variables_initializer())
    return session


def loop_with_gradient(tf: Any, make_session: MakeSession) -> Step:
    with tf.Graph().as_default() as graph:
        x = tf.placeholder(tf.float32, [])
        factor = tf.constant(0.9999)
        _, y = tf.while_loop(lambda i, y: i < data.LOOP, lambda i, y: (i + 1, y * factor), [tf.constant(0), x])
        (gradient,) = tf.gradients(y, x)
    session, one = make_session(graph), np.float32(1)
    return lambda: session.run([y, gradient], {x: one})


def building(tf: Any, make_session: MakeSession) -> Step:
    """Nodes made by operators, without running anything."""

    def build() -> Any:
        with tf.Graph().as_default():
            y = x = tf.placeholder(tf.float32, [])
            for _ in range(data.NODES // 2):
                y = y * x + x
            return y

    return build
