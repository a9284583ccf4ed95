"""Variables: assignment and updates of single rows, in place where that is safe."""

import math
from copy import copy

import torch

from ...framework.errors import InvalidArgumentError, OutOfRangeError
from . import kernel
from .arrays import as_signed, by_rows, require_in_range
from .unsigned import MISSING, from_ranks, quotient, to_ranks


@kernel("Assign")
def assign(ref, value, *, validate_shape):
    if validate_shape:
        require_fit(ref, value)
    ref.value = own(value)
    return ref.value


def own(value):
    """A contiguous copy: the value may be a view, even of the variable itself, and later updates happen in place."""
    return value.clone(memory_format=torch.contiguous_format) if isinstance(value, torch.Tensor) else copy(value)


@kernel("AssignAdd")
def assign_add(ref, value):
    require_same_shape("AssignAdd", ref.value, value)
    as_signed(ref.value).add_(as_signed(value))
    return ref.value


@kernel("AssignSub")
def assign_sub(ref, value):
    require_same_shape("AssignSub", ref.value, value)
    as_signed(ref.value).sub_(as_signed(value))
    return ref.value


def require_fit(ref, value):
    """The value must have the variable's shape: that of its value, or the one that it was made with."""
    if ref.initialised:
        require_same_shape("Assign", ref.value, value)
    elif not ref.shape.is_compatible_with(sizes := tuple(getattr(value, "shape", ()))):  # a text has no shape
        raise shapes_differ("Assign", ref.shape, sizes)


def require_same_shape(op_type, current, value):
    if current.shape != value.shape:
        raise shapes_differ(op_type, tuple(current.shape), tuple(value.shape))


def shapes_differ(op_type, current, given):
    return InvalidArgumentError.of(f"{op_type} requires shapes of both tensors to match. lhs shape= {current} rhs shape= {given}")


@kernel("IsVariableInitialized")
def is_variable_initialized(ref):
    return torch.tensor(ref.initialised)


@kernel("CountUpTo")
def count_up_to(ref, *, limit):
    before = ref.value
    if before >= limit:  # whether the run ends here is for the host to know
        raise OutOfRangeError.of(f"Reached limit of {limit}")
    ref.value = before.add(1)
    return before


def row_kernel(combine):
    """A kernel that changes the rows named by ``indices``: ``combine(array, indices, updates)`` does so in place."""

    def scatter(ref, indices, updates):
        array = ref.value
        require_in_range(indices, array.shape[0])  # on CUDA nobody waits for them: a bad one trips torch's device-side assertion
        updates = match_rows(updates, indices, array)
        combine(array, indices.reshape(-1), updates.reshape(indices.numel(), *array.shape[1:]))
        return array

    return scatter


def change_slices(combine, ref, indices, updates, bad_indices_policy):
    """Changes the slices named by the vectors along the last dimension of ``indices``.

    The indexed dimensions are flattened into one, so that it becomes a change of rows.
    """
    array = by_rows(ref)
    outer, inner = array.shape[: indices.shape[-1]], array.shape[indices.shape[-1] :]
    inside = within(indices, outer)
    if bad_indices_policy == "IGNORE":
        indices, updates = indices[inside], updates[inside]
    else:
        require_all(inside, array)
    rows = row_numbers(indices, outer)
    combine(array.view(math.prod(outer), *inner), rows, updates.reshape(rows.numel(), *inner))
    return array


def within(indices, sizes):
    """Which index vectors lie in an array of the given sizes."""
    inside = torch.ones_like(indices[..., 0], dtype=torch.bool)
    for column, size in zip(indices.unbind(-1), sizes, strict=True):
        inside.logical_and_(column.ge(0)).logical_and_(column.lt(size))
    return inside


def require_all(inside, array):
    """On CUDA nobody waits for the indices: there it is a device-side assertion."""
    if inside.is_cuda:
        torch._assert_async(inside.all())
    elif not inside.all():
        where = inside.logical_not().nonzero()[0].tolist()
        raise InvalidArgumentError.of(f"indices{where} does not index into shape {list(array.shape)}")


def row_numbers(indices, sizes):
    """Index vectors as positions in the row-major order of an array of the given sizes."""
    rows = indices.new_zeros(indices.shape[:-1])
    for column, size in zip(indices.unbind(-1), sizes, strict=True):
        rows = rows * size + column
    return rows.reshape(-1)


def match_rows(updates, indices, array):
    """``updates`` as one slice per index; a scalar serves all."""
    expected = indices.shape + array.shape[1:]
    if updates.shape not in ((), expected):
        raise InvalidArgumentError.of(
            "Must have updates.shape = indices.shape + params.shape[1:] or updates.shape = [], "
            f"got updates.shape {tuple(updates.shape)}, indices.shape {tuple(indices.shape)}, params.shape {tuple(array.shape)}"
        )
    return updates.expand(expected)


def replace(array, indices, updates):
    as_signed(array).index_copy_(0, indices.long(), as_signed(updates))


def add(array, indices, updates):
    as_signed(array).index_add_(0, indices, as_signed(updates))


def subtract(array, indices, updates):
    as_signed(array).index_add_(0, indices, as_signed(updates), alpha=-1)


def multiply(array, indices, updates):
    as_signed(array).mul_(product(as_signed(array), indices, as_signed(updates)))


def divide(array, indices, updates):
    """Repeated division, as one division by the product; integers are cut towards zero."""
    divisor = product(as_signed(array), indices, as_signed(updates)).view(array.dtype)
    if array.is_floating_point() or array.is_complex():
        array.div_(divisor)
    elif not array.is_cuda and not divisor.all():
        raise InvalidArgumentError.of("Integer division by zero")
    else:
        array.copy_(quotient(array, divisor) if array.dtype in MISSING else array.div(divisor, rounding_mode="trunc"))


def product(array, indices, updates):
    """The product of the updates of each row, one where there is none."""
    if array.is_complex():
        angle = torch.zeros_like(array.real).index_add_(0, indices, updates.angle())
        return torch.polar(product(array.real, indices, updates.abs()), angle)
    return reduce_rows(torch.ones_like(array), indices, updates, "prod")


def extreme(reduction):
    def combine(array, indices, updates):
        if array.dtype in MISSING:
            array.copy_(from_ranks(reduce_rows(to_ranks(array), indices, to_ranks(updates), reduction), array.dtype))
        else:
            reduce_rows(array, indices, updates, reduction)

    return combine


minimum, maximum = extreme("amin"), extreme("amax")


def reduce_rows(array, indices, updates, reduction):
    rows = indices.long().view(-1, *[1] * (updates.ndim - 1)).expand_as(updates)
    return array.scatter_reduce_(0, rows, updates.contiguous(), reduction)


kernel.table({
    "ScatterUpdate": row_kernel(replace),
    "ScatterAdd": row_kernel(add),
    "ScatterSub": row_kernel(subtract),
    "ScatterMul": row_kernel(multiply),
    "ScatterDiv": row_kernel(divide),
    "ScatterMin": row_kernel(minimum),
    "ScatterMax": row_kernel(maximum),
})  # fmt: skip


@kernel("ScatterNdUpdate")
def scatter_nd_update(ref, indices, updates, *, bad_indices_policy):
    return change_slices(replace, ref, indices, updates, bad_indices_policy)


@kernel("ScatterNdAdd")
def scatter_nd_add(ref, indices, updates, *, bad_indices_policy):
    return change_slices(add, ref, indices, updates, bad_indices_policy)


@kernel("ScatterNdSub")
def scatter_nd_sub(ref, indices, updates, *, bad_indices_policy):
    return change_slices(subtract, ref, indices, updates, bad_indices_policy)
