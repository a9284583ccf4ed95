"""Versions of variables: which one a use sees, the order of lines that follows, and the copies that it takes."""

import numpy as np
import pytest

import polyflow as tf
from polyflow.ops import tensor_list as lists
from polyflow.ops import training
from polyflow.runtime.ir import Plan, data_and_control
from polyflow.runtime.passes.fold import fold
from polyflow.runtime.passes.lift_control_flow import lift_control_flow
from polyflow.runtime.passes.order import order
from polyflow.runtime.passes.place import place
from polyflow.runtime.passes.prune import prune
from polyflow.runtime.passes.versions import Versions


@pytest.fixture(autouse=True)
def graph():
    with tf.Graph().as_default() as graph:
        yield graph


class Host:
    """A backend as the planner sees it."""

    on_host = True


def planned(*fetches, passes=(prune, lift_control_flow, fold, place, order)):
    feeds = tuple(op.outputs[0] for op in tf.get_default_graph().get_operations() if op.type == "Placeholder" and op.region.parent is None)
    plan = Plan(tf.get_default_graph(), Host, fetches, feeds)
    for run_pass in passes:
        plan = run_pass(plan)
    return plan


def unordered(*fetches):
    """The versions of a block whose lines are not in their final order."""
    block = planned(*fetches, passes=(prune, lift_control_flow, fold, place)).block
    edges = data_and_control(block)
    return Versions(block, edges), {step.node.name: step for step in block.steps}, edges


def lines(block):
    """The lines of a block: names of nodes, and what passes have put in."""
    return [step.node.name if step.is_node else f"{step.kind} {step.inputs[0].hint}" for step in block.steps]


def copies(plan):
    """The variables that are copied."""
    return [step.inputs[0].variable for step in plan.block.all_steps() if step.kind == "copy"]


def after(op, build):
    """What ``build`` makes under a control dependency."""
    with tf.control_dependencies([op]):
        return build()


def vector(name="v"):
    return tf.Variable([1.0, 2.0], name=name)


def matrix(name="v"):
    return tf.Variable([[1.0, 2.0], [3.0, 4.0]], name=name)


# The order of writes, and what is seen of them


def test_writes_are_ordered_by_creation():
    v = vector()
    writes = [tf.assign_add(v, [i, i], name=f"w{i}") for i in (1, 2, 3)]
    versions, _, _ = unordered(*writes[::-1])
    assert [step.node.name for step in versions.writes["v"]] == ["w1", "w2", "w3"]


def test_paths_come_before_creation():
    v = vector()
    late = tf.assign_add(v, [1.0, 1.0], name="late")
    early = tf.assign_add(v, [2.0, 2.0], name="early")
    late.op._add_control_inputs([early.op])
    versions, _, _ = unordered(late, early)
    assert [step.node.name for step in versions.writes["v"]] == ["early", "late"]


def test_each_variable_has_its_own_versions():
    a, b = vector("a"), vector("b")
    first = tf.assign_add(a, [1.0, 1.0], name="first")
    second = after(first, lambda: tf.assign_add(b, a, name="second"))
    versions, steps, _ = unordered(second)
    assert {key: [step.node.name for step in writes] for key, writes in versions.writes.items()} == {"a": ["first"], "b": ["second"]}
    assert versions.seen(steps["second"], "a") == 1 and versions.seen(steps["second"], "b") == 0
    assert versions.write("a", 1) is steps["first"] and versions.write("a", 0) is versions.write("a", 2) is None


@pytest.mark.parametrize(
    ("use", "version"),
    [
        (lambda v, w1, w2: tf.exp(v, name="use"), 0),
        (lambda v, w1, w2: tf.identity(tf.exp(tf.identity(v), name="use")), 0),
        (lambda v, w1, w2: tf.exp(w1, name="use"), 1),
        (lambda v, w1, w2: tf.exp(tf.identity(w1), name="use"), 1),
        (lambda v, w1, w2: after(w1, lambda: tf.exp(v, name="use")), 1),
        (lambda v, w1, w2: after(w1, lambda: tf.exp(tf.identity(v, name="read"), name="use")), 1),
        (lambda v, w1, w2: after(tf.no_op(name="far") if w2 is None else w2, lambda: tf.exp(v, name="use")), 2),
        (lambda v, w1, w2: tf.add(w1, w2, name="use"), 2),
        (lambda v, w1, w2: tf.add(v, tf.reduce_sum(w2), name="use"), 2),
        (lambda v, w1, w2: after(tf.group(w2), lambda: tf.exp(tf.identity(w1), name="use")), 2),
    ],
)
def test_a_use_sees_the_latest_write_on_a_path_into_it(use, version):
    v = vector()
    w1, w2 = tf.assign_add(v, [1.0, 1.0]), tf.assign_add(v, [2.0, 2.0])
    versions, steps, _ = unordered(use(v, w1, w2), w1, w2)
    assert versions.seen(steps.get("read", steps["use"]), "v") == version


def test_an_update_reads_what_was_there_before_it():
    v = vector()
    versions, steps, edges = unordered(tf.assign_add(v, v, name="w"))
    assert versions.seen(steps["w"], "v") == 0
    assert versions.bind(edges) == [(steps["w"], "v")]


def test_readers_come_before_the_next_write():
    v = vector()
    w1, w2 = tf.assign_add(v, [1.0, 1.0], name="w1"), tf.assign_add(v, [2.0, 2.0], name="w2")
    between = tf.exp(w1, name="between")
    before = tf.log(v, name="before")
    found = lines(planned(w2, between, before).block)
    assert [line for line in found if "fetch" not in line] == ["before", "w1", "between", "w2"]


def test_aliases_are_read_before_the_next_write_too():
    v = matrix()
    w = tf.assign_add(v, [[1.0, 1.0], [1.0, 1.0]], name="w")
    late = tf.exp(tf.transpose(tf.reshape(v, [2, 2]), name="turned"), name="late")
    found = lines(planned(w, late).block)
    assert found.index("late") < found.index("w")


def test_a_fetched_reference_leaves_before_the_next_write():
    v = vector()
    w = tf.assign_add(v, [1.0, 1.0], name="w")
    assert lines(planned(w, v.op.outputs[0]).block) == ["fetch v", "w", "fetch w"]


# Copies are made exactly where a line cannot come before the next write


def hold(view):
    """A view that is needed after the variable is written."""

    def build():
        v = matrix()
        kept = view(v)
        w = tf.assign_add(v, [[1.0, 1.0], [1.0, 1.0]])
        return [after(w, lambda: tf.exp(kept)), w]

    return build


def cross():
    a, b = vector("a"), vector("b")
    return [tf.assign_add(a, b), tf.assign_add(b, a)]


def carried(body):
    """A loop over [counter, vector] beside the variable v."""

    def build():
        v = vector()
        return tf.while_loop(lambda i, y: i < 3, lambda i, y: (i + 1, body(v, y)), (0, tf.zeros([2])))

    return build


def pushed():
    v = vector()

    def body(i, handle):
        handle = lists.tensor_list_push_back(handle, v)
        return after(tf.assign_add(v, [1.0, 1.0]), lambda: (i + 1, handle))

    handle = lists.empty_tensor_list([2], -1, element_dtype=tf.float32)
    return [lists.tensor_list_stack(tf.while_loop(lambda i, h: i < 3, body, (0, handle))[1], [2], element_dtype=tf.float32)]


def chosen(write):
    v, p = vector(), tf.placeholder(tf.bool, [])
    found = tf.cond(p, lambda: v.value(), lambda: v * 2.0)
    return [found, *([tf.assign(v, [5.0, 6.0])] if write else [])]


def looped(write):
    v = vector()
    found = tf.while_loop(lambda y: y[0] < 4.0, lambda y: y + 1.0, [v])
    return [found, *([tf.assign(v, [5.0, 6.0])] if write else [])]


def captured_alias():
    v = matrix()
    turned = tf.transpose(v)

    def body(i, a):
        return after(tf.assign_add(v, tf.ones([2, 2])), lambda: (i + 1, turned * 1.0))

    return tf.while_loop(lambda i, a: i < 3, body, (0, tf.zeros([2, 2])))


COPIES = {
    "a value of one's own": (hold(lambda v: v * 2.0), []),
    "a transpose": (hold(tf.transpose), ["v"]),
    "a view of a view": (hold(lambda v: tf.expand_dims(tf.reshape(v, [4]), 0)), ["v"]),
    "a row": (hold(lambda v: v[1]), ["v"]),
    "rows gathered": (hold(lambda v: tf.gather(v, [1, 0])), []),
    "a later version": (hold(lambda v: tf.identity(v)), []),
    "variables that add each other": (cross, ["b"]),
    "an update by itself": (lambda: [tf.assign_add(vector(), tf.get_default_graph().get_tensor_by_name("v/read:0"))], ["v"]),
    "an update from itself": (lambda: [tf.assign_sub(v := matrix(), v * 0.5)], []),
    "an update by its transpose": (lambda: [tf.assign_sub(v := matrix(), tf.transpose(v))], ["v"]),
    "the result of a branch": (lambda: chosen(write=False), []),
    "the result of a branch, written later": (lambda: chosen(write=True), ["v"]),
    "the start of a loop": (lambda: looped(write=False), []),
    "the start of a loop, written later": (lambda: looped(write=True), ["v"]),
    "a loop that reads": (carried(lambda v, y: y + v), []),
    "a loop that hands on the variable": (carried(lambda v, y: tf.identity(v)), []),
    "a loop that writes and reads": (carried(lambda v, y: tf.assign_add(v, [1.0, 1.0]) * 2.0), []),
    "a loop that writes and hands on": (carried(lambda v, y: tf.assign_add(v, [1.0, 1.0])), ["v"]),
    "a list in a loop that writes": (pushed, ["v"]),
    "an alias from outside in a loop that writes": (captured_alias, ["v"]),
}


@pytest.mark.parametrize("name", COPIES)
def test_copies(name):
    build, expected = COPIES[name]
    assert copies(planned(*build())) == expected


def test_uses_of_one_version_share_a_copy():
    v = matrix()
    kept = [tf.transpose(v), tf.reshape(v, [4])]
    w = tf.assign_add(v, [[1.0, 1.0], [1.0, 1.0]])
    later = [after(w, lambda: tf.exp(kept[0])), after(w, lambda: tf.exp(kept[1]))]
    assert copies(planned(*later)) == ["v"]


def test_each_version_has_a_copy_of_its_own():
    v = matrix()
    ones = [[1.0, 1.0], [1.0, 1.0]]
    first = tf.transpose(v)
    w1 = tf.assign_add(v, ones)
    second = tf.transpose(w1)
    w2 = after(second, lambda: tf.assign_add(v, ones))
    assert len(copies(planned(after(w2, lambda: tf.exp(first)), after(w2, lambda: tf.exp(second))))) == 2


# The same, run


@pytest.fixture(params=["numpy", "torch"])
def run(request):
    pytest.importorskip(request.param)

    def run(fetches):
        with tf.Session(backend=request.param) as session:
            session.run(tf.global_variables_initializer())
            return [np.asarray(value).tolist() for value in session.run(list(fetches))]

    return run


def repeat(times, body, *state):
    """A loop that runs ``body(i, *state)`` so often, and an operation that waits for its end."""
    found = tf.while_loop(lambda i, *rest: i < times, lambda i, *rest: body(i, *rest), (0, *state))
    return found if state else [found]


def program_between():
    v = tf.Variable([1.0])
    start = tf.identity(v)
    w1 = tf.assign_add(v, [1.0])
    with tf.control_dependencies([w1]):
        middle, w2 = tf.identity(v), tf.assign_add(v, [2.0])
    return [start, middle, after(w2, lambda: tf.identity(v)), w1, w2], [[1], [2], [4], [2], [4]]


def program_step_and_loss():
    v = vector()
    loss = tf.reduce_sum(v * v)
    train = training.apply_gradient_descent(v._ref(), 0.5, tf.gradients(loss, v.value())[0])
    return [train.op.outputs[0], loss, v], [[0, 0], 5, [1, 2]]


def program_average():
    v, mean = vector("v"), vector("mean")
    step = tf.assign_add(v, [2.0, 4.0])
    with tf.control_dependencies([step]):
        update = tf.assign(mean, (mean + v) / 2.0)
    return [update, step], [[2, 4], [3, 6]]


def program_swap():
    a, b = vector("a"), tf.Variable([3.0, 4.0])
    olds = a.value(), b.value()
    with tf.control_dependencies(olds):
        return [tf.assign(a, olds[1]), tf.assign(b, olds[0])], [[3, 4], [1, 2]]


def program_cross():
    a, b = vector("a"), tf.Variable([3.0, 4.0])
    return [tf.assign_add(a, b), tf.assign_add(b, a)], [[4, 6], [4, 6]]


def program_own_transpose():
    v, w = matrix("v"), matrix("w")
    return [tf.assign(v, tf.transpose(v)), tf.assign_add(w, tf.transpose(w))], [[[1, 3], [2, 4]], [[2, 5], [5, 8]]]


def program_own_rows():
    v, w = matrix("v"), matrix("w")
    return [tf.scatter_add(v, [1, 0], v), tf.scatter_update(w, [1, 0], w)], [[[4, 6], [4, 6]], [[3, 4], [1, 2]]]


def program_fetched_aliases():
    v = vector()
    column, w = tf.reshape(v, [2, 1]), tf.assign(v, [5.0, 6.0])
    return [v, column, w, tf.reshape(w, [2, 1])], [[1, 2], [[1], [2]], [5, 6], [[5], [6]]]


def program_captured_alias():
    i, turned = captured_alias()
    return [turned, after(i, lambda: tf.identity(tf.global_variables()[0]))], [[[1, 3], [2, 4]], [[4, 5], [6, 7]]]


def program_pushed():
    return pushed(), [[[1, 2], [2, 3], [3, 4]]]


def program_pushed_before_the_loop():
    v = vector()
    handle = lists.tensor_list_push_back(lists.empty_tensor_list([2], -1, element_dtype=tf.float32), v)
    i, handle = repeat(3, lambda i, h: after(tf.assign_add(v, [1.0, 1.0]), lambda: (i + 1, tf.identity(h))), handle)
    item = lists.tensor_list_pop_back(handle, [2], element_dtype=tf.float32).tensor
    return [item, after(i, lambda: tf.identity(v))], [[1, 2], [4, 5]]


def program_loop_reads_what_is_written_later():
    v = vector()
    _, total = repeat(3, lambda i, s: (i + 1, s + v), tf.zeros([2]))
    return [total, tf.assign(v, [9.0, 9.0])], [[3, 6], [9, 9]]


def program_loop_reads_what_was_written_before():
    v = vector()
    total = after(tf.assign(v, [5.0, 7.0]), lambda: repeat(3, lambda i, s: (i + 1, s + v), tf.zeros([2])))[1]
    return [total], [[15, 21]]


def program_loop_starts_from_what_was_written_before():
    v = vector()
    found = after(tf.assign(v, [3.0, 8.0]), lambda: tf.while_loop(lambda y: y[0] < 2.0, lambda y: y + 1.0, [v]))
    return [found], [[3, 8]]


def program_loop_starts_from_what_is_written_later():
    v = vector()
    found = tf.while_loop(lambda y: y[0] < 2.0, lambda y: y + 1.0, [v])
    return [found, tf.assign(v, [3.0, 8.0])], [[2, 3], [3, 8]]


def program_condition_reads_what_the_body_writes():
    v = vector()
    count = tf.while_loop(lambda i: v[0] < 4.0, lambda i: after(tf.assign_add(v, [1.0, 1.0]), lambda: i + 1), [0])
    return [count, after(count, lambda: tf.identity(v))], [3, [4, 5]]


def program_written_in_a_branch_in_a_loop():
    v = vector()

    def body(i, total):
        change = tf.cond(tf.equal(i % 2, 0), lambda: tf.identity(tf.assign_add(v, [1.0, 10.0])), lambda: tf.zeros([2]))
        return i + 1, total + change

    i, total = repeat(5, body, tf.zeros([2]))
    return [total, after(i, lambda: tf.identity(v))], [[9, 66], [4, 32]]


def program_sizes_of_a_loop_that_writes():
    v, zero = tf.Variable([2, 3]), tf.constant(0.0)

    def body(i, total):
        size = tf.size(tf.fill(v, zero))
        return after(after(size, lambda: tf.assign_add(v, [1, 0])), lambda: (i + 1, total + size))

    i, total = repeat(3, body, 0)
    return [total, after(i, lambda: tf.identity(v))], [6 + 9 + 12, [5, 3]]


def program_sizes_around_a_write():
    v, zero = tf.Variable([2, 3]), tf.constant(0.0)
    before = tf.shape(tf.fill(v, zero))
    return [before, after(tf.assign_add(v, [1, 1]), lambda: tf.shape(tf.fill(v, zero)))], [[2, 3], [3, 4]]


def program_branches_around_a_write():
    v, p = vector(), tf.Variable(True)
    early = tf.cond(p, lambda: v.value(), lambda: v * 0.0)
    with tf.control_dependencies([tf.assign(v, [9.0, 8.0])]):
        late = tf.cond(p, lambda: v.value(), lambda: v * 0.0)
    return [early, late], [[1, 2], [9, 8]]


def program_branch_that_writes_one_and_reads_another():
    a, b, p = vector("a"), vector("b"), tf.Variable(True)
    found = tf.cond(p, lambda: tf.identity(tf.assign_add(a, b)), lambda: tf.zeros([2]))
    return [found, tf.assign(b, [0.0, 0.0]), after(found, lambda: tf.identity(a))], [[2, 4], [0, 0], [2, 4]]


def program_alias_through_a_branch():
    v, p = vector(), tf.Variable(True)
    column = tf.reshape(v, [2, 1])
    through = tf.cond(p, lambda: column, lambda: column * 2.0)
    return [after(tf.assign_add(v, [9.0, 9.0]), lambda: tf.exp(through * 0.0) * through)], [[[1], [2]]]


def program_two_loops():
    v = tf.Variable([0.0])
    first = repeat(3, lambda i: after(tf.assign_add(v, [1.0]), lambda: i + 1))[0]
    with tf.control_dependencies([first]):
        middle, second = tf.identity(v), repeat(2, lambda i: after(tf.assign_add(v, [1.0]), lambda: i + 1))[0]
    return [middle, after(second, lambda: tf.identity(v))], [[3], [5]]


def program_loop_in_a_loop():
    v = tf.Variable([0.0])

    def inner(i, total):
        j = repeat(2, lambda j: after(tf.assign_add(v, [1.0]), lambda: j + 1))[0]
        return i + 1, total + after(j, lambda: v * 1.0)

    return [repeat(3, inner, tf.zeros([1]))[1], v], [[2 + 4 + 6], [0]]


def program_optional():
    v, p, kept = vector(), tf.Variable(True), []
    tf.cond(p, lambda: kept.append(tf.reshape(v, [1, 2])) or tf.constant(1), lambda: tf.constant(2))
    return [kept[0] * 1.0, tf.assign(v, [5.0, 5.0])], [[[1, 2]], [5, 5]]


PROGRAMS = {name.removeprefix("program_"): function for name, function in list(globals().items()) if name.startswith("program_")}


@pytest.mark.parametrize("name", PROGRAMS)
def test_programs(name, run):
    fetches, expected = PROGRAMS[name]()
    assert run(fetches) == expected
