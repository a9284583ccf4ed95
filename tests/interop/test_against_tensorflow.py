"""Graphs that polyflow writes run in TensorFlow, and graphs that TensorFlow writes run here, with the same values."""

from __future__ import annotations

import ml_dtypes
import numpy as np
import pytest

from polyflow.framework.conversion import constant_tensor
from polyflow.framework.errors import InvalidArgumentError
from polyflow.framework.graph import Graph
from polyflow.framework.operation import Tensor
from polyflow.interop.graph_def import graph_def
from polyflow.interop.import_graph import import_graph_def
from polyflow.runtime.session import Session

from . import programs

tensorflow = pytest.importorskip("tensorflow")
tf = tensorflow.compat.v1
tf.disable_eager_execution()


def run_in_tensorflow(message, fetches, feed=None, initial=(), runs=1):
    with tf.Graph().as_default():
        tf.import_graph_def(tf.GraphDef.FromString(message.SerializeToString()), name="")
        with tf.Session() as session:
            session.run(list(initial))
            return [session.run(fetches, feed) for _ in range(runs)][-1]


def assert_same(ours, theirs):
    for one, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-6)


@pytest.mark.parametrize("name", [*programs.FUNCTIONAL, *programs.FRAMES])
def test_programs_give_the_same_values(name):
    program = programs.program(name)
    message = graph_def(program.graph, add_shapes=True)
    theirs = run_in_tensorflow(message, program.fetches, program.feed, program.initial, programs.RUNS)
    assert_same(program.run(), theirs)


@pytest.mark.parametrize("name", programs.FRAMES)
def test_frames_survive_an_import(name):
    program = programs.program(name)
    with Graph().as_default() as graph:
        import_graph_def(graph_def(program.graph), name="")
    theirs = run_in_tensorflow(graph_def(graph), program.fetches, program.feed, program.initial, programs.RUNS)
    assert_same(program.run(), theirs)


def test_an_effect_in_a_branch_happens_in_tensorflow():
    program = programs.program("check_in_branch")
    with pytest.raises(tf.errors.InvalidArgumentError, match="assertion failed"):
        run_in_tensorflow(graph_def(program.graph), program.fetches, {"x:0": [0.0, 0.0, 0.0]})


def test_an_op_that_was_removed_is_read_in_graphs_of_its_time():
    with Graph().as_default() as graph:
        graph.create_op("PlaceholderV2", [], name="old", attrs={"dtype": "float32", "shape": [2]})
    np.testing.assert_array_equal(run_in_tensorflow(graph_def(graph), "old:0", {"old:0": [1, 2]}), [1, 2])


NUMBERS = "int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 complex64 complex128"
CONSTANTS = [
    *(np.arange(6).reshape(2, 3).astype(name) for name in NUMBERS.split()),
    np.array([True, False]),
    np.array([b"ab", b"\xff\x00"], object),
    np.array([1.5, -2.0], ml_dtypes.bfloat16),
    np.zeros((0, 3), np.float32),
    np.float64(2.5),
]


@pytest.mark.parametrize("array", CONSTANTS, ids=lambda array: f"{array.dtype}{list(array.shape)}")
def test_constants(array):
    with Graph().as_default() as graph:
        constant_tensor(array, name="c")
    np.testing.assert_array_equal(run_in_tensorflow(graph_def(graph), "c:0"), array)


def loop_and_branch(x):
    def body(i, y):
        return i + 1, tf.cond(tf.reduce_sum(y) > 10.0, lambda: y * x, lambda: y * 2.0)

    _, y = tf.while_loop(lambda i, y: i < 4, body, [0, x], maximum_iterations=7)
    return [y, tf.gradients(y, x)[0]]


def loop_in_loop(x):
    def body(i, y):
        return i + 1, tf.while_loop(lambda j, z: j < i, lambda j, z: (j + 1, z * x + 0.1), [0, y])[1]

    _, y = tf.while_loop(lambda i, y: i < 4, body, [0, x])
    return [y, tf.gradients(y, x)[0]]


def call(x):
    @tensorflow.function
    def double(a, b):
        return a * b + 1.0, a - b

    one, other = double(x, x * 2.0)
    return [one, other + 1.0]


def variable(x):
    held = tf.get_variable("v", [3], use_resource=False, initializer=tf.ones_initializer())
    return [tf.assign_add(held, x)]


@pytest.mark.parametrize("build", [loop_and_branch, loop_in_loop, call, variable], ids=lambda build: build.__name__)
def test_graphs_of_tensorflow(build):
    tf.enable_control_flow_v2()
    with tf.Graph().as_default() as graph:
        fetches = [tensor.name for tensor in build(tf.placeholder(tf.float32, [3], "x"))]
        initializer = tf.global_variables_initializer().name
        message = graph.as_graph_def(add_shapes=True)
    with Graph().as_default(), Session() as session:
        import_graph_def(message, name="")
        session.run(initializer)
        ours = session.run(fetches, programs.FEED)
    assert_same(ours, run_in_tensorflow(message, fetches, programs.FEED, [initializer]))


def effect_of_a_call(x):
    @tensorflow.function
    def checked(a):
        tensorflow.debugging.Assert(tensorflow.reduce_sum(a) < 10.0, [a])
        return a + 1.0

    return checked(x)


def effect_in_a_branch(x):
    @tensorflow.function
    def checked(a):
        if tensorflow.reduce_sum(a) > 0.0:
            tensorflow.debugging.Assert(tensorflow.reduce_sum(a) < 10.0, [a])
        return a + 1.0

    return checked(x)


def effect_in_a_loop(x):
    @tensorflow.function
    def checked(a):
        i = tensorflow.constant(0)
        while i < 3:
            tensorflow.debugging.Assert(tensorflow.reduce_sum(a) < 10.0, [a])
            i = i + 1
        return a + 1.0

    return checked(x)


@pytest.mark.parametrize("build", [effect_of_a_call, effect_in_a_branch, effect_in_a_loop], ids=lambda build: build.__name__)
def test_effects_that_no_result_needs_happen(build):
    with tf.Graph().as_default() as graph:
        fetch = build(tf.placeholder(tf.float32, [3], "x")).name
        message = graph.as_graph_def()
    with Graph().as_default(), Session() as session:
        import_graph_def(message, name="")
        np.testing.assert_array_equal(session.run(fetch, programs.FEED), [2.0, 3.0, 4.0])
        with pytest.raises(InvalidArgumentError, match="assertion failed"):
            session.run(fetch, {"x:0": [10.0, 10.0, 10.0]})


def test_frames_of_tensorflow_keep_their_meaning():
    """What is imported and written again is still a loop to TensorFlow."""
    tf.disable_control_flow_v2()
    with tf.Graph().as_default() as graph:
        x = tf.placeholder(tf.float32, [3], "x")
        tf.while_loop(lambda i, y: i < 4, lambda i, y: [i + 1, tf.cond(tf.reduce_sum(y) > 10.0, lambda: y * x, lambda: y * 2.0)], [0, x])
        message = graph.as_graph_def()
    fetches = ["while/Exit:0", "while/Exit_1:0"]
    with Graph().as_default() as ours:
        elements = import_graph_def(message, name="", return_elements=fetches)
    assert all(isinstance(element, Tensor) for element in elements)
    assert_same(run_in_tensorflow(graph_def(ours), fetches, programs.FEED), run_in_tensorflow(message, fetches, programs.FEED))
