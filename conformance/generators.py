"""Where the inputs of the samples come from: seeded generators that know how to fill every dtype, and plain values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from polyflow.framework import dtypes
from polyflow.framework.dtypes import DType, as_dtype

Array = npt.NDArray[Any]
Shape = tuple[int, ...]
Draw = Callable[[np.random.Generator, Shape, DType], Array]


@dataclass(frozen=True)
class Generator:
    """An input drawn at random.

    Attributes:
        shape: its shape.
        draw: makes the array of a shape and dtype.
        natural: the dtype where neither the op nor the sample says one.
        dtype: the dtype where the sample says one.
        texts: whether it can draw strings.
        wholes: the lowest and highest whole number that it draws; integers get those of them that their dtype has.
    """

    shape: Shape
    draw: Draw
    natural: DType
    dtype: DType | None = None
    texts: bool = False
    wholes: tuple[int, int] | None = None

    def array(self, dtype: DType, rng: np.random.Generator) -> Array:
        return self.draw(rng, self.shape, dtype)

    def fits(self, dtype: DType) -> bool:
        if self.wholes and dtype.is_integer and max(self.wholes[0], dtype.min) > self.wholes[1]:
            return False
        return self.dtype in (None, dtype) and (self.texts or dtype is not dtypes.string)


@dataclass(frozen=True)
class Values:
    """An input written out. It fits the dtypes that can hold its values: 0.5 is no integer, -1 no unsigned one, inf not complex."""

    value: Any
    dtype: DType | None = None

    @property
    def natural(self) -> DType:
        return natural_dtype(self.value)

    def array(self, dtype: DType, rng: np.random.Generator) -> Array:
        return array_of(self.value, dtype)

    def fits(self, dtype: DType) -> bool:
        return self.dtype in (None, dtype) and fits(self.value, dtype)


@dataclass(frozen=True)
class Uninitialised:
    """A variable that nobody has assigned: for Ref inputs only."""

    shape: Shape
    dtype: DType | None = None
    natural: DType = dtypes.float32

    def array(self, dtype: DType, rng: np.random.Generator) -> Array:
        return np.zeros(self.shape, dtype.np_dtype)

    def fits(self, dtype: DType) -> bool:
        return self.dtype in (None, dtype)


@dataclass(frozen=True)
class Held:
    """What a variant input holds: a list of the rows of a drawn array, or an optional with that array in it."""

    content: Generator | Values
    holder: str
    natural: DType = dtypes.variant
    dtype: DType | None = None

    def array(self, dtype: DType, rng: np.random.Generator) -> Array:
        return self.content.array(dtype, rng)

    def fits(self, dtype: DType) -> bool:
        return True


Input = Generator | Values | Uninitialised | Held


def as_input(value: Any) -> Input:
    """A generator as it is, anything else as literal values."""
    return value if isinstance(value, Generator | Values | Uninitialised | Held) else Values(value)


# Plain values


def array_of(value: Any, dtype: DType) -> Array:
    """The values as an array of ``dtype``; strings become bytes."""
    if dtype is dtypes.string:
        return (
            np.vectorize(_as_bytes, otypes=[object])(np.array(value, dtype=object)) if np.size(value) else np.empty(np.shape(value), object)
        )
    return np.array(value).astype(dtype.np_dtype)


def _as_bytes(text: str | bytes) -> bytes:
    return text.encode() if isinstance(text, str) else text


_NATURAL = {"b": dtypes.bool, "i": dtypes.int32, "u": dtypes.int32, "f": dtypes.float32, "c": dtypes.complex64, "S": dtypes.string,
            "U": dtypes.string, "O": dtypes.string}  # fmt: skip


def natural_dtype(value: Any) -> DType:
    """The dtype that plain Python values suggest: int32, float32, complex64, bool or string; of an array its own."""
    if isinstance(value, np.ndarray | np.generic) and value.dtype.kind not in "SUO":
        return as_dtype(value.dtype)
    return dtypes.int32 if np.size(value) == 0 else _NATURAL[np.asarray(value).dtype.kind]


def fits(value: Any, dtype: DType) -> bool:
    """Whether an array of ``dtype`` can hold the values; rounding a fraction to fewer digits is no loss here, dropping it is."""
    array = np.asarray(value)
    if array.dtype.kind in "SUO" or dtype is dtypes.string:
        return array.size == 0 or (array.dtype.kind in "SUO" and dtype is dtypes.string)
    if array.size == 0:
        return True
    if dtype.is_complex:
        return array.dtype.kind == "c" or bool(np.all(np.isfinite(array)))
    if array.dtype.kind == "c":
        return False
    if dtype.is_floating:
        return _in_float_range(array, dtype)
    return _whole_in_range(array, 0, 1) if dtype.is_bool else _whole_in_range(array, dtype.min, dtype.max)


def _in_float_range(array: Array, dtype: DType) -> bool:
    finite = array[np.isfinite(array)].astype(np.float64)
    return bool(np.all(np.abs(finite) <= float(dtype.max)))


def _whole_in_range(array: Array, low: int, high: int) -> bool:
    if array.dtype.kind == "f" and not (np.all(np.isfinite(array)) and np.all(array == np.trunc(array))):
        return False
    return all(low <= int(item) <= high for item in array.flat)


# Generators


def _generator(draw: Draw, shape: Shape, natural: DType, dtype: Any) -> Generator:
    return Generator(shape, draw, natural, None if dtype is None else as_dtype(dtype))


def normal(*shape: int, dtype: Any = None) -> Generator:
    """Standard normal numbers; small integers, negative ones too where there are any; random bools; short random strings."""
    return Generator(shape, _draw_normal, dtypes.float32, None if dtype is None else as_dtype(dtype), texts=True)


def uniform(*shape: int, low: float = 0.0, high: float = 1.0, dtype: Any = None) -> Generator:
    """Numbers between ``low`` and ``high``; whole ones, both ends included, for integers."""
    wholes = int(np.ceil(low)), int(np.floor(high))

    def draw(rng: np.random.Generator, shape: Shape, dtype: DType) -> Array:
        if dtype.is_integer:
            return _draw_wholes(rng, shape, dtype, *wholes)
        return _parts(lambda: rng.uniform(low, high, shape), dtype)

    return replace(_generator(draw, shape, dtypes.float32, dtype), wholes=wholes)


def positive(*shape: int, dtype: Any = None) -> Generator:
    """Numbers between 0.5 and 2.5, integers from 1 to 5: away from zero and from overflow."""

    def draw(rng: np.random.Generator, shape: Shape, dtype: DType) -> Array:
        if dtype.is_integer:
            return rng.integers(1, 6, shape).astype(dtype.np_dtype)
        return _parts(lambda: rng.uniform(0.5, 2.5, shape), dtype)

    return _generator(draw, shape, dtypes.float32, dtype)


def integers(*shape: int, low: int = 0, high: int = 5, dtype: Any = None) -> Generator:
    """Whole numbers from ``low`` to ``high`` - 1, in any dtype."""

    def draw(rng: np.random.Generator, shape: Shape, dtype: DType) -> Array:
        return _draw_wholes(rng, shape, dtype, low, high - 1)

    return replace(_generator(draw, shape, dtypes.int32, dtype), wholes=(low, high - 1))


def invertible(*shape: int, dtype: Any = None) -> Generator:
    """Square matrices whose eigenvalues lie around 3, far from 0 and from negative numbers."""
    return _generator(_draw_invertible, shape, dtypes.float32, dtype)


def positive_definite(*shape: int, dtype: Any = None) -> Generator:
    """Hermitian matrices with eigenvalues of 1 and more, different ones."""

    def draw(rng: np.random.Generator, shape: Shape, dtype: DType) -> Array:
        root = _parts(lambda: rng.standard_normal(shape), dtype).astype(_wide(dtype))
        return np.asarray(root @ np.conj(np.swapaxes(root, -1, -2)) + np.eye(shape[-1])).astype(dtype.np_dtype)

    return _generator(draw, shape, dtypes.float32, dtype)


def banded(*shape: int, main: int, dtype: Any = None) -> Generator:
    """Diagonals of matrices as rows, of which the main one, row ``main``, is large."""

    def draw(rng: np.random.Generator, shape: Shape, dtype: DType) -> Array:
        drawn = _draw_normal(rng, shape, dtype)
        drawn[..., main, :] += np.asarray(4, dtype.np_dtype)
        return drawn

    return _generator(draw, shape, dtypes.float32, dtype)


def distinct(*shape: int, dtype: Any = None) -> Generator:
    """All different, so that no comparison ties: a shuffled range, scaled to [0, 1) for fractions."""

    def draw(rng: np.random.Generator, shape: Shape, dtype: DType) -> Array:
        size = int(np.prod(shape))
        order = rng.permutation(size).reshape(shape)
        return (order if dtype.is_integer else order / max(size, 1)).astype(dtype.np_dtype)

    return _generator(draw, shape, dtypes.float32, dtype)


def booleans(*shape: int) -> Generator:
    """Random truth values."""
    return _generator(lambda rng, shape, dtype: (rng.random(shape) < 0.5).astype(dtype.np_dtype), shape, dtypes.bool, None)


def strings(*shape: int) -> Generator:
    """Short random byte strings, empty ones among them."""
    return Generator(shape, lambda rng, shape, dtype: _draw_strings(rng, shape), dtypes.string, dtypes.string, texts=True)


def values(value: Any, dtype: Any = None) -> Values:
    """Exactly these values."""
    return Values(value, None if dtype is None else as_dtype(dtype))


def uninitialised(*shape: int, dtype: Any = None) -> Uninitialised:
    """A variable without a value."""
    return Uninitialised(shape, None if dtype is None else as_dtype(dtype))


def elements(content: Generator | Values) -> Held:
    """A TensorList of the rows of an array: for variant inputs."""
    return Held(content, "list")


def optional(content: Generator | Values) -> Held:
    """An optional that holds an array: for variant inputs."""
    return Held(content, "optional")


def _draw_wholes(rng: np.random.Generator, shape: Shape, dtype: DType, low: int, high: int) -> Array:
    lowest = max(low, dtype.min) if dtype.is_integer else low
    return rng.integers(lowest, high, shape, endpoint=True).astype(dtype.np_dtype)


def _draw_normal(rng: np.random.Generator, shape: Shape, dtype: DType) -> Array:
    if dtype is dtypes.string:
        return _draw_strings(rng, shape)
    if dtype.is_integer:
        return rng.integers(0 if dtype.is_unsigned else -5, 6, shape).astype(dtype.np_dtype)
    return _parts(lambda: rng.standard_normal(shape), dtype)


def _parts(draw: Callable[[], Any], dtype: DType) -> Array:
    """Real numbers, or complex ones with both parts drawn; for bool their sign."""
    if dtype.is_bool:
        return np.asarray(np.asarray(draw()) > 0)
    drawn = draw() + 1j * draw() if dtype.is_complex else draw()
    return np.asarray(drawn).astype(dtype.np_dtype)


def _draw_invertible(rng: np.random.Generator, shape: Shape, dtype: DType) -> Array:
    drawn = _parts(lambda: rng.standard_normal(shape), dtype).astype(_wide(dtype))
    return np.asarray(drawn / np.sqrt(2 * shape[-1]) + 3 * np.eye(shape[-1])).astype(dtype.np_dtype)


def _wide(dtype: DType) -> Any:
    return np.complex128 if dtype.is_complex else np.float64


def _draw_strings(rng: np.random.Generator, shape: Shape) -> Array:
    drawn = np.empty(shape, dtype=object)
    for index in np.ndindex(*shape):
        drawn[index] = rng.integers(97, 123, rng.integers(0, 6)).astype(np.uint8).tobytes()
    return drawn
