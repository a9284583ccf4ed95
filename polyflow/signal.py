"""``tf.signal``: signals in frames, their spectra, and the scale of pitch."""

from .functions.frames import fftshift, frame, ifftshift, overlap_and_add
from .functions.mel import linear_to_mel_weight_matrix, mfccs_from_log_mel_spectrograms
from .functions.short_time import inverse_stft, stft
from .functions.windows import hamming_window, hann_window, inverse_stft_window_fn
from .spectral import *  # noqa: F403
from .spectral import __all__ as _spectral

__all__ = [
    *_spectral, "fftshift", "frame", "hamming_window", "hann_window", "ifftshift", "inverse_stft", "inverse_stft_window_fn",
    "linear_to_mel_weight_matrix", "mfccs_from_log_mel_spectrograms", "overlap_and_add", "stft",
]  # fmt: skip
