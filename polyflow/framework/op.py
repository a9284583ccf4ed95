"""``@op``: an op is one function.

The signature of the decorated function is the op's signature, its docstring the documentation, its body the shape
inference. The decorator returns a :class:`Declaration`, which is also the graph builder: calling it with tensors (or
anything convertible) and attributes adds a node to the graph.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable
from functools import cached_property
from typing import Any

from . import registry
from .annotations import Each, Handle, Host, List, Meta, Outputs, Ref, TensorValue, at_least
from .constant_value import value_of
from .declaration import (
    BOOKKEEPING,
    ArgSpec,
    AttrSpec,
    attribute_type,
    inferred_attributes,
    parse_argument,
    split_constraint,
)

__all__ = [
    "BOOKKEEPING",
    "Declaration",
    "Each",
    "Handle",
    "Host",
    "List",
    "Meta",
    "Outputs",
    "Ref",
    "TensorValue",
    "at_least",
    "declaration",
    "op",
    "require",
    "value_of",
]

declaration = registry.declaration

KINDS = ("kernel", "host", "structural")
EFFECTS = (None, "state", "random", "io")

UNMARKED = frozenset({"FractionalAvgPool", "FractionalMaxPool"})
"""Ops that draw random numbers although TensorFlow does not call them stateful."""


def op(
    op_type: str, *, kind: str = "kernel", effects: str | None = None, view: bool = False, writes: bool = True, **constraints: Any
) -> Callable[[Callable[..., Any]], Declaration]:
    """Declares the op ``op_type``.

    Args:
        kind: "kernel" (each backend has one), "host" (one serves every backend) or "structural" (emitted, no kernel).
        effects: "state", "random" or "io": the kernel gets a first argument ``context``. None for pure ops and for ops that only touch their variables.
        view: the result may share memory with an input.
        writes: whether Ref and Handle inputs are written (else only looked at).
        constraints: per attribute the set of allowed values, or ``at_least(n)``.
    """
    if kind not in KINDS or effects not in EFFECTS:
        raise ValueError(f"{op_type}: kind must be one of {KINDS} and effects one of {EFFECTS}")

    def declare(function: Callable[..., Any]) -> Declaration:
        made = Declaration(op_type, function, kind, effects, view, writes, constraints)
        registry.register(made)
        return made

    return declare


def require(condition: Any, message: str, *values: Any) -> None:
    """Raises ValueError(message formatted with values) unless the condition holds; the builder adds op, node and inputs."""
    if not condition:
        raise ValueError(message.format(*values))


class Declaration:
    """An op type: its signature, its meaning for shapes and dtypes, and the builder of its nodes."""

    def __init__(
        self,
        op_type: str,
        function: Callable[..., Any],
        kind: str,
        effects: str | None,
        view: bool,
        writes: bool,
        constraints: dict[str, Any],
    ) -> None:
        self.op_type = op_type
        self.function = function
        self.kind = kind
        self.effects = effects
        self.view = view
        self.writes = writes
        self.constraints = constraints
        self.family = function.__module__.rpartition(".")[2]
        self.__name__ = function.__name__
        self.__module__ = function.__module__
        self.__doc__ = function.__doc__
        self.__wrapped__ = function

    def __call__(self, *args: Any, name: str | None = None, **keywords: Any) -> Any:
        return _build(self, args, keywords, name)

    def __repr__(self) -> str:
        return f"<op {self.op_type}{self.__signature__}>"

    # The parsed signature is made when a node first needs it: importing 800 declarations stays cheap.

    @cached_property
    def inputs(self) -> tuple[ArgSpec, ...]:
        code = self.function.__code__
        annotations = self.function.__annotations__
        return tuple(parse_argument(name, annotations[name]) for name in code.co_varnames[: code.co_argcount])

    @cached_property
    def outputs(self) -> tuple[ArgSpec, ...]:
        returned = self.function.__annotations__.get("return")
        return tuple(parse_argument(*item) for item in returned.named.items()) if returned is not None else ()

    @cached_property
    def attributes(self) -> dict[str, AttrSpec]:
        """All attributes by name: the keyword-only parameters, then those that the inputs determine."""
        explicit = {name: self._explicit(name) for name in self.explicit_attributes}
        inferred = inferred_attributes(self.inputs, self.constraints, set(explicit))
        return explicit | {spec.name: spec for spec in inferred}

    @cached_property
    def explicit_attributes(self) -> tuple[str, ...]:
        code = self.function.__code__
        return code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]

    def _explicit(self, name: str) -> AttrSpec:
        defaults = self.function.__kwdefaults__ or {}
        allowed, minimum = split_constraint(self.constraints.get(name))
        kind = attribute_type(self.function.__annotations__[name])
        return AttrSpec(name, kind, defaults.get(name), name not in defaults, allowed, minimum, inferred=False)

    @cached_property
    def is_stateful(self) -> bool:
        """Whether TensorFlow calls it stateful: running it twice may differ from running it once."""
        makes_variable = not self.inputs and any(spec.is_variable for spec in self.outputs)
        has_effects = self.effects is not None and self.op_type not in UNMARKED
        return has_effects or makes_variable or any(spec.handle for spec in self.inputs)

    @cached_property
    def written_refs(self) -> tuple[int, ...]:
        """Positions of the inputs that a node of this op writes (scalar inputs come before any list)."""
        return tuple(i for i, spec in enumerate(self.inputs) if spec.is_variable) if self.writes else ()

    @cached_property
    def result(self) -> Any:
        """The named tuple of several outputs."""
        return namedtuple(self.__name__.strip("_") or "result", [spec.name for spec in self.outputs], rename=True)

    @cached_property
    def __signature__(self) -> Any:
        import inspect

        own = inspect.signature(self.function)
        name = inspect.Parameter("name", inspect.Parameter.KEYWORD_ONLY, default=None, annotation="str | None")
        return own.replace(parameters=[*own.parameters.values(), name])


def _build(declared: Declaration, args: tuple[Any, ...], keywords: dict[str, Any], name: str | None) -> Any:
    from .build import build

    globals()["_build"] = build
    return build(declared, args, keywords, name)
