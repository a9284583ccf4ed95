"""Half precision: what takes several steps computes in float32 and is rounded once, at the end."""

import functools

import torch

HALF = frozenset({torch.float16, torch.bfloat16})

FULL = frozenset({"float32", "float64"})
"""Names of the types that rewrites compute in. Half precision is left to the kernels, which widen it each in its own way."""


def in_float32(compute):
    """``compute``, a function of tensors of one type, with half-precision tensors widened on the way in and rounded on the way out.

    Attributes are passed on; of several results those that are floating are rounded.
    """

    @functools.wraps(compute)
    def rounded_once(*tensors, **attributes):
        dtype = tensors[0].dtype
        if dtype not in HALF:
            return compute(*tensors, **attributes)
        result = compute(*[tensor.float() for tensor in tensors], **attributes)
        if isinstance(result, tuple):
            return tuple(part.to(dtype) if part.is_floating_point() else part for part in result)
        return result.to(dtype)

    return rounded_once
