"""Arguments that have had several names, or several places, in the generations of the API."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

Function = Callable[..., Any]
Arguments = tuple[Any, ...]
Keywords = dict[str, Any]


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


def older_form(newer: Function, when: Callable[[Arguments, Keywords], bool]) -> Callable[[Function], Function]:
    """Decorates a function in the older order: calls that ``when(args, keywords)`` recognises go to it, all others to ``newer``.

    The result has the name, signature and documentation of ``newer``, which is its attribute ``__wrapped__``.
    """

    def decorate(older: Function) -> Function:
        @functools.wraps(newer)
        def either(*args: Any, **keywords: Any) -> Any:
            return (older if when(args, keywords) else newer)(*args, **keywords)

        return either

    return decorate


def argument(args: Arguments, position: int) -> Any:
    """What was given by position, else None."""
    return args[position] if len(args) > position else None


def text_at(position: int) -> Callable[[Arguments, Keywords], bool]:
    """Recognises calls with a name in a place that now has something else."""
    return lambda args, keywords: isinstance(argument(args, position), str)
