"""The operators and slicing of Tensor, hooked on here because what they build lies above the framework."""

from __future__ import annotations

from ..framework.operation import Tensor
from .array import getitem
from .math import OVERLOADS


def install() -> None:
    """Gives Tensor its operators, and ``OVERLOADABLE_OPERATORS``, the names of their methods."""
    for name, function in {**OVERLOADS, "__getitem__": getitem}.items():
        setattr(Tensor, name, function)
    Tensor.OVERLOADABLE_OPERATORS = frozenset({*OVERLOADS, "__getitem__"})
