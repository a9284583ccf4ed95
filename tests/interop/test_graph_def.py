"""Graphs as GraphDefs: nodes, attributes, regions as functions, regions that touch variables as frames."""

from __future__ import annotations

import subprocess
import sys

import ml_dtypes
import numpy as np
import pytest
from tensorboard.compat.proto import types_pb2
from tensorboard.compat.proto.attr_value_pb2 import AttrValue
from tensorboard.compat.proto.tensor_pb2 import TensorProto

from polyflow.framework import dtypes
from polyflow.framework.conversion import constant_tensor
from polyflow.framework.dtypes import as_dtype
from polyflow.framework.graph import Graph
from polyflow.framework.tensor_shape import TensorShape
from polyflow.functions.control_flow import cond
from polyflow.functions.loops import while_loop
from polyflow.interop.attr_values import attr_value, private_message, private_value, value_of_attr
from polyflow.interop.graph_def import graph_def, node_def
from polyflow.interop.tensors import array_of, tensor_message
from polyflow.ops.array_creation import placeholder
from polyflow.ops.array_identity import identity
from polyflow.ops.array_manipulation import concat_v2, split
from polyflow.ops.control_flow import no_op
from polyflow.ops.linalg import matmul
from polyflow.ops.math_comparison import less
from polyflow.ops.math_elementwise import add_v2, exp, mul
from polyflow.ops.state import assign_add, variable_v2

from . import programs


@pytest.fixture
def graph():
    with Graph().as_default() as made:
        yield made


def by_name(nodes):
    return {node.name: node for node in nodes}


# Tensors and attributes

NUMBERS = "int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 complex64 complex128".split()
ARRAYS = [
    *(np.arange(6).reshape(2, 3).astype(name) for name in NUMBERS),
    np.array([[True], [False]]),
    np.array([1.5, -2.0], ml_dtypes.bfloat16),
    np.array([b"ab", b"\xff\x00", b""], object),
    np.array([(1,), (-2,)], dtypes.qint8.np_dtype),
    np.zeros((0, 3), np.float32),
    np.array(2.5, np.float64),
    np.array(b"scalar", object),
    np.array([1.0, 2.0], ">f4"),
    np.arange(6.0).reshape(2, 3).T,
]


@pytest.mark.parametrize("array", ARRAYS, ids=lambda array: f"{as_dtype(array.dtype).name}{list(array.shape)}")
def test_arrays_come_back(array):
    message = TensorProto.FromString(tensor_message(array).SerializeToString())
    assert as_dtype(message.dtype) is as_dtype(array.dtype)
    back = array_of(message)
    assert back.dtype == as_dtype(array.dtype).np_dtype and back.shape == array.shape
    np.testing.assert_array_equal(back, array)
    back[...] = back  # one's own memory


SPELLED_OUT = [
    (types_pb2.DT_FLOAT, {"float_val": [1.5, 2.5, 3.5, 4.5]}, [[1.5, 2.5], [3.5, 4.5]]),
    (types_pb2.DT_INT32, {"int_val": [7]}, [[7, 7], [7, 7]]),
    (types_pb2.DT_INT64, {"int64_val": [1, 2]}, [[1, 2], [2, 2]]),
    (types_pb2.DT_DOUBLE, {}, [[0, 0], [0, 0]]),
    (types_pb2.DT_BOOL, {"bool_val": [True, False]}, [[True, False], [False, False]]),
    (types_pb2.DT_HALF, {"half_val": [0x3C00, 0xC000]}, [[1, -2], [-2, -2]]),
    (types_pb2.DT_BFLOAT16, {"half_val": [0x3F80, 0xC000]}, [[1, -2], [-2, -2]]),
    (types_pb2.DT_COMPLEX64, {"scomplex_val": [1, 2, 3, 4]}, [[1 + 2j, 3 + 4j], [3 + 4j, 3 + 4j]]),
    (types_pb2.DT_COMPLEX128, {"dcomplex_val": [1, 2]}, [[1 + 2j, 1 + 2j], [1 + 2j, 1 + 2j]]),
    (types_pb2.DT_UINT32, {"uint32_val": [4_000_000_000]}, [[4_000_000_000] * 2] * 2),
    (types_pb2.DT_UINT64, {"uint64_val": [2**63]}, [[2**63] * 2] * 2),
    (types_pb2.DT_UINT8, {"int_val": [250, 1]}, [[250, 1], [1, 1]]),
    (types_pb2.DT_STRING, {"string_val": [b"a", b"b"]}, [[b"a", b"b"], [b"b", b"b"]]),
    (types_pb2.DT_STRING, {}, [[b"", b""], [b"", b""]]),
]


@pytest.mark.parametrize(("dtype", "fields", "expected"), SPELLED_OUT)
def test_arrays_that_are_spelled_out(dtype, fields, expected):
    message = TensorProto(dtype=dtype, tensor_shape=TensorShape([2, 2]).as_proto(), **fields)
    np.testing.assert_array_equal(array_of(message), np.array(expected, as_dtype(dtype).np_dtype))


def test_arrays_that_do_not_make_their_shape():
    with pytest.raises(ValueError, match="has 2 elements, not 3"):
        array_of(TensorProto(dtype=1, tensor_shape=TensorShape([2]).as_proto(), float_val=[1, 2, 3]))
    with pytest.raises(ValueError, match="has 2 elements, not 1"):
        array_of(TensorProto(dtype=1, tensor_shape=TensorShape([2]).as_proto(), tensor_content=b"1234"))
    with pytest.raises(ValueError, match="resource"):
        array_of(TensorProto(dtype=20, tensor_shape=TensorShape([1]).as_proto()))


ATTRIBUTES = [
    ("int", -3),
    ("float", 0.1),
    ("bool", False),
    ("string", "SAME"),
    ("string", "\udcff"),
    ("type", dtypes.bfloat16),
    ("shape", TensorShape([2, None])),
    ("shape", TensorShape(None)),
    ("func", "f"),
    ("list(int)", [1, 2]),
    ("list(int)", []),
    ("list(float)", [0.1, 1e30]),
    ("list(bool)", [True, False]),
    ("list(string)", ["a", ""]),
    ("list(type)", [dtypes.int32, dtypes.string]),
]


@pytest.mark.parametrize(("kind", "value"), ATTRIBUTES)
def test_attribute_values_come_back(kind, value):
    message = AttrValue.FromString(attr_value(kind, value).SerializeToString())
    back = value_of_attr(kind, message)
    assert back == value if kind != "shape" else back.sizes == value.sizes


def test_lists_of_shapes_come_back():
    shapes = [TensorShape([1, None]), TensorShape(None), TensorShape([])]
    back = value_of_attr("list(shape)", attr_value("list(shape)", shapes))
    assert [shape.sizes for shape in back] == [(1, None), None, ()]


def test_an_attribute_of_another_type_is_refused():
    with pytest.raises(ValueError, match="type int, but the message holds f"):
        value_of_attr("int", AttrValue(f=1.0))
    with pytest.raises(ValueError, match="nothing"):
        value_of_attr("shape", AttrValue())


@pytest.mark.parametrize("value", [True, 3, 0.5, b"text", dtypes.int8, [1, 2], [], [b"a"], [dtypes.int8]])
def test_private_attributes_come_back(value):
    assert private_value(private_message(value)) == value


# Nodes


def test_nodes_name_inputs_outputs_and_what_they_wait_for(graph):
    x = placeholder(dtype="float32", shape=[4, None], name="x")
    with graph.control_dependencies([no_op(name="first")]):
        parts = split(0, x, num_split=2, name="parts")
    with graph.name_scope("scope"):
        add_v2(parts[0], parts[1], name="sum")
    nodes = by_name(graph_def(graph).node)
    assert list(nodes["parts"].input) == ["parts/split_dim", "x"]
    assert list(nodes["parts/split_dim"].input) == ["^first"]
    assert list(nodes["scope/sum"].input) == ["parts", "parts:1"]
    assert nodes["scope/sum"].op == "AddV2"
    assert nodes["parts"].attr["num_split"].i == 2
    assert nodes["parts"].attr["T"].type == types_pb2.DT_FLOAT
    assert [dimension.size for dimension in nodes["x"].attr["shape"].shape.dim] == [4, -1]


def test_all_attributes_are_written_defaults_too(graph):
    matmul(np.ones((2, 2), np.float32), np.ones((2, 2), np.float32), transpose_b=True, name="m")
    attrs = by_name(graph_def(graph).node)["m"].attr
    assert attrs["transpose_b"].b is True
    assert attrs["transpose_a"].WhichOneof("value") == "b" and attrs["transpose_a"].b is False


def test_devices_colocation_and_private_attributes(graph):
    with graph.device("/device:CPU:0"):
        a = constant_tensor(1.0, name="a")
    with graph.colocate_with(a.op), graph._attr_scope({"_mark": AttrValue(s=b"yes"), "_count": 3}):
        exp(a, name="b")
    nodes = by_name(graph_def(graph).node)
    assert nodes["a"].device == nodes["b"].device == "/device:CPU:0"
    assert list(nodes["b"].attr["_class"].list.s) == [b"loc:@a"]
    assert nodes["b"].attr["_mark"].s == b"yes" and nodes["b"].attr["_count"].i == 3
    assert "_class" not in nodes["a"].attr


def test_variables_have_their_base_type(graph):
    v = variable_v2(shape=[2], dtype="float32", name="v")
    assign_add(v, [1.0, 2.0], name="add")
    nodes = by_name(graph_def(graph).node)
    assert nodes["v"].attr["dtype"].type == types_pb2.DT_FLOAT
    assert nodes["add"].attr["T"].type == types_pb2.DT_FLOAT


def test_from_version_leaves_out_older_nodes(graph):
    a = constant_tensor(1.0, name="a")
    version = graph.version
    exp(a, name="b")
    assert [node.name for node in graph_def(graph, from_version=version).node] == ["b"]
    assert [node.name for node in graph.as_graph_def().node] == ["a", "b"]


def test_shapes_are_added_on_request(graph):
    x = placeholder(dtype="float32", shape=[2, None], name="x")
    split(0, x, num_split=2, name="parts")
    shapes = by_name(graph_def(graph, add_shapes=True).node)["parts"].attr["_output_shapes"].list.shape
    assert [[dimension.size for dimension in shape.dim] for shape in shapes] == [[1, -1], [1, -1]]
    assert "_output_shapes" not in by_name(graph_def(graph).node)["x"].attr


def test_the_producer_is_one_that_has_all_ops(graph):
    assert graph_def(graph).versions.producer == 134
    graph.create_op("PlaceholderV2", [], attrs={"dtype": "float32", "shape": [2]})
    assert graph_def(graph).versions.producer == 22


def test_a_single_node(graph):
    x = placeholder(dtype="float32", shape=[3], name="x")
    op = concat_v2([x, exp(x)], 0, name="c").op
    assert op.node_def.op == "ConcatV2"
    assert list(op.node_def.input) == ["x", "Exp", "c/axis"]
    chosen = cond(less(constant_tensor(1), 2), lambda: mul(x, 2.0), lambda: x).op.inputs[0].op
    written = node_def(chosen)
    assert written.op == "StatelessIf" and list(written.input) == ["cond/pred_id", "x"]


def test_importing_polyflow_loads_no_messages():
    code = "import polyflow, sys; sys.exit('tensorboard' in sys.modules or 'google.protobuf' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# Functions


def functions_of(message):
    return {function.signature.name: function for function in message.library.function}


def test_branches_become_functions_of_what_they_capture(graph):
    x = placeholder(dtype="float32", shape=[3], name="X")
    y = placeholder(dtype="float32", shape=[3], name="y")
    cond(less(constant_tensor(1), 2), lambda: mul(x, y), lambda: exp(y))
    message = graph_def(graph)
    node = by_name(message.node)["cond/If"]
    assert node.op == "StatelessIf"
    assert list(node.input) == ["cond/pred_id", "X", "y"]
    assert [len(node.attr[name].list.type) for name in ("Tin", "Tout")] == [2, 1]
    then = functions_of(message)[node.attr["then_branch"].func.name]
    assert [argument.name for argument in then.signature.input_arg] == ["x", "y"]
    assert [list(inner.input) for inner in then.node_def if inner.op == "Mul"] == [["x", "y"]]
    (result,) = then.signature.output_arg
    assert then.ret[result.name] == "cond/Identity:output:0"
    assert all("/" not in function for function in functions_of(message))


def test_loops_carry_what_they_capture(graph):
    x = placeholder(dtype="float32", shape=[3], name="x")
    while_loop(lambda i, y: less(i, 4), lambda i, y: (add_v2(i, 1), mul(y, x)), [constant_tensor(0, name="zero"), x])
    message = graph_def(graph)
    node = by_name(message.node)["while/While"]
    assert node.op == "StatelessWhile"
    assert list(node.input) == ["zero", "x", "x"]
    assert len(node.attr["T"].list.type) == len(node.attr["output_shapes"].list.shape) == 3
    body = functions_of(message)[node.attr["body"].func.name]
    assert body.ret["result_2"] == body.signature.input_arg[2].name


def test_a_loop_that_grew_is_written_as_it_is_now():
    message = graph_def(programs.program("branch_in_loop_with_gradient").graph)
    node = by_name(message.node)["while/While"]
    assert len(node.input) == len(node.attr["T"].list.type)
    assert not any(name.startswith("_") for name in node.attr)


def test_nested_regions_become_nested_functions():
    message = graph_def(programs.program("nested_loops").graph)
    (outer,) = (node for node in message.node if node.op == "StatelessWhile")
    body = functions_of(message)[outer.attr["body"].func.name]
    (inner,) = (node for node in body.node_def if node.op == "StatelessWhile")
    assert inner.attr["body"].func.name in functions_of(message)


def test_effects_make_nodes_stateful_and_results_of_control():
    message = graph_def(programs.program("check_in_branch").graph)
    node = by_name(message.node)["cond/If"]
    assert node.op == "If"
    then = functions_of(message)[node.attr["then_branch"].func.name]
    assert then.signature.is_stateful and list(then.signature.control_output) == ["cond/Assert"]
    assert dict(then.control_ret) == {"cond/Assert": "cond/Assert"}
    assert not functions_of(message)[node.attr["else_branch"].func.name].signature.is_stateful


def test_nodes_of_a_body_that_nothing_needs_are_left_out(graph):
    def body(i):
        exp(1.0, name="unneeded")
        return add_v2(i, 1)

    while_loop(lambda i: less(i, 4), body, [constant_tensor(0)])
    message = graph_def(graph)
    assert "while/unneeded" not in {node.name for function in message.library.function for node in function.node_def}


def test_nodes_are_not_placed_with_nodes_of_other_functions(graph):
    x = placeholder(dtype="float32", shape=[3], name="x")

    def taken():
        near = exp(x)
        with graph.colocate_with(x.op), graph.colocate_with(near.op):
            return identity(near, name="placed")

    cond(less(constant_tensor(1), 2), taken, lambda: x)
    nodes = {node.name: node for function in graph_def(graph).library.function for node in function.node_def}
    assert list(nodes["cond/placed"].attr["_class"].list.s) == [b"loc:@cond/Exp"]


# Frames


def control_flow_types(message):
    types = "If StatelessIf While StatelessWhile Switch RefSwitch Enter RefEnter LoopCond Exit Merge".split()
    return {node.op for node in message.node}.intersection(types)


def test_a_branch_that_assigns_becomes_switches():
    message = graph_def(programs.program("assignment_in_branch").graph)
    assert control_flow_types(message) == {"Switch", "RefSwitch", "Merge"}
    assert not message.library.function


def test_a_loop_that_assigns_becomes_a_frame():
    program = programs.program("assignment_in_loop")
    message = graph_def(program.graph)
    assert control_flow_types(message) == {"Enter", "RefEnter", "Merge", "LoopCond", "Switch", "Exit"}
    nodes = by_name(message.node)
    names = {op.name for op in program.graph.get_operations()}
    assert names <= nodes.keys()
    assert nodes["while/While"].op == "NoOp"
    assert {node.attr["frame_name"].s for node in message.node if node.op in ("Enter", "RefEnter")} == {b"while/While"}
    assert all(node.attr["is_constant"].b for node in message.node if node.op == "RefEnter")


def test_what_reads_only_invariants_waits_for_the_iteration():
    """Else it would run once more, in the iteration in which the condition fails."""
    nodes = by_name(graph_def(programs.program("assignment_in_loop").graph).node)
    added = next(node for node in nodes.values() if node.op == "AssignAdd")
    assert all(nodes[name].attr["is_constant"].b for name in added.input if not name.startswith("^"))
    assert "^while/Identity" in added.input


def test_structures_without_variables_stay_functions_inside_frames():
    message = graph_def(programs.program("functions_inside_frames").graph)
    assert {"Enter", "StatelessWhile", "StatelessIf"} <= control_flow_types(message)


@pytest.mark.parametrize("name", programs.FRAMES)
def test_no_reference_enters_a_function(name):
    message = graph_def(programs.program(name).graph)
    assert all(argument.type < 100 for function in message.library.function for argument in function.signature.input_arg)
    names = [node.name for node in message.node]
    assert len(set(names)) == len(names)
