"""Gradients of random numbers by the parameters of their distributions: of gamma distributed ones, by implicit reparameterisation."""

from ..framework.dtypes import float16, float32
from ..ops import math_elementwise as m
from ..ops import random_distribution as r
from ..ops.array_creation import range_
from ..ops.array_manipulation import size
from ..ops.math_reduction import sum_
from .registry import gradient, not_differentiable

not_differentiable(r.multinomial, r.random_poisson, r.random_poisson_v2, r.parameterized_truncated_normal)
not_differentiable(r.random_gamma_grad)


@gradient(r.random_gamma)
def _(op, dy):
    """By how much each sample moves with its alpha, summed over the samples of each alpha: those are the leading dimensions."""
    shape, alpha = op.inputs
    return None, sum_(m.mul(dy, slope(alpha, op.outputs[0])), range_(0, size(shape), 1))


def slope(alpha, sample):
    if alpha.dtype.base_dtype is not float16:
        return r.random_gamma_grad(alpha, sample)
    return m.cast(r.random_gamma_grad(m.cast(alpha, DstT=float32), m.cast(sample, DstT=float32)), DstT=float16)
