"""Every op: its values on the backend, its inference, its literal expectations and its errors."""

from __future__ import annotations

from collections.abc import Callable

from .checks import check_build_error, check_forward, check_run_error
from .items import Item


def test_forward(forward: Item, backend: str, counted: Callable[[str], None]) -> None:
    counted(check_forward(forward, backend))


def test_build_error(build_error: Item) -> None:
    check_build_error(build_error)


def test_run_error(run_error: Item, backend: str) -> None:
    check_run_error(run_error, backend)
