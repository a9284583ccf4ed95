"""``tf.spectral``: transforms into frequencies and back."""

from .functions.cosine import dct, idct
from .functions.fourier import fft, fft2d, fft3d, ifft, ifft2d, ifft3d
from .functions.real_fourier import irfft, irfft2d, irfft3d, rfft, rfft2d, rfft3d

__all__ = [
    "dct", "fft", "fft2d", "fft3d", "idct", "ifft", "ifft2d", "ifft3d", "irfft", "irfft2d", "irfft3d", "rfft", "rfft2d", "rfft3d",
]  # fmt: skip
