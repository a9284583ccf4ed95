"""Convolutions, pooling, bias, dense layers, ranking."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import polyflow as tf

choice = np.random.RandomState(0)
IMAGES = choice.randn(2, 6, 5, 3).astype(np.float32)
FILTERS = choice.randn(3, 2, 3, 4).astype(np.float32)


def convolved(images: np.ndarray, filters: np.ndarray) -> np.ndarray:
    """By definition, without padding."""
    height, width = filters.shape[:2]
    rows, columns = images.shape[1] - height + 1, images.shape[2] - width + 1
    places = ((i, j) for i in range(rows) for j in range(columns))
    sums = [np.einsum("bhwi,hwio->bo", images[:, i : i + height, j : j + width], filters) for i, j in places]
    return np.stack(sums, 1).reshape(len(images), rows, columns, -1)


def test_conv2d(run: Any) -> None:
    result = tf.nn.conv2d(IMAGES, FILTERS, [1, 1, 1, 1], "VALID")
    assert result.shape == (2, 4, 4, 4) and result.name == "Conv2D:0"
    np.testing.assert_allclose(run(result), convolved(IMAGES, FILTERS), rtol=1e-4, atol=1e-5)


def test_conv2d_takes_one_two_or_four_strides(run: Any) -> None:
    everywhere = convolved(IMAGES, FILTERS)
    results = [tf.nn.conv2d(IMAGES, filters=FILTERS, strides=strides, padding="VALID") for strides in (2, [2, 2], [1, 2, 2, 1])]
    for result in run(results):
        np.testing.assert_allclose(result, everywhere[:, ::2, ::2], rtol=1e-4, atol=1e-5)
    with pytest.raises(ValueError, match="1, 2 or 4"):
        tf.nn.conv2d(IMAGES, FILTERS, [1, 2, 3], "VALID")


def test_conv2d_has_had_its_name_where_dilations_are_now(graph: tf.Graph) -> None:
    assert tf.nn.conv2d(IMAGES, FILTERS, [1, 1, 1, 1], "SAME", None, None, "old").name == "old:0"


def test_conv2d_needs_a_padding(graph: tf.Graph) -> None:
    with pytest.raises(TypeError, match="padding"):
        tf.nn.conv2d(IMAGES, FILTERS, [1, 1, 1, 1])


def test_conv2d_transpose_is_the_transpose(run: Any) -> None:
    small = choice.randn(2, 3, 3, 4).astype(np.float32)
    result = tf.nn.conv2d_transpose(small, FILTERS, [2, 6, 5, 3], [1, 2, 2, 1], "SAME", "up")
    forward = tf.nn.conv2d(IMAGES, FILTERS, [1, 2, 2, 1], "SAME")
    assert result.name == "up:0" and result.shape == (2, 6, 5, 3)
    enlarged, reduced = run([result, forward])
    np.testing.assert_allclose((enlarged * IMAGES).sum(), (reduced * small).sum(), rtol=1e-4)


def test_conv2d_backprop_functions_are_the_gradients(run: Any) -> None:
    images, filters = tf.constant(IMAGES), tf.constant(FILTERS)
    result = tf.nn.conv2d(images, filters, [1, 1, 1, 1], "SAME")
    expected = tf.gradients(result, [images, filters])
    ones = tf.ones([2, 6, 5, 4])
    given = (
        tf.nn.conv2d_backprop_input([2, 6, 5, 3], filters, ones, [1, 1, 1, 1], "SAME"),
        tf.nn.conv2d_backprop_filter(images, [3, 2, 3, 4], ones, [1, 1, 1, 1], "SAME"),
    )
    for mine, theirs in zip(*run([given, expected]), strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-4, atol=1e-4)


def test_pooling(run: Any) -> None:
    blocks = IMAGES[:, :, :4].reshape(2, 3, 2, 2, 2, 3)
    most, mean = run([pool(IMAGES[:, :, :4], [1, 2, 2, 1], [1, 2, 2, 1], "VALID") for pool in (tf.nn.max_pool, tf.nn.avg_pool)])
    np.testing.assert_allclose(most, blocks.max((2, 4)))
    np.testing.assert_allclose(mean, blocks.mean((2, 4)), rtol=1e-5, atol=1e-6)


def test_names_of_pooling(graph: tf.Graph) -> None:
    assert tf.nn.max_pool(IMAGES, 2, 2, "SAME").name == "MaxPool:0"
    assert tf.nn.avg_pool(IMAGES, 2, 2, "SAME", name="mean").name == "mean:0"


def test_bias_add(run: Any) -> None:
    np.testing.assert_allclose(run(tf.nn.bias_add(IMAGES, [1.0, 2.0, 3.0])), IMAGES + [1, 2, 3], rtol=1e-6)
    planes = IMAGES.transpose(0, 3, 1, 2)
    np.testing.assert_allclose(run(tf.nn.bias_add(planes, [1.0, 2.0, 3.0], "NCHW")), planes + np.reshape([1, 2, 3], (3, 1, 1)), rtol=1e-6)
    with pytest.raises(ValueError, match="data_format"):
        tf.nn.bias_add(IMAGES, [1.0, 2.0, 3.0], "HWC")


def test_dense_layers(run: Any) -> None:
    x, weights, biases = choice.randn(4, 3), choice.randn(3, 2), choice.randn(2)
    linear, rectified = tf.nn.xw_plus_b(x, weights, biases), tf.nn.relu_layer(x, weights, biases)
    assert (linear.name, linear.op.inputs[0].name) == ("xw_plus_b:0", "xw_plus_b/MatMul:0")
    assert (rectified.name, rectified.op.inputs[0].name) == ("relu_layer:0", "relu_layer/BiasAdd:0")
    np.testing.assert_allclose(run(linear), x @ weights + biases)
    np.testing.assert_allclose(run(rectified), np.maximum(x @ weights + biases, 0))


def test_top_k(run: Any) -> None:
    values, indices = tf.nn.top_k([[1.0, 5.0, 3.0], [7.0, 7.0, 0.0]], k=2)
    np.testing.assert_array_equal(run(values), [[5, 3], [7, 7]])
    np.testing.assert_array_equal(run(indices), [[1, 2], [0, 1]])


def test_in_top_k_in_either_order(run: Any) -> None:
    predictions = [[0.1, 0.8, 0.3], [0.5, 0.4, 0.1]]
    np.testing.assert_array_equal(run(tf.nn.in_top_k(predictions, [2, 2], 2)), [True, False])
    np.testing.assert_array_equal(run(tf.nn.in_top_k([2, 2], predictions, 2)), [True, False])


def test_nth_element(run: Any) -> None:
    rows = tf.constant([[3.0, 1.0, 2.0], [5.0, 5.0, 0.0]])
    np.testing.assert_array_equal(run(tf.nn.nth_element(rows, 1)), [2, 5])
    np.testing.assert_array_equal(run(tf.nn.nth_element(rows, 2, reverse=True)), [1, 0])
    (gradient,) = tf.gradients(tf.nn.nth_element(rows, 1), [rows])
    np.testing.assert_array_equal(run(gradient), [[0, 0, 1], [0.5, 0.5, 0]])


def test_bias_add_v1(run: Any) -> None:
    result = tf.nn.bias_add_v1(IMAGES, [1.0, 2.0, 3.0])
    assert result.op.type == "BiasAddV1"
    np.testing.assert_allclose(run(result), IMAGES + [1, 2, 3], rtol=1e-6)
