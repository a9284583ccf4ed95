"""Short-time Fourier transforms: spectra of the frames of a signal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..framework.conversion import convert_to_tensor
from ..framework.dtypes import int32
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from .arithmetic import cast, less
from .array_indexing import gather
from .frames import frame, overlap_and_add
from .lengths import scalar_length, with_length
from .real_fourier import irfft, rfft
from .reductions import reduce_sum
from .windows import hann_window

__all__ = ["inverse_stft", "stft"]

Window = Callable[..., Tensor] | None


def stft(signals: Any, frame_length: Any, frame_step: Any, fft_length: Any = None, window_fn: Window = hann_window, pad_end: bool = False,
         name: str | None = None) -> Tensor:  # fmt: skip
    """The spectra of overlapping frames along the last dimension.

    Args:
        signals: real numbers of shape […, samples].
        frame_length, frame_step, pad_end: as for :func:`frame`.
        fft_length: the length of the transforms; by default the least power of two that is not less than ``frame_length``.
        window_fn: called with a length and ``dtype``, it makes the window that weights each frame; None for no window.

    Returns:
        Complex numbers of shape […, frames, fft_length // 2 + 1].
    """
    with name_scope(name, "stft", [signals, frame_length, frame_step]):
        signals = convert_to_tensor(signals, name="signals")
        length, fft_length = _lengths(frame_length, fft_length)
        frames = frame(signals, length, frame_step, pad_end=pad_end)
        if window_fn is not None:
            frames = frames * window_fn(length, dtype=frames.dtype)
        return rfft(frames, [fft_length])


def inverse_stft(stfts: Any, frame_length: Any, frame_step: Any, fft_length: Any = None, window_fn: Window = hann_window,
                 name: str | None = None) -> Tensor:  # fmt: skip
    """The signals that have these spectra of overlapping frames.

    Args:
        stfts: complex numbers of shape […, frames, fft_length // 2 + 1].
        frame_length, frame_step, fft_length: as given to :func:`stft`.
        window_fn: makes the window that weights each frame; that of :func:`inverse_stft_window_fn` restores the original signals.

    Returns:
        Real numbers of shape […, (frames - 1) · frame_step + frame_length].
    """
    with name_scope(name, "inverse_stft", [stfts]):
        stfts = convert_to_tensor(stfts, name="stfts")
        stfts.shape.with_rank_at_least(2)
        length, fft_length = _lengths(frame_length, fft_length)
        frames = with_length(irfft(stfts, [fft_length]), length)
        if window_fn is not None:
            frames = frames * window_fn(length, dtype=frames.dtype)
        return overlap_and_add(frames, frame_step)


def _lengths(frame_length: Any, fft_length: Any) -> tuple[Any, Any]:
    length = scalar_length(frame_length, "frame_length")
    return length, _enclosing_power_of_two(length) if fft_length is None else scalar_length(fft_length, "fft_length")


def _enclosing_power_of_two(length: Any) -> Any:
    """The least power of two that is not less than ``length``."""
    if isinstance(length, int):
        return 1 << max(length - 1, 0).bit_length()
    powers = convert_to_tensor([1 << exponent for exponent in range(31)])
    return gather(powers, reduce_sum(cast(less(powers, length), int32)))
