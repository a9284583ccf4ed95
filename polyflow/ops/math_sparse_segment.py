"""Reductions of groups of picked rows.

The rows are first picked from ``data`` by index, row i being data[indices[i]]; ``segment_ids`` says to which segment each belongs.
The ids are sorted and not negative. Their last one says how many segments there are, unless ``num_segments`` does, which must be
greater than it. Violations are InvalidArgumentErrors of the run on the CPU; on CUDA nobody waits to look.
"""

from ..framework.dtypes import FLOAT, INDEX, REAL, int32
from ..framework.op import Host, Outputs, op, require, value_of
from ..framework.tensor_shape import TensorShape


def picked_shape(data: object, indices: object, segment_ids: object, segments: int | None = None) -> TensorShape:
    """Rows like those of ``data``, one per segment."""
    indices.shape.with_rank(1).merge_with(segment_ids.shape.with_rank(1))
    return TensorShape([segments]) + data.shape.with_rank_at_least(1)[1:]


def counted_shape(data: object, indices: object, segment_ids: object, num_segments: object) -> TensorShape:
    """Rows like those of ``data``, ``num_segments`` of them."""
    require(num_segments.shape.has_rank(0), "num_segments must be a scalar, not of shape {}", num_segments.shape)
    segments = value_of(num_segments)
    require(segments is None or segments >= 0, "num_segments == {} must not be negative", segments)
    return picked_shape(data, indices, segment_ids, segments)


def spread_shape(grad: object, indices: object, segment_ids: object, rows: object) -> TensorShape:
    """Rows like those of ``grad``, as many as the picked-from tensor has."""
    indices.shape.with_rank(1).merge_with(segment_ids.shape.with_rank(1))
    require(rows.shape.has_rank(0), "output_dim0 must be a scalar, not of shape {}", rows.shape)
    return TensorShape([value_of(rows)]) + grad.shape.with_rank_at_least(1)[1:]


@op("SparseSegmentSum", T=REAL, Tidx=INDEX.default(int32), Tsegmentids=INDEX.default(int32))
def sparse_segment_sum(data: "T", indices: "Tidx", segment_ids: "Tsegmentids", *, sparse_gradient: bool = False) -> Outputs(output="T"):
    """The sums of segments of the picked rows; 0 for an id that does not occur."""
    return picked_shape(data, indices, segment_ids)


@op("SparseSegmentMean", T=FLOAT, Tidx=INDEX.default(int32), Tsegmentids=INDEX.default(int32))
def sparse_segment_mean(data: "T", indices: "Tidx", segment_ids: "Tsegmentids", *, sparse_gradient: bool = False) -> Outputs(output="T"):
    """The means of segments of the picked rows; 0 for an id that does not occur."""
    return picked_shape(data, indices, segment_ids)


@op("SparseSegmentSqrtN", T=FLOAT, Tidx=INDEX.default(int32), Tsegmentids=INDEX.default(int32))
def sparse_segment_sqrt_n(data: "T", indices: "Tidx", segment_ids: "Tsegmentids", *, sparse_gradient: bool = False) -> Outputs(output="T"):
    """The sums of segments of the picked rows, each divided by the square root of how many they are; 0 for an id that does not occur."""
    return picked_shape(data, indices, segment_ids)


@op(
    "SparseSegmentSumWithNumSegments",
    T=REAL,
    Tidx=INDEX.default(int32),
    Tnumsegments=INDEX.default(int32),
    Tsegmentids=INDEX.default(int32),
)
def sparse_segment_sum_with_num_segments(
    data: "T", indices: "Tidx", segment_ids: "Tsegmentids", num_segments: Host["Tnumsegments"], *, sparse_gradient: bool = False
) -> Outputs(output="T"):
    """The sums of ``num_segments`` segments of the picked rows; 0 for an id that does not occur."""
    return counted_shape(data, indices, segment_ids, num_segments)


@op(
    "SparseSegmentMeanWithNumSegments",
    T=FLOAT,
    Tidx=INDEX.default(int32),
    Tnumsegments=INDEX.default(int32),
    Tsegmentids=INDEX.default(int32),
)
def sparse_segment_mean_with_num_segments(
    data: "T", indices: "Tidx", segment_ids: "Tsegmentids", num_segments: Host["Tnumsegments"], *, sparse_gradient: bool = False
) -> Outputs(output="T"):
    """The means of ``num_segments`` segments of the picked rows; 0 for an id that does not occur."""
    return counted_shape(data, indices, segment_ids, num_segments)


@op(
    "SparseSegmentSqrtNWithNumSegments",
    T=FLOAT,
    Tidx=INDEX.default(int32),
    Tnumsegments=INDEX.default(int32),
    Tsegmentids=INDEX.default(int32),
)
def sparse_segment_sqrt_n_with_num_segments(
    data: "T", indices: "Tidx", segment_ids: "Tsegmentids", num_segments: Host["Tnumsegments"], *, sparse_gradient: bool = False
) -> Outputs(output="T"):
    """The sums of ``num_segments`` segments of the picked rows, each divided by the square root of how many they are."""
    return counted_shape(data, indices, segment_ids, num_segments)


@op("SparseSegmentSumGrad", T=FLOAT, Tidx=INDEX.default(int32), Tsegmentids=INDEX.default(int32))
def sparse_segment_sum_grad(grad: "T", indices: "Tidx", segment_ids: "Tsegmentids", output_dim0: Host["int32"]) -> Outputs(output="T"):
    """The gradient of SparseSegmentSum: row indices[i] receives grad[segment_ids[i]]."""
    return spread_shape(grad, indices, segment_ids, output_dim0)


@op("SparseSegmentMeanGrad", T=FLOAT, Tidx=INDEX.default(int32), Tsegmentids=INDEX.default(int32))
def sparse_segment_mean_grad(grad: "T", indices: "Tidx", segment_ids: "Tsegmentids", output_dim0: Host["int32"]) -> Outputs(output="T"):
    """The gradient of SparseSegmentMean: row indices[i] receives grad[segment_ids[i]] divided by the size of that segment."""
    return spread_shape(grad, indices, segment_ids, output_dim0)


@op("SparseSegmentSqrtNGrad", T=FLOAT, Tidx=INDEX.default(int32), Tsegmentids=INDEX.default(int32))
def sparse_segment_sqrt_n_grad(grad: "T", indices: "Tidx", segment_ids: "Tsegmentids", output_dim0: Host["int32"]) -> Outputs(output="T"):
    """The gradient of SparseSegmentSqrtN: row indices[i] receives grad[segment_ids[i]] divided by the root of the size of that segment."""
    return spread_shape(grad, indices, segment_ids, output_dim0)
