"""Numbers drawn from distributions with parameters: categories, gamma, Poisson and truncated normal numbers.

Gamma and Poisson numbers have 256 counters each of their own, so that any part can be computed alone: rejected candidates are drawn again for the
outputs that still want one, all at once.  A draw is filled in blocks, with what most outputs take at first; then the others are drawn together.
"""

import math

import numpy as np

from ...framework.errors import InvalidArgumentError
from . import kernel, philox, truncated
from .incomplete_gamma import relative_gradient
from .random import number_of_elements
from .streams import Pairs, Streams

BLOCK = 1 << 17
FEW = 1 / 16
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
    wide = np.ravel(parameters).astype(DOUBLE)
    rounded_first = np.float32 if dtype.itemsize == 2 else dtype  # as TensorFlow rounds doubles to narrow types
    result, left = np.empty(count * wide.size, rounded_first), [np.empty(0, np.int64)]

    def begin(start, stop):
        streams = Streams(key, counter, np.arange(start, stop))
        result[start:stop], unfinished = AT_FIRST[draw](streams, repeated(wide, count, start, stop), dtype)
        left.append(start + unfinished)

    def finish(start, stop):
        outputs = rest[start:stop]
        result[outputs] = draw(Streams(key, counter, outputs), wide[outputs // count], dtype)

    philox.for_each_block(begin, result.size, BLOCK)
    rest = np.concatenate(left)
    philox.for_each_block(finish, rest.size, BLOCK)
    return result.astype(dtype, copy=False).reshape(wide.size, count).T.reshape((*shape, *parameters.shape))


def repeated(numbers, count, start, stop):
    """The part from ``start`` to ``stop`` of the numbers with each of them repeated ``count`` times."""
    first, last = start // count, -(-stop // count)
    return np.repeat(numbers[first:last], count)[start - first * count : stop - first * count]


def gamma(streams, alpha, dtype):
    """Gamma distributed numbers by the method of Marsaglia and Tsang (2000): cubes of normal numbers, some rejected.

    A shape below 1 takes a number of shape alpha + 1 times u^(1/alpha); shape 1 is the exponential distribution, by inversion.
    """
    normals, uniforms = Pairs(streams, philox.box_muller), Pairs(streams, philox.as_unit)
    result, d = np.full(alpha.size, np.nan), marsaglia_shape(alpha)
    exponential, small = alpha == 1, np.flatnonzero((alpha > -1) & (alpha < 1))
    result[exponential] = -np.log1p(-uniforms.take(np.flatnonzero(exponential)))
    pending = np.flatnonzero((d > 0) & ~exponential)
    while pending.size:
        x = normals.take(pending)
        u, positive = np.ones(x.size), cube_roots(x, d[pending]) > 0
        u[positive] = uniforms.take(pending[positive])
        accepted, numbers = cubes(x, u, d[pending])
        result[pending[accepted]] = numbers[accepted]
        pending = pending[~accepted]
    result[small] *= uniforms.take(small) ** (1 / alpha[small])
    return result


def gamma_at_first(streams, alpha, dtype):
    """The numbers that are the first candidates, made of the second normal and the second uniform number of two groups; and who has others."""
    d = marsaglia_shape(alpha)
    x = philox.second_normals(streams.groups(), DOUBLE)
    u, other = streams.uniforms()
    accepted, result = cubes(x, u, d)
    accepted &= (d > 0) & (alpha != 1)
    small = np.flatnonzero(accepted & (alpha < 1))
    result[small] *= other[small] ** (1 / alpha[small])
    return result, np.flatnonzero(~accepted)


def marsaglia_shape(alpha):
    return alpha + np.where(alpha < 1, 2 / 3, -1 / 3)


def cube_roots(x, d):
    return 1 + 1 / 3 / np.sqrt(d) * x


def cubes(x, u, d):
    """The candidates d (1 + x / sqrt(9 d))^3, and whether they are accepted: mostly by a bound that needs no logarithms."""
    roots, square = cube_roots(x, d), x * x
    positive = roots > 0
    v = np.where(positive, roots, 1)
    v = v * v * v  # rounded twice, as TensorFlow does: a power is not
    accepted = positive & (u < 1 - 0.0331 * (square * square))
    unsure = np.flatnonzero(positive & ~accepted)
    accepted[unsure] = below_density(u[unsure], square[unsure], v[unsure], d[unsure])
    return accepted, d * v


def below_density(u, square, v, d):
    return np.log(u) < square / 2 + d * (1 - v + np.log(v))


def poisson(streams, rate, dtype):
    """Poisson distributed numbers: by Knuth's multiplication of uniform numbers below a rate of ten, else by transformed rejection.

    Numbers that ``dtype`` cannot hold are drawn again; a rate above its highest number gives that one, an infinite one 0 for integers.
    """
    return poissons(streams, rate, dtype, 0)[0]


def poisson_at_first(streams, rate, dtype):
    """The numbers that are found while enough are looked for to make it worth while, and who has others."""
    return poissons(streams, rate, dtype, FEW * rate.size)


def poissons(streams, rate, dtype, few):
    """The numbers, of all outputs but ``few`` of either method, and those outputs."""
    highest = highest_double(dtype)
    result = np.where(np.isposinf(rate), rate, np.minimum(rate, highest))
    left = (
        multiply(streams, rate, np.flatnonzero(rate < KNUTH_LIMIT), result, few),
        transform(streams, rate, np.flatnonzero((rate >= KNUTH_LIMIT) & (rate <= highest)), result, highest, few),
    )
    return result if dtype.kind == "f" else np.where(np.isfinite(result), result, 0), np.concatenate(left)


def highest_double(dtype):
    """The highest number of ``dtype``, or below that the highest that a double can hold."""
    highest = np.finfo(dtype).max if dtype.kind == "f" else np.iinfo(dtype).max
    return float(highest) if int(float(highest)) <= int(highest) else float(np.nextafter(float(highest), 0))


def multiply(streams, rate, outputs, result, few):
    """How many uniform numbers have a product above exp(-rate): two at a time, which is what a group makes."""
    streams, limit, count = streams.part(outputs), np.exp(-rate[outputs]), 0
    product = np.ones(outputs.size)
    while outputs.size > few:
        u, v = streams.uniforms()
        one = (product := product * u) > limit
        both = (product := product * v) > limit
        ended, left = np.flatnonzero(~both), np.flatnonzero(both)
        result[outputs.take(ended)] = count + one.take(ended)
        streams, outputs, product, limit = streams.part(left), outputs.take(left), product.take(left), limit.take(left)
        count += 2
    return outputs


def transform(streams, rate, outputs, result, highest, few):
    """Hörmann's PTRS (1993), "The transformed rejection method for generating Poisson random variables"."""
    streams, rate = streams.part(outputs), rate[outputs]
    while outputs.size > few:
        u, v = streams.uniforms()
        accepted, k = transformed(u - 0.5, v, rate)
        accepted &= k <= highest
        result[outputs[accepted]] = k[accepted]
        left = np.flatnonzero(~accepted)
        streams, outputs, rate = streams.part(left), outputs[left], rate[left]
    return outputs


def transformed(u, v, rate):
    """One candidate for each of the rates, and whether it is accepted: mostly by bounds that need no logarithms."""
    b = 0.931 + 2.53 * np.sqrt(rate)
    a = -0.059 + 0.02483 * b
    edge = 0.5 - np.abs(u)
    k = np.floor((2 * a / edge + b) * u + rate + 0.43)
    accepted = (edge >= 0.07) & (v <= 0.9277 - 3.6224 / (b - 2))
    outside = (k < 0) | ((edge < 0.013) & (v > edge))
    unsure = np.flatnonzero(~(accepted | outside))
    accepted[unsure] = below_mass(*(each[unsure] for each in (v, k, edge, rate, a, b)))
    return accepted, k


def below_mass(v, k, edge, rate, a, b):
    """Whether v under Hörmann's hat is below the distribution's probability of k."""
    from scipy.special import gammaln

    return np.log(v * (1.1239 + 1.1328 / (b - 3.4)) / (a / edge**2 + b)) <= k * np.log(rate) - rate - gammaln(k + 1)


AT_FIRST = {gamma: gamma_at_first, poisson: poisson_at_first}


@kernel("ParameterizedTruncatedNormal")
def parameterized_truncated_normal(context, shape, means, stdevs, minvals, maxvals, *, seed, seed2, dtype, device):
    return truncated.for_each_batch(context, shape, (means, stdevs, minvals, maxvals), seed, seed2, dtype)
