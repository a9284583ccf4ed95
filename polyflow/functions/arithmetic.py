"""Element-wise functions: arithmetic, comparison, logic, complex numbers, and changes of type."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from ..framework import dtypes
from ..framework.conversion import convert_n_to_tensor, convert_to_tensor
from ..framework.dtypes import DType, as_dtype
from ..framework.indexed_slices import IndexedSlices
from ..framework.op import Declaration
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..framework.sparse_tensor import SparseTensor
from ..framework.tensor_shape import UNKNOWN, TensorShape, as_shape
from ..ops import array_creation as creation
from ..ops import array_identity as array
from ..ops import math_comparison as compare
from ..ops import math_complex as complex_numbers
from ..ops import math_elementwise as ops
from ..ops.math_floating import next_after
from ..ops.nn_activation import softplus

__all__ = [
    "abs", "accumulate_n", "acos", "acosh", "add", "add_n", "angle", "asin", "asinh", "atan", "atan2", "atanh", "cast", "ceil", "complex",
    "conj", "cos", "cosh", "equal", "exp", "expm1", "floor", "floor_div", "floormod", "greater", "greater_equal", "imag", "is_finite",
    "is_inf", "is_nan", "less", "less_equal", "log", "log1p", "log_sigmoid", "logical_and", "logical_not", "logical_or", "logical_xor",
    "maximum", "minimum", "mod", "multiply", "negative", "nextafter", "not_equal", "pow", "real", "realdiv", "reciprocal", "rint",
    "round", "rsqrt", "saturate_cast", "sigmoid", "sign", "sin", "sinh", "sqrt", "square", "squared_difference", "subtract", "tan",
    "tanh", "to_bfloat16", "to_complex64", "to_complex128", "to_double", "to_float", "to_int32", "to_int64", "truncatediv", "truncatemod",
]  # fmt: skip

Function = Callable[..., Any]


# Functions made from builders


def _unary(build: Declaration, name: str, *, sparse: bool = False) -> Function:
    """The public form of an op of one tensor; where it takes 0 to 0, sparse tensors are allowed too."""

    def function(x: Any, name: str | None = None) -> Any:
        if sparse and isinstance(x, SparseTensor):
            return SparseTensor(x.indices, build(x.values, name=name), x.dense_shape)
        return build(x, name=name)

    return as_public(function, name, build)


def _binary(build: Declaration, name: str) -> Function:
    """The public form of an op of two tensors."""

    def function(x: Any, y: Any, name: str | None = None) -> Any:
        return build(x, y, name=name, **common_type(x, y))

    return as_public(function, name, build)


def as_public(function: Function, name: str, build: Declaration) -> Function:
    """``function`` under the public name, with the documentation of the op that it builds."""
    function.__name__ = function.__qualname__ = name
    function.__doc__ = build.__doc__
    return function


def common_type(x: Any, y: Any) -> dict[str, DType]:
    """The attribute T where a plain value comes first: it takes the type of the tensor that follows."""
    dtype = getattr(y, "dtype", None)
    return {"T": dtype.base_dtype} if isinstance(dtype, DType) and not hasattr(x, "dtype") else {}


negative = _unary(ops.neg, "negative", sparse=True)
sign = _unary(ops.sign, "sign", sparse=True)
square = _unary(ops.square, "square", sparse=True)
sqrt = _unary(ops.sqrt, "sqrt", sparse=True)
tanh = _unary(ops.tanh, "tanh", sparse=True)
reciprocal = _unary(ops.reciprocal, "reciprocal")
rsqrt = _unary(ops.rsqrt, "rsqrt")
exp = _unary(ops.exp, "exp")
expm1 = _unary(ops.expm1, "expm1")
log = _unary(ops.log, "log")
log1p = _unary(ops.log1p, "log1p")
sin = _unary(ops.sin, "sin")
cos = _unary(ops.cos, "cos")
tan = _unary(ops.tan, "tan")
asin = _unary(ops.asin, "asin")
acos = _unary(ops.acos, "acos")
atan = _unary(ops.atan, "atan")
sinh = _unary(ops.sinh, "sinh")
cosh = _unary(ops.cosh, "cosh")
asinh = _unary(ops.asinh, "asinh")
acosh = _unary(ops.acosh, "acosh")
atanh = _unary(ops.atanh, "atanh")
sigmoid = _unary(ops.sigmoid, "sigmoid")
floor = _unary(ops.floor, "floor")
ceil = _unary(ops.ceil, "ceil")
rint = _unary(ops.rint, "rint")
is_nan = _unary(compare.is_nan, "is_nan")
is_inf = _unary(compare.is_inf, "is_inf")
is_finite = _unary(compare.is_finite, "is_finite")
logical_not = _unary(compare.logical_not, "logical_not")

add = _binary(ops.add, "add")
subtract = _binary(ops.sub, "subtract")
multiply = _binary(ops.mul, "multiply")
realdiv = _binary(ops.real_div, "realdiv")
floor_div = _binary(ops.floor_div, "floor_div")
mod = floormod = _binary(ops.floor_mod, "floormod")
truncatediv = _binary(ops.truncate_div, "truncatediv")
truncatemod = _binary(ops.truncate_mod, "truncatemod")
pow = _binary(ops.pow_, "pow")
maximum = _binary(ops.maximum, "maximum")
minimum = _binary(ops.minimum, "minimum")
nextafter = as_public(lambda x1, x2, name=None: next_after(x1, x2, name=name, **common_type(x1, x2)), "nextafter", next_after)
squared_difference = _binary(ops.squared_difference, "squared_difference")
equal = _binary(compare.equal, "equal")
not_equal = _binary(compare.not_equal, "not_equal")
less = _binary(compare.less, "less")
less_equal = _binary(compare.less_equal, "less_equal")
greater = _binary(compare.greater, "greater")
greater_equal = _binary(compare.greater_equal, "greater_equal")


def atan2(y: Any, x: Any, name: str | None = None) -> Tensor:
    """The angle of the point (x, y), in [-π, π]."""
    return ops.atan2(y, x, name=name, **common_type(y, x))


def logical_and(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Whether both are true."""
    return compare.logical_and(x, y, name=name)


def logical_or(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Whether one or both are true."""
    return compare.logical_or(x, y, name=name)


def logical_xor(x: Any, y: Any, name: str = "LogicalXor") -> Tensor:
    """Whether exactly one is true."""
    x, y = convert_to_tensor(x), convert_to_tensor(y)
    return compare.logical_and(compare.logical_or(x, y), compare.logical_not(compare.logical_and(x, y)), name=name)


def log_sigmoid(x: Any, name: str | None = None) -> Tensor:
    """The logarithm of the sigmoid of ``x``, as -softplus(-x), which neither underflows nor overflows."""
    with name_scope(name, "LogSigmoid", [x]) as scope:
        return ops.neg(softplus(ops.neg(convert_to_tensor(x, name="x"))), name=scope)


# Absolute values, rounding, sums


def abs(x: Any, name: str | None = None) -> Any:
    """|x|, a real number for complex ones too."""
    if isinstance(x, SparseTensor):
        return SparseTensor(x.indices, abs(x.values, name), x.dense_shape)
    with name_scope(name, "Abs", [x]) as scope:
        x = convert_to_tensor(x, name="x")
        return complex_numbers.complex_abs(x, Tout=x.dtype.real_dtype, name=scope) if x.dtype.is_complex else ops.abs_(x, name=scope)


def round(x: Any, name: str | None = None) -> Tensor:
    """The nearest integer, halves going to the even one; integers stay as they are."""
    x = convert_to_tensor(x, name="x")
    return x if x.dtype.is_integer else ops.rint(x, name=name or "Round")


def add_n(inputs: Any, name: str | None = None) -> Tensor:
    """The sum of tensors of one shape and type."""
    tensors = _addends(inputs)
    if len(tensors) == 1:
        return array.identity(tensors[0], name=name) if name else tensors[0]
    return ops.add_n(tensors, name=name)


def accumulate_n(inputs: Any, shape: Any = None, tensor_dtype: Any = None, name: str | None = None) -> Tensor:
    """The sum of tensors of one shape and type, which may be given to be checked."""
    tensors = _addends(inputs)
    if tensor_dtype is not None and as_dtype(tensor_dtype) is not tensors[0].dtype.base_dtype:
        raise TypeError(f"tensor_dtype is {tensor_dtype}, but input is of type {tensors[0].dtype}")
    total = as_shape(shape) if shape is not None else UNKNOWN
    for tensor in tensors:
        total = total.merge_with(tensor.shape)
    if len(tensors) == 1:
        return array.identity(tensors[0], name=name) if name else tensors[0]
    return ops.accumulate_n_v2(tensors, shape=TensorShape(total), name=name)


def _addends(inputs: Any) -> list[Tensor]:
    inputs = list(inputs) if isinstance(inputs, Iterable) and not isinstance(inputs, Tensor) else []
    if not inputs:
        raise ValueError("inputs must be a list of at least one Tensor/IndexedSlices with the same dtype and shape")
    tensors = convert_n_to_tensor(inputs)
    if any(tensor.dtype.base_dtype is not tensors[0].dtype.base_dtype for tensor in tensors):
        raise ValueError("inputs must be a list of at least one Tensor/IndexedSlices with the same dtype and shape")
    return tensors


# Complex numbers


def complex(real: Any, imag: Any, name: str | None = None) -> Tensor:
    """real + i · imag, of type complex64 from float32 and complex128 from float64."""
    real = convert_to_tensor(real, name="real", **({"dtype": common_type(real, imag)["T"]} if common_type(real, imag) else {}))
    imag = convert_to_tensor(imag, name="imag", preferred_dtype=real.dtype.base_dtype)
    with name_scope(name, "Complex", [real, imag]) as scope:
        types = (real.dtype.base_dtype, imag.dtype.base_dtype)
        if types not in ((dtypes.float32, dtypes.float32), (dtypes.float64, dtypes.float64)):
            raise TypeError(f"real and imag have incorrect types: {real.dtype.name} {imag.dtype.name}")
        return complex_numbers.complex_(real, imag, Tout=dtypes.complex64 if types[0] is dtypes.float32 else dtypes.complex128, name=scope)


def real(input: Any, name: str | None = None) -> Tensor:
    """The real part; real numbers stay as they are."""
    return _part(complex_numbers.real, input, name, "Real")


def imag(input: Any, name: str | None = None) -> Tensor:
    """The imaginary part; zeros for real numbers."""
    input = convert_to_tensor(input, name="input")
    return _part(complex_numbers.imag, input, name, "Imag") if input.dtype.is_complex else creation.zeros_like(input)


def _part(build: Declaration, input: Any, name: str | None, default_name: str) -> Tensor:
    with name_scope(name, default_name, [input]) as scope:
        input = convert_to_tensor(input, name="input")
        return build(input, Tout=input.dtype.real_dtype, name=scope) if input.dtype.is_complex else input


def angle(input: Any, name: str | None = None) -> Tensor:
    """The argument of complex numbers, in [-π, π]; of real ones 0, or π where they are negative."""
    input = convert_to_tensor(input, name="input")
    if input.dtype.is_complex:
        return _part(complex_numbers.angle, input, name, "Angle")
    with name_scope(name, "Angle", [input]):
        zero, half_turn = np.array([0, np.pi], input.dtype.np_dtype)
        return compare.select_v2(compare.less(input, zero), half_turn, zero)


def conj(x: Any, name: str | None = None) -> Tensor:
    """The complex conjugate; real numbers stay as they are."""
    with name_scope(name, "Conj", [x]) as scope:
        x = convert_to_tensor(x, name="x")
        if x.dtype.is_complex or x.dtype.base_dtype is dtypes.variant:
            return complex_numbers.conj(x, name=scope)
    if x.dtype.is_floating or x.dtype.is_integer:
        return x
    raise TypeError(f"Expected numeric or variant tensor, got dtype {x.dtype!r}")


# Types


def cast(x: Any, dtype: Any, name: str | None = None) -> Any:
    """``x`` with its elements as ``dtype``; of SparseTensors and IndexedSlices the values. What has the type already stays as it is."""
    target = as_dtype(dtype).base_dtype
    if isinstance(x, Tensor) and x.dtype is target:
        return x
    with name_scope(name, "Cast", [] if isinstance(x, (SparseTensor, IndexedSlices)) else [x]) as scope:
        if isinstance(x, SparseTensor):
            return SparseTensor(x.indices, cast(x.values, target, name=scope), x.dense_shape)
        if isinstance(x, IndexedSlices):
            return IndexedSlices(cast(x.values, target, name=scope), x.indices, x.dense_shape)
        x = convert_to_tensor(x, name="x")
        return x if x.dtype.base_dtype is target else ops.cast(x, DstT=target, name=scope)


def saturate_cast(value: Any, dtype: Any, name: str | None = None) -> Tensor:
    """``value`` as ``dtype``, with what lies beyond the range of that type set to its nearest end."""
    target = as_dtype(dtype).base_dtype
    with name_scope(name, "saturate_cast", [value]) as scope:
        value = convert_to_tensor(value, name="value")
        if value.dtype.min < target.min:
            value = ops.maximum(value, convert_to_tensor(target.min, value.dtype.base_dtype, name="min"))
        if value.dtype.max > target.max:
            value = ops.minimum(value, convert_to_tensor(_largest(target, value.dtype), value.dtype.base_dtype, name="max"))
        return cast(value, target, name=scope)


def _largest(target: DType, source: DType) -> builtins.float | builtins.int:
    """The largest value of ``source`` that ``target`` can hold: 2**31 - 1 would be rounded up by float32."""
    if not source.is_floating or not target.is_integer:
        return target.max  # type: ignore[no-any-return]
    largest = source.np_dtype.type(target.max)
    return largest if builtins.int(largest) <= target.max else np.nextafter(largest, source.np_dtype.type(0))  # type: ignore[no-any-return]


def _caster(public_name: str, default_name: str, target: DType) -> Function:
    def function(x: Any, name: str = default_name) -> Any:
        return cast(x, target, name=name)

    function.__name__ = function.__qualname__ = public_name
    function.__doc__ = f"``x`` with its elements as {target.name}."
    return function


to_float = _caster("to_float", "ToFloat", dtypes.float32)
to_double = _caster("to_double", "ToDouble", dtypes.float64)
to_int32 = _caster("to_int32", "ToInt32", dtypes.int32)
to_int64 = _caster("to_int64", "ToInt64", dtypes.int64)
to_bfloat16 = _caster("to_bfloat16", "ToBFloat16", dtypes.bfloat16)
to_complex64 = _caster("to_complex64", "ToComplex64", dtypes.complex64)
to_complex128 = _caster("to_complex128", "ToComplex128", dtypes.complex128)
