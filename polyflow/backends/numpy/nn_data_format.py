"""Vectors about dimensions in another order of these."""

import numpy as np

from ...framework import window_rules
from ...framework.array_rules import at_run_time
from ...framework.errors import InvalidArgumentError
from . import kernel

permuted = at_run_time(window_rules.permuted)
renumbered = at_run_time(window_rules.renumbered)


@kernel("DataFormatDimMap")
def data_format_dim_map(x, *, src_format, dst_format):
    numbers = np.array(renumbered(src_format, dst_format), x.dtype)
    return numbers[x % numbers.size]


@kernel("DataFormatVecPermute")
def data_format_vec_permute(x, *, src_format, dst_format):
    require_vector(np.shape(x))
    return x[list(permuted(src_format, dst_format, x.shape[0]))]


def require_vector(sizes):
    if len(sizes) not in (1, 2):
        raise InvalidArgumentError.of(f"x must be a vector or a matrix, not of shape {tuple(sizes)}")
    if len(sizes) == 2 and sizes[1] != 2:
        raise InvalidArgumentError.of(f"a matrix must have two columns, not shape {tuple(sizes)}")
