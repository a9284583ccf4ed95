"""What ``Session.run`` is asked for: nested structures of tensors, operations, names, sparse tensors and sliced gradients."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ..framework.indexed_slices import IndexedSlices, IndexedSlicesValue
from ..framework.operation import Operation, Tensor
from ..framework.sparse_tensor import SparseTensor, SparseTensorValue

Assemble = Callable[[Mapping[Any, Any]], Any]
"""Builds the answer from the values of the elements."""


def structure(graph: Any, fetches: Any) -> tuple[list[Any], Assemble]:
    """The graph elements that ``fetches`` stands for, and how to put their values together in the same shape.

    TypeError for what cannot be fetched, ValueError for elements of another graph or of a body.
    """
    if isinstance(fetches, Mapping):
        return _mapping(graph, fetches)
    if isinstance(fetches, tuple) and hasattr(fetches, "_fields"):
        return _sequence(graph, fetches, lambda values: type(fetches)(*values))
    if isinstance(fetches, (list, tuple)):
        return _sequence(graph, fetches, type(fetches))
    if isinstance(fetches, SparseTensor):
        parts = (fetches.indices, fetches.values, fetches.dense_shape)
        return list(parts), lambda found: SparseTensorValue(*(found[part] for part in parts))
    if isinstance(fetches, IndexedSlices):
        return _slices(fetches)
    return _element(graph, fetches)


def _element(graph: Any, fetch: Any) -> tuple[list[Any], Assemble]:
    if fetch is None:
        raise TypeError("Fetch argument None has invalid type NoneType")
    try:
        element = graph.as_graph_element(fetch)
    except TypeError as error:
        raise TypeError(
            f"Fetch argument {fetch!r} has invalid type {type(fetch).__name__}, must be a string or Tensor. ({error})"
        ) from None
    except (ValueError, KeyError) as error:
        raise ValueError(f"Fetch argument {fetch!r} cannot be interpreted as a Tensor. ({error.args[0]})") from None
    _check_fetchable(graph, element)
    if isinstance(element, Operation):
        return [element], lambda found: None
    return [element], lambda found: found[element]


def _check_fetchable(graph: Any, element: Operation | Tensor) -> None:
    if graph.is_fetchable(element):
        return
    op = element.op if isinstance(element, Tensor) else element
    where = f"inside the {op.region.role} of '{op.region.owner.name}'" if op.region.owner else "not fetchable"
    raise ValueError(
        f"{element!r} cannot be fetched: it is {where}. Return it from the body, or fetch an outer result. (built at {op.where()})"
    )


def _sequence(graph: Any, fetches: Iterable[Any], make: Callable[[Any], Any]) -> tuple[list[Any], Assemble]:
    parts = [structure(graph, fetch) for fetch in fetches]
    return [element for elements, _ in parts for element in elements], lambda found: make([assemble(found) for _, assemble in parts])


def _mapping(graph: Any, fetches: Mapping[Any, Any]) -> tuple[list[Any], Assemble]:
    elements, assemble = _sequence(graph, fetches.values(), list)
    keys = list(fetches)
    make = type(fetches) if isinstance(fetches, dict) else dict
    return elements, lambda found: make(zip(keys, assemble(found), strict=True))


def _slices(fetch: IndexedSlices) -> tuple[list[Any], Assemble]:
    parts = [fetch.values, fetch.indices, *([fetch.dense_shape] if fetch.dense_shape is not None else [])]

    def assemble(found: Mapping[Any, Any]) -> IndexedSlicesValue:
        return IndexedSlicesValue(found[fetch.values], found[fetch.indices], found.get(fetch.dense_shape))

    return parts, assemble
