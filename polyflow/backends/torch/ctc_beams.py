"""The beam search of connectionist temporal classification, for a batch at once, as the reference has it; nothing waits for the device."""

import math
from typing import NamedTuple

import torch


class Beams(NamedTuple):
    """The likeliest beginnings of each sequence of a batch, the likeliest first.

    Attributes:
        labels: [batch, beams, steps], -1 behind the end; lengths: [batch, beams].
        blank, label: the log probabilities of the paths that stand for a beginning and end with the blank, or with its last label.
        starts: [batch, beams, beams], whether a beginning starts with another one.
    """

    labels: torch.Tensor
    lengths: torch.Tensor
    blank: torch.Tensor
    label: torch.Tensor
    starts: torch.Tensor


def beam_search(logarithms, sequence_length, width):
    """The labels of the likeliest sequences and their log probabilities; -inf stands for none.  NaN are no probabilities."""
    logarithms = logarithms.nan_to_num(-math.inf, math.inf, -math.inf)
    beams = root(logarithms, width)
    times = torch.tensor(sequence_length).to(logarithms.device, non_blocking=True)
    for t in range(max(*sequence_length, 0)):
        grown = step(beams, logarithms[t], width)
        beams = grown if t < min(sequence_length) else where(times.gt(t), grown, beams)
    return beams.labels, torch.logaddexp(beams.blank, beams.label)


def root(logarithms, width):
    """The empty beginning alone, and beams of probability 0."""
    steps, batch, _ = logarithms.shape
    nothing = logarithms.new_full((batch, width), -math.inf)
    lengths = torch.zeros((batch, width), dtype=torch.int64, device=logarithms.device)
    starts = torch.eye(width, dtype=torch.bool, device=logarithms.device).expand(batch, width, width)
    return Beams(lengths.new_full((batch, width, steps), -1), lengths, nothing.index_fill(1, lengths[0, :1], 0), nothing, starts)


def where(condition, chosen, other):
    return Beams(*(torch.where(condition.view(-1, *(1,) * (new.dim() - 1)), new, old) for new, old in zip(chosen, other, strict=True)))


def step(beams, logarithms, width):
    """The likeliest of the beams that stay as they are and of those that grow by a label."""
    total, last = torch.logaddexp(beams.blank, beams.label), last_labels(beams)
    found, lengths = total.isneginf().logical_not(), beams.lengths
    parents = beams.starts & lengths.unsqueeze(2).eq(lengths.unsqueeze(1).add(1)) & found.unsqueeze(2) & found.unsqueeze(1)
    arrived = torch.where(last.unsqueeze(2).eq(last.unsqueeze(1)), beams.blank.unsqueeze(1), total.unsqueeze(1))
    arrived = torch.where(parents, arrived, -math.inf).amax(2)
    emitted = logarithms.gather(1, last.clamp(min=0)).masked_fill_(last.lt(0), -math.inf)
    label = torch.logaddexp(beams.label, arrived).add_(emitted)
    blank = total.add(logarithms[:, -1:])
    grown = growth(beams, total, last, parents, logarithms).flatten(1)
    scores = torch.cat([torch.logaddexp(blank, label), grown], 1)
    return selected(beams, highest(scores, width), blank, torch.cat([label, grown], 1), logarithms.shape[1])


def highest(scores, count):
    """The columns of the highest scores of each row, the highest first; of equal ones the first."""
    least = scores.topk(count).values[:, -1:]
    above, equal = scores.gt(least), scores.eq(least)
    taken = above.logical_or(equal.logical_and_(equal.cumsum(1).le(above.sum(1, keepdim=True).neg_().add_(count))))
    columns = taken.byte().topk(count).indices.sort(1).values
    return columns.gather(1, scores.gather(1, columns).sort(dim=1, descending=True, stable=True).indices)


def last_labels(beams):
    """The last label of each beam, -1 of an empty one."""
    last = beams.labels.gather(2, beams.lengths.sub(1).clamp_(min=0).unsqueeze(2)).squeeze(2)
    return last.masked_fill_(beams.lengths.eq(0), -1)


def growth(beams, total, last, parents, logarithms):
    """Of each beam and label the log probability of the beam with the label behind it; -inf where that is another of the beams."""
    classes = torch.arange(logarithms.shape[1], device=last.device)
    grown = torch.where(classes.eq(last.unsqueeze(2)), beams.blank.unsqueeze(2), total.unsqueeze(2)).add_(logarithms.unsqueeze(1))
    taken = torch.where(parents, last.unsqueeze(2), len(classes) - 1).transpose(1, 2)
    grown.scatter_(2, taken, -math.inf)
    grown[..., -1] = -math.inf
    return grown


def selected(beams, chosen, blank, label, classes):
    """The beams in the chosen columns: first come those that stay, then for each beam its extension by each class."""
    width = blank.shape[1]
    grows, extension = chosen.ge(width), chosen.sub(width)
    source = torch.where(grows, extension.floor_divide(classes), chosen)
    added = torch.where(grows, extension.remainder(classes), -1)
    lengths = beams.lengths.gather(1, source)
    labels = beams.labels.gather(1, source.unsqueeze(2).expand(beams.labels.shape))
    end = lengths.clamp(max=labels.shape[2] - 1)
    longer = torch.where(grows.unsqueeze(2), added.unsqueeze(2), labels.gather(2, end.unsqueeze(2)))
    labels.scatter_(2, end.unsqueeze(2), longer)
    starts = still_starting(beams.starts, source, labels, end, grows.logical_not(), added)
    kept_blank = blank.gather(1, source).masked_fill_(grows, -math.inf)
    return Beams(labels, lengths.add(grows), kept_blank, label.gather(1, chosen), starts)


def still_starting(starts, source, labels, end, stays, added):
    """A beam starts with another one as before, where it has the other's new label, if any, at the other's end."""
    before = starts.gather(1, source.unsqueeze(2).expand(starts.shape)).gather(2, source.unsqueeze(1).expand(starts.shape))
    at_ends = labels.gather(2, end.unsqueeze(1).expand(starts.shape))
    return before.logical_and_(at_ends.eq(added.unsqueeze(1)).logical_or_(stays.unsqueeze(1)))
