"""Nested structures: lists, tuples, named tuples and dicts of anything, walked in one fixed order (dicts by sorted key)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any


def is_sequence(structure: Any) -> bool:
    """Whether it is taken apart: text, arrays and tensors are leaves."""
    return isinstance(structure, (list, tuple, Mapping))


def flatten(structure: Any) -> list[Any]:
    """The leaves, in order."""
    return [leaf for part in _parts(structure) for leaf in flatten(part)] if is_sequence(structure) else [structure]


def _parts(structure: Any) -> list[Any]:
    return [structure[key] for key in _keys(structure)] if isinstance(structure, Mapping) else list(structure)


def _keys(mapping: Mapping[Any, Any]) -> list[Any]:
    try:
        return sorted(mapping)
    except TypeError:
        return list(mapping)


def pack_sequence_as(structure: Any, flat_sequence: Any) -> Any:
    """The leaves of ``flat_sequence`` in the shape of ``structure``; ValueError when their number differs."""
    flat = list(flat_sequence)
    size = len(flatten(structure))
    if len(flat) != size:
        raise ValueError(f"The structure {structure!r} has {size} leaves, but {len(flat)} were given")
    return _packed(structure, iter(flat))


def _packed(structure: Any, leaves: Iterator[Any]) -> Any:
    if not is_sequence(structure):
        return next(leaves)
    if isinstance(structure, Mapping):
        values = {key: _packed(structure[key], leaves) for key in _keys(structure)}
        return type(structure)((key, values[key]) for key in structure)  # type: ignore[call-arg]  # dict-like classes take pairs
    parts = [_packed(part, leaves) for part in structure]
    return type(structure)(*parts) if hasattr(structure, "_fields") else type(structure)(parts)


def map_structure(function: Callable[..., Any], *structures: Any) -> Any:
    """``function`` of the leaves of equally shaped structures, in that shape."""
    for other in structures[1:]:
        assert_same_structure(structures[0], other)
    return pack_sequence_as(structures[0], [function(*leaves) for leaves in zip(*map(flatten, structures), strict=True)])


def assert_same_structure(first: Any, second: Any, check_types: bool = True) -> None:
    """ValueError when two structures nest differently; TypeError when only their container types differ."""
    if is_sequence(first) != is_sequence(second):
        raise ValueError(f"The two structures don't have the same nested structure: {first!r} and {second!r}")
    if not is_sequence(first):
        return
    if check_types and type(first) is not type(second) and not (isinstance(first, Mapping) and isinstance(second, Mapping)):
        raise TypeError(f"The two structures don't have the same sequence type: {type(first).__name__} and {type(second).__name__}")
    parts, others = _parts(first), _parts(second)
    if len(parts) != len(others) or (isinstance(first, Mapping) and set(first) != set(second)):
        raise ValueError(f"The two structures don't have the same number of elements: {first!r} and {second!r}")
    for part, other in zip(parts, others, strict=True):
        assert_same_structure(part, other, check_types)
