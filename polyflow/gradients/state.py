"""Gradients end at variables: what is computed from a variable has a gradient, what is done to one has none."""

from ..ops import state
from .registry import not_differentiable

not_differentiable(
    state.assign,
    state.assign_add,
    state.assign_sub,
    state.is_variable_initialized,
    state.count_up_to,
    state.scatter_update,
    state.scatter_add,
    state.scatter_sub,
    state.scatter_mul,
    state.scatter_div,
    state.scatter_min,
    state.scatter_max,
    state.scatter_nd_update,
    state.scatter_nd_add,
    state.scatter_nd_sub,
)
