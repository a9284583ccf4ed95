"""Placement, read off the plan: which steps run on the host, and where copies are put in."""

import pytest

import polyflow as tf
from polyflow.ops import tensor_list as lists
from polyflow.runtime.ir import DEVICE, HOST, Plan
from polyflow.runtime.passes.fold import fold
from polyflow.runtime.passes.lift_control_flow import lift_control_flow
from polyflow.runtime.passes.place import place
from polyflow.runtime.passes.prune import prune


@pytest.fixture(autouse=True)
def graph():
    with tf.Graph().as_default() as graph:
        yield graph


class Device:
    """A backend whose memory is not the host's: placement asks no more of one."""

    on_host = False


class Host:
    on_host = True


def placed(*fetches, backend=Device):
    """The plan of a run in which every placeholder is fed, up to placement."""
    feeds = tuple(op.outputs[0] for op in tf.get_default_graph().get_operations() if op.type == "Placeholder" and op.region.parent is None)
    plan = Plan(tf.get_default_graph(), backend, fetches, feeds)
    for run_pass in (prune, lift_control_flow, fold, place):
        plan = run_pass(plan)
    return plan


def homes(plan):
    """Where each node runs."""
    return {step.node.name: step.home for step in plan.block.all_steps() if step.is_node and not step.blocks}


def copies(block):
    """The copies in a block and those inside it, as (direction, name of the value)."""
    return [(step.kind, step.inputs[0].hint) for step in block.all_steps() if not step.is_node]


def step_of(plan, op_type):
    (found,) = [step for step in plan.block.all_steps() if step.kind == op_type]
    return found


def integers(*shape, name="n"):
    return tf.placeholder(tf.int32, shape, name=name)


def floats(*shape, name="x"):
    return tf.placeholder(tf.float32, shape, name=name)


def test_what_nothing_wants_on_the_host_is_computed_on_the_device():
    n = integers()
    plan = placed(n * 2 + 1, tf.less(n, 3))
    assert set(homes(plan).values()) == {DEVICE} and plan.feed_values[0].home == DEVICE and copies(plan.block) == []


def test_what_a_kernel_needs_on_the_host_is_computed_there():
    n = integers()
    twice = tf.multiply(n, 2, name="twice")
    plan = placed(tf.zeros(tf.stack([twice, 3], name="sizes")))
    assert homes(plan) == {"twice": HOST, "sizes": HOST, "zeros": DEVICE}
    assert plan.feed_values[0].home == HOST and copies(plan.block) == []


@pytest.mark.parametrize(
    ("build", "copied"),
    [
        (lambda: tf.reshape(floats(None), tf.cast(floats(2, name="sizes"), tf.int32, name="cast")), "cast"),
        (lambda: tf.zeros(tf.add(integers(2, 2)[0], 1, name="row")), "row"),
        (lambda: tf.zeros(tf.placeholder(tf.int32, name="n")), "n"),
        (lambda: tf.zeros(tf.stack([tf.cast(tf.exp(floats()), tf.int32)], name="sizes")), "sizes"),
        (lambda: tf.zeros(tf.stack([tf.cast(tf.reduce_sum(floats(3)), tf.int32)], name="sizes")), "sizes"),
        (lambda: tf.zeros(tf.stack([tf.random_uniform([], 1, 4, tf.int32)], name="sizes")), "sizes"),
    ],
    ids=["float vector", "matrix", "unknown rank", "exp", "reduction", "random"],
)
def test_what_only_the_device_has_is_copied_to_the_host(build, copied):
    assert copies(placed(build()).block) == [("to_host", copied)]


def test_float_scalars_are_computed_on_the_host_where_every_backend_agrees():
    x = floats()
    plan = placed(tf.cond(tf.less(tf.add(x * 0.5, 1.0, name="sum"), 3.0), lambda: x, lambda: -x))
    assert homes(plan)["sum"] == HOST
    assert [kind for kind, _ in copies(plan.block)] == ["to_device"]


def test_a_value_wanted_on_both_sides_is_copied_once():
    n = integers()
    m = tf.add(n, 1, name="m")
    plan = placed(tf.zeros([m]), tf.fill([m, 2], 7), tf.range(m) * m, tf.cast(m, tf.float32) * floats(3))
    assert homes(plan)["m"] == HOST and copies(plan.block) == [("to_device", "m")]


def test_a_predicate_of_the_device_is_one_copy():
    x = floats(3)
    positive = tf.reduce_all(x > 0.0)
    plan = placed(tf.cond(positive, lambda: x, lambda: -x), tf.cond(positive, lambda: x * 2.0, lambda: x))
    assert [kind for kind, _ in copies(plan.block)] == ["to_host"]


def test_the_result_of_branches_is_on_the_host_if_all_can_be():
    n, p, x = integers(), tf.placeholder(tf.bool, [], name="p"), floats(3)
    able = tf.cond(p, lambda: n + 1, lambda: n * 2)
    unable = tf.cond(p, lambda: n + 1, lambda: tf.cast(tf.reduce_sum(x), tf.int32))
    assert copies(placed(tf.zeros([able])).block) == []
    plan = placed(tf.zeros([unable]))
    conditional = step_of(plan, "If")
    assert conditional.outputs[0].home == DEVICE
    assert [result.home for block in conditional.blocks for result in block.results] == [DEVICE, DEVICE]
    assert [kind for kind, _ in copies(plan.block)] == ["to_host"]


def test_branches_hand_over_where_the_outside_wants_it():
    p = tf.placeholder(tf.bool, [], name="p")
    words = tf.cond(p, lambda: tf.constant(1), lambda: tf.cast(tf.equal(tf.placeholder_with_default("a", []), "a"), tf.int32))
    plan = placed(words * integers(3))
    conditional = step_of(plan, "If")
    assert all(
        result.home == conditional.outputs[0].home or result.constant is not None
        for block in conditional.blocks
        for result in block.results
    )


def test_only_the_counter_of_a_loop_over_arrays_is_on_the_host():
    x = floats(3)
    plan = placed(*tf.while_loop(lambda i, y: i < 4, lambda i, y: (i + 1, y * 2.0), (0, x)))
    counter, state = step_of(plan, "While").blocks[1].parameters
    assert (counter.home, state.home) == (HOST, DEVICE) and copies(plan.block) == []


def test_all_versions_of_a_loop_variable_live_in_one_place():
    n, x = integers(), floats(3)
    plan = placed(*tf.while_loop(lambda i, j, y: i < n, lambda i, j, y: (i + j, j + 1, y * tf.cast(j, tf.float32)), (0, 1, x)))
    loop = step_of(plan, "While")
    cond, body = loop.blocks
    for same in zip(cond.parameters, body.parameters, body.results, loop.outputs, strict=True):
        assert len({value.home for value in same}) == 1


def test_loop_variables_with_a_result_of_the_device_stay_there():
    x = floats(3)
    plan = placed(tf.while_loop(lambda i: i < 4, lambda i: [i + tf.cast(tf.reduce_sum(x), tf.int32)], [0]))
    loop = step_of(plan, "While")
    assert loop.outputs[0].home == DEVICE
    assert copies(loop.blocks[0]) == [("to_host", loop.blocks[0].steps[0].outputs[0].hint)]


def test_scalar_loops_are_wholly_on_the_host():
    x = floats()
    plan = placed(tf.while_loop(lambda i, y: i < 4, lambda i, y: (i + 1, y * 0.5 + x), (0, x))[1])
    assert set(homes(plan).values()) == {HOST} and copies(plan.block) == []


def test_text_is_on_the_host():
    text, x = tf.placeholder(tf.string, [3], name="text"), floats(3)
    same = tf.equal(text, "a", name="same")
    plan = placed(tf.cast(same, tf.float32) * x, tf.cast(same, tf.float32) + x)
    assert homes(plan)["same"] == HOST
    assert [kind for kind, _ in copies(plan.block)] == ["to_device"]


def test_host_kernels_get_and_give_host_values():
    x = floats(3)
    called = tf.py_func(lambda value: value, [x * 2.0], tf.float32)
    plan = placed(tf.exp(called))
    assert [kind for kind, _ in copies(plan.block)] == ["to_host", "to_device"]


def test_shapes_need_no_copy_of_the_array():
    x = floats(None, 3)
    plan = placed(tf.zeros(tf.shape(x)))
    assert homes(plan)["Shape"] == HOST and copies(plan.block) == []


def test_steps_of_the_device_get_arrays_of_the_device_even_for_their_shape():
    n = tf.placeholder(tf.int32, [None], name="n")
    plan = placed(tf.size(n), tf.zeros(n))
    size = step_of(plan, "Size")
    assert size.home == size.inputs[0].home == DEVICE and copies(plan.block) == [("to_device", "n")]


def test_constants_are_not_copied():
    sizes = tf.constant([2, 3])
    plan = placed(tf.fill(sizes, integers()), sizes * integers(2, name="m"))
    assert copies(plan.block) == []


# Variables: a copy to the host sees what its reader would see


def test_each_host_reader_of_a_variable_copies_what_it_sees():
    variable, zero = tf.Variable([2, 3], name="v"), tf.constant(0.0)
    before = tf.fill(variable, zero)
    with tf.control_dependencies([tf.assign_add(variable, [1, 1], name="write")]):
        after = tf.fill(variable, zero, name="after")
    plan = placed(before, after)
    assert copies(plan.block) == [("to_host", "v")] * 2
    step = step_of_node(plan, "after").inputs[0].step
    assert "write" in {control.node.name for control in step.controls}


def test_a_variable_is_copied_in_the_body_that_reads_it():
    variable = tf.Variable([2, 3], name="v")
    plan = placed(*tf.while_loop(lambda i, n: i < 3, lambda i, n: (i + 1, n + tf.size(tf.zeros(variable))), (0, 0)))
    body = step_of(plan, "While").blocks[1]
    assert copies(body) == copies(plan.block) == [("to_host", "v")]


def step_of_node(plan, name):
    (found,) = [step for step in plan.block.all_steps() if step.node.name == name and step.is_node]
    return found


# Lists


def popped(element, shape):
    handle = lists.tensor_list_push_back(lists.empty_tensor_list(shape, -1, element_dtype=element.dtype), element)
    return lists.tensor_list_pop_back(handle, shape, element_dtype=element.dtype).tensor


@pytest.mark.parametrize("element", [lambda: tf.constant(3), lambda: integers() + 1, lambda: floats() * 2.0, lambda: integers(2)])
@pytest.mark.parametrize("wanted", ["host", "device", "both"])
def test_lists_hold_elements_where_their_readers_take_them_from(element, wanted):
    made = element()
    item = popped(made, made.shape)
    readers = [item * 2] if wanted != "host" else []
    readers += [tf.zeros(tf.reshape(tf.cast(item, tf.int32), [-1]))] if wanted != "device" else []
    plan = placed(*readers, tf.zeros(tf.reshape(tf.cast(made, tf.int32), [-1])))
    push, pop = (step_of(plan, op_type) for op_type in ("TensorListPushBack", "TensorListPopBack"))
    assert push.home == pop.home == step_of(plan, "EmptyTensorList").home == pop.outputs[-1].home
    assert push.inputs[1].home == push.home or push.inputs[1].constant is not None
    for step in plan.block.steps:
        if step.kind == "Mul":
            assert all(value.home == step.home or value.constant is not None for value in step.inputs)


def test_counters_kept_for_a_gradient_stay_on_the_host():
    x = floats(4)
    _, y = tf.while_loop(lambda i, y: i < 3, lambda i, y: (i + 1, y * x[i]), (0, tf.constant(1.0)))
    plan = placed(tf.gradients(y, x)[0])
    assert not any(kind == "to_host" and "Identity" in name for kind, name in copies(plan.block))


def test_nothing_is_copied_where_the_backend_is_the_host():
    n, x = integers(), floats(3)
    plan = placed(tf.zeros([n]), n * 2, tf.cond(tf.reduce_all(x > 0.0), lambda: x, lambda: -x), backend=Host)
    assert set(homes(plan).values()) == {HOST} and copies(plan.block) == []
