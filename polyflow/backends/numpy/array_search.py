"""Elements found: by their truth, by their value, by their place in an order; and how far sequences are apart."""

import math
import operator

import numpy as np

from ...framework import search_rules
from ...framework.array_rules import at_run_time
from ...framework.errors import InvalidArgumentError
from . import kernel
from .arrays import linear_index, widened, zeros

compared_axis = at_run_time(search_rules.compared_axis)
distance_sizes = at_run_time(search_rules.distance_sizes)
require_same_rows = at_run_time(search_rules.require_same_rows)
require_sparse = at_run_time(search_rules.require_sparse)
require_vector = at_run_time(search_rules.require_vector)


@kernel("Where")
def where(input):
    if input.ndim == 0:
        raise InvalidArgumentError.of("input must have at least one dimension")
    return np.argwhere(input)


# Different values


@kernel("Unique")
def unique(x, *, out_idx):
    return distinct(x, (), out_idx)[:2]


@kernel("UniqueWithCounts")
def unique_with_counts(x, *, out_idx):
    return distinct(x, (), out_idx)


@kernel("UniqueV2")
def unique_v2(x, axis, *, out_idx):
    return distinct(x, axis, out_idx)[:2]


@kernel("UniqueWithCountsV2")
def unique_with_counts_v2(x, axis, *, out_idx):
    return distinct(x, axis, out_idx)


def distinct(x, axis, out_idx):
    """The different slices in order of first appearance, the number of the kind of each slice, and the size of each kind."""
    axis = compared_axis(x.shape, axis)
    _, first, group, count = np.unique(
        widened(x) if x.ndim == 1 else slice_keys(x, axis),
        return_index=True, return_inverse=True, return_counts=True, equal_nan=False, axis=None if x.ndim == 1 else 0,
    )  # fmt: skip
    by_appearance = np.argsort(first)
    number = np.argsort(by_appearance)[group]
    return np.take(x, first[by_appearance], axis), number.astype(out_idx), count[by_appearance].astype(out_idx)


def slice_keys(x, axis):
    """For each slice a row of numbers; the rows of equal slices are equal."""
    kind = np.moveaxis(kinds(x).reshape(x.shape), axis, 0)
    return kind.reshape(len(kind), math.prod(kind.shape[1:]))


def kinds(values):
    """A number for each of the values, the same for equal ones. Every NaN is different from every other."""
    return np.unique(widened(values), return_inverse=True, equal_nan=False)[1]


@kernel("ListDiff")
def list_diff(x, y, *, out_idx):
    require_vector(x.shape, "x")
    require_vector(y.shape, "y")
    (kept,) = np.isin(*comparable(x, y), invert=True).nonzero()
    return x[kept], kept.astype(out_idx)


def comparable(x, y):
    """Both in a type that NumPy is quick to compare: texts by their kinds."""
    if not x.dtype.hasobject:
        return widened(x), widened(y)
    return np.split(kinds(np.concatenate([x, y])), [x.size])


# Places in an order


@kernel("LowerBound")
def lower_bound(sorted_inputs, values, *, out_type):
    return bound(operator.lt, sorted_inputs, values).astype(out_type)


@kernel("UpperBound")
def upper_bound(sorted_inputs, values, *, out_type):
    return bound(lambda element, value: ~(value < element), sorted_inputs, values).astype(out_type)


def bound(precedes, sorted_inputs, values):
    """How many elements of its row precede each value: a binary search for all of them at once, among ``left`` candidates from ``first``."""
    require_same_rows(sorted_inputs.shape, values.shape)
    size = sorted_inputs.shape[1]
    first, left = np.zeros(values.shape, np.int64), np.full(values.shape, size)
    for _ in range(size.bit_length()):
        half = left // 2
        middle = np.take_along_axis(sorted_inputs, np.minimum(first + half, size - 1), axis=1)
        beyond = (left > 0) & precedes(middle, values)
        first = np.where(beyond, first + half + 1, first)
        left = np.where(beyond, left - half - 1, half)
    return first


# Sequences


@kernel("EditDistance")
def edit_distance(
    hypothesis_indices, hypothesis_values, hypothesis_shape, truth_indices, truth_values, truth_shape, *, normalize
):  # fmt: skip
    sizes = distance_sizes(hypothesis_shape, truth_shape)
    require_sparse(hypothesis_indices.shape, hypothesis_values.shape, hypothesis_shape, "hypothesis")
    require_sparse(truth_indices.shape, truth_values.shape, truth_shape, "truth")
    truth, goals = sequences(truth_indices, truth_values, sizes)
    distance = distances(*sequences(hypothesis_indices, hypothesis_values, sizes), truth, goals).astype(np.float32)
    if normalize:
        distance = np.where((goals == 0) & (distance > 0), np.float32(np.inf), distance / np.maximum(goals, 1).astype(np.float32))
    return distance.reshape(sizes)


def sequences(indices, values, sizes):
    """A matrix whose rows start with the sequences of a sparse tensor, and how long these are."""
    _, group = linear_index(indices[:, :-1], sizes)
    order = np.argsort(group, kind="stable")
    group = group[order]
    lengths = np.bincount(group, minlength=math.prod(sizes))
    padded = zeros((lengths.size, lengths.max(initial=0)), values.dtype)
    padded[group, np.arange(group.size) - (np.cumsum(lengths) - lengths)[group]] = values[order]
    return padded, lengths


def distances(a, lengths, b, goals):
    """The distances of pairs of sequences, all of them at once, row by row of the table of distances between their beginnings.

    ``row[j]`` is d(i, j) - j: then an insertion costs nothing, a deletion 1, a match saves 1, and what the best insertions before it make
    of each entry is a running minimum.
    """
    row = np.zeros((len(a), b.shape[1] + 1), np.int64)
    for i in range(a.shape[1]):
        reached = row + 1
        reached[:, 1:] = np.minimum(reached[:, 1:], row[:, :-1] - (a[:, i : i + 1] == b))
        row = np.where((i < lengths)[:, None], np.minimum.accumulate(reached, axis=1), row)
    return row[np.arange(len(a)), goals] + goals
