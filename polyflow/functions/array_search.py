"""Elements found: by their truth, by their value, by their place in an order; and how far sequences are apart."""

from __future__ import annotations

import math
from typing import Any

from ..framework.conversion import convert_to_tensor
from ..framework.dtypes import int32
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..framework.sparse_tensor import SparseTensor, SparseTensorValue
from ..ops import array_manipulation as manipulation
from ..ops import array_search as ops
from ..ops import math_comparison as comparison
from ..ops import math_reduction as reduction
from .arithmetic import common_type
from .array_indexing import getitem
from .array_manipulation import shape

__all__ = [
    "edit_distance", "listdiff", "searchsorted", "setdiff1d", "unique", "unique_with_counts", "where", "where_v2",
]  # fmt: skip


# By truth


def where(condition: Any, x: Any = None, y: Any = None, name: str | None = None) -> Tensor:
    """The positions of the elements that are true, one per row.

    Given ``x`` and ``y``: the elements of x where ``condition`` is true, else those of y; a condition that is a vector selects whole rows.
    """
    if (x is None) != (y is None):
        raise ValueError("x and y must both be non-None or both be None.")
    if x is not None:
        return comparison.select(condition, x, y, name=name, **common_type(x, y))
    with name_scope(name, "Where", [condition]) as scope:
        return ops.where(convert_to_tensor(condition, preferred_dtype="bool", name="condition"), name=scope)


def where_v2(condition: Any, x: Any = None, y: Any = None, name: str | None = None) -> Tensor:
    """As :func:`where`, except that ``condition``, ``x`` and ``y`` are broadcast."""
    if x is None or y is None:
        return where(condition, x, y, name)
    return comparison.select_v2(condition, x, y, name=name, **common_type(x, y))


# By value


def unique(x: Any, out_idx: Any = int32, name: str | None = None) -> Any:
    """The different values of a vector in order of first appearance (``y``), and for each element the position of its value (``idx``)."""
    return ops.unique(x, out_idx=out_idx, name=name)


def unique_with_counts(x: Any, out_idx: Any = int32, name: str | None = None) -> Any:
    """What :func:`unique` gives, and how often each of the values occurs (``count``)."""
    return ops.unique_with_counts(x, out_idx=out_idx, name=name)


def setdiff1d(x: Any, y: Any, index_dtype: Any = int32, name: str | None = None) -> Any:
    """The elements of the vector ``x`` that are not in the vector ``y`` (``out``), and their positions (``idx``)."""
    return ops.list_diff(x, y, out_idx=index_dtype, name=name)


def listdiff(x: Any, y: Any, out_idx: Any = None, name: str | None = None) -> Any:
    """The older name of :func:`setdiff1d`; a name may stand in the place of ``out_idx``."""
    if isinstance(out_idx, str) and name is None and out_idx not in ("int32", "int64"):
        out_idx, name = None, out_idx
    return setdiff1d(x, y, int32 if out_idx is None else out_idx, name)


# By place in an order


def searchsorted(sorted_sequence: Any, values: Any, side: str = "left", out_type: Any = int32, name: str | None = None) -> Tensor:
    """Where each of ``values`` could be inserted in its row of ``sorted_sequence`` so that the row stays in order.

    Rows lie along the last dimension; the dimensions before it are the same in both arguments.

    Args:
        side: "left" for the first such place, "right" for the last.
    """
    if side not in ("left", "right"):
        raise ValueError(f"side must be either 'right' or 'left'.  Saw: {side}.")
    bound = ops.lower_bound if side == "left" else ops.upper_bound
    sorted_sequence, values = convert_to_tensor(sorted_sequence), convert_to_tensor(values)
    found = bound(_as_matrix(sorted_sequence), _as_matrix(values), out_type=out_type, name=name)
    return manipulation.reshape(found, shape(values))


def _as_matrix(tensor: Tensor) -> Tensor:
    """``tensor`` with all dimensions but the last made into one."""
    known = tensor.shape.sizes
    if known and None not in known:
        return manipulation.reshape(tensor, [math.prod(known[:-1]), known[-1]])  # type: ignore[arg-type]  # None is not in it
    sizes = shape(tensor)
    return manipulation.reshape(tensor, manipulation.pack([reduction.prod(getitem(sizes, slice(-1)), [0]), getitem(sizes, -1)]))


# Sequences


def edit_distance(hypothesis: Any, truth: Any, normalize: bool = True, name: str = "edit_distance") -> Tensor:
    """How many insertions, deletions and replacements turn each sequence of ``hypothesis`` into that of ``truth``.

    Both are SparseTensors of one rank; sequences lie along the last dimension.

    Args:
        normalize: whether distances are divided by the lengths of the true sequences; infinite where only the true one is empty.
    """
    parts = [each for tensor, role in ((hypothesis, "Hypothesis"), (truth, "Truth")) for each in _parts(tensor, role)]
    return ops.edit_distance(*parts, normalize=normalize, name=name)


def _parts(tensor: Any, role: str) -> tuple[Tensor, Tensor, Tensor]:
    if not isinstance(tensor, (SparseTensor, SparseTensorValue)):
        raise TypeError(f"{role} must be a SparseTensor.")
    tensor = SparseTensor.from_value(tensor)
    return tensor.indices, tensor.values, tensor.dense_shape
