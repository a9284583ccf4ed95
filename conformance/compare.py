"""Comparing arrays: the first difference in dtype, shape or values, told so that one can act on it."""

from __future__ import annotations

from typing import Any

import numpy as np

from .generators import Array
from .tolerances import Tolerance


def difference(actual: Any, expected: Array, tolerance: Tolerance, names: tuple[str, str]) -> str | None:
    """What differs, or None. ``names`` says whose values ``actual`` and ``expected`` are."""
    if not isinstance(actual, np.ndarray | np.generic | bytes):
        return f"{names[0]} gives a {type(actual).__name__}, no array"
    found = np.asarray(actual, dtype=object if isinstance(actual, bytes) else None)
    if found.dtype != expected.dtype:
        return f"{names[0]} gives dtype {found.dtype}, {names[1]} {expected.dtype}"
    if found.shape != expected.shape:
        return f"{names[0]} gives shape {found.shape}, {names[1]} {expected.shape}"
    return _worst(found, expected, tolerance, names)


def _worst(actual: Array, expected: Array, tolerance: Tolerance, names: tuple[str, str]) -> str | None:
    if actual.dtype.kind in "OSUb":
        excess = (actual != expected).astype(np.float64)
    elif tolerance.is_exact:
        excess = _excess(actual.astype(np.complex128), expected.astype(np.complex128), tolerance) + (actual != expected)
    else:
        excess = _excess(actual.astype(np.complex128), expected.astype(np.complex128), tolerance)
    if not np.any(excess > 0):
        return None
    index = tuple(int(i) for i in np.unravel_index(int(np.argmax(excess)), excess.shape))
    wrong = int(np.count_nonzero(excess > 0))
    return (
        f"{wrong} of {excess.size} elements differ, worst at {index}:"
        f" {names[0]} {actual[index]}, {names[1]} {expected[index]}{_gap(actual[index], expected[index])} (tolerance: {tolerance})"
    )


def _excess(actual: Array, expected: Array, tolerance: Tolerance) -> Array:
    """By how much each element is too far off: infinite where one is finite and the other not, or NaN meets a number."""
    with np.errstate(invalid="ignore", over="ignore"):
        gap = np.abs(actual - expected)
        allowed = tolerance.relative * np.abs(expected) + tolerance.absolute
        excess = np.where(np.isfinite(actual) & np.isfinite(expected), gap - allowed, np.inf)
    return np.where(_same(actual, expected), 0.0, excess)


def _same(actual: Array, expected: Array) -> Array:
    """Equal, or NaN in both; complex numbers part by part."""
    parts = [(actual.real, expected.real), (actual.imag, expected.imag)]
    same = [(a == b) | (np.isnan(a) & np.isnan(b)) for a, b in parts]
    return np.asarray(same[0] & same[1])


def _gap(actual: Any, expected: Any) -> str:
    try:
        return f", |difference| {abs(complex(actual) - complex(expected)):.3g}"
    except (TypeError, ValueError, OverflowError):
        return ""
