"""Gradients end at handles: of what is read from a variable, with respect to the variable."""

from ..framework.indexed_slices import IndexedSlices
from ..framework.operation import Tensor
from ..ops import array_manipulation as array
from ..ops import math_elementwise as math
from ..ops import state_resource as resource
from ..ops.array_creation import range_
from ..ops.array_indexing import strided_slice
from ..ops.array_scatter import scatter_nd
from ..ops.math_reduction import prod
from ..ops.math_segment import unsorted_segment_sum
from .registry import gradient, not_differentiable

not_differentiable(resource.var_is_initialized_op, resource.variable_shape, resource.resource_count_up_to)

gradient(resource.read_variable_op)(lambda op, dy: dy)


@gradient(resource.resource_gather)
def _(op, dy):
    handle, indices = op.inputs
    shape, batch = resource.variable_shape(handle), op.attrs["batch_dims"]
    if batch:
        return _batched_rows(dy, indices, shape, batch), None
    rows = array.concat_v2([[-1], part(shape, 1, None)], 0)
    return IndexedSlices(array.reshape(dy, rows), array.reshape(indices, [-1]), shape), None


def _batched_rows(dy, indices, shape, batch):
    """The dense gradient: the variable's rows of all batches counted through, and the gradients of equal ones added up."""
    indices = math.cast(indices, DstT=shape.dtype)
    batches, rows = prod(part(shape, 0, batch), 0), part(shape, batch, batch + 1)
    first = array.expand_dims(math.mul(range_(0, batches, 1), rows), 1)
    numbers = math.add_v2(array.reshape(indices, array.concat_v2([array.reshape(batches, [1]), [-1]], 0)), first)
    flat = array.reshape(dy, array.concat_v2([[-1], part(shape, batch + 1, None)], 0))
    total = array.reshape(math.mul(batches, rows), [])
    return array.reshape(unsorted_segment_sum(flat, array.reshape(numbers, [-1]), total), shape)


@gradient(resource.resource_gather_nd)
def _(op, dy):
    handle, indices = op.inputs
    if indices.shape.rank == 1:
        indices, dy = array.expand_dims(indices, 0), array.expand_dims(dy, 0)
    return scatter_nd(indices, dy, resource.variable_shape(handle, out_type=indices.dtype)), None


def part(shape: Tensor, start: int, end: int | None) -> Tensor:
    """Some entries of a vector."""
    return strided_slice(shape, [start], [end or 0], [1], end_mask=end is None)
