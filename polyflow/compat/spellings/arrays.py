"""Functions of arrays whose arguments have had another order."""

from __future__ import annotations

from typing import Any

from ...framework.api_generation import OLDER, api_generation
from ...framework.conversion import convert_to_tensor as to_tensor
from ...framework.operation import Tensor
from ...framework.synonyms import Arguments, Keywords, argument, older_form, text_at
from ...functions import array, math
from ...ops import array_manipulation as ops
from .ranks import holds_bools, is_scalar, is_tensor_of_unknown_rank, rank_of

__all__ = ["argmax", "argmin", "concat", "convert_to_tensor", "matmul", "reverse", "split", "where"]


def _dimension_first(args: Arguments, keywords: Keywords) -> bool:
    """The dimension is a number, the values are a list or of rank 1 and more; of tensors of unknown rank the generation decides."""
    if "concat_dim" in keywords or is_scalar(argument(args, 0)):
        return True
    return api_generation() == OLDER and len(args) > 1 and all(map(is_tensor_of_unknown_rank, args[:2]))


@older_form(array.concat, when=_dimension_first)
def concat(concat_dim: Any, values: Any, name: str = "concat") -> Tensor:
    return array.concat(values, concat_dim, name)


def _split_dimension_first(args: Arguments, keywords: Keywords) -> bool:
    """As for :func:`concat`; and of three by position the last one has the elements if its rank is 1 or more."""
    if not keywords.keys().isdisjoint(("split_dim", "num_split")) or is_scalar(argument(args, 0)):
        return True
    if len(args) != 3:
        return False
    return (rank_of(args[2]) or 0) > 0 or (api_generation() == OLDER and all(map(is_tensor_of_unknown_rank, args[::2])))


@older_form(array.split, when=_split_dimension_first)
def split(split_dim: Any, num_split: Any, value: Any, name: str = "split") -> list[Tensor]:
    return array.split(value, num_split, split_dim, name=name)


def _flags_are_given(args: Arguments, keywords: Keywords) -> bool:
    return "dims" in keywords or holds_bools(keywords["axis"] if "axis" in keywords else argument(args, 1))


@older_form(array.reverse, when=_flags_are_given)
def reverse(tensor: Any, dims: Any = None, name: str | None = None, axis: Any = None) -> Tensor:
    """With one bool per dimension."""
    return ops.reverse(tensor, axis if dims is None else dims, name=name)


@older_form(array.where, when=lambda args, keywords: "input" in keywords or text_at(1)(args, keywords))
def where(input: Any, name: str | None = None) -> Tensor:
    return array.where(input, name=name)


def _dimension_is_missing(args: Arguments, keywords: Keywords) -> bool:
    return api_generation() == OLDER and len(args) < 2 and keywords.keys().isdisjoint(("axis", "dimension"))


@older_form(math.argmax, when=_dimension_is_missing)
def argmax(input: Any, dimension: Any, name: str | None = None) -> Tensor:
    return math.argmax(input, dimension, name)


@older_form(math.argmin, when=_dimension_is_missing)
def argmin(input: Any, dimension: Any, name: str | None = None) -> Tensor:
    return math.argmin(input, dimension, name)


def _sparse_flags_by_position(args: Arguments, keywords: Keywords) -> bool:
    """1.0 put the flags for adjoints in front of those for sparse matrices, and so moved the name."""
    return text_at(6)(args, keywords) or (len(args) > 4 and api_generation() == OLDER)


@older_form(math.matmul, when=_sparse_flags_by_position)
def matmul(a: Any, b: Any, transpose_a: bool = False, transpose_b: bool = False, a_is_sparse: bool = False, b_is_sparse: bool = False,
           name: str | None = None) -> Tensor:  # fmt: skip
    return math.matmul(a, b, transpose_a, transpose_b, a_is_sparse=a_is_sparse, b_is_sparse=b_is_sparse, name=name)


@older_form(to_tensor, when=lambda args, keywords: isinstance(argument(args, 3), bool))
def convert_to_tensor(value: Any, dtype: Any = None, name: str | None = None, as_ref: bool = False) -> Tensor:
    return to_tensor(value, dtype, name, as_ref=as_ref)
