"""What the passes promise, read off the emitted programs."""

import numpy as np
import pytest

import polyflow as tf


@pytest.fixture(autouse=True)
def graph():
    with tf.Graph().as_default() as graph:
        yield graph


def program(fetches, feeds=(), backend="numpy"):
    if backend == "torch":
        pytest.importorskip("torch")
    return str(tf.Session(backend=backend).plan(fetches, feeds))


def test_prune_leaves_only_what_is_fetched():
    x = tf.placeholder(tf.float32, [2])
    wanted, _ = tf.exp(x), tf.log(x)
    assert "log" not in program(wanted, [x])


def test_prune_drops_unused_loop_state_and_branch_outputs():
    x = tf.placeholder(tf.float32, [])
    _, kept, _ = tf.while_loop(lambda i, a, b: i < 3, lambda i, a, b: (i + 1, a * 2.0, tf.exp(b)), (0, x, x))
    chosen, _ = tf.cond(x > 0.0, lambda: (x + 1.0, tf.exp(x)), lambda: (x, tf.log(x)))
    text = program([kept, chosen], [x])
    assert "exp" not in text and "log" not in text


def test_a_forward_fetch_keeps_nothing_for_gradients():
    x = tf.placeholder(tf.float32, [3])
    _, y = tf.while_loop(lambda i, y: i < 4, lambda i, y: (i + 1, tf.sin(y) * y), (0, x))
    before = program(y, [x])
    gradient = tf.gradients(y, x)
    assert program(y, [x]) == before
    assert "push" in program(gradient, [x])


def test_constants_are_folded():
    x = tf.placeholder(tf.float32, [2, 3])
    y = tf.reshape(x, tf.stack([tf.shape(x)[1], tf.shape(x)[0] * 1])) * (tf.constant(2.0) + 1.0)
    text = program(y, [x])
    assert " shape(" not in text and " add(" not in text and "reshape(Placeholder, (3, 2))" in text


def test_a_folded_constant_still_waits():
    variable = tf.Variable(1.0)
    with tf.control_dependencies([tf.assign_add(variable, 1.0)]):
        after = tf.constant(5.0)
    with tf.Session(backend="numpy") as session:
        session.run(variable.initializer)
        assert session.run(after) == 5.0
        assert session.run(variable) == 2.0


def test_loop_counters_and_dynamic_shapes_stay_on_the_host():
    x = tf.placeholder(tf.float32, [None, 3])
    rows = tf.shape(x)[0]
    _, total = tf.while_loop(lambda i, t: i < rows, lambda i, t: (i + 1, t + x[i]), (0, tf.zeros([3])))
    text = program(total, [x], backend="torch")
    assert "to_host" not in text and "to_device" not in text


def test_a_device_predicate_waits_once_per_iteration():
    x = tf.placeholder(tf.float32, [3])
    y = tf.while_loop(lambda y: tf.reduce_sum(y) < 100.0, lambda y: y * 2.0, [x])
    assert program(y, [x], backend="torch").count("to_host(") == 1


def test_scalar_loops_run_on_the_host():
    x = tf.placeholder(tf.float32, [])
    _, y = tf.while_loop(lambda i, y: i < 10, lambda i, y: (i + 1, y * 0.5 + 1.0), (0, x))
    text = program([y, tf.gradients(y, x)], [x], backend="torch")
    assert "*" in text and "mul(" not in text


def test_values_wanted_on_both_sides_are_copied_once():
    x = tf.placeholder(tf.int32, [2], name="x")
    text = program([tf.zeros(x), tf.ones(x), x * x, tf.cast(x, tf.float32) * tf.ones([5, 2])], [x], backend="torch")
    assert text.count("to_device(") <= 1


def test_host_arithmetic_wraps_around():
    n = tf.placeholder(tf.int32, [])
    for backend in ("numpy", "torch"):
        if backend == "torch":
            pytest.importorskip("torch")
        with tf.Session(backend=backend) as session:
            assert session.run(tf.shape(tf.zeros([tf.minimum(n + 1, 3) - n + n])), {n: 2}).tolist() == [3]
            assert session.run(tf.while_loop(lambda i: i > 0, lambda i: i + 1, [n]), {n: 2**31 - 2}) == -(2**31)


def test_readers_come_before_the_next_write():
    matrix = tf.Variable(np.float32([[1, 2, 3], [4, 5, 6]]))
    update = tf.assign_add(matrix, tf.ones([2, 3]))
    flipped = tf.transpose(matrix)
    for backend in ("numpy", "torch"):
        if backend == "torch":
            pytest.importorskip("torch")
        with tf.Session(backend=backend) as session:
            session.run(matrix.initializer)
            _, value = session.run([update, flipped])
            np.testing.assert_array_equal(value, [[1, 4], [2, 5], [3, 6]])
            np.testing.assert_array_equal(session.run(flipped), [[2, 5], [3, 6], [4, 7]])
