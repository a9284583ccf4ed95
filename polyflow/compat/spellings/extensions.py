"""What programs call that bring ops of their own, compiled for TensorFlow. An op of polyflow is declared in Python."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, NoReturn

from ...framework.errors import NotFoundError, UnimplementedError

__all__ = ["RegisterShape", "load_file_system_library", "load_library", "load_op_library"]


def load_op_library(library_filename: str) -> NoReturn:
    """Fails: NotFoundError when there is no such file, else UnimplementedError, as compiled code needs TensorFlow itself."""
    if not os.path.exists(library_filename):
        raise NotFoundError.of(f"{library_filename}: there is no such file")
    raise UnimplementedError.of(
        f"{library_filename} holds ops compiled for TensorFlow. Declare them for polyflow with polyflow.framework.op and give each a kernel."
    )


def load_library(library_location: str) -> NoReturn:
    """Fails as :func:`load_op_library` does."""
    load_op_library(library_location)


def load_file_system_library(library_filename: str) -> NoReturn:
    """Fails as :func:`load_op_library` does."""
    load_op_library(library_filename)


class RegisterShape:
    """Decorates the shape function of an op type. It has no effect: every declaration says itself which shapes its outputs have."""

    def __init__(self, op_type: str) -> None:
        if not isinstance(op_type, str):
            raise TypeError("op_type must be a string")
        self.op_type = op_type

    def __call__(self, f: Callable[..., Any] | None) -> Callable[..., Any] | None:
        return f
