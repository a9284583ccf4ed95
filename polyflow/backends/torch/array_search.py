"""Elements found: by their truth, by their value, by their place in an order; and how far sequences are apart.

How many are found is data: where a result has that size, the host waits for it.
"""

import math

import torch

from ...framework import search_rules
from ...framework.array_rules import at_run_time
from ...framework.errors import InvalidArgumentError
from . import kernel
from .arrays import as_signed, linear_index
from .unsigned import to_ranks

compared_axis = at_run_time(search_rules.compared_axis)
distance_sizes = at_run_time(search_rules.distance_sizes)
require_same_rows = at_run_time(search_rules.require_same_rows)
require_sparse = at_run_time(search_rules.require_sparse)
require_vector = at_run_time(search_rules.require_vector)

BITS = {2: torch.int16, 4: torch.int32, 8: torch.int64}


@kernel("Where")
def where(input):
    if input.dim() == 0:
        raise InvalidArgumentError.of("input must have at least one dimension")
    return as_signed(input).nonzero()


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
    group, count = kinds(x) if x.dim() == 1 else kinds_of_slices(x, axis)
    places = torch.arange(x.shape[axis], device=x.device)
    first = places.new_full(count.shape, x.shape[axis]).scatter_reduce_(0, group, places, "amin")
    first, by_appearance = first.sort()
    number = torch.empty_like(by_appearance).scatter_(0, by_appearance, places[: len(by_appearance)]).index_select(0, group)
    y = as_signed(x).index_select(axis, first).view(x.dtype)
    return y, number.to(out_idx), count.index_select(0, by_appearance).to(out_idx)


def kinds(values):
    """The number of the kind of each value, and how many values each kind has. Every NaN is different from every other."""
    if values.is_complex():
        return kinds_of_slices(values, 0)
    return torch.unique(as_signed(values), return_inverse=True, return_counts=True)[1:]


def kinds_of_slices(x, axis):
    """The same of slices along a dimension."""
    rows = x.movedim(axis, 0).reshape(x.shape[axis], math.prod(x.shape) // max(1, x.shape[axis]))
    return torch.unique(whole_numbers(rows), return_inverse=True, return_counts=True, dim=0)[1:]


def whole_numbers(rows):
    """Rows of whole numbers, at least one in each, that are equal where ``rows`` are.

    Floating-point numbers are compared by their bits, after -0 has become 0. As NaN is equal to nothing, a further column numbers the
    rows that hold one.
    """
    if rows.is_complex():
        rows = torch.view_as_real(rows).flatten(1)
    if not rows.is_floating_point():
        return as_signed(rows) if rows.shape[1] else rows.new_zeros((len(rows), 1), dtype=torch.bool)
    numbers = torch.arange(1, len(rows) + 1, device=rows.device).mul_(rows.isnan().any(1))
    return torch.cat([rows.add(0.0).view(BITS[rows.element_size()]), numbers.unsqueeze(1)], 1)


@kernel("ListDiff")
def list_diff(x, y, *, out_idx):
    require_vector(x.shape, "x")
    require_vector(y.shape, "y")
    kept = torch.isin(*comparable(x, y), invert=True).nonzero().squeeze(1)
    return as_signed(x).index_select(0, kept).view(x.dtype), kept.to(out_idx)


def comparable(x, y):
    """Both in a type that ``isin`` takes: complex numbers by their kinds."""
    if x.dtype is torch.bool:
        return x.byte(), y.byte()
    if not x.is_complex():
        return as_signed(x), as_signed(y)
    return kinds(torch.cat([x, y]))[0].split([len(x), len(y)])


# Places in an order


@kernel("LowerBound")
def lower_bound(sorted_inputs, values, *, out_type):
    """torch takes NaN for the largest number; here nothing is less than it."""
    found = bound(sorted_inputs, values, out_type, right=False)
    return found.masked_fill_(values.isnan(), 0) if values.is_floating_point() else found


@kernel("UpperBound")
def upper_bound(sorted_inputs, values, *, out_type):
    return bound(sorted_inputs, values, out_type, right=True)


def bound(sorted_inputs, values, out_type, right):
    require_same_rows(sorted_inputs.shape, values.shape)
    rows, values = to_ranks(sorted_inputs).contiguous(), to_ranks(values).contiguous()
    return torch.searchsorted(rows, values, right=right, out_int32=out_type is torch.int32)


# Sequences


@kernel("EditDistance")
def edit_distance(
    hypothesis_indices, hypothesis_values, hypothesis_shape, truth_indices, truth_values, truth_shape, *, normalize
):  # fmt: skip
    sizes = distance_sizes(hypothesis_shape, truth_shape)
    require_sparse(hypothesis_indices.shape, hypothesis_values.shape, hypothesis_shape, "hypothesis")
    require_sparse(truth_indices.shape, truth_values.shape, truth_shape, "truth")
    truth, goals = sequences(truth_indices, as_signed(truth_values), sizes)
    distance = distances(*sequences(hypothesis_indices, as_signed(hypothesis_values), sizes), truth, goals).float()
    if normalize:
        distance = torch.where(goals.eq(0).logical_and(distance.gt(0)), math.inf, distance.div(goals.clamp(min=1)))
    return distance.reshape(sizes)


def sequences(indices, values, sizes):
    """A matrix whose rows start with the sequences of a sparse tensor, and how long these are. Entries without a place count nowhere."""
    count = math.prod(sizes)
    inside, group = linear_index(indices[:, :-1], sizes)
    group = group if inside is None else group.masked_fill(inside.logical_not(), count)
    group, order = group.sort(stable=True)
    lengths = group.bincount(minlength=count + 1)
    places = torch.arange(group.numel(), device=group.device).sub_(lengths.cumsum(0).sub_(lengths).index_select(0, group))
    padded = values.new_zeros((count + 1, int(lengths.max())))
    padded[group, places] = values.index_select(0, order)
    return padded[:count], lengths[:count]


def distances(a, lengths, b, goals):
    """The distances of pairs of sequences, as the reference has them: ``row[j]`` is the distance to the first j elements, less j."""
    row = torch.zeros((len(a), b.shape[1] + 1), dtype=torch.int32, device=b.device)
    for i, item in enumerate(a.unsqueeze(2).unbind(1)):
        reached = row.add(1)
        reached[:, 1:] = torch.minimum(reached[:, 1:], row[:, :-1].sub(item.eq(b).int()))
        row = torch.where(lengths.le(i).unsqueeze(1), row, reached.cummin(1).values)
    return row.gather(1, goals.unsqueeze(1)).squeeze(1).add(goals)
