"""Arguments that have had several names, or several places, in the generations of the API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def one_of(name: str, value: Any, older_name: str, older: Any, default: Any = None) -> Any:
    """The argument given under either name, else ``default``. ValueError when both are given."""
    if value is not None and older is not None:
        raise ValueError(f"Give {name}= or its older name {older_name}=, not both.")
    chosen = older if value is None else value
    return default if chosen is None else chosen


def positional(function: str, order: Sequence[str], given: Sequence[Any], keywords: dict[str, Any]) -> dict[str, Any]:
    """``keywords`` completed by values that were given by position, in ``order``. TypeError when one comes twice or there are too many."""
    if len(given) > len(order):
        raise TypeError(f"{function}() takes at most {len(order)} positional arguments, not {len(given)}")
    for name, value in zip(order, given, strict=False):
        if keywords.get(name) is not None:
            raise TypeError(f"{function}() got multiple values for argument '{name}'")
        keywords[name] = value
    return keywords
