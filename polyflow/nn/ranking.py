"""The largest entries."""

from __future__ import annotations

from typing import Any

from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..ops import nn_ranking as ops

__all__ = ["in_top_k", "top_k"]


def top_k(input: Any, k: Any = 1, sorted: bool = True, name: str | None = None) -> Any:
    """The ``k`` largest entries of each row (of the last dimension), as ``values`` and ``indices``; the first of equal ones first."""
    return ops.top_k_v2(input, k, sorted=sorted, name=name)


def in_top_k(predictions: Any, targets: Any, k: Any, name: str | None = None) -> Tensor:
    """Whether the entry ``targets[i]`` of row i is one of its ``k`` largest; entries equal to the last of these count as among them."""
    with name_scope(name, "in_top_k"):
        return ops.in_top_k_v2(predictions, targets, k)
