"""How a backend is chosen: ``Session(backend=...)`` > ``with backend(...)`` > ``POLYFLOW_BACKEND`` > ``"numpy"``.

Read when a Session is made, never at import, so two backends live in one process.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from .memory import keep_freed_blocks
from .protocol import Backend

_chosen: ContextVar[str | None] = ContextVar("polyflow_backend", default=None)
_made: dict[str, Backend] = {}

BUILT_IN = ("numpy", "torch")


@contextmanager
def backend(name: str) -> Iterator[None]:
    """Sessions made inside use the backend ``name``."""
    resolve(name)
    token = _chosen.set(name)
    try:
        yield
    finally:
        _chosen.reset(token)


def current_name() -> str:
    """The name that a Session without ``backend=`` uses."""
    return _chosen.get() or os.environ.get("POLYFLOW_BACKEND") or "numpy"


def resolve(chosen: Any = None) -> Backend:
    """The backend of a name such as ``"torch:cuda:0"``; a backend object stands for itself.

    ValueError when there is no such backend, its package is missing or the device is absent; the message lists what there is.
    """
    if chosen is not None and not isinstance(chosen, str):
        return chosen
    name = chosen or current_name()
    if name not in _made:
        _made[name] = _make(name)
    return _made[name]


def _make(name: str) -> Backend:
    keep_freed_blocks()
    package, _, device = name.partition(":")
    try:
        return _factory(package)(device or None)
    except (ImportError, LookupError, RuntimeError) as error:
        raise ValueError(f"Backend {name!r} cannot be used: {error}. Available: {', '.join(available())}") from error


def _factory(package: str) -> Any:
    if package in BUILT_IN:
        return importlib.import_module(f"{__package__}.{package}.backend").make
    found = [point for point in _offered() if point.name == package]
    if not found:
        raise LookupError("there is no backend of that name")
    return found[0].load()


def _offered() -> Any:
    """The backends of other packages."""
    from importlib.metadata import entry_points

    return entry_points(group="polyflow.backends")


def available() -> list[str]:
    """The names that can be used on this machine, devices included."""
    names: list[str] = []
    for package in (*BUILT_IN, *(point.name for point in _offered())):
        try:
            module = importlib.import_module(f"{__package__}.{package}.backend") if package in BUILT_IN else None
            names += [f"{package}:{device}" for device in module.devices()] if module and package != "numpy" else [package]
        except ImportError:
            continue
    return names
