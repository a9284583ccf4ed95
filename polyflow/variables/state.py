"""Functions that change variables, or ask about them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..framework.conversion import convert_to_tensor
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..functions.array_indexing import with_batch_positions
from ..ops import state as ops
from ..ops.array_manipulation import expand_dims
from .variable import Variable

__all__ = [
    "assign", "assign_add", "assign_sub", "batch_scatter_update", "count_up_to", "is_variable_initialized", "scatter_add", "scatter_div",
    "scatter_max", "scatter_min", "scatter_mul", "scatter_nd_add", "scatter_nd_sub", "scatter_nd_update", "scatter_sub", "scatter_update",
]  # fmt: skip


def assign(ref: Any, value: Any, validate_shape: bool | None = None, use_locking: bool | None = None, name: str | None = None) -> Tensor:
    """Sets the variable ``ref`` to ``value`` and returns its reference after that.

    Args:
        validate_shape: False lets the variable take the shape of ``value`` (True if not given).
        use_locking: whether updates exclude each other (True if not given).
    """
    return ops.assign(place(ref), value, validate_shape=validate_shape is not False, use_locking=use_locking is not False, name=name)


def assign_add(ref: Any, value: Any, use_locking: bool | None = None, name: str | None = None) -> Tensor:
    """Adds ``value`` to the variable ``ref`` and returns its reference after that."""
    return ops.assign_add(place(ref), value, use_locking=bool(use_locking), name=name)


def assign_sub(ref: Any, value: Any, use_locking: bool | None = None, name: str | None = None) -> Tensor:
    """Subtracts ``value`` from the variable ``ref`` and returns its reference after that."""
    return ops.assign_sub(place(ref), value, use_locking=bool(use_locking), name=name)


def count_up_to(ref: Any, limit: int, name: str | None = None) -> Tensor:
    """The value of the scalar variable ``ref`` from before adding 1 to it; OutOfRangeError when that is ``limit``."""
    return ops.count_up_to(place(ref), limit=limit, name=name)


def is_variable_initialized(ref: Any, name: str | None = None) -> Tensor:
    """Whether the variable ``ref`` has a value."""
    return ops.is_variable_initialized(place(ref), name=name)


def place(ref: Any) -> Tensor:
    """The reference that a variable stands for. TypeError for what is no variable."""
    tensor = ref._ref() if isinstance(ref, Variable) else ref
    if not isinstance(tensor, Tensor) or not tensor.dtype.is_ref:
        raise TypeError(f"A variable is needed, not {ref!r}")
    return tensor


def _scatter(builder: Callable[..., Tensor], doc: str, locks: bool = False) -> Callable[..., Tensor]:
    def scatter(ref: Any, indices: Any, updates: Any, use_locking: bool = locks, name: str | None = None) -> Tensor:
        return builder(place(ref), indices, updates, use_locking=use_locking, name=name)

    scatter.__name__ = scatter.__qualname__ = builder.__name__
    scatter.__doc__ = f"{doc} and returns its reference after that.\n\n{builder.__doc__}"
    return scatter


scatter_update = _scatter(ops.scatter_update, "Replaces rows of the variable ``ref``", locks=True)
scatter_add = _scatter(ops.scatter_add, "Adds to rows of the variable ``ref``")
scatter_sub = _scatter(ops.scatter_sub, "Subtracts from rows of the variable ``ref``")
scatter_mul = _scatter(ops.scatter_mul, "Multiplies rows of the variable ``ref``")
scatter_div = _scatter(ops.scatter_div, "Divides rows of the variable ``ref``")
scatter_min = _scatter(ops.scatter_min, "Lowers rows of the variable ``ref``")
scatter_max = _scatter(ops.scatter_max, "Raises rows of the variable ``ref``")
scatter_nd_update = _scatter(ops.scatter_nd_update, "Replaces slices of the variable ``ref``", locks=True)
scatter_nd_add = _scatter(ops.scatter_nd_add, "Adds to slices of the variable ``ref``")
scatter_nd_sub = _scatter(ops.scatter_nd_sub, "Subtracts from slices of the variable ``ref``")


def batch_scatter_update(ref: Any, indices: Any, updates: Any, use_locking: bool = True, name: str | None = None) -> Tensor:
    """Replaces slices of the variable ``ref`` along the last dimension of ``indices`` and returns its reference after that.

    The other dimensions of ``indices`` are those of ``ref`` that come before, so that for a matrix of indices
    ref[b, indices[b, i], …] = updates[b, i, …].
    """
    with name_scope(name):
        indices = convert_to_tensor(indices, name="indices")
        if indices.shape.rank is None:
            raise ValueError("batch_scatter_update does not allow indices with unknown shape.")
        vectors = with_batch_positions(expand_dims(indices, -1), indices.shape.rank - 1)
        return scatter_nd_update(ref, vectors, updates, use_locking=use_locking)
