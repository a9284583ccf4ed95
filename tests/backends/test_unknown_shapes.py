"""What inference could not see is checked when the graph runs, alike on every backend."""

import numpy as np
import pytest

import polyflow as tf
from polyflow.ops import nn_activation, nn_convolution, nn_loss, nn_pooling, nn_ranking

SAME = {"strides": [1, 1, 1, 1], "padding": "SAME"}
POOL = {"ksize": [1, 2, 2, 1], "strides": [1, 2, 2, 1], "padding": "VALID"}


@pytest.fixture(params=["numpy", "torch"])
def backend(request):
    pytest.importorskip(request.param)
    return request.param


def fails(backend, match, build, *shapes):
    """Feeds placeholders of unknown shape with ones of these shapes."""
    with tf.Graph().as_default() as graph:
        inputs = [tf.placeholder(tf.float32) for _ in shapes]
        node = build(*inputs)
        feeds = {tensor: np.ones(shape, np.float32) for tensor, shape in zip(inputs, shapes, strict=True)}
        with tf.Session(graph=graph, backend=backend) as session, pytest.raises(tf.errors.InvalidArgumentError, match=match):
            session.run(node, feeds)


def test_convolution(backend):
    def conv(image, filter):
        return nn_convolution.conv2d(image, filter, **SAME)

    fails(backend, "must have four dimensions", conv, (4, 4, 3), (2, 2, 3, 5))
    fails(backend, "must have four dimensions", conv, (1, 4, 4, 3), (2, 2, 3))
    fails(backend, "no multiple of the 2 channels", conv, (1, 4, 4, 3), (2, 2, 2, 5))
    fails(backend, "at least one entry", conv, (1, 4, 4, 3), (0, 2, 3, 5))
    fails(
        backend, "do not fit into", lambda *x: nn_convolution.conv2d(*x, strides=[1, 1, 1, 1], padding="VALID"), (1, 4, 4, 3), (5, 2, 3, 5)
    )


def test_gradients_of_convolution(backend):
    def for_input(filter, grad):
        return nn_convolution.conv2d_backprop_input([1, 4, 4, 3], filter, grad, **SAME)

    def for_filter(image, grad):
        return nn_convolution.conv2d_backprop_filter(image, [2, 2, 3, 5], grad, **SAME)

    fails(backend, "the convolution gives", for_input, (2, 2, 3, 5), (1, 4, 3, 5))
    fails(backend, "must have four dimensions", for_input, (2, 3, 5), (1, 4, 4, 5))
    fails(backend, "the convolution gives", for_filter, (1, 4, 4, 3), (1, 4, 4, 6))
    fails(backend, "must have four dimensions", for_filter, (4, 4, 3), (1, 4, 4, 5))


def test_bias(backend):
    fails(backend, "at least 2 dimensions", nn_convolution.bias_add, (3,), (3,))
    fails(backend, "vector of the 3 channels", nn_convolution.bias_add, (2, 3), (4,))
    fails(backend, "at least 2 dimensions", nn_convolution.bias_add_grad, (3,))


def test_pooling(backend):
    fails(backend, "must have four dimensions", lambda x: nn_pooling.max_pool(x, **POOL), (4, 4, 3))
    fails(backend, "must have four dimensions", lambda x: nn_pooling.avg_pool(x, **POOL), (4, 4, 3))
    fails(backend, "do not fit into", lambda x: nn_pooling.max_pool(x, **POOL), (1, 4, 1, 3))
    fails(backend, "Expected grad shape", lambda *x: nn_pooling.max_pool_grad(*x, **POOL), (1, 4, 4, 3), (1, 2, 2, 3), (1, 2, 3, 3))
    fails(backend, "Expected grad shape", lambda *x: nn_pooling.max_pool_grad_grad(*x, **POOL), (1, 4, 4, 3), (1, 2, 2, 3), (1, 4, 3, 3))
    fails(backend, "Expected grad shape", lambda x: nn_pooling.avg_pool_grad([1, 4, 4, 3], x, **POOL), (1, 2, 3, 3))


def test_activations(backend):
    fails(backend, "at least one dimension", nn_activation.softmax, ())
    fails(backend, "at least one dimension", nn_activation.log_softmax, ())
    for op in (nn_activation.relu_grad, nn_activation.elu_grad, nn_activation.leaky_relu_grad, nn_activation.softsign_grad):
        fails(backend, "must have the same shape", op, (2, 3), (3,))


def test_losses_and_ranking(backend):
    fails(backend, "must broadcast to a matrix", nn_loss.softmax_cross_entropy_with_logits, (3,), (3,))
    fails(backend, "one label for each row", lambda x: nn_loss.sparse_softmax_cross_entropy_with_logits(x, [0, 1]), (3, 4))
    fails(backend, "at least k columns", lambda x: nn_ranking.top_k_v2(x, 5), (3, 4))
    fails(backend, "one target for each row", lambda x: nn_ranking.in_top_k(x, [0, 1], k=1), (3, 4))
