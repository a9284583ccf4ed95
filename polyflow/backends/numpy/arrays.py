"""What several families of reference kernels need: zeros of any type, wide sums, checks of indices."""

import math

import numpy as np

from ...framework import array_rules
from ...framework.array_rules import at_run_time
from ...framework.errors import InvalidArgumentError

index_depth = at_run_time(array_rules.index_depth)


def as_array(value):
    """``value``, which for a text of rank 0 may be plain bytes, as something with a shape and a type."""
    return np.array(value, object) if type(value) is bytes else value


def zeros(shape, dtype):
    """An array of zeros; of empty texts where ``dtype`` is that of strings."""
    return np.full(shape, b"", dtype) if dtype.hasobject else np.zeros(shape, dtype)


def widened(array):
    """The array in the type that sums of it are formed in: float32 for the 16-bit floats."""
    return array.astype(np.float32) if array.dtype.itemsize == 2 and array.dtype.kind in "fV" else array


def require_in_range(indices, size, name="indices"):
    """InvalidArgumentError, naming the first offender, unless all ``indices`` are in [0, size)."""
    outside = (indices < 0) | (indices >= size)
    if outside.any():
        where = tuple(np.argwhere(outside)[0].tolist())
        raise InvalidArgumentError.of(f"{name}{list(where) if where else ''} = {int(np.asarray(indices)[where])} is not in [0, {size})")


def sum_rows(rows, indices, count):
    """An array of ``count`` rows, row k the sum of the ``rows`` whose index is k."""
    result = zeros((count, *rows.shape[1:]), widened(rows).dtype)
    np.add.at(result, indices, widened(rows))
    return result.astype(rows.dtype, copy=False)


def linear_index(indices, shape, bad_indices_policy=""):
    """The vectors along the last dimension of ``indices`` as positions in the flattened leading dimensions, and which of them exist."""
    depth = index_depth(indices.shape, shape)
    limits = np.array(shape[:depth], np.int64)
    inside = ((indices >= 0) & (indices < limits)).all(-1)
    if not inside.all() and bad_indices_policy != "IGNORE":
        where = tuple(np.argwhere(~inside)[0].tolist())
        raise InvalidArgumentError.of(
            f"indices{list(where) if where else ''} = {indices[where].tolist()} does not index into shape {list(shape)}"
        )
    steps = [math.prod(shape[k + 1 : depth]) for k in range(depth)]
    return inside.reshape(-1), (indices.astype(np.int64) * np.array(steps, np.int64)).sum(-1).reshape(-1)


def zero_where(condition, values):
    """``values`` with 0 where the condition holds, whatever they are there."""
    return np.where(condition, values.dtype.type(0), values)
