"""Lists and optionals of tensors. Elements are held by reference; those that were never set read as zeros."""

import torch

from ...framework.errors import InvalidArgumentError
from ...framework.tensor_list import Optional, TensorList, full
from . import kernel


def zeros(shape, spec):
    return torch.zeros(shape, dtype=spec.dtype, device=spec.device)


def stack(items, shape, spec):
    return torch.stack(items) if items else zeros((0, *shape), spec)


@kernel("EmptyTensorList")
def empty_tensor_list(element_shape, max_num_elements, *, element_dtype, device):
    return TensorList.of([], element_dtype, element_shape, device, max_num_elements)


@kernel("TensorListReserve")
def tensor_list_reserve(element_shape, num_elements, *, element_dtype, device):
    return TensorList.of([None] * num_elements, element_dtype, element_shape, device)


@kernel("TensorListPushBack")
def tensor_list_push_back(input_handle, tensor, *, element_dtype):
    return input_handle.push(tensor, element_dtype)


@kernel("TensorListPopBack")
def tensor_list_pop_back(input_handle, element_shape, *, element_dtype):
    rest, item = input_handle.pop()
    return rest, input_handle.read(item, element_shape, element_dtype, zeros)


@kernel("TensorListGetItem")
def tensor_list_get_item(input_handle, index, element_shape, *, element_dtype):
    return input_handle.read(input_handle.get(index), element_shape, element_dtype, zeros)


@kernel("TensorListSetItem")
def tensor_list_set_item(input_handle, index, item, *, element_dtype, resize_if_index_out_of_bounds):
    if resize_if_index_out_of_bounds and index >= input_handle.length:
        input_handle = input_handle.resized(index + 1)
    return input_handle.set(index, item, element_dtype)


@kernel("TensorListLength")
def tensor_list_length(input_handle):
    return torch.tensor(input_handle.length, dtype=torch.int32, device=input_handle.spec.device)


@kernel("TensorListElementShape")
def tensor_list_element_shape(input_handle, *, shape_type):
    shape = input_handle.spec.shape
    return torch.tensor(-1 if shape is None else shape, dtype=shape_type, device=input_handle.spec.device)


@kernel("TensorListResize")
def tensor_list_resize(input_handle, size):
    return input_handle.resized(size)


@kernel("TensorListConcatLists")
def tensor_list_concat_lists(input_a, input_b, *, element_dtype):
    input_a.require_dtype(element_dtype)
    return input_a.concatenated(input_b)


@kernel("TensorListFromTensor")
def tensor_list_from_tensor(tensor, element_shape, *, element_dtype):
    return TensorList.of(list(tensor.unbind(0)), element_dtype, element_shape, tensor.device).fitted(tensor.shape[1:])


@kernel("TensorListStack")
def tensor_list_stack(input_handle, element_shape, *, element_dtype, num_elements):
    if num_elements not in (-1, input_handle.length):
        raise InvalidArgumentError.of(
            f"Operation expected a list with {num_elements} elements but got a list with {input_handle.length} elements."
        )
    items, shape = input_handle.filled(element_shape, element_dtype, zeros)
    return stack(items, full(shape), input_handle.spec)


@kernel("TensorListGather")
def tensor_list_gather(input_handle, indices, element_shape, *, element_dtype):
    chosen = input_handle.with_items([input_handle.get(index) for index in indices])
    items, shape = chosen.filled(element_shape, element_dtype, zeros)
    return stack(items, full(shape), input_handle.spec)


@kernel("TensorListScatterV2")
def tensor_list_scatter(tensor, indices, element_shape, num_elements, *, element_dtype):
    length = max((num_elements, *(index + 1 for index in indices if num_elements == -1)))
    handle = TensorList.of([None] * max(length, 0), element_dtype, element_shape, tensor.device).fitted(tensor.shape[1:])
    return handle.scattered(indices, list(tensor.unbind(0)))


@kernel("TensorListScatterIntoExistingList")
def tensor_list_scatter_into_existing_list(input_handle, tensor, indices, *, element_dtype):
    input_handle.require_fit(element_dtype, tensor.shape[1:])
    return input_handle.scattered(indices, list(tensor.unbind(0)))


@kernel("TensorListConcatV2")
def tensor_list_concat(input_handle, element_shape, leading_dims, *, element_dtype):
    items, rest = input_handle.parts(element_shape, leading_dims, element_dtype, zeros)
    lengths = torch.tensor([item.shape[0] for item in items], dtype=torch.int64, device=input_handle.spec.device)
    return torch.cat(items) if items else zeros((0, *rest), input_handle.spec), lengths


@kernel("TensorListSplit")
def tensor_list_split(tensor, element_shape, lengths, *, element_dtype):
    handle = TensorList.of([], element_dtype, element_shape, tensor.device).fitted((-1, *tensor.shape[1:]))
    require_lengths(lengths, tensor)
    return handle.with_items(list(tensor.split(lengths)) if lengths else [])


def require_lengths(lengths, tensor):
    if sum(lengths) != tensor.shape[0]:
        raise InvalidArgumentError.of(
            f"Expected sum of lengths to equal {tensor.shape[0]} (the size of the first dimension), not {sum(lengths)}: {lengths}"
        )


@kernel("OptionalFromValue")
def optional_from_value(components):
    return Optional(components)


@kernel("OptionalNone")
def optional_none(*, device):
    return Optional(None)


@kernel("OptionalHasValue")
def optional_has_value(optional):
    return torch.tensor(optional.has_value)


@kernel("OptionalGetValue")
def optional_get_value(optional, *, output_types, output_shapes):
    return optional.value(output_types, output_shapes)
