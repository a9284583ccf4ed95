"""A generator for each output: what distributions need that reject some of what they draw."""

from copy import copy

import numpy as np

from . import philox

RESERVE = 256
DOUBLE = np.dtype(np.float64)


class Streams:
    """The generators of the ``outputs`` at some positions of a draw, each of which owns 256 counters.

    Attributes:
        next: of each output, the offset of the next group.
    """

    def __init__(self, key, counter, outputs):
        self.key, self.counter = key, counter
        self.next = outputs.astype(np.uint64) * np.uint64(RESERVE)

    def part(self, outputs):
        """The generators of the ``outputs`` alone."""
        part = copy(self)
        part.next = self.next.take(outputs)
        return part

    def groups(self):
        """The words of the next group of each output, a row each."""
        words = philox.groups_at(self.key, self.counter, self.next)
        self.next = self.next + np.uint64(1)
        return words

    def groups_of(self, outputs):
        """The same of the ``outputs`` alone."""
        words = philox.groups_at(self.key, self.counter, self.next[outputs])
        self.next[outputs] += np.uint64(1)
        return words

    def uniforms(self):
        """The two uniform doubles in the next group of each output, the second first."""
        first, second = philox.as_unit(self.groups(), DOUBLE).reshape(-1, 2).T
        return second, first


class Pairs:
    """Doubles of one distribution, which a group of words makes two of.  An output takes the second first, and another group when both are used."""

    def __init__(self, streams, distribution):
        self.streams, self.distribution = streams, distribution
        self.numbers = np.empty((streams.next.size, 2))
        self.left = np.zeros(streams.next.size, np.int8)

    def take(self, outputs):
        """A number for each of the ``outputs``, an array of their positions."""
        used = outputs[self.left[outputs] == 0]
        self.numbers[used] = self.distribution(self.streams.groups_of(used).ravel(), DOUBLE).reshape(-1, 2)
        self.left[used] = 2
        self.left[outputs] -= 1
        return self.numbers[outputs, self.left[outputs]]
