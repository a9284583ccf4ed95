from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import polyflow as tf


def test_uniform_numbers_lie_in_their_range(run: Any) -> None:
    drawn = run(tf.random_uniform([1000], -2.0, 3.0))
    assert drawn.min() >= -2 and drawn.max() < 3 and 0.2 < drawn.mean() < 0.8


def test_uniform_integers(run: Any) -> None:
    assert set(run(tf.random_uniform([200], 2, 5, tf.int32)).tolist()) == {2, 3, 4}
    with pytest.raises(ValueError, match="maxval"):
        tf.random_uniform([2], dtype=tf.int64)
    with pytest.raises(ValueError, match="Invalid dtype tf.uint8"):
        tf.random_uniform([2], 0, 9, tf.uint8)


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_normal_numbers(run: Any, dtype: str) -> None:
    drawn = run(tf.random_normal([4000], 3.0, 2.0, dtype, seed=1)).astype(float)
    assert abs(drawn.mean() - 3) < 0.15 and abs(drawn.std() - 2) < 0.1


def test_truncated_numbers_stay_within_two_deviations(run: Any) -> None:
    drawn = run(tf.truncated_normal([2000], 1.0, 0.5, seed=1))
    assert drawn.min() >= 0 and drawn.max() <= 2 and drawn.std() > 0.35


def test_an_empty_range_is_an_error_only_if_something_is_drawn(run: Any) -> None:
    assert run(tf.random_uniform([0, 3], 4, 4, tf.int32)).shape == (0, 3)
    with pytest.raises(ValueError, match="4 >= 4"):
        tf.random_uniform([3], 4, 4, tf.int32)


def test_names(graph: tf.Graph) -> None:
    tf.random_uniform([2])
    tf.random_normal([2], name="noise")
    names = [op.name for op in graph.get_operations()]
    assert names[:4] == ["random_uniform/shape", "random_uniform/min", "random_uniform/max", "random_uniform/RandomUniform"]
    assert names[4:7] == ["random_uniform/sub", "random_uniform/mul", "random_uniform"]
    assert names[-3:] == ["noise/RandomStandardNormal", "noise/mul", "noise"]


def test_a_scalar_shape(run: Any) -> None:
    assert np.shape(run(tf.random_normal([]))) == ()


def test_equal_seeds_give_equal_numbers_on_both_backends() -> None:
    pytest.importorskip("torch")
    with tf.Graph().as_default():
        tf.set_random_seed(7)
        drawn = [tf.random_uniform([5]), tf.random_normal([5]), tf.truncated_normal([5], seed=3)]
        with tf.Session(backend="numpy") as one, tf.Session(backend="torch") as other:
            for _ in range(3):
                for mine, theirs in zip(one.run(drawn), other.run(drawn), strict=True):
                    np.testing.assert_allclose(mine, theirs, rtol=1e-5, atol=1e-6)


def test_runs_differ_and_sessions_start_anew(graph: tf.Graph) -> None:
    drawn = tf.random_uniform([4], seed=5)
    with tf.Session() as one, tf.Session() as other:
        first, second = one.run(drawn), one.run(drawn)
        np.testing.assert_array_equal(other.run(drawn), first)
        assert not np.array_equal(first, second)


def test_shuffle_keeps_all_rows(run: Any) -> None:
    rows = np.arange(40).reshape(20, 2)
    shuffled = run(tf.random_shuffle(rows, seed=1))
    assert not np.array_equal(shuffled, rows)
    np.testing.assert_array_equal(shuffled[np.argsort(shuffled[:, 0])], rows)


def test_crop(run: Any) -> None:
    image = np.arange(60).reshape(5, 4, 3)
    size = tf.constant([2, 3, 3])
    for cropped in (run(tf.random_crop(image, [2, 3, 3])), run(tf.random_crop(image, size))):
        row, column = cropped[0, 0, 0] // 12, cropped[0, 0, 0] % 12 // 3
        np.testing.assert_array_equal(cropped, image[row : row + 2, column : column + 3])


def test_crop_of_more_than_there_is(run: Any) -> None:
    x = tf.placeholder(tf.int32, [None])
    with pytest.raises(tf.errors.InvalidArgumentError, match="Need value"):
        run(tf.random_crop(x, [3]), {x: [1, 2]})


def test_seeds_of_the_graph_count_its_nodes(graph: tf.Graph) -> None:
    """As in TensorFlow 1.15: the second seed is the number of nodes there are when the function asks for it."""
    tf.set_random_seed(42)
    drawn = [tf.random_uniform([2]), tf.random_normal([2]), tf.random_shuffle([1, 2]), tf.multinomial([[1.0, 2.0]], 5)]
    tf.random_crop(np.zeros([5, 4]), [2, 3])
    found = [(op.get_attr("seed"), op.get_attr("seed2")) for op in graph.get_operations() if op.type.startswith(("Random", "Multi"))]
    assert found == [(42, 3), (42, 10), (42, 13), (42, 16), (42, 34)]
    assert len(drawn) == 4


def test_both_seeds_as_in_real_programs(run: Any) -> None:
    """What many a notebook of TensorFlow 1.x printed of its first filters."""
    tf.set_random_seed(1)
    filters = tf.get_variable("W1", [4, 4, 3, 8], initializer=tf.glorot_uniform_initializer(seed=0))
    expected = [0.00131723, 0.1417614, -0.04434952, 0.09197326, 0.14984085, -0.03514394, -0.06847463, 0.05245192]
    np.testing.assert_allclose(run(filters)[1, 1, 1], expected, atol=1e-8)


def test_the_namespace(run: Any) -> None:
    assert tf.random.uniform is tf.random_uniform and tf.random.normal is tf.random_normal and tf.random.shuffle is tf.random_shuffle
    assert tf.random.gamma is tf.random_gamma and tf.random.set_random_seed is tf.set_random_seed
    assert run(tf.random.truncated_normal([2, 3])).shape == (2, 3)
