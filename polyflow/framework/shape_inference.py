"""What inference asks of inputs that describe shapes."""

from __future__ import annotations

from typing import Any

from .constant_value import value_of
from .operation import Tensor
from .tensor_shape import UNKNOWN, TensorShape


def entries_of(vector: Tensor) -> tuple[Any, ...] | None:
    """The entries of a vector, None for each that is not known; None when not even their number is."""
    value = value_of(vector)
    if isinstance(value, tuple):
        return value
    sizes = vector.shape.sizes
    return None if sizes is None or len(sizes) != 1 or sizes[0] is None else (None,) * sizes[0]


def slice_entries(begin: Tensor, end: Tensor, strides: Tensor) -> list[tuple[Any, ...]] | None:
    """The entries of the vectors of a strided slice; None when the number of them is not known. ValueError when one is no vector."""
    for vector in (begin, end, strides):
        if not vector.shape.has_rank(1):
            raise ValueError(f"begin, end and strides must be vectors, not of shape {vector.shape}")
    entries = [entries_of(vector) for vector in (begin, end, strides)]
    return None if None in entries else entries  # type: ignore[return-value]  # None is not in it


def described_shape(vector: Tensor) -> TensorShape:
    """The shape whose sizes are the entries of ``vector``. ValueError when it is no vector, or when a size is negative."""
    if not vector.shape.has_rank(1):
        raise ValueError(f"a shape must be a vector, not of shape {vector.shape}")
    entries = entries_of(vector)
    return UNKNOWN if entries is None else TensorShape(entries)
