"""What the classifiers share: handwritten digits, and the loop that trains on them."""

import argparse

import numpy as np

import polyflow as tf
from polyflow.data_sets import load_digits, load_mnist


def arguments(description, steps):
    """The options of a program: where MNIST is, if it is to be used, and how long to train."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--mnist", metavar="DIR", help="a directory with the four idx files of MNIST; without it the bundled digits are used"
    )
    parser.add_argument("--steps", type=int, default=steps)
    return parser.parse_args()


def load(mnist):
    """The data set, its images as vectors of pixels."""
    train, test = load_mnist(mnist) if mnist else load_digits()
    return tuple(part._replace(images=part.images.reshape(len(part.images), -1)) for part in (train, test))


def batches(data, size, count, seed=0):
    """``count`` random batches of images and labels."""
    choice = np.random.RandomState(seed)
    for _ in range(count):
        chosen = choice.randint(len(data.labels), size=size)
        yield data.images[chosen], data.labels[chosen]


def train_and_test(images, labels, logits, optimizer, data, steps, batch_size=100, while_training=None):
    """Minimises the cross entropy of the classes, and prints how many of the test images are recognised.

    ``while_training`` is fed besides the images in each step, but not in the test.
    """
    train_data, test_data = data
    loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits))
    correct = tf.equal(tf.argmax(logits, 1, output_type=tf.int32), labels)
    accuracy = tf.reduce_mean(tf.cast(correct, tf.float32))
    train = optimizer.minimize(loss)

    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        for step, (some_images, some_labels) in enumerate(batches(train_data, batch_size, steps), 1):
            _, value = session.run([train, loss], {images: some_images, labels: some_labels, **(while_training or {})})
            if step % 100 == 0 or step == steps:
                print(f"step {step}: loss {value:.4f}")
        print(f"test accuracy {session.run(accuracy, {images: test_data.images, labels: test_data.labels}):.2%}")
