"""The logarithm, sine and cosine of float32 numbers to the last bit that the C library gives, where numbers must be those of programs in C.

NumPy's own round differently in one of five cases.  The functions are computed in float64 and rounded once.  Polynomials, table and
reduction are those of Arm's Optimized Routines (single precision logf and sincosf), which glibc has had since version 2.28.
"""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

LOWEST_MANTISSA = 0x3F330000
"""The bits of about 0.7: mantissas lie between that and its double."""

INVERSES = np.array([float.fromhex(number) for number in (
    "0x1.661ec79f8f3bep+0", "0x1.571ed4aaf883dp+0", "0x1.49539f0f010bp+0", "0x1.3c995b0b80385p+0", "0x1.30d190c8864a5p+0", "0x1.25e227b0b8eap+0",
    "0x1.1bb4a4a1a343fp+0", "0x1.12358f08ae5bap+0", "0x1.0953f419900a7p+0", "0x1p+0", "0x1.e608cfd9a47acp-1", "0x1.ca4b31f026aap-1",
    "0x1.b2036576afce6p-1", "0x1.9c2d163a1aa2dp-1", "0x1.886e6037841edp-1", "0x1.767dcf5534862p-1",
)])  # fmt: skip
"""About 1 / c for a number c in each sixteenth of the mantissas."""

LOGARITHMS = np.array([float.fromhex(number) for number in (
    "-0x1.57bf7808caadep-2", "-0x1.2bef0a7c06ddbp-2", "-0x1.01eae7f513a67p-2", "-0x1.b31d8a68224e9p-3", "-0x1.6574f0ac07758p-3", "-0x1.1aa2bc79c81p-3",
    "-0x1.a4e76ce8c0e5ep-4", "-0x1.1973c5a611cccp-4", "-0x1.252f438e10c1ep-5", "0x0p+0", "0x1.aa5aa5df25984p-5", "0x1.c5e53aa362eb4p-4",
    "0x1.526e57720db08p-3", "0x1.bc2860d22477p-3", "0x1.1058bc8a07ee1p-2", "0x1.4043057b6ee09p-2",
)])  # fmt: skip
"""log(c)."""

LOG_2 = float.fromhex("0x1.62e42fefa39efp-1")
LOGARITHM = tuple(map(float.fromhex, ("-0x1.ffffef20a4123p-2", "0x1.5575b0be00b6ap-2", "-0x1.00ea348b88334p-2")))
"""The coefficients of r², r³ and r⁴ in log(1 + r)."""

QUARTER = float.fromhex("0x1.921fb54442d18p0")
PER_QUARTER = float.fromhex("0x1.45f306dc9c883p+23")
SINE = tuple(map(float.fromhex, ("-0x1.555545995a603p-3", "0x1.1107605230bc4p-7", "-0x1.994eb3774cf24p-13")))
COSINE = tuple(map(float.fromhex, ("-0x1.ffffffd0c621cp-2", "0x1.55553e1068f19p-5", "-0x1.6c087e89a359dp-10", "0x1.99343027bf8c3p-16")))
"""The coefficients of x³, x⁵ and x⁷ in sin(x), and of x², x⁴, x⁶ and x⁸ in cos(x), for angles of at most an eighth of a turn."""

SIGNS = np.array([1.0, -1.0, -1.0, 1.0])


def logarithm(x: Array) -> Array:
    """The natural logarithms of positive normal numbers."""
    if x.dtype != np.float32:
        return np.log(x)
    bits = x.view(np.int32)
    shifted = bits - LOWEST_MANTISSA
    part = shifted >> 19 & 15
    mantissa = (bits - (shifted & -0x800000)).view(np.float32)
    r = mantissa * INVERSES[part] - 1
    square, whole = r * r, LOGARITHMS[part] + (shifted >> 23) * LOG_2
    tail = LOGARITHM[2] * square + (LOGARITHM[1] * r + LOGARITHM[0])
    return (tail * square + (whole + r)).astype(np.float32)


def sine_and_cosine(angle: Array) -> tuple[Array, Array]:
    """Of angles between 0 and 120."""
    if angle.dtype != np.float32:
        return np.sin(angle), np.cos(angle)
    wide = angle.astype(np.float64)
    quarters = (wide * PER_QUARTER).astype(np.int32) + 0x800000 >> 24
    wide -= quarters * QUARTER
    sine, cosine = _within_an_eighth(wide * SIGNS[quarters & 3])
    np.negative(cosine, out=cosine, where=quarters & 2 != 0)
    odd = quarters & 1 != 0
    return np.where(odd, cosine, sine), np.where(odd, sine, cosine)


def _within_an_eighth(x: Array) -> tuple[Array, Array]:
    square = x * x
    cube, fourth = square * x, square * square
    sine = (x + cube * SINE[0]) + cube * square * (SINE[1] + square * SINE[2])
    cosine = (1 + square * COSINE[0] + fourth * COSINE[1]) + fourth * square * (COSINE[2] + square * COSINE[3])
    return sine.astype(np.float32), cosine.astype(np.float32)
