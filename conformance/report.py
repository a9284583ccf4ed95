"""How a failed check is told: what was checked, what is wrong, and the line that repeats it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from .items import Item


class CheckFailed(AssertionError):
    """A backend, a gradient, an inference or a case is wrong."""


NOT_APPLICABLE = "not applicable"
"""What a check returns when the op rightly refuses the variant."""

REFUSED = "refused by all"
"""What a check of a variant returns that the op answers with a proper error, everywhere the same."""

CHECKED = "checked"


@contextmanager
def reporting(item: Item, backend: str, *options: str) -> Iterator[None]:
    """Failures inside name the item and the command; an unexpected exception is a failure too."""
    __tracebackhide__ = True
    try:
        yield
    except CheckFailed as failure:
        raise CheckFailed(_told(item, str(failure), item.command(backend, *options))) from failure.__cause__
    except Exception as error:
        raise CheckFailed(_told(item, f"{type(error).__name__}: {error}", item.command(backend, *options))) from error


def _told(item: Item, problem: str, command: str) -> str:
    return f"{item}: {problem}\n  reproduce: {command}"


def expect(problem: str | None, where: str = "") -> None:
    """Fails with the problem, if there is one."""
    if problem:
        raise CheckFailed(f"{where}: {problem}" if where else problem)
