"""Programs that train: optimizers, by their effect on the weights."""

from __future__ import annotations

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
