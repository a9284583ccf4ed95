"""Some rows of a larger tensor: the gradient of a gather, which would be mostly zeros as an ordinary tensor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from .tensor_shape import UNKNOWN, TensorShape, unknown_shape

if TYPE_CHECKING:
    from .dtypes import DType
    from .graph import Graph
    from .operation import Operation, Tensor


class IndexedSlicesValue(NamedTuple):
    """What a Session returns for fetched IndexedSlices: arrays."""

    values: Any
    indices: Any
    dense_shape: Any


class IndexedSlices:
    """The tensor of shape ``dense_shape`` whose row ``indices[i]`` is ``values[i]``, and whose other rows are zero.

    Rows of an index that occurs several times add up. ``dense_shape`` is None where nobody needs it.
    """

    def __init__(self, values: Tensor, indices: Tensor, dense_shape: Tensor | None = None) -> None:
        self.values = values
        self.indices = indices
        self.dense_shape = dense_shape

    @property
    def dtype(self) -> DType:
        """The type of the values."""
        return self.values.dtype

    @property
    def device(self) -> str:
        """The device of the node that computes the values."""
        return self.values.device

    @property
    def op(self) -> Operation:
        """The node that computes the values."""
        return self.values.op

    @property
    def graph(self) -> Graph:
        """The graph that holds the three tensors."""
        return self.values.graph

    @property
    def name(self) -> str:
        """The name of the values."""
        return self.values.name

    @property
    def shape(self) -> TensorShape:
        """What is known of the shape of the whole tensor."""
        return UNKNOWN if self.dense_shape is None else described_shape(self.dense_shape)

    def __neg__(self) -> IndexedSlices:
        return IndexedSlices(-self.values, self.indices, self.dense_shape)  # type: ignore[operator]  # Tensor's operators are hooked on

    def __repr__(self) -> str:
        dense_shape = "" if self.dense_shape is None else f", dense_shape={self.dense_shape}"
        return f"IndexedSlices(indices={self.indices}, values={self.values}{dense_shape})"


def described_shape(dense_shape: Tensor) -> TensorShape:
    """The static shape that a shape vector describes, as far as its value or its length is known."""
    from .constant_value import value_of

    sizes = value_of(dense_shape)
    if sizes is None:
        return unknown_shape(dense_shape.shape[0].value)
    return TensorShape([None if size == -1 else size for size in sizes])
