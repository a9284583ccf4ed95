"""Softmax regression: one layer that maps pixels to classes.

python examples/softmax.py [--mnist DIR] [--steps 1000]
"""

from _digits import arguments, load, train_and_test

import polyflow as tf

options = arguments(__doc__, steps=1000)
data = load(options.mnist)
tf.set_random_seed(1)
pixels = data[0].images.shape[1]

images = tf.placeholder(tf.float32, [None, pixels])
labels = tf.placeholder(tf.int32, [None])

W = tf.Variable(tf.zeros([pixels, 10]))
b = tf.Variable(tf.zeros([10]))
logits = tf.matmul(images, W) + b

train_and_test(images, labels, logits, tf.train.GradientDescentOptimizer(0.5), data, options.steps)
