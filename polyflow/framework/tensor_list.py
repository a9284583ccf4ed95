"""Lists and optionals of arrays as values: what flows along a variant edge.

Both are immutable and know nothing of backends: elements are held by reference, whatever they are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from .errors import InvalidArgumentError

Shape = tuple[int, ...] | None
"""A shape with -1 for unknown dimensions; None when not even the rank is known."""

Zeros = Callable[[tuple[int, ...], "ElementSpec"], Any]
"""Makes an element of a full shape and a list's spec."""


@dataclass(frozen=True, slots=True)
class ElementSpec:
    """What the elements of a list have in common.

    Attributes:
        dtype: their native dtype.
        shape: what is known of their shapes.
        device: where elements that were never set are made, when somebody reads them.
        limit: how many there may be; -1 for any number.
    """

    dtype: Any
    shape: Shape
    device: Any
    limit: int = -1


class TensorList:
    """An immutable list of arrays of one dtype.

    Lists share storage: ``push`` and ``pop`` take constant time, because a list is a length and a buffer that longer lists share.
    Only a list that is pushed to twice (or from which something was popped) copies the buffer. ``set`` copies.
    """

    __slots__ = ("_buffer", "length", "spec")
    shape = ()

    def __init__(self, spec: ElementSpec, buffer: list[Any], length: int) -> None:
        self.spec = spec
        self._buffer = buffer
        self.length = length

    @classmethod
    def of(cls, items: list[Any], dtype: Any, shape: Any, device: Any, limit: int = -1) -> TensorList:
        """A list of ``items``; None stands for an element that is not set. ``shape`` may be -1 for an unknown rank."""
        return cls(ElementSpec(dtype, as_shape(shape), device, limit), items, len(items))

    @property
    def items(self) -> list[Any]:
        """The elements, None for those that are not set."""
        return self._buffer[: self.length]

    def push(self, item: Any, dtype: Any) -> TensorList:
        """The list with ``item`` at its end."""
        spec = self.spec
        if spec.dtype is not dtype or (spec.shape is not None and spec.shape != item.shape):
            self.require_fit(dtype, item.shape)
        buffer, length = self._buffer, self.length
        if length == spec.limit:
            raise InvalidArgumentError.of(f"Tried to push item into a full list of {length} elements.")
        if len(buffer) != length:
            buffer = buffer[:length]
        buffer.append(item)
        return TensorList(spec, buffer, length + 1)

    def pop(self) -> tuple[TensorList, Any]:
        """The list without its last element, and that element."""
        length = self.length - 1
        if length < 0:
            raise InvalidArgumentError.of("Trying to pop from an empty list.")
        return TensorList(self.spec, self._buffer, length), self._buffer[length]

    def get(self, index: int) -> Any:
        """The element at ``index``, None if it is not set."""
        self._require_index(index)
        return self._buffer[index]

    def set(self, index: int, item: Any, dtype: Any) -> TensorList:
        """The list with another element at ``index``."""
        self._require_index(index)
        self.require_fit(dtype, item.shape)
        items = self.items
        items[index] = item
        return self.with_items(items)

    def resized(self, length: int) -> TensorList:
        """The first ``length`` elements, followed by unset ones if there are not as many."""
        if length < 0:
            raise InvalidArgumentError.of(f"TensorListSlice expects size to be non-negative. Got: {length}")
        return self.with_items(self.items[:length] + [None] * (length - self.length))

    def with_items(self, items: list[Any]) -> TensorList:
        return TensorList(self.spec, items, len(items))

    def map(self, function: Callable[[Any], Any]) -> TensorList:
        """The list of ``function(item)``; elements that are not set stay so."""
        return self.with_items([item if item is None else function(item) for item in self.items])

    def zeros(self, zeros_like: Callable[[Any], Any]) -> TensorList:
        """A list as long of zeros. They are left unset, which reads the same, where the element shape is known."""
        return self.with_items([None] * self.length) if is_full(self.spec.shape) else self.map(zeros_like)

    def __add__(self, other: TensorList) -> TensorList:
        """Element by element; an element that is not set is a zero."""
        if self.length != other.length:
            raise InvalidArgumentError.of(
                f"Trying to add two lists of tensors with different lengths. One is {self.length} and the other is {other.length}"
            )
        pairs = zip(self.items, other.items, strict=True)
        items = [b if a is None else a if b is None else a + b for a, b in pairs]
        return TensorList(replace(self.spec, shape=merged(self.spec.shape, other.spec.shape)), items, len(items))

    def scattered(self, indices: Sequence[int], items: Sequence[Any]) -> TensorList:
        """The list with ``items`` at ``indices``."""
        result = self.items
        for index, item in zip(indices, items, strict=True):
            self._require_index(index)
            result[index] = item
        return self.with_items(result)

    def concatenated(self, other: TensorList) -> TensorList:
        self.require_fit(other.spec.dtype, other.spec.shape)
        return self.with_items(self.items + other.items)

    def require_dtype(self, dtype: Any) -> None:
        if self.spec.dtype != dtype:
            raise InvalidArgumentError.of(f"Invalid data types; op elements {dtype} but list elements {self.spec.dtype}")

    def require_fit(self, dtype: Any, shape: Any) -> None:
        """InvalidArgumentError unless an element of this dtype and shape may be in the list."""
        self.require_dtype(dtype)
        merged(self.spec.shape, shape)

    def read(self, item: Any, wanted: Any, dtype: Any, zeros: Zeros) -> Any:
        """An element (as ``get`` and ``pop`` give it) of a shape that fits ``wanted``: zeros if it is not set."""
        if dtype is not self.spec.dtype:
            self.require_dtype(dtype)
        if item is None:
            return zeros(self._shape_of_unset(wanted), self.spec)
        if item.shape != wanted:
            merged(as_shape(wanted), item.shape)
        return item

    def filled(self, wanted: Any, dtype: Any, zeros: Zeros) -> tuple[list[Any], Shape]:
        """The elements, with zeros for those that are not set, and what is known of their common shape."""
        self.require_dtype(dtype)
        items = self.items
        shape = merged(self.spec.shape, as_shape(wanted))
        for item in items:
            if item is not None and item.shape != shape:
                shape = merged(shape, item.shape)
        if any(item is None for item in items):
            missing = zeros(full(shape), self.spec)
            items = [missing if item is None else item for item in items]
        return items, shape

    def parts(self, wanted: Any, leading: Sequence[int], dtype: Any, zeros: Zeros) -> tuple[list[Any], tuple[int, ...]]:
        """The elements as parts of one array, which may differ in their first dimension, and the shape behind that dimension.

        ``leading`` has the first dimensions of parts that are not set.
        """
        self.require_dtype(dtype)
        shape = merged(self.spec.shape, as_shape(wanted))
        if shape == ():
            raise InvalidArgumentError.of("Concat requires elements to be at least vectors, found scalars instead.")
        inner = None if shape is None else shape[1:]
        for item in self.items:
            inner = inner if item is None else merged(inner, item.shape[1:])
        inner = full(inner)
        first = None if shape is None or shape[0] == -1 else shape[0]
        parts = [zeros((_leading(leading, i, first), *inner), self.spec) if item is None else item for i, item in enumerate(self.items)]
        return parts, inner

    def fitted(self, shape: Any) -> TensorList:
        """This list; InvalidArgumentError unless elements of this shape may be in it."""
        merged(self.spec.shape, shape)
        return self

    def _shape_of_unset(self, wanted: Any) -> tuple[int, ...]:
        shape = merged(self.spec.shape, as_shape(wanted))
        for other in () if is_full(shape) else self.items:
            shape = shape if other is None else merged(shape, other.shape)
        return full(shape)

    def _require_index(self, index: int) -> None:
        if not 0 <= index < self.length:
            raise InvalidArgumentError.of(f"Trying to access element {index} in a list with {self.length} elements.")

    def __repr__(self) -> str:
        return f"TensorList({self.length} elements of {self.spec.dtype}, shape {self.spec.shape})"


def as_shape(value: Any) -> Shape:
    """An element shape as an op gets it: sizes with -1 for unknown ones, or -1 alone for an unknown rank."""
    if isinstance(value, int):
        if value != -1:
            raise InvalidArgumentError.of(f"The element shape must be a vector, or -1 for an unknown rank, not {value}")
        return None
    return None if value is None else tuple(value)


def is_full(shape: Shape) -> bool:
    return shape is not None and all(size >= 0 for size in shape)


def full(shape: Shape) -> tuple[int, ...]:
    """The shape, which must be fully known to make an array of it."""
    if shape is None or not is_full(shape):
        raise InvalidArgumentError.of(f"Tried to read uninitialized elements of a list with non-fully defined element shape: {shape}")
    return shape


def merged(a: Shape, b: Any) -> Shape:
    """What two shapes say together; InvalidArgumentError when they contradict each other."""
    if a is None or b is None:
        return a if b is None else tuple(b)
    if len(a) != len(b) or any(x != y and x >= 0 and y >= 0 for x, y in zip(a, b, strict=True)):
        raise InvalidArgumentError.of(
            f"Tried to put a tensor with an incompatible shape into a list. Op element shape: {list(b)} list shape: {list(a)}"
        )
    return tuple(max(x, y) for x, y in zip(a, b, strict=True))


def _leading(sizes: Sequence[int], position: int, common: int | None) -> int:
    if common is not None:
        return common
    if position >= len(sizes):
        raise InvalidArgumentError.of(
            f"List contains uninitialized element at index {position} but leading_dims has only {len(sizes)} elements."
        )
    return sizes[position]


class Optional:
    """A tuple of arrays, or nothing."""

    __slots__ = ("components",)
    shape = ()

    def __init__(self, components: Sequence[Any] | None) -> None:
        self.components = components

    @property
    def has_value(self) -> bool:
        return self.components is not None

    def value(self, dtypes: Sequence[Any], shapes: Sequence[Any]) -> list[Any]:
        """The components, which must have these dtypes and fit these shapes."""
        if self.components is None:
            raise InvalidArgumentError.of("The given optional does not have a value.")
        components = list(self.components)
        if len(components) != len(dtypes):
            raise InvalidArgumentError.of(f"Expected {len(dtypes)} components, but the optional has {len(components)}")
        for component, dtype, shape in zip(components, dtypes, shapes, strict=True):
            _require_component(component, dtype, shape)
        return components

    def map(self, function: Callable[[Any], Any]) -> Optional:
        return self if self.components is None else Optional([function(item) for item in self.components])

    def __add__(self, other: Optional) -> Optional:
        """Component by component; an optional without a value is a zero."""
        if self.components is None or other.components is None:
            return self if other.components is None else other
        return Optional([a + b for a, b in zip(self.components, other.components, strict=True)])

    def __repr__(self) -> str:
        return "Optional()" if self.components is None else f"Optional({', '.join(map(repr, self.components))})"


def _require_component(component: Any, dtype: Any, shape: Shape) -> None:
    found = getattr(component, "dtype", dtype)
    if found != dtype:
        raise InvalidArgumentError.of(f"Expected a component of type {dtype}, but the optional has one of type {found}")
    sizes = getattr(component, "shape", ())
    if shape is not None and (len(shape) != len(sizes) or any(a not in (-1, b) for a, b in zip(shape, sizes, strict=True))):
        raise InvalidArgumentError.of(f"Expected a component of shape {shape}, but the optional has one of shape {tuple(sizes)}")
