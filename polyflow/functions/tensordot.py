"""Products of tensors along pairs of dimensions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..framework.constant_value import constant_value
from ..framework.conversion import convert_to_tensor
from ..framework.dtypes import int32
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..ops import array_creation as creation
from ..ops import array_manipulation as array
from ..ops import linalg as ops
from ..ops import math_elementwise as elementwise
from ..ops.array_indexing import gather_v2, strided_slice
from ..ops.array_search import list_diff
from .reductions import reduce_prod

__all__ = ["tensordot"]


def tensordot(a: Any, b: Any, axes: Any, name: str | None = None) -> Tensor:
    """The sum over products along pairs of dimensions, one of each tensor.

    Args:
        a, b: the tensors.
        axes: a number n: the last n dimensions of ``a`` with the first n of ``b``; or two lists (or numbers) of dimensions, paired in
            order. A tensor of two rows may say them too.

    Returns:
        A tensor with the remaining dimensions of ``a``, then those of ``b``.
    """
    with name_scope(name, "Tensordot", [a, b, axes]) as scope:
        a, b = convert_to_tensor(a, name="a"), convert_to_tensor(b, name="b")
        axes_a, axes_b = _pairs(a, b, _as_lists(axes))
        first, sizes_a = _matrix(a, axes_a, columns=True)
        second, sizes_b = _matrix(b, axes_b, columns=False)
        product = ops.matmul(first, second)
        if isinstance(sizes_a, list) and isinstance(sizes_b, list):
            return array.reshape(product, sizes_a + sizes_b, name=scope)
        return array.reshape(product, array.concat_v2([_vector(sizes_a), _vector(sizes_b)], 0), name=scope)


# The dimensions that are summed over


def _as_lists(axes: Any) -> Any:
    """A number, or two lists; a tensor only where its value is not known."""
    if isinstance(axes, Tensor):
        known = constant_value(axes)
        if known is None:
            return axes
        axes = known
    if hasattr(axes, "tolist"):
        axes = axes.tolist()
    if isinstance(axes, (int, Tensor)):
        return axes
    if len(axes) != 2:
        raise ValueError(f"'axes' must be an integer or have length 2, not {axes}")
    lists = [list(item) if isinstance(item, Sequence) else [item] for item in axes]
    if len(lists[0]) != len(lists[1]):
        raise ValueError(f"Different number of contraction axes 'a' and 'b', {len(lists[0])} != {len(lists[1])}.")
    return lists


def _pairs(a: Tensor, b: Tensor, axes: Any) -> Any:
    """The dimensions of each tensor: lists of numbers, or vectors where the rank is needed and not known."""
    if isinstance(axes, Tensor):
        return array.unpack(elementwise.cast(axes, DstT=int32), num=2)
    if not isinstance(axes, int):
        return axes
    ranks = [tensor.shape.ndims for tensor in (a, b)]
    if axes < 0 or any(rank is not None and axes > rank for rank in ranks):
        raise ValueError(f"'axes' must be at least 0 and at most the ranks {ranks[0]} and {ranks[1]}, not {axes}")
    if ranks[0] is not None:
        return list(range(ranks[0] - axes, ranks[0])), list(range(axes))
    rank = array.rank(a)
    return creation.range_(elementwise.sub(rank, axes), rank, 1), list(range(axes))


# Matrices


def _matrix(tensor: Tensor, axes: Any, columns: bool) -> tuple[Tensor, Any]:
    """The matrix whose columns (or rows) run along ``axes``, and the sizes of the other dimensions: a list, or a vector."""
    if tensor.shape.ndims is None or isinstance(axes, Tensor):
        return _matrix_at_run_time(tensor, axes, columns)
    rank = tensor.shape.ndims
    found = [_canonical(axis, rank) for axis in axes]
    free = [axis for axis in range(rank) if axis not in found]
    rows, behind = (free, found) if columns else (found, free)
    order = rows + behind
    ordered = tensor if order == sorted(order) else array.transpose(tensor, order)
    sizes = [_product(ordered, range(len(rows))), _product(ordered, range(len(rows), rank))]
    return array.reshape(ordered, sizes), _sizes(tensor, free)


def _canonical(axis: int, rank: int) -> int:
    if not -rank <= axis < rank:
        raise ValueError(f"axis {axis} of a tensor of rank {rank} is not in [{-rank}, {rank})")
    return axis % rank


def _product(tensor: Tensor, axes: range) -> Any:
    """The product of the sizes of consecutive dimensions: a number where it is known."""
    static = tensor.shape[axes.start : axes.stop].num_elements()
    if static is not None:
        return static
    return reduce_prod(strided_slice(array.shape(tensor), [axes.start], [axes.stop], [1]))


def _sizes(tensor: Tensor, axes: list[int]) -> list[Any]:
    """The sizes of dimensions: numbers where they are known, else scalars."""
    known = [tensor.shape[axis].value for axis in axes]
    if None not in known:
        return known
    shape = array.shape(tensor)
    return [_entry(shape, axis) if size is None else size for axis, size in zip(axes, known, strict=True)]


def _entry(shape: Tensor, axis: int) -> Tensor:
    return strided_slice(shape, [axis], [axis + 1], [1], shrink_axis_mask=1)  # type: ignore[no-any-return]  # one output: a Tensor


def _matrix_at_run_time(tensor: Tensor, axes: Any, columns: bool) -> tuple[Tensor, Tensor]:
    """As :func:`_matrix`, with dimensions that are known when the graph runs."""
    shape, rank = array.shape(tensor), array.rank(tensor)
    found = elementwise.floor_mod(convert_to_tensor(axes, int32, name="axes"), rank)
    free = list_diff(creation.range_(0, rank, 1), found).out
    order = array.concat_v2([free, found] if columns else [found, free], 0)
    sizes = [reduce_prod(gather_v2(shape, each, 0)) for each in ((free, found) if columns else (found, free))]
    return array.reshape(array.transpose(tensor, order), sizes), gather_v2(shape, free, 0)


def _vector(sizes: Any) -> Tensor:
    return convert_to_tensor(sizes, int32) if isinstance(sizes, list) else sizes
