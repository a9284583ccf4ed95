"""uint16, uint32 and uint64: torch stores and compares them but hardly computes with them. They go through int64."""

import functools

import torch

MISSING = frozenset({torch.uint16, torch.uint32, torch.uint64})
WIDENED = frozenset({"uint16", "uint32", "uint64"})
_LOWEST = -(1 << 63)


def to_bits(x):
    """The int64 numbers equal to ``x`` modulo 2 to the width of its type."""
    if x.dtype not in MISSING:
        return x
    return x.view(torch.int64) if x.dtype is torch.uint64 else x.to(torch.int64)


def from_bits(x, dtype):
    return x.view(dtype) if dtype is torch.uint64 else x.to(dtype)


def to_ranks(x):
    """int64 numbers in the order of ``x``."""
    return to_bits(x).bitwise_xor(_LOWEST) if x.dtype is torch.uint64 else to_bits(x)


def from_ranks(x, dtype):
    return from_bits(x.bitwise_xor(_LOWEST) if dtype is torch.uint64 else x, dtype)


def modular(compute):
    """``compute``, made of sums and products of its tensors, for unsigned types too: it is tried on them first."""
    return _through(compute, to_bits, from_bits)


def ordered(compute):
    """``compute``, made of comparisons of its tensors, for unsigned types too: it is tried on them first."""
    return _through(compute, to_ranks, from_ranks)


def compared(compute):
    """A comparison, for unsigned types too: it is tried on them first."""
    return _through(compute, to_ranks, lambda truth, dtype: truth)


def _through(compute, enter, leave):
    @functools.wraps(compute)
    def widened(x, *others):
        try:
            return compute(x, *others)
        except NotImplementedError:
            if x.dtype not in MISSING:
                raise
        return leave(compute(enter(x), *[enter(other) if isinstance(other, torch.Tensor) else other for other in others]), x.dtype)

    widened.only_for = WIDENED
    return widened


def quotient(x, y):
    """The quotient of two unsigned tensors."""
    wide = _quotient_of_bits if x.dtype is torch.uint64 else torch.floor_divide
    return from_bits(wide(to_bits(x), to_bits(y)), x.dtype)


def _quotient_of_bits(x, y):
    """Unsigned division by signed: half of x is in range, and its quotient, doubled, at most one short.

    A y above the signed range goes into x once or not at all.
    """
    q = x.bitwise_right_shift(1).bitwise_and(~_LOWEST).div(y, rounding_mode="trunc").mul(2)
    q = q.add(_reaches(x.sub(q.mul(y)), y))
    return torch.where(y.lt(0), _reaches(x, y), q)


def _reaches(x, y):
    return x.bitwise_xor(_LOWEST).ge(y.bitwise_xor(_LOWEST)).to(torch.int64)
