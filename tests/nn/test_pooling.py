"""Pooling of one to three dimensions, spread, with places and fractional; dilation and erosion."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

import polyflow as tf

choice = np.random.RandomState(0)
SEQUENCES = choice.randn(2, 8, 3).astype(np.float32)
IMAGES = choice.randn(2, 6, 4, 3).astype(np.float32)
VOLUMES = choice.randn(2, 4, 6, 2, 3).astype(np.float32)


def test_one_dimension(run: Any) -> None:
    pairs = SEQUENCES.reshape(2, 4, 2, 3)
    most, mean = tf.nn.max_pool1d(SEQUENCES, 2, 2, "VALID"), tf.nn.avg_pool1d(SEQUENCES, 2, 2, "VALID")
    assert (most.name, mean.name) == ("MaxPool1d/Squeeze:0", "AvgPool1D/Squeeze:0")
    np.testing.assert_allclose(run(most), pairs.max(2), rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(run(mean), pairs.mean(2), rtol=1e-5, atol=1e-6)
    second = tf.nn.max_pool1d(SEQUENCES.swapaxes(1, 2), 2, 2, "VALID", data_format="NCW")
    np.testing.assert_allclose(run(second), pairs.max(2).swapaxes(1, 2), rtol=1e-5, atol=1e-6)


def test_three_dimensions(run: Any) -> None:
    blocks = VOLUMES.reshape(2, 2, 2, 3, 2, 1, 2, 3)
    most, mean = tf.nn.max_pool3d(VOLUMES, 2, 2, "VALID"), tf.nn.avg_pool3d(VOLUMES, [1, 2, 2, 2, 1], [1, 2, 2, 2, 1], "SAME")
    assert (most.name, mean.name) == ("MaxPool3D:0", "AvgPool3D:0")
    np.testing.assert_allclose(run(most), blocks.max((2, 4, 6)), rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(run(mean), blocks.mean((2, 4, 6)), rtol=1e-5, atol=1e-6)


def test_names(graph: tf.Graph) -> None:
    assert tf.nn.max_pool2d(IMAGES, 2, 2, "SAME").name == "MaxPool2d:0"
    assert tf.nn.avg_pool2d(IMAGES, 2, 2, "SAME").name == "AvgPool:0"
    assert tf.nn.max_pool3d(VOLUMES, 2, 2, "SAME", "old").name == "old:0"


def test_the_newer_functions_go_by_the_rank(run: Any) -> None:
    for images, most in ((SEQUENCES, tf.nn.max_pool1d), (IMAGES, tf.nn.max_pool2d), (VOLUMES, tf.nn.max_pool3d)):
        np.testing.assert_array_equal(*run([tf.nn.max_pool_v2(images, 2, 1, "SAME"), most(images, 2, 1, "SAME")]))
    np.testing.assert_array_equal(*run([tf.nn.avg_pool_v2(IMAGES, 2, 1, "SAME"), tf.nn.avg_pool(IMAGES, 2, 1, "SAME")]))
    with pytest.raises(ValueError, match="3, 4 or 5 dimensions"):
        tf.nn.max_pool_v2(np.zeros((2, 3)), 2, 1, "SAME")


def test_max_pool_with_explicit_paddings(run: Any) -> None:
    result = tf.nn.max_pool(IMAGES, 3, 3, [[0, 0], [1, 2], [1, 1], [0, 0]])
    padded = np.pad(IMAGES, [(0, 0), (1, 2), (1, 1), (0, 0)], constant_values=-np.inf)
    np.testing.assert_array_equal(run(result), padded.reshape(2, 3, 3, 2, 3, 3).max((2, 4)))


def test_pool_with_windows_spread(run: Any) -> None:
    most, mean = (tf.nn.pool(IMAGES, [2, 2], kind, "VALID", dilation_rate=[2, 1]) for kind in ("MAX", "AVG"))
    parts = np.stack([IMAGES[:, i : i + 4, j : j + 3] for i in (0, 2) for j in (0, 1)])
    np.testing.assert_allclose(run(most), parts.max(0), rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(run(mean), parts.mean(0), rtol=1e-5, atol=1e-6)


def test_pool_of_every_number_of_dimensions(run: Any) -> None:
    np.testing.assert_array_equal(*run([tf.nn.pool(SEQUENCES, [3], "MAX", "SAME"), tf.nn.max_pool1d(SEQUENCES, 3, 1, "SAME")]))
    found = tf.nn.pool(VOLUMES, [2, 1, 2], "AVG", "VALID", strides=[2, 1, 1])
    np.testing.assert_array_equal(*run([found, tf.nn.avg_pool3d(VOLUMES, [2, 1, 2], [2, 1, 1], "VALID")]))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([2, 2], "MIN", "SAME"), "MAX or AVG"),
        (([2, 2], "MAX", "SAME", [2, 2]), "padding VALID"),
        (([2, 2], "MAX", "VALID", [2, 2], [2, 2]), "strides of 1"),
        (([2, 2], "MAX", "VALID", None, [3, 2]), "must not be above window_shape"),
        (([2, 2], "MAX", "VALID", None, [0, 2]), "positive numbers"),
    ],
)
def test_what_pool_refuses(graph: tf.Graph, arguments: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        tf.nn.pool(IMAGES, *arguments)


def test_places_of_maxima(run: Any) -> None:
    output, places = run(tf.nn.max_pool_with_argmax(IMAGES, [1, 2, 2, 1], [1, 2, 2, 1], "VALID"))
    np.testing.assert_array_equal(output, np.stack([image.reshape(-1)[where] for image, where in zip(IMAGES, places, strict=True)]))
    counted = run(tf.nn.max_pool_with_argmax(IMAGES, 2, 2, "VALID", include_batch_in_index=True).argmax)
    np.testing.assert_array_equal(IMAGES.reshape(-1)[counted], output)


def test_the_type_of_places(graph: tf.Graph) -> None:
    for arguments in ({"Targmax": tf.int32}, {"output_dtype": tf.int32}, {"data_format": tf.int32}):
        assert tf.nn.max_pool_with_argmax(IMAGES, 2, 2, "SAME", **arguments).argmax.dtype is tf.int32
    assert tf.nn.max_pool_with_argmax(IMAGES, 2, 2, "SAME").argmax.dtype is tf.int64


def test_fractional_pooling_pools_its_regions(run: Any) -> None:
    images = choice.randn(2, 13, 11, 3)
    for function, combined in ((tf.nn.fractional_max_pool, np.max), (tf.nn.fractional_avg_pool, np.mean)):
        output, rows, columns = run(function(images, [1.0, 1.44, 1.73, 1.0], True))
        assert output.shape == (2, 9, 6, 3)
        assert set(np.diff(rows)) <= {1, 2} and (rows[0], rows[-1], columns[-1]) == (0, 13, 11)
        expected = [[combined(images[:, a:b, c:d], (1, 2)) for c, d in pairwise(columns)] for a, b in pairwise(rows)]
        np.testing.assert_allclose(output, np.transpose(expected, (2, 0, 1, 3)), rtol=1e-5, atol=1e-6)


def test_fractional_pooling_draws_anew_unless_it_is_deterministic(graph: tf.Graph) -> None:
    images = np.zeros((1, 64, 64, 1))
    free = tf.nn.fractional_max_pool(images, [1.0, 1.5, 1.5, 1.0]).row_pooling_sequence
    fixed = tf.nn.fractional_max_pool(images, [1.0, 1.5, 1.5, 1.0], deterministic=True).row_pooling_sequence
    with tf.Session() as session:
        assert any(session.run(free) != session.run(free))
        assert all(session.run(fixed) == session.run(fixed))


def test_gradients_of_fractional_pooling(run: Any) -> None:
    images = tf.constant(choice.randn(1, 7, 5, 2))
    for function in (tf.nn.fractional_max_pool, tf.nn.fractional_avg_pool):
        output = function(images, [1.0, 1.5, 1.3, 1.0], overlapping=True, deterministic=True, seed=1).output
        slope = tf.gradients(output, images)[0]
        np.testing.assert_allclose(run(tf.reduce_sum(slope)), output.shape.num_elements(), rtol=1e-5, atol=1e-6)


def test_dilation_and_erosion(run: Any) -> None:
    kernel = choice.randn(2, 2, 3).astype(np.float32)
    dilated = tf.nn.dilation2d(IMAGES, kernel, [1, 1, 1, 1], [1, 1, 1, 1], "VALID")
    eroded = tf.nn.erosion2d(IMAGES, kernel, [1, 1, 1, 1], [1, 1, 1, 1], "VALID")
    assert (dilated.name, eroded.name) == ("Dilation2D:0", "erosion2d:0")
    parts = [(IMAGES[:, i : i + 5, j : j + 3], kernel[i, j], kernel[1 - i, 1 - j]) for i in (0, 1) for j in (0, 1)]
    np.testing.assert_allclose(run(dilated), np.max([part + weight for part, weight, _ in parts], 0), rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(run(eroded), np.min([part - weight for part, _, weight in parts], 0), rtol=1e-5, atol=1e-6)


def test_places_and_name_in_the_older_order(graph: tf.Graph) -> None:
    pooled = tf.nn.max_pool_with_argmax(np.ones((1, 2, 2, 1), np.float32), 2, 2, "SAME", tf.int32, "old")
    assert (pooled.argmax.dtype, pooled.output.op.name) == (tf.int32, "old")
