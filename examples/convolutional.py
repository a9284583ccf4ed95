"""A convolutional network: two convolutions with pooling, a hidden layer, and dropout while it is trained.

python examples/convolutional.py [--mnist DIR] [--steps 400]
"""

from _digits import arguments, load, train_and_test

import polyflow as tf

options = arguments(__doc__, steps=400)
data = load(options.mnist)
tf.set_random_seed(1)
pixels = data[0].images.shape[1]
side = int(pixels**0.5)


def weight_variable(shape, fan_in):
    return tf.Variable(tf.truncated_normal(shape, stddev=(2 / fan_in) ** 0.5))


def bias_variable(size):
    return tf.Variable(tf.constant(0.1, shape=[size]))


def convolution(inputs, channels):
    """3 x 3 filters, a rectifier, and pooling that halves height and width."""
    depth = inputs.shape[3].value
    filters = weight_variable([3, 3, depth, channels], 9 * depth)
    features = tf.nn.relu(tf.nn.conv2d(inputs, filters, strides=[1, 1, 1, 1], padding="SAME") + bias_variable(channels))
    return tf.nn.max_pool(features, ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding="SAME")


images = tf.placeholder(tf.float32, [None, pixels])
labels = tf.placeholder(tf.int32, [None])
# Fed with nothing, every unit stays: only training drops some.
keep_prob = tf.placeholder_with_default(1.0, [])

features = convolution(tf.reshape(images, [-1, side, side, 1]), 16)
features = convolution(features, 32)
size = features.shape[1].value * features.shape[2].value * features.shape[3].value

hidden = tf.nn.relu(tf.matmul(tf.reshape(features, [-1, size]), weight_variable([size, 128], size)) + bias_variable(128))
hidden = tf.nn.dropout(hidden, keep_prob=keep_prob)
logits = tf.matmul(hidden, weight_variable([128, 10], 128)) + bias_variable(10)

train_and_test(images, labels, logits, tf.train.AdamOptimizer(1e-3), data, options.steps, batch_size=50, while_training={keep_prob: 0.5})
