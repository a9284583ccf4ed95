"""Philox 4x32-10, the counter-based generator behind every random op, and the distributions drawn from it.

Source: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3" (2011).  A *group* is one application of the bijection: four
32-bit words made from a 64-bit key and a 128-bit counter.  A draw of n numbers uses consecutive counters, so that any part of it can be computed
alone: numbers are filled in blocks that stay in the cache.  Key, counter and word order are TensorFlow's, and so are the numbers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import ml_dtypes
import numpy as np

Array = np.ndarray[Any, Any]
Key = tuple[int, int]
Fill = Callable[[Key, int, int, np.dtype[Any]], Array]

MULTIPLIERS = 0xD2511F53, 0xCD9E8D57
WEYL = 0x9E3779B9, 0xBB67AE85
ROUNDS = 10
WORD = 0xFFFFFFFF
LONG = 0xFFFFFFFFFFFFFFFF
STATELESS_KEY = 0x3EC8F720, 0x02461E29

MANTISSA_BITS = {np.dtype(np.float16): 10, np.dtype(ml_dtypes.bfloat16): 7, np.dtype(np.float32): 23, np.dtype(np.float64): 52}
SMALLEST_UNIFORM = 1e-7
TRUNCATION = 2.0
TRUNCATED_RESERVE = 64
BLOCK = 16384


_WORD = np.dtype(np.uint32)


def groups_at(key: Key, counter: int, offsets: Array) -> Array:
    """The words of the groups at ``counter + offsets`` (uint64), one row of four each."""
    return np.stack(_bijection(key, *_counter_words(counter, offsets)), axis=-1).astype(np.uint32)


def scrambled(seed: Sequence[int]) -> tuple[Key, int]:
    """Key and counter of a stateless draw: the group that the two seeds are the counter of, under a fixed key, gives the key and the counter's
    upper half."""
    words = _bijection(STATELESS_KEY, *_counter_words((seed[1] & LONG) << 64 | seed[0] & LONG, 0))
    return (words[0], words[1]), words[3] << 96 | words[2] << 64


def _bijection(key: Key, a: Any, b: Any, c: Any, d: Any) -> tuple[Any, Any, Any, Any]:
    """The words that the counter ``a, b, c, d`` becomes: arrays or plain numbers."""
    k0, k1 = key
    for _ in range(ROUNDS):
        p, q = a * MULTIPLIERS[0], c * MULTIPLIERS[1]
        a, b, c, d = q >> 32 ^ b ^ k0, q & WORD, p >> 32 ^ d ^ k1, p & WORD
        k0, k1 = k0 + WEYL[0] & WORD, k1 + WEYL[1] & WORD
    return a, b, c, d


def _counter_words(counter: int, offsets: Any) -> list[Any]:
    """The four words of the sums, the lowest first."""
    words = []
    for shift in (0, 32, 64, 96):
        offsets = offsets + (counter >> shift & WORD)
        words.append(offsets & WORD)
        offsets = offsets >> 32
    return words


def philox_bits(key: Key, counter: int, groups: int) -> Array:
    """The words of ``groups`` consecutive groups, flat."""
    return _in_blocks(_words, key, counter, groups * 4, np.dtype(np.uint32))


def uniform(key: Key, counter: int, size: int, dtype: np.dtype[Any]) -> Array:
    """Numbers in [0, 1): the low bits of a word (of two words for float64), as many as the mantissa holds."""
    return _in_blocks(_unit, key, counter, size, dtype)


def integers(key: Key, counter: int, size: int, dtype: np.dtype[Any], low: int, high: int) -> Array:
    """Integers in [low, high): a word (two words for int64) modulo the width of the range."""

    def fill(key: Key, counter: int, count: int, dtype: np.dtype[Any]) -> Array:
        draws = _draws(key, counter, count, dtype)
        return (draws % draws.dtype.type(high - low)).view(dtype) + dtype.type(low)

    return _in_blocks(fill, key, counter, size, dtype)


def normal(key: Key, counter: int, size: int, dtype: np.dtype[Any]) -> Array:
    """Standard normal numbers, by Box and Muller's transform; narrow types are rounded from float32."""
    return _in_blocks(_normal, key, counter, size, _wide(dtype)).astype(dtype, copy=False)


def truncated_normal(key: Key, counter: int, size: int, dtype: np.dtype[Any]) -> Array:
    """Standard normal numbers of magnitude below 2.  Each output has 64 counters of its own; those of the outputs of a group (four, or two of
    float64) are pooled: the group's outputs are the first normals drawn from the pool that are accepted."""
    return _in_blocks(_truncated, key, counter, size, _wide(dtype), TRUNCATED_RESERVE).astype(dtype, copy=False)


def permutation(key: Key, counter: int, size: int) -> Array:
    """A random order of ``range(size)`` by Fisher and Yates' exchanges: each position with one of those from it on."""
    order = list(range(size))
    left = np.arange(size, 1, -1, dtype=np.uint32)
    jumps = philox_bits(key, counter, math.ceil(left.size / 4))[: left.size] % left
    for i, jump in enumerate(jumps.tolist()):
        order[i], order[i + jump] = order[i + jump], order[i]
    return np.array(order, np.int64)


def per_group(dtype: np.dtype[Any]) -> int:
    """How many draws of ``dtype`` a group holds: two of eight bytes, four of any other size."""
    return 2 if dtype.itemsize == 8 else 4


def _in_blocks(fill: Fill, key: Key, counter: int, size: int, dtype: np.dtype[Any], reserve: int = 0) -> Array:
    """``size`` numbers, made by ``fill`` a block of groups at a time; ``reserve`` is the number of counters an output owns, if not a part of one."""
    result = np.empty(size, dtype)
    step = reserve * per_group(dtype) or 1
    block = BLOCK * per_group(dtype)
    for i, start in enumerate(range(0, size, block)):
        part = result[start : start + block]
        part[:] = fill(key, counter + i * BLOCK * step, part.size, dtype)
    return result


def _words(key: Key, counter: int, count: int, dtype: np.dtype[Any] = _WORD) -> Array:
    groups = math.ceil(count / per_group(dtype))
    return groups_at(key, counter, np.arange(groups, dtype=np.uint64)).ravel()


def _draws(key: Key, counter: int, count: int, dtype: np.dtype[Any]) -> Array:
    """``count`` unsigned draws as wide as ``dtype``: words, or pairs of words with the low one first."""
    words = _words(key, counter, count, dtype)
    return (words.view("<u8") if dtype.itemsize == 8 else words)[:count]


def _unit(key: Key, counter: int, count: int, dtype: np.dtype[Any]) -> Array:
    return as_unit(_words(key, counter, count, dtype), dtype)[:count]


def as_unit(words: Array, dtype: np.dtype[Any]) -> Array:
    """Words as numbers in [0, 1); float64 takes pairs of words, the high one first."""
    draws = words.reshape(-1, 2)[:, ::-1].copy().view("<u8")[:, 0] if dtype.itemsize == 8 else words
    steps = 1 << MANTISSA_BITS[dtype]
    return (draws & draws.dtype.type(steps - 1)).astype(dtype) * dtype.type(1 / steps)


def _normal(key: Key, counter: int, count: int, dtype: np.dtype[Any]) -> Array:
    return box_muller(_words(key, counter, count, dtype), dtype)[:count]


def box_muller(words: Array, dtype: np.dtype[Any]) -> Array:
    """Normals from consecutive pairs (u, v) of uniform numbers: sqrt(-2 log u) times the sine and the cosine of 2 pi v."""
    u, v = as_unit(words, dtype).reshape(-1, 2).T
    radius = np.sqrt(dtype.type(-2) * np.log(np.maximum(u, dtype.type(SMALLEST_UNIFORM))))
    angle = (2 * math.pi * v.astype(np.float64)).astype(dtype)  # the product is rounded once, which shows in the sixth digit
    return np.stack([np.sin(angle) * radius, np.cos(angle) * radius], axis=-1).ravel()


def _truncated(key: Key, counter: int, count: int, dtype: np.dtype[Any]) -> Array:
    """Candidates of one group are drawn first, which mostly suffices; the pools where it does not draw again, ever more."""
    wanted = per_group(dtype)
    pools = np.arange(math.ceil(count / wanted), dtype=np.uint64)
    result = _candidates(key, counter, pools, 1, dtype)
    pending, groups = np.flatnonzero(np.any(np.abs(result) >= TRUNCATION, axis=1)), 4
    while pending.size:
        candidates = _candidates(key, counter, pools[pending], groups, dtype)
        accepted = np.abs(candidates) < TRUNCATION
        first = np.argsort(~accepted, axis=1, kind="stable")[:, :wanted]
        result[pending] = np.take_along_axis(candidates, first, axis=1)
        pending, groups = pending[accepted.sum(axis=1) < wanted], 2 * groups
    return result.ravel()[:count]


def _candidates(key: Key, counter: int, pools: Array, groups: int, dtype: np.dtype[Any]) -> Array:
    """The normals of the first ``groups`` groups of each pool, one row a pool."""
    starts = pools * np.uint64(TRUNCATED_RESERVE * per_group(dtype))
    offsets = starts[:, None] + np.arange(groups, dtype=np.uint64)
    return box_muller(groups_at(key, counter, offsets.ravel()).ravel(), dtype).reshape(pools.size, -1)


def _wide(dtype: np.dtype[Any]) -> np.dtype[Any]:
    return dtype if dtype.itemsize == 8 else np.dtype(np.float32)
