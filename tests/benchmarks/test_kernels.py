"""The benchmarks of single kernels: their tables name ops that have a large call, and both contenders do the same job."""

from __future__ import annotations

import importlib
import importlib.util
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from benchmarks.kernels.calls import LargeCall, large_cases
from benchmarks.kernels.limits import beyond, remark
from benchmarks.kernels.nearest_numpy import NEAREST as NUMPY
from conformance.case import Sample, integers, normal, values

TORCH = importlib.util.find_spec("torch")
BACKENDS = ["numpy", pytest.param("torch", marks=pytest.mark.skipif(TORCH is None, reason="without torch"))]
SMALL = {
    "Exp": Sample((normal(2, 3),), {}),
    "Cast": Sample((normal(2, 3),), {"DstT": "float16"}),
    "Sum": Sample((normal(2, 3), 1), {}),
    "ArgMax": Sample((normal(2, 3), 1), {}),
    "MatMul": Sample((normal(2, 3), normal(3, 5)), {}),
    "RFFT": Sample((normal(2, 6), [6]), {"Treal": "float32", "Tcomplex": "complex64"}),
    "Concat": Sample((1, [normal(2, 3), normal(2, 4)]), {}),
    "Fill": Sample(([2, 3], normal()), {}),
    "RandomUniform": Sample(([2, 3],), {"seed": 1, "seed2": 2}),
}
PLAIN = {"strides": [1, 1, 1, 1], "padding": "SAME"}
PAIRS = {"ksize": [1, 2, 2, 1], "strides": [1, 2, 2, 1], "padding": "VALID"}
CUBES = {"ksize": [1, 2, 2, 2, 1], "strides": [1, 2, 2, 2, 1], "padding": "VALID"}
SMALL_FOR_TORCH = {
    "Sign": Sample((values([-2.5, 0.0, float("nan")]),), {}),
    "LeftShift": Sample((integers(2, 3, dtype="int8"), values([[0, 7, 9]], "int8")), {}),
    "MulNoNan": Sample((values([float("inf"), 2.0]), values([0.0, 3.0])), {}),
    "Conv2D": Sample((normal(2, 5, 6, 3), normal(3, 3, 3, 4)), PLAIN),
    "Conv2DBackpropInput": Sample(([2, 5, 6, 3], normal(3, 3, 3, 4), normal(2, 5, 6, 4)), PLAIN),
    "Conv2DBackpropFilter": Sample((normal(2, 5, 6, 3), [3, 3, 3, 4], normal(2, 5, 6, 4)), PLAIN),
    "DepthwiseConv2dNative": Sample((normal(2, 5, 6, 3), normal(3, 3, 3, 1)), PLAIN),
    "MaxPool": Sample((normal(2, 4, 6, 3),), PAIRS),
    "MaxPoolGrad": Sample((normal(2, 4, 6, 3), normal(2, 2, 3, 3), normal(2, 2, 3, 3)), PAIRS),
    "MaxPoolGradGrad": Sample((normal(2, 4, 6, 3), normal(2, 2, 3, 3), normal(2, 4, 6, 3)), PAIRS),
    "AvgPool3D": Sample((normal(2, 4, 6, 2, 3),), CUBES),
    "AvgPool3DGrad": Sample(([2, 4, 6, 2, 3], normal(2, 2, 3, 1, 3)), CUBES),
    "LRN": Sample((normal(2, 3, 4, 5),), {}),
    "NthElement": Sample((normal(3, 7), 4), {}),
}


def nearest(backend: str) -> dict[str, Any]:
    return NUMPY if backend == "numpy" else importlib.import_module("benchmarks.kernels.nearest_torch").NEAREST


@pytest.mark.parametrize("backend", BACKENDS)
def test_every_nearest_call_is_of_an_op_with_a_large_call(backend: str) -> None:
    assert not set(nearest(backend)) - set(large_cases())


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("op_type", SMALL)
def test_kernel_and_nearest_call_do_the_same_job(op_type: str, backend: str) -> None:
    compare(op_type, SMALL[op_type], backend)


@pytest.mark.skipif(TORCH is None, reason="without torch")
@pytest.mark.parametrize("op_type", SMALL_FOR_TORCH)
def test_torch_kernel_and_nearest_call_do_the_same_job(op_type: str) -> None:
    compare(op_type, SMALL_FOR_TORCH[op_type], "torch")


def compare(op_type: str, small: Sample, backend: str) -> None:
    call = LargeCall(replace(large_cases()[op_type], large=small), backend)
    ours, theirs = (np.asarray(function()) for function in (call.kernel(), call.nearest()))
    assert (ours.shape, ours.dtype) == (theirs.shape, theirs.dtype)
    if not call.declared.effects:
        np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(
    ("backend", "kernel", "nearest", "marked"),
    [
        ("torch", 1.3e-3, 1e-3, True),
        ("torch:cuda", 1.3e-3, 1e-3, True),
        ("torch", 1.1e-3, 1e-3, False),
        ("torch", 5e-6, 1e-6, False),
        ("numpy", 49.0, 1.0, False),
        ("numpy", 51.0, 1.0, True),
    ],
)
def test_beyond_is_what_takes_too_long_by_more_than_a_few_calls(backend: str, kernel: float, nearest: float, marked: bool) -> None:
    assert beyond(backend, kernel, nearest) is marked
    assert remark("math_elementwise", backend, kernel, nearest) == ("beyond" if marked else "")
    assert remark("random", backend, kernel, nearest) == ("other numbers" if marked else "")
