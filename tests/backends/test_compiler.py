"""The Torch backend's compiler: what is traced gives what is written, for every op that goes there, and what fails runs as it is."""

import shutil
import sys

import numpy as np
import pytest

import polyflow as tf
from conformance.call import applies, case_dtypes, make_call
from conformance.case import Failure, load_cases
from conformance.run import build, run
from polyflow.framework.dtypes import float32
from polyflow.framework.registry import declaration
from polyflow.runtime import executable  # noqa: F401 - imports the passes

torch = pytest.importorskip("torch")
from polyflow.backends.torch import compiler  # noqa: E402 - needs torch

with_compiler = pytest.mark.skipif(not (shutil.which("g++") or shutil.which("clang++")), reason="needs a C++ compiler")
CASES = sorted(
    name
    for name, case in load_cases().items()
    if float32 in case_dtypes(case) and "random" not in case.family and declaration(name).kind == "kernel"
)


@pytest.fixture
def traced(monkeypatch):
    """Segments are traced but not translated; returns the traces."""
    traces = []
    monkeypatch.setenv("POLYFLOW_COMPILE", "1")
    monkeypatch.setattr(compiler, "machine_code", lambda graph, examples: traces.append(graph) or graph)
    monkeypatch.setattr(sys.modules["polyflow.runtime.passes.segment"], "LEAST", 1)
    return traces


@pytest.mark.parametrize("op_type", CASES)
@pytest.mark.filterwarnings("error:torch could not compile:RuntimeWarning")
def test_every_kernel_that_may_be_compiled_can_be_traced(op_type, traced):
    """The list of kernels that look at numbers is complete: any other is traced, and the trace computes the same."""
    case = load_cases()[op_type]
    numbers = [i for i, sample in enumerate(case.samples, 1) if not isinstance(sample, Failure) and applies(case, i, float32)]
    compiler.say_once.cache_clear()
    for number in numbers[:1]:
        network = build(make_call(case, number, float32))
        found, expected = run(network, "torch"), run(network, "numpy")
        assert not found.mutated
        for one, other in zip([*found.outputs, *found.variables], [*expected.outputs, *expected.variables], strict=True):
            np.testing.assert_allclose(np.asarray(one, np.complex128), np.asarray(other, np.complex128), rtol=2e-4, atol=2e-4)


def test_cells_that_get_new_tensors_have_them(traced):
    with tf.Graph().as_default(), tf.Session(backend="torch") as session:
        v, x = tf.Variable(np.zeros(3, np.float32)), tf.placeholder(tf.float32, [3])
        session.run(v.initializer)
        step = tf.assign(v, tf.exp(x) * tf.cos(x))
        for number in (1.0, 2.0):
            session.run(step, {x: np.full(3, number)})
            np.testing.assert_allclose(session.run(v), np.exp(number) * np.cos(number), rtol=1e-6)
    assert traced


def test_pools_and_gradients_of_convolutions_stay_torchs_own(traced):
    with tf.Graph().as_default(), tf.Session(backend="torch") as session:
        x, filters = tf.placeholder(tf.float32, [2, 4, 6, 1]), tf.ones([3, 3, 1, 5])
        pooled = tf.nn.max_pool(tf.nn.conv2d(x, filters, [1, 1, 1, 1], "SAME"), [1, 2, 2, 1], [1, 2, 2, 1], "SAME")
        session.run([pooled, *tf.gradients(pooled, [x, filters])], {x: np.ones([2, 4, 6, 1])})
    called = {node.target for trace in traced for node in trace.graph.nodes}
    assert called.issuperset(compiler.KEPT.values())
    assert called.isdisjoint(compiler.KEPT)


def test_layouts_are_traced_once_each_and_not_without_end(traced):
    with tf.Graph().as_default(), tf.Session(backend="torch") as session:
        x = tf.placeholder(tf.float32, [None])
        y = tf.exp(x) * tf.sin(x)
        for rows in (*range(1, compiler.MOST_LAYOUTS + 4), 1, 2):
            np.testing.assert_allclose(session.run(y, {x: np.ones(rows)}), np.full(rows, np.e * np.sin(1)), rtol=1e-6)
    assert len(traced) == compiler.MOST_LAYOUTS


@with_compiler
def test_training_compiled_is_training(monkeypatch):
    """Through to machine code: three steps of a small network, in two sizes of batch."""

    def weights():
        with tf.Graph().as_default(), tf.Session(backend="torch") as session:
            x, labels = tf.placeholder(tf.float64, [None, 6, 6, 1]), tf.placeholder(tf.int64, [None])
            numbers = np.random.default_rng(0)
            filters, matrix = tf.Variable(numbers.normal(size=(3, 3, 1, 4))), tf.Variable(numbers.normal(size=(36, 5)))
            features = tf.nn.relu(tf.nn.bias_add(tf.nn.conv2d(x, filters, [1, 1, 1, 1], "SAME"), tf.Variable(np.zeros(4))))
            pooled = tf.nn.max_pool(features, [1, 2, 2, 1], [1, 2, 2, 1], "SAME")
            losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=tf.matmul(tf.reshape(pooled, [-1, 36]), matrix))
            train = tf.train.AdamOptimizer(0.01).minimize(tf.reduce_mean(losses))
            session.run(tf.global_variables_initializer())
            for rows in (4, 4, 3):
                session.run(train, {x: numbers.normal(size=(rows, 6, 6, 1)), labels: np.arange(rows)})
            return session.run([filters, matrix])

    expected = weights()
    monkeypatch.setenv("POLYFLOW_COMPILE", "1")
    for one, other in zip(weights(), expected, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-9)


def test_what_cannot_be_translated_runs_and_says_so_once(monkeypatch):
    def refuse(graph, examples):
        raise RuntimeError("no compiler here")

    monkeypatch.setenv("POLYFLOW_COMPILE", "1")
    monkeypatch.setattr(compiler, "machine_code", refuse)
    compiler.say_once.cache_clear()
    with tf.Graph().as_default(), tf.Session(backend="torch") as session:
        x = tf.placeholder(tf.float32, [None])
        y = tf.exp(x) * tf.sin(x)
        with pytest.warns(RuntimeWarning, match="no compiler here") as warned:
            results = [session.run(y, {x: np.ones(rows)}) for rows in (1, 2, 2)]
    np.testing.assert_allclose(np.concatenate(results), np.full(5, np.e * np.sin(1)), rtol=1e-6)
    assert len(warned) == 1
