"""Sums of products along dimensions that letters name."""

from __future__ import annotations

from typing import Any

from ..framework.conversion import convert_n_to_tensor
from ..framework.einsum_rules import ELLIPSIS, Equation, named, parsed, spelt
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..ops import math_einsum as ops

__all__ = ["einsum"]


def einsum(equation: str, *inputs: Any, **kwargs: Any) -> Tensor:
    """The sum of products of tensors after Einstein's convention: ``einsum("ij,jk->ik", a, b)`` is the product of two matrices.

    Args:
        equation: for each input, and behind "->" for the result, a letter for each dimension; "..." stands for further dimensions, which
            broadcast. What is no letter of the result is summed over; a letter that comes twice in a term runs along a diagonal.
            Without "->" the result has, in alphabetical order, the letters that come once, behind the dimensions of an ellipsis.
        inputs: the tensors; of more than two, the first two are multiplied first, their product with the third, and so on.
        name: of the operation.
        optimize: accepted as a hint about the order of products, and not used.
    """
    name = kwargs.pop("name", None)
    kwargs.pop("optimize", None)
    if kwargs:
        raise TypeError(f"invalid keyword arguments for this function: {', '.join(sorted(kwargs))}")
    if not inputs:
        raise ValueError("einsum needs at least one input")
    terms, output = _completed(equation.replace(" ", ""))
    if len(terms) != len(inputs):
        raise ValueError(f"Got {len(inputs)} arguments for equation {equation!r}, expecting {len(terms)}")
    with name_scope(name, "einsum", list(inputs)):
        return _contracted(terms, output, convert_n_to_tensor(inputs))


def _completed(equation: str) -> Equation:
    """The equation with the result that it implies where it names none."""
    if "->" in equation:
        return parsed(equation)
    letters = sorted(letter for letter in set(equation) - {",", ELLIPSIS} if equation.count(letter) == 1)
    return parsed(f"{equation}->{'...' * (ELLIPSIS in equation)}{''.join(letters)}")


def _contracted(terms: tuple[str, ...], output: str, inputs: list[Tensor]) -> Tensor:
    """Products of two at a time, from the left, each summed over the letters that are needed no more."""
    result, term = inputs[0], terms[0]
    for position in range(1, len(inputs) - 1):
        kept = _kept(term + terms[position], "".join(terms[position + 1 :]) + output)
        result, term = ops.einsum([result, inputs[position]], equation=spelt((term, terms[position]), kept)), kept
    if len(inputs) == 1:
        return ops.einsum([result], equation=spelt((term,), output))  # type: ignore[no-any-return]  # one output: a Tensor
    return ops.einsum([result, inputs[-1]], equation=spelt((term, terms[-1]), output))  # type: ignore[no-any-return]


def _kept(own: str, later: str) -> str:
    """The term of a product whose operands have the labels ``own``, when ``later`` ones are still to come."""
    return ELLIPSIS * (ELLIPSIS in own) + "".join(letter for letter in named(own) if letter in later)
