"""Random numbers of given seeds: the distributions of ``philox`` from the place that the seeds make."""

from ...framework.errors import InvalidArgumentError
from . import kernel, philox
from .random import number_of_elements, require_range
from .random_distribution import categories, require_samples


@kernel("StatelessRandomUniform")
def stateless_random_uniform(shape, seed, *, dtype, device):
    return drawn(shape, seed, philox.uniform, dtype)


@kernel("StatelessRandomUniformInt")
def stateless_random_uniform_int(shape, seed, minval, maxval, *, dtype, device):
    require_range(minval, maxval, shape)
    return drawn(shape, seed, philox.integers, dtype, minval, maxval)


@kernel("StatelessRandomNormal")
def stateless_random_normal(shape, seed, *, dtype, device):
    return drawn(shape, seed, philox.normal, dtype)


@kernel("StatelessTruncatedNormal")
def stateless_truncated_normal(shape, seed, *, dtype, device):
    return drawn(shape, seed, philox.truncated_normal, dtype)


@kernel("StatelessMultinomial")
def stateless_multinomial(logits, num_samples, seed, *, output_dtype):
    require_samples(logits.shape, num_samples)
    return categories(*place_of(seed), logits, num_samples, output_dtype)


def drawn(shape, seed, distribution, dtype, *limits):
    return distribution(*place_of(seed), number_of_elements(shape), dtype, *limits).reshape(shape)


def place_of(seed):
    """The key and the counter that two seeds make."""
    if len(seed) != 2:
        raise InvalidArgumentError.of(f"seed must have shape [2], not [{len(seed)}]")
    return philox.scrambled(seed)
