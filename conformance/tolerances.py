"""How close is equal: one table by dtype, scaled by the length of the sums behind a result."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from polyflow.framework.dtypes import DType, as_dtype

from .case import Case
from .generators import Array

RELATIVE = {
    "float16": 4e-3,
    "bfloat16": 3e-2,
    "float32": 1e-5,
    "float64": 1e-11,
    "complex64": 1e-5,
    "complex128": 1e-11,
}
"""Relative tolerance by dtype: a few units in the last place for the narrow types, a few hundred or thousand for the wide ones, where
functions of several libraries meet. Types that are not listed (integers, bool, string) are exact."""


@dataclass(frozen=True)
class Tolerance:
    """Two values agree when ``|a - b| <= relative * |b| + absolute``.

    Attributes:
        length: of the longest sum that may stand behind an element; 1 for elementwise results.
    """

    relative: float
    absolute: float
    length: int = 1

    @property
    def is_exact(self) -> bool:
        return self.relative == 0

    def __str__(self) -> str:
        if self.is_exact:
            return "exact"
        return f"relative {self.relative:.3g}, absolute {self.absolute:.3g}, sums of {self.length}"

    def at_least(self, relative: float) -> Tolerance:
        """This one, or one with this relative part where that is wider; exact stays exact."""
        if self.is_exact or self.relative >= relative:
            return self
        return Tolerance(relative, self.absolute * relative / self.relative, self.length)


EXACT = Tolerance(0.0, 0.0)

BY_HAND = 1e-6
"""Relative tolerance of expectations that people write down: they stop after seven digits."""


def tolerance_for(expected: Array, inputs: Iterable[Array], case: Case | None = None) -> Tolerance:
    """The tolerance for a result that was computed from ``inputs``.

    Rounding in a sum is relative to its terms, not to the sum, and grows like the square root of its length. So a result smaller than
    its largest input, which may be a sum, may err by a part of the largest input; any other one by a part of its own largest element.
    """
    dtype = as_dtype(expected.dtype)
    relative = _relative(dtype, case)
    if not relative:
        return EXACT
    numeric = [array for array in inputs if array.dtype.kind not in "OSU"]
    largest = max((array.size for array in numeric), default=1)
    length = largest if expected.size < largest else 1
    magnitude = _magnitude([expected, *numeric] if length > 1 else [expected])
    relative *= float(np.sqrt(length))
    return Tolerance(relative, relative * magnitude, length)


def _relative(dtype: DType, case: Case | None) -> float:
    own = case.tolerance if case else {}
    return own.get(dtype.name, RELATIVE.get(dtype.name, 0.0))


def _magnitude(arrays: list[Array]) -> float:
    """The largest finite magnitude in the arrays, at most 1: an absolute tolerance never exceeds the relative one."""
    largest = 0.0
    for array in arrays:
        wide = np.abs(array.astype(np.complex128))
        largest = max(largest, float(np.max(wide[np.isfinite(wide)], initial=0.0)))
    return min(1.0, largest)
