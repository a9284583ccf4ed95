"""Counts do not change with the numbers that are counted, but in jumps: none has a gradient."""

from ..ops import math_counting as m
from .registry import not_differentiable

not_differentiable(m.bincount, m.dense_bincount, m.bucketize, m.histogram_fixed_width)
