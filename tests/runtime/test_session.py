"""Sessions: what can be fetched and fed, extending a graph, concurrency, partial runs, errors."""

import collections
import threading

import numpy as np
import pytest

import polyflow as tf

BACKENDS = ("numpy", "torch")


@pytest.fixture(autouse=True)
def graph():
    with tf.Graph().as_default() as graph:
        yield graph


@pytest.fixture(params=BACKENDS)
def session(request, graph):
    if request.param == "torch":
        pytest.importorskip("torch")
    with tf.Session(backend=request.param) as session:
        yield session


def test_nested_fetches_keep_their_structure(session):
    a, b = tf.constant(1.0, name="a"), tf.constant([2.0, 3.0])
    Pair = collections.namedtuple("Pair", "one two")
    answer = session.run({"x": [a, (b,)], "y": Pair(a, "a:0"), "z": tf.no_op()})
    assert answer["x"][0] == 1.0 and type(answer["x"][1]) is tuple
    assert answer["y"] == Pair(1.0, 1.0) and answer["z"] is None
    np.testing.assert_array_equal(answer["x"][1][0], [2, 3])


def test_sparse_and_sliced_fetches(session):
    sparse = tf.SparseTensor([[0, 1]], [5.0], [2, 3])
    value = session.run(sparse)
    assert isinstance(value, tf.SparseTensorValue)
    np.testing.assert_array_equal(value.indices, [[0, 1]])
    slices = session.run(tf.IndexedSlices(tf.constant([[1.0]]), tf.constant([2])))
    assert slices.dense_shape is None and slices.indices.tolist() == [2]


def test_scalars_come_back_as_numpy_scalars(session):
    value = session.run(tf.constant(1.5) + 1.0)
    assert type(value) is np.float32 and value == 2.5


def test_any_tensor_can_be_fed(session):
    x = tf.constant(2.0)
    y = x * 3.0
    z = y + 1.0
    assert session.run(z, {y: 10.0}) == 11.0
    assert session.run(z, {"mul:0": 20.0}) == 21.0


@pytest.mark.parametrize("value", [[1, 2, 3], (1.0, 2.0, 3.0), np.arange(3), np.float64([1, 2, 3])[::-1]])
def test_feeds_are_converted(session, value):
    x = tf.placeholder(tf.float32, [3])
    np.testing.assert_array_equal(session.run(x * 2.0, {x: value}), np.asarray(value, np.float32) * 2)


def test_torch_tensors_can_be_fed(session):
    torch = pytest.importorskip("torch")
    x = tf.placeholder(tf.float32, [2])
    np.testing.assert_array_equal(session.run(x + 1.0, {x: torch.tensor([1.0, 2.0])}), [2, 3])


def test_fetched_arrays_share_nothing(session):
    x = tf.placeholder(tf.float32, [2])
    constant = tf.constant([1.0, 2.0])
    given = np.float32([5, 6])
    fetched, fixed = session.run([tf.identity(x), constant], {x: given})
    fetched[:] = 0
    fixed[:] = 0
    assert given.tolist() == [5, 6]
    assert session.run(constant).tolist() == [1, 2]


def test_unfed_placeholder_names_node_and_line(session):
    x = tf.placeholder(tf.float32, [2], name="hungry")
    with pytest.raises(
        tf.errors.InvalidArgumentError, match=r"placeholder tensor 'hungry' with dtype float32 and shape \(2,\)(.|\n)*test_session.py"
    ):
        session.run(x + 1.0)


@pytest.mark.parametrize("shape", [(3,), (2, 1), ()])
def test_wrong_feed_shape(session, shape):
    x = tf.placeholder(tf.float32, [2], name="x")
    with pytest.raises(ValueError, match="Cannot feed value of shape"):
        session.run(x + 1.0, {x: np.zeros(shape)})


def test_foreign_elements_are_refused(session):
    with tf.Graph().as_default():
        other = tf.constant(1)
    with pytest.raises(ValueError, match="not an element of this graph"):
        session.run(other)
    with pytest.raises(TypeError, match="feed_dict key"):
        session.run(tf.constant(1), {other: 1})


@pytest.mark.parametrize("fetch", [None, 3.5, ["x", None]])
def test_what_cannot_be_fetched(session, fetch):
    tf.constant(1, name="x")
    with pytest.raises((TypeError, ValueError)):
        session.run(fetch)


def test_closed_session():
    session = tf.Session(backend="numpy")
    x = tf.constant(1)
    session.run(x)
    session.close()
    with pytest.raises(RuntimeError, match="closed"):
        session.run(x)


def test_uninitialised_variable(session):
    variable = tf.Variable(1.0, name="fresh")
    with pytest.raises(tf.errors.FailedPreconditionError, match="uninitialized value fresh"):
        session.run(variable + 1.0)


def test_kernel_errors_name_node_inputs_and_line(session):
    x = tf.placeholder(tf.float32, [None, None])
    bad = tf.matmul(x, tf.ones([4, 5]), name="bad")
    with pytest.raises(tf.errors.InvalidArgumentError, match=r"MatMul node 'bad' \(.*float32\(2, 3\).*test_session.py"):
        session.run(bad, {x: np.ones((2, 3))})


def test_extending_a_graph_keeps_its_plans(session):
    x = tf.placeholder(tf.float32, [])
    y = x + 1.0
    session.run(y, {x: 1.0})
    before = set(session._executables.values())
    z = y * 2.0
    assert session.run(z, {x: 1.0}) == 4.0
    session.run(y, {x: 1.0})
    assert before < set(session._executables.values())


def test_changing_a_node_drops_plans(session):
    a, b = tf.constant(1.0), tf.constant(5.0)
    y = tf.identity(a) + 1.0
    assert session.run(y) == 2.0
    y.op._update_input(0, b)
    assert session.run(y) == 6.0


def test_make_callable(session):
    x, y = tf.placeholder(tf.float32, []), tf.placeholder(tf.float32, [])
    add = session.make_callable([x + y], [x, y])
    assert add(1.0, 2.0) == [3.0]
    with pytest.raises(TypeError):
        add(1.0)


def test_partial_run_runs_each_node_once(session):
    a, b = tf.placeholder(tf.float32, []), tf.placeholder(tf.float32, [])
    calls = []
    seen = tf.py_func(lambda value: (calls.append(value), value)[1], [a], tf.float32)
    first, second = seen * 2.0, seen + b
    handle = session.partial_run_setup([first, second], [a, b])
    assert session.partial_run(handle, first, {a: 3.0}) == 6.0
    assert session.partial_run(handle, second, {b: 10.0}) == 13.0
    assert len(calls) == 1
    with pytest.raises(tf.errors.InvalidArgumentError, match="fetched already"):
        session.partial_run(handle, first)


def test_partial_run_has_what_a_fused_step_would_hide(session):
    x = tf.placeholder(tf.float32, [2, 3])
    product = tf.matmul(x, tf.constant(np.ones((3, 4), np.float32)))
    total = product + tf.constant(np.ones(4, np.float32))
    handle = session.partial_run_setup([product, total], [x])
    assert session.partial_run(handle, total, {x: np.ones((2, 3))}).tolist() == [[4.0] * 4] * 2
    assert session.partial_run(handle, product).tolist() == [[3.0] * 4] * 2


def test_default_session_and_eval(graph):
    x = tf.constant(3.0)
    with pytest.raises(ValueError, match="no default session"):
        x.eval()
    with tf.Session(backend="numpy"):
        assert x.eval() == 3.0
    interactive = tf.InteractiveSession(backend="numpy")
    assert (x * 2.0).eval() == 6.0
    interactive.close()
    assert tf.get_default_session() is None


def test_concurrent_updates_are_not_lost(session):
    variable = tf.Variable(0.0)
    add = tf.assign_add(variable, 1.0)
    session.run(variable.initializer)
    threads = [threading.Thread(target=lambda: [session.run(add) for _ in range(200)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert session.run(variable) == 800.0


def test_updates_before_a_failure_stay(session):
    variable = tf.Variable(1.0)
    session.run(variable.initializer)
    with tf.control_dependencies([tf.assign_add(variable, 1.0)]):
        failing = tf.Assert(tf.constant(False), ["no"])
    with pytest.raises(tf.errors.InvalidArgumentError):
        session.run(failing)
    assert session.run(variable) == 2.0


def test_step_statistics(session):
    x = tf.placeholder(tf.float32, [2, 3])
    product = tf.matmul(x, tf.ones([3, 4]), name="product")
    metadata = tf.RunMetadata()
    session.run(product, {x: np.ones((2, 3))}, options=tf.RunOptions(trace_level=tf.RunOptions.FULL_TRACE), run_metadata=metadata)
    (device,) = metadata.step_stats.dev_stats
    assert "product" in {node.node_name for node in device.node_stats}
    assert all(node.op_end_rel_micros >= 0 for node in device.node_stats)


def test_the_plan_shows_the_program(session):
    x = tf.placeholder(tf.float32, [2, 3], name="x")
    text = str(session.plan(tf.matmul(x, tf.ones([3, 4]), name="product"), [x]))
    assert text.startswith("def run(x):") and "product = matmul(x," in text


def test_backends_are_chosen_per_session(monkeypatch):
    pytest.importorskip("torch")
    monkeypatch.setenv("POLYFLOW_BACKEND", "torch")
    assert tf.Session().backend.name == "torch:cpu"
    with tf.backend("numpy"):
        assert tf.Session().backend.name == "numpy"
        assert tf.Session(backend="torch").backend.name == "torch:cpu"
    with pytest.raises(ValueError, match="Available: numpy"):
        tf.Session(backend="abacus")
    with pytest.raises(ValueError, match="Available"):
        tf.Session(backend="torch:cuda:77")
