"""The public functions that act on the default graph: scopes, dependencies, devices, collections, seeds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from .build import graph_of
from .stacks import get_default_graph, get_default_session, reset_default_graph

__all__ = ["add_to_collection", "add_to_collections", "colocate_with", "container", "control_dependencies", "device", "get_collection", "get_collection_ref",
           "get_default_graph", "get_default_session", "init_scope", "name_scope", "reset_default_graph"]  # fmt: skip


@contextmanager
def name_scope(name: Any, default_name: str | None = None, values: Any = None) -> Iterator[str]:
    """Prefixes the names of the nodes made inside; yields the scope's name with "/" at its end.

    Args:
        name: the scope's name; None takes ``default_name``. A name that ends in "/" re-enters that scope.
        values: tensors whose graph becomes the default (ValueError when they come from several graphs).
    """
    chosen = default_name if name is None else name
    if values is not None and chosen is None:
        raise ValueError("At least one of name and default_name must be given")
    graph = graph_of(list(values)) if values is not None else get_default_graph()
    with graph.as_default(), graph.name_scope(chosen) as scope:
        yield scope


def control_dependencies(control_inputs: Any) -> Any:
    """Nodes made inside run after ``control_inputs`` (tensors or operations); None forgets outer dependencies."""
    return get_default_graph().control_dependencies(control_inputs)


def device(device_name_or_function: Any) -> Any:
    """Nodes made inside go to a device: ``"/cpu:0"``, ``"/gpu:0"``, a DeviceSpec, a function of the node, or None."""
    return get_default_graph().device(device_name_or_function)


def colocate_with(op: Any, ignore_existing: bool = False) -> Any:
    """Nodes made inside go where ``op`` is."""
    return get_default_graph().colocate_with(op, ignore_existing)


@contextmanager
def container(container_name: str) -> Iterator[str]:
    """Accepted for old programs: resource containers belong to distributed servers."""
    yield container_name


@contextmanager
def init_scope() -> Iterator[None]:
    """Builds in the outermost region, outside all loops, conditionals and control dependencies; the name scope stays."""
    with get_default_graph().outermost():
        yield


def add_to_collection(name: Any, value: Any) -> None:
    get_default_graph().add_to_collection(name, value)


def add_to_collections(names: Any, value: Any) -> None:
    get_default_graph().add_to_collections(names, value)


def get_collection(key: Any, scope: str | None = None) -> list[Any]:
    return get_default_graph().get_collection(key, scope)


def get_collection_ref(key: Any) -> list[Any]:
    return get_default_graph().get_collection_ref(key)
