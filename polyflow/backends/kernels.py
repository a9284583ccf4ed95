"""Where a backend keeps its kernels: a table filled by decorators, one family of kernels imported when a plan first needs it."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Mapping
from typing import Any

Kernel = Callable[..., Any]


class KernelTable:
    """The kernels of one backend, by op type.

    Used as a decorator, ``@kernel("MatMul")``, it registers a function whose parameter names are those of the declaration;
    ``kernel.table({"Exp": np.exp})`` registers callables that take the inputs by position and no attributes.

    A kernel that wraps another for the sake of a few dtypes may say so: ``only_for`` holds their names, ``__wrapped__`` the kernel
    that is called directly for all others.
    """

    def __init__(self, package: str) -> None:
        self.package = package
        self._kernels: dict[str, Kernel] = {}
        self._loaded: set[str] = set()

    def __call__(self, *op_types: str) -> Callable[[Kernel], Kernel]:
        def register(function: Kernel) -> Kernel:
            for op_type in op_types:
                self._add(op_type, function)
            return function

        return register

    def table(self, kernels: Mapping[str, Kernel]) -> None:
        """Registers plain callables: inputs by position, no attributes."""
        for op_type, function in kernels.items():
            self._add(op_type, function)

    def find(self, op_type: str, family: str) -> Kernel | None:
        """The kernel of ``op_type``, importing the family's module on first use; None when the backend has none."""
        if op_type not in self._kernels:
            self.load(family)
        return self._kernels.get(op_type)

    def load(self, family: str) -> None:
        """Imports ``<package>.<family>`` once, where that module exists."""
        if family in self._loaded:
            return
        module = f"{self.package}.{family}"
        if importlib.util.find_spec(module) is not None:
            importlib.import_module(module)
        self._loaded.add(family)

    def _add(self, op_type: str, function: Kernel) -> None:
        if op_type in self._kernels:
            raise ValueError(f"{self.package} already has a kernel for {op_type}")
        self._kernels[op_type] = function
