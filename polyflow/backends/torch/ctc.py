"""Connectionist temporal classification: the losses, and the decoders.

Lengths and labels come from the host, so that nothing waits for the device but the sizes of what is decoded.
"""

import math

import torch

from ...framework import ctc_rules
from ...framework.array_rules import at_run_time
from ...framework.errors import InvalidArgumentError
from . import kernel
from .ctc_beams import beam_search

blank_class = at_run_time(ctc_rules.blank_class)


@kernel("CTCLoss")
def ctc_loss(
    inputs, labels_indices, labels_values, sequence_length,
    *, preprocess_collapse_repeated, ctc_merge_repeated, ignore_longer_outputs_than_inputs,
):  # fmt: skip
    flags = preprocess_collapse_repeated, ctc_merge_repeated, ignore_longer_outputs_than_inputs
    blank = inputs.shape[-1] - 1 if inputs.dim() else 0
    paths = ctc_rules.ctc_paths(tuple(inputs.shape), labels_indices, labels_values, sequence_length, blank, *flags)
    return merged(inputs, paths, blank) if ctc_merge_repeated else unmerged(inputs, paths)


@kernel("CTCLossV2")
def ctc_loss_v2(
    inputs, labels_indices, labels_values, sequence_length,
    *, preprocess_collapse_repeated, ctc_merge_repeated, ignore_longer_outputs_than_inputs,
):  # fmt: skip
    flags = preprocess_collapse_repeated, ctc_merge_repeated, ignore_longer_outputs_than_inputs
    paths = ctc_rules.ctc_paths(tuple(inputs.shape), labels_indices, labels_values, sequence_length, 0, *flags)
    return merged(inputs, paths, 0) if ctc_merge_repeated else unmerged(inputs, paths)


def merged(inputs, paths, blank):
    """By torch's own loss, whose derivative is that by the logits already, but for NaN at classes of probability 0.

    A sequence that is left out takes part with its first step.
    """
    logarithms = inputs.log_softmax(2)
    labels = moved(paths.labels, inputs.device)
    aligned = labels, paths.times.clip(min=1).tolist(), (paths.lengths * (paths.times > 0)).tolist()
    loss, reached = torch.ops.aten._ctc_loss(logarithms, *aligned, blank)
    slope = torch.ops.aten._ctc_loss_backward(torch.ones_like(loss), logarithms, *aligned, loss, reached, blank)
    slope.masked_fill_(logarithms.isneginf(), 0)
    return counted(loss, torch.where(loss.isposinf().unsqueeze(1), logarithms.exp(), slope), paths)


def counted(loss, slope, paths):
    """Zeros for what is left out: sequences, and the steps behind the end of each."""
    times = moved(paths.times, loss.device)
    steps = torch.arange(len(slope), device=loss.device).unsqueeze(1)
    return loss.masked_fill(times.eq(0), 0), slope.masked_fill(steps.ge(times).unsqueeze(2), 0)


def moved(array, device):
    return torch.from_numpy(array).to(device, non_blocking=True)


def unmerged(inputs, paths):
    """By the forward-backward algorithm, as the reference has it."""
    logarithms, states = inputs.log_softmax(2), moved(paths.states, inputs.device).expand(len(inputs), *paths.states.shape)
    emitted = logarithms.gather(2, states)
    through = forward(emitted, paths).add_(backward(emitted, paths))
    likelihood = through[0].logsumexp(1)
    occupied = through.sub_(likelihood.unsqueeze(1)).exp_().masked_fill_(likelihood.isneginf().unsqueeze(1), 0)
    return counted(likelihood.neg(), logarithms.exp().scatter_add_(2, states, occupied.neg_()), paths)


def forward(emitted, paths):
    """Of each step and state the log probability of the beginnings of paths that reach it, this step included."""
    stay, leap = barriers(paths.stay, emitted), barriers(paths.leap, emitted)
    reached = torch.full_like(emitted, -math.inf)
    reached[0, :, :2] = emitted[0, :, :2]
    for t in range(1, len(emitted)):
        torch.add(emitted[t], arriving(reached[t - 1], stay, leap), out=reached[t])
    return reached


def backward(emitted, paths):
    """The same of the ends of paths that leave it, this step excluded: arrivals in the other direction."""
    stay, leap = barriers(paths.stay, emitted).flip(1), barriers(paths.leap, emitted).flip(1).roll(2, 1)
    last, times = barriers(paths.last, emitted), moved(paths.times, emitted.device).sub(1).unsqueeze(1)
    left = last.expand_as(emitted).clone()
    for t in range(len(emitted) - 2, -1, -1):
        further = arriving(left[t + 1].add(emitted[t + 1]).flip(1), stay, leap).flip(1)
        torch.where(times.gt(t), further, last, out=left[t])
    return left


def barriers(passable, like):
    """0 where a path may pass, else -inf: to be added."""
    return torch.zeros(passable.shape, dtype=like.dtype, device=like.device).masked_fill_(moved(~passable, like.device), -math.inf)


def arriving(before, stay, leap):
    """What comes into each state out of itself, out of the state before it, and out of the one before that."""
    result = before.add(stay)
    result[:, 1:] = torch.logaddexp(result[:, 1:], before[:, :-1])
    result[:, 2:] = torch.logaddexp(result[:, 2:], before[:, :-2].add(leap[:, 2:]))
    return result


@kernel("CTCGreedyDecoder")
def ctc_greedy_decoder(inputs, sequence_length, *, merge_repeated, blank_index):
    ctc_rules.require_decodable(tuple(inputs.shape), sequence_length)
    counted = within(len(inputs), sequence_length, inputs.device)
    highest, path = inputs.max(2)
    kept = path.t().ne(blank_class(blank_index, inputs.shape[2])).logical_and_(counted)
    if merge_repeated:
        kept[:, 1:].logical_and_(path[1:].ne(path[:-1]).t())
    score = highest.t().masked_fill(counted.logical_not(), 0).sum(1, keepdim=True).neg_()
    return *sparse(path.t(), kept), score


def within(steps, sequence_length, device):
    """Which steps of each sequence count."""
    lengths = torch.tensor(sequence_length).to(device, non_blocking=True)
    return torch.arange(steps, device=device).lt(lengths.unsqueeze(1))


def sparse(labels, kept):
    """Those labels of each row that are kept, moved to its front, as indices, values and shape of a sparse matrix."""
    rows, columns = kept.nonzero().unbind(1)
    counts = kept.cumsum(1)
    longest = counts[:, -1].max()
    shape = torch.stack([torch.full_like(longest, len(labels)), longest])
    return torch.stack([rows, counts[rows, columns].sub_(1)], 1), labels[rows, columns], shape


@kernel("CTCBeamSearchDecoder")
def ctc_beam_search_decoder(inputs, sequence_length, *, beam_width, top_paths, merge_repeated):
    ctc_rules.require_decodable(tuple(inputs.shape), sequence_length)
    labels, scores = beam_search(inputs.log_softmax(2), sequence_length, beam_width)
    scores = scores[:, :top_paths]
    if scores.is_cpu and scores.isneginf().any():
        raise InvalidArgumentError.of("Less leaves in the beam search than requested.")
    kept = labels.ge(0)
    if merge_repeated:
        kept[..., 1:].logical_and_(labels[..., 1:].ne(labels[..., :-1]))
    found = [sparse(labels[:, i], kept[:, i]) for i in range(top_paths)]
    return *map(list, zip(*found, strict=True)), scores
