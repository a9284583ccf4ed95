"""Convolutions of one to three dimensions, transposed, spread, depthwise and separable ones."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import polyflow as tf

choice = np.random.RandomState(0)
IMAGES = choice.randn(2, 6, 5, 3)
FILTERS = choice.randn(3, 2, 3, 4)
SEQUENCES, NARROW = choice.randn(2, 9, 3), choice.randn(4, 3, 5)
VOLUMES, CUBES = choice.randn(2, 4, 5, 3, 2), choice.randn(2, 3, 2, 2, 4)


def spread(filters: np.ndarray, rate: int) -> np.ndarray:
    """Filters with zeros between their entries."""
    height, width = ((size - 1) * rate + 1 for size in filters.shape[:2])
    result = np.zeros((height, width, *filters.shape[2:]))
    result[::rate, ::rate] = filters
    return result


def test_conv1d_by_definition(run: Any) -> None:
    result = tf.nn.conv1d(SEQUENCES, NARROW, 2, "VALID")
    places = [np.einsum("bwi,wio->bo", SEQUENCES[:, i : i + 4], NARROW) for i in (0, 2, 4)]
    assert result.shape == (2, 3, 5) and result.name == "conv1d/Squeeze:0"
    np.testing.assert_allclose(run(result), np.stack(places, 1))


def test_conv1d_with_the_channels_second(run: Any) -> None:
    last, second = tf.nn.conv1d(SEQUENCES, NARROW, 1, "SAME"), tf.nn.conv1d(SEQUENCES.swapaxes(1, 2), NARROW, 1, "SAME", data_format="NCW")
    np.testing.assert_allclose(run(second), run(last).swapaxes(1, 2))
    with pytest.raises(ValueError, match="NWC or NCW"):
        tf.nn.conv1d(SEQUENCES, NARROW, 1, "SAME", data_format="WNC")


def test_conv3d_by_definition(run: Any) -> None:
    result = tf.nn.conv3d(VOLUMES, CUBES, [1, 1, 1, 1, 1], "VALID")
    windows = np.lib.stride_tricks.sliding_window_view(VOLUMES, CUBES.shape[:3], (1, 2, 3))
    assert result.shape == (2, 3, 3, 2, 4) and result.name == "Conv3D:0"
    np.testing.assert_allclose(run(result), np.einsum("nijkcxyz,xyzco->nijko", windows, CUBES))


def test_conv3d_has_had_its_name_where_the_format_is_now(graph: tf.Graph) -> None:
    assert tf.nn.conv3d(VOLUMES, CUBES, [1] * 5, "SAME", "old").name == "old:0"


@pytest.mark.parametrize("padding", ["SAME", "VALID"])
def test_transposes_are_the_gradients(run: Any, padding: str) -> None:
    for images, filters, convolve, transpose, strides in (
        (SEQUENCES, NARROW, tf.nn.conv1d, tf.nn.conv1d_transpose, 2),
        (IMAGES, FILTERS, tf.nn.conv2d, tf.nn.conv2d_transpose, [1, 2, 1, 1]),
        (VOLUMES, CUBES, tf.nn.conv3d, tf.nn.conv3d_transpose, [1, 1, 2, 1, 1]),
    ):
        given = tf.constant(images)
        result = convolve(given, filters, strides, padding)
        seeds = choice.randn(*result.shape.as_list())
        expected = tf.gradients(result, given, [tf.constant(seeds)])[0]
        found = [transpose(seeds, filters, images.shape, strides, padding), transpose(seeds, filters, tf.shape(given), strides, padding)]
        generic = tf.nn.conv_transpose(seeds, filters, list(images.shape), strides, padding)
        for each in run([*found, generic]):
            np.testing.assert_allclose(each, run(expected))


def test_convolution_spreads_filters(run: Any) -> None:
    spread_by_zeros = tf.nn.conv2d(IMAGES, spread(FILTERS, 2), [1, 1, 1, 1], "VALID")
    results = [
        tf.nn.convolution(IMAGES, FILTERS, "VALID", dilation_rate=[2, 2]),
        tf.nn.convolution(IMAGES, filters=FILTERS, padding="VALID", dilations=[2, 2]),
        tf.nn.atrous_conv2d(IMAGES, FILTERS, 2, "VALID"),
        tf.nn.with_space_to_batch(tf.constant(IMAGES), [2, 2], "VALID", lambda x, _, padding: tf.nn.conv2d(x, FILTERS, 1, padding)),
    ]
    assert results[0].name == "convolution:0"
    for result in run(results):
        np.testing.assert_allclose(result, run(spread_by_zeros))
    with pytest.raises(ValueError, match="not both be above 1"):
        tf.nn.convolution(IMAGES, FILTERS, "SAME", strides=[2, 1], dilation_rate=[1, 2])


def test_with_space_to_batch_pads_as_a_spread_filter(run: Any) -> None:
    def convolved(x: Any, _: int, padding: str) -> Any:
        return tf.nn.conv2d(x, FILTERS, 1, padding)

    expected = run(tf.nn.convolution(IMAGES, FILTERS, "SAME", dilation_rate=[3, 2]))
    fed = tf.placeholder(tf.float64, [None, None, None, 3])
    for images, feeds in ((tf.constant(IMAGES), None), (fed, {fed: IMAGES})):
        result = tf.nn.with_space_to_batch(images, [3, 2], "SAME", convolved, filter_shape=FILTERS.shape)
        np.testing.assert_allclose(run(result, feeds), expected)
    with pytest.raises(ValueError, match="filter_shape must be known"):
        tf.nn.with_space_to_batch(tf.constant(IMAGES), [3, 2], "SAME", convolved)
    with pytest.raises(ValueError, match="vector of positive numbers"):
        tf.nn.with_space_to_batch(tf.constant(IMAGES), [0, 2], "VALID", convolved)


def test_with_space_to_batch_along_some_dimensions(run: Any) -> None:
    def convolved(x: Any, _: int, padding: str) -> Any:
        return tf.nn.conv2d(x, FILTERS, 1, padding)

    result = tf.nn.with_space_to_batch(tf.constant(IMAGES), [2], "VALID", convolved, spatial_dims=[1])
    np.testing.assert_allclose(run(result), run(tf.nn.convolution(IMAGES, FILTERS, "VALID", dilation_rate=[2, 1])))


def test_atrous_transpose_is_the_gradient(run: Any) -> None:
    images = tf.constant(IMAGES)
    result = tf.nn.atrous_conv2d(images, FILTERS, 2, "SAME")
    expected = tf.gradients(result, images)[0]
    found = tf.nn.atrous_conv2d_transpose(tf.ones_like(result), FILTERS, [2, 6, 5, 3], 2, "SAME")
    np.testing.assert_allclose(*run([found, expected]))


def test_depthwise_by_definition(run: Any) -> None:
    result = tf.nn.depthwise_conv2d(IMAGES, FILTERS, [1, 1, 1, 1], "VALID")
    windows = np.lib.stride_tricks.sliding_window_view(IMAGES, (3, 2), (1, 2))
    assert result.shape == (2, 4, 4, 12) and result.name == "depthwise:0"
    np.testing.assert_allclose(run(result), np.einsum("nijcab,abcq->nijcq", windows, FILTERS).reshape(2, 4, 4, 12))


def test_depthwise_spread(run: Any) -> None:
    expected = run(tf.nn.depthwise_conv2d(IMAGES, spread(FILTERS, 2), [1, 1, 1, 1], "VALID"))
    np.testing.assert_allclose(run(tf.nn.depthwise_conv2d(IMAGES, FILTERS, [1, 1, 1, 1], "VALID", rate=[2, 2])), expected)
    np.testing.assert_allclose(run(tf.nn.depthwise_conv2d_native(IMAGES, FILTERS, [1, 1, 1, 1], "VALID", "NHWC", [1, 2, 2, 1])), expected)
    with pytest.raises(ValueError, match="not both be above 1"):
        tf.nn.depthwise_conv2d(IMAGES, FILTERS, [1, 2, 2, 1], "VALID", rate=[2, 2])


def test_depthwise_backprop_functions_are_the_gradients(run: Any) -> None:
    images, filters = tf.constant(IMAGES), tf.constant(FILTERS)
    result = tf.nn.depthwise_conv2d_native(images, filters, [1, 2, 2, 1], "SAME")
    seeds = choice.randn(*result.shape.as_list())
    expected = tf.gradients(result, [images, filters], [tf.constant(seeds)])
    found = (
        tf.nn.depthwise_conv2d_native_backprop_input([2, 6, 5, 3], filters, seeds, [1, 2, 2, 1], "SAME"),
        tf.nn.depthwise_conv2d_native_backprop_filter(images, [3, 2, 3, 4], seeds, [1, 2, 2, 1], "SAME"),
    )
    for mine, theirs in zip(*run([found, expected]), strict=True):
        np.testing.assert_allclose(mine, theirs)


def test_separable_is_depthwise_then_pointwise(run: Any) -> None:
    mixing = choice.randn(1, 1, 12, 5)
    result = tf.nn.separable_conv2d(IMAGES, FILTERS, mixing, [1, 2, 2, 1], "SAME")
    apart = tf.nn.depthwise_conv2d(IMAGES, FILTERS, [1, 2, 2, 1], "SAME")
    assert (result.name, result.op.inputs[0].name) == ("separable_conv2d:0", "separable_conv2d/depthwise:0")
    np.testing.assert_allclose(run(result), run(apart) @ mixing[0, 0])


def test_conv3d_backprop_filter_is_the_gradient(run: Any) -> None:
    cubes = tf.constant(CUBES)
    result = tf.nn.conv3d(VOLUMES, cubes, [1] * 5, "SAME")
    found = tf.nn.conv3d_backprop_filter(VOLUMES, [2, 3, 2, 2, 4], tf.ones_like(result), [1] * 5, "SAME")
    np.testing.assert_allclose(*run([found, tf.gradients(result, cubes)[0]]))


def test_names_where_rates_and_formats_are_now(graph: tf.Graph) -> None:
    mixing, strides = choice.randn(1, 1, 12, 2), [1, 1, 1, 1]
    assert tf.nn.depthwise_conv2d(IMAGES, FILTERS, strides, "SAME", "old").name == "old:0"
    assert tf.nn.separable_conv2d(IMAGES, FILTERS, mixing, strides, "SAME", "old_too").name == "old_too:0"
    assert tf.nn.conv2d_transpose(IMAGES, FILTERS[:, :, :, :3], [2, 6, 5, 3], strides, "SAME", "enlarged").name == "enlarged:0"
    with pytest.raises(ValueError, match="NCW"):
        tf.nn.conv2d_transpose(IMAGES, FILTERS[:, :, :, :3], [2, 6, 5, 3], strides, "SAME", "NCW")


def test_a_padding_that_there_is_not(graph: tf.Graph) -> None:
    with pytest.raises(ValueError, match="'FULL'.*SAME, VALID"):
        tf.nn.conv2d(IMAGES, FILTERS, [1, 1, 1, 1], "FULL")


def test_pointwise_filters_have_one_place(graph: tf.Graph) -> None:
    with pytest.raises(ValueError, match="not compatible"):
        tf.nn.separable_conv2d(IMAGES, FILTERS, choice.randn(1, 2, 12, 2), [1, 1, 1, 1], "SAME")
