"""Graphs: names, scopes, dependencies, devices, collections, lookups."""

import pytest

import polyflow as tf


@pytest.fixture(autouse=True)
def graph():
    with tf.Graph().as_default() as graph:
        yield graph


def test_names_are_numbered_and_scoped():
    names = [tf.constant(1, name="c").op.name for _ in range(3)]
    with tf.name_scope("outer"), tf.name_scope("inner"):
        names.append(tf.constant(1, name="c").name)
    with tf.name_scope("outer"):
        names.append(tf.constant(1, name="c").name)
    assert names == ["c", "c_1", "c_2", "outer/inner/c:0", "outer_1/c:0"]


def test_names_differ_in_more_than_case():
    assert [tf.constant(1, name=name).op.name for name in ("A", "a", "A_1")] == ["A", "a_1", "A_1_1"]


def test_scope_that_ends_in_slash_is_entered_again():
    with tf.name_scope("s") as scope:
        tf.constant(1, name="x")
    with tf.name_scope(scope):
        assert tf.constant(2, name="x").op.name == "s/x_1"
    assert tf.constant(3, name=scope).op.name == "s"


def test_constants_of_an_op_are_named_after_it():
    x = tf.placeholder(tf.float32, name="x")
    assert tf.add(x, 1.0, name="sum").op.inputs[1].name == "sum/y:0"


@pytest.mark.parametrize("name", ["", "_private", "a b", "-x"])
def test_invalid_names(name):
    with pytest.raises(ValueError):
        tf.constant(1, name=name or " ")


def test_lookups(graph):
    x = tf.placeholder(tf.float32, name="x")
    assert graph.get_tensor_by_name("x:0") is x
    assert graph.get_operation_by_name("x") is x.op
    with pytest.raises(KeyError, match="y"):
        graph.get_operation_by_name("y")
    with pytest.raises(KeyError, match="only 1 outputs"):
        graph.get_tensor_by_name("x:1")
    with pytest.raises(ValueError, match="refers to an operation"):
        graph.get_tensor_by_name("x")


def test_control_dependencies_skip_what_waits_anyway():
    a, b = tf.constant(1, name="a"), tf.constant(2, name="b")
    with tf.control_dependencies([a]):
        first = tf.identity(b)
        second = tf.identity(first)
    assert first.op.control_inputs == [a.op]
    assert second.op.control_inputs == []


def test_control_dependencies_nest_and_are_forgotten():
    a, b = tf.constant(1), tf.constant(2)
    with tf.control_dependencies([a]), tf.control_dependencies([b]):
        assert tf.no_op().control_inputs == [a.op, b.op]
        with tf.control_dependencies(None):
            assert tf.no_op().control_inputs == []


def test_devices_merge():
    with tf.device("/job:ps"), tf.device("/cpu:0"):
        inner = tf.constant(1)
        with tf.device(None):
            free = tf.constant(1)
    assert (inner.device, free.device) == ("/job:ps/device:CPU:0", "")


def test_device_functions_see_the_node():
    with tf.device(lambda op: "/gpu:1" if op.type == "Identity" else "/cpu:0"):
        constant = tf.constant(1)
        identity = tf.identity(constant)
    assert (constant.device, identity.device) == ("/device:CPU:0", "/device:GPU:1")


def test_colocation():
    with tf.device("/gpu:3"):
        anchor = tf.constant(1, name="anchor")
    with tf.colocate_with(anchor):
        beside = tf.constant(2)
    assert beside.device == anchor.device
    assert beside.op.colocation_groups() == [b"loc:@anchor"]


def test_collections(graph):
    x, y = tf.constant(1, name="a/x"), tf.constant(2, name="b/y")
    tf.add_to_collections(["one", "two"], x)
    tf.add_to_collection("one", y)
    assert tf.get_collection("one") == [x, y]
    assert tf.get_collection("one", scope="b") == [y]
    tf.get_collection_ref("two").clear()
    assert tf.get_collection("two") == []


def test_finalized_graphs_refuse_nodes(graph):
    graph.finalize()
    with pytest.raises(RuntimeError, match="finalized"):
        tf.constant(1)


def test_nodes_of_two_graphs_do_not_mix():
    x = tf.constant(1.0)
    with tf.Graph().as_default():
        y = tf.constant(2.0)
        with pytest.raises(ValueError, match="same graph"):
            tf.add(x, y)


def test_errors_name_op_node_and_inputs():
    with pytest.raises(ValueError, match=r"MatMul node 'bad'.*a=float32\(2, 3\), b=float32\(4, 5\)"):
        tf.matmul(tf.zeros([2, 3]), tf.zeros([4, 5]), name="bad")


def test_a_node_remembers_the_users_line():
    x = tf.constant(1)
    assert x.op.frames[0][0] == __file__
    assert "test_a_node_remembers" in x.op.where()


def test_tensors_have_no_truth_length_or_iteration():
    x = tf.constant([1, 2])
    for use in (bool, len, iter):
        with pytest.raises(TypeError):
            use(x)


def test_set_shape_merges():
    x = tf.placeholder(tf.float32, [None, 3])
    x.set_shape([2, None])
    assert x.shape.as_list() == [2, 3]
    with pytest.raises(ValueError):
        x.set_shape([4, 3])


def test_seeds(graph):
    assert tf.get_seed(None) == (None, None)
    assert tf.get_seed(7) == (87654321, 7)
    tf.set_random_seed(5)
    tf.constant(0)
    assert tf.get_seed(None) == (5, 1)
    assert tf.get_seed(9) == (5, 9)


def test_reset_default_graph_is_refused_inside_a_graph():
    with pytest.raises(AssertionError):
        tf.reset_default_graph()
