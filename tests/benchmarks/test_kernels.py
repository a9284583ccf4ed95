"""The benchmarks of single kernels: their tables name ops that have a large call, and both contenders do the same job."""

from __future__ import annotations

import importlib
import importlib.util
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from benchmarks.kernels.calls import LargeCall, large_cases
from benchmarks.kernels.nearest_numpy import NEAREST as NUMPY
from conformance.case import Sample, normal

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


def nearest(backend: str) -> dict[str, Any]:
    return NUMPY if backend == "numpy" else importlib.import_module("benchmarks.kernels.nearest_torch").NEAREST


@pytest.mark.parametrize("backend", BACKENDS)
def test_every_nearest_call_is_of_an_op_with_a_large_call(backend: str) -> None:
    assert not set(nearest(backend)) - set(large_cases())


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("op_type", SMALL)
def test_kernel_and_nearest_call_do_the_same_job(op_type: str, backend: str) -> None:
    call = LargeCall(replace(large_cases()[op_type], large=SMALL[op_type]), backend)
    ours, theirs = (np.asarray(function()) for function in (call.kernel(), call.nearest()))
    assert (ours.shape, ours.dtype) == (theirs.shape, theirs.dtype)
    if not call.declared.effects:
        np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-6)
