"""Tensors rearranged: other shapes, other orders, parts and wholes, borders; and the arithmetic of shapes."""

from ..framework import dtypes
from ..framework.array_rules import (
    canonical_axes,
    canonical_axis,
    mirror_padded_sizes,
    padded_sizes,
    permutation,
    reshaped_sizes,
    rolled_axes,
    sequence_sizes,
    single_axis,
    split_sizes,
    squeezed_axes,
    stretched_sizes,
    tiled_sizes,
    unpadded_sizes,
    untiled_sizes,
)
from ..framework.dtypes import (
    COMPLEX,
    INDEX,
    REAL,
    DType,
    TypeSet,
    int8,
    int32,
    int64,
)
from ..framework.op import Host, List, Meta, Outputs, at_least, op, require, value_of
from ..framework.shape_inference import described_shape, entries_of
from ..framework.tensor_shape import UNKNOWN, unknown_shape

REVERSIBLE = REAL | COMPLEX | {dtypes.bool, dtypes.string}


# Shapes


@op("Reshape", view=True, Tshape=INDEX.default(int32))
def reshape(tensor: "T", shape: Host["Tshape"]) -> Outputs(output="T"):
    """The elements of ``tensor``, the last index running fastest, in ``shape``; one size of -1 is what the others leave.

    InvalidArgumentError when the number of elements differs.
    """
    require(shape.shape.has_rank(1), "shape must be a vector, not of shape {}", shape.shape)
    entries = entries_of(shape)
    return UNKNOWN if entries is None else reshaped_sizes(tensor.shape.sizes, entries)


@op("ExpandDims", view=True, Tdim=INDEX.default(int32))
def expand_dims(input: "T", dim: Host["Tdim"]) -> Outputs(output="T"):
    """``input`` with a new dimension of size 1 at position ``dim``; negative positions count from the end of the result."""
    sizes, position = input.shape.sizes, value_of(dim)
    if sizes is None:
        return UNKNOWN
    if position is None:
        return unknown_shape(len(sizes) + 1)
    axis = canonical_axis(single_axis(position), len(sizes) + 1)
    return [*sizes[:axis], 1, *sizes[axis:]]


@op("Squeeze", view=True, squeeze_dims=at_least(0))
def squeeze(input: "T", *, squeeze_dims: list[int] = []) -> Outputs(output="T"):
    """``input`` without the dimensions ``squeeze_dims``, which must have size 1; without all dimensions of size 1 when none are named."""
    sizes = input.shape.sizes
    if sizes is None or (not squeeze_dims and None in sizes):
        return UNKNOWN
    removed = squeezed_axes(sizes, squeeze_dims)
    return [size for axis, size in enumerate(sizes) if axis not in removed]


@op("Shape", out_type=INDEX)
def shape(input: Meta["T"], *, out_type: DType = int32) -> Outputs(output="out_type"):
    """The sizes of the dimensions of ``input``, as a vector."""
    return [input.shape.rank]


@op("ShapeN", N=at_least(1), out_type=INDEX)
def shape_n(input: List[Meta["T"], "N"], *, out_type: DType = int32) -> Outputs(output=List["out_type", "N"]):
    """The shape of each of ``input``."""
    return [[each.shape.rank] for each in input]


@op("Rank")
def rank(input: Meta["T"]) -> Outputs(output="int32"):
    """The number of dimensions of ``input``."""
    return []


@op("Size", out_type=INDEX)
def size(input: Meta["T"], *, out_type: DType = int32) -> Outputs(output="out_type"):
    """The number of elements of ``input``."""
    return []


@op("BroadcastTo", view=True, Tidx=INDEX.default(int32))
def broadcast_to(input: "T", shape: Host["Tidx"]) -> Outputs(output="T"):
    """``input`` repeated along new leading dimensions and those of size 1, so that it has ``shape``.

    InvalidArgumentError unless each of its sizes, aligned at the last dimension, is 1 or that of ``shape``.
    """
    goal = described_shape(shape)
    return goal if goal.sizes is None or input.shape.sizes is None else stretched_sizes(input.shape.sizes, goal.sizes)


@op("BroadcastArgs", T=INDEX.default(int32))
def broadcast_args(s0: Host["T"], s1: Host["T"]) -> Outputs(r0="T"):
    """The shape of an element-wise operation on tensors of shapes ``s0`` and ``s1``."""
    first, second = _length(s0), _length(s1)
    return [None if first is None or second is None else max(first, second)]


@op("BroadcastGradientArgs", T=INDEX.default(int32))
def broadcast_gradient_args(s0: Host["T"], s1: Host["T"]) -> Outputs(r0="T", r1="T"):
    """The dimensions over which the gradient of an element-wise operation is summed to get back to shape ``s0``, and to ``s1``."""
    _length(s0), _length(s1)
    return [None], [None]


def _length(vector):
    require(vector.shape.has_rank(1), "a shape must be a vector, not of shape {}", vector.shape)
    return vector.shape[0].value


# Orders


@op("Transpose", view=True, Tperm=INDEX.default(int32))
def transpose(x: "T", perm: Host["Tperm"]) -> Outputs(y="T"):
    """``x`` with its dimensions in another order: y.shape[i] = x.shape[perm[i]]."""
    return _permuted(x, perm)


@op("ConjugateTranspose", view=True, Tperm=INDEX.default(int32))
def conjugate_transpose(x: "T", perm: Host["Tperm"]) -> Outputs(y="T"):
    """The complex conjugate of Transpose."""
    return _permuted(x, perm)


def _permuted(x, perm):
    require(perm.shape.has_rank(1), "perm must be a vector, not of shape {}", perm.shape)
    entries, sizes = entries_of(perm), x.shape.sizes
    if entries is None or sizes is None:
        return unknown_shape(len(sizes or entries)) if sizes or entries else UNKNOWN
    return [None if axis is None else sizes[axis] for axis in permutation(entries, len(sizes))]


@op("ReverseV2", view=True, T=REVERSIBLE, Tidx=INDEX.default(int32))
def reverse_v2(tensor: "T", axis: Host["Tidx"]) -> Outputs(output="T"):
    """``tensor`` with the dimensions ``axis`` running backwards."""
    axes = entries_of(axis)
    if tensor.shape.sizes is not None and axes is not None and None not in axes:
        canonical_axes(axes, len(tensor.shape.sizes))
    return tensor.shape


@op("Reverse", view=True, T=REVERSIBLE)
def reverse(tensor: "T", dims: Host["bool"]) -> Outputs(output="T"):
    """``tensor`` with those dimensions running backwards for which ``dims`` is True."""
    count = _length(dims)
    require(count is None or tensor.shape.has_rank(count), "dims has {} entries for a tensor of shape {}", count, tensor.shape)
    return tensor.shape


@op("ReverseSequence", Tlen=INDEX.default(int64))
def reverse_sequence(input: "T", seq_lengths: "Tlen", *, seq_dim: int, batch_dim: int = 0) -> Outputs(output="T"):
    """``input`` with the first ``seq_lengths[i]`` positions of dimension ``seq_dim`` running backwards in slice i of dimension ``batch_dim``.

    InvalidArgumentError on the CPU for a length that is negative or more than the size of the dimension; elsewhere such a length counts
    as the nearest one that is neither.
    """
    require(seq_lengths.shape.has_rank(1), "seq_lengths must be a vector, not of shape {}", seq_lengths.shape)
    sizes = input.shape.sizes
    return UNKNOWN if sizes is None else sequence_sizes(sizes, seq_lengths.shape[0].value, seq_dim, batch_dim)


@op("Roll", Tshift=INDEX, Taxis=INDEX)
def roll(input: "T", shift: Host["Tshift"], axis: Host["Taxis"]) -> Outputs(output="T"):
    """``input`` with dimension ``axis[i]`` turned by ``shift[i]`` positions: what leaves at its end comes back at its beginning.

    ``shift`` and ``axis`` are scalars or vectors of one length; shifts along one dimension add up, negative ones go towards the beginning.
    """
    require(input.shape.rank_at_least(1), "input must have at least one dimension")
    require(shift.shape.rank in (None, 0, 1), "shift must be a scalar or a vector, not of shape {}", shift.shape)
    require(axis.shape.is_compatible_with(shift.shape), "shift and axis must have one shape, not {} and {}", shift.shape, axis.shape)
    rolled_axes(input.shape.rank, value_of(axis))
    return input.shape


@op("InvertPermutation", T=INDEX.default(int32))
def invert_permutation(x: "T") -> Outputs(y="T"):
    """The order that undoes ``x``: y[x[i]] = i. InvalidArgumentError unless x holds each of 0, 1, …, n - 1 once."""
    return x.shape.with_rank(1)


# Parts and wholes


@op("Split", view=True, num_split=at_least(1))
def split(split_dim: Host["int32"], value: "T", *, num_split: int) -> Outputs(output=List["T", "num_split"]):
    """``value`` cut into ``num_split`` equal parts along dimension ``split_dim``."""
    axis = value_of(split_dim)
    if axis is None or value.shape.sizes is None:
        return [unknown_shape(value.shape.rank)] * num_split
    sizes = list(value.shape.sizes)
    axis = canonical_axis(axis, len(sizes))
    if sizes[axis] is not None:
        require(
            sizes[axis] % num_split == 0, "num_split {} does not evenly divide dimension {}, whose size is {}", num_split, axis, sizes[axis]
        )
        sizes[axis] //= num_split
    return [sizes] * num_split


@op("SplitV", view=True, num_split=at_least(1), Tlen=TypeSet([int8, int32, int64]).default(int64))
def split_v(value: "T", size_splits: Host["Tlen"], split_dim: Host["int32"], *, num_split: int) -> Outputs(output=List["T", "num_split"]):
    """``value`` cut along dimension ``split_dim`` into parts of sizes ``size_splits``; one of -1 takes what the others leave."""
    count = _length(size_splits)
    require(count in (None, num_split), "size_splits has {} entries for {} parts", count, num_split)
    axis = value_of(split_dim)
    if axis is None or value.shape.sizes is None:
        return [unknown_shape(value.shape.rank)] * num_split
    sizes = value.shape.sizes
    axis = canonical_axis(axis, len(sizes))
    parts = split_sizes(entries_of(size_splits) or (None,) * num_split, sizes[axis])
    return [[*sizes[:axis], part, *sizes[axis + 1 :]] for part in parts]


@op("Concat", N=at_least(2))
def concat(concat_dim: Host["int32"], values: List["T", "N"]) -> Outputs(output="T"):
    """``values`` one after another along dimension ``concat_dim``; they agree in all other dimensions."""
    return _joined(values, value_of(concat_dim))


@op("ConcatV2", N=at_least(2), Tidx=INDEX.default(int32))
def concat_v2(values: List["T", "N"], axis: Host["Tidx"]) -> Outputs(output="T"):
    """``values`` one after another along dimension ``axis``; they agree in all other dimensions."""
    return _joined(values, value_of(axis))


def _joined(values, axis):
    rank = next((value.shape.rank for value in values if value.shape.rank is not None), None)
    if rank is None:
        return UNKNOWN
    require(rank > 0, "scalars cannot be concatenated; pack makes a vector of them")
    shapes = [value.shape.with_rank(rank) for value in values]
    if axis is None:
        return unknown_shape(rank)
    axis = canonical_axis(axis, rank)
    rest = unknown_shape(rank - 1)
    for each in shapes:
        rest = rest.merge_with(each[:axis] + each[axis + 1 :])
    parts = [each.sizes[axis] for each in shapes]
    return rest[:axis] + [None if None in parts else sum(parts)] + rest[axis:]


@op("ConcatOffset", N=at_least(2), shape_type=INDEX.default(int32))
def concat_offset(concat_dim: Host["int32"], shape: List[Host["shape_type"], "N"]) -> Outputs(offset=List["shape_type", "N"]):
    """Where in a concatenation along ``concat_dim`` tensors of these shapes start."""
    return [each.shape.with_rank(1) for each in shape]


@op("Pack", N=at_least(1))
def pack(values: List["T", "N"], *, axis: int = 0) -> Outputs(output="T"):
    """``values``, all of one shape, side by side along a new dimension ``axis``."""
    each = UNKNOWN
    for value in values:
        each = each.merge_with(value.shape)
    if each.sizes is None:
        return UNKNOWN
    position = canonical_axis(axis, len(each.sizes) + 1)
    return [*each.sizes[:position], len(values), *each.sizes[position:]]


@op("Unpack", view=True, num=at_least(0))
def unpack(value: "T", *, num: int, axis: int = 0) -> Outputs(output=List["T", "num"]):
    """The ``num`` slices of ``value`` along dimension ``axis``, without that dimension."""
    sizes = value.shape.sizes
    if sizes is None:
        return [UNKNOWN] * num
    position = canonical_axis(axis, len(sizes))
    require(sizes[position] in (None, num), "dimension {} has size {}, not {}", position, sizes[position], num)
    return [sizes[:position] + sizes[position + 1 :]] * num


@op("Tile", Tmultiples=INDEX.default(int32))
def tile(input: "T", multiples: Host["Tmultiples"]) -> Outputs(output="T"):
    """``input`` repeated ``multiples[i]`` times along dimension i."""
    require(multiples.shape.has_rank(1), "multiples must be a vector, not of shape {}", multiples.shape)
    counts, sizes = entries_of(multiples), input.shape.sizes
    if counts is None or sizes is None:
        return unknown_shape(len(sizes or counts)) if sizes or counts else UNKNOWN
    return tiled_sizes(sizes, counts)


@op("TileGrad")
def tile_grad(input: "T", multiples: Host["int32"]) -> Outputs(output="T"):
    """The gradient of Tile: the sum of the ``multiples[i]`` equal parts of ``input`` along each dimension i."""
    require(input.dtype not in (dtypes.bool, dtypes.string), "parts of type {} cannot be added up", input.dtype.name)
    require(multiples.shape.has_rank(1), "multiples must be a vector, not of shape {}", multiples.shape)
    counts, sizes = entries_of(multiples), input.shape.sizes
    if counts is None or sizes is None:
        return unknown_shape(len(sizes or counts)) if sizes or counts else UNKNOWN
    return untiled_sizes(sizes, counts)


# Borders


@op("Pad", Tpaddings=INDEX.default(int32))
def pad(input: "T", paddings: Host["Tpaddings"]) -> Outputs(output="T"):
    """``input`` between ``paddings[i, 0]`` zeros before and ``paddings[i, 1]`` after it in each dimension i."""
    return _bordered(padded_sizes, input, paddings)


@op("PadV2", Tpaddings=INDEX.default(int32))
def pad_v2(input: "T", paddings: Host["Tpaddings"], constant_values: "T") -> Outputs(output="T"):
    """Pad with the scalar ``constant_values`` in place of zeros."""
    require(constant_values.shape.has_rank(0), "constant_values must be a scalar, not of shape {}", constant_values.shape)
    return _bordered(padded_sizes, input, paddings)


@op("MirrorPad", view=True, Tpaddings=INDEX.default(int32), mode={"REFLECT", "SYMMETRIC"})
def mirror_pad(input: "T", paddings: Host["Tpaddings"], *, mode: str) -> Outputs(output="T"):
    """``input`` continued beyond its borders by its mirror image, which repeats the border itself (SYMMETRIC) or not (REFLECT).

    ``paddings[i]`` are the numbers of elements before and after dimension i: at most its size, or one less for REFLECT.
    """
    return _bordered(lambda sizes, rows: mirror_padded_sizes(sizes, rows, mode), input, paddings)


@op("MirrorPadGrad", view=True, Tpaddings=INDEX.default(int32), mode={"REFLECT", "SYMMETRIC"})
def mirror_pad_grad(input: "T", paddings: Host["Tpaddings"], *, mode: str) -> Outputs(output="T"):
    """The gradient of MirrorPad: the borders of ``input`` cut off and added to the elements that they mirror."""
    return _bordered(unpadded_sizes, input, paddings)


def _bordered(rule, input, paddings):
    require(
        paddings.shape.is_compatible_with([input.shape.rank, 2]),
        "paddings has shape {} for a tensor of shape {}",
        paddings.shape,
        input.shape,
    )
    rows, sizes = value_of(paddings), input.shape.sizes
    if rows is None or sizes is None:
        return unknown_shape(paddings.shape.merge_with([input.shape.rank, 2])[0].value)
    return rule(sizes, rows)
