"""Fingerprints of rows."""

from __future__ import annotations

from typing import Any

from ..framework.operation import Tensor
from ..ops import array_fingerprint as ops

__all__ = ["fingerprint"]


def fingerprint(data: Any, method: Any = "farmhash64", name: str | None = None) -> Tensor:
    """Eight bytes for each row ``data[i]`` that depend on all of it, the same on every machine: FarmHash's 64-bit fingerprint."""
    return ops.fingerprint(data, method, name=name)
