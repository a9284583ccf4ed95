"""Discrete Fourier transforms of the last one, two or three dimensions."""

import torch

from ...framework import spectral_rules
from ...framework.array_rules import at_run_time
from . import kernel

transformed_sizes = at_run_time(spectral_rules.transformed_sizes)
spectrum_sizes = at_run_time(spectral_rules.spectrum_sizes)
signal_sizes = at_run_time(spectral_rules.signal_sizes)

LAST = {1: (-1,), 2: (-2, -1), 3: (-3, -2, -1)}


def along_last(transform, rank):
    """``transform`` of the last ``rank`` dimensions; nothing of nothing, of which torch has no transform."""
    dim = LAST[rank]

    def transformed(input):
        transformed_sizes(input.shape, rank)
        return transform(input, dim=dim) if input.numel() else input.clone()

    return transformed


kernel.table({
    "FFT": along_last(torch.fft.fftn, 1), "FFT2D": along_last(torch.fft.fftn, 2), "FFT3D": along_last(torch.fft.fftn, 3),
    "IFFT": along_last(torch.fft.ifftn, 1), "IFFT2D": along_last(torch.fft.ifftn, 2), "IFFT3D": along_last(torch.fft.ifftn, 3),
    "BatchFFT": along_last(torch.fft.fftn, 1), "BatchFFT2D": along_last(torch.fft.fftn, 2), "BatchFFT3D": along_last(torch.fft.fftn, 3),
    "BatchIFFT": along_last(torch.fft.ifftn, 1), "BatchIFFT2D": along_last(torch.fft.ifftn, 2), "BatchIFFT3D": along_last(torch.fft.ifftn, 3),
})  # fmt: skip


@kernel("RFFT")
def rfft(input, fft_length, *, Tcomplex):
    return spectrum(input, fft_length, Tcomplex, 1)


@kernel("RFFT2D")
def rfft2d(input, fft_length, *, Tcomplex):
    return spectrum(input, fft_length, Tcomplex, 2)


@kernel("RFFT3D")
def rfft3d(input, fft_length, *, Tcomplex):
    return spectrum(input, fft_length, Tcomplex, 3)


def spectrum(signal, lengths, dtype, rank):
    sizes = spectrum_sizes(signal.shape, lengths, rank)
    return torch.fft.rfftn(signal, lengths, LAST[rank]) if 0 not in sizes else signal.new_zeros(sizes, dtype=dtype)


@kernel("IRFFT")
def irfft(input, fft_length, *, Treal):
    return signal(input, fft_length, Treal, 1)


@kernel("IRFFT2D")
def irfft2d(input, fft_length, *, Treal):
    return signal(input, fft_length, Treal, 2)


@kernel("IRFFT3D")
def irfft3d(input, fft_length, *, Treal):
    return signal(input, fft_length, Treal, 3)


def signal(spectrum, lengths, dtype, rank):
    sizes = signal_sizes(spectrum.shape, lengths, rank)
    return torch.fft.irfftn(spectrum, lengths, LAST[rank]) if 0 not in sizes else spectrum.new_zeros(sizes, dtype=dtype)
