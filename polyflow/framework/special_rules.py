"""Numbers that the kernels of special functions share on every backend."""

from __future__ import annotations

import functools

STIRLING = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156)
"""log Γ(z) - [(z - 1/2) log z - z + log(2π) / 2] is their sum times z^-1, z^-3, z^-5 … (DLMF 5.11.1); to 1e-16 from z = 10 on."""

DIGAMMA = (1 / 12, -1 / 120, 1 / 252, -1 / 240, 1 / 132, -691 / 32760, 1 / 12)
"""log z - ψ(z) - 1 / 2z is their sum times z^-2, z^-4, z^-6 … (DLMF 5.11.2); to 1e-16 from z = 10 on."""


@functools.cache
def gauss_legendre(count: int) -> tuple[tuple[float, float], ...]:
    """Nodes and weights of Gauss's quadrature on [0, 1] (DLMF 3.5.15)."""
    from numpy.polynomial.legendre import leggauss

    nodes, weights = leggauss(count)
    return tuple(zip(((nodes + 1) / 2).tolist(), (weights / 2).tolist(), strict=True))
