"""A perceptron with two hidden layers, trained by Adam.

python examples/mlp.py [--mnist DIR] [--steps 600]
"""

from _digits import arguments, load, train_and_test

import polyflow as tf

HIDDEN = 256

options = arguments(__doc__, steps=600)
data = load(options.mnist)
tf.set_random_seed(1)
pixels = data[0].images.shape[1]


def dense(inputs, size, name):
    """A layer: a matrix product and a bias."""
    with tf.variable_scope(name):
        fan_in = inputs.shape[1].value
        weights = tf.get_variable("weights", [fan_in, size], initializer=tf.truncated_normal_initializer(stddev=(2 / fan_in) ** 0.5))
        biases = tf.get_variable("biases", [size], initializer=tf.zeros_initializer())
        return tf.matmul(inputs, weights) + biases


images = tf.placeholder(tf.float32, [None, pixels])
labels = tf.placeholder(tf.int32, [None])

first = tf.nn.relu(dense(images, HIDDEN, "first"))
second = tf.nn.relu(dense(first, HIDDEN, "second"))
logits = dense(second, 10, "classes")

train_and_test(images, labels, logits, tf.train.AdamOptimizer(1e-3), data, options.steps)
