"""Elements found: by their truth, by their value, by their place in an order; and how far sequences are apart."""

from ..framework import dtypes
from ..framework.dtypes import INDEX, NUMBER, REAL, DType, int32
from ..framework.op import Host, Outputs, op, require
from ..framework.search_rules import compared_axis, distance_sizes
from ..framework.shape_inference import entries_of
from ..framework.tensor_shape import UNKNOWN, TensorShape, unknown_shape


@op("Where", T=(NUMBER | {dtypes.bool}).default(dtypes.bool))
def where(input: "T") -> Outputs(index="int64"):
    """The positions of all elements that are true or not zero, one per row, in the order of the elements."""
    require(input.shape.rank_at_least(1), "input must have at least one dimension")
    return [None, input.shape.rank]


# Different values


@op("Unique", out_idx=INDEX)
def unique(x: "T", *, out_idx: DType = int32) -> Outputs(y="T", idx="out_idx"):
    """The different values of a vector in order of first appearance, and for each element the position of its value: x[i] = y[idx[i]].

    Every NaN is different from every other.
    """
    _require_vector(x, "x")
    return [None], x.shape.with_rank(1)


@op("UniqueWithCounts", out_idx=INDEX)
def unique_with_counts(x: "T", *, out_idx: DType = int32) -> Outputs(y="T", idx="out_idx", count="out_idx"):
    """What Unique gives, and how often each of the values occurs."""
    _require_vector(x, "x")
    return [None], x.shape.with_rank(1), [None]


@op("UniqueV2", Taxis=INDEX.default(dtypes.int64), out_idx=INDEX)
def unique_v2(x: "T", axis: Host["Taxis"], *, out_idx: DType = int32) -> Outputs(y="T", idx="out_idx"):
    """The different slices of ``x`` along a dimension in order of first appearance, and for each slice the position of its like in ``y``.

    ``axis`` is a vector that holds the number of the dimension, or nothing when ``x`` is a vector. Two slices are alike when all their
    elements are; a slice with a NaN is like no other.
    """
    return _unique_slices(x, axis)


@op("UniqueWithCountsV2", Taxis=INDEX.default(dtypes.int64), out_idx=INDEX)
def unique_with_counts_v2(
    x: "T", axis: Host["Taxis"], *, out_idx: DType = int32
) -> Outputs(y="T", idx="out_idx", count="out_idx"):  # fmt: skip
    """What UniqueV2 gives, and how often each of the slices occurs."""
    return *_unique_slices(x, axis), [None]


def _unique_slices(x, axis):
    _require_vector(axis, "axis")
    entries, sizes = entries_of(axis), x.shape.sizes
    if sizes is None or entries is None or None in entries:
        return unknown_shape(x.shape.rank), unknown_shape(1)
    position = compared_axis(sizes, entries)
    return [*sizes[:position], None, *sizes[position + 1 :]], [sizes[position]]


@op("ListDiff", out_idx=INDEX)
def list_diff(x: "T", y: "T", *, out_idx: DType = int32) -> Outputs(out="T", idx="out_idx"):
    """The elements of the vector ``x`` that the vector ``y`` does not have, in their order and as often as they occur, and their positions."""
    _require_vector(x, "x")
    _require_vector(y, "y")
    return [None], [None]


def _require_vector(tensor, named):
    require(tensor.shape.has_rank(1), "{} must be a vector, not of shape {}", named, tensor.shape)


# Places in an order


@op("LowerBound", out_type=INDEX)
def lower_bound(sorted_inputs: "T", values: "T", *, out_type: DType = int32) -> Outputs(output="out_type"):
    """For each of ``values`` the first place in its row at which it could be inserted: how many elements of that row are less.

    Both are matrices of as many rows; every row of ``sorted_inputs`` is in ascending order. Real numbers only.
    """
    return _bounds(sorted_inputs, values)


@op("UpperBound", out_type=INDEX)
def upper_bound(sorted_inputs: "T", values: "T", *, out_type: DType = int32) -> Outputs(output="out_type"):
    """For each of ``values`` the last place in its row at which it could be inserted: how many elements of that row are not greater.

    Arguments: as LowerBound.
    """
    return _bounds(sorted_inputs, values)


def _bounds(sorted_inputs, values):
    require(values.dtype in REAL, "values must be real numbers, not {}", values.dtype.name)
    rows = sorted_inputs.shape.with_rank(2)[0]
    return [rows.merge_with(values.shape.with_rank(2)[0]), values.shape.with_rank(2)[1]]


# Sequences


@op("EditDistance")
def edit_distance(
    hypothesis_indices: "int64", hypothesis_values: "T", hypothesis_shape: Host["int64"],
    truth_indices: "int64", truth_values: "T", truth_shape: Host["int64"], *, normalize: bool = True,
) -> Outputs(output="float32"):  # fmt: skip
    """How many insertions, deletions and replacements turn each sequence of the hypothesis into that of the truth.

    Both are sparse tensors of the same rank, at least 2, given by the coordinates, values and shape of their entries. The last dimension
    runs along the sequences; the result has the others, of each the greater size. With ``normalize`` distances are divided by the length
    of the true sequence: infinite where that is empty and the hypothesis is not, 0 where both are.

    With d(i, j) the distance of the first i elements of one to the first j of the other, d(i, 0) = i, d(0, j) = j, and
    d(i, j) = min(d(i - 1, j) + 1, d(i, j - 1) + 1, d(i - 1, j - 1) + (a[i] ≠ b[j])). Wagner & Fischer, The string-to-string correction
    problem, 1974.
    """
    shapes = [
        _sparse_shape(hypothesis_indices, hypothesis_values, hypothesis_shape),
        _sparse_shape(truth_indices, truth_values, truth_shape),
    ]
    rank = next((len(shape) for shape in shapes if shape is not None), None)
    return UNKNOWN if rank is None else distance_sizes(*((None,) * rank if shape is None else shape for shape in shapes))


def _sparse_shape(indices, values, shape):
    """The sizes of a sparse tensor, as far as they are known, once its parts are seen to fit."""
    _require_vector(shape, "the shape of a sparse tensor")
    entries = entries_of(shape)
    indices.shape.assert_is_compatible_with(TensorShape([values.shape.with_rank(1)[0], None if entries is None else len(entries)]))
    return entries
