"""Classes drawn at random, for samplers of candidates.  What a sampler draws depends on no input but the weights of its classes.

A *source* is a function of key, counter and count that gives the classes of so many consecutive tries.
"""

from functools import partial

import numpy as np

from ...framework.errors import InvalidArgumentError, NotFoundError
from . import philox

RESERVE = 512
MOST_TRIES = 1 << 26
WORD, LONG, DOUBLE = np.dtype(np.uint32), np.dtype(np.uint64), np.dtype(np.float64)


def chosen(context, source, number, unique, seed, seed2):
    """So many classes, and how many tries they took."""
    key, counter = context.random(seed, seed2, number, RESERVE)
    draw = partial(source, key, counter)
    return distinct(draw, number) if unique else (draw(number), number)


def distinct(draw, number):
    """The first so many different classes, and how many tries there are up to the last of them."""
    tries = 2 * number
    while tries <= MOST_TRIES:
        drawn = draw(tries)
        first = np.sort(np.unique(drawn, return_index=True)[1])[:number]
        if first.size == number:
            return drawn[first], int(first[-1]) + 1
        tries *= 2
    raise InvalidArgumentError.of(f"{MOST_TRIES} tries did not give {number} different candidates")


def uniform(limit, key, counter, count):
    return evenly(limit, LONG, key, counter, count).astype(np.int64)


def log_uniform(limit, key, counter, count):
    """exp of a uniform number up to log(limit + 1), rounded down, less 1."""
    exponents = philox.uniform(key, counter, count, DOUBLE) * np.log1p(limit)
    return (np.exp(exponents).astype(np.int64) - 1) % limit


def unigram(weights, key, counter, count):
    """Classes in proportion to whole ``weights``."""
    steps = np.cumsum(weights)
    return np.searchsorted(steps, evenly(int(steps[-1]), WORD, key, counter, count), side="right")


def evenly(limit, dtype, key, counter, count):
    """Numbers in [0, limit), equally likely: words, or pairs of words, modulo the limit, without those that would make the low ones likelier."""
    wanted, spare = count, (np.iinfo(dtype).max + 1) % limit
    while True:
        groups = -(-wanted // philox.per_group(dtype))
        draws = philox.philox_bits(key, counter, groups).view(dtype)
        draws = draws[draws >= spare]
        if draws.size >= count:
            return draws[:count] % dtype.type(limit)
        wanted = 2 * wanted + 1


# Given weights


def aliased(table, key, counter, count):
    """Classes by the alias method: a fraction and a column for each, which is the class where the fraction is below the column's share."""
    shares, others = table
    fractions, columns = fractions_and_columns(shares.size, key, counter, count)
    return np.where(fractions < shares[columns], columns, others[columns])


def fractions_and_columns(limit, key, counter, count):
    """Words are fractions and columns in turn."""
    spare, groups = (np.iinfo(WORD).max + 1) % limit, count // 2 + 16
    while True:
        words = without_refused_columns(philox.philox_bits(key, counter, groups), spare)[: 2 * count]
        if words.size == 2 * count:
            return philox.as_unit(words[::2], np.dtype(np.float32)), words[1::2] % WORD.type(limit)
        groups *= 2


def without_refused_columns(words, spare):
    """A column that would make the low ones likelier is left out, which shifts all words after it."""
    done = 0
    while (refused := np.flatnonzero(words[done + 1 :: 2] < spare)).size:
        done += 2 * int(refused[0])
        words = np.delete(words, done + 1)
    return words


def alias_table(weights):
    """Of each class its own share of a column of height 1, and the class that has the rest (Vose, 1991).

    The last column that is too low is filled from the last one that is high enough, until there are none of one kind.
    """
    heights = (weights * np.float32(weights.size) / weights.astype(DOUBLE).sum()).tolist()
    others, low, high = list(range(weights.size)), [], []
    for number, height in enumerate(heights):
        (low if height < 1 else high).append(number)
    while low and high:
        filled, giver = low.pop(), high.pop()
        others[filled] = giver
        heights[giver] -= 1 - heights[filled]
        (low if heights[giver] < 1 else high).append(giver)
    shares = np.array(heights, np.float32)
    shares[low + high] = 1
    return shares, np.array(others)


def fixed_weights(vocab_file, distortion, num_reserved_ids, num_shards, shard, unigrams, range_max):
    """The weights of the classes of a shard."""
    given = np.array(unigrams or weights_in(vocab_file), np.float32) ** np.float32(distortion)
    weights = np.concatenate([np.zeros(max(num_reserved_ids, 0), np.float32), given])[shard::num_shards]
    if weights.size != range_max:
        raise InvalidArgumentError.of(f"range is {range_max} must be equal to weights size {weights.size}")
    return weights


def weights_in(vocab_file):
    """What stands behind the last comma of each line that is not empty."""
    try:
        with open(vocab_file, encoding="utf-8", errors="surrogateescape") as lines:
            return [weight_in(line.rstrip("\r\n")) for line in lines if line != "\n"]
    except OSError as error:
        raise NotFoundError.of(f"{vocab_file}; {error.strerror}") from None


def weight_in(line):
    try:
        return float(line.rpartition(",")[2])
    except ValueError:
        raise InvalidArgumentError.of(f"Wrong vocabulary format at line: {line}") from None


def require_enough(weights, number):
    """Different candidates can only be drawn where as many classes have a weight."""
    available = np.count_nonzero(weights)
    if number > available:
        raise InvalidArgumentError.of(f"Sampler's range is too small: {number} different candidates of {available} with a weight")
