"""Tensors rearranged: shapes, orders, parts and wholes, borders. Older argument orders are recognised by what is passed."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..framework.conversion import constant_tensor, convert_to_tensor
from ..framework.dtypes import DType, as_dtype, int32
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..framework.sparse_tensor import SparseTensor
from ..framework.synonyms import one_of
from ..framework.tensor_shape import Dimension
from ..ops import array_creation as creation
from ..ops import array_identity
from ..ops import array_manipulation as ops
from ..ops import math_elementwise as elementwise
from ..ops import math_reduction as reduction
from .array_creation import as_vector

__all__ = [
    "broadcast_to", "concat", "expand_dims", "invert_permutation", "pad", "parallel_stack", "rank", "reshape", "reverse", "reverse_sequence", "reverse_v2", "roll",
    "shape", "shape_n", "size", "split", "squeeze", "stack", "tile", "transpose", "unstack",
]  # fmt: skip


# Shapes


def shape(input: Any, name: str | None = None, out_type: Any = int32) -> Tensor:
    """The sizes of the dimensions as a vector: a constant where they are known."""
    out_type = as_dtype(out_type)
    with name_scope(name, "Shape", [input]) as scope:
        if isinstance(input, SparseTensor):
            return _cast(input.dense_shape, out_type, scope)
        tensor = convert_to_tensor(input)
        if tensor.shape.is_fully_defined():
            return constant_tensor(np.array(tensor.shape.as_list(), out_type.np_dtype), out_type, scope)
        return ops.shape(tensor, out_type=out_type, name=scope)


def shape_n(input: Any, out_type: Any = int32, name: str | None = None) -> list[Tensor]:
    """The shape of each tensor of a list."""
    return ops.shape_n(input, out_type=out_type, name=name)


def rank(input: Any, name: str | None = None) -> Tensor:
    """The number of dimensions, as a scalar: a constant where it is known."""
    with name_scope(name, "Rank", [input]) as scope:
        if isinstance(input, SparseTensor):
            return ops.size(input.dense_shape, name=scope)
        tensor = convert_to_tensor(input)
        known = tensor.shape.rank
        return ops.rank(tensor, name=scope) if known is None else constant_tensor(known, int32, scope)


def size(input: Any, name: str | None = None, out_type: Any = int32) -> Tensor:
    """The number of elements, as a scalar: a constant where it is known."""
    out_type = as_dtype(out_type)
    with name_scope(name, "Size", [input]) as scope:
        if isinstance(input, SparseTensor):
            return reduction.prod(_cast(input.dense_shape, out_type, None), [0], name=scope)
        tensor = convert_to_tensor(input)
        known = tensor.shape.num_elements()
        return ops.size(tensor, out_type=out_type, name=scope) if known is None else constant_tensor(known, out_type, scope)


def _cast(tensor: Tensor, dtype: DType, name: str | None) -> Tensor:
    return elementwise.cast(tensor, DstT=dtype, name=name)


def reshape(tensor: Any, shape: Any, name: str | None = None) -> Tensor:
    """The elements of ``tensor`` in another shape; one size of -1 is what the others leave."""
    return ops.reshape(tensor, shape, name=name)


def expand_dims(input: Any, axis: Any = None, name: str | None = None, dim: Any = None) -> Tensor:
    """``input`` with a new dimension of size 1 at position ``axis`` (also called ``dim``)."""
    position = synonym("axis", axis, "dim", dim)
    if position is None:
        raise ValueError("Must specify an axis argument to tf.expand_dims()")
    return ops.expand_dims(input, position, name=name)


def squeeze(input: Any, axis: Any = None, name: str | None = None, squeeze_dims: Any = None) -> Tensor:
    """``input`` without its dimensions of size 1, or without those that ``axis`` (also called ``squeeze_dims``) names."""
    axes = synonym("axis", axis, "squeeze_dims", squeeze_dims)
    return ops.squeeze(input, squeeze_dims=[] if axes is None else np.ravel(axes).tolist(), name=name)


def synonym(name: str, value: Any, older_name: str, older_value: Any) -> Any:
    """The value of an argument that has two names; ValueError when both are given."""
    if value is not None and older_value is not None:
        raise ValueError(f"Cannot specify both '{name}' and '{older_name}'")
    return older_value if value is None else value


def broadcast_to(input: Any, shape: Any, name: str | None = None) -> Tensor:
    """``input`` repeated along new leading dimensions and those of size 1, so that it has ``shape``."""
    return ops.broadcast_to(input, as_vector(shape), name=name)


# Orders


def transpose(a: Any, perm: Any = None, name: str = "transpose", conjugate: bool = False) -> Tensor:
    """``a`` with its dimensions in the order ``perm``, by default reversed; of complex numbers the conjugates, if ``conjugate``."""
    with name_scope(name, "transpose", [a]) as scope:
        a = convert_to_tensor(a, name="a")
        permute = ops.conjugate_transpose if conjugate and a.dtype.is_complex else ops.transpose
        return permute(a, _reversed_axes(a) if perm is None else perm, name=scope)


def _reversed_axes(tensor: Tensor) -> Any:
    known = tensor.shape.rank
    if known is not None:
        return np.arange(known, dtype=np.int32)[::-1]
    last = elementwise.sub(ops.rank(tensor), 1, name="sub")
    return creation.range_(last, -1, -1)


def reverse(tensor: Any, axis: Any, name: str | None = None) -> Tensor:
    """``tensor`` with the dimensions ``axis``, a vector of their numbers, running backwards."""
    return ops.reverse_v2(tensor, axis, name=name)


reverse_v2 = reverse


def reverse_sequence(
    input: Any, seq_lengths: Any, seq_axis: int | None = None, batch_axis: int | None = None, name: str | None = None,
    seq_dim: int | None = None, batch_dim: int | None = None,
) -> Tensor:  # fmt: skip
    """``input`` with the first ``seq_lengths[i]`` positions running backwards in each slice i.

    Args:
        seq_axis: the dimension along which they run; also called ``seq_dim``.
        batch_axis: the dimension of the slices, by default the first; also called ``batch_dim``.
    """
    seq_dim = one_of("seq_axis", seq_axis, "seq_dim", seq_dim)
    if seq_dim is None:
        raise ValueError("reverse_sequence() needs a seq_axis")
    batch_dim = one_of("batch_axis", batch_axis, "batch_dim", batch_dim, 0)
    return ops.reverse_sequence(input, seq_lengths, seq_dim=seq_dim, batch_dim=batch_dim, name=name)


def roll(input: Any, shift: Any, axis: Any, name: str | None = None) -> Tensor:
    """``input`` with dimension ``axis`` turned by ``shift`` positions; both may be lists of one length."""
    return ops.roll(input, shift, axis, name=name)


def invert_permutation(x: Any, name: str | None = None) -> Tensor:
    """The order that undoes ``x``: y[x[i]] = i."""
    return ops.invert_permutation(x, name=name)


# Parts and wholes


def concat(values: Any, axis: Any, name: str = "concat") -> Tensor:
    """The tensors of a list one after another along dimension ``axis``."""
    values = list(values) if isinstance(values, (list, tuple)) else [values]
    if len(values) == 1:
        with name_scope(name, "concat", values):
            convert_to_tensor(axis, int32, name="concat_dim").shape.assert_has_rank(0)
            return array_identity.identity(values[0], name=name)
    return ops.concat_v2(values, axis, name=name)


def split(value: Any, num_or_size_splits: Any, axis: Any = 0, num: int | None = None, name: str = "split") -> list[Tensor]:
    """``value`` cut along dimension ``axis``: into so many equal parts, or into parts of these sizes.

    Args:
        num: how many sizes there are, where they are a tensor of unknown length.
    """
    if isinstance(num_or_size_splits, (int, np.integer, Dimension)):
        return ops.split(axis, value, num_split=int(num_or_size_splits), name=name)
    sizes = convert_to_tensor(num_or_size_splits)
    if sizes.shape.rank == 0:
        raise ValueError(
            f"Rank-0 tensors are not supported as the num_or_size_splits argument to split. Argument provided: {num_or_size_splits}"
        )
    count = sizes.shape[0].value if num is None else num
    if count is None:
        raise ValueError(f"Cannot infer num from shape {sizes.shape}")
    return ops.split_v(value, sizes, axis, num_split=count, name=name)


def stack(values: Any, axis: int = 0, name: str = "stack") -> Tensor:
    """The tensors of a list, all of one shape, side by side along a new dimension ``axis``."""
    if axis == 0:
        try:
            return convert_to_tensor(values, name=name)
        except (TypeError, ValueError):
            pass  # not one constant, and not a nest of tensors of one type
    return ops.pack(list(values), axis=axis, name=name)


def parallel_stack(values: Any, name: str = "parallel_stack") -> Tensor:
    """:func:`stack` along a new first dimension, of tensors whose shapes are all known."""
    with name_scope(name):
        tensors = [convert_to_tensor(value) for value in values]
        for tensor in tensors:
            tensor.shape.assert_is_fully_defined()
        return ops.pack(tensors, name="ParallelConcat")


def unstack(value: Any, num: int | None = None, axis: int = 0, name: str = "unstack") -> list[Tensor]:
    """The slices of ``value`` along dimension ``axis``, without that dimension; ``num`` is their number where it is not known."""
    value = convert_to_tensor(value)
    if num is None:
        if not value.shape.rank_at_least(1) or (value.shape.rank is not None and not -value.shape.rank <= axis < value.shape.rank):
            raise ValueError(f"axis = {axis} is no dimension of a tensor of shape {value.shape}")
        num = value.shape[axis].value
    if num is None:
        raise ValueError(f"Cannot infer num from shape {value.shape}")
    return ops.unpack(value, num=num, axis=axis, name=name)


def tile(input: Any, multiples: Any, name: str | None = None) -> Tensor:
    """``input`` repeated ``multiples[i]`` times along dimension i."""
    return ops.tile(input, multiples, name=name)


# Borders


def pad(tensor: Any, paddings: Any, mode: str = "CONSTANT", name: str | None = None, constant_values: Any = 0) -> Tensor:
    """``tensor`` with ``paddings[i, 0]`` elements before and ``paddings[i, 1]`` after it in each dimension i.

    Args:
        mode: CONSTANT puts ``constant_values`` there; REFLECT and SYMMETRIC the mirror image, without and with the border itself.
    """
    mode = mode.upper()
    if mode not in ("CONSTANT", "REFLECT", "SYMMETRIC"):
        raise ValueError(f"Unknown padding mode: {mode}")
    if mode != "CONSTANT":
        return ops.mirror_pad(tensor, paddings, mode=mode, name=name)
    if not isinstance(constant_values, Tensor) and np.ndim(constant_values) == 0 and constant_values == 0:
        return ops.pad(tensor, paddings, name=name)
    return ops.pad_v2(tensor, paddings, constant_values, name=name)
