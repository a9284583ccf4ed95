"""Numbers drawn from distributions with parameters: categories, gamma, Poisson and truncated normal numbers.

On the CPU gamma and Poisson numbers are NumPy's, from and to the tensors' own memory: it looks again only at what was rejected.  Devices draw so
many candidates for every output, without waiting to hear which are needed, that all are rejected less than once in 1e15 outputs.
"""

import torch

from ..numpy import philox as host_philox
from ..numpy import random_distribution as host
from ..numpy import truncated
from ..numpy.random import number_of_elements
from . import kernel, philox
from .incomplete_gamma import relative_gradient
from .random import HOST_DTYPES, adopted, drawn_at
from .streams import Pairs, Streams
from .unsigned import MISSING, to_bits

GAMMA_CANDIDATES = 12
POISSON_GROUPS = 27


@kernel("Multinomial")
def multinomial(context, logits, num_samples, *, seed, seed2, output_dtype):
    host.require_samples(logits.shape, num_samples)
    key, counter = context.random(seed, seed2, host.multinomial_outputs(len(logits), num_samples))
    return categories(key, counter, logits, num_samples, output_dtype)


def categories(key, counter, logits, num_samples, dtype):
    """Per row of ``logits`` the classes whose parts of the cumulative distribution uniform numbers fall into."""
    cumulative = likelihoods(logits.contiguous()).cumsum(1)
    targets = drawn_at(key, counter, (len(logits), num_samples), "uniform", torch.float64, logits.device).mul(cumulative[:, -1:])
    return torch.searchsorted(cumulative, targets, right=True, out_int32=dtype is torch.int32)


def likelihoods(logits):
    """exp(logits - their maximum), that of each row, and 0 for infinite ones and NaN."""
    logits = as_double(logits)
    logits = logits.where(logits.isfinite(), -torch.inf)
    return logits.sub(logits.amax(1, keepdim=True)).exp().nan_to_num_(0.0)


def as_double(numbers):
    if numbers.dtype not in MISSING:
        return numbers.double()
    bits = to_bits(numbers)
    return torch.where(bits.lt(0), bits.double().add(2.0**64), bits.double())


@kernel("RandomGamma")
def random_gamma(context, shape, alpha, *, seed, seed2):
    return for_each_parameter(context, shape, alpha, seed, seed2, gamma, host.gamma, alpha.dtype)


@kernel("RandomPoisson", "RandomPoissonV2")
def random_poisson(context, shape, rate, *, seed, seed2, dtype):
    return for_each_parameter(context, shape, rate, seed, seed2, poisson, host.poisson, dtype)


def for_each_parameter(context, shape, parameters, seed, seed2, draw, host_draw, dtype):
    """Numbers of shape ``shape`` + that of ``parameters``; those of one parameter have consecutive counters."""
    if parameters.is_cpu:
        with host_philox.threads(torch.get_num_threads()):
            return adopted(host.for_each_parameter(context, shape, parameters.numpy(), seed, seed2, host_draw, HOST_DTYPES[dtype]))
    key, counter = context.random(seed, seed2, number_of_elements(shape) * parameters.numel())
    return drawn_on_device(key, counter, shape, parameters, draw, dtype)


def drawn_on_device(key, counter, shape, parameters, draw, dtype):
    count, total = number_of_elements(shape), number_of_elements(shape) * parameters.numel()
    wide = parameters.reshape(-1).double().repeat_interleave(count, output_size=total)
    numbers = draw(Streams(key, counter, total, wide.device), wide, dtype)
    return numbers.to(dtype).view(parameters.numel(), count).t().reshape((*shape, *parameters.shape))


def gamma(streams, alpha, dtype):
    """Gamma distributed numbers by the method of Marsaglia and Tsang (2000), see ``numpy.random_distribution``.

    Of each output the state is what it was when a candidate was accepted: so the number that follows is the right one.
    """
    uniforms, exponential = Pairs(streams, philox.as_unit), alpha.eq(1)
    result = uniforms.take(exponential).neg().log1p().neg().where(exponential, torch.nan)
    d = torch.where(alpha.lt(1), alpha.add(2 / 3), alpha.sub(1 / 3))
    pending = d.gt(0).logical_and(~exponential)
    for _ in range(GAMMA_CANDIDATES // 2):
        for x in streams.take_pair(philox.box_muller, pending):
            accepted, numbers = cubes(x, uniforms, pending, d)
            result, pending = numbers.where(accepted, result), pending.logical_and(~accepted)
    small = alpha.lt(1)
    return result.mul(uniforms.take(small).pow(alpha.reciprocal()).where(small, 1))


def cubes(x, uniforms, pending, d):
    """One candidate d (1 + x / sqrt(9 d))^3 for each of the ``pending`` outputs, and whether it is accepted."""
    base = (1 / 3 / d.sqrt()).mul(x).add(1)
    positive = pending.logical_and(base.gt(0))
    u, v = uniforms.take(positive), base.mul(base).mul(base)
    square = x.square()
    bound = square.div(2).add(v.log().sub(v).add(1).mul(d))
    accepted = u.lt(1 - square.square().mul(0.0331)).logical_or(u.log().lt(bound))
    return positive.logical_and(accepted), d.mul(v)


def poisson(streams, rate, dtype):
    """Poisson distributed numbers: by Knuth's multiplication of uniform numbers below a rate of ten, else by transformed rejection.

    Either takes the two numbers of a group at a time; the product of all 54 is above exp(-10) in one of 1e21 cases.
    """
    highest = host.highest_double(HOST_DTYPES[dtype])
    small, pending = rate.lt(host.KNUTH_LIMIT), rate.ge(host.KNUTH_LIMIT).logical_and(rate.le(highest))
    result = rate.clamp(max=highest).where(~rate.isposinf(), torch.inf).where(~small, 0)
    product, limit, constants = torch.ones_like(rate), rate.neg().exp(), hat(rate)
    for _ in range(POISSON_GROUPS):
        u, v = streams.take_pair(philox.as_unit, True)
        for number in (u, v):
            product = product.mul(number)
            result = result.add(product.gt(limit).logical_and(small))
        accepted, k = transformed(u.sub(0.5), v, rate, *constants)
        accepted = accepted.logical_and(pending).logical_and(k.le(highest))
        result, pending = k.where(accepted, result), pending.logical_and(~accepted)
    return result if dtype.is_floating_point else result.nan_to_num(0, 0)


def hat(rate):
    """The constants a and b of Hörmann's PTRS (1993), and the logarithm of the rate."""
    b = rate.sqrt().mul(2.53).add(0.931)
    return b.mul(0.02483).sub(0.059), b, rate.log()


def transformed(u, v, rate, a, b, log_rate):
    """One candidate for each of the rates, and whether it is accepted."""
    edge = 0.5 - u.abs()
    k = a.mul(2).div(edge).add(b).mul(u).add(rate).add(0.43).floor()
    inside = edge.ge(0.07).logical_and(v.le(0.9277 - 3.6224 / b.sub(2)))
    outside = k.lt(0).logical_or(edge.lt(0.013).logical_and(v.gt(edge)))
    left = v.mul(1.1239 + 1.1328 / b.sub(3.4)).div(a.div(edge.square()).add(b)).log()
    density = left.le(k.mul(log_rate).sub(rate).sub(k.add(1).lgamma()))
    return inside.logical_or(density.logical_and(~outside)), k


@kernel("RandomGammaGrad")
def random_gamma_grad(alpha, sample):
    wide = sample.double()
    return relative_gradient(alpha.double(), wide).mul(wide).neg().to(alpha.dtype)


@kernel("ParameterizedTruncatedNormal")
def parameterized_truncated_normal(context, shape, means, stdevs, minvals, maxvals, *, seed, seed2, dtype, device):
    """Where a batch starts depends on what the one before it rejects: all is drawn on the host, and copied to the device without waiting."""
    with host_philox.threads(torch.get_num_threads()):
        numbers = truncated.for_each_batch(context, shape, (means, stdevs, minvals, maxvals), seed, seed2, HOST_DTYPES[dtype])
    return adopted(numbers).to(device, non_blocking=True)
