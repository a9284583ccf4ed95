"""Shapes and axes that gradient functions need."""

from __future__ import annotations

import numpy as np

from ..framework.conversion import constant_tensor
from ..framework.dtypes import INDEX, DType, int32
from ..framework.operation import Tensor
from ..ops.array_creation import range_
from ..ops.array_manipulation import rank, shape
from ..ops.math_elementwise import cast


def shape_of(tensor: Tensor, dtype: DType = int32) -> Tensor:
    """The shape of a tensor as a vector: a constant where it is known, so that the gradient does not keep the tensor alive for it."""
    dtype = dtype.base_dtype
    sizes = tensor.shape.sizes
    if sizes is not None and None not in sizes:
        return constant_tensor(np.array(sizes, dtype.np_dtype), dtype)
    return shape(tensor, out_type=dtype) if dtype in INDEX else cast(shape(tensor), DstT=dtype)


def as_index(tensor: Tensor) -> Tensor:
    """Positions in a type that shapes may have too."""
    return tensor if tensor.dtype.base_dtype in INDEX else cast(tensor, DstT=int32)


def all_axes(tensor: Tensor) -> list[int] | Tensor:
    """The numbers of all dimensions of a tensor."""
    known = tensor.shape.rank
    return range_(0, rank(tensor), 1) if known is None else list(range(known))
