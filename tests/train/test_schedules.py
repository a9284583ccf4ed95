"""Learning rates and the global step."""

import math

import pytest

import polyflow as tf
from polyflow import train


@pytest.fixture(autouse=True)
def graph():
    with tf.Graph().as_default() as graph:
        yield graph


def at(steps, schedule):
    """The values of a schedule at some steps."""
    step = tf.placeholder(tf.int64, [])
    rate = schedule(step)
    with tf.Session() as session:
        return [float(session.run(rate, {step: number})) for number in steps]


CASES = {
    "exponential": (lambda s: train.exponential_decay(0.5, s, 10, 0.25), [0, 5, 20], [0.5, 0.25, 0.03125]),
    "exponential in stairs": (lambda s: train.exponential_decay(0.5, s, 10, 0.25, staircase=True), [9, 10, 19], [0.5, 0.125, 0.125]),
    "natural": (lambda s: train.natural_exp_decay(0.5, s, 10, 2.0), [0, 5], [0.5, 0.5 * math.exp(-1)]),
    "inverse": (lambda s: train.inverse_time_decay(0.5, s, 10, 2.0), [0, 5], [0.5, 0.25]),
    "inverse in stairs": (lambda s: train.inverse_time_decay(0.5, s, 10, 1.0, staircase=True), [9, 10], [0.5, 0.25]),
    "polynomial": (lambda s: train.polynomial_decay(1.0, s, 10, 0.5, power=2.0), [0, 5, 10, 99], [1.0, 0.625, 0.5, 0.5]),
    "polynomial cycles": (lambda s: train.polynomial_decay(1.0, s, 10, 0.5, cycle=True), [0, 5, 15], [1.0, 0.75, 0.625]),
    "cosine": (lambda s: train.cosine_decay(1.0, s, 10, alpha=0.5), [0, 5, 10, 20], [1.0, 0.75, 0.5, 0.5]),
    "restarts": (lambda s: train.cosine_decay_restarts(1.0, s, 4, t_mul=2.0, m_mul=0.5), [0, 2, 4, 8, 12], [1.0, 0.5, 0.5, 0.25, 0.25]),
    "even restarts": (lambda s: train.cosine_decay_restarts(1.0, s, 4, t_mul=1.0), [0, 2, 4, 6], [1.0, 0.5, 1.0, 0.5]),
    "linear cosine": (lambda s: train.linear_cosine_decay(1.0, s, 10, beta=0.25), [0, 5, 10], [1.25, 0.5, 0.25]),
    "steps": (lambda s: train.piecewise_constant(s, [3, 10], [0.1, 0.2, 0.3]), [0, 3, 4, 10, 11], [0.1, 0.1, 0.2, 0.2, 0.3]),
}


@pytest.mark.parametrize("name", CASES)
def test_values(name):
    schedule, steps, expected = CASES[name]
    assert at(steps, schedule) == pytest.approx(expected, rel=1e-5)


def test_name():
    assert train.exponential_decay(0.5, tf.constant(1), 10, 0.25).name == "ExponentialDecay:0"
    assert train.exponential_decay(0.5, tf.constant(1), 10, 0.25, name="mine").name == "mine:0"


def test_a_step_is_needed():
    with pytest.raises(ValueError, match="global_step is required for exponential_decay"):
        train.exponential_decay(0.5, None, 10, 0.25)


def test_piecewise_arguments():
    with pytest.raises(ValueError, match="1 less"):
        train.piecewise_constant(tf.constant(1), [1, 2], [0.1, 0.2])
    with pytest.raises(ValueError, match="same dtype"):
        train.piecewise_constant(tf.constant(1), [1], [0.1, 2])
    with pytest.raises(ValueError, match="same dtype as x"):
        train.piecewise_constant(tf.constant(1), [tf.constant(1.0)], [0.1, 0.2])


class TestGlobalStep:
    def test_made_once(self, graph):
        assert train.get_global_step() is None
        made = train.create_global_step()
        assert (made.name, made.dtype.base_dtype, made.trainable) == ("global_step:0", tf.int64, False)
        assert train.get_global_step(graph) is made
        assert train.get_or_create_global_step() is made
        with pytest.raises(ValueError, match="already exists"):
            train.create_global_step()

    def test_in_no_scope(self):
        with tf.name_scope("a"):
            assert train.get_or_create_global_step().name == "global_step:0"

    def test_found_by_name(self):
        tensor = tf.constant(3, name="global_step")
        assert train.get_global_step() is tensor

    def test_value(self):
        step = train.create_global_step()
        with tf.Session() as session:
            session.run(step.initializer)
            assert train.global_step(session, step) == 0

    @pytest.mark.parametrize("wrong", [1.5, [1, 2]])
    def test_must_be_an_integer(self, wrong):
        with pytest.raises(TypeError, match="global_step"):
            train.assert_global_step(tf.constant(wrong))
