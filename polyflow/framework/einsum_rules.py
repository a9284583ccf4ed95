"""Equations of einsum: what they say about the dimensions of the operands and of the result.

``"ij,...jk->...ik"`` has a term of labels for each operand and one for the result. A term has a letter for each dimension, and may have
one ellipsis for any number of further dimensions. Those broadcast; dimensions of the same letter have the same size, and equal indices
where the letter comes twice in a term. What is no letter of the result is summed over.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from .tensor_shape import Sizes, broadcast_shapes

ELLIPSIS = "."
"""Stands for "..." in the terms of an Equation, so that every label is one character."""


class Equation(NamedTuple):
    """An equation in terms of labels."""

    operands: tuple[str, ...]
    output: str


@functools.lru_cache(maxsize=1024)
def parsed(equation: str) -> Equation:
    """An equation taken to pieces. ValueError where it is none."""
    operands, arrow, output = equation.partition("->")
    if not arrow or "->" in output:
        raise ValueError(f"Expecting exactly one '->' in einsum equation: {equation}")
    found = Equation(tuple(_term(text) for text in operands.split(",")), _term(output))
    strangers = sorted(set(found.output) - set("".join(found.operands)) - {ELLIPSIS})
    if strangers:
        raise ValueError(f"label {strangers[0]!r} of the result is in no operand of the einsum equation {equation}")
    return found


def _term(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z]*(\.\.\.)?[A-Za-z]*", text):
        raise ValueError(f"einsum subscripts must be letters and at most one ellipsis '...', not {text!r}")
    return text.replace("...", ELLIPSIS)


def spelt(operands: tuple[str, ...], output: str) -> str:
    """The equation of these terms."""
    return f"{','.join(operands)}->{output}".replace(ELLIPSIS, "...")


def named(term: str) -> str:
    """The letters of a term, each once."""
    return "".join(dict.fromkeys(term.replace(ELLIPSIS, "")))


def einsum_sizes(equation: str, shapes: tuple[Sizes | None, ...]) -> Sizes | None:
    """The sizes of the result; None where its rank is not known. ValueError where the shapes do not fit the equation."""
    operands, output = parsed(equation)
    if len(operands) != len(shapes):
        raise ValueError(f"the einsum equation {equation} has {len(operands)} operands, but there are {len(shapes)} inputs")
    sizes: dict[str, int | None] = {}
    parts = [split_sizes(term, shape) for term, shape in zip(operands, shapes, strict=True)]
    for term, (lettered, _) in zip(operands, parts, strict=True):
        _merge(sizes, term.replace(ELLIPSIS, ""), lettered)
    batch = broadcast_shapes(*[further for _, further in parts]).sizes
    if ELLIPSIS not in output and batch:
        raise ValueError(f"the result of the einsum equation {equation} has no ellipsis for the {len(batch)} dimensions that broadcast")
    return _joined(output, sizes, batch)


def split_sizes(term: str, shape: Sizes | None) -> tuple[Sizes, Sizes | None]:
    """The sizes of the letters of a term, and of the dimensions that its ellipsis stands for."""
    before, ellipsis, after = term.partition(ELLIPSIS)
    letters = len(before) + len(after)
    if shape is None:
        return (None,) * letters, None if ellipsis else ()
    if len(shape) < letters or (len(shape) > letters and not ellipsis):
        least = "at least " if ellipsis else ""
        raise ValueError(f"einsum subscripts {term.replace(ELLIPSIS, '...')!r} need an input of rank {least}{letters}, not {len(shape)}")
    end = len(shape) - len(after)
    return shape[: len(before)] + shape[end:], shape[len(before) : end]


def _merge(sizes: dict[str, int | None], letters: str, lettered: Sizes) -> None:
    """Notes the size of each letter. A letter has one size: 1 is not stretched, as in an ellipsis."""
    for letter, size in zip(letters, lettered, strict=True):
        known = sizes.get(letter)
        if known is not None and size is not None and known != size:
            raise ValueError(f"Expected dimensions of einsum label {letter!r} to be of one size, got {known} and {size}")
        sizes[letter] = size if known is None else known


def _joined(output: str, sizes: dict[str, int | None], batch: Sizes | None) -> Sizes | None:
    before, ellipsis, after = output.partition(ELLIPSIS)
    if ellipsis and batch is None:
        return None
    return (*(sizes[letter] for letter in before), *(batch or ()), *(sizes[letter] for letter in after))
