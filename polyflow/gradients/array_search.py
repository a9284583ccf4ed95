"""What is found, where, and how far away does not change with small changes of the values."""

from ..ops import array_search as search
from .registry import not_differentiable

not_differentiable(
    search.where,
    search.unique,
    search.unique_v2,
    search.unique_with_counts,
    search.unique_with_counts_v2,
    search.list_diff,
    search.lower_bound,
    search.upper_bound,
    search.edit_distance,
)
