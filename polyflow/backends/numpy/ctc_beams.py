"""The beam search of connectionist temporal classification, for a batch at once.

Source: Graves, "Supervised sequence labelling with recurrent neural networks" (2012), section 7.5.3.
"""

from typing import NamedTuple

import numpy as np


class Beams(NamedTuple):
    """The likeliest beginnings of each sequence of a batch, the likeliest first.

    Attributes:
        labels: [batch, beams, steps], -1 behind the end; lengths: [batch, beams].
        blank, label: the log probabilities of the paths that stand for a beginning and end with the blank, or with its last label.
        starts: [batch, beams, beams], whether a beginning starts with another one.
    """

    labels: np.ndarray
    lengths: np.ndarray
    blank: np.ndarray
    label: np.ndarray
    starts: np.ndarray


@np.errstate(all="ignore")
def beam_search(logarithms, times, width):
    """The labels of the likeliest sequences and their log probabilities; -inf stands for none.  NaN are no probabilities."""
    logarithms = np.where(np.isnan(logarithms), -np.inf, logarithms).astype(logarithms.dtype)
    beams = root(logarithms, width)
    for t in range(min(len(logarithms), max(times.max(), 0))):
        beams = where(t < times, step(beams, logarithms[t], width), beams)
    return beams.labels, np.logaddexp(beams.blank, beams.label)


def root(logarithms, width):
    """The empty beginning alone, and beams of probability 0."""
    steps, batch, _ = logarithms.shape
    nothing = np.full((batch, width), -np.inf, logarithms.dtype)
    blank = nothing.copy()
    blank[:, 0] = 0
    starts = np.broadcast_to(np.eye(width, dtype=bool), (batch, width, width))
    return Beams(np.full((batch, width, steps), -1), np.zeros((batch, width), np.int64), blank, nothing, starts)


def where(condition, chosen, other):
    return Beams(*(np.where(condition.reshape(-1, *(1,) * (new.ndim - 1)), new, old) for new, old in zip(chosen, other, strict=True)))


def step(beams, logarithms, width):
    """The likeliest of the beams that stay as they are and of those that grow by a label."""
    batch, classes = logarithms.shape
    total, last = np.logaddexp(beams.blank, beams.label), last_labels(beams)
    found = total > -np.inf
    parents = beams.starts & (beams.lengths[:, :, None] == beams.lengths[:, None] + 1) & found[..., None] & found[:, None]
    grown = growth(beams, total, last, parents, logarithms)
    arrived = np.where(last[:, :, None] == last[:, None], beams.blank[:, None], total[:, None])
    arrived = np.max(arrived, axis=2, where=parents, initial=-np.inf)
    label = np.logaddexp(beams.label, arrived) + np.where(last >= 0, np.take_along_axis(logarithms, last, 1), -np.inf)
    blank = total + logarithms[:, -1:]
    scores = np.concatenate([np.logaddexp(blank, label), grown.reshape(batch, width * classes)], axis=1)
    chosen = highest(scores, width)
    return selected(beams, chosen, blank, np.concatenate([label, grown.reshape(batch, -1)], axis=1), classes)


def last_labels(beams):
    """The last label of each beam, -1 of an empty one."""
    last = np.take_along_axis(beams.labels, np.maximum(beams.lengths - 1, 0)[..., None], 2)[..., 0]
    return np.where(beams.lengths > 0, last, -1)


def growth(beams, total, last, parents, logarithms):
    """Of each beam and label the log probability of the beam with the label behind it; -inf where that is another of the beams."""
    repeated = np.arange(logarithms.shape[1]) == last[..., None]
    grown = np.where(repeated, beams.blank[..., None], total[..., None]) + logarithms[:, None]
    row, child, parent = parents.nonzero()
    grown[row, parent, last[row, child]] = -np.inf
    grown[..., -1] = -np.inf
    return grown


def highest(scores, count):
    """The columns of the highest scores of each row, the highest first; of equal ones the first."""
    least = np.partition(scores, -count, axis=1)[:, -count, None]
    above, equal = scores > least, scores == least
    taken = above | (equal & (np.cumsum(equal, axis=1) <= count - above.sum(axis=1, keepdims=True)))
    columns = taken.nonzero()[1].reshape(-1, count)
    order = np.argsort(-np.take_along_axis(scores, columns, 1), axis=1, kind="stable")
    return np.take_along_axis(columns, order, 1)


def selected(beams, chosen, blank, label, classes):
    """The beams in the chosen columns: first come those that stay, then for each beam its extension by each class."""
    width = blank.shape[1]
    grows = chosen >= width
    source, added = np.where(grows, (chosen - width) // classes, chosen), np.where(grows, (chosen - width) % classes, -1)
    lengths = np.take_along_axis(beams.lengths, source, 1)
    labels = np.take_along_axis(beams.labels, source[..., None], 1)
    end = np.minimum(lengths, labels.shape[2] - 1)
    longer = np.where(grows[..., None], added[..., None], np.take_along_axis(labels, end[..., None], 2))
    np.put_along_axis(labels, end[..., None], longer, 2)
    starts = still_starting(beams.starts, source, labels, end, ~grows, added)
    kept_blank = np.where(grows, -np.inf, np.take_along_axis(blank, source, 1)).astype(blank.dtype)
    return Beams(labels, lengths + grows, kept_blank, np.take_along_axis(label, chosen, 1), starts)


def still_starting(starts, source, labels, end, stays, added):
    """A beam starts with another one as before, where it has the other's new label, if any, at the other's end."""
    before = np.take_along_axis(np.take_along_axis(starts, source[..., None], 1), source[:, None], 2)
    at_ends = np.take_along_axis(labels, np.broadcast_to(end[:, None], before.shape), 2)
    return before & (stays[:, None] | (at_ends == added[:, None]))
