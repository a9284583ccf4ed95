"""Python functions that nodes call, by token: the token is what stands in the graph."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

PyFunction = Callable[..., Any]

_functions: dict[str, PyFunction] = {}
_tokens = itertools.count()


def register(function: PyFunction) -> str:
    """A new token for ``function``. It stays valid as long as the process lives, because any graph may hold it."""
    token = f"pyfunc_{next(_tokens)}"
    _functions[token] = function
    return token


def find(token: str) -> PyFunction:
    """The function behind a token; KeyError with an explanation when this process has none."""
    try:
        return _functions[token]
    except KeyError:
        raise KeyError(f"callback {token} is not found: a graph with a Python function runs only in the process that built it") from None
