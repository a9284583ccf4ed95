"""What a Python function does to numbers is unknown here; programs register gradients of their own (``gradient_override_map``)."""

from ..ops import script
from .registry import not_differentiable

not_differentiable(script.py_func, script.py_func_stateless)
