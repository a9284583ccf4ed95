"""The default graph and the default session: one stack each per thread."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from .graph import Graph

Item = TypeVar("Item")


class DefaultStack(threading.local, Generic[Item]):
    """What ``with x.as_default()`` pushes and pops."""

    def __init__(self) -> None:
        self.items: list[Item] = []

    def top(self) -> Item | None:
        return self.items[-1] if self.items else None

    @contextmanager
    def push(self, item: Item) -> Iterator[Item]:
        self.items.append(item)
        try:
            yield item
        finally:
            if not self.items or self.items[-1] is not item:
                raise AssertionError(
                    f"Nesting violated for the default stack of {type(item).__name__}: leave `with` blocks in the order in which they were entered"
                )
            self.items.pop()


sessions: DefaultStack[Any] = DefaultStack()
graphs: DefaultStack[Graph] = DefaultStack()
_global: list[Graph] = []


def get_default_graph() -> Graph:
    """The graph of the innermost ``with graph.as_default()``, else the process-wide one."""
    items = graphs.items
    if items:
        return items[-1]
    if not _global:
        from .graph import Graph

        _global.append(Graph())
    return _global[0]


def reset_default_graph() -> None:
    """Replaces the process-wide default graph by an empty one; AssertionError inside ``with graph.as_default()``."""
    if graphs.items:
        raise AssertionError("Do not use tf.reset_default_graph() inside `with graph.as_default()`; make a new Graph instead.")
    _global.clear()


def get_default_session() -> Any:
    """The session of the innermost ``with sess.as_default()``, or None."""
    return sessions.top()
