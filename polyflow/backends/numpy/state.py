"""Variables: assignment and updates of single rows.

A variable's array is replaced, never changed in place: whoever still holds the old array keeps the old value.
"""

import numpy as np

from ...framework.errors import InvalidArgumentError, OutOfRangeError
from . import kernel


@kernel("Assign")
def assign(ref, value, *, validate_shape):
    if validate_shape and ref.initialised:
        require_same_shape("Assign", ref.value, value)
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


def require_same_shape(op_type, current, value):
    if np.shape(current) != np.shape(value):
        raise InvalidArgumentError.of(f"{op_type} requires shapes of both tensors to match. lhs shape= {np.shape(current)} rhs shape= {np.shape(value)}")


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


def nd_kernel(combine):
    """A kernel that changes the slices named by the vectors along the last dimension of ``indices``."""

    def scatter_nd(ref, indices, updates, *, bad_indices_policy):
        depth = indices.shape[-1]
        limits = np.array(ref.value.shape[:depth], dtype=indices.dtype)
        inside = np.all((indices >= 0) & (indices < limits), axis=-1)
        if bad_indices_policy == "IGNORE":
            indices, updates = indices[inside], updates[inside]
        elif not inside.all():
            where = tuple(int(i) for i in np.argwhere(~inside)[0])
            raise InvalidArgumentError.of(f"indices{list(where)} = {indices[where].tolist()} does not index into shape {list(ref.value.shape)}")
        return change(ref, combine, tuple(np.moveaxis(indices, -1, 0)), updates)

    return scatter_nd


def change(ref, combine, index, updates):
    result = np.array(ref.value)
    combine(result, index, updates)
    ref.value = result
    return result


def require_in_range(indices, rows):
    outside = np.argwhere((indices < 0) | (indices >= rows))
    if len(outside):
        where = tuple(int(i) for i in outside[0])
        raise InvalidArgumentError.of(f"indices{list(where) if where else ''} = {int(indices[where])} is not in [0, {rows})")


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


COMBINE = {"Update": replace, "Add": np.add.at, "Sub": np.subtract.at, "Mul": np.multiply.at, "Div": divide, "Min": np.minimum.at, "Max": np.maximum.at}

kernel.table({f"Scatter{word}": row_kernel(combine) for word, combine in COMBINE.items()})
for _word in ("Update", "Add", "Sub"):
    kernel(f"ScatterNd{_word}")(nd_kernel(COMBINE[_word]))
