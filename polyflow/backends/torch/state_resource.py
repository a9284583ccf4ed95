"""Variables behind handles: what ``state`` does to references."""

import torch

from ...framework.errors import NotFoundError
from . import kernel, state
from .array_indexing import gather_nd, gather_v2


@kernel("ReadVariableOp")
def read_variable_op(resource, *, dtype):
    return resource.value


@kernel("AssignVariableOp")
def assign_variable_op(resource, value, *, validate_shape):
    state.assign(resource, value, validate_shape=validate_shape)


@kernel("VarIsInitializedOp")
def var_is_initialized_op(resource):
    return torch.tensor(resource.initialised)


@kernel("DestroyResourceOp")
def destroy_resource_op(resource, *, ignore_lookup_error):
    if resource.initialised:
        del resource.value
    elif not ignore_lookup_error:
        raise NotFoundError.of(f"Resource {resource.name} does not exist.")


@kernel("VariableShape")
def variable_shape(input, *, out_type):
    return torch.tensor(tuple(input.value.shape), dtype=out_type)


@kernel("ResourceCountUpTo")
def resource_count_up_to(resource, *, limit, T):
    return state.count_up_to(resource, limit=limit)


@kernel("ResourceGather")
def resource_gather(resource, indices, *, batch_dims, validate_indices, dtype):
    return gather_v2(resource.value, indices, batch_dims, batch_dims=batch_dims)


@kernel("ResourceGatherNd")
def resource_gather_nd(resource, indices, *, dtype):
    return gather_nd(resource.value, indices, bad_indices_policy="")


kernel.table({
    "AssignAddVariableOp": state.assign_add,
    "AssignSubVariableOp": state.assign_sub,
    "ResourceScatterUpdate": state.row_kernel(state.replace),
    "ResourceScatterAdd": state.row_kernel(state.add),
    "ResourceScatterSub": state.row_kernel(state.subtract),
    "ResourceScatterMul": state.row_kernel(state.multiply),
    "ResourceScatterDiv": state.row_kernel(state.divide),
    "ResourceScatterMin": state.row_kernel(state.minimum),
    "ResourceScatterMax": state.row_kernel(state.maximum),
    "ResourceScatterNdUpdate": state.scatter_nd_update,
    "ResourceScatterNdAdd": state.scatter_nd_add,
    "ResourceScatterNdSub": state.scatter_nd_sub,
})  # fmt: skip
