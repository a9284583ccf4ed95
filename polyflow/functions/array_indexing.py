"""Elements picked by position; ``tensor[...]``."""

from __future__ import annotations

import builtins
import math
from collections.abc import Callable
from typing import Any

import numpy as np

from ..framework.conversion import convert_to_tensor
from ..framework.dtypes import as_dtype, int32, int64
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..framework.tensor_shape import Dimension, as_shape
from ..ops import array_creation as creation
from ..ops import array_indexing as ops
from ..ops import array_manipulation as manipulation
from ..ops import array_scatter as scatter
from ..ops import array_search as search
from ..ops import math_elementwise as elementwise
from ..ops import math_reduction as reduction
from .array_creation import ones_like
from .array_manipulation import shape, stack

__all__ = [
    "batch_gather", "boolean_mask", "dynamic_partition", "dynamic_stitch", "gather", "gather_nd", "newaxis", "slice", "strided_slice",
]  # fmt: skip

newaxis = None


def slice(input_: Any, begin: Any, size: Any, name: str | None = None) -> Tensor:
    """The block that starts at ``begin`` and has ``size``; a size of -1 reaches to the end of its dimension."""
    return ops.slice_(input_, begin, size, name=name)


def strided_slice(input_: Any, begin: Any, end: Any, strides: Any = None, begin_mask: int = 0, end_mask: int = 0, ellipsis_mask: int = 0,
                  new_axis_mask: int = 0, shrink_axis_mask: int = 0, var: Any = None, name: str | None = None) -> Tensor:  # fmt: skip
    """What ``input_[begin:end:strides]`` selects, with one entry per dimension and masks for what else a subscript may hold.

    Args:
        var: a variable whose value ``input_`` is: the result then has a method ``assign(value, name)`` that replaces this part of it.
    """
    begin = convert_to_tensor(begin, preferred_dtype=int32)
    strides = ones_like(begin) if strides is None else strides
    masks = dict(zip(_MASKS, (begin_mask, end_mask, ellipsis_mask, new_axis_mask, shrink_axis_mask), strict=True))
    result = ops.strided_slice(input_, begin, end, strides, name=name, **masks)
    if var is not None:
        result.assign = _assigner(var, (begin, end, strides), masks, f"{name or 'StridedSlice'}_assign")
    return result


def _assigner(variable: Any, bounds: tuple[Any, ...], masks: dict[str, int], default_name: str) -> Callable[..., Tensor]:
    def assign(val: Any, name: str | None = None) -> Tensor:
        """Replaces this part of the variable by ``val``, which is broadcast, and returns the variable's reference after that."""
        return scatter.strided_slice_assign(variable, *bounds, val, name=name or default_name, **masks)

    return assign


# tensor[...]


def getitem(tensor: Tensor, key: Any, variable: Any = None) -> Tensor:
    """``tensor[key]``: positions, slices (their bounds may be tensors), ``...``, ``newaxis`` and tuples of these, or a mask of bools.

    Given the ``variable`` whose value the tensor is, the result can be assigned to; see :func:`strided_slice`.
    """
    if _is_mask(key):
        return boolean_mask(tensor, key)
    items = [_item(each) for each in (key if isinstance(key, (list, tuple)) else [key])]
    masks = {name: sum(1 << i for i, item in enumerate(items) if name in item.masks) for name in _MASKS}
    bounds = [[item.begin for item in items], [item.end for item in items], [item.stride for item in items]]
    with name_scope(None, "strided_slice", [tensor, *(bound for vector in bounds for bound in vector)]) as scope:
        return strided_slice(tensor, *_vectors(bounds), **masks, var=variable, name=scope)


_MASKS = ("begin_mask", "end_mask", "ellipsis_mask", "new_axis_mask", "shrink_axis_mask")


class _Item:
    """One item of a subscript: its entries in begin, end and strides, and the masks that hold its bit."""

    __slots__ = ("begin", "end", "masks", "stride")

    def __init__(self, begin: Any = 0, end: Any = 0, stride: Any = 1, *masks: str) -> None:
        self.begin, self.end, self.stride, self.masks = begin, end, stride, masks


def _item(key: Any) -> _Item:
    if key is Ellipsis:
        return _Item(0, 0, 1, "ellipsis_mask")
    if key is newaxis:
        return _Item(0, 0, 1, "new_axis_mask")
    if isinstance(key, builtins.slice):
        open_ends = [name for name, bound in (("begin_mask", key.start), ("end_mask", key.stop)) if bound is None]
        return _Item(_bound(key.start, 0), _bound(key.stop, 0), _bound(key.step, 1), *open_ends)
    position = _bound(key, 0)
    return _Item(
        position, elementwise.add_v2(position, 1, name="add") if isinstance(position, Tensor) else position + 1, 1, "shrink_axis_mask"
    )


def _bound(value: Any, absent: int) -> Any:
    """A bound as an int or an integer tensor. TypeError for anything else."""
    if value is None:
        return absent
    if isinstance(value, Dimension):
        return int(value)
    if hasattr(value, "_as_graph_element"):
        value = convert_to_tensor(value)
    if isinstance(value, (int, np.integer)) and not isinstance(value, bool):
        return int(value)
    if not _is_position(value):
        raise TypeError(
            "Only integers, slices (`:`), ellipsis (`...`), tf.newaxis (`None`) and scalar integer tensors can index a tensor, "
            f"not {value!r}"
        )
    return value


def _is_position(value: Any) -> bool:
    dtype = getattr(value, "dtype", None)
    return dtype is not None and as_dtype(dtype).is_integer and as_shape(value.shape).has_rank(0)


def _is_mask(key: Any) -> bool:
    if isinstance(key, (bool, np.bool_)):
        return True
    dtype = getattr(key, "dtype", None)
    return dtype is not None and as_dtype(dtype).base_dtype.is_bool


def _vectors(bounds: list[list[Any]]) -> list[Tensor]:
    """Begin, end and strides as vectors of one type."""
    if not bounds[0]:
        return [convert_to_tensor([], int32) for _ in bounds]
    vectors = [stack(bound) for bound in bounds]
    if any(vector.dtype.base_dtype is int64 for vector in vectors):
        vectors = [vector if vector.dtype.base_dtype is int64 else elementwise.cast(vector, DstT=int64) for vector in vectors]
    return vectors


# Masks


def boolean_mask(tensor: Any, mask: Any, name: str = "boolean_mask", axis: int | None = None) -> Tensor:
    """The slices of ``tensor`` for which ``mask`` is True, one after another.

    Args:
        mask: of known rank; its shape is that of the dimensions of ``tensor`` from ``axis`` (0) on.
    """
    with name_scope(name, "boolean_mask", [tensor, mask]):
        tensor, mask = convert_to_tensor(tensor, name="tensor"), convert_to_tensor(mask, name="mask")
        first = 0 if axis is None else axis
        depth = _mask_rank(mask)
        tensor.shape[first : first + depth].assert_is_compatible_with(mask.shape)
        chosen = manipulation.reshape(search.where(manipulation.reshape(mask, [-1])), [-1])
        return ops.gather_v2(tensor if depth == 1 else _merged(tensor, first, depth), chosen, first)


def _mask_rank(mask: Tensor) -> int:
    if mask.shape.rank is None:
        raise ValueError(
            "The number of dimensions of the mask must be known, if not their sizes: shape=[None] will do, shape=None will not."
        )
    if mask.shape.rank == 0:
        raise ValueError("mask cannot be scalar.")
    return mask.shape.rank


def _merged(tensor: Tensor, axis: int, count: int) -> Tensor:
    """``tensor`` with ``count`` dimensions from ``axis`` on made into one."""
    if tensor.shape.is_fully_defined():
        sizes = tensor.shape.as_list()
        sizes[axis : axis + count] = [math.prod(sizes[axis : axis + count])]
        return manipulation.reshape(tensor, sizes)
    vector = shape(tensor)
    merged = reduction.prod(getitem(vector, builtins.slice(axis, axis + count)), [0], keep_dims=True)
    parts = [getitem(vector, builtins.slice(axis)), merged, getitem(vector, builtins.slice(axis + count, None))]
    return manipulation.reshape(tensor, manipulation.concat_v2(parts, 0))


# Gather


def gather(
    params: Any, indices: Any, validate_indices: bool | None = None, name: str | None = None, axis: Any = None, batch_dims: int = 0
) -> Tensor:
    """The slices of ``params`` along dimension ``axis`` that ``indices`` name.

    Args:
        validate_indices: has no effect: indices are always checked on the CPU.
        axis: by default the first dimension after ``batch_dims``.
        batch_dims: how many leading dimensions params and indices share.
    """
    return ops.gather_v2(params, indices, batch_dims if axis is None else axis, batch_dims=batch_dims, name=name)


def batch_gather(params: Any, indices: Any, name: str | None = None) -> Tensor:
    """The slices that the last dimension of ``indices`` names, each from the part of ``params`` at its own place in the other dimensions."""
    indices = convert_to_tensor(indices, name="indices")
    if indices.shape.ndims is None:
        raise ValueError("batch_gather does not allow indices with unknown shape.")
    return gather(params, indices, name=name, batch_dims=indices.shape.ndims - 1)


def gather_nd(params: Any, indices: Any, name: str | None = None, batch_dims: int = 0) -> Tensor:
    """The slices of ``params`` that the vectors along the last dimension of ``indices`` name.

    Args:
        batch_dims: how many leading dimensions params and indices share.
    """
    if batch_dims == 0:
        return ops.gather_nd(params, indices, name=name)
    with name_scope(name, "BatchGatherND", [params, indices]) as scope:
        params, indices = convert_to_tensor(params, name="params"), convert_to_tensor(indices, name="indices")
        params.shape[:batch_dims].assert_is_compatible_with(indices.shape[:batch_dims])
        return ops.gather_nd(params, with_batch_positions(indices, batch_dims), name=scope)


def with_batch_positions(indices: Tensor, batch_dims: int) -> Tensor:
    """Index vectors that begin with their own position in the first ``batch_dims`` dimensions."""
    if batch_dims == 0:
        return indices
    dtype = indices.dtype.base_dtype
    inner = indices.shape.with_rank_at_least(batch_dims + 1).rank
    if inner is None:
        raise ValueError(f"indices must have a known rank for batch_dims {batch_dims}")
    sizes = shape(indices)
    one_each = manipulation.concat_v2([getitem(sizes, builtins.slice(inner - 1)), [1]], 0)
    columns = []
    for axis in range(batch_dims):
        counted = elementwise.cast(creation.range_(0, getitem(sizes, axis), 1), DstT=dtype)
        lying = manipulation.reshape(counted, [-1 if k == axis else 1 for k in range(inner)])
        columns.append(manipulation.broadcast_to(lying, one_each))
    return manipulation.concat_v2([*columns, indices], inner - 1)


# Distributed and put together


def dynamic_partition(data: Any, partitions: Any, num_partitions: int, name: str | None = None) -> list[Tensor]:
    """``data`` distributed over so many tensors: number k holds, in order, the slices whose entry of ``partitions`` is k."""
    return ops.dynamic_partition(data, partitions, num_partitions=num_partitions, name=name)


def dynamic_stitch(indices: Any, data: Any, name: str | None = None) -> Tensor:
    """``data`` put together: merged[indices[k][i]] = data[k][i], the later one where an index occurs twice."""
    return ops.dynamic_stitch(indices, data, name=name)
