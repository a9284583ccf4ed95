"""What several families of torch kernels need: unsigned integers, checks of indices."""

import torch

from ...framework import array_rules
from ...framework.array_rules import at_run_time
from ...framework.errors import InvalidArgumentError

index_depth = at_run_time(array_rules.index_depth)

SIGNED = {torch.uint16: torch.int16, torch.uint32: torch.int32, torch.uint64: torch.int64}


def as_signed(tensor):
    """The same bits as signed integers where torch lacks an operation on unsigned ones; give the result back with ``.view(dtype)``."""
    signed = SIGNED.get(tensor.dtype)
    return tensor if signed is None else tensor.view(signed)


def by_rows(cell):
    """A variable's tensor with its elements in memory in their order, which gradient descent by products may have changed."""
    if not cell.value.is_contiguous():
        cell.value = cell.value.contiguous()
    return cell.value


def flipped(tensor, axes):
    """``tensor`` with these dimensions running backwards."""
    return as_signed(tensor).flip(axes).view(tensor.dtype)


def bad_index(indices, size, name="indices"):
    """The InvalidArgumentError for the first of ``indices`` that is not in [0, size), which there is."""
    where = indices.lt(0).logical_or(indices.ge(size)).nonzero()[0].tolist()
    return InvalidArgumentError.of(f"{name}{where if where else ''} = {int(indices[tuple(where)])} is not in [0, {size})")


def require_in_range(indices, size, name="indices"):
    """Checks on the CPU; elsewhere it would stop the device, and who calls this makes bad indices harmless instead."""
    if indices.is_cpu and not is_within(indices, size):
        raise bad_index(indices, size, name)


def masked(rows, inside):
    """``rows`` with zeros where ``inside``, which has their leading dimensions, is false."""
    return torch.where(inside.reshape(inside.shape + (1,) * (rows.dim() - inside.dim())), rows, rows.new_zeros(()))


def linear_index(indices, shape, bad_indices_policy=""):
    """The vectors along the last dimension of ``indices`` as positions in the flattened leading dimensions.

    Returns which of them exist (None when all are known to) and the positions, 0 for those that do not.
    """
    depth = index_depth(indices.shape, shape)
    indices = indices if indices.dtype is torch.int32 else indices.long()
    columns = indices.unbind(-1)
    rows = positions(columns, shape) if depth else indices.new_zeros(indices.shape[:-1], dtype=torch.int64)
    if indices.is_cpu and all_within(indices, columns, shape):
        return None, rows.reshape(-1)
    inside = torch.ones_like(rows, dtype=torch.bool)
    for size, column in zip(shape, columns):
        inside = inside.logical_and(column.ge(0)).logical_and(column.lt(size))
    if indices.is_cpu and bad_indices_policy != "IGNORE":
        raise bad_vector(indices, inside, shape)
    return inside.reshape(-1), torch.where(inside, rows, 0).reshape(-1)


def positions(columns, shape):
    """The row-major positions of elements, given their positions in each dimension."""
    rows = columns[0].long()
    for size, column in zip(shape[1:], columns[1:]):
        rows = torch.add(column, rows, alpha=size)
    return rows


def all_within(indices, columns, shape):
    """Whether index vectors on the CPU, of these columns, are in range: in every dimension, if in the smallest, which one look tells."""
    return not columns or is_within(indices, min(shape[: len(columns)])) or all(map(is_within, columns, shape))


def is_within(indices, size):
    """Whether all of some indices on the CPU are in range."""
    if not indices.numel():
        return True
    low, high = indices.aminmax()
    return bool(low >= 0 and high < size)


def bad_vector(indices, inside, shape):
    """The InvalidArgumentError for the first of the index vectors that are not inside an array of ``shape``."""
    where = inside.logical_not().nonzero()[0].tolist()
    return InvalidArgumentError.of(
        f"indices{where if where else ''} = {indices[tuple(where)].tolist()} does not index into shape {list(shape)}"
    )
