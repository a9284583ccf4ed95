"""Numbers drawn from distributions with parameters: categories, gamma, Poisson and truncated normal numbers.

Gamma and Poisson numbers have 256 counters each of their own, so that any part can be computed alone: rejected candidates are drawn again for the
outputs that still want one, all at once.  They are filled in blocks that stay in the cache.
"""

import math

import numpy as np

from ...framework.errors import InvalidArgumentError
from . import kernel, philox, truncated
from .incomplete_gamma import relative_gradient
from .random import number_of_elements
from .streams import Pairs, Streams

BLOCK = 16384
KNUTH_LIMIT = 10
DOUBLE = np.dtype(np.float64)


@kernel("Multinomial")
def multinomial(context, logits, num_samples, *, seed, seed2, output_dtype):
    require_samples(logits.shape, num_samples)
    key, counter = context.random(seed, seed2, multinomial_outputs(len(logits), num_samples))
    return categories(key, counter, logits, num_samples, output_dtype)


def require_samples(shape, num_samples):
    if len(shape) != 2:
        raise InvalidArgumentError.of(f"logits should be a matrix, got shape {list(shape)}")
    if num_samples < 0:
        raise InvalidArgumentError.of(f"num_samples should be nonnegative, got {num_samples}")
    if not shape[1]:
        raise InvalidArgumentError.of("num_classes should be positive, got 0")


def multinomial_outputs(rows, num_samples):
    """How many outputs counters are reserved for: a multiple of four per row, of two words each."""
    return rows * math.ceil(num_samples / 4) * 8


def categories(key, counter, logits, num_samples, dtype):
    """Per row of ``logits`` the classes whose parts of the cumulative distribution uniform numbers fall into."""
    cumulative = np.cumsum(likelihoods(logits), axis=1)
    targets = philox.uniform(key, counter, len(logits) * num_samples, DOUBLE).reshape(len(logits), num_samples) * cumulative[:, -1:]
    return steps_passed(cumulative, targets).astype(dtype)


def steps_passed(steps, targets):
    """How many of a row's ``steps``, which ascend, are at most each of its ``targets``: by bisection, one bit of the answer at a time."""
    classes, found = steps.shape[1], np.zeros(targets.shape, np.int64)
    for bit in reversed(range(classes.bit_length())):
        further = found + (1 << bit)
        passed = np.take_along_axis(steps, np.minimum(further, classes) - 1, axis=1) <= targets
        found = np.where(passed & (further <= classes), further, found)
    return found


def likelihoods(logits):
    """exp(logits - their maximum), that of each row, and 0 for infinite ones and NaN."""
    logits = logits.astype(DOUBLE)
    finite = np.isfinite(logits)
    highest = np.max(logits, axis=1, keepdims=True, where=finite, initial=-np.inf)
    return np.exp(np.subtract(logits, highest, where=finite, out=np.full(logits.shape, -np.inf)))


@kernel("RandomGamma")
def random_gamma(context, shape, alpha, *, seed, seed2):
    return for_each_parameter(context, shape, alpha, seed, seed2, gamma, alpha.dtype)


@kernel("RandomGammaGrad")
def random_gamma_grad(alpha, sample):
    wide = np.broadcast_arrays(alpha.astype(DOUBLE), sample.astype(DOUBLE))
    return (-wide[1] * relative_gradient(*wide)).astype(alpha.dtype)


@kernel("RandomPoisson", "RandomPoissonV2")
def random_poisson(context, shape, rate, *, seed, seed2, dtype):
    return for_each_parameter(context, shape, rate, seed, seed2, poisson, dtype)


@np.errstate(all="ignore")
def for_each_parameter(context, shape, parameters, seed, seed2, draw, dtype):
    """Numbers of shape ``shape`` + that of ``parameters``; those of one parameter have consecutive counters."""
    count = number_of_elements(shape)
    key, counter = context.random(seed, seed2, count * parameters.size)
    wide = np.repeat(np.ravel(parameters).astype(DOUBLE), count)
    result = np.empty(wide.size, dtype)
    for start in range(0, wide.size, BLOCK):
        part = slice(start, start + BLOCK)
        result[part] = draw(Streams(key, counter, start, wide[part].size), wide[part], dtype)
    return result.reshape(parameters.size, count).T.reshape((*shape, *parameters.shape))


def gamma(streams, alpha, dtype):
    """Gamma distributed numbers by the method of Marsaglia and Tsang (2000): cubes of normal numbers, some rejected.

    A shape below 1 takes a number of shape alpha + 1 times u^(1/alpha); shape 1 is the exponential distribution, by inversion.
    """
    normals, uniforms = Pairs(streams, philox.box_muller), Pairs(streams, philox.as_unit)
    result = np.full(alpha.size, np.nan)
    exponential, small = alpha == 1, np.flatnonzero((alpha > -1) & (alpha < 1))
    result[exponential] = -np.log1p(-uniforms.take(np.flatnonzero(exponential)))
    d = np.where(alpha < 1, alpha + 1, alpha) - 1 / 3
    pending = np.flatnonzero((d > 0) & ~exponential)
    while pending.size:
        accepted, numbers = cubes(normals, uniforms, pending, d[pending])
        result[pending[accepted]] = numbers[accepted]
        pending = pending[~accepted]
    result[small] *= uniforms.take(small) ** (1 / alpha[small])
    return result


def cubes(normals, uniforms, outputs, d):
    """One candidate d (1 + x / sqrt(9 d))^3 for each of the ``outputs``, and whether it is accepted."""
    x = normals.take(outputs)
    base = 1 + x / np.sqrt(9 * d)
    positive = base > 0
    u, v = np.ones(x.size), np.where(positive, base, 1) ** 3
    u[positive] = uniforms.take(outputs[positive])
    accepted = (u < 1 - 0.0331 * x**4) | (np.log(u) < x * x / 2 + d * (1 - v + np.log(v)))
    return positive & accepted, d * v


def poisson(streams, rate, dtype):
    """Poisson distributed numbers: by Knuth's multiplication of uniform numbers below a rate of ten, else by transformed rejection.

    Numbers that ``dtype`` cannot hold are drawn again; a rate above its highest number gives that one, an infinite one 0 for integers.
    """
    uniforms, highest = Pairs(streams, philox.as_unit), highest_double(dtype)
    result = np.where(np.isposinf(rate), rate, np.minimum(rate, highest))
    multiply(uniforms, rate, np.flatnonzero(rate < KNUTH_LIMIT), result)
    transform(uniforms, rate, np.flatnonzero((rate >= KNUTH_LIMIT) & (rate <= highest)), result, highest)
    return result if dtype.kind == "f" else np.where(np.isfinite(result), result, 0)


def highest_double(dtype):
    """The highest number of ``dtype``, or below that the highest that a double can hold."""
    highest = np.finfo(dtype).max if dtype.kind == "f" else np.iinfo(dtype).max
    return float(highest) if int(float(highest)) <= int(highest) else float(np.nextafter(float(highest), 0))


def multiply(uniforms, rate, pending, result):
    """How many uniform numbers have a product above exp(-rate)."""
    product, count = np.ones(rate.size), 0
    while pending.size:
        product[pending] *= uniforms.take(pending)
        done = product[pending] <= np.exp(-rate[pending])
        result[pending[done]] = count
        pending, count = pending[~done], count + 1


def transform(uniforms, rate, pending, result, highest):
    """Hörmann's PTRS (1993), "The transformed rejection method for generating Poisson random variables"."""
    while pending.size:
        accepted, k = transformed(uniforms.take(pending) - 0.5, uniforms.take(pending), rate[pending])
        accepted &= k <= highest
        result[pending[accepted]] = k[accepted]
        pending = pending[~accepted]


def transformed(u, v, rate):
    """One candidate for each of the rates, and whether it is accepted."""
    from scipy.special import gammaln

    b = 0.931 + 2.53 * np.sqrt(rate)
    a = -0.059 + 0.02483 * b
    edge = 0.5 - np.abs(u)
    k = np.floor((2 * a / edge + b) * u + rate + 0.43)
    inside = (edge >= 0.07) & (v <= 0.9277 - 3.6224 / (b - 2))
    outside = (k < 0) | ((edge < 0.013) & (v > edge))
    density = np.log(v * (1.1239 + 1.1328 / (b - 3.4)) / (a / edge**2 + b)) <= k * np.log(rate) - rate - gammaln(k + 1)
    return inside | (~outside & density), k


@kernel("ParameterizedTruncatedNormal")
def parameterized_truncated_normal(context, shape, means, stdevs, minvals, maxvals, *, seed, seed2, dtype, device):
    return truncated.for_each_batch(context, shape, (means, stdevs, minvals, maxvals), seed, seed2, dtype)
