"""Gradients of scattering: what was put in gets its gradient from where it went, and what it replaced gets none."""

from ..ops import array_indexing as indexing
from ..ops import array_scatter as scatter
from ..ops import math_comparison as comparison
from ..ops import math_elementwise as elementwise
from ..ops.array_creation import zeros_like
from .registry import gradient, not_differentiable
from .shapes import as_index

not_differentiable(scatter.strided_slice_assign)


def _picked(op, tensor):
    """The slices of ``tensor`` that the op's indices name."""
    return indexing.gather_nd(tensor, as_index(op.inputs[-2]), bad_indices_policy=op.attrs["bad_indices_policy"])


@gradient(scatter.scatter_nd)
def _(op, dy):
    indices, policy = op.inputs[0], op.attrs["bad_indices_policy"]
    return None, indexing.gather_nd(dy, indices, bad_indices_policy=policy), None


@gradient(scatter.tensor_scatter_update)
def _(op, dy):
    _, indices, updates = op.inputs
    kept = scatter.tensor_scatter_update(dy, indices, zeros_like(updates), bad_indices_policy=op.attrs["bad_indices_policy"])
    return kept, None, _picked(op, dy)


@gradient(scatter.tensor_scatter_add, scatter.scatter_nd_non_aliasing_add)
def _(op, dy):
    return dy, None, _picked(op, dy)


@gradient(scatter.tensor_scatter_sub)
def _(op, dy):
    return dy, None, elementwise.neg(_picked(op, dy))


@gradient(scatter.tensor_scatter_min, scatter.tensor_scatter_max)
def _(op, dy):
    """The tensor's own element and the updates that tie for the extreme share the gradient equally."""
    tensor, indices, updates = op.inputs
    y, policy = op.outputs[0], op.attrs["bad_indices_policy"]
    stayed = elementwise.cast(comparison.equal(y, tensor), DstT=dy.dtype)
    won = elementwise.cast(comparison.equal(_picked(op, y), updates), DstT=dy.dtype)
    winners = scatter.tensor_scatter_add(stayed, indices, won, bad_indices_policy=policy)
    share = elementwise.real_div(dy, winners)
    return elementwise.mul(share, stayed), None, elementwise.mul(_picked(op, share), won)
