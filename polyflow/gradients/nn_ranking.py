"""Gradients of entries by their place in an order: each goes back to where its entry was, or is shared by all that are equal to it."""

from ..framework.dtypes import int32
from ..ops import math_comparison as comparison
from ..ops import math_elementwise as m
from ..ops import nn_ranking as ranking
from ..ops.array_creation import range_
from ..ops.array_indexing import strided_slice
from ..ops.array_manipulation import expand_dims, reshape, size
from ..ops.array_scatter import scatter_nd
from ..ops.math_reduction import prod, sum_
from .registry import gradient, not_differentiable
from .shapes import shape_of

not_differentiable(ranking.in_top_k, ranking.in_top_k_v2)


@gradient(ranking.top_k)
def _(op, values_grad, indices_grad):
    return placed(op, values_grad)


@gradient(ranking.top_k_v2)
def _(op, values_grad, indices_grad):
    return placed(op, values_grad), None


@gradient(ranking.nth_element)
def _(op, dy):
    x, found = op.inputs[0], expand_dims(op.outputs[0], -1)
    equal = m.cast(comparison.equal(x, found), DstT=x.dtype)
    return m.mul(m.real_div(equal, sum_(equal, [-1], keep_dims=True)), expand_dims(dy, -1)), None


def placed(op, values_grad):
    """Zeros with each gradient at the place of its entry, all rows counted through."""
    values, indices = op.outputs
    whole = shape_of(op.inputs[0])
    rows = m.floor_div(range_(0, size(values), 1), last(shape_of(values)))
    places = m.add_v2(reshape(m.cast(indices, DstT=int32), [-1]), m.mul(rows, last(whole)))
    return reshape(scatter_nd(expand_dims(places, 1), reshape(values_grad, [-1]), expand_dims(prod(whole, [0]), 0)), whole)


def last(vector):
    return strided_slice(vector, [-1], [0], [1], shrink_axis_mask=1)
