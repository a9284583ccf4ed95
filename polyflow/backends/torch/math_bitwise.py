"""Functions of the bits of integers. Where torch computes with signed types only, unsigned numbers lend them their bits."""

import functools

import torch

from . import kernel
from .arrays import as_signed
from .unsigned import MISSING, WIDENED, from_bits, to_bits

LOWEST = -(1 << 63)

kernel.table({"BitwiseAnd": torch.Tensor.bitwise_and, "BitwiseOr": torch.Tensor.bitwise_or, "BitwiseXor": torch.Tensor.bitwise_xor})


@kernel("Invert")
def invert(x):
    return as_signed(x).bitwise_not().view(x.dtype)


def last_bit(y):
    return 8 * y.itemsize - 1


def for_wide_unsigned(shift, shift_wide):
    """``shift`` where torch has it, else ``shift_wide`` of int64 numbers and limited amounts."""

    @functools.wraps(shift)
    def kernel_of(x, y):
        if x.dtype not in MISSING:
            return shift(x, y)
        return from_bits(shift_wide(to_bits(x), unsigned_amount(y)), x.dtype)

    kernel_of.only_for = WIDENED
    return kernel_of


def unsigned_amount(y):
    """The amount as int64; uint64 numbers beyond int64, which look negative, are too large as well."""
    bits = to_bits(y)
    return torch.where(bits.lt(0), last_bit(y), bits.clamp(max=last_bit(y)))


def by_limited(shift):
    """``shift`` by amounts between 0 and the last bit, whose memory, where it is as large, the result takes."""

    def limited(x, y):
        amounts = y.clamp(0, last_bit(y))
        return shift(x, amounts, out=amounts if x.shape == y.shape else None)

    return limited


def right_wide(x, amount):
    """The copies of the sign that come in from the left are cleared."""
    copies = torch.full_like(amount, LOWEST).bitwise_right_shift(amount).mul(2)
    return x.bitwise_right_shift(amount).bitwise_and(copies.bitwise_not())


kernel.table({
    "LeftShift": for_wide_unsigned(by_limited(torch.bitwise_left_shift), torch.Tensor.bitwise_left_shift),
    "RightShift": for_wide_unsigned(by_limited(torch.bitwise_right_shift), right_wide),
})  # fmt: skip


@kernel("PopulationCount")
def population_count(x):
    """Sums of bits side by side, in pairs, fours and bytes (Warren, Hacker's Delight, 2nd ed., section 5-1); a product adds the bytes."""
    x, width = as_signed(x), 8 * x.itemsize
    pairs, fours, bytes_, ones = (repeated(byte, width) for byte in (0x55, 0x33, 0x0F, 0x01))
    if x.dtype is torch.uint8:
        x = x.view(torch.int8)
    x = x.sub(x.bitwise_right_shift(1).bitwise_and(pairs))
    x = x.bitwise_and(fours).add(x.bitwise_right_shift(2).bitwise_and(fours))
    x = x.add(x.bitwise_right_shift(4)).bitwise_and(bytes_)
    return x.mul(ones).bitwise_right_shift(width - 8).to(torch.uint8)


def repeated(byte, width):
    """The number of ``width`` bits of which all bytes are ``byte``."""
    return byte * ((1 << width) - 1) // 255
