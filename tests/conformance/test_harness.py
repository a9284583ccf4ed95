"""The harness catches what it is there for: each test breaks one thing and sees a check fail."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from conformance.case import CASES, Case, Sample, build_error, edge, integers, literal, normal, positive, run_error, sample
from conformance.check_gradients import check_gradient, check_gradient_graph
from conformance.checks import check_build_error, check_forward, check_run_error
from conformance.items import Item, has_finite_differences
from conformance.report import NOT_APPLICABLE, CheckFailed
from polyflow.gradients import registry
from polyflow.ops.math_elementwise import add

from .altered import AlteredBackend

Register = Callable[..., None]


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> Register:
    """Puts a case in place of the op's own for one test."""

    def put(op_type: str, family: str, *samples: Sample, **settings: Any) -> None:
        importlib.import_module(f"polyflow.ops.{family}")
        monkeypatch.setitem(CASES, op_type, Case(op_type, family, samples, **settings))

    return put


@pytest.fixture
def matmul(register: Register) -> Item:
    register("MatMul", "linalg", sample(normal(2, 3), normal(3, 5)), literal([[1.0, 2.0]], [[3.0], [4.0]], gives=[[11.0]]))
    return Item("MatMul", 1, "float32")


@pytest.fixture
def total(register: Register) -> Item:
    register("Sum", "math_reduction", sample(normal(2, 3, 4), [1]), sample(normal(2, 3, 4), [0]), sample(normal(3, 3, 3), [0]))
    return Item("Sum", 1, "float64")


def numpy_matmul(a: Any, b: Any, *, transpose_a: bool, transpose_b: bool) -> Any:
    return (a.T if transpose_a else a) @ (b.T if transpose_b else b)


def test_right_kernel_passes(matmul: Item) -> None:
    check_forward(matmul, AlteredBackend({"MatMul": numpy_matmul}))


def test_wrong_kernel(matmul: Item) -> None:
    def off_by_little(a: Any, b: Any, *, transpose_a: bool, transpose_b: bool) -> Any:
        product = numpy_matmul(a, b, transpose_a=transpose_a, transpose_b=transpose_b)
        product[1, 2] *= np.float32(1.001)
        return product

    with pytest.raises(CheckFailed) as caught:
        check_forward(matmul, AlteredBackend({"MatMul": off_by_little}))
    message = str(caught.value)
    assert "MatMul-float32-1: output 0 (product): 1 of 10 elements differ, worst at (1, 2): altered numpy" in message
    assert "tolerance: relative" in message
    assert "python -m conformance MatMul --dtype float32 --case 1 --backend altered numpy" in message


def test_wrong_dtype(matmul: Item) -> None:
    def widened(a: Any, b: Any, *, transpose_a: bool, transpose_b: bool) -> Any:
        return a.astype(np.float64) @ b

    with pytest.raises(CheckFailed, match="said float32, but the result has dtype float64"):
        check_forward(matmul, AlteredBackend({"MatMul": widened}))


def test_ignored_attribute(register: Register) -> None:
    def forgetful(a: Any, b: Any, *, transpose_a: bool, transpose_b: bool) -> Any:
        return a @ b

    register("MatMul", "linalg", sample(normal(3, 3), normal(3, 5), transpose_a=True))
    with pytest.raises(CheckFailed, match="elements differ"):
        check_forward(Item("MatMul", 1, "float32"), AlteredBackend({"MatMul": forgetful}))


def test_swapped_axis(total: Item) -> None:
    def from_behind(x: Any, axis: Any, *, keep_dims: bool) -> Any:
        return np.sum(x, axis=tuple(-1 - i for i in axis), keepdims=keep_dims)

    backend = AlteredBackend({"Sum": from_behind})
    check_forward(total, backend)  # the middle axis is its own mirror image
    with pytest.raises(CheckFailed, match=r"said shape \(3, 4\), but the result has \(2, 3\)"):
        check_forward(replace(total, number=2), backend)
    with pytest.raises(CheckFailed, match="elements differ"):
        check_forward(replace(total, number=3), backend)


def test_mutated_input(matmul: Item) -> None:
    def careless(a: Any, b: Any, *, transpose_a: bool, transpose_b: bool) -> Any:
        product = a @ b
        a *= 2
        return product

    with pytest.raises(CheckFailed, match="altered numpy changed its input a"):
        check_forward(matmul, AlteredBackend({"MatMul": careless}))


def test_mutated_input_of_a_backend_that_copies(matmul: Item) -> None:
    """Where the feed is copied to the backend, the user's array stays as it is; what the backend holds does not."""

    class Copying(AlteredBackend):
        def from_host(self, array: Any) -> Any:
            return array.copy()

    def careless(a: Any, b: Any, *, transpose_a: bool, transpose_b: bool) -> Any:
        product = a @ b
        b += 1
        return product

    with pytest.raises(CheckFailed, match="changed its input b"):
        check_forward(matmul, Copying({"MatMul": careless}))


def test_wrong_literal(register: Register) -> None:
    register("MatMul", "linalg", literal([[1.0, 2.0]], [[3.0], [4.0]], gives=[[12.0]]))
    with pytest.raises(CheckFailed, match="numpy 11.0, the hand-computed value 12.0"):
        check_forward(Item("MatMul", 1, "float64"))


def test_kernel_that_fails_in_an_empty_dimension(matmul: Item) -> None:
    def choking(a: Any, b: Any, *, transpose_a: bool, transpose_b: bool) -> Any:
        return np.stack([np.sum(row[:, None] * b, axis=0) for row in a])

    check_forward(matmul, AlteredBackend({"MatMul": choking}))
    with pytest.raises(CheckFailed, match="need at least one array to stack"):
        check_forward(replace(matmul, variant="empty0"), AlteredBackend({"MatMul": choking}))


def test_kernel_that_trusts_contiguity(matmul: Item) -> None:
    def trusting(a: Any, b: Any, *, transpose_a: bool, transpose_b: bool) -> Any:
        memory = np.lib.stride_tricks.as_strided(a, strides=(a.shape[1] * a.itemsize, a.itemsize))
        return memory @ b

    check_forward(matmul, AlteredBackend({"MatMul": trusting}))
    with pytest.raises(CheckFailed, match="elements differ"):
        check_forward(replace(matmul, variant="transposed"), AlteredBackend({"MatMul": trusting}))


def test_kernel_that_swallows_nan(register: Register) -> None:
    register("Neg", "math_elementwise", sample(normal(2, 3)))
    with pytest.raises(CheckFailed, match="numpy nan"):
        check_forward(
            Item("Neg", 1, "float32", "nonfinite"),
            AlteredBackend({"Neg": lambda x: -np.nan_to_num(x, nan=1.0, posinf=np.inf, neginf=-np.inf)}),
        )


def test_variant_that_the_op_rightly_refuses(matmul: Item) -> None:
    assert check_forward(replace(matmul, variant="scalar")) == NOT_APPLICABLE


# Gradients


def test_right_gradient_passes(matmul: Item) -> None:
    check_gradient(replace(matmul, dtype="float64"))


def test_missing_gradient_statement(matmul: Item, monkeypatch: pytest.MonkeyPatch) -> None:
    registry.find("MatMul", "linalg")
    monkeypatch.delitem(registry._functions, "MatMul")
    with pytest.raises(CheckFailed, match="No gradient defined for operation type 'MatMul'"):
        check_gradient(replace(matmul, dtype="float64"))


def test_wrong_gradient(total: Item, monkeypatch: pytest.MonkeyPatch) -> None:
    registry.find("Sum", "math_reduction")
    right = registry._functions["Sum"]
    assert right is not None

    def doubled(op: Any, dy: Any) -> Any:
        return right(op, add(dy, dy))

    monkeypatch.setitem(registry._functions, "Sum", doubled)
    with pytest.raises(CheckFailed, match="gradient of input: along a random direction"):
        check_gradient(total)


def test_gradient_that_forgets_a_path(matmul: Item, monkeypatch: pytest.MonkeyPatch) -> None:
    registry.find("MatMul", "linalg")
    right = registry._functions["MatMul"]
    assert right is not None
    monkeypatch.setitem(registry._functions, "MatMul", lambda op, dy: (right(op, dy)[0], None))
    with pytest.raises(CheckFailed, match=r"gradient of b: along a random direction it gives no path \(None\)"):
        check_gradient(replace(matmul, dtype="float64"))


def test_wrong_kernel_in_the_gradient(register: Register) -> None:
    """A kernel that only backward uses is seen too: the product with a transposed operand."""

    def untransposed(a: Any, b: Any, *, transpose_a: bool, transpose_b: bool) -> Any:
        return a @ b

    register("MatMul", "linalg", sample(normal(3, 3), normal(3, 3)))
    item = Item("MatMul", 1, "float32")
    check_forward(item, AlteredBackend({"MatMul": untransposed}))
    with pytest.raises(CheckFailed, match="gradient of a: "):
        check_gradient_graph(item, AlteredBackend({"MatMul": untransposed}))


# Errors


def test_build_error_that_is_not_raised(register: Register) -> None:
    register("MatMul", "linalg", build_error(normal(2, 3), normal(3, 5), match="sizes"))
    with pytest.raises(CheckFailed, match="nothing was raised, ValueError matching 'sizes' was expected"):
        check_build_error(Item("MatMul", 1, "float32"))


def test_build_error_with_another_message(register: Register) -> None:
    register("MatMul", "linalg", build_error(normal(2, 3), normal(4, 5), match="weather"))
    with pytest.raises(CheckFailed, match="does not match 'weather'"):
        check_build_error(Item("MatMul", 1, "float32"))


def test_the_gradient_is_not_checked_at_an_edge(register: Register) -> None:
    register("Log", "math_elementwise", literal([1.0], gives=[0.0]), edge([0.0], gives=[-np.inf]))
    assert [has_finite_differences(Item("Log", number, "float64")) for number in (1, 2)] == [True, False]
    check_forward(Item("Log", 2, "float64"), "numpy")


def test_run_error_of_another_class(register: Register) -> None:
    def crashing(x: Any, y: Any) -> Any:
        raise KeyError("no division today")

    register("FloorDiv", "math_elementwise", run_error(positive(2), integers(2, high=1), match="zero"))
    item = Item("FloorDiv", 1, "int32")
    check_run_error(item)
    with pytest.raises(CheckFailed, match="UnknownError was raised instead of InvalidArgumentError"):
        check_run_error(item, AlteredBackend({"FloorDiv": crashing}))
