"""Every differentiable op: its gradient on the backend against NumPy's."""

from __future__ import annotations

from .check_gradients import check_gradient_graph
from .items import Item


def test_gradient_graph(gradient_graph: Item, backend: str) -> None:
    check_gradient_graph(gradient_graph, backend)
