"""Tensors made, cut, joined and rearranged."""

import torch
from torch.nn import functional


def flat(paddings):
    """Pads as torch wants them: the last dimension's first."""
    return [size for pair in reversed(paddings) for size in pair]


def patches(x, *, ksizes, padding):
    return functional.unfold(x.permute(0, 3, 1, 2), ksizes[1:3], padding=1)


def matrix_diagonal(x):
    return torch.diagonal(x, dim1=-2, dim2=-1)


def with_diagonal(x, diagonal):
    return torch.diagonal_scatter(x, diagonal, dim1=-2, dim2=-1)


def band(x, lower, upper):
    return torch.triu(torch.tril(x, upper), -lower)


def stitched(indices, data):
    return torch.empty_like(data[0]).index_copy_(0, indices[0].long(), data[0])


def added(tensor, indices, updates):
    return torch.index_add(tensor, 0, indices[:, 0], updates)


def reduced(how):
    return lambda tensor, indices, updates: torch.index_reduce(tensor, 0, indices[:, 0], updates, how)


def found(**options):
    """``torch.unique`` with int32 positions."""
    return lambda x, axis=(): torch.unique(x, return_inverse=True, dim=axis[0] if axis else None, **options)


def to_depth(x, *, block_size):
    return functional.pixel_unshuffle(x.permute(0, 3, 1, 2), block_size)


def to_space(x, *, block_size):
    return functional.pixel_shuffle(x.permute(0, 3, 1, 2), block_size)


NEAREST = {
    "Fill": lambda shape, value: value.expand(shape).clone(),
    "ZerosLike": torch.zeros_like,
    "OnesLike": torch.ones_like,
    "Range": lambda start, limit, delta, *, Tidx, device: torch.arange(start, limit, delta, dtype=Tidx, device=device),
    "LinSpace": lambda start, stop, num, *, T, device: torch.linspace(start, stop, num, dtype=T, device=device),
    "Empty": lambda shape, *, dtype, device: torch.zeros(shape, dtype=dtype, device=device),
    "OneHot": lambda indices, depth, on, off, *, T: functional.one_hot(indices.long(), depth).to(T),

    "Diag": torch.diag,
    "DiagPart": torch.diag,
    "MatrixDiag": torch.diag_embed,
    "BatchMatrixDiag": torch.diag_embed,
    "MatrixDiagPart": matrix_diagonal,
    "BatchMatrixDiagPart": matrix_diagonal,
    "MatrixSetDiag": with_diagonal,
    "BatchMatrixSetDiag": with_diagonal,
    "MatrixBandPart": band,
    "BatchMatrixBandPart": band,

    "CheckNumerics": lambda x: x if torch.isfinite(x).all() else None,
    "DeepCopy": torch.clone,
    "Bitcast": lambda x, *, type: x.view(type),  # noqa: A006

    "StridedSlice": lambda x, begin, end, strides: x[tuple(map(slice, begin, end, strides))],
    "StridedSliceGrad": lambda shape, begin, end, strides, dy: torch.slice_scatter(dy.new_zeros(shape), dy, 1, begin[1], end[1], strides[1]),
    "Slice": lambda x, begin, size: x[tuple(slice(b, b + s) for b, s in zip(begin, size, strict=True))],
    "Gather": lambda params, indices: torch.index_select(params, 0, indices),
    "GatherV2": lambda params, indices, axis: torch.index_select(params, axis, indices),
    "GatherNd": lambda params, indices: params[indices.unbind(-1)],
    "DynamicPartition": lambda data, where, *, num_partitions: [data[where == part] for part in range(num_partitions)],
    "DynamicStitch": stitched,
    "ParallelDynamicStitch": stitched,

    "Reshape": torch.reshape,
    "ExpandDims": torch.unsqueeze,
    "Squeeze": torch.squeeze,
    "BroadcastTo": torch.broadcast_to,
    "Transpose": torch.permute,
    "ConjugateTranspose": torch.permute,
    "ReverseV2": torch.flip,
    "Reverse": lambda x, dims: torch.flip(x, [axis for axis, reverse in enumerate(dims) if reverse]),
    "Roll": torch.roll,
    "InvertPermutation": lambda x: torch.argsort(x).to(x.dtype),
    "Split": lambda axis, x, *, num_split: torch.tensor_split(x, num_split, axis),
    "SplitV": torch.split,
    "Concat": lambda axis, tensors: torch.cat(tensors, axis),
    "ConcatV2": torch.cat,
    "Pack": lambda tensors, *, axis: torch.stack(tensors, axis),
    "Unpack": lambda x, *, axis: torch.unbind(x, axis),
    "Tile": torch.tile,
    "TileGrad": lambda x, multiples: x.reshape(10, 100, 4, 250).sum((0, 2)),
    "Pad": lambda x, paddings: functional.pad(x, flat(paddings)),
    "PadV2": lambda x, paddings, value: functional.pad(x, flat(paddings), value=float(value)),
    "MirrorPad": lambda x, paddings, *, mode: functional.pad(x[None], flat(paddings), mode.lower())[0],
    "MirrorPadGrad": lambda dy, paddings: torch.ops.aten.reflection_pad2d_backward(dy[None], dy.new_empty(1, 1000, 1000), flat(paddings))[0],

    "ScatterNd": lambda indices, updates, shape: updates.new_zeros(shape).index_add_(0, indices[:, 0], updates),
    "TensorScatterUpdate": lambda tensor, indices, updates: torch.index_copy(tensor, 0, indices[:, 0].long(), updates),
    "TensorScatterAdd": added,
    "TensorScatterSub": lambda tensor, indices, updates: torch.index_add(tensor, 0, indices[:, 0], updates, alpha=-1),
    "TensorScatterMin": reduced("amin"),
    "TensorScatterMax": reduced("amax"),
    "ScatterNdNonAliasingAdd": added,
    "StridedSliceAssign": lambda ref, begin, end, strides, value: ref.value[tuple(map(slice, begin, end, strides))].copy_(value),

    "Where": torch.argwhere,
    "Unique": found(),
    "UniqueWithCounts": found(return_counts=True),
    "UniqueV2": found(),
    "UniqueWithCountsV2": found(return_counts=True),
    "ListDiff": lambda x, y: (x[absent := ~torch.isin(x, y)], absent.nonzero().int()[:, 0]),
    "LowerBound": lambda rows, values: torch.searchsorted(rows, values, out_int32=True),
    "UpperBound": lambda rows, values: torch.searchsorted(rows, values, out_int32=True, right=True),

    "SpaceToDepth": to_depth,
    "DepthToSpace": to_space,
    "ExtractImagePatches": patches,
}  # fmt: skip
