"""Every kernel whose case names a large call, beside the nearest call of its library, a group per op and backend."""

from __future__ import annotations

import importlib.util
from typing import Any

import pytest

from .kernels.calls import LargeCall, large_cases

BACKENDS = ["numpy", *(["torch"] if importlib.util.find_spec("torch") else [])]


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("op_type", large_cases())
@pytest.mark.parametrize("contender", ["kernel", "nearest"])
def test_kernel(benchmark: Any, op_type: str, backend: str, contender: str) -> None:
    function = getattr(LargeCall(large_cases()[op_type], backend), contender)()
    if function is None:
        pytest.skip(f"{backend} has no call near {op_type}")
    benchmark.group = f"{op_type} {backend}"
    benchmark(function)
