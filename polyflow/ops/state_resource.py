"""Variables behind handles, the resource variables of newer programs.

A handle is a scalar of type ``resource`` that names a variable; VarHandleOp makes it, and says the variable's type and shape. Unlike a
reference it has no value of its own: ReadVariableOp reads, and what it gives stays as it was when the variable changes. Reads and writes
are ordered by data and control inputs. A variable that nothing was assigned to is a FailedPreconditionError of the run.
"""

from ..framework.dtypes import INDEX, NUMBER, DType, int32, int64
from ..framework.handles import shape_behind
from ..framework.op import Handle, Outputs, op, require
from ..framework.tensor_shape import SCALAR, TensorShape
from .state import check_rows, check_slices, picked_slices


@op("VarHandleOp", kind="structural")
def var_handle_op(
    *, container: str = "", shared_name: str = "", debug_name: str = "", dtype: DType, shape: TensorShape, allowed_devices: list[str] = []
) -> Outputs(resource=Handle["resource"]):
    """The handle of a variable that keeps an array from run to run.

    Handles of one Session with the same ``shared_name`` (the node's name if empty) belong to the same variable.
    """
    return SCALAR


@op("ReadVariableOp", view=True, writes=False)
def read_variable_op(resource: Handle["resource"], *, dtype: DType) -> Outputs(value="dtype"):
    """The variable's value. ``dtype`` must be the variable's type."""
    return shape_behind(resource, dtype)


@op("AssignVariableOp")
def assign_variable_op(resource: Handle["resource"], value: "dtype", *, validate_shape: bool = False) -> None:
    """variable = value. Shapes that are known must agree; with ``validate_shape`` also those of the run (InvalidArgumentError)."""
    shape_behind(resource, value.dtype.base_dtype).merge_with(value.shape)


@op("AssignAddVariableOp")
def assign_add_variable_op(resource: Handle["resource"], value: "dtype") -> None:
    """variable = variable + value, without broadcasting: InvalidArgumentError unless the shapes are equal."""
    shape_behind(resource, value.dtype.base_dtype).merge_with(value.shape)


@op("AssignSubVariableOp")
def assign_sub_variable_op(resource: Handle["resource"], value: "dtype") -> None:
    """variable = variable - value, without broadcasting: InvalidArgumentError unless the shapes are equal."""
    shape_behind(resource, value.dtype.base_dtype).merge_with(value.shape)


@op("VarIsInitializedOp", writes=False)
def var_is_initialized_op(resource: Handle["resource"]) -> Outputs(is_initialized="bool"):
    """Whether the variable has a value."""
    return SCALAR


@op("DestroyResourceOp")
def destroy_resource_op(resource: Handle["resource"], *, ignore_lookup_error: bool = True) -> None:
    """Takes the variable's value away; NotFoundError if there is none, unless ``ignore_lookup_error``."""


@op("VariableShape", writes=False, out_type=INDEX)
def variable_shape(input: Handle["resource"], *, out_type: DType = int32) -> Outputs(output="out_type"):
    """The sizes of the variable's value, a vector."""
    return [shape_behind(input).ndims]


@op("ResourceCountUpTo", T={int32, int64})
def resource_count_up_to(resource: Handle["resource"], *, limit: int, T: DType) -> Outputs(output="T"):
    """Adds 1 to a scalar and gives its value from before; OutOfRangeError, and no change, when that is ``limit`` already."""
    shape = shape_behind(resource, T)
    require(shape.has_rank(0), "the variable must be a scalar, not of shape {}", shape)
    return SCALAR


# Rows and slices


@op("ResourceGather", writes=False, Tindices=INDEX)
def resource_gather(
    resource: Handle["resource"], indices: "Tindices", *, batch_dims: int = 0, validate_indices: bool = True, dtype: DType
) -> Outputs(output="dtype"):
    """The rows of the variable that ``indices`` name, without reading the rest: as GatherV2 along dimension ``batch_dims``."""
    shape, batch = shape_behind(resource, dtype), batch_dims
    require(shape.rank_at_least(batch + 1), "the variable must have more than batch_dims = {} dimensions, not shape {}", batch, shape)
    require(batch >= 0 and indices.shape.rank_at_least(batch), "batch_dims = {} does not fit indices of shape {}", batch, indices.shape)
    shared = shape[:batch].merge_with(indices.shape[:batch])
    return shared.concatenate(indices.shape[batch:]).concatenate(shape[batch + 1 :])


@op("ResourceGatherNd", writes=False, Tindices=INDEX)
def resource_gather_nd(resource: Handle["resource"], indices: "Tindices", *, dtype: DType) -> Outputs(output="dtype"):
    """The slices of the variable that the vectors along the last dimension of ``indices`` name: as GatherNd."""
    picked = picked_slices(shape_behind(resource, dtype), indices)
    return TensorShape(None) if picked is None else picked


@op("ResourceScatterUpdate", Tindices=INDEX)
def resource_scatter_update(resource: Handle["resource"], indices: "Tindices", updates: "dtype") -> None:
    """variable[indices[i], …] = updates[i, …], as ScatterUpdate."""
    check_rows(shape_behind(resource, updates.dtype.base_dtype), indices, updates)


@op("ResourceScatterAdd", dtype=NUMBER, Tindices=INDEX)
def resource_scatter_add(resource: Handle["resource"], indices: "Tindices", updates: "dtype") -> None:
    """variable[indices[i], …] += updates[i, …], as ScatterAdd."""
    check_rows(shape_behind(resource, updates.dtype.base_dtype), indices, updates)


@op("ResourceScatterSub", dtype=NUMBER, Tindices=INDEX)
def resource_scatter_sub(resource: Handle["resource"], indices: "Tindices", updates: "dtype") -> None:
    """variable[indices[i], …] -= updates[i, …], as ScatterSub."""
    check_rows(shape_behind(resource, updates.dtype.base_dtype), indices, updates)


@op("ResourceScatterMul", dtype=NUMBER, Tindices=INDEX)
def resource_scatter_mul(resource: Handle["resource"], indices: "Tindices", updates: "dtype") -> None:
    """variable[indices[i], …] *= updates[i, …], as ScatterMul."""
    check_rows(shape_behind(resource, updates.dtype.base_dtype), indices, updates)


@op("ResourceScatterDiv", dtype=NUMBER, Tindices=INDEX)
def resource_scatter_div(resource: Handle["resource"], indices: "Tindices", updates: "dtype") -> None:
    """variable[indices[i], …] /= updates[i, …], as ScatterDiv."""
    check_rows(shape_behind(resource, updates.dtype.base_dtype), indices, updates)


@op("ResourceScatterMin", dtype=NUMBER, Tindices=INDEX)
def resource_scatter_min(resource: Handle["resource"], indices: "Tindices", updates: "dtype") -> None:
    """variable[indices[i], …] = min(variable[indices[i], …], updates[i, …]), as ScatterMin."""
    check_rows(shape_behind(resource, updates.dtype.base_dtype), indices, updates)


@op("ResourceScatterMax", dtype=NUMBER, Tindices=INDEX)
def resource_scatter_max(resource: Handle["resource"], indices: "Tindices", updates: "dtype") -> None:
    """variable[indices[i], …] = max(variable[indices[i], …], updates[i, …]), as ScatterMax."""
    check_rows(shape_behind(resource, updates.dtype.base_dtype), indices, updates)


@op("ResourceScatterNdUpdate", Tindices=INDEX)
def resource_scatter_nd_update(
    ref: Handle["resource"], indices: "Tindices", updates: "T", *, use_locking: bool = True, bad_indices_policy: str = ""
) -> None:
    """variable[indices[i]] = updates[i], as ScatterNdUpdate."""
    check_slices(shape_behind(ref, updates.dtype.base_dtype), indices, updates)


@op("ResourceScatterNdAdd", Tindices=INDEX)
def resource_scatter_nd_add(
    ref: Handle["resource"], indices: "Tindices", updates: "T", *, use_locking: bool = True, bad_indices_policy: str = ""
) -> None:
    """variable[indices[i]] += updates[i], as ScatterNdAdd."""
    check_slices(shape_behind(ref, updates.dtype.base_dtype), indices, updates)


@op("ResourceScatterNdSub", Tindices=INDEX)
def resource_scatter_nd_sub(
    ref: Handle["resource"], indices: "Tindices", updates: "T", *, use_locking: bool = True, bad_indices_policy: str = ""
) -> None:
    """variable[indices[i]] -= updates[i], as ScatterNdSub."""
    check_slices(shape_behind(ref, updates.dtype.base_dtype), indices, updates)
