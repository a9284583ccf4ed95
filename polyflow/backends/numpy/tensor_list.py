"""Lists and optionals of arrays. Elements are held by reference; those that were never set read as zeros."""

import numpy as np

from ...framework.errors import InvalidArgumentError
from ...framework.tensor_list import Optional, TensorList, full
from . import kernel


def zeros(shape, spec):
    return np.full(shape, b"", spec.dtype) if spec.dtype.hasobject else np.zeros(shape, spec.dtype)


def held(item):
    """Texts as arrays of rank 0: elements have a shape."""
    return np.array(item, dtype=object) if isinstance(item, bytes) else item


def rows(tensor):
    return list(map(held, tensor))


def stack(items, shape, dtype):
    if dtype.hasobject and items:
        return np.stack(items)
    return np.array(items, dtype=dtype).reshape(len(items), *shape)


@kernel("EmptyTensorList")
def empty_tensor_list(element_shape, max_num_elements, *, element_dtype, device):
    return TensorList.of([], element_dtype, element_shape, device, max_num_elements)


@kernel("TensorListReserve")
def tensor_list_reserve(element_shape, num_elements, *, element_dtype, device):
    return TensorList.of([None] * num_elements, element_dtype, element_shape, device)


@kernel("TensorListPushBack")
def tensor_list_push_back(input_handle, tensor, *, element_dtype):
    return input_handle.push(held(tensor), element_dtype)


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
    return input_handle.set(index, held(item), element_dtype)


@kernel("TensorListLength")
def tensor_list_length(input_handle):
    return np.int32(input_handle.length)


@kernel("TensorListElementShape")
def tensor_list_element_shape(input_handle, *, shape_type):
    shape = input_handle.spec.shape
    return np.array(-1 if shape is None else shape, dtype=shape_type)


@kernel("TensorListResize")
def tensor_list_resize(input_handle, size):
    return input_handle.resized(size)


@kernel("TensorListConcatLists")
def tensor_list_concat_lists(input_a, input_b, *, element_dtype):
    input_a.require_dtype(element_dtype)
    return input_a.concatenated(input_b)


@kernel("TensorListFromTensor")
def tensor_list_from_tensor(tensor, element_shape, *, element_dtype):
    return TensorList.of(rows(tensor), element_dtype, element_shape, "cpu").fitted(tensor.shape[1:])


@kernel("TensorListStack")
def tensor_list_stack(input_handle, element_shape, *, element_dtype, num_elements):
    if num_elements not in (-1, input_handle.length):
        raise InvalidArgumentError.of(
            f"Operation expected a list with {num_elements} elements but got a list with {input_handle.length} elements."
        )
    items, shape = input_handle.filled(element_shape, element_dtype, zeros)
    return stack(items, full(shape), element_dtype)


@kernel("TensorListGather")
def tensor_list_gather(input_handle, indices, element_shape, *, element_dtype):
    chosen = input_handle.with_items([input_handle.get(index) for index in indices])
    items, shape = chosen.filled(element_shape, element_dtype, zeros)
    return stack(items, full(shape), element_dtype)


@kernel("TensorListScatterV2")
def tensor_list_scatter(tensor, indices, element_shape, num_elements, *, element_dtype):
    length = max((num_elements, *(index + 1 for index in indices if num_elements == -1)))
    handle = TensorList.of([None] * max(length, 0), element_dtype, element_shape, "cpu").fitted(tensor.shape[1:])
    return handle.scattered(indices, rows(tensor))


@kernel("TensorListScatterIntoExistingList")
def tensor_list_scatter_into_existing_list(input_handle, tensor, indices, *, element_dtype):
    input_handle.require_fit(element_dtype, tensor.shape[1:])
    return input_handle.scattered(indices, rows(tensor))


@kernel("TensorListConcatV2")
def tensor_list_concat(input_handle, element_shape, leading_dims, *, element_dtype):
    items, rest = input_handle.parts(element_shape, leading_dims, element_dtype, zeros)
    lengths = np.array([item.shape[0] for item in items], dtype=np.int64)
    return np.concatenate([np.zeros((0, *rest), element_dtype), *items]), lengths


@kernel("TensorListSplit")
def tensor_list_split(tensor, element_shape, lengths, *, element_dtype):
    handle = TensorList.of([], element_dtype, element_shape, "cpu").fitted((-1, *tensor.shape[1:]))
    require_lengths(lengths, tensor)
    return handle.with_items(np.split(tensor, np.cumsum(lengths)[:-1]) if lengths else [])


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
    return np.bool_(optional.has_value)


@kernel("OptionalGetValue")
def optional_get_value(optional, *, output_types, output_shapes):
    return optional.value(output_types, output_shapes)
