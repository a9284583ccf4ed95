"""Half precision: what takes several steps computes in float32 and is rounded once, at the end."""

import functools

import torch

HALF = frozenset({torch.float16, torch.bfloat16})


def in_float32(compute):
    """``compute``, a function of tensors of one type, with half-precision tensors widened on the way in and rounded on the way out."""

    @functools.wraps(compute)
    def rounded_once(*tensors):
        dtype = tensors[0].dtype
        if dtype not in HALF:
            return compute(*tensors)
        return compute(*[tensor.float() for tensor in tensors]).to(dtype)

    return rounded_once
