"""Fingerprints of rows."""

import math

import torch

from ...framework.errors import InvalidArgumentError
from ...framework.farmhash import WORD, Strings, fingerprint64
from . import kernel

LIMIT = 1 << 63


@kernel("Fingerprint")
def fingerprint(data, method):
    if method != b"farmhash64":
        raise InvalidArgumentError.of(f"there is no fingerprint method {method}")
    if not data.dim():
        raise InvalidArgumentError.of("data must have at least one dimension")
    return of_bytes(data.reshape(data.shape[0], math.prod(data.shape[1:])).contiguous().view(torch.uint8))


def of_bytes(rows):
    """The fingerprints of the rows of a matrix of bytes, in signed words of the same bits."""

    whole = rows[:, : rows.shape[1] // 8 * 8].contiguous().view(torch.int64).t().contiguous()

    def fetch(position, count):
        if not count:
            return rows.new_zeros(len(rows), dtype=torch.int64)
        if count == 8 and position % 8 == 0:
            return whole[position // 8]
        part = rows[:, position : position + count].contiguous()
        return part[:, 0].to(torch.int64) if count == 1 else words_of(part, count)

    strings = Strings(rows.shape[1], fetch, signed, lambda words, count: words.bitwise_right_shift(count) & ((1 << 64 - count) - 1))
    return fingerprint64(strings).unsqueeze(1).view(torch.uint8)


def words_of(part, count):
    return part.view(torch.int64)[:, 0] if count == 8 else part.view(torch.int32)[:, 0].to(torch.int64) & 0xFFFFFFFF


def signed(value):
    """The signed number of the same 64 bits."""
    return (value & WORD ^ LIMIT) - LIMIT
