"""Products of matrices."""

from __future__ import annotations

from typing import Any

from ..framework.conversion import convert_to_tensor
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..ops import linalg as ops
from .arithmetic import conj

__all__ = ["matmul"]


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
