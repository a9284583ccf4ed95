"""Rules about the sizes of Fourier transforms that inference and the kernels of every backend share.

As in array_rules: functions of plain Python numbers that raise ValueError for what does not fit.
"""

from __future__ import annotations

from collections.abc import Sequence

from .tensor_shape import Sizes


def transformed_sizes(sizes: Sizes, rank: int) -> Sizes:
    """``sizes``, of which the last ``rank`` are transformed."""
    if len(sizes) < rank:
        raise ValueError(f"Input must have rank of at least {rank} but got: {list(sizes)}")
    return sizes


def spectrum_sizes(sizes: Sizes, lengths: int | Sequence[int | None], rank: int) -> Sizes:
    """The sizes after the transform of so many leading real numbers: half of the spectrum along the last dimension."""
    signal = checked_lengths(sizes, lengths, rank)
    _require_length(sizes, signal)
    return (*sizes[:-rank], *half_spectrum(signal))


def signal_sizes(sizes: Sizes, lengths: int | Sequence[int | None], rank: int) -> Sizes:
    """The sizes after the inverse of a transform of real numbers, which gives ``lengths`` of them."""
    signal = checked_lengths(sizes, lengths, rank)
    _require_length(sizes, half_spectrum(signal))
    return (*sizes[:-rank], *signal)


def half_spectrum(lengths: Sizes) -> Sizes:
    """How many frequencies determine the spectrum of real numbers: along the last dimension those from 0 to n // 2."""
    last = lengths[-1]
    return (*lengths[:-1], last // 2 + 1 if last else last)


def checked_lengths(sizes: Sizes, lengths: int | Sequence[int | None], rank: int) -> Sizes:
    """``lengths``, one for each of the last ``rank`` dimensions."""
    transformed_sizes(sizes, rank)
    if isinstance(lengths, int) or len(lengths) != rank:
        raise ValueError(f"fft_length must have shape [{rank}], but is {lengths}")
    for position, length in enumerate(lengths):
        if length is not None and length < 0:
            raise ValueError(f"fft_length[{position}] must be >= 0, but is {length}")
    return tuple(lengths)


def _require_length(sizes: Sizes, needed: Sizes) -> None:
    first = len(sizes) - len(needed)
    for axis, least in enumerate(needed, first):
        size = sizes[axis]
        if size is not None and least is not None and size < least:
            raise ValueError(f"Input dimension {axis} must have length of at least {least} but got: {size}")
