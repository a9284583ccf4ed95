"""Random ops have no gradient: what they draw depends on no tensor, and an order is not followed back."""

from ..ops import random as r
from .registry import not_differentiable

not_differentiable(r.random_uniform, r.random_uniform_int, r.random_standard_normal, r.truncated_normal)
not_differentiable(r.random_shuffle)
