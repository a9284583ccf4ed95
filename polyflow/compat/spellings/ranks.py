"""What an argument is, as far as orders can be told apart by it."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...framework.dtypes import as_dtype
from ...framework.operation import Tensor
from ...framework.tensor_shape import Dimension, TensorShape


def is_scalar(value: Any) -> bool:
    """Whether an argument is a single number: a Python int, or anything of rank 0."""
    return isinstance(value, (int, np.integer, Dimension)) or rank_of(value) == 0


def rank_of(value: Any) -> int | None:
    """The rank of a tensor, a variable, an array or a list; None where it is not known."""
    if isinstance(value, (list, tuple)):
        return 1
    shape = getattr(value, "shape", None)
    if isinstance(shape, TensorShape):
        return shape.ndims
    return None if shape is None else np.ndim(value)


def is_tensor_of_unknown_rank(value: Any) -> bool:
    return isinstance(value, Tensor) and value.shape.ndims is None


def holds_bools(values: Any) -> bool:
    """Whether it is a tensor or an array of bools, or a list with one in it."""
    if isinstance(values, (list, tuple)):
        return any(isinstance(value, (bool, np.bool_)) for value in values)
    dtype = getattr(values, "dtype", None)
    return dtype is not None and as_dtype(dtype).base_dtype.is_bool
