"""The parts of complex numbers."""

import numpy as np

from . import kernel


@kernel("Conj")
def conj(input):
    return np.conj(input) if isinstance(input, (np.ndarray, np.generic)) else input


@kernel("Real")
def real(input, *, Tout):
    return input.real.astype(Tout)


@kernel("Imag")
def imag(input, *, Tout):
    return input.imag.astype(Tout)


@kernel("ComplexAbs")
def complex_abs(x, *, Tout):
    return np.abs(x).astype(Tout)


@kernel("Angle")
def angle(input, *, Tout):
    return np.angle(input).astype(Tout)


@kernel("Complex")
def complex_(real, imag, *, Tout):
    z = np.empty(np.broadcast_shapes(real.shape, imag.shape), Tout)
    z.real, z.imag = real, imag
    return z
