"""Regions: what a body may read, what it waits for, and what of it can be used outside."""

import pytest

import polyflow as tf
from polyflow.framework.region import Region, regions_of
from polyflow.framework.structured import make_if, new_region


@pytest.fixture(autouse=True)
def graph():
    with tf.Graph().as_default() as graph:
        yield graph


@pytest.fixture(params=["numpy", "torch"])
def run(request, graph):
    pytest.importorskip(request.param)

    def run(fetches, feeds=None):
        with tf.Session(backend=request.param, graph=graph) as session:
            session.run(tf.global_variables_initializer())
            return session.run(fetches, feeds)

    return run


def nodes(graph, op_type):
    return [op for op in graph.get_operations() if op.type == op_type]


def loop(body, *initial):
    return tf.while_loop(lambda i, *rest: i < 3, lambda i, *rest: (i + 1, *body(i, *rest)), (0, *initial))


def test_nodes_go_to_the_region_being_built(graph):
    inner = Region(graph, graph.root, "then")
    with graph.in_region(inner):
        x = tf.constant(1, name="x")
        with graph.outermost():
            y = tf.constant(2, name="y")
    assert (x.op.region, y.op.region, graph.region) == (inner, graph.root, graph.root)
    assert inner.operations == [x.op] and y.op in graph.root.operations


def test_regions_enclose_what_is_inside(graph):
    body = Region(graph, graph.root, "body")
    branch, other = Region(graph, body, "then"), Region(graph, body, "else")
    assert graph.root.encloses(branch) and body.encloses(branch) and body.encloses(body)
    assert not branch.encloses(body) and not branch.encloses(other) and not body.encloses(None)
    assert branch.chain() == [branch, body, graph.root]


def test_owner_roles_and_text(graph):
    p = tf.placeholder(tf.bool, [])
    tf.cond(p, lambda: 1, lambda: 2)
    loop(lambda i: ())
    (conditional,), (repeated,) = nodes(graph, "If"), nodes(graph, "While")
    assert [region.role for region in (*regions_of(conditional), *regions_of(repeated))] == ["then", "else", "cond", "body"]
    assert all(region.owner is conditional and region.parent is graph.root for region in regions_of(conditional))
    assert repr(regions_of(repeated)[1]) == "<Region body of while/While>" and repr(graph.root) == "<Region root of the graph>"
    assert regions_of(p.op) == []


def test_all_operations_of_nested_bodies(graph):
    x = tf.placeholder(tf.float32, [])
    loop(lambda i, y: (tf.cond(y > 0.0, lambda: tf.exp(y, name="deep"), lambda: y),), x)
    (repeated,) = nodes(graph, "While")
    inside = regions_of(repeated)[1].all_operations()
    assert {op.name for op in inside} >= {"while/cond/deep", "while/cond/If"}
    assert set(graph.root.all_operations()) == set(graph.get_operations())


def test_captures_of_nested_bodies(graph):
    x, w, unused = (tf.placeholder(tf.float32, [], name=name) for name in ("x", "w", "unused"))
    result = loop(lambda i, y: (tf.cond(y > x, lambda: w, lambda: y * x),), unused)
    (repeated,) = nodes(graph, "While")
    cond, body = regions_of(repeated)
    assert body.captures() == [x, w] and cond.captures() == []
    (conditional,) = nodes(graph, "If")
    then_branch, else_branch = regions_of(conditional)
    assert then_branch.captures() == [w] and else_branch.captures() == [body.parameters[1], x]
    assert result[1].shape.as_list() == []


def test_a_result_can_be_a_tensor_of_outside(graph, run):
    x, p = tf.placeholder(tf.float32, [3]), tf.placeholder(tf.bool, [])
    then_branch, else_branch = new_region(graph, "then"), new_region(graph, "else")
    then_branch.results, else_branch.results = [x], [x]
    same = make_if(graph, p, then_branch, else_branch).outputs[0]
    assert then_branch.captures() == [x]
    assert run(same + 1.0, {x: [1, 2, 3], p: True}).tolist() == [2, 3, 4]


def test_what_a_loop_computes_stays_inside():
    kept = []
    loop(lambda i, y: (kept.append(y * 2.0) or y,), 1.0)
    with pytest.raises(
        ValueError, match=r"Tensor 'while/mul:0' belongs to the body of a loop and cannot be used outside it.*test_region.py"
    ):
        tf.identity(kept[0])


def test_a_branch_cannot_read_the_other():
    p, kept = tf.placeholder(tf.bool, []), []
    with pytest.raises(ValueError, match="belongs to the then of a conditional"):
        tf.cond(p, lambda: kept.append(tf.constant(1.0)) or kept[0], lambda: kept[0] + 1.0)


def test_a_finished_branch_can_be_read(run):
    p, x, kept = tf.placeholder(tf.bool, []), tf.placeholder(tf.float32, [2]), []
    chosen = tf.cond(p, lambda: kept.append(x * 3.0) or x, lambda: -x)
    outside = kept[0] + 1.0
    again = kept[0] * 2.0
    assert run([outside, again, chosen], {p: True, x: [1, 2]})[0].tolist() == [4, 7]
    with pytest.raises(tf.errors.InvalidArgumentError, match="does not have a value"):
        run(outside, {p: False, x: [1, 2]})
    assert run(chosen, {p: False, x: [1, 2]}).tolist() == [-1, -2]
    assert len(outside.op.inputs[0].op.inputs[0].op.outputs) == 2
    assert again.op.inputs[0] is outside.op.inputs[0]


def test_a_result_of_a_branch_is_its_output(graph):
    p, kept = tf.placeholder(tf.bool, []), []
    then_branch, else_branch = new_region(graph, "then"), new_region(graph, "else")
    for region in (then_branch, else_branch):
        with graph.in_region(region):
            region.results = [tf.constant(1.0)]
            kept.append(region.results[0])
    node = make_if(graph, p, then_branch, else_branch)
    assert tf.identity(kept[1]).op.inputs == [node.outputs[0]] and len(node.outputs) == 1


def test_a_finished_branch_inside_another(run):
    p, q, x, kept = tf.placeholder(tf.bool, []), tf.placeholder(tf.bool, []), tf.placeholder(tf.float32, [2]), []

    def outer():
        tf.cond(q, lambda: kept.append(x * 5.0) or x, lambda: x)
        return x

    tf.cond(p, outer, lambda: -x)
    outside = kept[0] + 0.0
    assert run(outside, {p: True, q: True, x: [1, 2]}).tolist() == [5, 10]
    for p_value, q_value in ((True, False), (False, True)):
        with pytest.raises(tf.errors.InvalidArgumentError):
            run(outside, {p: p_value, q: q_value, x: [1, 2]})


def test_variables_are_made_outside(graph, run):
    p = tf.placeholder(tf.bool, [])
    made = []

    def branch():
        made.append(tf.Variable(lambda: tf.constant([1.0, 2.0])))
        return made[0] * 2.0

    doubled = tf.cond(p, branch, lambda: tf.zeros([2]))
    assert made[0].op.region is graph.root and made[0].initializer.region is graph.root
    assert run(doubled, {p: True}).tolist() == [2, 4]


# Control inputs


def test_control_inputs_from_outside_become_the_owners(graph):
    p, before = tf.placeholder(tf.bool, []), tf.no_op(name="before")
    inside = []

    def branch():
        with tf.control_dependencies([before]):
            inside.append(tf.constant(1.0))
        return inside[0]

    tf.cond(p, branch, lambda: 2.0)
    (conditional,) = nodes(graph, "If")
    assert conditional.control_inputs == [before] and inside[0].op.control_inputs == []


def test_control_inputs_climb_through_nested_bodies(graph):
    before = tf.no_op(name="before")

    def body(i):
        def branch():
            with tf.control_dependencies([before, i]):
                return tf.constant(5)

        return (tf.cond(i > 0, branch, lambda: i),)

    tf.while_loop(lambda i: i < 3, body, [0])
    (conditional,), (repeated,) = nodes(graph, "If"), nodes(graph, "While")
    assert repeated.control_inputs == [before]
    assert conditional.control_inputs == [regions_of(repeated)[1].parameters[0].op]


def test_an_owner_waits_once(graph):
    p, before = tf.placeholder(tf.bool, []), tf.no_op(name="before")
    branches = [new_region(graph, role) for role in ("then", "else")]
    for region in branches:
        with graph.in_region(region), tf.control_dependencies([before]):
            region.results = [tf.constant(1.0)]
    with tf.control_dependencies([before]):
        node = make_if(graph, p, *branches)
    assert node.control_inputs == [before]


def test_waiting_for_a_node_inside_means_waiting_for_its_owner(graph):
    p, inside = tf.placeholder(tf.bool, []), []
    tf.cond(p, lambda: inside.append(tf.constant(1.0)) or inside[0], lambda: 2.0)
    with tf.control_dependencies([inside[0]]):
        after = tf.no_op()
    assert after.control_inputs == nodes(graph, "If")


def test_a_body_in_the_making_cannot_be_waited_for(graph):
    with graph.in_region(Region(graph, graph.root, "then")):
        inside = tf.no_op(name="inside")
    with tf.control_dependencies([inside]), pytest.raises(ValueError, match="'inside' belongs to a body and cannot control"):
        tf.no_op()


def test_forgotten_dependencies_build_outside(graph):
    p, outside = tf.placeholder(tf.bool, []), []

    def branch():
        with tf.control_dependencies(None):
            outside.append(tf.constant(1.0))
        with tf.init_scope():
            outside.append(tf.constant(2.0))
        return outside[0] + outside[1]

    tf.cond(p, branch, lambda: 2.0)
    assert all(tensor.op.region is graph.root and tensor.op.control_inputs == [] for tensor in outside)


@pytest.mark.parametrize("taken", [True, False])
def test_owners_wait_whichever_branch_is_taken(run, taken):
    count, p = tf.Variable(0), tf.placeholder(tf.bool, [])
    update = tf.assign_add(count, 1)

    def branch():
        with tf.control_dependencies([update]):
            return tf.identity(count)

    assert run(tf.cond(p, branch, lambda: count + 10), {p: taken}) == (1 if taken else 11)
