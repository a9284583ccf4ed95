"""Reductions of groups of rows.

``segment_ids`` says for each row of ``data`` (or each slice of its leading dimensions) to which segment it belongs.
Segment… ops want one id per row, sorted and not negative; their last id says how many segments there are. UnsortedSegment… ops are
told, take ids of any leading dimensions, and leave rows of negative ids out. Violations are InvalidArgumentErrors of the run on the
CPU; on CUDA, where nobody waits to look, a row whose id is too large is left out.
"""

from ..framework.dtypes import INDEX, NUMBER, REAL, TypeSet, int16, int32, int64
from ..framework.math_rules import segmented_sizes
from ..framework.op import Host, Outputs, op, require, value_of
from ..framework.tensor_shape import UNKNOWN, TensorShape


def sorted_shape(data: TensorShape, segment_ids: TensorShape) -> TensorShape:
    """One row per segment; how many there are is known only when the ids are."""
    require(data.rank_at_least(1), "data must have at least one dimension, not shape {}", data)
    ids = segment_ids.with_rank(1)
    return UNKNOWN if data.sizes is None else TensorShape(segmented_sizes(data.sizes, ids.sizes, None))


def unsorted_shape(data: TensorShape, segment_ids: TensorShape, num_segments: object) -> TensorShape:
    """As many rows as there are segments."""
    segments = value_of(num_segments)
    if data.sizes is None or segment_ids.sizes is None:
        return UNKNOWN
    return TensorShape(segmented_sizes(data.sizes, segment_ids.sizes, segments))


@op("SegmentSum", T=NUMBER, Tindices=INDEX)
def segment_sum(data: "T", segment_ids: "Tindices") -> Outputs(output="T"):
    """The sums of segments; 0 for an id that does not occur."""
    return sorted_shape(data.shape, segment_ids.shape)


@op("SegmentMean", T=NUMBER, Tindices=INDEX)
def segment_mean(data: "T", segment_ids: "Tindices") -> Outputs(output="T"):
    """The means of segments, those of integers cut towards zero; 0 for an id that does not occur."""
    return sorted_shape(data.shape, segment_ids.shape)


@op("SegmentProd", T=NUMBER, Tindices=INDEX)
def segment_prod(data: "T", segment_ids: "Tindices") -> Outputs(output="T"):
    """The products of segments; 1 for an id that does not occur."""
    return sorted_shape(data.shape, segment_ids.shape)


@op("SegmentMax", T=REAL, Tindices=INDEX)
def segment_max(data: "T", segment_ids: "Tindices") -> Outputs(output="T"):
    """The greatest elements of segments; 0 for an id that does not occur."""
    return sorted_shape(data.shape, segment_ids.shape)


@op("SegmentMin", T=REAL, Tindices=INDEX)
def segment_min(data: "T", segment_ids: "Tindices") -> Outputs(output="T"):
    """The least elements of segments; 0 for an id that does not occur."""
    return sorted_shape(data.shape, segment_ids.shape)


@op("UnsortedSegmentSum", T=NUMBER, Tindices=TypeSet([int16, int32, int64]), Tnumsegments=INDEX.default(int32))
def unsorted_segment_sum(data: "T", segment_ids: "Tindices", num_segments: Host["Tnumsegments"]) -> Outputs(output="T"):
    """The sums of segments; 0 for one without rows."""
    return unsorted_shape(data.shape, segment_ids.shape, num_segments)


@op("UnsortedSegmentProd", T=NUMBER, Tindices=INDEX, Tnumsegments=INDEX.default(int32))
def unsorted_segment_prod(data: "T", segment_ids: "Tindices", num_segments: Host["Tnumsegments"]) -> Outputs(output="T"):
    """The products of segments; 1 for one without rows."""
    return unsorted_shape(data.shape, segment_ids.shape, num_segments)


@op("UnsortedSegmentMax", T=REAL, Tindices=INDEX, Tnumsegments=INDEX.default(int32))
def unsorted_segment_max(data: "T", segment_ids: "Tindices", num_segments: Host["Tnumsegments"]) -> Outputs(output="T"):
    """The greatest elements of segments, but not less than the lowest finite value of the type, which a segment without rows has."""
    return unsorted_shape(data.shape, segment_ids.shape, num_segments)


@op("UnsortedSegmentMin", T=REAL, Tindices=INDEX, Tnumsegments=INDEX.default(int32))
def unsorted_segment_min(data: "T", segment_ids: "Tindices", num_segments: Host["Tnumsegments"]) -> Outputs(output="T"):
    """The least elements of segments, but not more than the greatest finite value of the type, which a segment without rows has."""
    return unsorted_shape(data.shape, segment_ids.shape, num_segments)
