"""Counts: of equal numbers, and of numbers between boundaries."""

import numpy as np
import pytest

import polyflow as tf


def test_bincount(run):
    numbers = [[1, 1], [3, 0]]
    assert run(tf.bincount(numbers)).tolist() == [1, 2, 0, 1]
    assert run(tf.bincount(numbers, minlength=6)).tolist() == [1, 2, 0, 1, 0, 0]
    assert run(tf.bincount(numbers, maxlength=2)).tolist() == [1, 2]
    assert run(tf.math.bincount(numbers, dtype=tf.float32)).dtype == np.float32


def test_bincount_of_nothing(run):
    nothing = np.zeros(0, np.int32)
    assert run(tf.bincount(nothing)).tolist() == []
    assert run(tf.bincount(nothing, minlength=2)).tolist() == [0, 0]


def test_weighted_bincount_has_a_gradient(run):
    weights = tf.constant([2.0, 3.0, 4.0])
    counts = tf.bincount([1, 1, 3], weights, maxlength=3)
    assert run(counts).tolist() == [0, 5, 0]
    assert run(tf.gradients(counts, weights)[0]).tolist() == [1, 1, 0]


def test_bincount_refuses_negative_numbers(run):
    with pytest.raises(tf.errors.InvalidArgumentError, match="must be non-negative"):
        run(tf.bincount([1, -2]))


@pytest.mark.parametrize("dtype", ["float32", "float64", "int32", "int64"])
def test_histogram(dtype, run):
    values, ends = np.array([[-1, 0, 1], [2, 5, 15]], dtype), np.array([0, 5], dtype)
    assert run(tf.histogram_fixed_width(values, ends, nbins=5)).tolist() == [2, 1, 1, 0, 2]
    assert run(tf.histogram_fixed_width_bins(values, ends, nbins=5)).tolist() == [[0, 0, 1], [2, 4, 4]]


def test_types_and_names_of_histograms():
    assert tf.histogram_fixed_width([1.0], [0.0, 5.0], dtype=tf.int64).dtype is tf.int64
    assert tf.histogram_fixed_width([1.0], [0.0, 5.0]).shape.as_list() == [100]
    assert tf.histogram_fixed_width([1.0], [0.0, 5.0], name="h").op.name == "h"
    assert tf.histogram_fixed_width_bins([1.0], [0.0, 5.0], dtype=tf.int64).dtype is tf.int64
