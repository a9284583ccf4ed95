"""Gradients of fractional pooling in the regions that were drawn; those of its gradients are left out, as in TensorFlow."""

from ..framework.dtypes import int64
from ..ops import nn_pooling_fractional as pool
from .registry import gradient, not_differentiable
from .shapes import shape_of


@gradient(pool.fractional_max_pool)
def _(op, dy, _rows, _columns):
    pooled, *sequences = op.outputs
    return pool.fractional_max_pool_grad(op.inputs[0], pooled, dy, *sequences, overlapping=op.attrs["overlapping"])


@gradient(pool.fractional_avg_pool)
def _(op, dy, _rows, _columns):
    return pool.fractional_avg_pool_grad(shape_of(op.inputs[0], int64), dy, *op.outputs[1:], overlapping=op.attrs["overlapping"])


not_differentiable(pool.fractional_max_pool_grad, pool.fractional_avg_pool_grad)
