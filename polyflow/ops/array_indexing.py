"""Elements picked by position and put back by position."""

from ..framework.array_rules import gather_axes, known_policy, slice_sizes
from ..framework.dtypes import INDEX, TypeSet, int16, int32, int64
from ..framework.op import Host, List, Outputs, at_least, op, require, value_of
from ..framework.shape_inference import described_shape, entries_of, slice_entries
from ..framework.strided_slice import Masks, dense_index, sliced_sizes
from ..framework.tensor_shape import UNKNOWN, unknown_shape

SMALL_INDEX = TypeSet([int16, int32, int64])


@op("StridedSlice", view=True, Index=SMALL_INDEX)
def strided_slice(
    input: "T", begin: Host["Index"], end: Host["Index"], strides: Host["Index"],
    *, begin_mask: int = 0, end_mask: int = 0, ellipsis_mask: int = 0, new_axis_mask: int = 0, shrink_axis_mask: int = 0,
) -> Outputs(output="T"):  # fmt: skip
    """What a Python subscript like ``x[begin:end:stride, ..., None, 3]`` selects.

    The vectors have one entry per item of the subscript; bit i of a mask says that item i has no begin or no end, is an ellipsis, a new
    dimension of size 1, or the single position ``begin[i]``. ``framework/strided_slice.py`` has the details.
    """
    masks = Masks(begin_mask, end_mask, ellipsis_mask, new_axis_mask, shrink_axis_mask)
    items = slice_entries(begin, end, strides)
    if input.shape.sizes is None or items is None:
        return UNKNOWN
    return sliced_sizes(input.shape.sizes, dense_index(input.shape.sizes, *items, masks))


@op("StridedSliceGrad", Index=INDEX)
def strided_slice_grad(
    shape: Host["Index"], begin: Host["Index"], end: Host["Index"], strides: Host["Index"], dy: "T",
    *, begin_mask: int = 0, end_mask: int = 0, ellipsis_mask: int = 0, new_axis_mask: int = 0, shrink_axis_mask: int = 0,
) -> Outputs(output="T"):  # fmt: skip
    """A tensor of ``shape`` with ``dy`` where StridedSlice of the same arguments reads, and zeros elsewhere."""
    masks = Masks(begin_mask, end_mask, ellipsis_mask, new_axis_mask, shrink_axis_mask)
    result = described_shape(shape)
    items = slice_entries(begin, end, strides)
    if result.sizes is not None and items is not None:
        selected = sliced_sizes(result.sizes, dense_index(result.sizes, *items, masks))
        require(dy.shape.is_compatible_with(selected), "the slice has shape {}, but dy has {}", list(selected), dy.shape)
    return result


@op("Slice", view=True, Index=INDEX)
def slice_(input: "T", begin: Host["Index"], size: Host["Index"]) -> Outputs(output="T"):
    """The block of ``input`` that starts at ``begin`` and has ``size``; a size of -1 reaches to the end of its dimension."""
    sizes, first, counts = input.shape.sizes, entries_of(begin), entries_of(size)
    known = next((len(entries) for entries in (sizes, first, counts) if entries is not None), None)
    if known is None:
        return UNKNOWN
    blank = (None,) * known
    return slice_sizes(*(blank if entries is None else entries for entries in (sizes, first, counts)))


@op("Gather", Tindices=INDEX)
def gather(params: "Tparams", indices: "Tindices", *, validate_indices: bool = True) -> Outputs(output="Tparams"):
    """The rows of ``params`` that ``indices`` name: output[i, …] = params[indices[i], …].

    InvalidArgumentError for an index out of range on the CPU; on other devices its row is zeros.
    """
    require(params.shape.rank_at_least(1), "params must have at least one dimension")
    return indices.shape + params.shape[1:]


@op("GatherV2", Tindices=SMALL_INDEX, Taxis=INDEX)
def gather_v2(params: "Tparams", indices: "Tindices", axis: Host["Taxis"], *, batch_dims: int = 0) -> Outputs(output="Tparams"):
    """The slices of ``params`` along dimension ``axis`` that ``indices`` name.

    output[b, outer, i, inner] = params[b, outer, indices[b, i], inner], where b are the first ``batch_dims`` dimensions, which params and
    indices share, and outer those of params between b and axis. Out-of-range indices: as Gather.
    """
    require(params.shape.rank_at_least(1), "params must have at least one dimension")
    position, sizes, picks = value_of(axis), params.shape.sizes, indices.shape.sizes
    if sizes is None or picks is None:
        return UNKNOWN
    if position is None:
        shared_rank = batch_dims + len(picks) if batch_dims < 0 else batch_dims
        return unknown_shape(len(sizes) + len(picks) - 1 - shared_rank)
    position, batch = gather_axes(len(sizes), len(picks), position, batch_dims)
    shared = params.shape[:batch].merge_with(indices.shape[:batch])
    return shared + sizes[batch:position] + picks[batch:] + sizes[position + 1 :]


@op("GatherNd", Tindices=SMALL_INDEX)
def gather_nd(params: "Tparams", indices: "Tindices", *, bad_indices_policy: str = "") -> Outputs(output="Tparams"):
    """The slices of ``params`` that the vectors along the last dimension of ``indices`` name: output[i] = params[indices[i]].

    An index vector may be shorter than the rank of params. One out of range is an InvalidArgumentError on the CPU unless
    ``bad_indices_policy`` is "IGNORE"; there and on other devices its slice is zeros.
    """
    known_policy(bad_indices_policy)
    require(indices.shape.rank_at_least(1), "indices must have at least one dimension")
    depth = indices.shape[-1].value
    if depth is None:
        return UNKNOWN
    require(params.shape.rank_at_least(depth), "index vectors of length {} are too long for params of shape {}", depth, params.shape)
    return indices.shape[:-1] + params.shape[depth:]


@op("DynamicPartition", num_partitions=at_least(1))
def dynamic_partition(data: "T", partitions: "int32", *, num_partitions: int) -> Outputs(outputs=List["T", "num_partitions"]):
    """``data`` distributed: output k holds, in order, the slices whose entry of ``partitions`` is k.

    data.shape starts with partitions.shape. InvalidArgumentError on the CPU for an entry that is not in [0, num_partitions).
    """
    rank = partitions.shape.rank
    if rank is None:
        return [UNKNOWN] * num_partitions
    data.shape.with_rank_at_least(rank)[:rank].assert_is_compatible_with(partitions.shape)
    return [unknown_shape(1) + data.shape[rank:]] * num_partitions


@op("DynamicStitch", N=at_least(1))
def dynamic_stitch(indices: List["int32", "N"], data: List["T", "N"]) -> Outputs(merged="T"):
    """``data`` put together: merged[indices[k][i, …]] = data[k][i, …], the later one where an index occurs twice.

    Each data[k].shape starts with indices[k].shape, and what follows is the same for all. merged has one more row than the largest
    index; rows that no index names are zeros.
    """
    return _stitched(indices, data)


@op("ParallelDynamicStitch", N=at_least(1))
def parallel_dynamic_stitch(indices: List["int32", "N"], data: List["T", "N"]) -> Outputs(merged="T"):
    """``data`` put together as DynamicStitch does, in no given order: which one stays where an index occurs twice is left open."""
    return _stitched(indices, data)


def _stitched(indices, data):
    inner = UNKNOWN
    for index, values in zip(indices, data):
        rank = index.shape.rank
        if rank is not None:
            values.shape.with_rank_at_least(rank)[:rank].assert_is_compatible_with(index.shape)
            inner = inner.merge_with(values.shape[rank:])
    return unknown_shape(1).concatenate(inner) if (count := _stitched_count(indices)) is None else [count] + inner


def _stitched_count(indices):
    """One more than the largest index, where all are known."""
    values = [value_of(index) for index in indices]
    return 1 + max(map(_largest, values), default=-1) if all(map(_known, values)) else None


def _known(value):
    return all(map(_known, value)) if isinstance(value, tuple) else value is not None


def _largest(value):
    return max(map(_largest, value), default=-1) if isinstance(value, tuple) else value
