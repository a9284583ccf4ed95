"""Gradients through cond and while_loop, nested in both directions, against finite differences, first and second order."""

import numpy as np
import pytest

import polyflow as tf

X = np.array([0.3, -0.7, 1.1])


def loop_of_products(x):
    return tf.while_loop(lambda i, y: i < 4, lambda i, y: (i + 1, y * tf.sin(y) + x), (0, x))[1]


def branch(x):
    return tf.cond(tf.reduce_sum(x) > 0.0, lambda: tf.exp(x) * x, lambda: tf.sin(x))


def branch_in_loop(x):
    def body(i, y):
        return i + 1, tf.cond(tf.equal(i % 2, 0), lambda: tf.sin(y) * y, lambda: y * tf.exp(-y) + x)

    return tf.while_loop(lambda i, y: i < 3, body, (0, x))[1]


def loop_in_branch(x):
    scaled = x * 1.5
    return tf.cond(tf.reduce_sum(x) > 0.0, lambda: loop_of_products(scaled) * tf.cos(scaled), lambda: x)


def loop_in_loop(x):
    def outer(i, y):
        _, inner = tf.while_loop(lambda j, z: j < i + 1, lambda j, z: (j + 1, tf.sin(z) * y + z), (0, y))
        return i + 1, inner * 0.5 + x

    return tf.while_loop(lambda i, y: i < 3, outer, (0, x))[1]


def capture_of_an_intermediate(x):
    weight = tf.exp(x)
    return tf.while_loop(lambda i, y: i < 3, lambda i, y: (i + 1, y * weight), (0, x))[1]


def data_dependent_length(x):
    return tf.while_loop(lambda y: tf.reduce_sum(tf.abs(y)) < 50.0, lambda y: y * tf.exp(0.5 * tf.tanh(y)) + x, [x])


def untouched_variable(x):
    return tf.while_loop(lambda i, y, z: i < 2, lambda i, y, z: (i + 1, y * z, z), (0, x, tf.sin(x)))[1]


def growing_shape(x):
    _, y = tf.while_loop(
        lambda i, y: i < 3,
        lambda i, y: (i + 1, tf.concat([y, x * y[:3]], 0)),
        (0, x),
        shape_invariants=(tf.TensorShape([]), tf.TensorShape([None])),
    )
    return y


PROGRAMS = (
    loop_of_products,
    branch,
    branch_in_loop,
    loop_in_branch,
    loop_in_loop,
    capture_of_an_intermediate,
    data_dependent_length,
    untouched_variable,
    growing_shape,
)


@pytest.fixture(params=["numpy", "torch"])
def backend(request):
    if request.param == "torch":
        pytest.importorskip("torch")
    return request.param


def difference(function, at, direction, step=1e-6):
    return (function(at + step * direction) - function(at - step * direction)) / (2 * step)


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.__name__)
def test_gradients_match_finite_differences(program, backend):
    direction = np.array([0.2, -0.5, 0.9])
    with tf.Graph().as_default(), tf.Session(backend=backend) as session:
        x = tf.placeholder(tf.float64, [3])
        y = tf.reduce_sum(program(x))
        (first,) = tf.gradients(y, x)
        along = tf.reduce_sum(first * direction)
        (second,) = tf.gradients(along, x)
        value, slope, curvature = session.run([y, first, second], {x: X})
        assert np.isfinite(value)
        np.testing.assert_allclose(slope @ direction, difference(lambda at: session.run(y, {x: at}), X, direction), rtol=1e-6)
        np.testing.assert_allclose(
            curvature @ direction, difference(lambda at: session.run(along, {x: at}), X, direction), rtol=1e-5, atol=1e-7
        )


def test_a_loop_inner_tensor_cannot_be_used_outside():
    with tf.Graph().as_default():
        inner = []
        tf.while_loop(lambda i: i < 3, lambda i: (inner.append(i * 2), i + 1)[1], [0])
        with pytest.raises(ValueError, match="cannot be used outside"):
            tf.identity(inner[0])
        with pytest.raises(ValueError, match="cannot be fetched"):
            tf.Session(backend="numpy").run(inner[0])


def test_a_branch_tensor_used_outside_fails_only_when_not_taken(backend):
    with tf.Graph().as_default(), tf.Session(backend=backend) as session:
        x = tf.placeholder(tf.float32, [])
        inner = []
        tf.cond(x > 0.0, lambda: (inner.append(x * 2.0), inner[0] + 1.0)[1], lambda: x)
        outside = inner[0] + 10.0
        assert session.run(outside, {x: 3.0}) == 16.0
        with pytest.raises(tf.errors.InvalidArgumentError):
            session.run(outside, {x: -3.0})


def test_maximum_iterations(backend):
    with tf.Graph().as_default(), tf.Session(backend=backend) as session:
        assert session.run(tf.while_loop(lambda i: i < 100, lambda i: i + 1, [0], maximum_iterations=7)) == 7
        assert session.run(tf.while_loop(lambda i: i < 5, lambda i: i + 1, [0], maximum_iterations=7)) == 5


def test_bad_bodies_are_refused():
    with tf.Graph().as_default():
        with pytest.raises(ValueError, match="shape_invariants"):
            tf.while_loop(lambda i, y: i < 3, lambda i, y: (i + 1, tf.concat([y, y], 0)), (0, tf.zeros([2])))
        with pytest.raises(TypeError, match="after one iteration"):
            tf.while_loop(lambda i: i < 3, lambda i: tf.cast(i, tf.float32), [0])
        with pytest.raises(ValueError, match="as many loop variables"):
            tf.while_loop(lambda i, j: i < 3, lambda i, j: i, (0, 1))
        with pytest.raises(ValueError, match="same type"):
            tf.cond(tf.constant(True), lambda: 1, lambda: 1.0)
        with pytest.raises(TypeError, match="Python bool"):
            tf.cond(True, lambda: 1, lambda: 2)
