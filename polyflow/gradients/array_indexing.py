"""Gradients of indexing: what was read gets the gradient back where it was read, and adds up where it was read several times."""

import math

from ..framework.dtypes import int32
from ..framework.indexed_slices import IndexedSlices
from ..framework.op import value_of
from ..ops import array_creation as creation
from ..ops import array_indexing as indexing
from ..ops import array_manipulation as manipulation
from ..ops import math_elementwise as elementwise
from ..ops import math_reduction as reduction
from ..ops import math_segment as segment
from ..ops.array_scatter import scatter_nd
from .registry import gradient
from .shapes import as_index, shape_of

MASKS = ("begin_mask", "end_mask", "ellipsis_mask", "new_axis_mask", "shrink_axis_mask")


def _masks(op):
    return {name: op.attrs[name] for name in MASKS}


@gradient(indexing.strided_slice)
def _(op, dy):
    input, *bounds = op.inputs
    begin, end, strides = map(as_index, bounds)
    return indexing.strided_slice_grad(shape_of(input, begin.dtype), begin, end, strides, dy, **_masks(op)), None, None, None


@gradient(indexing.strided_slice_grad)
def _(op, dy):
    return None, None, None, None, indexing.strided_slice(dy, *op.inputs[1:4], **_masks(op))


@gradient(indexing.slice_)
def _(op, dy):
    input, begin, _ = op.inputs
    end = elementwise.add(begin, shape_of(op.outputs[0], begin.dtype))
    return indexing.strided_slice_grad(shape_of(input, begin.dtype), begin, end, creation.ones_like(begin), dy), None, None


# Gather and scatter


@gradient(indexing.gather)
def _(op, dy):
    return _rows(op, dy), None


@gradient(indexing.gather_v2)
def _(op, dy):
    if value_of(op.inputs[2]) == 0 and op.attrs["batch_dims"] == 0:
        return _rows(op, dy), None, None
    return _gathered_back(op, dy), None, None


def _rows(op, dy):
    """Rows that were read are all that has a gradient: IndexedSlices, one row per index."""
    params, indices = op.inputs[:2]
    if indices.shape.rank != 1:
        count = manipulation.reshape(manipulation.size(indices), [1])
        dy = manipulation.reshape(dy, manipulation.concat_v2([count, _sizes(params, 1, None)], 0))
        indices = manipulation.reshape(indices, count)
    return IndexedSlices(dy, indices, shape_of(params))


def _gathered_back(op, dy):
    """The dense gradient of a gather along some axis.

    Neighbouring dimensions are lumped together, so that ranks do not matter: params is [batch, outer, size, inner] and dy
    [batch, outer, picks, inner]. Rows (batch, pick) of dy are added up in the rows (batch, position) that were read.
    """
    params, indices = op.inputs[:2]
    axis, shared = _from_front(op.inputs[2], params), _shared_dimensions(op, indices)
    batch, picks = _extent(params, 0, shared), _extent(indices, shared, None)
    outer, size, inner = _extent(params, shared, axis), _extent(params, axis, axis + 1), _extent(params, axis + 1, None)
    rows = manipulation.transpose(manipulation.reshape(dy, [batch, outer, picks, inner]), [0, 2, 1, 3])
    sources = _flat_positions(indices, batch, picks, size)
    summed = segment.unsorted_segment_sum(manipulation.reshape(rows, [batch * picks, outer, inner]), sources, batch * size)
    result = manipulation.transpose(manipulation.reshape(summed, [batch, size, outer, inner]), [0, 2, 1, 3])
    return manipulation.reshape(result, shape_of(params))


def _flat_positions(indices, batch, picks, size):
    """Which of the batch · size rows each index names, as a vector."""
    indices = as_index(indices)
    first = creation.range_(0, batch, 1) * size
    if indices.dtype.base_dtype is not int32:
        first = elementwise.cast(first, DstT=indices.dtype.base_dtype)
    positions = manipulation.reshape(indices, [batch, picks]) + manipulation.expand_dims(first, 1)
    return manipulation.reshape(positions, [-1])


def _from_front(axis, params):
    """The axis of a gather counted from the front: a number where it is known, else a tensor."""
    position, rank = value_of(axis), params.shape.rank
    if position is not None and (position >= 0 or rank is not None):
        return position if rank is None else position % rank
    return elementwise.floor_mod(axis if axis.dtype.base_dtype is int32 else elementwise.cast(axis, DstT=int32), manipulation.rank(params))


def _shared_dimensions(op, indices):
    """``batch_dims`` counted from the front, as a number where it is known."""
    count, rank = op.attrs["batch_dims"], indices.shape.rank
    if count >= 0 or rank is not None:
        return count if count >= 0 else count + rank
    return manipulation.rank(indices) + count


def _extent(tensor, begin, end):
    """The product of the sizes of dimensions ``begin`` to ``end``: a number where it is known, else a tensor."""
    sizes = tensor.shape.sizes
    if sizes is not None and isinstance(begin, int) and isinstance(end, int | None) and None not in sizes[begin:end]:
        return math.prod(sizes[begin:end])
    return reduction.prod(_sizes(tensor, begin, end), [0])


def _sizes(tensor, begin, end):
    """The part of a tensor's shape from dimension ``begin`` to ``end`` (None: the last)."""
    return indexing.strided_slice(shape_of(tensor), [begin], [0 if end is None else end], [1], end_mask=int(end is None))


@gradient(indexing.gather_nd)
def _(op, dy):
    params, indices = op.inputs
    policy = op.attrs["bad_indices_policy"]
    if indices.shape.rank == 2 and indices.shape[1].value == 1 and policy in ("", "DEFAULT", "ERROR"):
        return IndexedSlices(dy, manipulation.squeeze(indices, squeeze_dims=[1]), shape_of(params)), None
    if indices.shape.rank == 1:
        indices, dy = manipulation.expand_dims(indices, 0), manipulation.expand_dims(dy, 0)
    indices = as_index(indices)
    return scatter_nd(indices, dy, shape_of(params, indices.dtype), bad_indices_policy=policy), None


# Distributing and putting together


@gradient(indexing.dynamic_partition)
def _(op, *dys):
    """Distributes the positions of the slices as the slices themselves were; these say where the gradients go back to."""
    data, partitions = op.inputs
    count = manipulation.size(partitions)
    positions = manipulation.reshape(creation.range_(0, count, 1), shape_of(partitions))
    origins = indexing.dynamic_partition(positions, partitions, num_partitions=len(dys))
    return manipulation.reshape(indexing.dynamic_stitch(origins, list(dys)), shape_of(data)), None


@gradient(indexing.dynamic_stitch, indexing.parallel_dynamic_stitch)
def _(op, dy):
    indices = op.inputs[: len(op.inputs) // 2]
    return *[None] * len(indices), *[indexing.gather_v2(dy, index, 0) for index in indices]
