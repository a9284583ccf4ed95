"""The NumPy backend: arrays of the host, kernels that read like definitions."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...framework.dtypes import DType
from . import kernel


class NumpyBackend:
    """The reference. Native arrays are NumPy arrays, so ``from_host`` and ``to_host`` are free."""

    name = "numpy"
    kernels = kernel
    device = "cpu"
    on_host = True

    def from_host(self, array: np.ndarray[Any, Any]) -> Any:
        return array

    def to_host(self, value: Any) -> np.ndarray[Any, Any]:
        return value

    def copy(self, value: Any) -> Any:
        return value.copy()

    def native_dtype(self, dtype: DType) -> Any:
        return dtype.np_dtype

    def is_native(self, value: Any) -> bool:
        return isinstance(value, (np.ndarray, np.generic))

    def synchronize(self) -> None:
        """NumPy has finished when it returns."""

    def fuse_rules(self) -> tuple[()]:
        return ()


def make(device: str | None) -> NumpyBackend:
    """The backend; LookupError for any device but the CPU."""
    if device not in (None, "cpu"):
        raise LookupError(f"NumPy has no device {device!r}")
    return NumpyBackend()


def devices() -> list[str]:
    return ["cpu"]
