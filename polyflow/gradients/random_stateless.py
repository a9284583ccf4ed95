"""Stateless random ops have no gradient: seeds and limits are no quantities that results follow smoothly."""

from ..ops import random_stateless as r
from .registry import not_differentiable

not_differentiable(r.stateless_random_uniform, r.stateless_random_uniform_int, r.stateless_random_normal, r.stateless_truncated_normal)
not_differentiable(r.stateless_multinomial)
