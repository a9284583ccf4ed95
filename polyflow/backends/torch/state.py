"""Variables: assignment and updates of single rows, in place where that is safe."""

from copy import copy

import torch

from ...framework.errors import InvalidArgumentError, OutOfRangeError
from . import kernel

_SIGNED = {torch.uint16: torch.int16, torch.uint32: torch.int32, torch.uint64: torch.int64}


def signed(x):
    """The same bits as signed integers, which torch can add, subtract and index (the results agree bit for bit)."""
    other = _SIGNED.get(x.dtype)
    return x if other is None else x.view(other)


@kernel("Assign")
def assign(ref, value, *, validate_shape):
    if validate_shape and ref.initialised:
        require_same_shape("Assign", ref.value, value)
    ref.value = own(value)
    return ref.value


def own(value):
    """A contiguous copy: the value may be a view, even of the variable itself, and later updates happen in place."""
    return value.clone(memory_format=torch.contiguous_format) if isinstance(value, torch.Tensor) else copy(value)


@kernel("AssignAdd")
def assign_add(ref, value):
    require_same_shape("AssignAdd", ref.value, value)
    signed(ref.value).add_(signed(value))
    return ref.value


@kernel("AssignSub")
def assign_sub(ref, value):
    require_same_shape("AssignSub", ref.value, value)
    signed(ref.value).sub_(signed(value))
    return ref.value


def require_same_shape(op_type, current, value):
    if current.shape != value.shape:
        raise InvalidArgumentError.of(f"{op_type} requires shapes of both tensors to match. lhs shape= {tuple(current.shape)} rhs shape= {tuple(value.shape)}")


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
        require_in_range(indices, array.shape[0])
        updates = match_rows(updates, indices, array)
        combine(array, indices.reshape(-1), updates.reshape(-1, *array.shape[1:]))
        return array

    return scatter


def nd_kernel(combine):
    """A kernel that changes the slices named by the vectors along the last dimension of ``indices``.

    The indexed dimensions are flattened into one, so that it becomes a change of rows.
    """

    def scatter_nd(ref, indices, updates, *, bad_indices_policy):
        array = ref.value
        depth = indices.shape[-1]
        outer, inner = array.shape[:depth], array.shape[depth:]
        inside = within(indices, outer)
        if bad_indices_policy == "IGNORE":
            indices, updates = indices[inside], updates[inside]
        else:
            require_all(inside, array)
        combine(array.view(-1, *inner), row_numbers(indices, outer), updates.reshape(-1, *inner))
        return array

    return scatter_nd


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


def require_in_range(indices, rows):
    """On CUDA nobody waits for the indices: one out of range trips torch's own device-side assertion."""
    if indices.is_cuda or indices.numel() == 0:
        return
    low, high = indices.aminmax()
    if low < 0 or high >= rows:
        where = indices.lt(0).logical_or_(indices.ge(rows)).nonzero()[0].tolist()
        raise InvalidArgumentError.of(f"indices{where or ''} = {int(indices[tuple(where)])} is not in [0, {rows})")


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
    signed(array).index_copy_(0, indices.long(), signed(updates))


def add(array, indices, updates):
    signed(array).index_add_(0, indices, signed(updates))


def subtract(array, indices, updates):
    signed(array).index_add_(0, indices, signed(updates), alpha=-1)


def multiply(array, indices, updates):
    signed(array).mul_(product(signed(array), indices, signed(updates)))


def divide(array, indices, updates):
    """Repeated division, as one division by the product; integers are cut towards zero."""
    divisor = product(signed(array), indices, signed(updates)).view(array.dtype)
    if array.is_floating_point() or array.is_complex():
        array.div_(divisor)
    elif not array.is_cuda and not divisor.all():
        raise InvalidArgumentError.of("Integer division by zero")
    else:
        array.copy_(unsigned_quotient(array, divisor) if array.dtype in _SIGNED else array.div(divisor, rounding_mode="trunc"))


def product(array, indices, updates):
    """The product of the updates of each row, one where there is none."""
    if array.is_complex():
        angle = torch.zeros_like(array.real).index_add_(0, indices, updates.angle())
        return torch.polar(product(array.real, indices, updates.abs()), angle)
    return reduce_rows(torch.ones_like(array), indices, updates, "prod")


def minimum(array, indices, updates):
    reduce_rows(array, indices, updates, "amin")


def maximum(array, indices, updates):
    reduce_rows(array, indices, updates, "amax")


def reduce_rows(array, indices, updates, reduction):
    rows = indices.long().view(-1, *[1] * (updates.ndim - 1)).expand_as(updates)
    return array.scatter_reduce_(0, rows, updates.contiguous(), reduction)


def unsigned_quotient(a, b):
    """a // b of unsigned integers, of which torch has no arithmetic: by signed 64-bit division of halves, then one correction."""
    dtype, (a, b) = a.dtype, (x.long() if x.dtype != torch.uint64 else x.view(torch.int64) for x in (a, b))
    halved = a.bitwise_right_shift(1).bitwise_and_(_LARGEST)
    quotient = halved.div(b, rounding_mode="trunc").mul_(2)
    quotient.add_(at_least_unsigned(a - quotient * b, b))
    return torch.where(b < 0, at_least_unsigned(a, b).long(), quotient).view(dtype) if dtype is torch.uint64 else quotient.to(dtype)


def at_least_unsigned(a, b):
    return a.bitwise_xor(~_LARGEST).ge(b.bitwise_xor(~_LARGEST))


_LARGEST = 2**63 - 1

COMBINE = {"Update": replace, "Add": add, "Sub": subtract, "Mul": multiply, "Div": divide, "Min": minimum, "Max": maximum}

kernel.table({f"Scatter{word}": row_kernel(combine) for word, combine in COMBINE.items()})
for _word in ("Update", "Add", "Sub"):
    kernel(f"ScatterNd{_word}")(nd_kernel(COMBINE[_word]))
