"""A backend like another one, but for some kernels and fuse rules: to show that the harness sees what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from polyflow.backends import selection
from polyflow.backends.kernels import Kernel


class AlteredBackend:
    """The backend ``base`` with ``kernels`` in place of its own.

    It counts as a device (``on_host`` is False), so that nothing is computed by the reference kernels instead.
    """

    on_host = False

    def __init__(self, kernels: dict[str, Kernel], base: str = "numpy", rules: Sequence[Callable[..., Any]] = ()) -> None:
        self._base: Any = selection.resolve(base)
        self.name = f"altered {base}"
        self.kernels = AlteredKernels(kernels, self._base.kernels)
        self._rules = rules

    def __getattr__(self, name: str) -> Any:
        return getattr(self._base, name)

    def to_host(self, value: Any) -> Any:
        return np.array(self._base.to_host(value))

    def fuse_rules(self) -> Sequence[Callable[..., Any]]:
        return self._rules


class AlteredKernels:
    """A kernel table that looks into ``own`` first."""

    def __init__(self, own: dict[str, Kernel], base: Any) -> None:
        self._own = own
        self._base = base

    def find(self, op_type: str, family: str) -> Kernel | None:
        return self._own.get(op_type) or self._base.find(op_type, family)
