"""Classes drawn as negative examples, with how often each of them, and each true class, was expected to be drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..functions.random import node_seeds
from ..ops import nn_candidate_sampling as ops

__all__ = [
    "all_candidate_sampler", "compute_accidental_hits", "fixed_unigram_candidate_sampler", "learned_unigram_candidate_sampler",
    "log_uniform_candidate_sampler", "uniform_candidate_sampler",
]  # fmt: skip


def uniform_candidate_sampler(
    true_classes: Any, num_true: int, num_sampled: int, unique: bool, range_max: int, seed: int | None = None, name: str | None = None
) -> Any:
    """Classes of [0, range_max), each equally likely.

    Args:
        true_classes: class numbers, of shape [batch, num_true].
        num_sampled: how many are drawn, for the whole batch.
        unique: whether they all differ.

    Returns:
        ``sampled_candidates``, ``true_expected_count`` (of the shape of ``true_classes``) and ``sampled_expected_count``.
    """
    return _sampled(ops.uniform_candidate_sampler, true_classes, num_true, num_sampled, unique, seed, name, range_max=range_max)


def _sampled(
    sampler: Any, true_classes: Any, num_true: int, num_sampled: int, unique: bool, seed: Any, name: Any, **attributes: Any
) -> Any:
    seed, seed2 = node_seeds(seed)
    return sampler(true_classes, num_true=num_true, num_sampled=num_sampled, unique=unique, seed=seed, seed2=seed2, name=name, **attributes)


def log_uniform_candidate_sampler(
    true_classes: Any, num_true: int, num_sampled: int, unique: bool, range_max: int, seed: int | None = None, name: str | None = None
) -> Any:
    """As :func:`uniform_candidate_sampler` by Zipf's law: class k with probability log((k + 2) / (k + 1)) / log(range_max + 1)."""
    return _sampled(ops.log_uniform_candidate_sampler, true_classes, num_true, num_sampled, unique, seed, name, range_max=range_max)


def learned_unigram_candidate_sampler(
    true_classes: Any, num_true: int, num_sampled: int, unique: bool, range_max: int, seed: int | None = None, name: str | None = None
) -> Any:
    """As :func:`uniform_candidate_sampler` with classes as likely as they were among the true classes of earlier runs in this session."""
    return _sampled(ops.learned_unigram_candidate_sampler, true_classes, num_true, num_sampled, unique, seed, name, range_max=range_max)


def fixed_unigram_candidate_sampler(
    true_classes: Any, num_true: int, num_sampled: int, unique: bool, range_max: int, vocab_file: str = "", distortion: float = 1.0,
    num_reserved_ids: int = 0, num_shards: int = 1, shard: int = 0, unigrams: Sequence[float] = (), seed: int | None = None,
    name: str | None = None,
) -> Any:  # fmt: skip
    """As :func:`uniform_candidate_sampler` with classes in proportion to given weights.

    Args:
        vocab_file: a file whose lines end with a comma and a weight; or ``unigrams``, the weights themselves.
        distortion: the power to which weights are raised: 0 makes all classes equally likely.
        num_reserved_ids: how many classes without weight come before those.
        num_shards, shard: of all classes only every ``num_shards``-th from number ``shard`` on is drawn.
    """
    return _sampled(
        ops.fixed_unigram_candidate_sampler, true_classes, num_true, num_sampled, unique, seed, name, range_max=range_max,
        vocab_file=vocab_file, distortion=distortion, num_reserved_ids=num_reserved_ids, num_shards=num_shards, shard=shard,
        unigrams=list(unigrams),
    )  # fmt: skip


def all_candidate_sampler(
    true_classes: Any, num_true: int, num_sampled: int, unique: bool, seed: int | None = None, name: str | None = None
) -> Any:
    """All classes of [0, num_sampled) as candidates, each expected once: sampled losses become the whole ones, for tests."""
    return _sampled(ops.all_candidate_sampler, true_classes, num_true, num_sampled, unique, seed, name)


def compute_accidental_hits(
    true_classes: Any, sampled_candidates: Any, num_true: int, seed: int | None = None, name: str | None = None
) -> Any:
    """Where candidates are true classes: ``indices`` (rows of ``true_classes``), ``ids`` (positions of candidates) and ``weights``, all lowest numbers.

    As a sparse matrix [batch, num_sampled] that is added to the logits of the candidates, it keeps them from counting as negative examples.
    """
    seed, seed2 = node_seeds(seed)
    return ops.compute_accidental_hits(true_classes, sampled_candidates, num_true=num_true, seed=seed, seed2=seed2, name=name)
