"""Every declared op, by type. Filled when a module of ``polyflow.ops`` is imported; read by everything else.

Families that nothing has needed yet are imported when a type is asked for that is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .op import Declaration

_declarations: dict[str, Declaration] = {}
_loaders: list[Callable[[], None]] = []
"""What imports the families that are still missing; empty once it has."""


def complete_with(load: Callable[[], None]) -> None:
    """``load`` declares all that is not declared yet; it is called at most once."""
    _loaders.append(load)


def _complete() -> None:
    while _loaders:
        _loaders.pop()()


def register(declaration: Declaration) -> None:
    """Adds a declaration; an op type is declared once."""
    if declaration.op_type in _declarations:
        raise ValueError(f"Op type {declaration.op_type!r} is declared twice")
    _declarations[declaration.op_type] = declaration


def declaration(op_type: str) -> Declaration:
    """The declaration of ``op_type``; KeyError-like ValueError when polyflow has no such op."""
    found = find(op_type)
    if found is None:
        raise ValueError(f"polyflow has no op of type {op_type!r}; `polyflow ops` lists those it has")
    return found


def find(op_type: str) -> Declaration | None:
    """The declaration of ``op_type``; None when polyflow has no such op."""
    if op_type not in _declarations:
        _complete()
    return _declarations.get(op_type)


def declarations() -> Iterator[Declaration]:
    """All declarations, in the order in which they were made."""
    _complete()
    return iter(_declarations.values())
