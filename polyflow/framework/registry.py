"""Every declared op, by type. Filled when a module of ``polyflow.ops`` is imported; read by everything else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .op import Declaration

_declarations: dict[str, Declaration] = {}


def register(declaration: Declaration) -> None:
    """Adds a declaration; an op type is declared once."""
    if declaration.op_type in _declarations:
        raise ValueError(f"Op type {declaration.op_type!r} is declared twice")
    _declarations[declaration.op_type] = declaration


def declaration(op_type: str) -> Declaration:
    """The declaration of ``op_type``; KeyError-like ValueError when polyflow has no such op."""
    try:
        return _declarations[op_type]
    except KeyError:
        raise ValueError(f"polyflow has no op of type {op_type!r}; `polyflow ops` lists those it has") from None


def find(op_type: str) -> Declaration | None:
    return _declarations.get(op_type)


def declarations() -> Iterator[Declaration]:
    """All declarations, in the order in which they were made."""
    return iter(_declarations.values())
