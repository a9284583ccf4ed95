"""Text has no gradients."""

from ..ops import strings
from .registry import not_differentiable

not_differentiable(strings.string_join, strings.string_to_number)
