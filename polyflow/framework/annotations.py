"""What may stand in the signature of an op declaration.

``"T"`` (a string) is one of the fixed types or else a type attribute. The classes below wrap it and nest:
``List[Host["T"], "N"]`` is a homogeneous list of N tensors whose values the kernel needs on the host.
"""

from __future__ import annotations

from typing import Any


class Annotation:
    """``Wrapper[argument]``: an instance that remembers what it wraps."""

    __slots__ = ("argument", "count")

    def __init__(self, argument: Any, count: str = "") -> None:
        self.argument = argument
        self.count = count

    def __class_getitem__(cls, item: Any) -> Annotation:
        return cls(*item) if isinstance(item, tuple) else cls(item)

    def __repr__(self) -> str:
        inner = repr(self.argument) if not self.count else f"{self.argument!r}, {self.count!r}"
        return f"{type(self).__name__}[{inner}]"


class List(Annotation):
    """``List["T", "N"]``: N tensors of one type; N is an int attribute."""


class Each(Annotation):
    """``Each["Tin"]``: tensors whose types are the list(type) attribute Tin."""


class Ref(Annotation):
    """``Ref["T"]``: a reference to a variable."""


class Handle(Annotation):
    """``Handle["resource"]``: a handle of a variable, which a kernel gets as the variable's cell."""


class Host(Annotation):
    """``Host["T"]``: an input whose value the kernel needs on the host, as plain Python numbers."""


class Meta(Annotation):
    """``Meta["T"]``: an input of which only shape and dtype matter."""


class TensorValue:
    """Annotation of an attribute that holds an array (Const)."""


class Outputs:
    """``-> Outputs(values="T", indices="index_type")``: the named outputs of an op."""

    __slots__ = ("named",)

    def __init__(self, **named: Any) -> None:
        self.named = named


class at_least:
    """A lower bound of an int attribute or of a list's length."""

    __slots__ = ("minimum",)

    def __init__(self, minimum: int) -> None:
        self.minimum = minimum
