"""Elements put by position into a tensor: into zeros, or into a copy of another tensor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..framework.op import Declaration
from ..framework.operation import Tensor
from ..ops import array_scatter as ops

__all__ = [
    "scatter_nd", "tensor_scatter_add", "tensor_scatter_nd_add", "tensor_scatter_nd_max", "tensor_scatter_nd_min", "tensor_scatter_nd_sub",
    "tensor_scatter_nd_update", "tensor_scatter_sub", "tensor_scatter_update",
]  # fmt: skip


def scatter_nd(indices: Any, updates: Any, shape: Any, name: str | None = None) -> Tensor:
    """Zeros of ``shape`` to which ``updates`` are added at ``indices``."""
    return ops.scatter_nd(indices, updates, shape, name=name)


def _changed(build: Declaration, name: str, doc: str) -> Callable[..., Tensor]:
    def function(tensor: Any, indices: Any, updates: Any, name: str | None = None) -> Tensor:
        return build(tensor, indices, updates, name=name)

    function.__name__ = function.__qualname__ = name
    function.__doc__ = f"{doc}, the slices being those that the vectors along the last dimension of ``indices`` name.\n\n{build.__doc__}"
    return function


tensor_scatter_update = _changed(ops.tensor_scatter_update, "tensor_scatter_update", "``tensor`` with ``updates`` in place of some slices")
tensor_scatter_add = _changed(ops.tensor_scatter_add, "tensor_scatter_add", "``tensor`` with ``updates`` added to some slices")
tensor_scatter_sub = _changed(ops.tensor_scatter_sub, "tensor_scatter_sub", "``tensor`` with ``updates`` subtracted from some slices")
tensor_scatter_nd_min = _changed(ops.tensor_scatter_min, "tensor_scatter_nd_min", "``tensor`` with some slices lowered to ``updates``")
tensor_scatter_nd_max = _changed(ops.tensor_scatter_max, "tensor_scatter_nd_max", "``tensor`` with some slices raised to ``updates``")

tensor_scatter_nd_update = tensor_scatter_update
tensor_scatter_nd_add = tensor_scatter_add
tensor_scatter_nd_sub = tensor_scatter_sub
