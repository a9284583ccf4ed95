"""A generator for each output, on a device: what distributions need that reject some of what they draw."""

import torch

from ..numpy.streams import RESERVE
from . import philox


class Streams:
    """The generators of consecutive outputs, each of which owns 256 counters.

    Attributes:
        next: of each output, the offset of the next group.
    """

    def __init__(self, key, counter, outputs, device):
        self.key, self.counter = key, counter
        self.next = torch.arange(outputs, device=device).mul_(RESERVE)

    def pair(self, distribution):
        """The two doubles in the next group of each output, the second first."""
        first, second = distribution(philox.groups_at(self.key, self.counter, self.next).view(-1), torch.float64).view(-1, 2).unbind(1)
        return second, first

    def take_pair(self, distribution, wanted):
        """The same; the groups of those outputs that are ``wanted`` (a tensor of bools, or all) are used up."""
        pair = self.pair(distribution)
        self.next = self.next.add(wanted)
        return pair


class Pairs:
    """Doubles of one distribution, of which an output takes a new group whenever both of its last one are used."""

    def __init__(self, streams, distribution):
        self.streams, self.distribution = streams, distribution
        self.other = torch.zeros_like(streams.next, dtype=torch.float64)
        self.has_other = torch.zeros_like(streams.next, dtype=torch.bool)

    def take(self, wanted):
        """A number for each output; only those that are ``wanted`` (a tensor of bools) count as taken."""
        opens = wanted.logical_and(~self.has_other)
        one, other = self.streams.take_pair(self.distribution, opens)
        number = torch.where(self.has_other, self.other, one)
        self.other, self.has_other = torch.where(opens, other, self.other), self.has_other.logical_xor(wanted)
        return number
