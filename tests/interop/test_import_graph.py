"""GraphDefs as graphs: names, inputs, attributes, functions, and whole programs there and back."""

from __future__ import annotations

import numpy as np
import pytest
from tensorboard.compat.proto.attr_value_pb2 import AttrValue, NameAttrList
from tensorboard.compat.proto.graph_pb2 import GraphDef
from tensorboard.compat.proto.op_def_pb2 import OpDef, OpList

import polyflow as tf
from polyflow.framework.conversion import constant_tensor
from polyflow.framework.errors import UnimplementedError
from polyflow.framework.graph import Graph
from polyflow.gradients.engine import gradients
from polyflow.interop.graph_def import graph_def
from polyflow.interop.import_graph import import_graph_def
from polyflow.ops.array_creation import placeholder
from polyflow.ops.control_flow import no_op
from polyflow.ops.linalg import matmul
from polyflow.ops.math_elementwise import mul
from polyflow.runtime.session import Session

from . import programs

FLOAT = AttrValue(type=1)


@pytest.fixture
def graph():
    with Graph().as_default() as made:
        yield made


@pytest.fixture
def message():
    """Two placeholders and their product."""
    with Graph().as_default() as made:
        a = placeholder(dtype="float32", shape=[None, 3], name="a")
        b = placeholder(dtype="float32", shape=[3], name="b")
        mul(a, b, name="scope/product")
    return graph_def(made)


def run(fetches, feed=None):
    with Session() as session:
        return session.run(fetches, feed)


# Names and elements


def test_nodes_get_a_prefix(graph, message):
    assert import_graph_def(message) is None
    assert [op.name for op in graph.get_operations()] == ["import/a", "import/b", "import/scope/product"]
    import_graph_def(message)
    import_graph_def(message, name="mine")
    assert {op.name.partition("/")[0] for op in graph.get_operations()} == {"import", "import_1", "mine"}
    with graph.name_scope("outer"):
        (op,) = import_graph_def(message, return_elements=["a"])
    assert op.name == "outer/import/a"


def test_an_empty_name_gives_no_prefix_and_names_are_kept_free(graph, message):
    import_graph_def(message, name="")
    assert constant_tensor(1.0, name="a").op.name == "a_1"
    with pytest.raises(ValueError, match="'a' already exists"):
        import_graph_def(message, name="")


def test_messages_and_bytes(graph, message):
    import_graph_def(message.SerializeToString())
    with pytest.raises(TypeError, match="must be a GraphDef"):
        import_graph_def("a path")
    with pytest.raises(TypeError, match="must be a GraphDef"):
        import_graph_def(message.node[0])
    with pytest.raises(ValueError, match="serialized"):
        import_graph_def(b"\xff\xff")


def test_return_elements(graph, message):
    op, tensor = import_graph_def(message, return_elements=["scope/product", "a:0"])
    assert op is graph.get_operation_by_name("import/scope/product") and tensor is op.inputs[0]
    for absent in ("c", "a:1", "c:0"):
        with pytest.raises(ValueError, match=f"return_element '{absent}' not found"):
            import_graph_def(message, return_elements=[absent])
    with pytest.raises(TypeError, match="list of strings"):
        import_graph_def(message, return_elements=[1])


def test_shapes_are_inferred(graph, message):
    (product,) = import_graph_def(message, return_elements=["scope/product:0"])
    assert product.shape.as_list() == [None, 3]


def test_shapes_that_are_given_refine(graph, message):
    message.node[0].attr["_output_shapes"].list.shape.add().dim.add(size=7)
    message.node[0].attr["_output_shapes"].list.shape[0].dim.add(size=3)
    a, product = import_graph_def(message, return_elements=["a", "scope/product:0"])
    assert product.shape.as_list() == [7, 3]
    assert "_output_shapes" not in a.attrs


def test_input_map(graph, message):
    mine = constant_tensor([[1.0, 2.0, 3.0]])
    product, a = import_graph_def(message, {"a": mine, "b:0": [2.0, 2.0, 2.0]}, return_elements=["scope/product:0", "a:0"])
    np.testing.assert_array_equal(run(product), [[2.0, 4.0, 6.0]])
    assert a is mine and product.op.inputs[1].op.name == "import/_inputs/Const"


def test_input_map_serves_inputs_that_the_message_lacks(graph, message):
    del message.node[0]
    mapped = {"a": constant_tensor([[1.0, 2.0, 3.0]]), "b": constant_tensor([1.0, 1.0, 1.0])}
    (product,) = import_graph_def(message, mapped, ["scope/product:0"])
    np.testing.assert_array_equal(run(product), [[1.0, 2.0, 3.0]])


def test_input_map_of_control_inputs(graph):
    with Graph().as_default() as other, other.control_dependencies([no_op(name="before")]):
        no_op(name="after")
    mine = no_op(name="mine")
    (op,) = import_graph_def(graph_def(other), {"^before": mine}, ["after"])
    assert op.control_inputs == [mine]


def test_input_maps_that_fit_nothing(graph, message):
    with pytest.raises(ValueError, match=r"not found in graph_def: \[c:0\]"):
        import_graph_def(message, {"c": constant_tensor(1.0)})
    with pytest.raises(ValueError, match="non-empty name"):
        import_graph_def(message, {"a": [[1.0]]}, name="")
    with pytest.raises(TypeError, match="dictionary"):
        import_graph_def(message, {1: constant_tensor(1.0)})
    import_graph_def(message, {"scope/product": constant_tensor(1.0)})  # there, though nothing reads it


# Nodes


def test_nodes_come_in_any_order(graph, message):
    reordered = GraphDef(node=reversed(message.node))
    import_graph_def(reordered, name="")
    assert graph.get_operation_by_name("scope/product").inputs[0].op.name == "a"


def test_surrounding_blocks_apply(graph, message):
    message.node[0].device = "/device:CPU:1"
    first = no_op()
    with graph.device("/job:worker"), graph.control_dependencies([first]):
        a, b, product = import_graph_def(message, return_elements=["a", "b", "scope/product"])
    assert a.device == "/job:worker/device:CPU:1" and b.device == "/job:worker"
    assert a.control_inputs == [first] and product.control_inputs == []


def test_colocation_and_private_attributes_are_kept(graph, message):
    node = message.node[2]
    node.attr["_class"].list.s.append(b"loc:@a")
    node.attr["_mark"].s = b"yes"
    (op,) = import_graph_def(message, return_elements=["scope/product"])
    assert op.colocation == ["import/a"] and op.get_attr("_mark") == b"yes"
    written = next(node for node in graph_def(graph).node if node.name == op.name)
    assert written.attr["_mark"].s == b"yes" and list(written.attr["_class"].list.s) == [b"loc:@import/a"]
    node.attr["_class"].list.s[0] = b"loc:@nobody"
    with pytest.raises(ValueError, match="placed with 'nobody'"):
        import_graph_def(message)


def test_defaults_are_filled_in(graph):
    with Graph().as_default() as other:
        matmul(np.ones((2, 2), np.float32), np.ones((2, 2), np.float32), name="m")
    message = graph_def(other)
    for node in message.node:
        for name in ("transpose_a", "transpose_b"):
            node.attr.pop(name, None)
    (op,) = import_graph_def(message, return_elements=["m"])
    assert op.get_attr("transpose_a") is False


def test_unknown_attributes_with_the_producers_default_are_left_out(graph, message):
    message.node[2].attr["new"].i = 5
    with pytest.raises(ValueError, match="has an attribute 'new'"):
        import_graph_def(message)
    ops = OpList(op=[OpDef(name="Mul", attr=[OpDef.AttrDef(name="new", type="int", default_value=AttrValue(i=5))])])
    import_graph_def(message, producer_op_list=ops)
    ops.op[0].attr[0].default_value.i = 6
    with pytest.raises(ValueError, match="has an attribute 'new'"):
        import_graph_def(message, producer_op_list=ops)


def test_scalar_placeholders_of_early_graphs_have_unknown_shapes(graph):
    with Graph().as_default() as other:
        placeholder(dtype="float32", shape=[], name="x")
    message = graph_def(other)
    (now,) = import_graph_def(message, return_elements=["x:0"])
    message.versions.producer = 23
    (then,) = import_graph_def(message, return_elements=["x:0"])
    assert now.shape.ndims == 0 and then.shape.ndims is None


def node(name, op, *inputs, **attrs):
    return GraphDef(node=[{"name": name, "op": op, "input": inputs, "attr": attrs}]).node[0]


REFUSED = {
    "Op type not registered: .*'Nonsense'.*'n'": node("n", "Nonsense"),
    "Node 'n': Unknown input node 'nobody:1'": node("n", "Exp", "nobody:1", T=FLOAT),
    "Unknown input node 'a:1'": node("n", "Exp", "a:1", T=FLOAT),
    r"Unknown control input '\^nobody'": node("n", "NoOp", "^nobody"),
    "form a cycle": node("n", "Exp", "n", T=FLOAT),
    "type float32 that does not match the type int32": node("n", "Neg", "a", T=AttrValue(type=3)),
    "attribute 'T': expected a value of type type": node("n", "Exp", "a", T=AttrValue(i=1)),
    "needs an input 'y'": node("n", "Mul", "a", T=FLOAT),
    "takes 1 tensors, not 2": node("n", "Exp", "a", "b", T=FLOAT),
    "names a function 'f' .*, which is not in the library": node("n", "PartitionedCall", f=AttrValue(func=NameAttrList(name="f"))),
    "several nodes of one name": node("a", "NoOp"),
}


@pytest.mark.parametrize("match", REFUSED)
def test_what_does_not_fit_is_refused(graph, message, match):
    message.node.append(REFUSED[match])
    with pytest.raises(ValueError, match=match):
        import_graph_def(message)


# Functions


def function(message, name, *nodes, arguments=("x",), results=None, effects=()):
    made = message.library.function.add(node_def=nodes, ret=results or {}, control_ret={effect: effect for effect in effects})
    made.signature.name = name
    for argument in arguments:
        made.signature.input_arg.add(name=argument, type=1)
    for result in results or {}:
        made.signature.output_arg.add(name=result, type=1)
    return message


def calling(name):
    return AttrValue(func=NameAttrList(name=name))


@pytest.mark.parametrize("as_op", [False, True], ids=["PartitionedCall", "named like its function"])
def test_calls_become_the_nodes_of_functions(graph, message, as_op):
    body = [node("sum", "AddV2", "x", "x", T=FLOAT), node("exp", "Exp", "sum:z:0", "^sum", T=FLOAT)]
    function(message, "twice", *body, results={"big": "exp:y:0", "same": "x"})
    message.node.append(node("call", "twice" if as_op else "PartitionedCall", "b", "^a", **({} if as_op else {"f": calling("twice")})))
    message.node.append(node("read", "Exp", "call:1", "^call", T=FLOAT))
    import_graph_def(message, name="")
    names = {op.name for op in graph.get_operations()}
    assert {"call", "call/sum", "call/exp"} <= names
    assert graph.get_operation_by_name("call/sum").control_inputs == [graph.get_operation_by_name("a")]
    feed = {"a:0": np.ones((1, 3)), "b:0": [0.0, 1.0, 2.0]}
    np.testing.assert_allclose(run("call:0", feed), np.exp([0.0, 2.0, 4.0]), rtol=1e-6)
    np.testing.assert_allclose(run("read:0", feed), np.exp([0.0, 1.0, 2.0]), rtol=1e-6)


def test_functions_that_call_themselves_are_refused(graph, message):
    function(message, "again", node("call", "PartitionedCall", "x", f=calling("again")), results={"y": "call:output:0"})
    message.node.append(node("start", "PartitionedCall", "b", f=calling("again")))
    with pytest.raises(ValueError, match="'again' calls itself"):
        import_graph_def(message)


@pytest.mark.parametrize(("function_node", "match"), [
    (node("n", "Exp", "nobody", T=FLOAT), "Unknown input node 'nobody'"),
    (node("n", "Exp", "n:z:0", T=FLOAT), "cycle"),
    (node("n", "Exp", "x", "^nobody", T=FLOAT), "Unknown control input"),
])  # fmt: skip
def test_functions_that_do_not_hang_together_are_refused(graph, message, function_node, match):
    function(message, "f", function_node, results={"y": "n:y:0"})
    message.node.append(node("call", "PartitionedCall", "b", f=calling("f")))
    with pytest.raises(ValueError, match=match):
        import_graph_def(message)


def test_functions_get_what_they_take(graph, message):
    function(message, "f", results={"y": "x"})
    message.node.append(node("call", "PartitionedCall", "a", "b", f=calling("f")))
    with pytest.raises(ValueError, match="takes 1 tensors, not 2"):
        import_graph_def(message)
    message.library.function[0].signature.input_arg.add(name="i", type=3)
    with pytest.raises(ValueError, match="Argument 'i' of function 'f' has type int32"):
        import_graph_def(message)


def test_a_branch_without_results_still_has_its_effects(graph, message):
    """The If gets a result, so that something waits for them."""
    function(message, "check", node("ok", "Assert", "p", "x", T=AttrValue(list=AttrValue.ListValue(type=[1]))), effects=["ok"])
    function(message, "pass")
    for made in message.library.function:
        made.signature.input_arg.add(name="p", type=10)
    message.node.append(node("p", "Placeholder", dtype=AttrValue(type=10), shape=AttrValue(shape={})))
    message.node.append(node("if", "If", "p", "b", "p", then_branch=calling("pass"), else_branch=calling("check")))
    (op,) = import_graph_def(message, name="", return_elements=["if"])
    run(op, {"p:0": True, "b:0": [1.0, 2.0, 3.0]})
    with pytest.raises(Exception, match="assertion failed"):
        run(op, {"p:0": False, "b:0": [1.0, 2.0, 3.0]})


# There and back


@pytest.mark.parametrize("prefix", ["", "import/"])
@pytest.mark.parametrize("name", programs.FUNCTIONAL)
def test_programs_survive(graph, name, prefix):
    program = programs.program(name)
    import_graph_def(graph_def(program.graph), name=prefix.rstrip("/"))
    for ours, theirs in zip(program.run(), program.run(prefix, graph), strict=True):
        np.testing.assert_array_equal(ours, theirs)


@pytest.mark.parametrize("name", [*programs.FUNCTIONAL, *programs.FRAMES])
def test_an_imported_graph_is_written_as_it_was_read(name):
    with Graph().as_default() as once:
        import_graph_def(graph_def(programs.program(name).graph), name="")
    with Graph().as_default() as twice:
        import_graph_def(graph_def(once), name="")
    assert {op.name: op.type for op in once.root.operations} == {op.name: op.type for op in twice.root.operations}


def test_names_of_bodies_are_kept(graph):
    program = programs.program("loop_with_captures")
    import_graph_def(graph_def(program.graph), name="")
    assert {op.name for op in program.graph.get_operations()} <= {op.name for op in graph.get_operations()}


def test_an_imported_loop_has_gradients(graph):
    """The loop, its gradient, and a gradient that is made only after the import."""
    program = programs.program("branch_in_loop_with_gradient")
    y, x, theirs = import_graph_def(graph_def(program.graph), return_elements=["while/Exit_1:0", "x:0", program.fetches[1]])
    ours = gradients(y, [x])[0]
    one, other = run([ours, theirs], {x: [1.0, 2.0, 3.0]})
    np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("name", programs.FRAMES)
def test_frames_are_read_but_not_run(graph, name):
    program = programs.program(name)
    import_graph_def(graph_def(program.graph), name="")
    with pytest.raises(UnimplementedError, match="node '.*': control flow in dataflow frames is not run yet"):
        program.run(graph=graph)


def test_a_failed_import_leaves_the_graph_as_it_was():
    with tf.Graph().as_default() as source:
        tf.exp(tf.constant(1.0, name="x"), name="y")
    message = source.as_graph_def()
    message.node.add(name="odd", op="NoSuchOp")
    with tf.Graph().as_default() as graph:
        kept = tf.constant(1.0, name="kept")
        with pytest.raises(ValueError, match="NoSuchOp"):
            tf.import_graph_def(message, name="")
        assert [op.name for op in graph.get_operations()] == ["kept"]
        assert kept.consumers() == [] and tf.constant(1.0, name="x").op.name == "x"
