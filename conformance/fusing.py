"""Which of a backend's fuse rules a program makes use of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from polyflow.backends import selection
from polyflow.framework.graph import Graph

from .programs.program import Program
from .run import session_of

Rule = Callable[..., Any]


class WatchedBackend:
    """A backend that remembers what its rules have proposed."""

    def __init__(self, backend: Any) -> None:
        self._backend = selection.resolve(backend)
        self._proposed: list[tuple[str, Any, Any]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._backend, name)

    def fuse_rules(self) -> Sequence[Rule]:
        return [self._watched(rule) for rule in self._backend.fuse_rules()]

    def _watched(self, rule: Rule) -> Rule:
        def watched(block: Any, *arguments: Any) -> Iterator[Any]:
            for fusion in rule(block, *arguments):
                self._proposed.append((rule.__name__, fusion, block))
                yield fusion

        return watched

    def fired(self) -> set[str]:
        """The rules of which a proposal was carried out."""
        return {name for name, fusion, block in self._proposed if fusion.replacement in block.steps}


def rule_names(backend: Any) -> list[str]:
    """The backend's rules, in the order in which they are tried."""
    return [rule.__name__ for rule in selection.resolve(backend).fuse_rules()]


def rules_fired(program: Program, backend: Any) -> set[str]:
    """The rules that are used somewhere in the steps of a program."""
    import polyflow

    watched = WatchedBackend(backend)
    graph = Graph()
    with graph.as_default():
        steps = program.build(polyflow)
    with session_of(graph, watched) as session:
        for step in steps.steps:
            if not step.raises:
                session.plan(step.fetch, list(step.feed))
    return watched.fired()
