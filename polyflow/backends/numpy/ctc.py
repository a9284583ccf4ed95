"""Connectionist temporal classification: the losses, by the forward-backward algorithm in logarithms, and the decoders."""

import numpy as np

from ...framework import ctc_rules
from ...framework.array_rules import at_run_time
from ...framework.errors import InvalidArgumentError
from . import kernel
from .ctc_beams import beam_search
from .nn_activation import log_softmax

blank_class = at_run_time(ctc_rules.blank_class)


@kernel("CTCLoss")
def ctc_loss(
    inputs, labels_indices, labels_values, sequence_length,
    *, preprocess_collapse_repeated, ctc_merge_repeated, ignore_longer_outputs_than_inputs,
):  # fmt: skip
    flags = preprocess_collapse_repeated, ctc_merge_repeated, ignore_longer_outputs_than_inputs
    blank = np.shape(inputs)[-1] - 1 if np.ndim(inputs) else 0
    return losses(inputs, ctc_rules.ctc_paths(np.shape(inputs), labels_indices, labels_values, sequence_length, blank, *flags))


@kernel("CTCLossV2")
def ctc_loss_v2(
    inputs, labels_indices, labels_values, sequence_length,
    *, preprocess_collapse_repeated, ctc_merge_repeated, ignore_longer_outputs_than_inputs,
):  # fmt: skip
    flags = preprocess_collapse_repeated, ctc_merge_repeated, ignore_longer_outputs_than_inputs
    return losses(inputs, ctc_rules.ctc_paths(np.shape(inputs), labels_indices, labels_values, sequence_length, 0, *flags))


@np.errstate(all="ignore")
def losses(inputs, paths):
    """The losses of a batch, and their derivatives: the softmax less, for each class, the probability to be in a state of it at that step."""
    logarithms = log_softmax(inputs)
    emitted = np.take_along_axis(logarithms, paths.states[None], axis=2)
    counted = np.arange(len(inputs))[:, None] < paths.times
    through = forward(emitted, paths) + backward(emitted, paths)
    likelihood = np.logaddexp.reduce(through[0], axis=1)
    loss = np.where(paths.times > 0, -likelihood, 0).astype(inputs.dtype)
    occupied = np.where(np.isneginf(likelihood)[:, None], 0, np.exp(through - likelihood[:, None]))
    gradient = np.exp(logarithms)
    step, sequence = np.ogrid[: len(inputs), : inputs.shape[1]]
    np.subtract.at(gradient, (step[..., None], sequence[..., None], paths.states), occupied)
    return loss, np.where(counted[..., None], gradient, 0).astype(inputs.dtype)


def forward(emitted, paths):
    """Of each step and state the log probability of the beginnings of paths that reach it, this step included."""
    reached = np.full(emitted.shape, -np.inf, emitted.dtype)
    reached[0, :, :2] = emitted[0, :, :2]
    for t in range(1, len(emitted)):
        reached[t] = emitted[t] + arriving(reached[t - 1], paths.stay, paths.leap)
    return reached


def backward(emitted, paths):
    """The same of the ends of paths that leave it, this step excluded: arrivals in the other direction."""
    stay, leap = paths.stay[:, ::-1], np.zeros_like(paths.leap)
    leap[:, 2:] = paths.leap[:, :1:-1]
    last = np.where(paths.last, 0, -np.inf)
    left = np.empty_like(emitted)
    for t in reversed(range(len(emitted))):
        further = arriving((left[t + 1] + emitted[t + 1])[:, ::-1], stay, leap)[:, ::-1] if t + 1 < len(emitted) else last
        left[t] = np.where((paths.times - 1 > t)[:, None], further, last)
    return left


def arriving(before, stay, leap):
    """What comes into each state out of itself, out of the state before it, and out of the one before that."""
    result = np.where(stay, before, -np.inf)
    result[:, 1:] = np.logaddexp(result[:, 1:], before[:, :-1])
    result[:, 2:] = np.logaddexp(result[:, 2:], np.where(leap[:, 2:], before[:, :-2], -np.inf))
    return result


@kernel("CTCGreedyDecoder")
def ctc_greedy_decoder(inputs, sequence_length, *, merge_repeated, blank_index):
    ctc_rules.require_decodable(np.shape(inputs), sequence_length)
    counted = np.arange(len(inputs)) < np.array(sequence_length)[:, None]
    path = np.argmax(inputs, axis=2).T
    kept = counted & (path != blank_class(blank_index, inputs.shape[2]))
    if merge_repeated:
        kept[:, 1:] &= path[:, 1:] != path[:, :-1]
    score = -np.sum(np.max(inputs, axis=2).T, axis=1, where=counted, keepdims=True)
    return *sparse(path, kept), score


def sparse(labels, kept):
    """Those labels of each row that are kept, moved to its front, as indices, values and shape of a sparse matrix."""
    rows, columns = kept.nonzero()
    places = (np.cumsum(kept, axis=1) - 1)[rows, columns]
    shape = np.array([len(labels), kept.sum(axis=1).max(initial=0)])
    return np.stack([rows, places], axis=1), labels[rows, columns].astype(np.int64), shape


@kernel("CTCBeamSearchDecoder")
def ctc_beam_search_decoder(inputs, sequence_length, *, beam_width, top_paths, merge_repeated):
    ctc_rules.require_decodable(np.shape(inputs), sequence_length)
    labels, scores = beam_search(log_softmax(inputs), np.array(sequence_length), beam_width)
    if scores.shape[1] < top_paths or np.isneginf(scores[:, :top_paths]).any():
        raise InvalidArgumentError.of("Less leaves in the beam search than requested.")
    kept = labels >= 0
    if merge_repeated:
        kept[..., 1:] &= labels[..., 1:] != labels[..., :-1]
    found = [sparse(labels[:, i], kept[:, i]) for i in range(top_paths)]
    return *map(list, zip(*found, strict=True)), scores[:, :top_paths]
