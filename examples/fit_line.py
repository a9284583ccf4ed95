"""Fits a line to 100 points on y = 0.1 x + 0.3 by gradient descent: W and b converge to 0.1 and 0.3.

python examples/fit_line.py [--steps 201]
"""

import argparse

import numpy as np

import polyflow as tf

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--steps", type=int, default=201)
steps = parser.parse_args().steps

x_data = np.random.rand(100).astype(np.float32)
y_data = x_data * 0.1 + 0.3

W = tf.Variable(tf.random_uniform([1], -1.0, 1.0), name="W")
b = tf.Variable(tf.zeros([1]), name="b")
y = W * x_data + b

loss = tf.reduce_mean(tf.square(y - y_data))
train = tf.train.GradientDescentOptimizer(0.5).minimize(loss)

with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for step in range(steps):
        session.run(train)
        if step % 20 == 0 or step == steps - 1:
            print(step, *session.run([W, b]))
