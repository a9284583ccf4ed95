"""What several families of torch kernels need: unsigned integers, checks of indices."""

import torch

from ...framework.errors import InvalidArgumentError

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
    if indices.is_cpu and indices.numel():
        low, high = indices.aminmax()
        if low < 0 or high >= size:
            raise bad_index(indices, size, name)


def masked(rows, inside):
    """``rows`` with zeros where ``inside``, which has their leading dimensions, is false."""
    return torch.where(inside.reshape(inside.shape + (1,) * (rows.dim() - inside.dim())), rows, rows.new_zeros(()))
