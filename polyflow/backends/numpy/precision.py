"""Half precision: float16 and bfloat16 compute in float32 and are rounded once, at the end."""

import functools

from .arrays import widened


def in_float32(compute):
    """``compute``, a function of arrays of one type, with half-precision arrays widened on the way in and rounded on the way out."""

    @functools.wraps(compute)
    def rounded_once(*arrays):
        return compute(*map(widened, arrays)).astype(arrays[0].dtype, copy=False)

    return rounded_once
