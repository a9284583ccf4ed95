"""What gradient functions of several families share."""

from __future__ import annotations

import math
from itertools import zip_longest
from typing import NamedTuple

import numpy as np

from ..framework.conversion import constant_tensor
from ..framework.op import value_of
from ..framework.operation import Tensor
from ..framework.tensor_shape import Sizes, TensorShape
from ..ops import array_creation as creation
from ..ops import array_manipulation as manipulation
from ..ops import math_complex as complex_numbers
from ..ops import math_elementwise as elementwise
from ..ops.array_indexing import dynamic_stitch, strided_slice
from ..ops.math_reduction import sum_
from .shapes import shape_of


def conj(x: Tensor) -> Tensor:
    """The complex conjugate of ``x``; a real tensor itself."""
    return complex_numbers.conj(x) if x.dtype.is_complex else x


def scalar(value: float, like: Tensor) -> Tensor:
    """A constant of the type of ``like``."""
    dtype = like.dtype.base_dtype
    return constant_tensor(np.array(value, dtype.np_dtype), dtype)


def real_part(x: Tensor) -> Tensor:
    """``x`` without its imaginary part, in the same type."""
    if not x.dtype.is_complex:
        return x
    return elementwise.cast(complex_numbers.real(x, Tout=x.dtype.real_dtype), DstT=x.dtype)


# Broadcasting


class Stretched(NamedTuple):
    """The dimensions along which one input of an element-wise op is repeated: how many it lacks in front, and those of size 1."""

    lacking: int
    ones: list[int]


def unbroadcast(grad: Tensor, x: Tensor, y: Tensor, *, matrices: bool = False) -> Tensor:
    """``grad``, the gradient of an element-wise function of ``x`` and ``y``, summed over the dimensions along which ``x`` was repeated.

    With ``matrices`` the elements are matrices: the last two dimensions take no part in it.

    Where the static shapes say what these are, that is at most a Sum and a Reshape of constant arguments, and nothing at all when the
    shapes are the same; otherwise the shapes of the run decide.
    """
    inner = 2 if matrices else 0
    stretched = stretched_dimensions(outer(x.shape.sizes, inner), outer(y.shape.sizes, inner))
    if stretched is None:
        return unbroadcast_at_run_time(grad, x, y, matrices)
    lacking, ones = stretched
    if not lacking:
        return sum_(grad, ones, keep_dims=True) if ones else grad
    summed = sum_(grad, [*range(lacking), *ones])
    return manipulation.reshape(summed, shape_of(x)) if ones else summed


def outer(sizes: Sizes | None, inner: int) -> Sizes | None:
    """``sizes`` without the last ``inner`` ones."""
    return None if sizes is None else sizes[: len(sizes) - inner]


def stretched_dimensions(x: Sizes | None, y: Sizes | None) -> Stretched | None:
    """How ``x`` is repeated to fit ``y``, or None where the sizes known so far do not tell.

    A dimension of size 1 may always be summed: if the other size is 1 as well, that changes nothing.
    """
    if x is None or y is None:
        return None
    lacking = max(len(y) - len(x), 0)
    aligned = list(zip_longest(reversed(x), reversed(y), fillvalue=1))[: len(x)][::-1]
    if any(a is None and b != 1 for a, b in aligned):
        return None
    return Stretched(lacking, [lacking + axis for axis, (a, b) in enumerate(aligned) if a == 1 and b != 1])


def unbroadcast_at_run_time(grad: Tensor, x: Tensor, y: Tensor, matrices: bool) -> Tensor:
    shapes = [shape_of(x), shape_of(y)]
    compared = [strided_slice(shape, [0], [-2], [1], begin_mask=1) for shape in shapes] if matrices else shapes
    axes = manipulation.broadcast_gradient_args(*compared).r0
    return manipulation.reshape(sum_(grad, axes), shapes[0])


# Reductions


def spread(dy: Tensor, x: Tensor, axes: Tensor, keep_dims: bool) -> Tensor:
    """``dy``, of the shape of ``x`` reduced over ``axes``, repeated along these."""
    return manipulation.broadcast_to(with_kept_dimensions(dy, x, axes, keep_dims), shape_of(x))


def with_kept_dimensions(reduced: Tensor, x: Tensor, axes: Tensor, keep_dims: bool) -> Tensor:
    """A tensor that broadcasts against ``x``: ``reduced``, with dimensions of size 1 where ``axes`` were removed from inside the shape."""
    if keep_dims:
        return reduced
    known = known_axes(x, axes)
    if known is None:
        return manipulation.reshape(reduced, reduced_shape(shape_of(x), axes))
    if sorted(known) == list(range(len(known))):
        return reduced
    sizes = [1 if axis in known else size for axis, size in enumerate(x.shape.sizes or ())]
    if sizes.count(None) > 1 or 0 in sizes:
        return manipulation.reshape(reduced, reduced_shape(shape_of(x), axes))
    return manipulation.reshape(reduced, [-1 if size is None else size for size in sizes])


def known_axes(x: Tensor, axes: Tensor) -> set[int] | None:
    """The dimensions of ``x`` that a tensor names, where all is known."""
    named, rank = value_of(axes), x.shape.ndims
    if rank is None or named is None or (isinstance(named, tuple) and None in named):
        return None
    return {axis % rank for axis in (named if isinstance(named, tuple) else (named,))}


def reduced_shape(shape: Tensor, axes: Tensor) -> Tensor:
    """The vector ``shape`` with 1 at the positions that ``axes`` names."""
    rank = manipulation.size(shape)
    axes = manipulation.reshape(elementwise.cast(axes, DstT=rank.dtype), [-1])
    positions = elementwise.floor_mod(elementwise.add_v2(axes, rank), rank)
    return dynamic_stitch([creation.range_(0, rank, 1), positions], [shape, creation.ones_like(positions)])


def reduced_count(x: Tensor, y: Tensor, axes: Tensor) -> Tensor:
    """How many elements of ``x`` go into each of ``y``, as a scalar of the type of ``y``."""
    count = static_count(x.shape, known_axes(x, axes))
    if count is not None:
        return scalar(count, y)
    elements = manipulation.size(x)
    if y.shape.sizes != ():
        elements = elementwise.floor_div(elements, elementwise.maximum(manipulation.size(y), 1))
    return elementwise.cast(elements, DstT=y.dtype)


def static_count(shape: TensorShape, axes: set[int] | None) -> int | None:
    sizes = None if axes is None or shape.sizes is None else [shape.sizes[axis] for axis in axes]
    return None if sizes is None or None in sizes else math.prod(size for size in sizes if size is not None)
