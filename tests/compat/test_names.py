"""Names that 1.0 replaced, and the switches between the behaviours of later releases."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import polyflow as tf

Values = Callable[..., Any]


def test_arithmetic(values: Values) -> None:
    x = tf.constant([2.0, -4.0])
    made = [tf.mul(x, 3), tf.sub(x, 1), tf.neg(x), tf.inv(x)]
    assert [tensor.op.type for tensor in made] == ["Mul", "Sub", "Neg", "Inv"]
    assert [tensor.op.name for tensor in made] == ["Mul", "Sub", "Neg", "Inv"]
    assert values(made) == [[6.0, -12.0], [1.0, -5.0], [-2.0, 4.0], [0.5, -0.25]]


def test_complex_and_batches(values: Values) -> None:
    size, product = tf.complex_abs([3 + 4j]), tf.batch_matmul([[[1.0, 2.0]]], [[[3.0, 4.0]]], adj_y=True)
    assert [size.op.type, product.op.type] == ["ComplexAbs", "BatchMatMul"] and values([size, product]) == [[5.0], [[[11.0]]]]


@pytest.mark.parametrize("dtype", ["float32", "complex64", "int64"])
def test_select_takes_plain_values(values: Values, dtype: str) -> None:
    x = tf.constant([1, 2], dtype)
    chosen = tf.select([True, False], [7, 8], x)
    assert (chosen.op.type, chosen.dtype, values(chosen)) == ("Select", dtype, [7, 2])


def test_variables(values: Values) -> None:
    variable = tf.Variable([1.0])
    assert tf.all_variables() == tf.global_variables() == [variable]
    for function in (tf.initialize_all_variables, tf.initialize_local_variables, lambda: tf.initialize_variables([variable])):
        assert isinstance(function(), tf.Operation)


def test_extensions(tmp_path: Path) -> None:
    library = tmp_path / "ops.so"
    with pytest.raises(tf.errors.NotFoundError, match="ops.so"):
        tf.load_op_library(str(library))
    library.touch()
    for load in (tf.load_op_library, tf.load_library, tf.load_file_system_library):
        with pytest.raises(tf.errors.UnimplementedError, match="ops.so.*compiled for TensorFlow"):
            load(str(library))
    assert tf.RegisterShape("MyOp")(len) is len
    with pytest.raises(TypeError, match="string"):
        tf.RegisterShape(len)


def test_modes() -> None:
    assert not tf.executing_eagerly() and not tf.control_flow_v2_enabled()
    for accept in (tf.disable_eager_execution, tf.disable_v2_behavior, tf.disable_resource_variables):
        assert accept() is None
    for refuse in (tf.enable_eager_execution, tf.enable_v2_behavior):
        with pytest.raises(NotImplementedError):
            refuse()


def test_options_of_gradients(values: Values) -> None:
    x, y = tf.constant(1.0), tf.constant(2.0)
    method = tf.AggregationMethod.EXPERIMENTAL_ACCUMULATE_N
    assert tf.gradients(y, x, aggregation_method=method) == [None]
    assert values(tf.gradients(y, x, unconnected_gradients=tf.UnconnectedGradients.ZERO)) == values(
        tf.gradients(y, x, unconnected_gradients="zero")
    )
    with pytest.raises(ValueError, match="unconnected_gradients"):
        tf.gradients(y, x, unconnected_gradients="ones")


def test_shapes() -> None:
    assert tf.broadcast_static_shape(tf.TensorShape([2, 1]), tf.TensorShape([3])) == [2, 3]
    assert [tf.dimension_value(tf.Dimension(3)), tf.dimension_value(3), tf.dimension_value(None)] == [3, 3, None]
    assert tf.dimension_at_index(tf.TensorShape([2, 3]), 1) == tf.Dimension(3)


def test_messages() -> None:
    message = tf.make_tensor_proto([1, 2], tf.float32, [2, 1])
    assert tf.make_ndarray(message).tolist() == [[1.0], [2.0]] and tf.make_tensor_proto(message) is message
    assert tf.make_ndarray(tf.make_tensor_proto(7, shape=[2])).tolist() == [7, 7]
    assert tf.make_ndarray(tf.make_tensor_proto([1, 2], shape=[2, 2], allow_broadcast=True)).tolist() == [[1, 2], [1, 2]]
    assert tf.make_ndarray(tf.make_tensor_proto(["a", b"b"])).tolist() == [b"a", b"b"]
    with pytest.raises(ValueError, match="do not make the shape"):
        tf.make_tensor_proto([1, 2], shape=[3])
    with pytest.raises(TypeError, match="shape"):
        tf.make_tensor_proto([1, 2], shape=[2, 1], verify_shape=True)


def test_types_have_a_namespace() -> None:
    assert tf.dtypes.float32 is tf.float32 and tf.dtypes.cast is tf.cast and tf.dtypes.as_dtype("int32") is tf.int32
    assert {tf.qint8, tf.dtypes.qint8_ref} <= tf.QUANTIZED_DTYPES == tf.dtypes.QUANTIZED_DTYPES
    assert not hasattr(tf, "FLOAT") and np.dtype(tf.dtypes.float16.as_numpy_dtype) == np.float16
