"""``@op``: how a signature is read, and what the builder makes of its arguments."""
# ruff: noqa: F821 - annotations in declarations are op types and attribute names

import inspect

import numpy as np
import pytest

import polyflow as tf
from polyflow.framework import registry
from polyflow.framework.dtypes import INDEX, REAL, DType, float32, int64
from polyflow.framework.op import Each, Host, List, Meta, Outputs, Ref, TensorValue, at_least, op, require
from polyflow.framework.region import Region
from polyflow.framework.tensor_shape import SCALAR, UNKNOWN, TensorShape


@pytest.fixture(autouse=True)
def graph(monkeypatch):
    """An empty graph, and a registry that forgets what a test declares."""
    monkeypatch.setattr(registry, "_declarations", {each.op_type: each for each in registry.declarations()})
    with tf.Graph().as_default() as graph:
        yield graph


def declare_wide():
    @op("Wide", T=REAL, N=at_least(2), Tidx=INDEX.default(int64), mode={"UP", "DOWN"}, depth=at_least(1), strides=at_least(2))
    def wide(
        x: "T", parts: List[Host["T"], "N"], rest: Each["Tin"], at: Meta["Tidx"], flag: "bool", *,
        mode: str, depth: int = 4, scale: float = 0.1, keep: bool = False, out: DType = float32, sizes: TensorShape = SCALAR,
        strides: list[int] = (1, 2),
    ) -> Outputs(y="T", z="out", copies=List["T", "N"], others=Each["Tin"]):  # fmt: skip
        """What it does."""
        require(x.shape.rank_at_least(1), "x must be a vector, not of shape {}", x.shape)
        return x.shape, [depth, None], [part.shape for part in parts], [item.shape for item in rest]

    return wide


def built(**changed):
    arguments = {
        "x": np.zeros(3, np.float64),
        "parts": [1.0, [2.0, 3.0]],
        "rest": [True, "text"],
        "at": [5],
        "flag": False,
        "mode": "UP",
    } | changed
    return declare_wide()(**arguments)


# The declaration


def test_inputs_unwrap_nested_annotations():
    x, parts, rest, at, flag = declare_wide().inputs
    assert (x.name, x.type_attr, x.dtype, x.is_list) == ("x", "T", None, False)
    assert (parts.type_attr, parts.count, parts.host, parts.is_list) == ("T", "N", True, True)
    assert (rest.type_attr, rest.each, rest.is_list) == ("Tin", True, True)
    assert at.meta and not at.host
    assert (flag.dtype, flag.type_attr) == (tf.bool, "")


@pytest.mark.parametrize("annotation", [List[Host[Ref["T"]], "N"], Ref[Host[List["T", "N"]]], Host[List[Ref["T"], "N"]]])
def test_annotations_nest_in_any_order(annotation):
    @op("Nested")
    def nested(x: annotation) -> None:
        return None

    (spec,) = nested.inputs
    assert (spec.type_attr, spec.count, spec.host, spec.ref, spec.each) == ("T", "N", True, True, False)


def test_outputs():
    y, z, copies, others = declare_wide().outputs
    assert [spec.name for spec in (y, z, copies, others)] == ["y", "z", "copies", "others"]
    assert (z.type_attr, copies.count, others.each) == ("out", "N", True)


def test_an_op_without_outputs_gives_the_node():
    @op("Effect", effects="state")
    def effect(x: "float32") -> None:
        """Does something."""

    assert effect.outputs == ()
    assert effect(1.0).type == "Effect"


@pytest.mark.parametrize(
    ("name", "kind", "default", "required", "minimum", "inferred"),
    [
        ("mode", "string", None, True, None, False),
        ("depth", "int", 4, False, 1, False),
        ("scale", "float", 0.1, False, None, False),
        ("keep", "bool", False, False, None, False),
        ("out", "type", float32, False, None, False),
        ("sizes", "shape", SCALAR, False, None, False),
        ("strides", "list(int)", (1, 2), False, 2, False),
        ("T", "type", None, True, None, True),
        ("Tin", "list(type)", None, True, None, True),
        ("Tidx", "type", int64, False, None, True),
        ("N", "int", None, True, 2, True),
    ],
)
def test_attributes(name, kind, default, required, minimum, inferred):
    spec = declare_wide().attributes[name]
    assert (spec.type, spec.default, spec.required, spec.minimum, spec.inferred) == (kind, default, required, minimum, inferred)


def test_allowed_values():
    attributes = declare_wide().attributes
    assert attributes["T"].allowed == REAL and attributes["mode"].allowed == {"UP", "DOWN"} and attributes["out"].allowed is None


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        (bool, "bool"),
        (list[str], "list(string)"),
        (list[DType], "list(type)"),
        (list[TensorShape], "list(shape)"),
        (TensorValue, "tensor"),
        (Region, "func"),
    ],
)
def test_attribute_types(annotation, expected):
    @op("Typed")
    def typed(*, value: annotation) -> None:
        return None

    assert typed.attributes["value"].type == expected


def test_the_declaration_describes_itself():
    wide = declare_wide()
    assert (wide.__name__, wide.__doc__, wide.op_type, wide.family) == ("wide", "What it does.", "Wide", "test_op")
    parameters = inspect.signature(wide).parameters
    assert list(parameters)[:5] == ["x", "parts", "rest", "at", "flag"]
    assert parameters["depth"].default == 4 and parameters["name"].default is None
    assert parameters["name"].kind is inspect.Parameter.KEYWORD_ONLY
    assert repr(wide).startswith("<op Wide(x: 'T', ")


def test_an_op_is_declared_once():
    declare_wide()
    with pytest.raises(ValueError, match="'Wide' is declared twice"):
        declare_wide()


@pytest.mark.parametrize("options", [{"kind": "magic"}, {"effects": "weather"}])
def test_unknown_kinds_and_effects(options):
    with pytest.raises(ValueError, match="Odd"):
        op("Odd", **options)


def test_unknown_op_types():
    assert registry.find("Wide") is None
    with pytest.raises(ValueError, match="no op of type 'Wide'"):
        registry.declaration("Wide")


def test_written_refs_and_state():
    assert registry.declaration("AssignAdd").written_refs == (0,)
    assert registry.declaration("ApplyMomentum").written_refs == (0, 1)
    assert registry.declaration("IsVariableInitialized").written_refs == ()
    stateful = {name: registry.declaration(name).is_stateful for name in ("VariableV2", "RandomUniform", "Assign", "Add")}
    assert stateful == {"VariableV2": True, "RandomUniform": True, "Assign": False, "Add": False}


# The builder


def test_results_are_named():
    result = built()
    assert type(result)._fields == ("y", "z", "copies", "others")
    assert (result.y.dtype, result.z.dtype) == (tf.float64, tf.float32)
    assert [(tensor.dtype.name, tensor.shape.as_list()) for tensor in result.copies] == [("float64", []), ("float64", [2])]
    assert [tensor.dtype.name for tensor in result.others] == ["bool", "string"]
    assert (result.y.shape.as_list(), result.z.shape.as_list()) == ([3], [4, None])
    assert [tensor.value_index for tensor in (result.y, *result.others)] == [0, 4, 5]


def test_one_output_is_a_tensor_and_a_list_output_a_list():
    @op("Pieces")
    def pieces(x: "T", *, count: int) -> Outputs(output=List["T", "count"]):
        """Some of one."""
        return [UNKNOWN] * count

    assert [piece.name for piece in pieces(1.0, count=3)] == ["Pieces:0", "Pieces:1", "Pieces:2"]
    assert isinstance(tf.identity(1.0), tf.Tensor)


def test_inputs_by_keyword():
    names = [tensor.op.name for tensor in built().y.op.inputs]
    assert names == [f"Wide/{name}" for name in ("x", "parts_0", "parts_1", "rest_0", "rest_1", "at", "flag")]


def test_attributes_are_complete_and_normalised():
    attrs = built(strides=np.array([7, 8]), scale=np.float64(0.1), out="int8", keep=1, sizes=[2, None], mode=b"DOWN").y.op.attrs
    assert (attrs["strides"], attrs["out"], attrs["keep"], attrs["mode"]) == ([7, 8], tf.int8, True, "DOWN")
    assert type(attrs["strides"]) is list and type(attrs["sizes"]) is TensorShape
    assert attrs["scale"] == float(np.float32(0.1))
    assert (attrs["depth"], attrs["N"], attrs["Tin"], attrs["Tidx"]) == (4, 2, [tf.bool, tf.string], tf.int64)


@pytest.mark.parametrize(("value", "dtype"), [([5], "int64"), (np.int32([5]), "int64"), ([], "int64")])
def test_a_default_type_is_tried_first(value, dtype):
    assert built(at=value).y.op.attrs["Tidx"].name == dtype


def test_types_given_as_attributes_convert_the_inputs():
    op = built(x=[1, 2], T=tf.float32, Tin=[tf.int64, tf.float16], rest=[1, 2]).y.op
    assert [tensor.dtype.name for tensor in op.inputs] == ["float32", "float32", "float32", "int64", "float16", "int64", "bool"]


def test_a_list_takes_the_type_of_its_tensors():
    @op("Many")
    def many(xs: List["T", "N"]) -> Outputs(y="T"):
        """One of many."""
        return UNKNOWN

    assert many([1, tf.constant(2.0, tf.float64)]).dtype is tf.float64


def test_private_attributes_travel_along():
    assert built(_class=["loc:@x"]).y.op.get_attr("_class") == ["loc:@x"]


@pytest.mark.parametrize(
    ("changed", "error", "message"),
    [
        ({"mode": "SIDEWAYS"}, ValueError, "attribute 'mode' is 'SIDEWAYS', which is not in the list of allowed values: DOWN, UP"),
        ({"x": np.zeros(3, np.complex64)}, TypeError, "attribute 'T' is complex64"),
        ({"depth": 0}, ValueError, "attribute 'depth' must be at least 1, not 0"),
        ({"strides": [1]}, ValueError, "attribute 'strides' must be at least 2"),
        ({"parts": [1.0]}, ValueError, "attribute 'N' must be at least 2"),
        ({"depth": "deep"}, TypeError, "attribute 'depth' must be of type int, not 'deep'"),
        ({"depth": 1.5}, TypeError, "attribute 'depth' must be of type int"),
        ({"keep": "yes"}, TypeError, "attribute 'keep' must be of type bool"),
        ({"mode": 3}, TypeError, "attribute 'mode' must be of type string"),
        ({"strides": "12"}, TypeError, r"attribute 'strides' must be of type list\(int\)"),
        ({"out": "no_type"}, TypeError, "attribute 'out' must be of type type"),
        ({"colour": 1}, TypeError, "no attribute 'colour'; Wide has mode, depth"),
        ({"parts": 1.0}, TypeError, "input 'parts' must be a list of tensors"),
        ({"parts": [1.0, 2.0], "N": 3}, ValueError, "input 'parts' has 2 tensors but attribute 'N' is 3"),
        ({"rest": [1], "Tin": ["int32", "bool"]}, ValueError, "input 'rest' has 1 tensors but attribute 'Tin' has 2 types"),
        ({"flag": 1}, TypeError, "Expected bool"),
        ({"x": 1.0}, ValueError, r"x must be a vector, not of shape \(\)"),
    ],
)  # fmt: skip
def test_what_does_not_fit(changed, error, message):
    with pytest.raises(error, match=message):
        built(**changed)


def test_missing_attributes_and_inputs():
    wide = declare_wide()
    with pytest.raises(TypeError, match=r"Wide node 'Wide': attribute 'mode' \(string\) is missing"):
        wide([1.0], [1.0, 2.0], [], 0, True)
    with pytest.raises(TypeError, match=r"wide\(\) lacks its inputs rest, flag"):
        wide([1.0], [1.0, 2.0], at=0, mode="UP")
    with pytest.raises(TypeError, match=r"wide\(\) takes 5 tensors \(x, parts, rest, at, flag\), not 6; attributes are keywords"):
        wide([1.0], [1.0, 2.0], [], 0, True, "UP")


def test_errors_name_op_node_and_inputs():
    message = r"Wide node 'outer/mine': x must be a vector.*\[x=float32\(\), parts=\[1.0, float32\(2,\)\]"
    with tf.name_scope("outer"), pytest.raises(ValueError, match=message):
        declare_wide()(tf.constant(1.0), [1.0, tf.constant([1.0, 2.0])], [], 0, True, mode="UP", name="mine")


def test_a_type_that_does_not_match_names_both():
    with pytest.raises(TypeError, match="input 'y' has type int32 that does not match the type float32 of attribute 'T'"):
        tf.add(tf.constant(1.0), tf.constant(2))
    with pytest.raises(TypeError, match="input 'parts_1' has type float32 that does not match the type float64"):
        built(parts=[1.0, tf.constant(2.0)])


def test_refs_must_be_variables():
    with pytest.raises(TypeError, match="input 'ref' must be a variable"):
        registry.declaration("AssignAdd")(tf.constant(1.0), 2.0)


def test_create_op_from_a_flat_list(graph):
    parts = [tf.constant([1.0]), tf.constant([2.0]), tf.constant([3.0])]
    node = graph.create_op("ConcatV2", [*parts, tf.constant(0)], attrs={})
    assert (node.attrs["N"], node.outputs[0].shape.as_list()) == (3, [3])
    assert graph.create_op("IdentityN", parts[:2]).attrs["T"] == [tf.float32, tf.float32]
    with pytest.raises(ValueError, match="AddV2 takes 2 tensors, not 3"):
        graph.create_op("AddV2", parts)
    with pytest.raises(ValueError, match="needs an input 'y'"):
        graph.create_op("AddV2", parts[:1])


def test_create_op_does_not_keep_the_callers_attributes(graph):
    attrs = {}
    graph.create_op("Identity", [tf.constant(1.0)], attrs=attrs)
    assert attrs == {}
