"""Random numbers of given seeds: those of the family ``random`` from the place that the seeds make."""

from ..numpy.random import require_range
from ..numpy.random_distribution import require_samples
from ..numpy.random_stateless import place_of
from . import kernel
from .random import drawn_at
from .random_distribution import categories


@kernel("StatelessRandomUniform")
def stateless_random_uniform(shape, seed, *, dtype, device):
    return drawn_at(*place_of(seed), shape, "uniform", dtype, device)


@kernel("StatelessRandomUniformInt")
def stateless_random_uniform_int(shape, seed, minval, maxval, *, dtype, device):
    require_range(minval, maxval, shape)
    return drawn_at(*place_of(seed), shape, "integers", dtype, device, minval, maxval)


@kernel("StatelessRandomNormal")
def stateless_random_normal(shape, seed, *, dtype, device):
    return drawn_at(*place_of(seed), shape, "normal", dtype, device)


@kernel("StatelessTruncatedNormal")
def stateless_truncated_normal(shape, seed, *, dtype, device):
    return drawn_at(*place_of(seed), shape, "truncated_normal", dtype, device)


@kernel("StatelessMultinomial")
def stateless_multinomial(logits, num_samples, seed, *, output_dtype):
    require_samples(logits.shape, num_samples)
    return categories(*place_of(seed), logits, num_samples, output_dtype)
