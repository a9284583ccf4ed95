"""What a session keeps: cells of variables, and the random counters of nodes."""

import threading

import numpy as np
import pytest

import polyflow as tf
from polyflow.backends import selection
from polyflow.runtime.resources import Resources


@pytest.fixture
def resources():
    return Resources(session=None, backend=selection.resolve("numpy"))


@pytest.fixture(autouse=True)
def graph():
    with tf.Graph().as_default() as graph:
        yield graph


@pytest.fixture(params=["numpy", "torch"])
def backend(request):
    pytest.importorskip(request.param)
    return request.param


# Cells


def test_a_cell_is_made_once(resources):
    cell = resources.cell("v", tf.float32)
    assert resources.cell("v", tf.float32) is cell and resources.cell("w", tf.float32) is not cell
    assert (cell.name, cell.dtype, cell.initialised) == ("v", tf.float32, False)


def test_an_unset_cell_has_no_value(resources):
    cell = resources.cell("v", tf.float32)
    with pytest.raises(AttributeError):
        _ = cell.value
    cell.value = np.float32(1.5)
    assert cell.initialised and repr(cell) == "<cell v>"


def test_clear_forgets_everything(resources):
    resources.cell("v", tf.float32).value = 1
    context = resources.context("node", resources.backend)
    resources.clear()
    assert not resources.cell("v", tf.float32).initialised and resources.context("node", resources.backend) is not context


def test_variables_of_one_shared_name_are_one_place(backend):
    first = tf.Variable([1.0, 2.0], name="first")
    second = first.graph.create_op("VariableV2", [], attrs={"shape": [2], "dtype": tf.float32, "shared_name": "first"}).outputs[0]
    with tf.Session(backend=backend) as session:
        session.run(first.initializer)
        assert session.run(second).tolist() == [1.0, 2.0]


def test_sessions_share_no_variables(backend):
    variable = tf.Variable(1.0)
    sessions = [tf.Session(backend=backend) for _ in range(2)]
    for session in sessions:
        session.run(variable.initializer)
    sessions[0].run(tf.assign(variable, 5.0))
    assert [session.run(variable) for session in sessions] == [5.0, 1.0]


# Random counters


@pytest.mark.parametrize(
    ("seed", "seed2", "key", "upper"),
    [
        (7, 3, (7, 0), 3),
        (2**33 + 5, 0, (5, 2), 0),
        (-1, -2, (2**32 - 1, 2**32 - 1), 2**64 - 2),
    ],
)
def test_key_and_counter(resources, seed, seed2, key, upper):
    assert resources.context("node", resources.backend).random(seed, seed2, 4) == (key, upper << 64)


@pytest.mark.parametrize(("outputs", "reserve", "step"), [(1, 256, 256), (3, 256, 768), (5, 2, 10)])
def test_counters_advance_by_what_is_reserved(resources, outputs, reserve, step):
    context = resources.context("node", resources.backend)
    starts = [context.random(1, 0, outputs, reserve)[1] for _ in range(3)]
    assert starts == [0, step, 2 * step]


def test_counters_belong_to_nodes(resources):
    one, other = (resources.context(name, resources.backend) for name in ("one", "other"))
    one.random(1, 2, 1)
    assert other.random(1, 2, 1)[1] == 2 << 64
    assert resources.context("one", resources.backend).random(1, 2, 1)[1] == (2 << 64) + 256


def test_without_seeds_every_session_draws_its_own(resources):
    contexts = [Resources(None, resources.backend).context("node", resources.backend) for _ in range(2)]
    (first, start), (second, _) = (context.random(0, 0, 1) for context in contexts)
    assert first != second and start % 2**64 == 0
    assert contexts[0].random(0, 0, 1) == (first, start + 256)


def test_counters_are_reserved_by_one_thread_at_a_time(resources):
    context = resources.context("node", resources.backend)
    starts = []
    threads = [threading.Thread(target=lambda: starts.extend(context.random(1, 0, 1)[1] for _ in range(500))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(starts) == [256 * i for i in range(2000)]


def test_numbers_go_on_across_fetches_and_start_again_in_a_new_session(backend):
    draw = tf.random_uniform([3], seed=4)
    with tf.Session(backend=backend) as session:
        first, second, third = session.run(draw), session.run([draw, draw * 2.0])[0], session.run(draw + 0.0)
    assert len({tuple(numbers) for numbers in (first, second, third)}) == 3
    with tf.Session(backend=backend) as session:
        assert [session.run(draw).tolist() for _ in range(3)] == [first.tolist(), second.tolist(), third.tolist()]


def test_counters_advance_with_every_iteration_and_not_for_untaken_branches(backend):
    p = tf.placeholder(tf.bool, [])
    shapes = (tf.TensorShape([]), tf.TensorShape([None]))
    _, drawn = tf.while_loop(
        lambda i, a: i < 3,
        lambda i, a: (i + 1, tf.concat([a, tf.random_uniform([1], seed=4)], 0)),
        (0, tf.zeros([0])),
        shape_invariants=shapes,
    )
    chosen = tf.cond(p, lambda: tf.random_uniform([2], seed=4), lambda: tf.zeros([2]))
    with tf.Session(backend=backend) as session:
        assert len(set(session.run(drawn).tolist()) | set(session.run(drawn).tolist())) == 6
        taken = session.run(chosen, {p: True})
        assert session.run(chosen, {p: False}).tolist() == [0, 0]
        second = session.run(chosen, {p: True})
    with tf.Session(backend=backend) as session:
        assert [session.run(chosen, {p: True}).tolist() for _ in range(2)] == [taken.tolist(), second.tolist()]


def test_kernels_write_to_the_error_stream(resources, capsys):
    resources.context("node", resources.backend).write("seen")
    assert capsys.readouterr().err == "seen\n"
