"""Element types of tensors: one ``DType`` object per type, numbered and named as TensorFlow numbers and names them.

Every type has a reference variant (``float32_ref``), the type of a variable's own output. There is exactly one object per type, so
types compare and hash at the cost of an identity check.
"""

from __future__ import annotations

from builtins import bool as python_bool
from collections.abc import Iterable
from typing import Any, Literal

import ml_dtypes
import numpy as np

_Kind = Literal["floating", "integer", "unsigned", "complex", "bool", "quantized", "other"]
_REF_OFFSET = 100

_known: dict[Any, DType] = {}
"""What ``as_dtype`` understands: enum numbers, names, NumPy scalar types and dtypes, a few Python types."""


class DType:
    """The element type of a tensor.

    Attributes:
        name: for instance ``"float32"`` or ``"float32_ref"``.
        as_datatype_enum: the number of the type in GraphDef messages.
        np_dtype: the ``numpy.dtype`` of arrays of this type.
        as_numpy_dtype: the NumPy scalar type (the structured ``numpy.dtype`` for quantised types).
        base_dtype: the type without the reference mark.
        is_ref: whether this is a reference type.
        is_floating, is_integer, is_unsigned, is_complex, is_bool, is_quantized: what kind of number it is; quantised types are
            none of the others.
        is_numpy_compatible: whether arrays of this type can be fed and fetched.
        size: bytes per element; 0 for string, resource and variant.
    """

    __slots__ = (
        "_as_ref",
        "as_datatype_enum",
        "as_numpy_dtype",
        "base_dtype",
        "is_bool",
        "is_complex",
        "is_floating",
        "is_integer",
        "is_numpy_compatible",
        "is_quantized",
        "is_ref",
        "is_unsigned",
        "name",
        "np_dtype",
        "size",
    )
    _as_ref: DType
    as_datatype_enum: int
    as_numpy_dtype: Any
    base_dtype: DType
    is_bool: python_bool
    is_complex: python_bool
    is_floating: python_bool
    is_integer: python_bool
    is_numpy_compatible: python_bool
    is_quantized: python_bool
    is_ref: python_bool
    is_unsigned: python_bool
    name: str
    np_dtype: np.dtype[Any]
    size: int

    def __new__(cls, type_enum: int) -> DType:
        """The existing type with this number."""
        return as_dtype(type_enum)

    @property
    def _is_ref_dtype(self) -> python_bool:
        return self.is_ref

    @property
    def real_dtype(self) -> DType:
        """The type of the real part: float32 for complex64, float64 for complex128, else the type itself."""
        return {"complex64": float32, "complex128": float64}.get(self.base_dtype.name, self)

    @property
    def min(self) -> Any:
        """The lowest finite value."""
        return self._extreme("min")

    @property
    def max(self) -> Any:
        """The largest finite value."""
        return self._extreme("max")

    @property
    def limits(self) -> tuple[Any, Any]:
        """The range of intensities in images of this type: from 0 to 1, or to the largest integer."""
        if self.is_integer:
            return 0, self.max
        if self.base_dtype in (bool, float32, float64):
            return 0, 1
        raise ValueError(f"{self} has no intensity limits")

    def _extreme(self, which: Literal["min", "max"]) -> Any:
        if self.is_integer:
            return int(getattr(np.iinfo(self.np_dtype), which))
        if self.is_floating:
            return getattr(ml_dtypes.finfo(self.np_dtype), which)  # type: ignore[no-untyped-call]
        raise TypeError(f"{self} has no {which}imum value")

    def is_compatible_with(self, other: Any) -> python_bool:
        """Whether a tensor of type ``other`` may be used where this type is asked for: the same type, or a reference to it."""
        other = as_dtype(other)
        return self is other or self is other.base_dtype

    def __eq__(self, other: object) -> python_bool:
        if self is other:
            return True
        return not isinstance(other, DType) and _find(other) is self

    def __hash__(self) -> int:
        return self.as_datatype_enum  # not the identity: sets of types keep one order from run to run

    def __repr__(self) -> str:
        return f"tf.{self.name}"

    def __str__(self) -> str:
        return f"<dtype: '{self.name}'>"

    def __reduce__(self) -> tuple[Any, ...]:
        return as_dtype, (self.name,)


def as_dtype(type_value: Any) -> DType:
    """The ``DType`` that ``type_value`` stands for.

    Accepts a DType, a type number, a name (``"float32"``, ``"float"``, ``"double"``, ``"half"``, each also with ``_ref``), a NumPy
    dtype or scalar type, the Python types float, bool and object, and anything with a ``dtype`` attribute. Python's int, str and
    complex are refused, as TensorFlow refuses them: their width would be a guess.
    """
    if type(type_value) is DType:
        return type_value
    found = _find(type_value)
    if found is None:
        raise TypeError(f"Cannot convert value {type_value!r} to a DType")
    return found


def _find(value: Any) -> DType | None:
    try:
        found = None if isinstance(value, np.generic) else _known.get(value)  # np.float16(2) is equal to the type number 2
    except TypeError:  # unhashable
        found = None
    return found or _find_numpy(value)


def _find_numpy(value: Any) -> DType | None:
    """The type of a NumPy dtype that is not in native form (another byte order, a string length), or of an array or tensor."""
    if isinstance(value, np.dtype):
        return _known.get(value.type)
    inner = getattr(value, "dtype", None)
    return _find(inner) if isinstance(inner, np.dtype) else inner if isinstance(inner, DType) else None


def _define(enum: int, name: str, array_type: Any, kind: _Kind) -> DType:
    """Makes a type and its reference variant, and lets ``as_dtype`` find both."""
    base = _make(enum, name, array_type, kind)
    ref = _make(enum + _REF_OFFSET, name + "_ref", array_type, kind)
    ref.base_dtype = base.base_dtype = base
    ref._as_ref = base._as_ref = ref
    ref.is_ref = True
    return base


def _make(enum: int, name: str, array_type: Any, kind: _Kind) -> DType:
    dtype = object.__new__(DType)
    dtype.name, dtype.as_datatype_enum, dtype.is_ref = name, enum, False
    dtype.np_dtype = np.dtype(array_type)
    dtype.as_numpy_dtype = dtype.np_dtype if kind == "quantized" else dtype.np_dtype.type
    dtype.is_floating, dtype.is_complex, dtype.is_bool = kind == "floating", kind == "complex", kind == "bool"
    dtype.is_integer, dtype.is_unsigned = kind in ("integer", "unsigned"), kind == "unsigned"
    dtype.is_quantized = kind == "quantized"
    dtype.is_numpy_compatible = name.removesuffix("_ref") not in ("resource", "variant")
    dtype.size = 0 if dtype.np_dtype.hasobject else dtype.np_dtype.itemsize
    _known[enum] = _known[name] = dtype
    return dtype


float32 = _define(1, "float32", np.float32, "floating")
float64 = _define(2, "float64", np.float64, "floating")
int32 = _define(3, "int32", np.int32, "integer")
uint8 = _define(4, "uint8", np.uint8, "unsigned")
int16 = _define(5, "int16", np.int16, "integer")
int8 = _define(6, "int8", np.int8, "integer")
string = _define(7, "string", np.object_, "other")
complex64 = _define(8, "complex64", np.complex64, "complex")
int64 = _define(9, "int64", np.int64, "integer")
bool: DType = _define(10, "bool", np.bool_, "bool")  # noqa: A001 - TensorFlow's name
qint8 = _define(11, "qint8", [("qint8", np.int8)], "quantized")
quint8 = _define(12, "quint8", [("quint8", np.uint8)], "quantized")
qint32 = _define(13, "qint32", [("qint32", np.int32)], "quantized")
bfloat16 = _define(14, "bfloat16", ml_dtypes.bfloat16, "floating")
qint16 = _define(15, "qint16", [("qint16", np.int16)], "quantized")
quint16 = _define(16, "quint16", [("quint16", np.uint16)], "quantized")
uint16 = _define(17, "uint16", np.uint16, "unsigned")
complex128 = _define(18, "complex128", np.complex128, "complex")
float16 = _define(19, "float16", np.float16, "floating")
resource = _define(20, "resource", np.object_, "other")
variant = _define(21, "variant", np.object_, "other")
uint32 = _define(22, "uint32", np.uint32, "unsigned")
uint64 = _define(23, "uint64", np.uint64, "unsigned")

half, double = float16, float64

float32_ref = float32._as_ref
float64_ref = double_ref = float64._as_ref
int32_ref = int32._as_ref
uint8_ref = uint8._as_ref
int16_ref = int16._as_ref
int8_ref = int8._as_ref
string_ref = string._as_ref
complex64_ref = complex64._as_ref
int64_ref = int64._as_ref
bool_ref = bool._as_ref
qint8_ref = qint8._as_ref
quint8_ref = quint8._as_ref
qint32_ref = qint32._as_ref
bfloat16_ref = bfloat16._as_ref
qint16_ref = qint16._as_ref
quint16_ref = quint16._as_ref
uint16_ref = uint16._as_ref
complex128_ref = complex128._as_ref
float16_ref = half_ref = float16._as_ref
resource_ref = resource._as_ref
variant_ref = variant._as_ref
uint32_ref = uint32._as_ref
uint64_ref = uint64._as_ref


class TypeSet(frozenset[DType]):
    """The types that a type attribute allows, and the default where an op has one: ``INDEX.default(int32)``."""

    default_dtype: DType | None

    def __new__(cls, dtypes: Iterable[DType] = (), default_dtype: DType | None = None) -> TypeSet:
        types = super().__new__(cls, dtypes)
        types.default_dtype = default_dtype
        return types

    def default(self, dtype: DType) -> TypeSet:
        """The same types, with ``dtype``, one of them, as the default."""
        if dtype not in self:
            raise ValueError(f"{dtype!r} is not one of {sorted(each.name for each in self)}")
        return TypeSet(self, dtype)

    def __or__(self, other: Iterable[Any]) -> TypeSet:
        return TypeSet(self.union(other))

    def __sub__(self, other: Iterable[Any]) -> TypeSet:
        return TypeSet(self.difference(other))

    def __reduce__(self) -> tuple[Any, ...]:
        return TypeSet, (tuple(self), self.default_dtype)


FLOAT = TypeSet([bfloat16, float16, float32, float64])
COMPLEX = TypeSet([complex64, complex128])
FLOAT_COMPLEX = FLOAT | COMPLEX
INTEGER = TypeSet([int8, int16, int32, int64, uint8, uint16, uint32, uint64])
INDEX = TypeSet([int32, int64])
REAL = FLOAT | INTEGER
QUANTIZED = TypeSet([qint8, qint16, qint32, quint8, quint16])
NUMBER = REAL | COMPLEX | QUANTIZED
QUANTIZED_DTYPES = TypeSet(each for dtype in QUANTIZED for each in (dtype, dtype._as_ref))
ANY = NUMBER | {bool, string, resource, variant}


def _name_aliases() -> None:
    """Adds what ``as_dtype`` accepts besides the numbers and names."""
    for dtype in ANY - {resource, variant}:
        _known[dtype.np_dtype] = dtype
        if not dtype.is_quantized:
            _known[dtype.np_dtype.type] = dtype
    _known.update({np.bytes_: string, np.str_: string, np.longlong: int64, np.ulonglong: uint64})
    _known.update({float: float32, python_bool: bool, object: string})
    for alias, dtype in {"float": float32, "double": float64, "half": float16}.items():
        _known[alias], _known[alias + "_ref"] = dtype, dtype._as_ref


_name_aliases()

__all__ = ["DType", "QUANTIZED_DTYPES", "as_dtype", *(name for name, value in list(globals().items()) if isinstance(value, DType))]
