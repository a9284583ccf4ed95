"""Normal numbers between bounds, by rejection: what ParameterizedTruncatedNormal draws.

Source: Robert, "Simulation of truncated normal variables" (1995).  All arithmetic is in the type of the result, so that the narrow types
accept and reject what TensorFlow's do.  A batch starts with the group of words behind the last one that the batch before it has used.
"""

import math
from typing import NamedTuple

import numpy as np

from ...framework.errors import InternalError, InvalidArgumentError
from . import philox
from .random import number_of_elements

MOST_TRIES = 1000
COMMON_BATCH = 100
NORMAL_REACH = 1.3
PROBE = 512
PARAMETERS = "means", "stdevs", "minvals", "maxvals"


class Bounds(NamedTuple):
    """A distribution: ``mean`` + ``deviation`` times a standard normal number from ``low`` to ``high``, all scalars of the result's type."""

    mean: np.generic
    deviation: np.generic
    low: np.generic
    high: np.generic


class Candidates(NamedTuple):
    """Standard normal numbers that may be taken, a row for each step; and how many groups of words a step uses."""

    numbers: np.ndarray
    accepted: np.ndarray
    groups: int


@np.errstate(all="ignore")
def for_each_batch(context, shape, parameters, seed, seed2, dtype):
    """Numbers of this shape; the node's counter advances by what the batches could use at most."""
    size, parameters = number_of_elements(shape), [np.array(each, dtype) for each in parameters]
    batches, samples = batches_of(shape, parameters)
    key, counter = context.random(seed, seed2, batches * 2 * MOST_TRIES * (samples + 3) // 4, 1)
    return truncated(key, counter, size, samples, parameters, dtype).reshape(shape) if size else np.empty(shape, dtype)


def batches_of(shape, parameters):
    """How many batches there are, and how many samples each has.  Batches of common parameters may be of any size, and are of a hundred."""
    if not shape:
        raise InvalidArgumentError.of("shape must have at least one dimension")
    if are_common(parameters):
        return math.ceil(math.prod(shape) / COMMON_BATCH), COMMON_BATCH
    for name, parameter in zip(PARAMETERS, parameters, strict=True):
        if parameter.size not in (1, shape[0]):
            raise InvalidArgumentError.of(f"{name} must have one entry, or one for each of the {shape[0]} batches, not {parameter.size}")
    return shape[0], math.prod(shape[1:])


def are_common(parameters):
    """Whether TensorFlow takes them for parameters of all batches: scalars; means and stdevs may be vectors of one entry as well."""
    return all(each.size == 1 for each in parameters) and all(not each.ndim for each in parameters[2:])


def truncated(key, counter, size, samples, parameters, dtype):
    """``size`` numbers in batches of ``samples``, those of common parameters all at once."""
    result, position = np.empty(size, dtype), 0
    share = size if are_common(parameters) else samples
    rows = np.broadcast_arrays(*parameters, np.empty(size // share, dtype))[:4]
    for start, row in zip(range(0, size, share), zip(*rows, strict=True), strict=True):
        result[start : start + share], groups = drawn(key, counter + position, share, samples, bounds_of(*row), dtype)
        position += groups
    return result


def bounds_of(mean, deviation, low, high):
    """The bounds in deviations from the mean, mirrored where that makes the lower one finite or both positive."""
    if not (deviation > 0 and low < high and (np.isfinite(low) or np.isfinite(high)) and np.isfinite(mean)):
        raise InvalidArgumentError.of(f"Invalid parameters: mean {mean}, stdev {deviation}, minval {low}, maxval {high}")
    if np.isneginf(low) or high < mean:
        low, high, deviation = high, low, -deviation
    return Bounds(mean, deviation, (low - mean) / deviation, (high - mean) / deviation)


def drawn(key, counter, size, samples, bounds, dtype):
    """Batches that have their parameters in common, and how many groups they take: candidates for all at once, more if they are too few."""
    steps = likely_steps(key, counter, size, samples, bounds, dtype)
    while True:
        found = candidates(key, counter, steps, bounds, dtype)
        places = np.flatnonzero(found.accepted)
        if longest_gap(places, found.accepted.size) > MOST_TRIES:
            where = f"between {bounds.low} and {bounds.high} deviations {bounds.deviation} from the mean {bounds.mean}"
            raise InternalError.of(f"TruncatedNormal accepted none of {MOST_TRIES} candidates {where}")
        picks, used = chosen(found.accepted, places, size, samples)
        if picks.size == size:
            return found.numbers.ravel()[places[picks]] * bounds.deviation + bounds.mean, used * found.groups
        steps *= 2


def likely_steps(key, counter, size, samples, bounds, dtype):
    """How many steps are to be enough, for many numbers by what the first ones accept; a batch leaves a part of its last step."""
    if size < 8 * PROBE:
        return size // 2 + 64
    share = candidates(key, counter, PROBE, bounds, dtype).accepted.sum() / PROBE
    return int(1.05 * (size / max(share, 1 / PROBE) + size / samples)) + 64


def longest_gap(places, size):
    """The longest way from one accepted candidate to the next, or to an end."""
    return np.diff(places, prepend=-1, append=size).max()


def chosen(accepted, places, size, samples):
    """Which of the accepted candidates, which are at these ``places``, the batches take, as far as there are enough; and how many steps they use.

    A batch starts with a step of its own.
    """
    width, until = accepted.shape[1], np.cumsum(accepted)
    firsts, first, step = [], 0, 0
    for start in range(0, size, samples):
        last = first + min(samples, size - start)
        if last > places.size:
            break
        firsts.append(first)
        step = places.item(last - 1) // width + 1
        first = until.item(step * width - 1)
    return np.add.outer(np.array(firsts, np.int64), np.arange(samples)).ravel()[:size], step


def candidates(key, counter, steps, bounds, dtype):
    """Normal numbers where many of them lie between the bounds; between narrow bounds uniform ones; beyond a bound far out exponential ones."""
    low, high, real = bounds.low, bounds.high, dtype.type
    root = np.sqrt(low * low + real(4))
    if (low < -real(NORMAL_REACH) and high >= 0) or (high > real(NORMAL_REACH) and low <= 0):
        return from_normal(key, counter, steps, low, high, dtype)
    if high - low < real(2) * np.exp(real(0.5) + low * (low - root) / real(4)) / (low + root):
        return from_uniform(key, counter, steps, low, high, dtype)
    return from_exponential(key, counter, steps, low, high, (low + root) / real(2), dtype)


def from_normal(key, counter, steps, low, high, dtype):
    z = philox.normal(key, counter, steps * philox.per_group(dtype), dtype).reshape(steps, -1)
    return Candidates(z, (z >= low) & (z <= high), 1)


def from_uniform(key, counter, steps, low, high, dtype):
    """Accepted with a probability in proportion to the density; the highest density is that of 0, or of the bound next to it."""
    u, v = philox.uniform(key, counter, 2 * steps * philox.per_group(dtype), dtype).reshape(steps, 2, -1).swapaxes(0, 1)
    z = u * (high - low) + low
    nearest = dtype.type(0) if low < 0 else low * low
    return Candidates(z, v <= np.exp((nearest - z * z) / dtype.type(2)), 2)


def from_exponential(key, counter, steps, low, high, rate, dtype):
    """Robert's proposal: an exponential distribution that starts at the lower bound, of the rate that is accepted most often."""
    u, v = np.moveaxis(philox.uniform(key, counter, steps * philox.per_group(dtype), dtype).reshape(steps, -1, 2), 2, 0)
    z = -np.log(u) / rate + low
    distance = rate - z if low < rate else low - rate
    return Candidates(z, (v <= np.exp(-distance * distance / dtype.type(2))) & (z < high), 1)
