"""Variables and what is done to them. Ops that write a variable hand on its reference, which then has the new value."""

from ..framework.dtypes import FLOAT, INDEX, NUMBER, DType, int32, int64
from ..framework.op import Outputs, Ref, op, require
from ..framework.tensor_shape import SCALAR, TensorShape


@op("VariableV2", kind="structural")
def variable_v2(*, shape: TensorShape, dtype: DType, container: str = "", shared_name: str = "") -> Outputs(ref=Ref["dtype"]):
    """A place that keeps an array from run to run. It has no value until something is assigned to it.

    Nodes of one Session that have the same ``shared_name`` (the node's name if empty) are the same place.
    """
    return shape


@op("Variable", kind="structural")
def variable(*, shape: TensorShape, dtype: DType, container: str = "", shared_name: str = "") -> Outputs(ref=Ref["dtype"]):
    """The form of VariableV2 in old graphs, where a scalar ``shape`` stood for an unknown one."""
    return TensorShape(None) if shape.ndims == 0 else shape


@op("Assign")
def assign(ref: Ref["T"], value: "T", *, validate_shape: bool = True, use_locking: bool = True) -> Outputs(output_ref=Ref["T"]):
    """ref = value. With ``validate_shape`` the shapes must agree (InvalidArgumentError), without it the variable takes the value's."""
    return ref.shape.merge_with(value.shape) if validate_shape else value.shape


@op("AssignAdd", T=NUMBER)
def assign_add(ref: Ref["T"], value: "T", *, use_locking: bool = False) -> Outputs(output_ref=Ref["T"]):
    """ref = ref + value, without broadcasting: InvalidArgumentError unless the shapes are equal."""
    return ref.shape.merge_with(value.shape)


@op("AssignSub", T=NUMBER)
def assign_sub(ref: Ref["T"], value: "T", *, use_locking: bool = False) -> Outputs(output_ref=Ref["T"]):
    """ref = ref - value, without broadcasting: InvalidArgumentError unless the shapes are equal."""
    return ref.shape.merge_with(value.shape)


@op("IsVariableInitialized", writes=False)
def is_variable_initialized(ref: Ref["dtype"]) -> Outputs(is_initialized="bool"):
    """Whether the variable has a value."""
    return SCALAR


@op("CountUpTo", T={int32, int64})
def count_up_to(ref: Ref["T"], *, limit: int) -> Outputs(output="T"):
    """Adds 1 to a scalar and gives its value from before; OutOfRangeError, and no change, when that is ``limit`` already."""
    require(ref.shape.has_rank(0), "ref must be a scalar, not of shape {}", ref.shape)
    return SCALAR


@op("ScatterUpdate", Tindices=INDEX)
def scatter_update(ref: Ref["T"], indices: "Tindices", updates: "T", *, use_locking: bool = True) -> Outputs(output_ref=Ref["T"]):
    """ref[indices[i], …] = updates[i, …]; which one stays when an index comes twice is left open.

    ``updates`` has shape indices.shape + ref.shape[1:], or is a scalar, as in all ops that change rows. An index out of range is an
    InvalidArgumentError, and nothing changes; on CUDA, where nobody waits for the indices, it is a device-side assertion.
    """
    return _rows_shape(ref, indices, updates)


@op("ScatterAdd", T=NUMBER, Tindices=INDEX)
def scatter_add(ref: Ref["T"], indices: "Tindices", updates: "T", *, use_locking: bool = False) -> Outputs(output_ref=Ref["T"]):
    """ref[indices[i], …] += updates[i, …]; updates of the same row add up. Shapes and errors: as ScatterUpdate."""
    return _rows_shape(ref, indices, updates)


@op("ScatterSub", T=NUMBER, Tindices=INDEX)
def scatter_sub(ref: Ref["T"], indices: "Tindices", updates: "T", *, use_locking: bool = False) -> Outputs(output_ref=Ref["T"]):
    """ref[indices[i], …] -= updates[i, …]; updates of the same row add up. Shapes and errors: as ScatterUpdate."""
    return _rows_shape(ref, indices, updates)


@op("ScatterMul", T=NUMBER, Tindices=INDEX)
def scatter_mul(ref: Ref["T"], indices: "Tindices", updates: "T", *, use_locking: bool = False) -> Outputs(output_ref=Ref["T"]):
    """ref[indices[i], …] *= updates[i, …]; updates of the same row multiply. Shapes and errors: as ScatterUpdate."""
    return _rows_shape(ref, indices, updates)


@op("ScatterDiv", T=NUMBER, Tindices=INDEX)
def scatter_div(ref: Ref["T"], indices: "Tindices", updates: "T", *, use_locking: bool = False) -> Outputs(output_ref=Ref["T"]):
    """ref[indices[i], …] /= updates[i, …]; integers are cut towards zero.

    Updates of the same row multiply. Shapes and errors: as ScatterUpdate.
    """
    return _rows_shape(ref, indices, updates)


@op("ScatterMin", T=FLOAT | INDEX, Tindices=INDEX)
def scatter_min(ref: Ref["T"], indices: "Tindices", updates: "T", *, use_locking: bool = False) -> Outputs(output_ref=Ref["T"]):
    """ref[indices[i], …] = min(ref[indices[i], …], updates[i, …]). Shapes and errors: as ScatterUpdate."""
    return _rows_shape(ref, indices, updates)


@op("ScatterMax", T=FLOAT | INDEX, Tindices=INDEX)
def scatter_max(ref: Ref["T"], indices: "Tindices", updates: "T", *, use_locking: bool = False) -> Outputs(output_ref=Ref["T"]):
    """ref[indices[i], …] = max(ref[indices[i], …], updates[i, …]). Shapes and errors: as ScatterUpdate."""
    return _rows_shape(ref, indices, updates)


def _rows_shape(ref, indices, updates):
    check_rows(ref.shape, indices, updates)
    return ref.shape


def check_rows(shape, indices, updates):
    """One update for each row that ``indices`` name of a variable of this shape, or one for all."""
    require(shape.rank_at_least(1), "the variable must have at least one dimension")
    if updates.shape.ndims != 0:
        expected = indices.shape.concatenate(shape[1:])
        require(updates.shape.is_compatible_with(expected), "updates must have shape {} or be a scalar, not {}", expected, updates.shape)


@op("ScatterNdUpdate", Tindices=INDEX)
def scatter_nd_update(
    ref: Ref["T"], indices: "Tindices", updates: "T", *, use_locking: bool = True, bad_indices_policy: str = ""
) -> Outputs(output_ref=Ref["T"]):
    """ref[indices[i]] = updates[i] for the vectors along the last dimension of ``indices``.

    An index vector may be shorter than the rank of ref; it then names a slice. ``updates`` has shape
    indices.shape[:-1] + ref.shape[depth:], depth being the length of the vectors. One out of range is skipped if
    ``bad_indices_policy`` is "IGNORE"; else errors are as ScatterUpdate's.
    """
    return _nd_shape(ref, indices, updates)


@op("ScatterNdAdd", T=NUMBER, Tindices=INDEX)
def scatter_nd_add(ref: Ref["T"], indices: "Tindices", updates: "T", *, use_locking: bool = False, bad_indices_policy: str = "") -> Outputs(
    output_ref=Ref["T"]
):
    """ref[indices[i]] += updates[i]; updates of the same element add up. Shapes and errors: as ScatterNdUpdate."""
    return _nd_shape(ref, indices, updates)


@op("ScatterNdSub", T=NUMBER, Tindices=INDEX)
def scatter_nd_sub(ref: Ref["T"], indices: "Tindices", updates: "T", *, use_locking: bool = False, bad_indices_policy: str = "") -> Outputs(
    output_ref=Ref["T"]
):
    """ref[indices[i]] -= updates[i]; updates of the same element add up. Shapes and errors: as ScatterNdUpdate."""
    return _nd_shape(ref, indices, updates)


def _nd_shape(ref, indices, updates):
    check_slices(ref.shape, indices, updates)
    return ref.shape


def check_slices(shape, indices, updates):
    """One update for each slice that ``indices`` name of a variable of this shape."""
    picked = picked_slices(shape, indices)
    if picked is not None:
        require(updates.shape.is_compatible_with(picked), "updates must have shape {}, not {}", picked, updates.shape)


def picked_slices(shape, indices):
    """The shape of the slices that the vectors along the last dimension of ``indices`` name; None where their length is not known."""
    require(indices.shape.rank_at_least(1), "indices must have at least one dimension")
    depth = None if indices.shape.ndims is None else indices.shape[-1].value
    if depth is None:
        return None
    require(shape.rank_at_least(depth), "index vectors of length {} are too long for a variable of shape {}", depth, shape)
    return indices.shape[:-1].concatenate(shape[depth:])
