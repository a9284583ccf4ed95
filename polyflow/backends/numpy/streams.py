"""A generator for each output: what distributions need that reject some of what they draw."""

import numpy as np

from . import philox

RESERVE = 256
DOUBLE = np.dtype(np.float64)


class Streams:
    """The generators of consecutive outputs, each of which owns 256 counters.

    Attributes:
        next: of each output, the offset of the next group.
    """

    def __init__(self, key, counter, first, outputs):
        self.key, self.counter = key, counter
        self.next = np.arange(first, first + outputs, dtype=np.uint64) * np.uint64(RESERVE)

    def groups(self, outputs):
        """The words of the next group of each of the ``outputs``, a row each."""
        words = philox.groups_at(self.key, self.counter, self.next[outputs])
        self.next[outputs] += np.uint64(1)
        return words


class Pairs:
    """Doubles of one distribution, which a group of words makes two of.  An output takes the second first, and another group when both are used."""

    def __init__(self, streams, distribution):
        self.streams, self.distribution = streams, distribution
        self.numbers = np.empty((streams.next.size, 2))
        self.left = np.zeros(streams.next.size, np.int8)

    def take(self, outputs):
        """A number for each of the ``outputs``, an array of their positions."""
        used = outputs[self.left[outputs] == 0]
        self.numbers[used] = self.distribution(self.streams.groups(used).ravel(), DOUBLE).reshape(-1, 2)
        self.left[used] = 2
        self.left[outputs] -= 1
        return self.numbers[outputs, self.left[outputs]]
