"""Checks of the shapes of several tensors against each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..framework.conversion import convert_to_tensor
from ..framework.operation import Operation, Tensor
from ..framework.scopes import control_dependencies, name_scope
from ..ops import math_comparison as compare
from .array import getitem, shape
from .checks import Assert, _said
from .control_flow import group
from .static_checks import assert_rank, assert_rank_at_least

__all__ = ["assert_shapes"]

_ANY_NUMBER = (Ellipsis, "*")
_ANY_SIZE = (None, ".")


def assert_shapes(
    shapes: Any, data: Any = None, summarize: int | None = None, message: str | None = None, name: str | None = None
) -> Operation:
    """An operation that fails unless tensors have the given shapes; ValueError now where that is known already.

    Args:
        shapes: pairs of a tensor and its shape, or a dict. A size is a number, or a text, which stands for the same number wherever it
            occurs, or None or "." for any. A shape that begins with ``...`` or "*" leaves open how many dimensions come first.
        data: what to print instead of the sizes.
        summarize: how many elements of each to print.
        message: printed before anything else.
    """
    pairs = list(shapes.items() if isinstance(shapes, Mapping) else shapes)
    with name_scope(name, "assert_shapes", [tensor for tensor, _ in pairs if isinstance(tensor, Tensor)]):
        known: dict[str, Any] = {}
        checks: list[Operation] = []
        for value, given in pairs:
            tensor, symbols = convert_to_tensor(value), _symbols(given)
            checks.append(_check_rank(tensor, symbols, data, summarize, message))
            with control_dependencies(checks[-1:]):
                checks += _check_sizes(tensor, symbols, known, data, summarize, message)
        return group(*checks, name="shapes_checked")


def _symbols(shape: Any) -> list[Any]:
    """The sizes of a wanted shape. ValueError unless it is a sequence, open at its beginning only."""
    if not isinstance(shape, Iterable):
        raise ValueError(f"A shape must be a sequence of sizes, not {shape!r}")
    symbols = list(shape)
    if any(symbol in _ANY_NUMBER for symbol in symbols[1:]):
        raise ValueError(f"Only the beginning of a shape may be left open, not as in {shape!r}")
    return symbols


def _check_rank(tensor: Tensor, symbols: Sequence[Any], *reporting: Any) -> Operation:
    is_open = bool(symbols) and symbols[0] in _ANY_NUMBER
    return (assert_rank_at_least if is_open else assert_rank)(tensor, len(symbols) - is_open, *reporting)


def _check_sizes(
    tensor: Tensor, symbols: Sequence[Any], known: dict[str, Any], data: Any, summarize: int | None, message: str | None
) -> list[Operation]:
    """Compares each size with what its symbol stands for, which the first one to have it decides."""
    checks = []
    for position, symbol in enumerate(symbols, -len(symbols)):
        if symbol in _ANY_SIZE or symbol in _ANY_NUMBER:
            continue
        size = _size(tensor, position)
        wanted = known.setdefault(symbol, size) if isinstance(symbol, str) else int(symbol)
        if isinstance(size, Tensor) or isinstance(wanted, Tensor):
            explanation = [*_said(message), f"Dimension {position} of {tensor.name} must be {symbol}:", wanted, "but is:", size]
            checks.append(Assert(compare.equal(size, wanted), explanation if data is None else data, summarize))
        elif size != wanted:
            said = " ".join([*_said(message), f"Dimension {position} of {tensor.name} must be {symbol}"])
            raise ValueError(f"{said}, which is {wanted}, not {size}; its shape is {tensor.shape}")
    return checks


def _size(tensor: Tensor, position: int) -> Any:
    """A size as a number where it is known, else as a scalar."""
    static = tensor.shape[position].value if tensor.shape.ndims is not None else None
    return getitem(shape(tensor), position) if static is None else static
