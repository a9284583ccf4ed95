"""Philox 4x32-10 on a device: the generator of ``backends.numpy.philox`` in torch's int64 arithmetic.

Words are int64 numbers below 2 to the 32; products wrap around, of which the upper word is taken by shift and mask.  Nothing here waits for the
device or copies to it.
"""

import math

import torch

MULTIPLIERS = 0xD2511F53, 0xCD9E8D57
WEYL = 0x9E3779B9, 0xBB67AE85
ROUNDS = 10
WORD = 0xFFFFFFFF

MANTISSA_BITS = {torch.float16: 10, torch.bfloat16: 7, torch.float32: 23, torch.float64: 52}
SMALLEST_UNIFORM = 1e-7
TRUNCATION = 2.0
TRUNCATED_RESERVE = 64
TRUNCATED_CANDIDATES = 16


def groups_at(key, counter, offsets):
    """The words of the groups at ``counter + offsets``, in a last dimension of four."""
    a, b, c, d = _counter_words(counter, offsets)
    k0, k1 = key
    for _ in range(ROUNDS):
        p, q = a.mul(MULTIPLIERS[0]), c.mul(MULTIPLIERS[1])
        a, b, c, d = (
            _high(q).bitwise_xor_(b).bitwise_xor_(k0),
            q.bitwise_and_(WORD),
            _high(p).bitwise_xor_(d).bitwise_xor_(k1),
            p.bitwise_and_(WORD),
        )
        k0, k1 = k0 + WEYL[0] & WORD, k1 + WEYL[1] & WORD
    return torch.stack([a, b, c, d], -1)


def _high(product):
    return product.bitwise_right_shift(32).bitwise_and_(WORD)


def _counter_words(counter, offsets):
    """The four words of the sums, the lowest first."""
    words = []
    for shift in (0, 32, 64, 96):
        offsets = offsets.add(counter >> shift & WORD)
        words.append(offsets.bitwise_and(WORD))
        offsets = offsets.bitwise_right_shift(32)
    return words


def philox_bits(key, counter, groups, device):
    """The words of ``groups`` consecutive groups, flat."""
    return groups_at(key, counter, torch.arange(groups, device=device)).view(-1)


def uniform(key, counter, size, dtype, device):
    """Numbers in [0, 1): the low bits of a word (of two words for float64), as many as the mantissa holds."""
    return as_unit(_words(key, counter, size, dtype, device), dtype)[:size]


def integers(key, counter, size, dtype, low, high, device):
    """Integers in [low, high): a word (two words for int64) modulo the width of the range."""
    words = _words(key, counter, size, dtype, device)
    draws = _unsigned_remainder(_pairs(words), high - low) if dtype.itemsize == 8 else words.remainder(high - low)
    return draws[:size].add(low).to(dtype)


def normal(key, counter, size, dtype, device):
    """Standard normal numbers, by Box and Muller's transform; narrow types are rounded from float32."""
    wide = _wide(dtype)
    return box_muller(_words(key, counter, size, wide, device), wide)[:size].to(dtype)


def truncated_normal(key, counter, size, dtype, device):
    """Standard normal numbers of magnitude below 2: the first accepted ones of each group's pool of counters.

    Waiting for the device to tell which pools need more would cost more than drawing sixteen candidates from every one: of these all but
    three are rejected in one of 5e14 pools.
    """
    wide = _wide(dtype)
    wanted = per_group(wide)
    starts = torch.arange(math.ceil(size / wanted), device=device).mul_(TRUNCATED_RESERVE * wanted)
    offsets = starts.unsqueeze(1).add(torch.arange(TRUNCATED_CANDIDATES // wanted, device=device))
    candidates = box_muller(groups_at(key, counter, offsets).view(-1), wide).view(-1, TRUNCATED_CANDIDATES)
    first = candidates.abs().ge(TRUNCATION).sort(dim=1, stable=True).indices[:, :wanted]
    return candidates.gather(1, first).view(-1)[:size].to(dtype)


def per_group(dtype):
    """How many draws of ``dtype`` a group holds: two of eight bytes, four of any other size."""
    return 2 if dtype.itemsize == 8 else 4


def _words(key, counter, count, dtype, device):
    return philox_bits(key, counter, math.ceil(count / per_group(dtype)), device)


def _pairs(words):
    """64-bit numbers from pairs of words, the low one first."""
    low, high = words.view(-1, 2).unbind(1)
    return high.bitwise_left_shift(32).bitwise_or_(low)


def _unsigned_remainder(draws, width):
    """The remainder of int64 ``draws``, taken as unsigned, by 0 < ``width`` < 2**64: a negative one is 2**64 too small."""
    if width > 1 << 63:
        reaches = draws.lt(0).logical_and_(draws.ge(width - (1 << 64)))
        return torch.where(reaches, draws.sub(width - (1 << 64)), draws)
    if width == 1 << 63:
        return draws.bitwise_and(width - 1)
    remainder, missing = draws.remainder(width), (1 << 64) % width
    corrected = torch.where(remainder.ge(width - missing), remainder.sub(width - missing), remainder.add(missing))
    return torch.where(draws.lt(0), corrected, remainder)


def as_unit(words, dtype):
    """Words as numbers in [0, 1); float64 takes pairs of words, the high one first."""
    bits = MANTISSA_BITS[dtype]
    draws = _pairs(words.view(-1, 2).flip(1)) if dtype.itemsize == 8 else words
    return draws.bitwise_and((1 << bits) - 1).to(dtype).mul_(2.0**-bits)


def box_muller(words, dtype):
    """Normals from consecutive pairs (u, v) of uniform numbers: sqrt(-2 log u) times the sine and the cosine of 2 pi v.

    In float32 their last bits may be others than on the CPU, where they are rounded as the C library does.
    """
    u, v = as_unit(words, dtype).view(-1, 2).unbind(1)
    radius = u.clamp(min=SMALLEST_UNIFORM).log_().mul_(-2).sqrt_()
    angle = v.double().mul_(2 * math.pi).to(dtype)  # the product is rounded once, which shows in the sixth digit
    return torch.stack([angle.sin().mul_(radius), angle.cos().mul_(radius)], -1).view(-1)


def _wide(dtype):
    return dtype if dtype.itemsize == 8 else torch.float32
