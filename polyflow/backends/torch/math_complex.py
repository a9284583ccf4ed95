"""The parts of complex numbers."""

import torch

from . import kernel


@kernel("Conj")
def conj(input):
    return input.conj_physical() if isinstance(input, torch.Tensor) else input


@kernel("Real")
def real(input, *, Tout):
    return input.real.to(Tout, copy=True)


@kernel("Imag")
def imag(input, *, Tout):
    return input.imag.to(Tout, copy=True)


@kernel("ComplexAbs")
def complex_abs(x, *, Tout):
    return x.abs().to(Tout)


@kernel("Angle")
def angle(input, *, Tout):
    return input.angle().to(Tout)


@kernel("Complex")
def complex_(real, imag, *, Tout):
    return torch.complex(real, imag).to(Tout)
