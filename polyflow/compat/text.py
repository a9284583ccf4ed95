"""``tf.compat``: text and bytes, kinds of Python numbers, and questions about versions, for programs that ran on Python 2 and 3."""

from __future__ import annotations

import datetime
import numbers
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from ..framework.tensor_shape import dimension_at_index, dimension_value

__all__ = ["as_bytes", "as_str", "as_str_any", "as_text", "bytes_or_text_types", "complex_types", "dimension_at_index",
           "dimension_value", "forward_compatibility_horizon", "forward_compatible", "integral_types", "path_to_str",
           "real_types"]  # fmt: skip

bytes_or_text_types = (bytes, str)
integral_types = (numbers.Integral, np.integer)
real_types = (numbers.Real, np.integer, np.floating)
complex_types = (numbers.Complex, np.number)

_RELEASED = datetime.date(2019, 10, 14)
"""When TensorFlow 1.15 appeared, whose API polyflow has."""

_horizon = [_RELEASED]


def as_bytes(bytes_or_text: Any, encoding: str = "utf-8") -> bytes:
    """Text encoded; bytes as they are. TypeError for anything else."""
    if isinstance(bytes_or_text, bytearray):
        return bytes(bytes_or_text)
    return _text_type(bytes_or_text).encode(encoding) if not isinstance(bytes_or_text, bytes) else bytes_or_text


def as_text(bytes_or_text: Any, encoding: str = "utf-8") -> str:
    """Bytes decoded; text as it is. TypeError for anything else."""
    return bytes_or_text.decode(encoding) if isinstance(bytes_or_text, bytes) else _text_type(bytes_or_text)


as_str = as_text


def _text_type(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"Expected binary or unicode string, got {value!r}")
    return value


def as_str_any(value: Any) -> str:
    """Bytes decoded, anything else as ``str`` shows it."""
    return as_text(value) if isinstance(value, bytes) else str(value)


def path_to_str(path: Any) -> Any:
    """A path object as text; anything else as it is."""
    return as_str_any(os.fspath(path)) if isinstance(path, os.PathLike) else path


def forward_compatible(year: int, month: int, day: int) -> bool:
    """Whether a behaviour that TensorFlow introduced on that day may be relied upon: before 1.15 appeared."""
    return _horizon[-1] > datetime.date(year, month, day)


@contextmanager
def forward_compatibility_horizon(year: int, month: int, day: int) -> Iterator[None]:
    """Inside, another day counts for :func:`forward_compatible`."""
    _horizon.append(datetime.date(year, month, day))
    try:
        yield
    finally:
        _horizon.pop()
