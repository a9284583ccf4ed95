"""What goes to a backend's compiler: read off the emitted programs, and that it changes no value."""

import numpy as np
import pytest

import polyflow as tf
from polyflow.backends import selection
from polyflow.ops import random as random_ops

torch = pytest.importorskip("torch")


class Recording:
    """The Torch backend with a compiler that hands functions back, and remembers what it was called with."""

    def __init__(self):
        self.inner = selection.resolve("torch")
        self.calls = []

    def __getattr__(self, name):
        return getattr(self.inner, name)

    def compile(self, function):
        def compiled(*arguments):
            self.calls.append([type(argument).__name__ for argument in arguments])
            return function(*arguments)

        return compiled


@pytest.fixture(autouse=True)
def graph(monkeypatch):
    monkeypatch.setenv("POLYFLOW_COMPILE", "1")
    with tf.Graph().as_default() as graph:
        yield graph


@pytest.fixture
def backend():
    return Recording()


def run(backend, fetches, feeds=None, init=True):
    with tf.Session(backend=backend) as session:
        if init:
            session.run(tf.global_variables_initializer())
        backend.calls.clear()
        text = str(session.plan(fetches, list(feeds or {})))
        return session.run(fetches, feeds), text


def regression():
    x = tf.placeholder(tf.float32, [None, 3])
    weights = tf.Variable(np.ones([3, 2], np.float32), name="weights")
    loss = tf.reduce_mean(tf.square(tf.matmul(x, weights) + tf.Variable(np.zeros(2, np.float32), name="bias")))
    return x, loss, tf.train.GradientDescentOptimizer(0.1).minimize(loss), weights


def test_a_step_of_training_is_one_function_with_plain_arguments(backend):
    x, _, train, weights = regression()
    with tf.Session(backend=backend) as session:
        session.run(tf.global_variables_initializer())
        backend.calls.clear()
        session.run(train, {x: np.ones([4, 3])})
        compiled = session.run(weights)
        assert len(backend.calls) == 1 and set(backend.calls[0]) <= {"Tensor", "Cell", "tuple", "int"}
    with tf.Session(backend="numpy") as session:
        session.run(tf.global_variables_initializer())
        session.run(train, {x: np.ones([4, 3])})
        np.testing.assert_allclose(compiled, session.run(weights), rtol=1e-6)


def test_updates_in_a_segment_exclude_others(backend):
    x, _, train, _ = regression()
    _, text = run(backend, train, {x: np.ones([4, 3])})
    assert "    with updates:\n        segment(" in text and text.count("with updates") == 1


def test_random_numbers_and_shapes_come_before_the_segment(backend):
    x = tf.placeholder(tf.float32, [None, 3])
    y = tf.exp(tf.sin(x)) * tf.random_normal(tf.shape(x), seed=1) + tf.cos(x)
    value, text = run(backend, y, {x: np.ones([4, 3])}, init=False)
    assert text.count("def segment") == 1 and text.index("random_standard_normal(") > text.index("def run")
    assert value.shape == (4, 3)


def test_kernels_that_check_positions_stay_outside(backend):
    table, ids = tf.placeholder(tf.float32, [5, 3]), tf.placeholder(tf.int32, [2])
    rows = tf.exp(tf.gather(tf.sin(tf.exp(table)), ids)) * 2.0
    _, text = run(backend, rows, {table: np.ones([5, 3]), ids: [0, 4]}, init=False)
    assert text.count("def segment") == 2 and "gather" in text.partition("def run")[2]
    with pytest.raises(tf.errors.InvalidArgumentError, match="GatherV2"):
        run(backend, rows, {table: np.ones([5, 3]), ids: [0, 5]}, init=False)


def test_a_value_in_a_variables_memory_is_no_argument_of_what_writes_it(backend):
    v = tf.Variable(np.ones(3, np.float32))
    x = tf.placeholder(tf.float32, [3])
    flat = tf.reshape(v, [3])
    random = random_ops.random_uniform([3], dtype=tf.float32)
    with tf.control_dependencies([flat, random]):
        y = tf.exp(flat) * random * 0.0 + flat
        with tf.control_dependencies([y]):
            after = tf.assign_add(v, tf.sin(x) * tf.cos(x) * 0.0 + 1.0)
    (before, after), _ = run(backend, [y, after], {x: np.ones(3)})
    np.testing.assert_allclose(before, 1.0)
    np.testing.assert_allclose(after, 2.0)


def test_bodies_have_segments_of_their_own(backend):
    x = tf.placeholder(tf.float32, [3])
    _, y = tf.while_loop(lambda i, y: i < 3, lambda i, y: (i + 1, tf.sin(tf.exp(y)) * 0.5), (0, x))
    value, text = run(backend, y, {x: np.ones(3)}, init=False)
    assert text.index("def segment") < text.index("while True") and len(backend.calls) == 3
    with tf.Session(backend="numpy") as session:
        np.testing.assert_allclose(value, session.run(y, {x: np.ones(3)}), rtol=1e-6)


def test_nothing_is_compiled_where_lines_are_timed_or_kept(backend):
    x = tf.placeholder(tf.float32, [3])
    y = tf.sin(tf.exp(x))
    with tf.Session(backend=backend) as session:
        session.run(y, {x: np.ones(3)}, options=tf.RunOptions(trace_level=tf.RunOptions.FULL_TRACE), run_metadata=tf.RunMetadata())
        handle = session.partial_run_setup([y], [x])
        session.partial_run(handle, y, {x: np.ones(3)})
    assert not backend.calls


@pytest.mark.parametrize(
    ("variable", "level", "expected"), [("1", None, True), ("0", None, False), ("", "ON_1", True), ("1", "OFF", False), ("0", "ON_1", True)]
)
def test_who_asks_for_compilation(backend, monkeypatch, variable, level, expected):
    monkeypatch.setenv("POLYFLOW_COMPILE", variable)
    config = tf.ConfigProto()
    if level:
        config.graph_options.optimizer_options.global_jit_level = getattr(tf.OptimizerOptions, level)
    x = tf.placeholder(tf.float32, [3])
    with tf.Session(backend=backend, config=config) as session:
        assert ("def segment" in str(session.plan(tf.sin(tf.exp(x)), [x]))) == expected


def test_a_backend_without_a_compiler_runs_as_ever():
    x = tf.placeholder(tf.float32, [3])
    with tf.Session(backend="numpy") as session:
        assert "segment" not in str(session.plan(tf.sin(tf.exp(x)), [x]))


def test_a_failure_names_its_line(backend):
    x, y = tf.placeholder(tf.float32), tf.placeholder(tf.float32)
    total = tf.exp(x) + tf.sin(y)
    with tf.Session(backend=backend) as session, pytest.raises(tf.errors.InvalidArgumentError, match="node 'add'"):
        session.run(total, {x: np.ones(3), y: np.ones(4)})


def test_an_unset_variable_is_named(backend):
    v = tf.Variable(np.ones(3, np.float32), name="unset")
    with tf.Session(backend=backend) as session, pytest.raises(tf.errors.FailedPreconditionError, match="unset"):
        session.run(tf.exp(tf.sin(v)))
