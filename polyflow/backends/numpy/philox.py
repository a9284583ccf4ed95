"""Philox 4x32-10, the counter-based generator behind every random op, and the distributions drawn from it.

Source: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3" (2011).  A *group* is one application of the bijection: four
32-bit words made from a 64-bit key and a 128-bit counter.  A draw of n numbers uses consecutive counters, so that any part of it can be computed
alone: numbers are filled in blocks, by several threads where a caller allows it.  Key, counter and word order are TensorFlow's, and so are the numbers.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from functools import cache
from typing import Any

import ml_dtypes
import numpy as np

from .single_precision import logarithm, sine_and_cosine

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
BLOCK = 1 << 17
PIECE = 1 << 15
"""As many pairs of normals are made at a time: what is in between stays in the cache."""

_WORD = np.dtype(np.uint32)
_threads = ContextVar("threads", default=1)


def groups_at(key: Key, counter: int, offsets: Array) -> Array:
    """The words of the groups at ``counter + offsets`` (uint64), one row of four each."""
    a, b, c, d = _bijection(key, *_counter_words(counter, offsets))
    pairs = np.empty((offsets.size, 2), "<u8")
    b <<= 32
    d <<= 32
    np.bitwise_or(a, b, out=pairs[:, 0])
    np.bitwise_or(c, d, out=pairs[:, 1])
    return pairs.view("<u4").astype(np.uint32, copy=False)


def scrambled(seed: Sequence[int]) -> tuple[Key, int]:
    """Key and counter of a stateless draw: the group that the two seeds are the counter of, under a fixed key, gives the key and the counter's
    upper half."""
    group = _bijection(STATELESS_KEY, *_counter_words((seed[1] & LONG) << 64 | seed[0] & LONG, 0))
    words = [word & WORD for word in group]
    return (words[0], words[1]), words[3] << 96 | words[2] << 64


def _bijection(key: Key, a: Any, b: Any, c: Any, d: Any) -> tuple[Any, Any, Any, Any]:
    """The words that the counter ``a, b, c, d`` becomes: arrays, which are overwritten, or plain numbers.

    Products are 64 bits wide: their upper halves go into the other words, and they themselves on as ``b`` and ``d``, of which only the lower
    halves count, in what is returned as well.
    """
    (k0, k1), spare = key, np.empty_like(a)
    for _ in range(ROUNDS):
        a *= MULTIPLIERS[0]
        c *= MULTIPLIERS[1]
        b = _mixed(b, k0, c, spare)
        d = _mixed(d, k1, a, spare)
        a, b, c, d = b, c, d, a
        k0, k1 = k0 + WEYL[0] & WORD, k1 + WEYL[1] & WORD
    return a, b, c, d


def _mixed(word: Any, key: int, product: Any, spare: Array) -> Any:
    """The lower half of ``word`` with the key and the product's upper half added bit by bit; ``spare`` is memory to overwrite."""
    word ^= key
    word ^= product >> 32 if isinstance(product, int) else np.right_shift(product, 32, out=spare)
    word &= WORD
    return word


def _counter_words(counter: int, offsets: Any) -> list[Any]:
    """The four words of the sums, the lowest first: plain numbers above the last one that varies."""
    words = []
    for shift in (0, 32, 64, 96):
        sums = offsets + (counter >> shift & WORD)
        if isinstance(sums, int) or sums.max(initial=0) > WORD:
            words.append(sums & WORD)
            offsets = sums >> 32
        else:
            words.append(sums)
            offsets = 0
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
        return _remainder(_draws(key, counter, count, dtype), high - low).view(dtype) + dtype.type(low)

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


@contextmanager
def threads(count: int) -> Iterator[None]:
    """Within it, draws of several blocks are shared out among as many threads."""
    token = _threads.set(count)
    try:
        yield
    finally:
        _threads.reset(token)


def for_each_block(fill: Callable[[int, int], None], size: int, block: int) -> None:
    """Calls ``fill(start, stop)`` for consecutive parts of ``size`` things, each of which can be computed alone.

    NumPy lets other threads run while it computes.  They see the caller's context, so that its ``errstate`` holds in them.
    """
    parts = [(start, min(start + block, size)) for start in range(0, size, block)]
    if _threads.get() == 1 or len(parts) == 1:
        for part in parts:
            fill(*part)
    else:
        contexts = [copy_context() for _ in parts]
        list(_pool(_threads.get(), os.getpid()).map(lambda context, part: context.run(fill, *part), contexts, parts))


@cache
def _pool(count: int, process: int) -> ThreadPoolExecutor:
    """The threads of a process: one that is forked off has none of its parent's."""
    return ThreadPoolExecutor(count, thread_name_prefix="philox")


def _in_blocks(fill: Fill, key: Key, counter: int, size: int, dtype: np.dtype[Any], reserve: int = 0) -> Array:
    """``size`` numbers, made by ``fill`` a block of groups at a time; ``reserve`` is the number of counters an output owns, if not a part of one."""
    result = np.empty(size, dtype)
    share = 1 if reserve else per_group(dtype)

    def fill_part(start: int, stop: int) -> None:
        result[start:stop] = fill(key, counter + start * max(reserve, 1) // share, stop - start, dtype)

    for_each_block(fill_part, size, BLOCK * per_group(dtype))
    return result


def _remainder(draws: Array, width: int) -> Array:
    """``draws % width``: NumPy divides by a scalar several times faster than it finds the remainder."""
    divisor = draws.dtype.type(width)
    remainder: Array = draws - draws // divisor * divisor
    return remainder


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
    """Words as numbers in [0, 1), which float64 takes pairs of words for, the high one first: their bits are the mantissas of numbers in [1, 2)."""
    unsigned = np.dtype(f"u{dtype.itemsize}")
    draws = _swapped(words.view("<u8")) if dtype.itemsize == 8 else words
    mantissas = (draws & draws.dtype.type((1 << MANTISSA_BITS[dtype]) - 1)).astype(unsigned, copy=False)
    mantissas |= np.ones((), dtype).view(unsigned)
    numbers: Array = mantissas.view(dtype)
    numbers -= dtype.type(1)
    return numbers


def _swapped(pairs: Array) -> Array:
    """64-bit numbers with their halves exchanged."""
    result = pairs << 32
    result |= pairs >> 32
    return result


def _normal(key: Key, counter: int, count: int, dtype: np.dtype[Any]) -> Array:
    return box_muller(_words(key, counter, count, dtype), dtype)[:count]


def box_muller(words: Array, dtype: np.dtype[Any]) -> Array:
    """Normals from consecutive pairs (u, v) of uniform numbers: sqrt(-2 log u) times the sine and the cosine of 2 pi v."""
    share = dtype.itemsize // 2
    normals = np.empty((words.size // share, 2), dtype)
    for start in range(0, len(normals), PIECE):
        radius, angle = _polar(words[start * share : (start + PIECE) * share], dtype)
        for column, part in enumerate(sine_and_cosine(angle)):
            np.multiply(part, radius, out=normals[start : start + PIECE, column])
    return normals.ravel()


def second_normals(words: Array, dtype: np.dtype[Any]) -> Array:
    """The second of each pair of normals, for half the work."""
    radius, angle = _polar(words, dtype)
    return np.cos(angle) * radius


def _polar(words: Array, dtype: np.dtype[Any]) -> tuple[Array, Array]:
    u, v = as_unit(words, dtype).reshape(-1, 2).T
    radius = logarithm(np.maximum(u, dtype.type(SMALLEST_UNIFORM)))
    radius *= dtype.type(-2)
    angle = 2 * math.pi * v.astype(np.float64)  # the product is rounded once, which shows in the sixth digit
    return np.sqrt(radius, out=radius), angle.astype(dtype, copy=False)


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
