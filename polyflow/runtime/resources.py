"""What outlives a run within a Session: variables' cells, random counters, and the state of nodes with effects."""

from __future__ import annotations

import os
import sys
import threading
from typing import Any

from ..backends.protocol import Backend
from ..framework.tensor_shape import UNKNOWN, TensorShape

Key = tuple[int, int]


class Cell:
    """A variable's place: ``value`` is unset until it is initialised, so that reading it costs one slot and fails by itself.

    ``shape`` is the one that the variable was made with.
    """

    __slots__ = ("dtype", "name", "shape", "value")

    def __init__(self, name: str, dtype: Any, shape: TensorShape = UNKNOWN) -> None:
        self.name = name
        self.dtype = dtype
        self.shape = shape

    @classmethod
    def of(cls, value: Any) -> Cell:
        """A place for a copy, of which a kernel wants to see the cell."""
        cell = cls("", None)
        cell.value = value  # type: ignore[attr-defined]  # a slot that mypy does not see
        return cell

    @property
    def initialised(self) -> bool:
        return hasattr(self, "value")

    def __repr__(self) -> str:
        return f"<cell {self.name}>"


class Context:
    """What a kernel with effects knows of its node and session; one per (session, node)."""

    __slots__ = ("_counter", "_lock", "_seeds", "backend", "device", "node", "session", "state")

    def __init__(self, session: Any, node: str, backend: Backend) -> None:
        self.session = session
        self.node = node
        self.backend = backend
        self.device = backend.device
        self.state: dict[Any, Any] = {}
        self._counter = 0
        self._seeds: Key | None = None
        self._lock = threading.Lock()

    def random(self, seed: int, seed2: int, outputs: int, reserve: int = 256) -> tuple[Key, int]:
        """The Philox key and the 128-bit counter at which this execution starts; advances the node's counter.

        The key is ``seed`` (low and high word); ``seed2`` is the counter's upper half. Both zero means numbers that
        differ in every session. An execution takes ``reserve`` counters per output: most of TensorFlow's CPU kernels reserve 256.
        """
        with self._lock:
            if seed == 0 and seed2 == 0:
                self._seeds = self._seeds or (_random_word(), _random_word())
                seed, seed2 = self._seeds
            start = self._counter
            self._counter += reserve * outputs
        seed &= 0xFFFFFFFFFFFFFFFF
        return (seed & 0xFFFFFFFF, seed >> 32), ((seed2 & 0xFFFFFFFFFFFFFFFF) << 64) + start

    def write(self, text: str) -> None:
        """Prints a line for the user."""
        sys.stderr.write(text + "\n")


class Resources:
    """The cells and contexts of one Session."""

    def __init__(self, session: Any, backend: Backend) -> None:
        self.session = session
        self.backend = backend
        self.lock = threading.RLock()
        self.cells: dict[str, Cell] = {}
        self.contexts: dict[str, Context] = {}

    def cell(self, key: str, dtype: Any, shape: TensorShape = UNKNOWN) -> Cell:
        with self.lock:
            return self.cells.setdefault(key, Cell(key, dtype, shape))

    def context(self, node: str, backend: Backend) -> Context:
        with self.lock:
            return self.contexts.setdefault(node, Context(self.session, node, backend))

    def clear(self) -> None:
        self.cells.clear()
        self.contexts.clear()


def _random_word() -> int:
    return int.from_bytes(os.urandom(8), "little")
