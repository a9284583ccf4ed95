"""How arrays leave a run, and cross between the host and the device."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ..backends.protocol import Backend


def as_it_is(value: Any) -> Any:
    return value


def own_host(value: Any) -> Any:
    return value[()] if type(value) is np.ndarray and value.ndim == 0 else value


def copy_host(value: Any) -> Any:
    return value.copy() if type(value) is np.ndarray and value.ndim else own_host(value)


def fetcher(backend: Backend, copies: bool) -> Callable[[Any], Any]:
    to_host = backend.to_host

    def fetch(value: Any) -> Any:
        array = to_host(value)
        return array.copy() if copies and array.ndim else array[()]

    return fetch


def scalars_of(backend: Backend) -> Callable[[Any], Any]:
    """The copy to the host; 0-d arrays become NumPy scalars, whose arithmetic is quick."""
    to_host = backend.to_host
    return lambda value: to_host(value)[()]
