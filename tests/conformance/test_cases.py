"""Cases: which samples become which calls, in which dtypes and variants."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import polyflow.ops.array_creation
import polyflow.ops.array_indexing
import polyflow.ops.array_manipulation
import polyflow.ops.linalg
import polyflow.ops.math_elementwise
import polyflow.ops.state  # noqa: F401 - the declarations
from conformance import case as case_module
from conformance.call import Call, applies, case_dtypes, main_type, make_call
from conformance.case import Case, Sample, case, integers, literal, normal, sample, strings, uninitialised, values
from conformance.items import Item
from conformance.variants import variants_of
from polyflow.framework import dtypes
from polyflow.framework.dtypes import DType
from polyflow.framework.op import declaration


def a_case(op_type: str, *samples: Sample, **settings: Any) -> Case:
    return Case(op_type, declaration(op_type).family, samples, **settings)


def call_of(op_type: str, given: Sample, dtype: DType | None) -> Call:
    return make_call(a_case(op_type, given), 1, dtype)


def roles(call: Call) -> list[tuple[str, str, str]]:
    return [(argument.name, argument.role, argument.dtype.name) for argument in call.flat()]


@pytest.mark.parametrize(
    ("op_type", "expected"),
    [
        ("MatMul", "T"),
        ("GatherV2", "Tparams"),
        ("ScatterNd", "T"),
        ("OneHot", "T"),
        ("Fill", "T"),
        ("Range", "Tidx"),
        ("Cast", "SrcT"),
        ("LogicalNot", ""),
    ],
)
def test_main_type(op_type: str, expected: str) -> None:
    import polyflow.ops.math_comparison  # noqa: F401 - LogicalNot

    assert main_type(declaration(op_type)) == expected


def test_roles_and_types() -> None:
    call = call_of("GatherV2", sample(normal(3, 4), integers(2, high=3), 1), dtypes.float16)
    assert roles(call) == [("params", "fed", "float16"), ("indices", "fed", "int32"), ("axis", "constant", "int32")]


def test_lists() -> None:
    call = call_of("ConcatV2", sample([normal(2, 3), normal(2, 4)], 1), dtypes.int64)
    assert roles(call) == [("values_0", "fed", "int64"), ("values_1", "fed", "int64"), ("axis", "constant", "int32")]


def test_variables() -> None:
    assert roles(call_of("Assign", sample(normal(2), normal(2)), dtypes.float32)) == [
        ("ref", "variable", "float32"),
        ("value", "fed", "float32"),
    ]
    assert roles(call_of("IsVariableInitialized", sample(uninitialised(2)), dtypes.float32)) == [("ref", "uninitialised", "float32")]


def test_types_of_the_sample_come_first() -> None:
    call = call_of("GatherV2", sample(normal(3), values([0], dtype="int64"), 0), dtypes.float32)
    assert roles(call)[1] == ("indices", "fed", "int64")
    assert call_of("Cast", sample(normal(3), DstT=dtypes.int8), dtypes.float32).attributes["DstT"] is dtypes.int8


def test_samples_apply_to_dtypes_that_hold_them() -> None:
    made = a_case("Neg", literal([1.5], gives=[-1.5]), literal([1], gives=[-1]), sample(strings(2)), sample(values([1], dtype="int64")))
    fitting = [[dtype.name for dtype in case_dtypes(made) if dtype and applies(made, number, dtype)] for number in (1, 2, 4)]
    assert "int32" not in fitting[0]
    assert "bfloat16" in fitting[0]
    assert {"int8", "complex64", "float16"} <= set(fitting[1])
    assert fitting[2] == ["int64"]


def test_dtypes_that_the_op_does_not_allow_are_refused() -> None:
    with pytest.raises(ValueError, match=r"asks for \['bool'\], which attribute 'T' does not allow"):
        case_dtypes(a_case("MatMul", sample(normal(2, 2), normal(2, 2)), dtypes=("bool",)))


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"tolerance": {"float32": 1.0}}, "must say why"),
        ({"oracle": False}, "must say why"),
        ({"derive": ("strange",)}, "derives \\['strange'\\]"),
    ],
)
def test_mistakes_in_a_case(settings: dict[str, Any], message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case_module, "CASES", {})
    with pytest.raises(ValueError, match=message):
        case("MatMul", sample(normal(2, 3), normal(3, 2)), **settings)


def test_one_case_per_op(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case_module, "CASES", {})
    case("MatMul", sample(normal(2, 3), normal(3, 2)))
    with pytest.raises(ValueError, match="two cases"):
        case("MatMul", sample(normal(2, 3), normal(3, 2)))
    with pytest.raises(ValueError, match="no sample"):
        case("Neg")


# Variants


def variants(op_type: str, given: Sample, dtype: DType = dtypes.float32, **settings: Any) -> dict[str, Call]:
    made = a_case(op_type, given, **settings)
    return variants_of(made, make_call(made, 1, dtype))


def test_all_kinds() -> None:
    assert list(variants("MatMul", sample(normal(2, 3), normal(3, 5)))) == [
        "empty0", "empty1", "empty2", "scalar", "strided", "transposed", "broadcast0", "broadcast1", "unknown_dims", "unknown_rank"
    ]  # fmt: skip
    assert "nonfinite" in variants("Add", sample(normal(2, 3), normal(2, 3)))
    assert {"fed", "types-Tindices-int64", "types-Taxis-int64"} <= set(variants("GatherV2", sample(normal(3, 4), integers(2, high=3), 1)))


def test_whitelist() -> None:
    assert list(variants("Add", sample(normal(2, 3), normal(2, 3)), derive=("scalar",))) == ["scalar"]
    assert variants("Add", sample(normal(2, 3), normal(2, 3)), derive=()) == {}


def test_an_emptied_dimension_is_emptied_wherever_it_occurs() -> None:
    emptied = variants("MatMul", sample(normal(2, 3), normal(3, 5)))["empty1"]
    assert [argument.array.shape for argument in emptied.flat()] == [(2, 0), (0, 5)]
    assert [argument.static for argument in emptied.flat()] == [(2, 0), (0, 5)]


def test_broadcast() -> None:
    found = variants("Add", sample(normal(2, 3), normal(2, 3)))
    assert [argument.array.shape for argument in found["broadcast0"].flat()] == [(3,), (2, 3)]
    assert [argument.array.shape for argument in found["broadcast1"].flat()] == [(2, 3), (2, 1)]


def test_strided_arrays_have_gaps_and_the_same_values() -> None:
    given = sample(normal(2, 3), normal(2, 3))
    plain, strided = call_of("Add", given, dtypes.float32), variants("Add", given)["strided"]
    for one, other in zip(plain.flat(), strided.flat(), strict=True):
        np.testing.assert_array_equal(one.array, other.array)
        assert other.array.strides == (24, 8)


def test_not_finite_numbers_are_among_the_others() -> None:
    array = variants("Neg", sample(normal(2, 5)))["nonfinite"].flat()[0].array
    assert np.isnan(array).sum() == 1
    assert np.isposinf(array).sum() == np.isneginf(array).sum() == 1
    assert "nonfinite" not in variants("Neg", sample(normal(2, 5)), dtypes.int32)


def test_unknown_shapes() -> None:
    found = variants("GatherV2", sample(normal(3, 4), integers(2, high=3), 1))
    assert [argument.static for argument in found["unknown_dims"].flat()] == [(None, None), (None,), ()]
    assert [argument.static for argument in found["unknown_rank"].flat()] == [None, None, None]
    assert [argument.role for argument in found["unknown_rank"].flat()] == ["fed"] * 3
    assert [argument.static for argument in found["fed"].flat()] == [(3, 4), (2,), ()]


def test_reproducing_command() -> None:
    assert str(Item("MatMul", 2, "float32", "empty0")) == "MatMul-float32-2-empty0"
    assert (
        Item("MatMul", 2, "float32", "empty0").command("torch")
        == "python -m conformance MatMul --dtype float32 --case 2 --backend torch --variant empty0"
    )
    assert (
        Item("NoOp", 1, None).command("numpy", "--oracle tensorflow")
        == "python -m conformance NoOp --case 1 --backend numpy --oracle tensorflow"
    )
