"""Numbers and sizes of dimensions are integers: nothing flows back through them."""

from ..ops import nn_data_format as order
from .registry import not_differentiable

not_differentiable(order.data_format_dim_map, order.data_format_vec_permute)
