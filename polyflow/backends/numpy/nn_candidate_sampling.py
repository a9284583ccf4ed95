"""Classes drawn as negative examples: ``candidates`` draws them, here are their expected counts."""

from functools import partial

import numpy as np

from ...framework.errors import InvalidArgumentError
from . import candidates, kernel

LOWEST = np.finfo(np.float32).min


@kernel("UniformCandidateSampler")
def uniform_candidate_sampler(context, true_classes, *, num_true, num_sampled, unique, range_max, seed, seed2):
    require_classes(true_classes, num_true, range_max)
    sampled = candidates.chosen(context, partial(candidates.uniform, range_max), num_sampled, unique, seed, seed2)
    return counted(true_classes, *sampled, lambda classes: np.full(classes.shape, 1 / range_max))


@kernel("LogUniformCandidateSampler")
def log_uniform_candidate_sampler(context, true_classes, *, num_true, num_sampled, unique, range_max, seed, seed2):
    require_classes(true_classes, num_true, range_max)
    sampled = candidates.chosen(context, partial(candidates.log_uniform, range_max), num_sampled, unique, seed, seed2)
    return counted(true_classes, *sampled, lambda classes: np.log((classes + 2.0) / (classes + 1.0)) / np.log1p(range_max))


@kernel("LearnedUnigramCandidateSampler", "ThreadUnsafeUnigramCandidateSampler")
def learned_unigram_candidate_sampler(context, true_classes, *, num_true, num_sampled, unique, range_max, seed, seed2):
    require_classes(true_classes, num_true, range_max)
    weights = context.state.get("weights", np.ones(range_max, np.int64))
    context.state["weights"] = weights + np.bincount(true_classes.ravel(), minlength=range_max)
    sampled = candidates.chosen(context, partial(candidates.unigram, weights), num_sampled, unique, seed, seed2)
    return counted(true_classes, *sampled, lambda classes: weights[classes] / weights.sum())


@kernel("FixedUnigramCandidateSampler")
def fixed_unigram_candidate_sampler(
    context, true_classes, *, num_true, num_sampled, unique, range_max, vocab_file, distortion, num_reserved_ids, num_shards, shard,
    unigrams, seed, seed2,
):  # fmt: skip
    require_classes(true_classes, num_true, range_max)
    if not context.state:
        weights = candidates.fixed_weights(vocab_file, distortion, num_reserved_ids, num_shards, shard, unigrams, range_max)
        context.state["weights"], context.state["table"] = weights, candidates.alias_table(weights)
    weights, source = context.state["weights"], partial(candidates.aliased, context.state["table"])
    if unique:
        candidates.require_enough(weights, num_sampled)
    sampled = candidates.chosen(context, source, num_sampled, unique, seed, seed2)
    return counted(true_classes, *sampled, lambda classes: weights[classes] / weights.sum(dtype=np.float64))


@kernel("AllCandidateSampler")
def all_candidate_sampler(context, true_classes, *, num_true, num_sampled, unique, seed, seed2):
    require_classes(true_classes, num_true, num_sampled)
    return np.arange(num_sampled), np.ones(true_classes.shape, np.float32), np.ones(num_sampled, np.float32)


def counted(true_classes, sampled, tries, probability):
    """The candidates, and how often each true class and each candidate was expected in so many tries."""
    return sampled, *(expected(probability(classes).astype(np.float32), sampled.size, tries) for classes in (true_classes, sampled))


def expected(probability, number, tries):
    """Where no try was refused, as often as probability says; else the probability to be drawn at all."""
    return probability * np.float32(number) if tries == number else -np.expm1(np.float32(tries) * np.log1p(-probability))


def require_classes(true_classes, num_true, range_max):
    require_columns(np.shape(true_classes), num_true)
    outside = true_classes[(true_classes < 0) | (true_classes >= range_max)]
    if outside.size:
        raise InvalidArgumentError.of(f"`true_candidate` out of range [0, {range_max}), received {outside[0]}")


def require_columns(shape, num_true):
    if len(shape) != 2 or shape[1] != num_true:
        raise InvalidArgumentError.of(f"true_classes must be a matrix of num_true = {num_true} columns, not of shape {tuple(shape)}")


@kernel("ComputeAccidentalHits")
def compute_accidental_hits(true_classes, sampled_candidates, *, num_true, seed, seed2):
    require_columns(np.shape(true_classes), num_true)
    require_vector(np.shape(sampled_candidates))
    classes, order = true_classes.ravel(), np.argsort(sampled_candidates, kind="stable")
    place = np.searchsorted(sampled_candidates, classes, side="right", sorter=order) - 1
    last = np.append(order, 0)[place]
    hits = np.flatnonzero((place >= 0) & (np.append(sampled_candidates, 0)[last] == classes))
    return (hits // num_true).astype(np.int32), last[hits], np.full(hits.size, LOWEST)


def require_vector(shape):
    if len(shape) != 1:
        raise InvalidArgumentError.of(f"sampled_candidates must be a vector, not of shape {tuple(shape)}")
