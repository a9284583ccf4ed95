"""Classes drawn as negative examples.

What most samplers draw depends on no tensor: the host draws it, and the device counts.  A learned sampler's weights stay on the device; of these
the host knows the sum, so that it can draw the numbers that fall among them.
"""

import math
from functools import partial

import torch

from ...framework.errors import InvalidArgumentError
from ..numpy import candidates
from ..numpy.nn_candidate_sampling import LOWEST, require_columns, require_vector
from . import kernel
from .arrays import is_within


@kernel("UniformCandidateSampler")
def uniform_candidate_sampler(context, true_classes, *, num_true, num_sampled, unique, range_max, seed, seed2):
    true_classes = checked(true_classes, num_true, range_max)
    sampled, tries = on_device(context, partial(candidates.uniform, range_max), num_sampled, unique, seed, seed2, true_classes.device)
    return counted(true_classes, sampled, tries, lambda classes: torch.full_like(classes, 1 / range_max, dtype=torch.float32))


@kernel("LogUniformCandidateSampler")
def log_uniform_candidate_sampler(context, true_classes, *, num_true, num_sampled, unique, range_max, seed, seed2):
    true_classes = checked(true_classes, num_true, range_max)
    sampled, tries = on_device(context, partial(candidates.log_uniform, range_max), num_sampled, unique, seed, seed2, true_classes.device)
    return counted(true_classes, sampled, tries, partial(zipf, 1 / math.log1p(range_max)))


def zipf(scale, classes):
    after = classes.double().add_(1)
    return after.add(1).div_(after).log_().mul_(scale).float()


@kernel("LearnedUnigramCandidateSampler", "ThreadUnsafeUnigramCandidateSampler")
def learned_unigram_candidate_sampler(context, true_classes, *, num_true, num_sampled, unique, range_max, seed, seed2):
    true_classes = checked(true_classes, num_true, range_max)
    flat = true_classes.reshape(-1)
    weights, total = context.state.get("weights", (torch.ones(range_max, dtype=torch.int64, device=true_classes.device), range_max))
    context.state["weights"] = weights.scatter_add(0, flat, torch.ones_like(flat)), total + len(flat)
    draw = partial(among, weights.cumsum(0), total, *context.random(seed, seed2, num_sampled, candidates.RESERVE))
    sampled, tries = distinct(draw, num_sampled) if unique else (draw(num_sampled), num_sampled)
    return counted(true_classes, sampled, tries, lambda classes: weights.take(classes).double().div_(total).float())


def among(steps, total, key, counter, count):
    """The classes whose steps so many numbers fall on."""
    numbers = candidates.evenly(total, candidates.WORD, key, counter, count).astype("int64")
    return torch.searchsorted(steps, torch.from_numpy(numbers).to(steps.device, non_blocking=True), right=True)


def distinct(draw, number):
    """The first so many different classes, and how many tries there are up to the last of them; how many differ is data to wait for."""
    tries = 2 * number
    while tries <= candidates.MOST_TRIES:
        drawn = draw(tries)
        kinds, group = torch.unique(drawn, return_inverse=True)
        if len(kinds) >= number:
            places = torch.arange(tries, device=drawn.device)
            first = places.new_full(kinds.shape, tries).scatter_reduce_(0, group, places, "amin").sort().values[:number]
            return drawn.index_select(0, first), first[-1].add(1)
        tries *= 2
    raise InvalidArgumentError.of(f"{candidates.MOST_TRIES} tries did not give {number} different candidates")


@kernel("FixedUnigramCandidateSampler")
def fixed_unigram_candidate_sampler(
    context, true_classes, *, num_true, num_sampled, unique, range_max, vocab_file, distortion, num_reserved_ids, num_shards, shard,
    unigrams, seed, seed2,
):  # fmt: skip
    true_classes = checked(true_classes, num_true, range_max)
    if not context.state:
        weights = candidates.fixed_weights(vocab_file, distortion, num_reserved_ids, num_shards, shard, unigrams, range_max)
        chances = torch.from_numpy((weights / weights.sum(dtype="float64")).astype("float32")).to(true_classes.device)
        context.state.update(weights=weights, table=candidates.alias_table(weights), chances=chances)
    if unique:
        candidates.require_enough(context.state["weights"], num_sampled)
    source = partial(candidates.aliased, context.state["table"])
    sampled, tries = on_device(context, source, num_sampled, unique, seed, seed2, true_classes.device)
    return counted(true_classes, sampled, tries, context.state["chances"].take)


@kernel("AllCandidateSampler")
def all_candidate_sampler(context, true_classes, *, num_true, num_sampled, unique, seed, seed2):
    true_classes = checked(true_classes, num_true, num_sampled)
    ones = torch.ones(true_classes.shape, device=true_classes.device)
    return torch.arange(num_sampled, device=true_classes.device), ones, ones.new_ones(num_sampled)


def on_device(context, source, number, unique, seed, seed2, device):
    """What the host has chosen, and how many tries that took."""
    sampled, tries = candidates.chosen(context, source, number, unique, seed, seed2)
    return torch.from_numpy(sampled).to(device, non_blocking=True), tries


def counted(true_classes, sampled, tries, probability):
    """The candidates, and how often each true class and each candidate was expected in so many tries."""
    return sampled, *(expected(probability(classes), len(sampled), tries) for classes in (true_classes, sampled))


def expected(probability, number, tries):
    """Where no try was refused, as often as probability says; else the probability to be drawn at all.  ``tries`` may be a tensor."""
    if not isinstance(tries, torch.Tensor):
        return probability.mul(number) if tries == number else probability.neg().log1p_().mul_(tries).expm1_().neg_()
    return torch.where(tries.eq(number), probability.mul(number), probability.neg().log1p_().mul_(tries).expm1_().neg_())


def checked(true_classes, num_true, range_max):
    """The true classes: in range, on the CPU by a check, elsewhere without a wait."""
    require_columns(true_classes.shape, num_true)
    if not true_classes.is_cpu:
        return true_classes.clamp(0, range_max - 1)
    if not is_within(true_classes, range_max):
        outside = true_classes[true_classes.lt(0).logical_or(true_classes.ge(range_max))]
        raise InvalidArgumentError.of(f"`true_candidate` out of range [0, {range_max}), received {int(outside[0])}")
    return true_classes


@kernel("ComputeAccidentalHits")
def compute_accidental_hits(true_classes, sampled_candidates, *, num_true, seed, seed2):
    require_columns(true_classes.shape, num_true)
    require_vector(sampled_candidates.shape)
    classes = true_classes.reshape(-1)
    if not len(sampled_candidates):
        return classes.new_empty(0, dtype=torch.int32), classes.new_empty(0), classes.new_empty(0, dtype=torch.float32)
    found, order = sampled_candidates.sort(stable=True)
    place = torch.searchsorted(found, classes, right=True).sub_(1).clamp_(min=0)
    hits = found.take(place).eq(classes).nonzero().squeeze(1)
    ids = order.take(place.index_select(0, hits))
    return hits.floor_divide(num_true).int(), ids, torch.full_like(ids, float(LOWEST), dtype=torch.float32)
