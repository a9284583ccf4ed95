"""Where graphs find the module that writes them as messages: the layer above registers it, so that this one needs no schema."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_loader: list[Callable[[], Any]] = []


def register_exporter(load: Callable[[], Any]) -> None:
    """``load()`` gives a module with ``graph_def(graph, ...)`` and ``node_def(op)``; it is called at the first export."""
    _loader[:] = [load]


def exporter() -> Any:
    if not _loader:
        raise RuntimeError("No exporter is registered: import polyflow first")
    return _loader[0]()
