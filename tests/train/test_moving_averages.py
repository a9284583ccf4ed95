import numpy as np
import pytest

import polyflow as tf


@pytest.fixture(autouse=True)
def graph():
    with tf.Graph().as_default() as graph:
        yield graph


@pytest.fixture(params=["numpy", "torch"])
def session(request, graph):
    with tf.Session(backend=request.param) as session:
        yield session


def test_average_of_a_variable(session):
    variable = tf.Variable([1.0, 2.0], name="W")
    average = tf.train.ExponentialMovingAverage(0.75)
    update, change = average.apply([variable]), variable.assign_add([4.0, 4.0])
    session.run(tf.global_variables_initializer())
    session.run(change)
    session.run(update)
    assert session.run(average.average(variable)).tolist() == [2.0, 3.0]
    assert average.average(variable).name == "W/ExponentialMovingAverage:0"
    assert tf.moving_average_variables() == [variable]


def test_average_of_a_tensor_starts_at_zero(session):
    value = tf.identity(tf.constant([4.0]), name="value")
    average = tf.train.ExponentialMovingAverage(0.75)
    update = average.apply([value])
    session.run(tf.global_variables_initializer())
    session.run(update)
    assert session.run(average.average(value)).tolist() == [1.0]
    assert average.average_name(value) == "value/ExponentialMovingAverage"


def test_correction_of_the_start(session):
    value = tf.constant([4.0])
    average = tf.train.ExponentialMovingAverage(0.75, zero_debias=True)
    update = average.apply([value])
    session.run(tf.global_variables_initializer())
    for _ in range(3):
        session.run(update)
        np.testing.assert_allclose(session.run(average.average(value)), [4.0], rtol=1e-6)


def test_decay_grows_with_the_number_of_updates(session):
    variable, steps = tf.Variable(0.0, name="W"), tf.Variable(8, trainable=False)
    average = tf.train.ExponentialMovingAverage(0.99, num_updates=steps)
    update, change = average.apply([variable]), variable.assign(2.0)
    session.run(tf.global_variables_initializer())
    session.run(change)
    session.run(update)
    assert session.run(average.average(variable)) == pytest.approx(1.0)


def test_names_in_checkpoints():
    averaged, other = tf.Variable(1.0, name="a"), tf.Variable(1.0, name="b", trainable=False)
    average = tf.train.ExponentialMovingAverage(0.9)
    average.apply()
    assert average.average(other) is None
    assert average.average_name(other) == "b/ExponentialMovingAverage"
    restored = average.variables_to_restore()
    assert restored["a/ExponentialMovingAverage"] is averaged
    assert restored["b"] is other


def test_only_fractions_have_averages():
    with pytest.raises(TypeError, match="half, float, or double"):
        tf.train.ExponentialMovingAverage(0.9).apply([tf.Variable(1)])
