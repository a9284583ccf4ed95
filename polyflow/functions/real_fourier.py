"""Fourier transforms of real numbers, and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..framework.conversion import convert_to_tensor
from ..framework.dtypes import DType, complex64, complex128, float32, int32
from ..framework.op import Declaration
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..gradients.shapes import shape_of
from ..ops import spectral as ops
from .arithmetic import maximum
from .array_manipulation import concat
from .lengths import at_least

__all__ = ["irfft", "irfft2d", "irfft3d", "rfft", "rfft2d", "rfft3d"]

Function = Callable[..., Tensor]


def as_signal(value: Any) -> Tensor:
    """A tensor in the precision that it has, anything else in single precision."""
    return value if isinstance(value, Tensor) else convert_to_tensor(value, float32, name="input")


def complex_type(real: DType) -> DType:
    """The type of complex numbers with parts of type ``real``."""
    return complex64 if real.base_dtype is float32 else complex128


def _forward(build: Declaration, dimensions: int, public_name: str) -> Function:
    """The public form of a transform of real numbers."""

    def function(input_tensor: Any, fft_length: Any = None, name: str | None = None) -> Tensor:
        with name_scope(name, public_name, [input_tensor, fft_length]) as scope:
            signal = as_signal(input_tensor)
            if fft_length is None:
                lengths = _last_sizes(signal, dimensions)
            else:
                lengths = _lengths(fft_length, dimensions)
                signal = at_least(signal, lengths, dimensions)
            return build(signal, lengths, Tcomplex=complex_type(signal.dtype), name=scope)

    function.__name__ = function.__qualname__ = public_name
    function.__doc__ = f"""{build.__doc__}

    Args:
        input_tensor: real numbers.
        fft_length: how many of them, for each dimension; zeros follow where there are fewer. By default as many as there are.
    """
    return function


def _backward(build: Declaration, dimensions: int, public_name: str) -> Function:
    """The public form of a transform back to real numbers."""

    def function(input_tensor: Any, fft_length: Any = None, name: str | None = None) -> Tensor:
        with name_scope(name, public_name, [input_tensor, fft_length]) as scope:
            spectrum = input_tensor if isinstance(input_tensor, Tensor) else convert_to_tensor(input_tensor, complex64, name="input")
            if fft_length is None:
                lengths = _even_lengths(_last_sizes(spectrum, dimensions))
            else:
                lengths = _lengths(fft_length, dimensions)
                spectrum = at_least(spectrum, _half(lengths), dimensions)
            return build(spectrum, lengths, Treal=spectrum.dtype.real_dtype, name=scope)

    function.__name__ = function.__qualname__ = public_name
    function.__doc__ = f"""{build.__doc__}

    Args:
        input_tensor: complex numbers; along the last dimension those of the frequencies that are not negative.
        fft_length: how many real numbers to make, for each dimension; frequencies that lack are zeros. By default the size of each
            dimension, but of the last, which has n frequencies, 2 · (n - 1).
    """
    return function


def _last_sizes(tensor: Tensor, dimensions: int) -> Tensor:
    tensor.shape.with_rank_at_least(dimensions)
    return shape_of(tensor)[-dimensions:]


def _lengths(fft_length: Any, dimensions: int) -> Tensor:
    lengths = convert_to_tensor(fft_length, int32, name="fft_length")
    if not lengths.shape.is_compatible_with([dimensions]):
        raise ValueError(f"fft_length must have shape [{dimensions}], not {lengths.shape}")
    return lengths


def _even_lengths(sizes: Tensor) -> Tensor:
    return concat([sizes[:-1], maximum((sizes[-1:] - 1) * 2, 0)], 0)


def _half(lengths: Tensor) -> Tensor:
    return concat([lengths[:-1], lengths[-1:] // 2 + 1], 0)


rfft = _forward(ops.rfft, 1, "rfft")
rfft2d = _forward(ops.rfft2d, 2, "rfft2d")
rfft3d = _forward(ops.rfft3d, 3, "rfft3d")
irfft = _backward(ops.irfft, 1, "irfft")
irfft2d = _backward(ops.irfft2d, 2, "irfft2d")
irfft3d = _backward(ops.irfft3d, 3, "irfft3d")
