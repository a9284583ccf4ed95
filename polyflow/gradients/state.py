"""Gradients end at variables; what is asked of them are counts and flags."""

from ..ops import state
from .registry import not_differentiable

not_differentiable(state.is_variable_initialized, state.count_up_to)
