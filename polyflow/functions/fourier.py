"""Fourier transforms of complex numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..framework.op import Declaration
from ..framework.operation import Tensor
from ..ops import spectral as ops

__all__ = [
    "batch_fft", "batch_fft2d", "batch_fft3d", "batch_ifft", "batch_ifft2d", "batch_ifft3d", "fft", "fft2d", "fft3d", "ifft", "ifft2d",
    "ifft3d",
]  # fmt: skip


def _transform(build: Declaration, name: str) -> Callable[..., Tensor]:
    def function(input: Any, name: str | None = None) -> Tensor:
        return build(input, name=name)

    function.__name__ = function.__qualname__ = name
    function.__doc__ = build.__doc__
    return function


fft = _transform(ops.fft, "fft")
fft2d = _transform(ops.fft2d, "fft2d")
fft3d = _transform(ops.fft3d, "fft3d")
ifft = _transform(ops.ifft, "ifft")
ifft2d = _transform(ops.ifft2d, "ifft2d")
ifft3d = _transform(ops.ifft3d, "ifft3d")
batch_fft = _transform(ops.batch_fft, "batch_fft")
batch_fft2d = _transform(ops.batch_fft2d, "batch_fft2d")
batch_fft3d = _transform(ops.batch_fft3d, "batch_fft3d")
batch_ifft = _transform(ops.batch_ifft, "batch_ifft")
batch_ifft2d = _transform(ops.batch_ifft2d, "batch_ifft2d")
batch_ifft3d = _transform(ops.batch_ifft3d, "batch_ifft3d")
