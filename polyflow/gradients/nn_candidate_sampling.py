"""Candidates have no gradient: classes are numbers, and how often one is expected does not move with them."""

from ..ops import nn_candidate_sampling as sampling
from .registry import not_differentiable

not_differentiable(
    sampling.uniform_candidate_sampler, sampling.log_uniform_candidate_sampler, sampling.learned_unigram_candidate_sampler,
    sampling.thread_unsafe_unigram_candidate_sampler, sampling.fixed_unigram_candidate_sampler, sampling.all_candidate_sampler,
    sampling.compute_accidental_hits,
)  # fmt: skip
