"""What gradients of linear algebra share: products, adjoints and parts of matrices, in batches of any rank."""

from __future__ import annotations

from typing import Any

from ..framework.operation import Tensor
from ..ops import array_diagonal as diagonal
from ..ops import array_manipulation as array
from ..ops import linalg
from ..ops import math_elementwise as elementwise
from ..ops.array_creation import range_
from ..ops.array_indexing import strided_slice
from .helpers import scalar
from .shapes import shape_of


def product(a: Tensor, b: Tensor, adj_a: bool = False, adj_b: bool = False) -> Tensor:
    """The products of corresponding matrices, each replaced by its adjoint where its flag is set."""
    return linalg.batch_matmul_v2(a, b, adj_x=adj_a, adj_y=adj_b)


def adjoint(x: Tensor) -> Tensor:
    """The conjugate transposes of matrices."""
    transposed = array.conjugate_transpose if x.dtype.is_complex else array.transpose
    return transposed(x, last_two_swapped(x))


def last_two_swapped(x: Tensor) -> Any:
    """The permutation that swaps the last two dimensions."""
    known = x.shape.rank
    if known is not None:
        return [*range(known - 2), known - 1, known - 2]
    rank = array.rank(x)
    last, outer = elementwise.sub(rank, 1), elementwise.sub(rank, 2)
    return array.concat_v2([range_(0, outer, 1), array.pack([last, outer])], 0)


def plus_adjoint(x: Tensor) -> Tensor:
    return elementwise.add_v2(x, adjoint(x))


def minus_adjoint(x: Tensor) -> Tensor:
    return elementwise.sub(x, adjoint(x))


def lower_triangle(x: Tensor) -> Tensor:
    return diagonal.matrix_band_part(x, -1, 0)


def upper_triangle(x: Tensor) -> Tensor:
    return diagonal.matrix_band_part(x, 0, -1)


def with_half_diagonal(x: Tensor) -> Tensor:
    """The matrices with their diagonals halved."""
    half = elementwise.mul(diagonal.matrix_diag_part(x), scalar(0.5, x))
    return diagonal.matrix_set_diag(x, half)


def as_columns(numbers: Tensor) -> Tensor:
    """One number per column, to multiply matrices with."""
    return array.expand_dims(numbers, -2)


def as_rows(numbers: Tensor) -> Tensor:
    """One number per row, to multiply matrices with."""
    return array.expand_dims(numbers, -1)


def as_matrices(numbers: Tensor) -> Tensor:
    """One number per matrix, to multiply matrices with."""
    return as_rows(as_rows(numbers))


# Blocks


def columns(x: Tensor, start: Any, stop: Any = None) -> Tensor:
    """The columns from ``start`` to before ``stop``, or to the end."""
    return strided_slice(x, [0, start], [0, 0 if stop is None else stop], [1, 1], ellipsis_mask=1, end_mask=0 if stop is not None else 2)


def rows(x: Tensor, start: Any, stop: Any = None) -> Tensor:
    """The rows from ``start`` to before ``stop``, or to the end."""
    mask = 4 if stop is not None else 6
    return strided_slice(x, [0, start, 0], [0, 0 if stop is None else stop, 0], [1, 1, 1], ellipsis_mask=1, begin_mask=4, end_mask=mask)


def size_of(x: Tensor, axis: int) -> Any:
    """The size of a dimension counted from the end: a number where it is known, else a scalar."""
    known = None if x.shape.sizes is None else x.shape.sizes[axis]
    return strided_slice(shape_of(x), [axis], [axis + 1], [1], shrink_axis_mask=1, end_mask=int(axis == -1)) if known is None else known
