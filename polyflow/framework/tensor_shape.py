"""Static shapes: what is known about the size of a tensor when the graph is built.

``Dimension`` and ``TensorShape`` behave as programs of TensorFlow 1.x expect. Shape inference works on ``TensorShape.sizes``, a tuple
of int and None (an unknown size), or None (an unknown rank).
"""

from __future__ import annotations

import functools
import math
import operator
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any, TypeGuard, overload

Sizes = tuple[int | None, ...]


class Dimension:
    """The size of one dimension, or, with value None, an unknown size.

    Arithmetic with an unknown size gives an unknown size; comparison with one gives None, neither true nor false.
    """

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value: int | None = _size(value)

    def __repr__(self) -> str:
        return f"Dimension({self.value})"

    def __str__(self) -> str:
        return _size_text(self.value)

    def __int__(self) -> int:
        if self.value is None:
            raise TypeError("an unknown Dimension has no integer value")
        return self.value

    __index__ = __int__

    def __bool__(self) -> bool:
        return bool(self.value)

    def __eq__(self, other: object) -> Any:
        return _apply(operator.eq, self, other)

    def __ne__(self, other: object) -> Any:
        return _apply(operator.ne, self, other)

    def __lt__(self, other: Any) -> Any:
        return _apply(operator.lt, self, other)

    def __le__(self, other: Any) -> Any:
        return _apply(operator.le, self, other)

    def __gt__(self, other: Any) -> Any:
        return _apply(operator.gt, self, other)

    def __ge__(self, other: Any) -> Any:
        return _apply(operator.ge, self, other)

    def __add__(self, other: Any) -> Any:
        return _computed(operator.add, self, other)

    def __sub__(self, other: Any) -> Any:
        return _computed(operator.sub, self, other)

    def __mul__(self, other: Any) -> Any:
        return _computed(operator.mul, self, other)

    def __floordiv__(self, other: Any) -> Any:
        return _computed(operator.floordiv, self, other)

    def __mod__(self, other: Any) -> Any:
        return _computed(operator.mod, self, other)

    def __rsub__(self, other: Any) -> Any:
        return _computed(operator.sub, other, self)

    def __rfloordiv__(self, other: Any) -> Any:
        return _computed(operator.floordiv, other, self)

    def __rmod__(self, other: Any) -> Any:
        return _computed(operator.mod, other, self)

    __radd__ = __add__
    __rmul__ = __mul__

    def is_compatible_with(self, other: Any) -> bool:
        """Whether both could be the same size: equal, or one of them unknown."""
        return _compatible(self.value, _size(other))

    def assert_is_compatible_with(self, other: Any) -> None:
        """Raises ValueError when the sizes are known and differ."""
        self.merge_with(other)

    def merge_with(self, other: Any) -> Dimension:
        """What is known about a size that is both this and ``other``."""
        size = _size(other)
        if not _compatible(self.value, size):
            raise ValueError(f"Dimensions {self.value} and {size} are not compatible")
        return Dimension(size if self.value is None else self.value)


class TensorShape:
    """The static shape of a tensor: sizes of all dimensions, some perhaps unknown, or an unknown rank. Immutable."""

    __slots__ = ("sizes",)

    def __init__(self, dims: Any = None) -> None:
        """From None (unknown rank), a TensorShape, a size, an iterable of sizes (int, Dimension or None), or a shape message."""
        self.sizes: Sizes | None = _sizes(dims)

    @property
    def rank(self) -> int | None:
        """The number of dimensions; None when unknown."""
        return None if self.sizes is None else len(self.sizes)

    ndims = rank

    @property
    def dims(self) -> list[Dimension] | None:
        """The dimensions; None when the rank is unknown."""
        return None if self.sizes is None else list(map(Dimension, self.sizes))

    def as_list(self) -> list[int | None]:
        """The sizes, None where unknown; ValueError when the rank is unknown."""
        return list(self._known_sizes("as_list()"))

    def num_elements(self) -> int | None:
        """The product of the sizes; None unless all are known."""
        return math.prod(self.sizes) if _all_known(self.sizes) else None

    def is_fully_defined(self) -> bool:
        """Whether the rank and every size are known."""
        return _all_known(self.sizes)

    def has_rank(self, rank: int) -> bool:
        """Whether the rank may be ``rank``: it is, or it is unknown."""
        return self.sizes is None or len(self.sizes) == rank

    def rank_at_least(self, rank: int) -> bool:
        """Whether the rank may be ``rank`` or more."""
        return self.sizes is None or len(self.sizes) >= rank

    def is_compatible_with(self, other: Any) -> bool:
        """Whether one tensor could have both shapes."""
        sizes = as_shape(other).sizes
        if self.sizes is None or sizes is None:
            return True
        return len(self.sizes) == len(sizes) and all(map(_compatible, self.sizes, sizes))

    def merge_with(self, other: Any) -> TensorShape:
        """What is known about a tensor that has both shapes; ValueError when none can."""
        shape = as_shape(other)
        if self.sizes is None or self.sizes == shape.sizes:
            return shape
        if shape.sizes is None:
            return self
        self.assert_is_compatible_with(shape)
        return _shape_of(tuple([b if a is None else a for a, b in zip(self.sizes, shape.sizes, strict=True)]))

    def most_specific_compatible_shape(self, other: Any) -> TensorShape:
        """The narrowest shape that covers both: sizes on which they differ become unknown."""
        other = as_shape(other)
        if self.sizes is None or other.sizes is None or len(self.sizes) != len(other.sizes):
            return UNKNOWN
        return TensorShape([a if a == b else None for a, b in zip(self.sizes, other.sizes, strict=True)])

    def concatenate(self, other: Any) -> TensorShape:
        """The dimensions of this shape followed by those of ``other``; of unknown rank when either is."""
        sizes = as_shape(other).sizes
        return UNKNOWN if self.sizes is None or sizes is None else _shape_of(self.sizes + sizes)

    def with_rank(self, rank: int) -> TensorShape:
        """This shape, known to have this rank."""
        self.assert_has_rank(rank)
        return unknown_shape(rank) if self.sizes is None else self

    def with_rank_at_least(self, rank: int) -> TensorShape:
        """This shape, or ValueError when its rank is known and less than ``rank``."""
        if not self.rank_at_least(rank):
            raise ValueError(f"Shape {self} must have rank at least {rank}")
        return self

    def with_rank_at_most(self, rank: int) -> TensorShape:
        """This shape, or ValueError when its rank is known and greater than ``rank``."""
        if self.sizes is not None and len(self.sizes) > rank:
            raise ValueError(f"Shape {self} must have rank at most {rank}")
        return self

    def assert_has_rank(self, rank: int) -> None:
        """Raises ValueError when the rank is known and another."""
        if not self.has_rank(rank):
            raise ValueError(f"Shape {self} must have rank {rank}")

    def assert_same_rank(self, other: Any) -> None:
        """Raises ValueError when both ranks are known and differ."""
        other = as_shape(other)
        if self.sizes is not None and not other.has_rank(len(self.sizes)):
            raise ValueError(f"Shapes {self} and {other} must have the same rank")

    def assert_is_compatible_with(self, other: Any) -> None:
        """Raises ValueError when no tensor can have both shapes."""
        if not self.is_compatible_with(other):
            raise ValueError(f"Shapes {self} and {as_shape(other)} are not compatible")

    def assert_is_fully_defined(self) -> None:
        """Raises ValueError unless the rank and every size are known."""
        if not self.is_fully_defined():
            raise ValueError(f"Shape {self} is not fully defined")

    def as_proto(self) -> Any:
        """The shape as a TensorShapeProto, unknown sizes as -1."""
        from tensorboard.compat.proto.tensor_shape_pb2 import TensorShapeProto

        if self.sizes is None:
            return TensorShapeProto(unknown_rank=True)
        return TensorShapeProto(dim=[TensorShapeProto.Dim(size=-1 if size is None else size) for size in self.sizes])

    def __len__(self) -> int:
        return len(self._known_sizes("the length"))

    def __iter__(self) -> Iterator[Dimension]:
        return map(Dimension, self._known_sizes("iteration"))

    @overload
    def __getitem__(self, key: int) -> Dimension: ...
    @overload
    def __getitem__(self, key: slice) -> TensorShape: ...
    def __getitem__(self, key: int | slice) -> Dimension | TensorShape:
        if isinstance(key, slice):
            return _unknown_slice(key) if self.sizes is None else _shape_of(self.sizes[key])
        return Dimension(None if self.sizes is None else self.sizes[key])

    def __add__(self, other: Any) -> TensorShape:
        return self.concatenate(other)

    def __radd__(self, other: Any) -> TensorShape:
        return as_shape(other).concatenate(self)

    def __bool__(self) -> bool:
        return self.sizes is not None

    def __eq__(self, other: object) -> bool:
        try:
            return self.sizes == as_shape(other).sizes
        except (TypeError, ValueError):
            return NotImplemented

    def __hash__(self) -> int:
        return hash(self.sizes)

    def __repr__(self) -> str:
        return f"TensorShape({self.dims})"

    def __str__(self) -> str:
        if self.sizes is None:
            return "<unknown>"
        return f"({_size_text(self.sizes[0])},)" if len(self.sizes) == 1 else f"({', '.join(map(_size_text, self.sizes))})"

    def _known_sizes(self, wanted: str) -> Sizes:
        if self.sizes is None:
            raise ValueError(f"{wanted} is not defined for a shape of unknown rank")
        return self.sizes


ShapeLike = TensorShape | Dimension | int | Sequence[Dimension | int | None] | None


def as_shape(shape: Any) -> TensorShape:
    """``shape`` itself if it is a TensorShape, else the TensorShape made from it."""
    return shape if isinstance(shape, TensorShape) else TensorShape(shape)


def as_dimension(value: Any) -> Dimension:
    """``value`` itself if it is a Dimension, else the Dimension made from it."""
    return value if isinstance(value, Dimension) else Dimension(value)


def dimension_value(dimension: Any) -> Any:
    """The int or None inside a Dimension; anything else unchanged."""
    return dimension.value if isinstance(dimension, Dimension) else dimension


def dimension_at_index(shape: TensorShape, index: int) -> Dimension:
    """The dimension at ``index``, unknown where the rank is."""
    return shape[index]


def unknown_shape(rank: int | None = None) -> TensorShape:
    """The shape of this rank about which nothing else is known."""
    return UNKNOWN if rank is None else _shape_of((None,) * rank)


def broadcast_shapes(*shapes: Any) -> TensorShape:
    """The shape of an element-wise operation on tensors of these shapes; ValueError when they do not broadcast.

    Dimensions are aligned at the last one. Sizes are equal or one of them is 1; an unknown size beside 1 stays unknown, and beside
    another size it can only be that size or 1.
    """
    return functools.reduce(_broadcast_two, map(as_shape, shapes), SCALAR)


def broadcast_static_shape(shape_x: Any, shape_y: Any) -> TensorShape:
    """The shape of an element-wise operation on tensors of two shapes; see :func:`broadcast_shapes`."""
    return broadcast_shapes(shape_x, shape_y)


def _broadcast_two(a: TensorShape, b: TensorShape) -> TensorShape:
    if a.sizes == b.sizes or b.sizes == ():
        return a
    if a.sizes == ():
        return b
    if a.sizes is None or b.sizes is None:
        return UNKNOWN
    pairs = list(zip_longest(reversed(a.sizes), reversed(b.sizes), fillvalue=1))
    if not all(x == y or x in (1, None) or y in (1, None) for x, y in pairs):
        raise ValueError(f"Shapes {a} and {b} do not broadcast: each pair of sizes, aligned at the last, must be equal or contain 1")
    return _shape_of(tuple(_broadcast_size(x, y) for x, y in reversed(pairs)))


def _broadcast_size(a: int | None, b: int | None) -> int | None:
    if a == 1 or a == b:
        return b
    return b if a is None and b != 1 else a


def _shape_of(sizes: Sizes) -> TensorShape:
    """A TensorShape of sizes that are known to be valid."""
    shape = TensorShape.__new__(TensorShape)
    shape.sizes = sizes
    return shape


def _sizes(dims: Any) -> Sizes | None:
    if dims is None:
        return None
    if type(dims) is tuple or type(dims) is list:
        return tuple([d if type(d) is int and d >= 0 else _size(d) for d in dims])
    if isinstance(dims, TensorShape):
        return dims.sizes
    if hasattr(dims, "dim") and hasattr(dims, "unknown_rank"):
        return _message_sizes(dims)
    return _sizes(list(dims)) if _is_iterable(dims) else (_size(dims),)


def _message_sizes(message: Any) -> Sizes | None:
    return None if message.unknown_rank else tuple(None if d.size == -1 else _size(d.size) for d in message.dim)


def _is_iterable(value: Any) -> bool:
    """Whether ``value`` can be iterated over; a 0-d array says that it can and then cannot."""
    try:
        iter(value)
    except TypeError:
        return False
    return not isinstance(value, (str, bytes))


def _size(value: Any) -> int | None:
    """The size that ``value`` stands for: None, a Dimension, or anything integral and not negative."""
    if value is None:
        return None
    if isinstance(value, Dimension):
        return value.value
    size = _integer(value)
    if size < 0:
        raise ValueError(f"Dimension {size} must be >= 0")
    return size


def _integer(value: Any) -> int:
    if isinstance(value, float):  # programs written for Python 2 divide sizes with /
        if not value.is_integer():
            raise ValueError(f"Ambiguous dimension: {value}")
        return int(value)
    try:
        return int(operator.index(value))
    except TypeError:
        raise TypeError(f"Dimension value must be an integer or None, not {value!r} of type {type(value).__name__}") from None


def _computed(compute: Any, a: Any, b: Any) -> Any:
    result = _apply(compute, a, b)
    return result if result is NotImplemented else Dimension(result)


def _apply(function: Any, a: Any, b: Any) -> Any:
    """``function`` of two sizes; None when one is unknown, NotImplemented when one is no size."""
    try:
        x, y = _size(a), _size(b)
    except (TypeError, ValueError):
        return NotImplemented
    return None if x is None or y is None else function(x, y)


def _compatible(a: int | None, b: int | None) -> bool:
    return a is None or b is None or a == b


def _all_known(sizes: Sizes | None) -> TypeGuard[tuple[int, ...]]:
    return sizes is not None and None not in sizes


def _unknown_slice(key: slice) -> TensorShape:
    """A slice of a shape of unknown rank: its length is known only where both ends count from the front."""
    start, stop = key.start or 0, key.stop
    if stop is None or key.step is not None or start < 0 or stop < 0:
        return UNKNOWN
    return unknown_shape(max(stop - start, 0))


def _size_text(size: int | None) -> str:
    return "?" if size is None else str(size)


UNKNOWN = TensorShape(None)
SCALAR = TensorShape([])
