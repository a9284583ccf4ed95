"""Gradients of what makes tensors from shapes and numbers."""

from ..ops import array_creation as creation
from ..ops import array_manipulation as manipulation
from ..ops import math_reduction as reduction
from .registry import gradient, not_differentiable

not_differentiable(creation.zeros_like, creation.ones_like, creation.range_, creation.lin_space, creation.empty, creation.one_hot)


@gradient(creation.placeholder_with_default)
def _(op, dy):
    return dy


@gradient(creation.fill)
def _(op, dy):
    """Every element is the value, so it gets the sum."""
    everything = creation.range_(0, manipulation.rank(dy), 1)
    return None, reduction.sum_(dy, everything)
