"""Vectors about dimensions in another order of these."""

import torch

from ..numpy.nn_data_format import permuted, renumbered, require_vector
from . import kernel


@kernel("DataFormatDimMap")
def data_format_dim_map(x, *, src_format, dst_format):
    numbers = torch.tensor(renumbered(src_format, dst_format), dtype=x.dtype, device=x.device)
    return numbers[x.remainder(len(numbers)).long()]


@kernel("DataFormatVecPermute")
def data_format_vec_permute(x, *, src_format, dst_format):
    require_vector(x.shape)
    return torch.stack([x[place] for place in permuted(src_format, dst_format, x.shape[0])])
