"""Sparse tensors: the coordinates and values of the entries that are not zero."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from .api_generation import OLDER, api_generation
from .dtypes import DType, int64
from .indexed_slices import described_shape
from .synonyms import one_of
from .tensor_shape import TensorShape

if TYPE_CHECKING:
    from .graph import Graph
    from .operation import Operation, Tensor


class _Parts(NamedTuple):
    indices: Any
    values: Any
    dense_shape: Any


class SparseTensorValue(_Parts):
    """A sparse tensor of arrays: what a Session returns, and what feeds a sparse placeholder.

    ``shape`` is the older name of ``dense_shape``.
    """

    __slots__ = ()

    def __new__(cls, indices: Any, values: Any, dense_shape: Any = None, *, shape: Any = None) -> SparseTensorValue:
        return super().__new__(cls, indices, values, one_of("dense_shape", dense_shape, "shape", shape))

    @property
    def shape(self) -> Any:
        return self.dense_shape


class SparseTensor:
    """A tensor of shape ``dense_shape`` with ``values[i]`` at coordinates ``indices[i]`` and zero elsewhere.

    Attributes:
        indices: int64 tensor of shape [entries, rank]; most ops expect the rows in lexicographic order, without repetitions.
        values: tensor of shape [entries].
        dense_shape: int64 tensor of shape [rank].
    """

    def __init__(self, indices: Any, values: Any, dense_shape: Any = None, *, shape: Any = None) -> None:
        """From tensors or anything convertible; ``shape`` is the older name of ``dense_shape``."""
        from .conversion import convert_to_tensor
        from .scopes import name_scope

        dense_shape = one_of("dense_shape", dense_shape, "shape", shape)
        with name_scope(None, "SparseTensor", [indices, values, dense_shape]):
            self.indices: Tensor = convert_to_tensor(indices, int64, "indices")
            self.values: Tensor = convert_to_tensor(values, None, "values")
            self.dense_shape: Tensor = convert_to_tensor(dense_shape, int64, "dense_shape")
        self._check_shapes()

    def _check_shapes(self) -> None:
        entries, rank = self.indices.shape.with_rank(2)
        entries.assert_is_compatible_with(self.values.shape.with_rank(1)[0])
        rank.assert_is_compatible_with(self.dense_shape.shape.with_rank(1)[0])

    @classmethod
    def from_value(cls, sparse_tensor_value: Any) -> SparseTensor:
        """``sparse_tensor_value`` itself if it is a SparseTensor, else the SparseTensor of a SparseTensorValue."""
        if isinstance(sparse_tensor_value, SparseTensor):
            return sparse_tensor_value
        if not isinstance(sparse_tensor_value, SparseTensorValue):
            raise TypeError(f"Neither a SparseTensor nor a SparseTensorValue: {sparse_tensor_value!r}")
        return cls(*sparse_tensor_value)

    @property
    def shape(self) -> TensorShape | Tensor:
        """What is known of the shape of the whole tensor; for programs of the generation 0.x the tensor ``dense_shape``."""
        return self.dense_shape if api_generation() == OLDER else self.get_shape()

    def get_shape(self) -> TensorShape:
        """What is known of the shape of the whole tensor."""
        return described_shape(self.dense_shape)

    @property
    def dtype(self) -> DType:
        """The type of the values."""
        return self.values.dtype

    @property
    def op(self) -> Operation:
        """The node that computes the values."""
        return self.values.op

    @property
    def graph(self) -> Graph:
        """The graph that holds the three tensors."""
        return self.values.graph

    def eval(self, feed_dict: Any = None, session: Any = None) -> SparseTensorValue:
        """The value, computed in ``session`` or in the default session."""
        from .stacks import get_default_session

        chosen = session or get_default_session()
        if chosen is None:
            raise ValueError(f"Cannot evaluate {self}: there is no default session, and none was given")
        return SparseTensorValue(*chosen.run([self.indices, self.values, self.dense_shape], feed_dict))

    def __repr__(self) -> str:
        return f"SparseTensor(indices={self.indices}, values={self.values}, dense_shape={self.dense_shape})"
