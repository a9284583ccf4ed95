"""Half precision: float16 and bfloat16 compute in float32 and are rounded once, at the end."""

import functools

from .arrays import widened


def in_float32(compute):
    """``compute``, a function of arrays of one type, with half-precision arrays widened on the way in and rounded on the way out.

    Attributes are passed on; of several results those that are floating are rounded.
    """

    @functools.wraps(compute)
    def rounded_once(*arrays, **attributes):
        result, dtype = compute(*map(widened, arrays), **attributes), arrays[0].dtype
        if isinstance(result, tuple):
            return tuple(part.astype(dtype, copy=False) if part.dtype.kind == "f" else part for part in result)
        return result.astype(dtype, copy=False)

    return rounded_once
