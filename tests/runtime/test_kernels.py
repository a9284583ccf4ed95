"""How a step meets its kernel."""

import numpy as np
import pytest

import polyflow as tf
from polyflow.backends import selection
from polyflow.framework.registry import declaration
from polyflow.framework.tensor_shape import TensorShape
from polyflow.runtime.ir import Block, Step, Value
from polyflow.runtime.kernels import call_on_host, flat_outputs, grouped, keywords, python_value, takes_device


@pytest.fixture(autouse=True)
def graph():
    with tf.Graph().as_default() as graph:
        yield graph


@pytest.mark.parametrize(
    ("array", "expected"),
    [
        (np.int32(3), 3),
        (np.array(2.5), 2.5),
        (np.array([1, 2]), (1, 2)),
        (np.array([[1, 2, 3], [4, 5, 6]]), ((1, 2, 3), (4, 5, 6))),
        (np.zeros((0, 2)), ()),
        (np.array([True, False]), (True, False)),
        (np.array([b"a", b"b"], object), (b"a", b"b")),
        (b"text", b"text"),
    ],
)
def test_host_values_are_plain_python(array, expected):
    found = python_value(array)
    assert found == expected and type(found) is type(expected)


@pytest.mark.parametrize(
    ("op_type", "attrs", "flat", "expected"),
    [
        ("AddV2", {}, "ab", ["a", "b"]),
        ("ConcatV2", {"N": 3}, "abcd", [["a", "b", "c"], "d"]),
        ("IdentityN", {"T": [tf.int32, tf.bool]}, "ab", [["a", "b"]]),
        ("DynamicStitch", {"N": 2}, "abcd", [["a", "b"], ["c", "d"]]),
        ("NoOp", {}, "", []),
    ],
)
def test_inputs_are_grouped_as_declared(op_type, attrs, flat, expected):
    assert [given for _, given in grouped(declaration(op_type).inputs, attrs, list(flat))] == expected


@pytest.mark.parametrize(
    ("op_type", "result", "expected"),
    [
        ("Exp", 1, [1]),
        ("TopKV2", (1, 2), [1, 2]),
        ("Unpack", [1, 2, 3], [1, 2, 3]),
        ("TensorListConcatV2", (1, 2), [1, 2]),
    ],
)
def test_results_are_flattened(op_type, result, expected):
    assert flat_outputs(declaration(op_type), result) == expected


def kernel(x, *, out_type, shape, axes, use_locking, other=0):
    """A kernel that names attributes of several kinds, one that is bookkeeping, and one that the op lacks."""


ATTRS = {"out_type": tf.bfloat16, "shape": TensorShape([2, None]), "axes": [1, 2], "use_locking": True, "unnamed": 5}


def test_kernels_get_the_attributes_they_name():
    assert keywords(declaration("Shape"), ATTRS, kernel, None) == {"out_type": tf.bfloat16.np_dtype, "shape": (2, -1), "axes": [1, 2]}
    assert keywords(declaration("Shape"), {"shape": TensorShape(None)}, kernel, None) == {"shape": None}
    assert keywords(declaration("Shape"), ATTRS, np.exp, None) == {}


def test_types_are_the_backends_own():
    torch = pytest.importorskip("torch")
    backend = selection.resolve("torch")
    assert keywords(declaration("Shape"), {"out_type": tf.bfloat16, "axes": [tf.int64, tf.bool]}, kernel, backend) == {
        "out_type": torch.bfloat16,
        "axes": [torch.int64, torch.bool],
    }


def test_only_kernels_that_ask_get_a_device():
    assert takes_device(lambda dims, *, device: None)
    assert not takes_device(kernel) and not takes_device(np.exp) and not takes_device(lambda device: None)


def test_constant_steps_run_on_the_host():
    block = Block()
    node = tf.concat([[1, 2], [3, 4]], 0).op
    step = Step("ConcatV2", node, [])
    for tensor in node.inputs:
        value = Value("c", tensor.dtype, tensor.shape, block)
        value.constant = tensor.op.attrs["value"]
        step.inputs.append(value)
    (joined,) = call_on_host(step)
    assert joined.tolist() == [1, 2, 3, 4]
