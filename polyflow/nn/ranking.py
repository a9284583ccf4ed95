"""The largest entries, and those at other places in the order."""

from __future__ import annotations

from typing import Any

from ..framework.conversion import convert_to_tensor
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..ops import nn_ranking as ops

__all__ = ["in_top_k", "nth_element", "top_k"]


def top_k(input: Any, k: Any = 1, sorted: bool = True, name: str | None = None) -> Any:
    """The ``k`` largest entries of each row (of the last dimension), as ``values`` and ``indices``; the first of equal ones first."""
    return ops.top_k_v2(input, k, sorted=sorted, name=name)


def in_top_k(predictions: Any, targets: Any, k: Any, name: str | None = None) -> Tensor:
    """Whether the entry ``targets[i]`` of row i is one of its ``k`` largest; entries equal to the last of these count as among them.

    Targets are integers and predictions are not, so the two may also come in the other order, that of 2.0.
    """
    with name_scope(name, "in_top_k"):
        first, second = convert_to_tensor(predictions, name="predictions"), convert_to_tensor(targets, name="targets")
        if first.dtype.is_integer and second.dtype.is_floating:
            first, second = second, first
        return ops.in_top_k_v2(first, second, k)


def nth_element(input: Any, n: Any, reverse: bool = False, name: str | None = None) -> Tensor:
    """The entry of each row that sorting would put at position ``n``, counted from 0; in falling order with ``reverse``."""
    return ops.nth_element(input, n, reverse=reverse, name=name)
