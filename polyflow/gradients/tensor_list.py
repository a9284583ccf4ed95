"""Gradients of lists and optionals. The gradient of a list is a list of the gradients of its elements.

Where nothing flows to a list, its gradient is one of the same length whose elements are zeros.
"""

from ..ops import array_creation as creation
from ..ops import math_elementwise as math
from ..ops import math_segment as segment
from ..ops import tensor_list as lists
from .registry import gradient, not_differentiable
from .shapes import shape_of

not_differentiable(
    lists.empty_tensor_list,
    lists.tensor_list_reserve,
    lists.tensor_list_length,
    lists.tensor_list_element_shape,
    lists.optional_none,
    lists.optional_has_value,
)


def dtype_of(tensor):
    return tensor.dtype.base_dtype


def zeros(tensor):
    return creation.zeros_like(tensor)


@gradient(lists.tensor_list_push_back)
def _(op, dlist):
    tensor = op.inputs[1]
    rest, item = lists.tensor_list_pop_back(dlist, shape_of(tensor), element_dtype=dtype_of(tensor))
    return rest, item


@gradient(lists.tensor_list_pop_back)
def _(op, dlist, dtensor):
    dlist = zeros(op.outputs[0]) if dlist is None else dlist
    dtensor = zeros(op.outputs[1]) if dtensor is None else dtensor
    return lists.tensor_list_push_back(dlist, dtensor), None


@gradient(lists.tensor_list_get_item)
def _(op, ditem):
    handle, index, _ = op.inputs
    return lists.tensor_list_set_item(zeros(handle), index, ditem), None, None


@gradient(lists.tensor_list_set_item)
def _(op, dlist):
    handle, index, item = op.inputs
    ditem = lists.tensor_list_get_item(dlist, index, shape_of(item), element_dtype=dtype_of(item))
    rest = lists.tensor_list_set_item(dlist, index, zeros(item))
    if op.attrs["resize_if_index_out_of_bounds"]:
        rest = lists.tensor_list_resize(rest, lists.tensor_list_length(handle))
    return rest, None, ditem


@gradient(lists.tensor_list_resize)
def _(op, dlist):
    return lists.tensor_list_resize(dlist, lists.tensor_list_length(op.inputs[0])), None


@gradient(lists.tensor_list_concat_lists)
def _(op, dlist):
    a, b = (lists.tensor_list_length(handle) for handle in op.inputs)
    dtype = op.attrs["element_dtype"]
    behind = lists.tensor_list_gather(dlist, creation.range_(a, math.add_v2(a, b), 1), -1, element_dtype=dtype)
    return lists.tensor_list_resize(dlist, a), lists.tensor_list_from_tensor(behind, -1)


@gradient(lists.tensor_list_from_tensor)
def _(op, dlist):
    tensor = op.inputs[0]
    return lists.tensor_list_stack(dlist, shape_of(tensor)[1:], element_dtype=dtype_of(tensor)), None


@gradient(lists.tensor_list_stack)
def _(op, dtensor):
    return lists.tensor_list_from_tensor(dtensor, op.inputs[1]), None


@gradient(lists.tensor_list_gather)
def _(op, dvalues):
    """An element that was read several times gets the sum."""
    handle, indices, element_shape = op.inputs
    rows = segment.unsorted_segment_sum(dvalues, indices, lists.tensor_list_length(handle))
    return lists.tensor_list_from_tensor(rows, element_shape), None, None


@gradient(lists.tensor_list_scatter)
def _(op, dlist):
    tensor, indices, element_shape, _ = op.inputs
    return lists.tensor_list_gather(dlist, indices, element_shape, element_dtype=dtype_of(tensor)), None, None, None


@gradient(lists.tensor_list_scatter_into_existing_list)
def _(op, dlist):
    _, tensor, indices = op.inputs
    rest = lists.tensor_list_scatter_into_existing_list(dlist, zeros(tensor), indices)
    return rest, lists.tensor_list_gather(dlist, indices, -1, element_dtype=dtype_of(tensor)), None


@gradient(lists.tensor_list_concat)
def _(op, dtensor, dlengths):
    return lists.tensor_list_split(dtensor, op.inputs[1], op.outputs[1]), None, None


@gradient(lists.tensor_list_split)
def _(op, dlist):
    tensor, element_shape, lengths = op.inputs
    return lists.tensor_list_concat(dlist, element_shape, lengths, element_dtype=dtype_of(tensor)).tensor, None, None


@gradient(lists.optional_from_value)
def _(op, doptional):
    """An optional without a value counts as zeros: adding zeros makes it one with a value."""
    shapes = [tensor.shape for tensor in op.inputs]
    complete = math.add_n([doptional, zeros(op.outputs[0])])
    return lists.optional_get_value(complete, output_types=op.attrs["Toutput_types"], output_shapes=shapes)


@gradient(lists.optional_get_value)
def _(op, *dcomponents):
    pairs = zip(dcomponents, op.outputs, strict=True)
    return lists.optional_from_value([zeros(tensor) if gradient is None else gradient for gradient, tensor in pairs])
