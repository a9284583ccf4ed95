"""Training gives the same losses on both backends, step by step."""

import numpy as np
import pytest

import polyflow as tf

pytest.importorskip("torch")

STEPS = 100


def losses(backend: str, dtype: tf.DType) -> list[float]:
    """The loss before each of a hundred Adam steps of a small multi-layer perceptron."""
    numbers = np.random.default_rng(3)
    images, labels = numbers.normal(size=(32, 20)), numbers.integers(0, 5, 32)
    with tf.Graph().as_default(), tf.Session(backend=backend) as session:
        tf.set_random_seed(7)
        x, y = tf.placeholder(dtype, [None, 20]), tf.placeholder(tf.int64, [None])
        hidden = tf.nn.relu(dense(x, 20, 17, dtype))
        logits = dense(tf.nn.relu(dense(hidden, 17, 13, dtype)), 13, 5, dtype)
        loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits))
        train = tf.train.AdamOptimizer(0.01).minimize(loss)
        session.run(tf.global_variables_initializer())
        return [session.run([train, loss], {x: images, y: labels})[1] for _ in range(STEPS)]


def dense(inputs: tf.Tensor, size: int, units: int, dtype: tf.DType) -> tf.Tensor:
    weights = tf.Variable(tf.truncated_normal([size, units], stddev=0.3, dtype=dtype))
    return tf.matmul(inputs, weights) + tf.Variable(tf.zeros([units], dtype))


@pytest.mark.parametrize(("dtype", "tolerance"), [(tf.float64, 1e-9), (tf.float32, 1e-3)], ids=["float64", "float32"])
def test_a_hundred_steps_agree(dtype, tolerance):
    reference = losses("numpy", dtype)
    np.testing.assert_allclose(losses("torch", dtype), reference, rtol=tolerance)
    assert reference[-1] < 0.2 * reference[0]
