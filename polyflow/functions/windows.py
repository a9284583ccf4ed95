"""Windows: weights that fade a frame of a signal in and out."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from ..framework import dtypes
from ..framework.conversion import convert_to_tensor
from ..framework.dtypes import as_dtype, float32, int32
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..ops.array_creation import range_
from ..ops.math_comparison import select_v2
from .arithmetic import cast, cos, equal, maximum, square
from .array_manipulation import reshape, tile
from .division import div_no_nan
from .lengths import continued, scalar_length
from .reductions import reduce_sum

__all__ = ["hamming_window", "hann_window", "inverse_stft_window_fn"]


def hann_window(window_length: Any, periodic: Any = True, dtype: Any = float32, name: str | None = None) -> Tensor:
    """The Hann window ``0.5 - 0.5 · cos(2πk / n)`` of ``window_length`` numbers; a single one is 1.

    Args:
        periodic: n is the length itself, so that copies of the window line up, if it is even; else, and for odd lengths, it is one less.
    """
    return _raised_cosine(window_length, periodic, dtype, name, "hann_window", 0.5, 0.5)


def hamming_window(window_length: Any, periodic: Any = True, dtype: Any = float32, name: str | None = None) -> Tensor:
    """The Hamming window ``0.54 - 0.46 · cos(2πk / n)`` of ``window_length`` numbers. Arguments as for :func:`hann_window`."""
    return _raised_cosine(window_length, periodic, dtype, name, "hamming_window", 0.54, 0.46)


def _raised_cosine(
    window_length: Any, periodic: Any, dtype: Any, name: str | None, default_name: str, middle: float, height: float
) -> Tensor:
    dtype = as_dtype(dtype)
    if not dtype.is_floating:
        raise ValueError(f"dtype must be a floating point type. Found {dtype!r}")
    with name_scope(name, default_name, [window_length, periodic]):
        length = scalar_length(window_length, "window_length")
        lined_up = cast(convert_to_tensor(periodic, dtypes.bool, name="periodic"), int32) * (1 - length % 2)
        period = cast(maximum(length - 1 + lined_up, 1), dtype)
        values = middle - height * cos(cast(range_(0, length, 1), dtype) * (2 * math.pi) / period)
        return select_v2(equal(length, 1), convert_to_tensor(1, dtype), values)


def inverse_stft_window_fn(frame_step: Any, forward_window_fn: Callable[..., Tensor] = hann_window,
                           name: str | None = None) -> Callable[..., Tensor]:  # fmt: skip
    """A function that makes the window with which ``inverse_stft`` undoes an ``stft`` with ``forward_window_fn`` and ``frame_step``.

    It is the forward window divided by the sum of the squares of all its copies that overlap there, 0 where that is 0 (equation 7 of
    Griffin and Lim, "Signal estimation from modified short-time Fourier transform", 1984).
    """

    def inverse_stft_window_fn_inner(frame_length: Any, dtype: Any) -> Tensor:
        with name_scope(name, "inverse_stft_window_fn", [forward_window_fn]):
            step, length = scalar_length(frame_step, "frame_step"), scalar_length(frame_length, "frame_length")
            window = forward_window_fn(frame_length, dtype=dtype)
            return div_no_nan(window, _overlapping_squares(window, length, step))

    return inverse_stft_window_fn_inner


def _overlapping_squares(window: Tensor, length: Any, step: Any) -> Tensor:
    overlaps = -(-length // step)
    squares = reshape(continued(square(window), overlaps * step - length, 0, 0), [overlaps, step])
    return reshape(tile(reduce_sum(squares, 0, keepdims=True), [overlaps, 1]), [overlaps * step])[:length]
