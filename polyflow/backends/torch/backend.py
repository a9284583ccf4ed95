"""The Torch backend, on the CPU or a CUDA device."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import ml_dtypes
import numpy as np
import torch

from ...framework.dtypes import DType
from . import kernel

_NATIVE = {
    name: getattr(torch, name)
    for name in (
        "float16",
        "float32",
        "float64",
        "bfloat16",
        "int8",
        "int16",
        "int32",
        "int64",
        "uint8",
        "uint16",
        "uint32",
        "uint64",
        "complex64",
        "complex128",
        "bool",
    )
}
_PLAIN = frozenset(_NATIVE.values()) - {torch.bfloat16, torch.complex64, torch.complex128}
"""Types that NumPy reads in place; bfloat16 needs another view, complex numbers may be lazily conjugated."""

_BFLOAT16 = np.dtype(ml_dtypes.bfloat16)


class TorchBackend:
    """Tensors of one device. Variables are plain tensors: polyflow differentiates the graph, so autograd stays off."""

    kernels = kernel
    on_host = False

    def __init__(self, device: str) -> None:
        self.device = torch.device(device)
        self.name = f"torch:{device}"
        self._on_cpu = self.device.type == "cpu"

    def from_host(self, array: np.ndarray[Any, Any]) -> torch.Tensor:
        tensor = _from_numpy(array if type(array) is np.ndarray else np.asarray(array))
        return tensor if self._on_cpu else tensor.to(self.device)

    def to_host(self, value: torch.Tensor) -> np.ndarray[Any, Any]:
        if self._on_cpu and value.dtype in _PLAIN:
            return value.numpy()
        value = value.cpu().resolve_conj().resolve_neg()
        if value.dtype is torch.bfloat16:
            return value.view(torch.int16).numpy().view(_BFLOAT16)
        return value.numpy()

    def copy(self, value: torch.Tensor) -> torch.Tensor:
        return value.clone()

    def native_dtype(self, dtype: DType) -> Any:
        """A torch.dtype; NumPy's for text and lists, which never become tensors."""
        return _NATIVE.get(dtype.name, dtype.np_dtype)

    def is_native(self, value: Any) -> bool:
        return isinstance(value, torch.Tensor) and value.device == self.device

    def synchronize(self) -> None:
        if not self._on_cpu:
            torch.cuda.synchronize(self.device)

    def compile(self, function: Callable[..., Any]) -> Callable[..., Any]:
        from .compiler import Compiled

        return Compiled(function)

    def fuse_rules(self) -> Sequence[Callable[..., Any]]:
        from .rules import RULES

        return RULES


def _from_numpy(array: np.ndarray[Any, Any]) -> torch.Tensor:
    """Shares memory where torch can: it refuses negative strides and warns of read-only arrays."""
    if array.flags.writeable:
        try:
            return torch.from_numpy(array)
        except (TypeError, ValueError):
            pass
    if array.dtype == _BFLOAT16:
        return _from_numpy(array.view(np.int16)).view(torch.bfloat16)
    return torch.from_numpy(array.astype(array.dtype.newbyteorder("="), order="C", copy=True))


def make(device: str | None) -> TorchBackend:
    """The backend of ``device`` ("cpu", "cuda", "cuda:1"); LookupError when the device is absent."""
    chosen = device or "cpu"
    chosen = "cuda:0" if chosen == "cuda" else chosen
    if chosen not in devices():
        raise LookupError(f"torch has no device {device!r} here")
    return TorchBackend(chosen)


def devices() -> list[str]:
    return ["cpu", *(f"cuda:{index}" for index in range(torch.cuda.device_count()))]
