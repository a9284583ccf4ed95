"""Fractional pooling and its gradients, and the sequences that both backends draw."""

import itertools
import math

import numpy as np

from ...framework import region_rules
from ...framework.array_rules import at_run_time
from ...framework.errors import InvalidArgumentError
from . import kernel, philox
from .nn_pooling_argmax import numbers, scattered
from .windows import require_four

pooled_sizes = at_run_time(region_rules.pooled_sizes)
regions = at_run_time(region_rules.regions)
DOUBLE = np.dtype(np.float64)


# Sequences


def sequences(context, sizes, pooling_ratio, pseudo_random, deterministic, seed, seed2):
    """Where the regions of rows and of columns begin, and the size at the end."""
    _, rows, columns, _ = pooled_sizes(sizes, tuple(pooling_ratio))
    groups = [1 if pseudo_random else math.ceil(count / 4) for count in (rows, columns)]
    key, counter = context.random(seed, seed2, 0 if deterministic else sum(groups), 1)
    draw = pseudo_random_sequence if pseudo_random else random_sequence
    return draw(key, counter, sizes[1], rows), draw(key, counter + groups[0], sizes[2], columns)


def random_sequence(key, counter, size, count):
    """As many regions of the larger size as are needed, in random order among the others."""
    extents = np.full(count, size // count)
    extents[: size % count] += 1
    return np.append(0, np.cumsum(extents[philox.permutation(key, counter, count)]))


def pseudo_random_sequence(key, counter, size, count):
    """Regions as evenly spread as they can be from a random start, no more than which keeps the first and the last from another size."""
    ratio, least = size / count, size // count
    furthest = min((least + 2) / ratio - 1, (size + 1 - least) / ratio - (count - 1))
    start = philox.uniform(key, counter, 1, DOUBLE)[0] * furthest
    inner = np.ceil(ratio * (np.arange(1, count) + start)) - 1
    return np.array([0, *inner, size], np.int64)


# Regions


def places(regions):
    """The places in each region, a row each, the last one repeated where a region is smaller than the largest."""
    starts, stops = np.array(regions.starts), np.array(regions.stops)
    widest = np.arange(max(stops - starts, default=0))
    return np.minimum(starts[:, None] + widest, stops[:, None] - 1)


def regions_of(sizes, counts, rows, columns, overlapping):
    """How ``counts`` regions lie along height and width of images of these sizes."""
    along_rows = regions("row_pooling_sequence", tuple(rows), sizes[1], counts[0], overlapping)
    return along_rows, regions("col_pooling_sequence", tuple(columns), sizes[2], counts[1], overlapping)


def drawn_regions(sequences, sizes, overlapping):
    counts = [len(sequence) - 1 for sequence in sequences]
    return regions_of(sizes, counts, *(sequence.tolist() for sequence in sequences), overlapping)


def parts(images, along_rows, along_columns):
    """The entries of each region: [n, i, a, j, b, c] is entry (a, b) of the region in row i and column j."""
    return images[:, places(along_rows)][:, :, :, places(along_columns)]


# Greatest entries


@kernel("FractionalMaxPool")
def fractional_max_pool(context, value, *, pooling_ratio, pseudo_random, overlapping, deterministic, seed, seed2):
    rows, columns = sequences(context, np.shape(value), pooling_ratio, pseudo_random, deterministic, seed, seed2)
    return parts(value, *drawn_regions((rows, columns), value.shape, overlapping)).max((2, 4)), rows, columns


@kernel("FractionalMaxPoolGrad")
def fractional_max_pool_grad(orig_input, orig_output, out_backprop, row_pooling_sequence, col_pooling_sequence, *, overlapping):
    images = require_four("orig_input", orig_input)
    require_result(out_backprop, images.shape)
    lies = regions_of(images.shape, out_backprop.shape[1:3], row_pooling_sequence, col_pooling_sequence, overlapping)
    entries = parts(images, *lies).transpose(0, 1, 3, 5, 2, 4)
    first = entries.reshape(*entries.shape[:4], entries.shape[4] * entries.shape[5]).argmax(-1)
    argmax = np.take_along_axis(numbers_of(*lies, images.shape), first[..., None], -1)[..., 0] + np.arange(images.shape[3])
    return scattered(out_backprop, argmax, images.shape, with_batch=False)


def numbers_of(along_rows, along_columns, sizes):
    """[0, i, j, 0, p]: the number of entry p, in reading order, of the first channel of the region in row i and column j."""
    y, x = places(along_rows), places(along_columns)
    return numbers(0, y[:, None, :, None], x[:, None], 0, sizes).reshape(1, len(y), len(x), 1, y.shape[1] * x.shape[1])


def require_result(gradients, sizes):
    """There must be gradients for each image and channel."""
    if np.ndim(gradients) != 4 or gradients.shape[::3] != tuple(sizes[::3]):
        raise InvalidArgumentError.of(f"out_backprop has shape {tuple(gradients.shape)}, but the input {tuple(sizes)}")


# Means


@kernel("FractionalAvgPool")
def fractional_avg_pool(context, value, *, pooling_ratio, pseudo_random, overlapping, deterministic, seed, seed2):
    rows, columns = sequences(context, np.shape(value), pooling_ratio, pseudo_random, deterministic, seed, seed2)
    lies = drawn_regions((rows, columns), value.shape, overlapping)
    inside = once(lies[0])[:, :, None, None] & once(lies[1])
    total = np.where(inside[..., None], parts(value, *lies), 0).sum((2, 4), dtype=value.dtype)
    return quotient(total, sizes_of(*lies)[..., None].astype(value.dtype)), rows, columns


def sizes_of(along_rows, along_columns):
    """How many places each region has."""
    return np.multiply.outer(*(np.subtract(each.stops, each.starts) for each in (along_rows, along_columns)))


def once(regions):
    """Which of the ``places`` are no repetitions."""
    extents = np.subtract(regions.stops, regions.starts)
    return np.arange(extents.max(initial=0)) < extents[:, None]


def quotient(total, count):
    """The quotient, of integers rounded toward zero."""
    return np.sign(total) * (np.abs(total) // count) if total.dtype.kind == "i" else total / count


@kernel("FractionalAvgPoolGrad")
def fractional_avg_pool_grad(orig_input_tensor_shape, out_backprop, row_pooling_sequence, col_pooling_sequence, *, overlapping):
    sizes = tuple(orig_input_tensor_shape)
    require_result(out_backprop, sizes)
    lies = regions_of(sizes, out_backprop.shape[1:3], row_pooling_sequence, col_pooling_sequence, overlapping)
    share = out_backprop / sizes_of(*lies)[..., None].astype(np.float64)
    result = np.zeros(sizes)
    for (above, in_rows), (left, in_columns) in neighbours(*lies):
        result += np.where((in_rows[:, None] & in_columns)[..., None], share[:, above][:, :, left], 0)
    return result.astype(out_backprop.dtype)


def neighbours(along_rows, along_columns):
    """For the region before and the region of each place, along both dimensions: its number, and whether the place is inside of it."""
    return itertools.product(*([membership(regions, before) for before in (1, 0)] for regions in (along_rows, along_columns)))


def membership(regions, before):
    """For every place the region that begins last before or at it, or the one ``before`` that, and whether it is inside of it."""
    place = np.arange(regions.stops[-1] if regions.stops else 0)
    number = np.searchsorted(regions.starts, place, side="right") - 1 - before
    return np.maximum(number, 0), (number >= 0) & (place < np.take(regions.stops, np.maximum(number, 0)))
