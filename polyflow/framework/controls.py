"""The stack of control dependencies of a graph under construction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .operation import Operation


class ControlScope:
    """One ``with control_dependencies(...)``: what it waits for and the nodes made inside it."""

    __slots__ = ("controls", "made")

    def __init__(self, controls: Sequence[Operation]) -> None:
        self.controls = controls
        self.made: set[Operation] = set()


class ControlStack:
    """Nested control dependencies. A node whose data inputs were made in a scope waits already, and gets no edge of it."""

    __slots__ = ("scopes",)

    def __init__(self) -> None:
        self.scopes: list[ControlScope] = []

    @contextmanager
    def push(self, controls: Sequence[Operation]) -> Iterator[None]:
        self.scopes.append(ControlScope(controls))
        try:
            yield
        finally:
            self.scopes.pop()

    @contextmanager
    def cleared(self) -> Iterator[None]:
        old, self.scopes = self.scopes, []
        try:
            yield
        finally:
            self.scopes = old

    def for_node(self, op: Operation) -> list[Operation]:
        """The control inputs of a new node, without those that are its data inputs anyway; records the node as made here."""
        if not self.scopes:
            return []
        producers = {tensor.op for tensor in op.inputs}
        found: dict[Operation, None] = {}
        for scope in self.scopes:
            if producers.isdisjoint(scope.made):
                found.update((control, None) for control in scope.controls if control not in producers)
            scope.made.add(op)
        return list(found)
