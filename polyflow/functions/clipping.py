"""Limits on values and on norms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..framework.conversion import constant_tensor, convert_to_tensor, convert_to_tensor_or_indexed_slices
from ..framework.indexed_slices import IndexedSlices
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..ops import array_creation as creation
from ..ops import array_manipulation as array
from ..ops import math_comparison as compare
from ..ops import math_elementwise as ops
from ..ops import nn_loss
from ..ops.array_identity import identity
from .reductions import reduce_sum

__all__ = ["clip_by_average_norm", "clip_by_global_norm", "clip_by_norm", "clip_by_value", "global_norm"]


def clip_by_value(t: Any, clip_value_min: Any, clip_value_max: Any, name: str | None = None) -> Any:
    """``t`` with every element below ``clip_value_min`` set to that, and every one above ``clip_value_max`` set to that.

    The limits are scalars or have the shape of ``t``; ValueError when they would broadcast it to another.
    """
    with name_scope(name, "clip_by_value", [_values(t), clip_value_min, clip_value_max]) as scope:
        values = convert_to_tensor(_values(t), name="t")
        capped = ops.minimum(values, clip_value_max)
        values.shape.assert_is_compatible_with(capped.shape)
        clipped = ops.maximum(capped, clip_value_min, name=scope)
        values.shape.assert_is_compatible_with(clipped.shape)
    return _like(t, clipped)


def clip_by_norm(t: Any, clip_norm: Any, axes: Any = None, name: str | None = None) -> Any:
    """``t``, scaled down to the L2 norm ``clip_norm`` where its own is greater: over all dimensions, or over ``axes``.

    A name may stand in the place of ``axes``, as it does in older programs.
    """
    axes, name = (None, axes) if isinstance(axes, str) else (axes, name)
    with name_scope(name, "clip_by_norm", [_values(t), clip_norm]) as scope:
        values = convert_to_tensor(_values(t), name="t")
        norm = _norm(reduce_sum(ops.mul(values, values), axes, keepdims=True))
        scaled = ops.mul(values, clip_norm)
        values.shape.assert_is_compatible_with(scaled.shape)
        clipped = identity(ops.real_div(scaled, ops.maximum(norm, clip_norm)), name=scope)
    return _like(t, clipped)


def _norm(square: Tensor) -> Tensor:
    """The square root, with the gradient 0 at 0."""
    positive = compare.greater(square, constant_tensor(np.zeros((), square.dtype.np_dtype)))
    safe = compare.select(positive, square, creation.ones_like(square))
    return compare.select(positive, ops.sqrt(safe), square)


def clip_by_average_norm(t: Any, clip_norm: Any, name: str | None = None) -> Tensor:
    """``t``, scaled down so that its L2 norm divided by the number of its elements is at most ``clip_norm``."""
    with name_scope(name, "clip_by_average_norm", [t, clip_norm]) as scope:
        t = convert_to_tensor(t, name="t")
        count = ops.cast(array.size(t), DstT=t.dtype)
        inverse = ops.mul(ops.rsqrt(reduce_sum(ops.mul(t, t))), count)
        limit = convert_to_tensor(clip_norm, t.dtype.base_dtype)
        scale = ops.minimum(inverse, ops.real_div(constant_tensor(np.ones((), t.dtype.np_dtype)), limit))
        return ops.mul(ops.mul(t, limit), scale, name=scope)


def global_norm(t_list: Sequence[Any], name: str | None = None) -> Tensor | None:
    """The L2 norm of all tensors taken together; None entries are left out. None when nothing is left."""
    values = [_values(t) for t in _checked_list(t_list) if t is not None]
    if not values:
        return None
    with name_scope(name, "global_norm", values) as scope:
        halves = [nn_loss.l2_loss(value) for value in values]
        total = reduce_sum(array.pack(halves))
        return ops.sqrt(ops.mul(total, constant_tensor(np.full((), 2, total.dtype.np_dtype))), name=scope)


def clip_by_global_norm(t_list: Sequence[Any], clip_norm: Any, use_norm: Any = None, name: str | None = None) -> tuple[list[Any], Tensor]:
    """The tensors, all scaled down by one factor so that their global norm is at most ``clip_norm``, and that norm before.

    Args:
        t_list: tensors or IndexedSlices; None entries stay.
        use_norm: the global norm, where it is known already.

    Where the norm is infinite or NaN, everything becomes NaN.
    """
    _checked_list(t_list)
    norm = global_norm(t_list, name) if use_norm is None else use_norm
    with name_scope(name, "clip_by_global_norm", [_values(t) for t in t_list if t is not None] + [clip_norm]) as scope:
        norm = convert_to_tensor(norm)
        limit = convert_to_tensor(clip_norm, norm.dtype.base_dtype)
        one, nan = (constant_tensor(np.array(value, norm.dtype.np_dtype)) for value in (1, np.nan))
        factor = ops.mul(limit, ops.minimum(ops.real_div(one, norm), ops.real_div(one, limit)))
        factor = compare.select(compare.is_finite(norm), factor, nan)
        parts = [convert_to_tensor_or_indexed_slices(t, name=f"t_{i}") for i, t in enumerate(t_list)]
        clipped = [_scaled(part, factor, f"{scope}_{i}") for i, part in enumerate(parts)]
    return clipped, norm


def _scaled(part: Any, factor: Tensor, name: str) -> Any:
    return None if part is None else _like(part, identity(ops.mul(_values(part), factor), name=name))


def _checked_list(t_list: Any) -> Sequence[Any]:
    if not isinstance(t_list, Sequence) or isinstance(t_list, str):
        raise TypeError("t_list should be a sequence")
    return t_list


def _values(t: Any) -> Any:
    return t.values if isinstance(t, IndexedSlices) else t


def _like(t: Any, values: Tensor) -> Any:
    """``values`` in the form of ``t``: IndexedSlices where that is."""
    return IndexedSlices(values, t.indices, t.dense_shape) if isinstance(t, IndexedSlices) else values
