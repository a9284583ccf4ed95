"""Every differentiable op: its gradient against finite differences, once, with NumPy's kernels: the graph is the same for all backends."""

from __future__ import annotations

from collections.abc import Callable

from .check_gradients import check_gradient
from .items import Item


def test_gradient(slope: Item, counted: Callable[[str], None]) -> None:
    counted(check_gradient(slope))
