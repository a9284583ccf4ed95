"""Products of matrices and of tensors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..framework.constant_value import constant_value
from ..framework.conversion import convert_to_tensor
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..ops import array_manipulation as array
from ..ops import linalg as ops
from ..ops.array_indexing import strided_slice
from .arithmetic import conj
from .reductions import reduce_prod

__all__ = ["batch_matmul", "matmul", "tensordot"]


def matmul(a: Any, b: Any, transpose_a: bool = False, transpose_b: bool = False, adjoint_a: bool = False, adjoint_b: bool = False,
           a_is_sparse: bool = False, b_is_sparse: bool = False, name: str | None = None) -> Tensor:  # fmt: skip
    """The product of two matrices, or of corresponding matrices in two batches, whose leading dimensions broadcast.

    Args:
        transpose_a, transpose_b: whether the last two dimensions are swapped first.
        adjoint_a, adjoint_b: whether that and the complex conjugate; not together with ``transpose``.
        a_is_sparse, b_is_sparse: hints that many elements are 0; they change nothing.
    """
    if (transpose_a and adjoint_a) or (transpose_b and adjoint_b):
        raise ValueError("Only one of transpose and adjoint can be True for the same matrix.")
    with name_scope(name, "MatMul", [a, b]) as scope:
        a, b = convert_to_tensor(a, name="a"), convert_to_tensor(b, name="b")
        if a.shape.ndims == b.shape.ndims == 2:
            a, b = conj(a) if adjoint_a else a, conj(b) if adjoint_b else b
            return ops.matmul(a, b, transpose_a=transpose_a or adjoint_a, transpose_b=transpose_b or adjoint_b, name=scope)
        a, b = conj(a) if transpose_a else a, conj(b) if transpose_b else b
        return ops.batch_matmul_v2(a, b, adj_x=transpose_a or adjoint_a, adj_y=transpose_b or adjoint_b, name=scope)


def batch_matmul(x: Any, y: Any, adj_x: bool = False, adj_y: bool = False, name: str | None = None) -> Tensor:
    """The products of corresponding matrices in two batches of one shape, each matrix replaced by its adjoint where its flag is set."""
    return ops.batch_matmul(x, y, adj_x=adj_x, adj_y=adj_y, name=name)


def tensordot(a: Any, b: Any, axes: Any, name: str | None = None) -> Tensor:
    """The sum over products along pairs of dimensions, one of each tensor.

    Args:
        a, b: tensors of known rank.
        axes: a number n: the last n dimensions of ``a`` with the first n of ``b``; or two lists (or numbers) of dimensions,
            paired in order.

    Returns:
        A tensor with the remaining dimensions of ``a``, then those of ``b``.
    """
    with name_scope(name, "Tensordot", [a, b, axes]) as scope:
        a, b = convert_to_tensor(a, name="a"), convert_to_tensor(b, name="b")
        if a.shape.ndims is None or b.shape.ndims is None:
            raise ValueError(f"tensordot needs tensors of known rank, not {a.shape} and {b.shape}")
        axes_a, axes_b = _paired_axes(a.shape.ndims, b.shape.ndims, axes)
        free_a = [axis for axis in range(a.shape.ndims) if axis not in axes_a]
        free_b = [axis for axis in range(b.shape.ndims) if axis not in axes_b]
        product = ops.matmul(_matrix(a, free_a, axes_a), _matrix(b, axes_b, free_b))
        return array.reshape(product, _sizes(a, free_a) + _sizes(b, free_b), name=scope)


def _paired_axes(rank_a: int, rank_b: int, axes: Any) -> tuple[list[int], list[int]]:
    """The dimensions of both tensors that are summed over, counted from the front."""
    if isinstance(axes, Tensor):
        axes = constant_value(axes)
        if axes is None:
            raise ValueError("tensordot needs axes that are known when the graph is built")
    if hasattr(axes, "tolist"):
        axes = axes.tolist()
    if isinstance(axes, int):
        if not 0 <= axes <= min(rank_a, rank_b):
            raise ValueError(f"'axes' must be from 0 to {min(rank_a, rank_b)}, not {axes}")
        return list(range(rank_a - axes, rank_a)), list(range(axes))
    if len(axes) != 2:
        raise ValueError("'axes' must be an integer or have length 2.")
    first, second = (list(item) if isinstance(item, Sequence) else [item] for item in axes)
    if len(first) != len(second):
        raise ValueError(f"Different number of contraction axes 'a' and 'b', {len(first)} != {len(second)}.")
    return [axis % rank_a for axis in first], [axis % rank_b for axis in second]


def _matrix(tensor: Tensor, rows: list[int], columns: list[int]) -> Tensor:
    """The tensor with the dimensions ``rows`` flattened into one, and ``columns`` into another."""
    order = rows + columns
    tensor = tensor if order == sorted(order) else array.transpose(tensor, order)
    return array.reshape(tensor, [_product(tensor, range(len(rows))), _product(tensor, range(len(rows), len(order)))])


def _product(tensor: Tensor, axes: Sequence[int]) -> Any:
    """The product of the sizes of consecutive dimensions: a number where it is known."""
    axes = list(axes)
    static = tensor.shape[axes[0] : axes[-1] + 1].num_elements() if axes else 1
    if static is not None:
        return static
    return reduce_prod(strided_slice(array.shape(tensor), [axes[0]], [axes[-1] + 1], [1]))


def _sizes(tensor: Tensor, axes: list[int]) -> list[Any]:
    """The sizes of dimensions: numbers where they are known, else scalars."""
    known = [tensor.shape[axis].value for axis in axes]
    if None not in known:
        return known
    shape = array.shape(tensor)
    return [_entry(shape, axis) if size is None else size for axis, size in zip(axes, known, strict=True)]


def _entry(shape: Tensor, axis: int) -> Tensor:
    return strided_slice(shape, [axis], [axis + 1], [1], shrink_axis_mask=1)
