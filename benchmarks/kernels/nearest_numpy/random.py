"""Random numbers, by NumPy's own generator."""

import numpy as np

RNG = np.random.default_rng(7)


def uniform(shape, *_, dtype):
    return RNG.random(shape, dtype)


def normal(shape, *_, dtype):
    return RNG.standard_normal(shape, dtype)


NEAREST = {
    "RandomUniform": uniform,
    "RandomUniformInt": lambda shape, low, high, *, Tout: RNG.integers(low, high, shape, Tout),
    "RandomStandardNormal": normal,
    "RandomShuffle": RNG.permutation,

    "RandomGamma": lambda shape, alpha, *, T: RNG.standard_gamma(alpha, (*shape, alpha.size), T),
    "RandomPoisson": lambda shape, rate: RNG.poisson(rate, (*shape, rate.size)).astype(rate.dtype),
    "RandomPoissonV2": lambda shape, rate, *, dtype: RNG.poisson(rate, (*shape, rate.size)).astype(dtype),

    "StatelessRandomUniform": uniform,
    "StatelessRandomUniformInt": lambda shape, seed, low, high, *, dtype: RNG.integers(low, high, shape, dtype),
    "StatelessRandomNormal": normal,
}  # fmt: skip
