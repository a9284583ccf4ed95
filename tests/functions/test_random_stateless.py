from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import polyflow as tf

SEED = [5, -3]


def test_equal_seeds_give_equal_numbers(run: Any) -> None:
    seed = tf.placeholder(tf.int64, [2])
    drawn = [tf.random.stateless_uniform([4], seed), tf.random.stateless_normal([4], seed), tf.random.stateless_truncated_normal([4], seed)]
    first, again, other = (run(drawn, {seed: fed}) for fed in ([1, 2], [1, 2], [1, 3]))
    for one, two, three in zip(first, again, other, strict=True):
        np.testing.assert_array_equal(one, two)
        assert not np.array_equal(one, three)


def test_the_numbers_are_tensorflows(run: Any) -> None:
    np.testing.assert_allclose(run(tf.random.stateless_uniform([2], SEED, -1, 3)), [2.3948464, 1.7994042], rtol=1e-6)
    np.testing.assert_allclose(run(tf.random.stateless_normal([2], SEED, 10.0, 2.0)), [8.910848, 9.644986], rtol=1e-6)
    np.testing.assert_allclose(run(tf.random.stateless_truncated_normal([2], SEED)), [-0.54457587, -0.17750722], rtol=1e-6)
    assert run(tf.random.stateless_uniform([5], SEED, -5, 1000, tf.int32)).tolist() == [727, 566, 261, 103, 97]
    assert run(tf.random.stateless_multinomial([[0.0, 1.0, 2.0]], 8, SEED)).tolist() == [[2, 2, 2, 0, 0, 2, 2, 2]]


def test_types(run: Any) -> None:
    assert run(tf.random.stateless_categorical([[0.0, 1.0]], 3, SEED, tf.int32)).dtype == np.int32
    assert run(tf.random.stateless_normal([2], SEED, dtype=tf.float64)).dtype == np.float64
    with pytest.raises(ValueError, match="maxval"):
        tf.random.stateless_uniform([2], SEED, dtype=tf.int64)


def test_names(graph: tf.Graph) -> None:
    tf.random.stateless_uniform([2], SEED)
    names = [op.name for op in graph.get_operations()]
    assert names[:3] == [f"stateless_random_uniform/{name}" for name in ("shape", "min", "max")]
    assert names[-3:] == ["stateless_random_uniform/sub", "stateless_random_uniform/mul", "stateless_random_uniform"]
    assert tf.random.stateless_multinomial([[0.0]], 1, SEED).op.name == "stateless_multinomial/StatelessMultinomial"


def test_a_seed_of_the_wrong_size(run: Any) -> None:
    seed = tf.placeholder(tf.int32)
    with pytest.raises(tf.errors.InvalidArgumentError, match=r"seed must have shape \[2\], not \[3\]"):
        run(tf.random.stateless_uniform([2], seed), {seed: [1, 2, 3]})
