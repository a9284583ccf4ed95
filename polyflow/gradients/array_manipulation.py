"""Gradients of rearrangements: each sends the gradient back through the inverse, or through a sum where elements were copied."""

from ..framework.conversion import constant_tensor
from ..framework.dtypes import int32
from ..framework.indexed_slices import IndexedSlices
from ..framework.op import value_of
from ..ops import array_creation as creation
from ..ops import array_indexing as indexing
from ..ops import array_manipulation as manipulation
from ..ops import array_search as search
from ..ops import math_comparison as comparison
from ..ops import math_elementwise as elementwise
from ..ops import math_reduction as reduction
from ..ops.array_identity import identity
from .helpers import unbroadcast
from .registry import gradient, not_differentiable
from .shapes import shape_of

not_differentiable(
    manipulation.shape, manipulation.shape_n, manipulation.rank, manipulation.size, manipulation.broadcast_args,
    manipulation.broadcast_gradient_args, manipulation.concat_offset, manipulation.invert_permutation,
)  # fmt: skip


# Shapes


@gradient(manipulation.squeeze)
def _(op, dy):
    return manipulation.reshape(dy, shape_of(op.inputs[0]))


@gradient(manipulation.reshape, manipulation.expand_dims)
def _(op, dy):
    return manipulation.reshape(dy, shape_of(op.inputs[0])), None


@gradient(manipulation.broadcast_to)
def _(op, dy):
    return unbroadcast(dy, op.inputs[0], op.outputs[0]), None


# Orders


@gradient(manipulation.transpose)
def _(op, dy):
    return manipulation.transpose(dy, _inverse(op.inputs[1])), None


@gradient(manipulation.conjugate_transpose)
def _(op, dy):
    return manipulation.conjugate_transpose(dy, _inverse(op.inputs[1])), None


def _inverse(perm):
    """The permutation that undoes ``perm``; of a constant a constant."""
    order = value_of(perm)
    if order is None or None in order:
        rank = manipulation.size(perm, out_type=perm.dtype.base_dtype)
        return manipulation.invert_permutation(elementwise.floor_mod(perm, rank))
    axes = [axis % len(order) for axis in order]
    return sorted(range(len(order)), key=axes.__getitem__)


@gradient(manipulation.reverse_v2)
def _(op, dy):
    return manipulation.reverse_v2(dy, op.inputs[1]), None


@gradient(manipulation.reverse)
def _(op, dy):
    return manipulation.reverse(dy, op.inputs[1]), None


@gradient(manipulation.reverse_sequence)
def _(op, dy):
    lengths = op.inputs[1]
    return manipulation.reverse_sequence(dy, lengths, seq_dim=op.attrs["seq_dim"], batch_dim=op.attrs["batch_dim"]), None


@gradient(manipulation.roll)
def _(op, dy):
    _, shift, axis = op.inputs
    return manipulation.roll(dy, elementwise.neg(shift), axis), None, None


# Parts and wholes


@gradient(manipulation.split)
def _(op, *dys):
    return None, _join(dys, op.inputs[0])


@gradient(manipulation.split_v)
def _(op, *dys):
    return _join(dys, op.inputs[2]), None, None


def _join(parts, axis):
    return manipulation.concat_v2(list(parts), axis) if len(parts) > 1 else identity(parts[0])


@gradient(manipulation.concat_v2)
def _(op, dy):
    return *_cut(dy, op.inputs[:-1], op.inputs[-1]), None


@gradient(manipulation.concat)
def _(op, dy):
    return None, *_cut(dy, op.inputs[1:], op.inputs[0])


def _cut(dy, values, axis):
    """The part of ``dy`` that belongs to each of ``values``, which were concatenated along ``axis``."""
    position = value_of(axis)
    if isinstance(dy, IndexedSlices) and position is not None and values[0].shape.rank is not None:
        return _cut_rows(dy, values, position % values[0].shape.rank)
    sizes = [None if position is None or value.shape.rank is None else value.shape[position].value for value in values]
    if None not in sizes:
        return manipulation.split_v(dy, sizes, position, num_split=len(values))
    shapes = manipulation.shape_n(values)
    offsets = manipulation.concat_offset(axis if axis.dtype.base_dtype is int32 else elementwise.cast(axis, DstT=int32), shapes)
    return [indexing.slice_(dy, offset, shape) for offset, shape in zip(offsets, shapes, strict=True)]


def _cut_rows(dy, values, position):
    """Of some rows only: along dimension 0 each value gets those in its range, along another one its part of every row."""
    if position == 0:
        return list(_rows_by_range(dy, values))
    parts = _cut(dy.values, values, constant_tensor(position))
    return [IndexedSlices(part, dy.indices, shape_of(value)) for part, value in zip(parts, values, strict=True)]


def _rows_by_range(dy, values):
    start = 0
    for value in values:
        count = indexing.strided_slice(shape_of(value, dy.indices.dtype), [0], [1], [1], shrink_axis_mask=1)
        stop = elementwise.add(count, start)
        inside = comparison.logical_and(comparison.greater_equal(dy.indices, start), comparison.less(dy.indices, stop))
        chosen = manipulation.reshape(search.where(inside), [-1])
        rows = indexing.gather_v2(dy.indices, chosen, 0)
        yield IndexedSlices(indexing.gather_v2(dy.values, chosen, 0), elementwise.sub(rows, start), shape_of(value))
        start = stop


@gradient(manipulation.pack)
def _(op, dy):
    return manipulation.unpack(dy, num=len(op.inputs), axis=op.attrs["axis"])


@gradient(manipulation.unpack)
def _(op, *dys):
    return manipulation.pack(list(dys), axis=op.attrs["axis"])


@gradient(manipulation.tile)
def _(op, dy):
    """The copies along each dimension become a dimension of their own in front of it, which is summed."""
    shape, copies = _copies_apart(*op.inputs)
    return reduction.sum_(manipulation.reshape(dy, shape), copies), None


@gradient(manipulation.tile_grad)
def _(op, dy):
    return manipulation.tile(dy, op.inputs[1]), None


def _copies_apart(input, multiples):
    """``[multiples[0], shape[0], multiples[1], …]`` and the positions 0, 2, … of the multiples in it."""
    counts, sizes = value_of(multiples), input.shape.sizes
    if counts is not None and sizes is not None and None not in (*counts, *sizes):
        return [size for pair in zip(counts, sizes, strict=True) for size in pair], list(range(0, 2 * len(sizes), 2))
    double = elementwise.mul(manipulation.size(multiples), 2)
    even, odd = creation.range_(0, double, 2), creation.range_(1, elementwise.add(double, 1), 2)
    return indexing.dynamic_stitch([even, odd], [multiples, shape_of(input, multiples.dtype)]), even


# Borders


@gradient(manipulation.pad)
def _(op, dy):
    return _inside(op, dy), None


@gradient(manipulation.pad_v2)
def _(op, dy):
    """As in TensorFlow the constant in the border gets nothing."""
    return _inside(op, dy), None, None


def _inside(op, dy):
    input, paddings = op.inputs[:2]
    before = indexing.strided_slice(paddings, [0, 0], [0, 1], [1, 1], begin_mask=1, end_mask=1, shrink_axis_mask=2)
    return indexing.slice_(dy, before, shape_of(input, paddings.dtype))


@gradient(manipulation.mirror_pad)
def _(op, dy):
    return manipulation.mirror_pad_grad(dy, op.inputs[1], mode=op.attrs["mode"]), None


@gradient(manipulation.mirror_pad_grad)
def _(op, dy):
    return manipulation.mirror_pad(dy, op.inputs[1], mode=op.attrs["mode"]), None
