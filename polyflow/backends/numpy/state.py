"""Variables: assignment and updates of single rows.

A variable's array is replaced, never changed in place: whoever still holds the old array keeps the old value.
"""

import numpy as np

from ...framework.errors import InvalidArgumentError, OutOfRangeError
from . import kernel
from .arrays import require_in_range


@kernel("Assign")
def assign(ref, value, *, validate_shape):
    if validate_shape:
        require_fit(ref, value)
    ref.value = np.array(value, dtype=getattr(value, "dtype", object))
    return ref.value


@kernel("AssignAdd")
def assign_add(ref, value):
    require_same_shape("AssignAdd", ref.value, value)
    ref.value = ref.value + value
    return ref.value


@kernel("AssignSub")
def assign_sub(ref, value):
    require_same_shape("AssignSub", ref.value, value)
    ref.value = ref.value - value
    return ref.value


def require_fit(ref, value):
    """The value must have the variable's shape: that of its value, or the one that it was made with."""
    if ref.initialised:
        require_same_shape("Assign", ref.value, value)
    elif not ref.shape.is_compatible_with(np.shape(value)):
        raise shapes_differ("Assign", ref.shape, np.shape(value))


def require_same_shape(op_type, current, value):
    if np.shape(current) != np.shape(value):
        raise shapes_differ(op_type, np.shape(current), np.shape(value))


def shapes_differ(op_type, current, given):
    return InvalidArgumentError.of(f"{op_type} requires shapes of both tensors to match. lhs shape= {current} rhs shape= {given}")


@kernel("IsVariableInitialized")
def is_variable_initialized(ref):
    return np.bool_(ref.initialised)


@kernel("CountUpTo")
def count_up_to(ref, *, limit):
    before = ref.value
    if before >= limit:
        raise OutOfRangeError.of(f"Reached limit of {limit}")
    ref.value = before + before.dtype.type(1)
    return before


def row_kernel(combine):
    """A kernel that changes the rows named by ``indices``: ``combine(array, index, updates)`` does so in place."""

    def scatter(ref, indices, updates):
        rows = ref.value.shape[0]
        require_in_range(indices, rows)
        return change(ref, combine, indices, match_rows(updates, indices, ref.value))

    return scatter


def change_slices(combine, ref, indices, updates, bad_indices_policy):
    """Changes the slices named by the vectors along the last dimension of ``indices``."""
    limits = np.array(ref.value.shape[: indices.shape[-1]], dtype=indices.dtype)
    inside = np.all((indices >= 0) & (indices < limits), axis=-1)
    if bad_indices_policy == "IGNORE":
        indices, updates = indices[inside], updates[inside]
    elif not inside.all():
        where = np.argwhere(~inside)[0].tolist()
        raise InvalidArgumentError.of(f"indices{where} does not index into shape {list(ref.value.shape)}")
    return change(ref, combine, tuple(np.moveaxis(indices, -1, 0)), updates)


def change(ref, combine, index, updates):
    result = np.array(ref.value)
    combine(result, index, updates)
    ref.value = result
    return result


def match_rows(updates, indices, array):
    """``updates`` as one slice per index; a scalar serves all."""
    expected = np.shape(indices) + array.shape[1:]
    if np.shape(updates) not in ((), expected):
        raise InvalidArgumentError.of(
            "Must have updates.shape = indices.shape + params.shape[1:] or updates.shape = [], "
            f"got updates.shape {np.shape(updates)}, indices.shape {np.shape(indices)}, params.shape {array.shape}"
        )
    return np.broadcast_to(updates, expected)


def replace(array, index, updates):
    array[index] = updates


def divide(array, index, updates):
    """Repeated division, as one division by the product; integers are cut towards zero."""
    divisor = np.ones_like(array)
    np.multiply.at(divisor, index, updates)
    if array.dtype.kind not in "iu":
        array /= divisor
    elif (divisor == 0).any():
        raise InvalidArgumentError.of("Integer division by zero")
    else:
        array -= np.fmod(array, divisor)
        array //= divisor


kernel.table({
    "ScatterUpdate": row_kernel(replace),
    "ScatterAdd": row_kernel(np.add.at),
    "ScatterSub": row_kernel(np.subtract.at),
    "ScatterMul": row_kernel(np.multiply.at),
    "ScatterDiv": row_kernel(divide),
    "ScatterMin": row_kernel(np.minimum.at),
    "ScatterMax": row_kernel(np.maximum.at),
})  # fmt: skip


@kernel("ScatterNdUpdate")
def scatter_nd_update(ref, indices, updates, *, bad_indices_policy):
    return change_slices(replace, ref, indices, updates, bad_indices_policy)


@kernel("ScatterNdAdd")
def scatter_nd_add(ref, indices, updates, *, bad_indices_policy):
    return change_slices(np.add.at, ref, indices, updates, bad_indices_policy)


@kernel("ScatterNdSub")
def scatter_nd_sub(ref, indices, updates, *, bad_indices_policy):
    return change_slices(np.subtract.at, ref, indices, updates, bad_indices_policy)
