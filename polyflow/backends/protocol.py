"""What a backend is.

A backend is small: a name, a table of kernels, its devices, the way in and out for arrays, and the rewrites it wants.
Third-party packages offer one through the entry-point group ``polyflow.backends``: a function of an optional device string
(``None``, ``"cpu"``, ``"cuda:0"`` …) that returns an object like this.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np

from ..framework.dtypes import DType
from .kernels import Kernel, KernelTable


class Backend(Protocol):
    """Native arrays and the kernels that work on them.

    A backend may also have a method ``compile``, of a function of native arrays and plain Python values that returns a faster one: sessions
    that ask for compilation give it the parts of their programs that only compute.

    Attributes:
        name: as the user writes it, ``"torch:cuda:0"``.
        kernels: the kernels by op type.
        device: what a kernel without array inputs gets as ``device``.
        on_host: whether native arrays are NumPy arrays, so that nothing ever needs a copy.
    """

    name: str
    kernels: KernelTable
    device: Any
    on_host: bool

    def from_host(self, array: np.ndarray[Any, Any]) -> Any:
        """A native array with the values of a NumPy array; may share its memory."""

    def to_host(self, value: Any) -> np.ndarray[Any, Any]:
        """The NumPy array of a native one; may share its memory."""

    def copy(self, value: Any) -> Any:
        """A native array that shares nothing with ``value``."""

    def native_dtype(self, dtype: DType) -> Any:
        """The backend's own name of a dtype. TypeError when it has none."""

    def is_native(self, value: Any) -> bool:
        """Whether ``value`` is a native array already, of this backend's device."""

    def synchronize(self) -> None:
        """Waits until everything launched has run."""

    def fuse_rules(self) -> Sequence[Callable[..., Any]]:
        """The rewrites for ``runtime.passes.fuse``, in the order in which they are tried."""


def reference_kernel(op_type: str, family: str) -> Kernel | None:
    """The kernel that runs on the host: NumPy's, else the one that serves every backend."""
    return _table("numpy").find(op_type, family) or host_kernel(op_type, family)


def host_kernel(op_type: str, family: str) -> Kernel | None:
    """The kernel of a ``kind="host"`` op."""
    return _table("host").find(op_type, family)


def _table(name: str) -> KernelTable:
    return importlib.import_module(f"{__package__}.{name}").kernel  # type: ignore[no-any-return]  # every backend package has its table
