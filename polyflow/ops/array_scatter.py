"""Elements put by position into a tensor: into zeros, into a copy of another tensor, into a variable."""

from ..framework import dtypes
from ..framework.array_rules import known_policy, scattered_sizes, stretched_sizes
from ..framework.dtypes import INDEX, NUMBER, REAL, TypeSet, int16, int32, int64, uint16
from ..framework.op import Host, Outputs, Ref, op, require
from ..framework.shape_inference import described_shape, slice_entries
from ..framework.strided_slice import Masks, dense_index, sliced_sizes

SMALL_INDEX = TypeSet([int16, int32, int64])


@op("ScatterNd", Tindices=SMALL_INDEX)
def scatter_nd(indices: "Tindices", updates: "T", shape: Host["Tindices"], *, bad_indices_policy: str = "") -> Outputs(output="T"):
    """Zeros of ``shape`` to which ``updates`` are added at ``indices``: the transpose of GatherNd.

    updates has shape indices.shape[:-1] + shape[depth:], depth being the length of the index vectors. Updates of the same element add
    up. An index out of range is an InvalidArgumentError on the CPU unless ``bad_indices_policy`` is "IGNORE"; else it is skipped.
    """
    return _scattered(described_shape(shape), indices, updates, bad_indices_policy)


@op("TensorScatterUpdate", Tindices=SMALL_INDEX | {uint16})
def tensor_scatter_update(tensor: "T", indices: "Tindices", updates: "T", *, bad_indices_policy: str = "") -> Outputs(output="T"):
    """``tensor`` with the slices that ``indices`` name replaced: output[indices[i]] = updates[i], the last one where a slice is named twice.

    Shapes and errors: as ScatterNd, with the shape of ``tensor``.
    """
    return _scattered(tensor.shape, indices, updates, bad_indices_policy)


@op("TensorScatterAdd", Tindices=INDEX)
def tensor_scatter_add(tensor: "T", indices: "Tindices", updates: "T", *, bad_indices_policy: str = "") -> Outputs(output="T"):
    """``tensor`` with ``updates`` added: output[indices[i]] += updates[i]; updates of the same element add up.

    Numbers only. Shapes and errors: as TensorScatterUpdate.
    """
    _require_type(tensor, NUMBER, "numbers")
    return _scattered(tensor.shape, indices, updates, bad_indices_policy)


@op("TensorScatterSub", Tindices=INDEX)
def tensor_scatter_sub(tensor: "T", indices: "Tindices", updates: "T", *, bad_indices_policy: str = "") -> Outputs(output="T"):
    """``tensor`` with ``updates`` subtracted: output[indices[i]] -= updates[i]; updates of the same element add up.

    Numbers only. Shapes and errors: as TensorScatterUpdate.
    """
    _require_type(tensor, NUMBER, "numbers")
    return _scattered(tensor.shape, indices, updates, bad_indices_policy)


@op("TensorScatterMin", Tindices=INDEX)
def tensor_scatter_min(tensor: "T", indices: "Tindices", updates: "T", *, bad_indices_policy: str = "") -> Outputs(output="T"):
    """``tensor`` lowered: output[indices[i]] = min(output[indices[i]], updates[i]).

    Real numbers only. Shapes and errors: as TensorScatterUpdate.
    """
    _require_type(tensor, REAL, "real numbers")
    return _scattered(tensor.shape, indices, updates, bad_indices_policy)


@op("TensorScatterMax", Tindices=INDEX)
def tensor_scatter_max(tensor: "T", indices: "Tindices", updates: "T", *, bad_indices_policy: str = "") -> Outputs(output="T"):
    """``tensor`` raised: output[indices[i]] = max(output[indices[i]], updates[i]).

    Real numbers only. Shapes and errors: as TensorScatterUpdate.
    """
    _require_type(tensor, REAL, "real numbers")
    return _scattered(tensor.shape, indices, updates, bad_indices_policy)


@op("ScatterNdNonAliasingAdd", T=NUMBER | {dtypes.bool}, Tindices=INDEX)
def scatter_nd_non_aliasing_add(input: "T", indices: "Tindices", updates: "T", *, bad_indices_policy: str = "") -> Outputs(output="T"):
    """``input`` with ``updates`` added: TensorScatterAdd, and for truth values the logical or.

    Shapes and errors: as TensorScatterUpdate.
    """
    return _scattered(input.shape, indices, updates, bad_indices_policy)


def _require_type(tensor, allowed, named):
    require(tensor.dtype.base_dtype in allowed, "tensor must hold {}, not {}", named, tensor.dtype.base_dtype.name)


def _scattered(shape, indices, updates, bad_indices_policy):
    """``shape``, once indices and updates are seen to fit it."""
    known_policy(bad_indices_policy)
    require(indices.shape.rank_at_least(1), "indices must have at least one dimension")
    require(updates.shape.rank_at_least(1), "updates must have at least one dimension")
    picks = indices.shape.sizes
    if picks is not None and picks[-1] is not None and shape.sizes is not None:
        expected = scattered_sizes(shape.sizes, picks)
        require(updates.shape.is_compatible_with(expected), "updates must have shape {}, not {}", list(expected), updates.shape)
    return shape


@op("StridedSliceAssign", Index=INDEX)
def strided_slice_assign(
    ref: Ref["T"], begin: Host["Index"], end: Host["Index"], strides: Host["Index"], value: "T",
    *, begin_mask: int = 0, end_mask: int = 0, ellipsis_mask: int = 0, new_axis_mask: int = 0, shrink_axis_mask: int = 0,
) -> Outputs(output_ref=Ref["T"]):  # fmt: skip
    """ref[slice] = value, the slice being what StridedSlice of the same arguments reads. ``value`` is broadcast to its shape."""
    masks = Masks(begin_mask, end_mask, ellipsis_mask, new_axis_mask, shrink_axis_mask)
    items = slice_entries(begin, end, strides)
    if None not in (ref.shape.sizes, items, value.shape.sizes):
        stretched_sizes(value.shape.sizes, sliced_sizes(ref.shape.sizes, dense_index(ref.shape.sizes, *items, masks)))
    return ref.shape
