"""Runs in parts: each part plans what is new, from the values that earlier parts have left."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..backends.protocol import Backend
from ..framework.operation import Operation, Tensor


class _Part:
    """What one handle knows: what may still be asked and fed, the values so far (with their homes), and the nodes that have run."""

    def __init__(self, fetches: set[Any], feeds: set[Tensor]) -> None:
        self.fetches = fetches
        self.feeds = feeds
        self.values: dict[Tensor, tuple[Any, str]] = {}
        self.done: set[Operation] = set()


class PartialRuns:
    """The unfinished partial runs of a session."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self._parts: dict[str, _Part] = {}

    def setup(self, fetches: Any, feeds: Any) -> str:
        from .fetches import structure

        graph = self._session.graph
        elements, _ = structure(graph, fetches)
        fed = {graph.as_graph_element(feed, allow_operation=False) for feed in feeds}
        handle = f"partial_run_{len(self._parts)}"
        self._parts[handle] = _Part(set(elements), fed)
        return handle

    def run(self, handle: str, fetches: Any, feed_dict: Mapping[Any, Any]) -> Any:
        from .feeds import flatten
        from .fetches import structure

        part = self._parts.get(handle)
        if part is None:
            raise ValueError(f"{handle!r} is no handle of partial_run_setup")
        elements, assemble = structure(self._session.graph, fetches)
        flat = flatten(self._session.graph, feed_dict)
        _check(part, elements, flat)
        results = self._advance(part, tuple(dict.fromkeys(elements)), flat)
        part.fetches -= set(elements)
        return assemble(results)

    def _advance(self, part: _Part, elements: tuple[Any, ...], flat: dict[Tensor, Any]) -> dict[Any, Any]:
        from .emit import emit
        from .executable import Executable, make_plan
        from .feeds import feeder

        session = self._session
        known = dict(part.values)
        plan = make_plan(session, elements, (*known, *flat), done=frozenset(part.done), keeps=True)
        program = emit(plan, session.resources)
        executable = Executable(plan, program, None)
        fed = dict(zip(plan.feeds, plan.feed_values, strict=True))
        given = {tensor: feeder(tensor, fed[tensor], session.backend)(value) for tensor, value in flat.items()}
        arguments = [_moved(value, home, fed[tensor].home, session.backend) for tensor, (value, home) in known.items()]
        returned = session._call(executable, [*arguments, *given.values()])
        made = dict(zip(program.kept, returned[len(executable.elements) :], strict=True))
        part.values.update({tensor: (value, fed[tensor].home) for tensor, value in given.items()})
        part.values.update({tensor: (made[value], value.home) for tensor, value in plan.values.items() if value in made})
        part.done.update(op for op, step in plan.steps.items() if op.region.parent is None)
        part.feeds -= set(flat)
        return dict(zip(executable.elements, returned, strict=False))


def _moved(value: Any, home: str, wanted: str, backend: Backend) -> Any:
    """A value of an earlier part where this part's plan wants it."""
    from .ir import HOST

    if home == wanted:
        return value
    return backend.to_host(value)[()] if wanted == HOST else backend.from_host(value)


def _check(part: _Part, elements: list[Any], flat: dict[Tensor, Any]) -> None:
    from ..framework.errors import InvalidArgumentError

    for tensor in flat:
        if tensor not in part.feeds:
            raise InvalidArgumentError.of(f"The feed {tensor.name} was not specified in partial_run_setup, or has been fed already")
    for element in elements:
        if element not in part.fetches:
            raise InvalidArgumentError.of(f"The fetch {element.name} was not specified in partial_run_setup, or has been fetched already")
