"""Arrays made, cut, joined and rearranged."""

import numpy as np


def updated(ufunc):
    """Rows of a copy, combined with updates by a ufunc."""
    return lambda tensor, indices, updates: ((result := tensor.copy()), ufunc.at(result, indices[:, 0], updates))[0]


NEAREST = {
    "Fill": np.full,
    "ZerosLike": np.zeros_like,
    "OnesLike": np.ones_like,
    "Range": lambda start, limit, delta, *, Tidx: np.arange(start, limit, delta, Tidx),
    "LinSpace": lambda start, stop, num, *, T: np.linspace(start, stop, num, dtype=T),
    "Empty": lambda shape, *, dtype: np.zeros(shape, dtype),
    "OneHot": lambda indices, depth, on, off, *, T: np.eye(depth, dtype=T)[indices],

    "Diag": np.diag,
    "DiagPart": np.diag,
    "MatrixDiagPart": lambda x: np.diagonal(x, axis1=-2, axis2=-1),
    "BatchMatrixDiagPart": lambda x: np.diagonal(x, axis1=-2, axis2=-1),
    "MatrixBandPart": lambda x, lower, upper: np.triu(np.tril(x, upper), -lower),
    "BatchMatrixBandPart": lambda x, lower, upper: np.triu(np.tril(x, upper), -lower),

    "CheckNumerics": lambda x: x if np.isfinite(x).all() else None,
    "DeepCopy": np.copy,
    "Bitcast": lambda x, *, type: x.view(type),  # noqa: A006

    "StridedSlice": lambda x, begin, end, strides: x[tuple(map(slice, begin, end, strides))],
    "Slice": lambda x, begin, size: x[tuple(slice(b, b + s) for b, s in zip(begin, size, strict=True))],
    "Gather": lambda params, indices: np.take(params, indices, 0),
    "GatherV2": np.take,
    "GatherNd": lambda params, indices: params[tuple(np.moveaxis(indices, -1, 0))],
    "DynamicPartition": lambda data, where, *, num_partitions: [data[where == part] for part in range(num_partitions)],
    "DynamicStitch": lambda indices, data: data[0][np.argsort(indices[0])],
    "ParallelDynamicStitch": lambda indices, data: data[0][np.argsort(indices[0])],

    "Reshape": np.reshape,
    "ExpandDims": np.expand_dims,
    "Squeeze": np.squeeze,
    "BroadcastTo": np.broadcast_to,
    "Transpose": np.transpose,
    "ConjugateTranspose": np.transpose,
    "ReverseV2": np.flip,
    "Reverse": lambda x, dims: np.flip(x, [axis for axis, reverse in enumerate(dims) if reverse]),
    "Roll": np.roll,
    "InvertPermutation": lambda x: np.argsort(x).astype(x.dtype),
    "Split": lambda axis, x, *, num_split: np.split(x, num_split, axis),
    "SplitV": lambda x, sizes, axis: np.split(x, np.cumsum(sizes)[:-1], axis),
    "Concat": lambda axis, arrays: np.concatenate(arrays, axis),
    "ConcatV2": lambda arrays, axis: np.concatenate(arrays, axis),
    "Pack": lambda arrays, *, axis: np.stack(arrays, axis),
    "Unpack": lambda x, *, axis: np.unstack(x, axis=axis),
    "Tile": np.tile,
    "TileGrad": lambda x, multiples: x.reshape(10, 100, 4, 250).sum((0, 2)),
    "Pad": np.pad,
    "PadV2": lambda x, paddings, value: np.pad(x, paddings, constant_values=value),
    "MirrorPad": lambda x, paddings, *, mode: np.pad(x, paddings, mode.lower()),

    "ScatterNd": lambda indices, updates, shape: np.bincount(indices[:, 0], updates, *shape).astype(updates.dtype),
    "TensorScatterAdd": updated(np.add),
    "TensorScatterSub": updated(np.subtract),
    "TensorScatterMin": updated(np.minimum),
    "TensorScatterMax": updated(np.maximum),
    "ScatterNdNonAliasingAdd": updated(np.add),

    "Where": np.argwhere,
    "Unique": lambda x: np.unique(x, return_inverse=True),
    "UniqueWithCounts": lambda x: np.unique(x, return_inverse=True, return_counts=True),
    "UniqueV2": lambda x, axis: np.unique(x, return_inverse=True, axis=axis[0]),
    "UniqueWithCountsV2": lambda x, axis: np.unique(x, return_inverse=True, return_counts=True, axis=axis[0]),
    "ListDiff": lambda x, y: (x[absent := ~np.isin(x, y)], np.flatnonzero(absent).astype(np.int32)),
}  # fmt: skip
