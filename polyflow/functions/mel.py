"""The mel scale of pitch, and what speech recognition makes of it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..framework.constant_value import constant_value
from ..framework.conversion import convert_to_tensor
from ..framework.dtypes import DType, as_dtype, float32
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..ops.array_creation import range_
from .arithmetic import cast, log, maximum, minimum, rsqrt
from .array_manipulation import expand_dims, reshape
from .cosine import dct
from .lengths import scalar_length, size_of

__all__ = ["linear_to_mel_weight_matrix", "mfccs_from_log_mel_spectrograms"]

BREAK_FREQUENCY = 700.0
HIGH_FREQUENCY_QUOTIENT = 1127.0


def linear_to_mel_weight_matrix(num_mel_bins: int = 20, num_spectrogram_bins: Any = 129, sample_rate: Any = 8000,
                                lower_edge_hertz: float = 125.0, upper_edge_hertz: float = 3800.0, dtype: Any = float32,
                                name: str | None = None) -> Tensor:  # fmt: skip
    """The matrix that turns spectra over linear frequencies into spectra over bands of the mel scale, ``1127 · ln(1 + hertz / 700)``.

    Each band is a triangle of height 1 on that scale, from the middle of the band before to the middle of the next.

    Args:
        num_mel_bins: how many bands between ``lower_edge_hertz`` and ``upper_edge_hertz``.
        num_spectrogram_bins: how many linear frequencies from 0 to ``sample_rate`` / 2.

    Returns:
        A matrix (num_spectrogram_bins, num_mel_bins) that multiplies spectra from the right.
    """
    with name_scope(name, "linear_to_mel_weight_matrix") as scope:
        dtype, rate = as_dtype(dtype), constant_value(sample_rate)
        _check(num_mel_bins, rate, lower_edge_hertz, upper_edge_hertz, dtype)
        bins = scalar_length(num_spectrogram_bins, "num_spectrogram_bins")
        highest = reshape(cast(sample_rate, dtype), []) / 2
        hertz = cast(range_(0, bins, 1), dtype) * (highest / cast(bins - 1, dtype))
        mel = expand_dims(log(hertz / BREAK_FREQUENCY + 1) * HIGH_FREQUENCY_QUOTIENT, 1)
        edges = np.linspace(_mel(lower_edge_hertz), _mel(upper_edge_hertz), num_mel_bins + 2)
        lower, centre, upper = (np.asarray(edges[first : first + num_mel_bins], dtype.np_dtype) for first in (0, 1, 2))
        rising, falling = (mel - lower) / (centre - lower), (upper - mel) / (upper - centre)
        return maximum(minimum(rising, falling), 0, name=scope)


def _mel(hertz: float) -> float:
    return HIGH_FREQUENCY_QUOTIENT * math.log1p(hertz / BREAK_FREQUENCY)


def _check(bands: int, rate: Any, lower: float, upper: float, dtype: DType) -> None:
    if bands <= 0:
        raise ValueError(f"num_mel_bins must be positive. Got: {bands}")
    if lower < 0:
        raise ValueError(f"lower_edge_hertz must be non-negative. Got: {lower}")
    if lower >= upper:
        raise ValueError(f"lower_edge_hertz {lower:.1f} >= upper_edge_hertz {upper:.1f}")
    if rate is not None and rate <= 0:
        raise ValueError(f"sample_rate must be positive. Got: {rate}")
    if rate is not None and upper > rate / 2:
        raise ValueError(f"upper_edge_hertz must not be larger than the Nyquist frequency (sample_rate / 2). Got {upper} for {rate}")
    if not dtype.is_floating:
        raise ValueError(f"dtype must be a floating point type. Got: {dtype!r}")


def mfccs_from_log_mel_spectrograms(log_mel_spectrograms: Any, name: str | None = None) -> Tensor:
    """The cosine transform of type 2 of the logarithms of mel spectra, scaled by sqrt(1 / 2N) for N bands, as HTK does.

    The first of them, by custom 13, are the mel-frequency cepstral coefficients.
    """
    with name_scope(name, "mfccs_from_log_mel_spectrograms", [log_mel_spectrograms]):
        spectrograms = convert_to_tensor(log_mel_spectrograms)
        bands = size_of(spectrograms, -1)
        if isinstance(bands, int) and bands == 0:
            raise ValueError(f"num_mel_bins must be positive. Got: {spectrograms}")
        return dct(spectrograms, 2) * rsqrt(cast(bands, spectrograms.dtype) * 2)
