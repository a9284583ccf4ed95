"""Emitted programs: small ones of every awkward form give what they must, on every backend."""

import collections
import functools

import numpy as np
import pytest

import polyflow as tf
from polyflow.ops import strings, training
from polyflow.ops import tensor_list as lists


@pytest.fixture(autouse=True)
def graph():
    with tf.Graph().as_default() as graph:
        yield graph


@pytest.fixture(params=["numpy", "torch"])
def session(request, graph):
    pytest.importorskip(request.param)
    with tf.Session(backend=request.param) as session:
        yield session


def floats(*shape, name="x"):
    return tf.placeholder(tf.float32, shape, name=name)


def integers(*shape, name="n"):
    return tf.placeholder(tf.int32, shape, name=name)


def flag():
    return tf.placeholder(tf.bool, [], name="p")


def repeat(times, body, *state):
    """The final state of a loop that runs ``body(i, *state)`` so often."""
    return tf.while_loop(lambda i, *rest: i < times, lambda i, *rest: (i + 1, *body(i, *rest)), (0, *state))


def check(session, fetches, feeds, expected):
    found = session.run(fetches, feeds)
    assert [np.asarray(value).tolist() for value in found] == expected


# Programs: each gives fetches, feeds and what comes out


def program_predicates_of_the_device():
    x = floats(3)
    large = tf.reduce_sum(x) > 5.0
    both = tf.logical_and(large, tf.equal(tf.size(x), 3))
    chosen = [tf.cond(p, lambda: x, lambda: -x) for p in (large, both, tf.logical_not(both))]
    return [*chosen, large], {x: [1, 2, 3]}, [[1, 2, 3], [1, 2, 3], [-1, -2, -3], True]


def program_a_predicate_of_the_device_in_a_loop():
    x = floats(2)
    y = tf.while_loop(lambda y: tf.reduce_max(y) < 20.0, lambda y: tf.cond(y[0] > y[1], lambda: y * 2.0, lambda: y + 3.0), [x])
    return [y, y[0] > 1.0], {x: [1, 2]}, [[19, 20], True]


def program_a_condition_that_is_known_before():
    p, x = flag(), floats(2)
    return [tf.while_loop(lambda y: p, lambda y: y * 2.0, [x])], {p: False, x: [1, 2]}, [[1, 2]]


def program_text_in_loops_and_branches():
    s, p = tf.placeholder(tf.string, []), flag()
    _, word, size = repeat(3, lambda i, w, n: (strings.string_join([w, s]), n + 1), tf.constant("a"), 4)
    chosen = tf.cond(tf.equal(word, "abbb"), lambda: word, lambda: s)
    other = tf.cond(p, lambda: (tf.constant("yes"), 1.0), lambda: (s, 2.0))
    return [word, size, chosen, *other], {s: "b", p: False}, [b"abbb", 7, b"abbb", b"b", 2]


def program_scalars_of_text():
    s, x = tf.placeholder(tf.string, []), floats(2)
    same, other = tf.equal(s, "x"), tf.not_equal(s, "x")
    chosen = tf.cond(same, lambda: x, lambda: -x)
    return (
        [same, tf.cast(same, tf.float32) * x, tf.logical_not(tf.logical_and(same, other)), tf.stack([same, other]), s + "y", chosen],
        {s: "x", x: [1, 2]},
        [True, [1, 2], True, [True, False], b"xy", [1, 2]],
    )


def program_vectors_of_text():
    words, x = tf.placeholder(tf.string, [2]), floats(2)
    same = tf.equal(words, ["a", "b"])
    marked = tf.where(same, x, -x)
    return [same, marked, tf.cast(same, tf.int32)], {words: ["a", "c"], x: [3, 4]}, [[True, False], [3, -4], [1, 0]]


def program_branches_whose_homes_differ():
    p, x = flag(), floats(5, 2)
    size = tf.cond(p, lambda: tf.shape(x)[0] - 2, lambda: tf.cast(tf.reduce_sum(x), tf.int32))
    sizes = tf.cond(p, lambda: tf.constant([4]), lambda: tf.cast(tf.reduce_sum(x, 0)[:1], tf.int32))
    text = tf.cond(p, lambda: tf.cast(tf.equal("a", tf.placeholder_with_default("a", [])), tf.int32), lambda: size)
    return (
        [tf.zeros([size]), sizes, tf.zeros(sizes), text * tf.cast(x[0], tf.int32)],
        {p: True, x: np.ones((5, 2))},
        [
            [0, 0, 0],
            [4],
            [0, 0, 0, 0],
            [1, 1],
        ],
    )


def program_an_initial_constant_on_both_homes():
    c, x = tf.constant([1, 2]), integers(2, name="x")
    i, y = tf.while_loop(lambda i, y: i[0] < 3, lambda i, y: (i + 1, y + x * i), (c, c))
    return [i, y, tf.shape(tf.zeros(i)), c], {x: [3, 4]}, [[3, 4], [10, 22], [3, 4], [1, 2]]


def program_loop_variables_passed_through():
    x = floats(2)
    i, same, total = repeat(3, lambda i, y, z: (y, y + z), x, x * 2.0)
    return [same, total, same, x, i], {x: [1, 2]}, [[1, 2], [5, 10], [1, 2], [1, 2], 3]


def program_loop_variables_exchanged():
    x = floats(2)
    _, a, b, i, j = repeat(3, lambda k, a, b, i, j: (b, a, j, i), x, -x, tf.constant(1), tf.constant(2))
    return [a, b, tf.zeros([i]), j], {x: [1, 2]}, [[-1, -2], [1, 2], [0, 0], 1]


def program_one_value_returned_twice():
    p, x = flag(), floats(2)
    a, b = tf.cond(p, lambda: (x, x), lambda: (x + 1.0, x))
    _, c, d = repeat(2, lambda i, c, d: (c + d,) * 2, x, x)
    return [a, b, a + b, c, d, c * d], {p: True, x: [1, 2]}, [[1, 2], [1, 2], [2, 4], [4, 8], [4, 8], [16, 64]]


def program_results_from_outside():
    p, x, n = flag(), floats(2), integers()
    a, b = tf.cond(p, lambda: (x, n), lambda: (tf.zeros([2]), 7))
    _, c = repeat(1, lambda i, y: (x,), tf.zeros([2]))
    return [a, tf.zeros([b]), c], {p: True, x: [1, 2], n: 3}, [[1, 2], [0, 0, 0], [1, 2]]


def program_values_that_later_iterations_need():
    x = floats(2, 3)
    turned, row = tf.transpose(x) * 1.0, x[0] * 1.0

    def body(i, total):
        inner = repeat(i + 1, lambda j, t: (t + turned[:, 1] + row,), total)[1]
        return (tf.cond(tf.equal(i % 2, 0), lambda: inner + row, lambda: inner * 1.0),)

    return [repeat(3, body, tf.zeros([3]))[1]], {x: [[1, 2, 3], [10, 20, 30]]}, [[68, 136, 204]]


def program_values_used_in_a_body_and_after_it():
    x, p = floats(3), flag()
    w = tf.exp(x * 0.0)
    _, y = repeat(2, lambda i, y: (y + w,), x)
    z = tf.cond(p, lambda: y * w, lambda: y)
    return [z + w, y], {x: [1, 2, 3], p: True}, [[4, 5, 6], [3, 4, 5]]


def program_nested_loops_capture():
    x, n = floats(2), integers()

    def middle(i, a):
        def inner(j, b):
            return (repeat(n, lambda k, c: (c + a + x * tf.cast(i * j + k, tf.float32),), b)[1],)

        return (repeat(2, inner, a)[1],)

    return [repeat(2, middle, tf.zeros([2]))[1]], {x: [1, 10], n: 2}, [[14, 140]]


def program_fed_and_fetched():
    x = floats(2)
    y = x * 2.0
    _, total = repeat(3, lambda i, t: (t + y,), x)
    return [x, y, y + 1.0, total], {x: [0, 1], y: [9, 8]}, [[0, 1], [9, 8], [10, 9], [27, 25]]


def program_a_loop_result_fed():
    i, y = repeat(3, lambda i, y: (y * 2.0,), tf.constant(1.0))
    return [i, y], {i: 7}, [7, 8]


def program_a_node_of_a_body_fed():
    x, inside = floats(2), []
    _, y = repeat(3, lambda i, y: (inside.append(tf.exp(x)) or y + inside[0],), x)
    return [y], {x: [1, 2], inside[0]: [10, 20]}, [[31, 62]]


def program_sizes_of_arrays_anywhere():
    x, n = floats(None, 3), integers(None)
    sizes = tf.shape(n)
    return (
        [tf.shape(x), sizes, tf.size(n) * 2, tf.fill(n, sizes[0]), sizes * tf.cast(x[0, 0], tf.int32), tf.rank(x)],
        {x: np.ones((2, 3)), n: [2, 1]},
        [[2, 3], [2], 4, [[2], [2]], [2], 2],
    )


def program_unusual_names():
    names = ["run", "None", "def", "a.b", "a/b", "a_b", "1", ".", "_", "started", "copy", "fetch", "python_value", "while"]
    with tf.name_scope("scope"):
        fed = [floats(2, name=name) for name in names]
    fed += [floats(2, name=name) for name in names if name != "_"]
    values, index = tf.unique(tf.cast(fed[0], tf.int32), name="1_")
    _, total = repeat(2, lambda i, t: (tf.add(t, tf.exp(fed[-1] * 0.0, name="run"), name="started"),), tf.add_n(fed, name="class"))
    return [total, index, values, fed[0]], {x: [i, 1.0] for i, x in enumerate(fed)}, [[sum(range(27)) + 2, 29], [0, 1], [0, 1], [0, 1]]


def program_lists_of_what_both_homes_use():
    x, n = floats(4), integers()
    _, y = repeat(3, lambda i, y: (y * tf.gather(x, i),), tf.constant(1.0))
    handle = lists.tensor_list_push_back(lists.empty_tensor_list([], -1, element_dtype=tf.int32), n)
    item = lists.tensor_list_pop_back(lists.tensor_list_push_back(handle, 5), [], element_dtype=tf.int32)
    first = lists.tensor_list_pop_back(item.output_handle, [], element_dtype=tf.int32).tensor
    gradient = tf.convert_to_tensor(tf.gradients(y, x)[0])
    return (
        [gradient, tf.zeros([first]), item.tensor * tf.cast(x, tf.int32), first * item.tensor],
        {x: [2, 3, 5, 7], n: 2},
        [
            [15, 10, 6, 0],
            [0, 0],
            [10, 15, 25, 35],
            10,
        ],
    )


def program_branches_many_deep():
    n = integers()
    pairs = [(tf.equal(n, i), functools.partial(tf.constant, i * i)) for i in range(120)]
    return [tf.case(pairs, default=lambda: tf.constant(-1))], {n: 113}, [113 * 113]


def program_loops_many_deep():
    x = floats(2)

    def nested(depth, y):
        return repeat(1, lambda i, z: (nested(depth - 1, z + x),), y)[1] if depth else y * 2.0

    return [nested(25, x)], {x: [1, 2]}, [[52, 104]]


def program_no_state_but_a_counter():
    return [repeat(3, lambda i: ())], {}, [3]


PROGRAMS = {name.removeprefix("program_"): function for name, function in list(globals().items()) if name.startswith("program_")}


@pytest.mark.parametrize("name", PROGRAMS)
def test_programs(name, session):
    check(session, *PROGRAMS[name]())


@pytest.mark.parametrize("name", PROGRAMS)
def test_traced_programs(name, session):
    fetches, feeds, expected = PROGRAMS[name]()
    options = tf.RunOptions(trace_level=tf.RunOptions.FULL_TRACE)
    found = session.run(fetches, feeds, options=options, run_metadata=tf.RunMetadata())
    assert [np.asarray(value).tolist() for value in found] == expected


@pytest.mark.parametrize("dtype", ["int32", "float32", "bool", "string"])
def test_scalars_are_numpy_scalars(dtype, session):
    x = tf.placeholder(dtype, [])
    value = {"int32": 3, "float32": 1.5, "bool": True, "string": b"a"}[dtype]
    found = session.run([x, tf.identity(x), tf.equal(x, x), tf.cond(tf.equal(x, x), lambda: x, lambda: x)], {x: value})
    expected = bytes if dtype == "string" else np.dtype(dtype).type
    assert [type(item) for item in found] == [expected, expected, np.bool_, expected]


# What comes out belongs to the caller


def spoil(array):
    array[...] = np.zeros_like(array)


OWNED = {
    "constant": lambda x, n: tf.constant([1.5, 2.5]),
    "folded": lambda x, n: tf.constant([1.5, 2.5]) * 2.0,
    "fed": lambda x, n: x,
    "view of fed": lambda x, n: tf.reshape(x, [2, 1]),
    "host vector": lambda x, n: n + 1,
    "host vector used for a shape": lambda x, n: (tf.zeros(n), n * 2)[1],
    "loop result": lambda x, n: repeat(1, lambda i, y: (x,), x)[1],
    "branch result": lambda x, n: tf.cond(x[0] > 0.0, lambda: x, lambda: -x),
    "variable": lambda x, n: tf.get_default_graph().get_tensor_by_name("v:0"),
    "view of a variable": lambda x, n: tf.reshape(tf.get_default_graph().get_tensor_by_name("v:0"), [2, 1]),
    "assignment": lambda x, n: tf.assign(tf.global_variables()[0], x),
    "assigned": lambda x, n: tf.assign(tf.global_variables()[0], x * 2.0).op.inputs[1],
}


@pytest.mark.parametrize("name", OWNED)
def test_changing_what_was_fetched_changes_nothing_else(name, session):
    x, n = floats(2), integers(2)
    tf.Variable([3.0, 4.0], name="v")
    session.run(tf.global_variables_initializer())
    fetch = OWNED[name](x, n)
    given = {x: np.float32([1, 2]), n: np.int32([3, 4])}
    first = session.run(fetch, given)
    expected = first.tolist()
    spoil(first)
    assert [array.tolist() for array in given.values()] == [[1, 2], [3, 4]]
    assert session.run(fetch, given).tolist() == expected


def test_fetches_of_one_run_share_nothing(session):
    x = floats(2)
    y = tf.exp(x)
    views = [y, tf.reshape(y, [2, 1]), tf.cond(x[0] > 0.0, lambda: y, lambda: x), tf.expand_dims(y, 0)]
    found = session.run(views, {x: [1, 2]})
    for i, one in enumerate(found):
        assert not any(np.shares_memory(one, other) for other in found[i + 1 :])


def test_changing_a_feed_changes_no_variable(session):
    x, v = floats(2), tf.Variable([3.0, 4.0])
    given = np.float32([1, 2])
    session.run(tf.assign(v, x), {x: given})
    spoil(given)
    assert session.run(v).tolist() == [1, 2]


def test_constants_survive_updates_in_place(session):
    start = tf.constant([1.0, 2.0])
    v = tf.Variable(start)
    session.run(v.initializer)
    session.run([tf.assign_add(v, [5.0, 5.0]), training.apply_gradient_descent(v._ref(), 1.0, start)])
    assert session.run(start).tolist() == [1, 2]


def test_what_a_partial_run_keeps_is_its_own(session):
    x = floats(2)
    y = x + 1.0
    z = y * 2.0
    handle = session.partial_run_setup([y, z], [x])
    spoil(session.partial_run(handle, y, {x: [1, 2]}))
    assert session.partial_run(handle, z).tolist() == [4, 6]


# Plans are found again


Pair = collections.namedtuple("Pair", "one two")
Twins = collections.namedtuple("Twins", "elder younger")


@pytest.mark.parametrize(
    "structure", [lambda y: [y, [y, (y,)]], lambda y: {"a": y}, lambda y: {"a": [y]}, lambda y: Pair(y, [y]), lambda y: [[]]]
)
def test_structures_are_planned_once(structure, session):
    x = floats(2)
    fetches = structure(x * 2.0)
    session.run(fetches, {x: [1, 2]})
    plans = list(session._executables.values())
    session.run(fetches, {x: [3, 4]})
    assert list(session._executables.values()) == plans and len(plans) == 1


def test_structures_of_equal_parts_are_told_apart(session):
    a, b = tf.constant(1), tf.constant(2)
    for fetches, expected in [(Pair(a, b), Pair(1, 2)), (Twins(a, b), Twins(1, 2)), ((a, b), (1, 2)), ([a, b], [1, 2])]:
        found = session.run(fetches)
        assert found == expected and type(found) is type(expected)
    assert session.run({"x": a, "y": b}) == {"x": 1, "y": 2} and session.run({"y": a, "x": b}) == {"y": 1, "x": 2}


# Failures in bodies


@pytest.mark.parametrize("depth", [1, 3, 20])
def test_failures_in_bodies_name_the_node(depth, session):
    x = floats(None)

    def nested(depth, y):
        if depth == 0:
            return tf.matmul(tf.reshape(y, [1, -1]), tf.ones([3, 1]), name="culprit")[0, 0] + y
        return tf.cond(tf.size(y) > 0, lambda: nested(depth - 1, y), lambda: y)

    result = nested(depth, x)
    with pytest.raises(tf.errors.InvalidArgumentError, match=r"culprit.*float32\(1, 2\)(.|\n)*test_emit.py"):
        session.run(result, {x: [1, 2]})
    assert session.run(result, {x: [1, 2, 3]}).tolist() == [7, 8, 9]


@pytest.mark.parametrize(
    "use",
    [
        lambda v: tf.cond(v[0] > 0.0, lambda: 1, lambda: 2),
        lambda v: repeat(2, lambda i, y: (y + v,), tf.zeros([2]))[1],
        lambda v: tf.while_loop(lambda y: y[0] < 2.0, lambda y: y + 1.0, [v]),
        lambda v: tf.zeros(tf.cast(v, tf.int32)),
        lambda v: tf.cond(tf.placeholder_with_default(True, []), lambda: v.value(), lambda: tf.zeros([2])),
        lambda v: tf.assign_add(v, [1.0, 1.0]),
        lambda v: tf.transpose(v),
        lambda v: v.op.outputs[0],
    ],
)
def test_variables_without_a_value(use, session):
    with pytest.raises(tf.errors.FailedPreconditionError, match="uninitialized value fresh"):
        session.run(use(tf.Variable([1.0, 2.0], name="fresh")))


@pytest.mark.parametrize("fetch", [lambda v: tf.assign_add(v, [1.0, 1.0]), lambda v: tf.assign(v, [1.0, 1.0]).op])
def test_a_fed_variable_cannot_be_written(fetch, session):
    v = tf.Variable([1.0, 2.0])
    assert session.run([v + 1.0, v], {v: [5, 6]})[0].tolist() == [6, 7]
    with pytest.raises(tf.errors.InvalidArgumentError, match="fed in this run"):
        session.run(fetch(v), {v: [5, 6]})
