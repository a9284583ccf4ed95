"""Integers have no gradients."""

from ..ops import math_bitwise as m
from .registry import not_differentiable

not_differentiable(m.bitwise_and, m.bitwise_or, m.bitwise_xor, m.invert, m.left_shift, m.right_shift, m.population_count)
