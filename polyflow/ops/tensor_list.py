"""Lists of tensors, and optional tensors, as values: what loops and conditionals keep for their gradients.

A handle is a scalar of type variant. Lists are immutable: every op that changes one gives a new list, and the old one stays what it was.
All elements have one type, and shapes that fit the list's element shape: a vector with -1 for unknown dimensions, or the scalar -1 for an
unknown rank. Elements that were never set read as zeros, for which the element shape must be known.
"""

from ..framework.dtypes import INDEX, DType, int32
from ..framework.op import Each, Host, Outputs, at_least, op, require, value_of
from ..framework.tensor_shape import SCALAR, UNKNOWN, TensorShape


@op("EmptyTensorList", shape_type=INDEX)
def empty_tensor_list(element_shape: Host["shape_type"], max_num_elements: Host["int32"], *, element_dtype: DType) -> Outputs(
    handle="variant"
):
    """A list without elements, which never grows beyond ``max_num_elements`` (-1: any number)."""
    _shape_in(element_shape)
    return SCALAR


@op("TensorListReserve", shape_type=INDEX)
def tensor_list_reserve(element_shape: Host["shape_type"], num_elements: Host["int32"], *, element_dtype: DType) -> Outputs(
    handle="variant"
):
    """A list of ``num_elements`` elements that are not set."""
    _shape_in(element_shape)
    return SCALAR


@op("TensorListFromTensor", view=True, shape_type=INDEX)
def tensor_list_from_tensor(tensor: "element_dtype", element_shape: Host["shape_type"]) -> Outputs(output_handle="variant"):
    """The list of tensor[0], tensor[1], …"""
    require(tensor.shape.rank_at_least(1), "tensor must have at least one dimension, not shape {}", tensor.shape)
    tensor.shape[1:].merge_with(_shape_in(element_shape))
    return SCALAR


@op("TensorListPushBack", view=True)
def tensor_list_push_back(input_handle: "variant", tensor: "element_dtype") -> Outputs(output_handle="variant"):
    """The list with ``tensor`` at its end. InvalidArgumentError when it does not fit, or when the list is full."""
    return SCALAR


@op("TensorListPopBack", view=True)
def tensor_list_pop_back(input_handle: "variant", element_shape: Host["int32"], *, element_dtype: DType) -> Outputs(
    output_handle="variant", tensor="element_dtype"
):
    """The list without its last element, and that element. InvalidArgumentError when the list is empty."""
    return SCALAR, _shape_in(element_shape)


@op("TensorListGetItem", view=True, Tshape=INDEX.default(int32))
def tensor_list_get_item(input_handle: "variant", index: Host["int32"], element_shape: Host["Tshape"], *, element_dtype: DType) -> Outputs(
    item="element_dtype"
):
    """The element at ``index``. InvalidArgumentError when there is none."""
    return _shape_in(element_shape)


@op("TensorListSetItem", view=True)
def tensor_list_set_item(
    input_handle: "variant", index: Host["int32"], item: "element_dtype", *, resize_if_index_out_of_bounds: bool = False
) -> Outputs(output_handle="variant"):
    """The list with ``item`` at ``index``. An index beyond the end is InvalidArgumentError, or lengthens the list."""
    return SCALAR


@op("TensorListLength")
def tensor_list_length(input_handle: "variant") -> Outputs(length="int32"):
    """The number of elements."""
    return SCALAR


@op("TensorListElementShape", shape_type=INDEX)
def tensor_list_element_shape(input_handle: "variant", *, shape_type: DType) -> Outputs(element_shape="shape_type"):
    """The shape that the list's elements share, with -1 for unknown dimensions; the scalar -1 for an unknown rank."""
    return UNKNOWN


@op("TensorListResize", view=True)
def tensor_list_resize(input_handle: "variant", size: Host["int32"]) -> Outputs(output_handle="variant"):
    """The first ``size`` elements, followed by ones that are not set where there are fewer."""
    return SCALAR


@op("TensorListConcatLists", view=True)
def tensor_list_concat_lists(input_a: "variant", input_b: "variant", *, element_dtype: DType) -> Outputs(output="variant"):
    """The elements of both lists."""
    return SCALAR


@op("TensorListStack")
def tensor_list_stack(input_handle: "variant", element_shape: Host["int32"], *, element_dtype: DType, num_elements: int = -1) -> Outputs(
    tensor="element_dtype"
):
    """The elements, which must have one shape, along a new first dimension.

    InvalidArgumentError unless the list has ``num_elements`` elements (-1: any number).
    """
    return TensorShape([None if num_elements < 0 else num_elements]).concatenate(_shape_in(element_shape))


@op("TensorListGather")
def tensor_list_gather(input_handle: "variant", indices: Host["int32"], element_shape: Host["int32"], *, element_dtype: DType) -> Outputs(
    values="element_dtype"
):
    """The elements at ``indices``, which must have one shape, along a new first dimension."""
    return indices.shape.with_rank(1).concatenate(_shape_in(element_shape))


@op("TensorListScatterV2", view=True, shape_type=INDEX)
def tensor_list_scatter(
    tensor: "element_dtype", indices: Host["int32"], element_shape: Host["shape_type"], num_elements: Host["int32"]
) -> Outputs(output_handle="variant"):
    """A list of ``num_elements`` elements (-1: as many as needed) in which tensor[i] stands at indices[i] and all others are not set."""
    require(tensor.shape.rank_at_least(1), "tensor must have at least one dimension, not shape {}", tensor.shape)
    tensor.shape[:1].merge_with(indices.shape.with_rank(1))
    tensor.shape[1:].merge_with(_shape_in(element_shape))
    return SCALAR


@op("TensorListScatterIntoExistingList", view=True)
def tensor_list_scatter_into_existing_list(input_handle: "variant", tensor: "element_dtype", indices: Host["int32"]) -> Outputs(
    output_handle="variant"
):
    """The list with tensor[i] at indices[i]."""
    require(tensor.shape.rank_at_least(1), "tensor must have at least one dimension, not shape {}", tensor.shape)
    tensor.shape[:1].merge_with(indices.shape.with_rank(1))
    return SCALAR


@op("TensorListConcatV2", shape_type=INDEX)
def tensor_list_concat(
    input_handle: "variant", element_shape: Host["shape_type"], leading_dims: Host["int64"], *, element_dtype: DType
) -> Outputs(tensor="element_dtype", lengths="int64"):
    """The elements one behind the other along their first dimension, in which they may differ, and their sizes in it.

    ``leading_dims`` has these sizes for elements that are not set.
    """
    shape = _shape_in(element_shape)
    return UNKNOWN if shape.ndims is None else TensorShape([None]).concatenate(shape[1:]), [None]


@op("TensorListSplit", view=True, shape_type=INDEX)
def tensor_list_split(tensor: "element_dtype", element_shape: Host["shape_type"], lengths: Host["int64"]) -> Outputs(
    output_handle="variant"
):
    """The parts of ``tensor`` that have ``lengths`` in the first dimension; InvalidArgumentError unless these add up to its size."""
    require(tensor.shape.rank_at_least(1), "tensor must have at least one dimension, not shape {}", tensor.shape)
    lengths.shape.with_rank(1)
    shape = _shape_in(element_shape)
    if shape.ndims is not None:
        tensor.shape[1:].merge_with(shape[1:])
    return SCALAR


@op("OptionalFromValue", view=True, Toutput_types=at_least(1))
def optional_from_value(components: Each["Toutput_types"]) -> Outputs(optional="variant"):
    """An optional that holds ``components``."""
    return SCALAR


@op("OptionalNone")
def optional_none() -> Outputs(optional="variant"):
    """An optional that holds nothing."""
    return SCALAR


@op("OptionalHasValue")
def optional_has_value(optional: "variant") -> Outputs(has_value="bool"):
    """Whether the optional holds anything."""
    return SCALAR


@op("OptionalGetValue", view=True, output_types=at_least(1), output_shapes=at_least(1))
def optional_get_value(optional: "variant", *, output_types: list[DType], output_shapes: list[TensorShape]) -> Outputs(
    components=Each["output_types"]
):
    """What the optional holds; InvalidArgumentError when that is nothing, or not of these types and shapes."""
    require(
        len(output_types) == len(output_shapes), "there are {} output_types but {} output_shapes", len(output_types), len(output_shapes)
    )
    return output_shapes


def _shape_in(tensor):
    """The element shape that a tensor describes."""
    sizes = value_of(tensor)
    if tensor.shape.ndims == 0:
        require(sizes in (None, -1), "an element shape must be a vector, or -1 for an unknown rank, not {}", sizes)
        return UNKNOWN
    if sizes is None:
        return TensorShape([None] * tensor.shape[0].value) if tensor.shape.ndims == 1 and tensor.shape[0].value is not None else UNKNOWN
    return TensorShape([None if size == -1 else size for size in sizes])
