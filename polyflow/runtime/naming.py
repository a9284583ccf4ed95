"""What things are called in an emitted program: values, constants, cells, and everything else that its lines refer to."""

from __future__ import annotations

import itertools
import keyword
import re
from typing import Any

import numpy as np

from ..framework.errors import InvalidArgumentError
from .ir import HOST, Plan, Value
from .kernels import python_value
from .resources import Resources


class Names:
    """The names of one program.

    Attributes:
        globals: what the program finds under its names; locals: the Python variable of each value.
        passed: while lines of a function of their own are written, its arguments with the parameters that they become; else None.
        made: the values that this function makes itself.
    """

    def __init__(self, plan: Plan, resources: Resources) -> None:
        self.plan = plan
        self.backend = plan.backend
        self.resources = resources
        self.globals: dict[str, Any] = {}
        self.locals: dict[Value, str] = {}
        self.passed: dict[str, str] | None = None
        self.made: set[Value] = set()
        self._taken = {"_", "started"}  # names that the lines themselves use
        self._bound: dict[Any, str] = {}

    def local(self, value: Value) -> str:
        """The Python variable of a value, named after its node."""
        if value not in self.locals:
            self.locals[value] = self.fresh(value.hint)
        return self.locals[value]

    def use(self, value: Value) -> str:
        """The expression that reads a value."""
        if value.constant is not None:
            return self.constant(value)
        if value.variable is not None:
            return f"{self.cell(value)}.value"
        return self.local(value) if value in self.made else self._arrives(self.local(value), value.hint)

    def _arrives(self, expression: str, hint: str) -> str:
        """The name under which something from outside is known inside a function of its own; else the expression itself."""
        if self.passed is None:
            return expression
        return self.passed.setdefault(expression, expression if expression.isidentifier() else self.fresh(f"{hint}_numbers"))

    def at(self, value: Value, home: str) -> str:
        return self.constant(value, home) if value.constant is not None else self.use(value)

    def python(self, value: Value) -> str:
        if value.constant is not None:
            return self.literal(python_value(value.constant), value.hint)
        convert = self.bind("python_value", python_value)
        if value.variable is not None:
            return f"{convert}({self.use(value)})"
        return self._arrives(f"{convert}({self.local(value)})", value.hint)

    def literal(self, value: Any, hint: str) -> str:
        if _is_literal(value):
            return repr(value)
        return self.bind(
            str(value).replace("torch.", "") if isinstance(value, np.dtype) or "torch" in type(value).__module__ else hint, value
        )

    def fresh(self, hint: str) -> str:
        name = re.sub(r"\W", "_", hint)
        if not name or name[0].isdigit() or keyword.iskeyword(name) or name == "run":
            name = f"_{name}"
        return self.untaken(name)

    def untaken(self, name: str) -> str:
        candidates = itertools.chain([name], (f"{name}_{i}" for i in itertools.count(1)))
        chosen = next(candidate for candidate in candidates if candidate not in self._taken)
        self._taken.add(chosen)
        return chosen

    def bind(self, hint: str, thing: Any, key: Any = None) -> str:
        """A name of the function's globals for ``thing``."""
        key = id(thing) if key is None else key
        if key not in self._bound:
            self._bound[key] = self.fresh(hint)
            self.globals[self._bound[key]] = thing
        return self._bound[key]

    def cell(self, value: Value) -> str:
        if value.variable is None:
            raise InvalidArgumentError.of(f"The variable '{value.hint}' is fed in this run, so it cannot be assigned in it")
        cell = self.resources.cell(value.variable, value.dtype.base_dtype, value.shape)
        return self._arrives(self.bind(value.variable, cell, ("cell", value.variable)), value.hint)

    def constant(self, value: Value, home: str | None = None) -> str:
        key = ("constant", value, home or value.home)
        if key in self._bound:
            return self._bound[key]
        array = np.asarray(value.constant)
        return self.bind(value.hint, array[()] if key[-1] == HOST else self.backend.from_host(array), key)


def _is_literal(value: Any) -> bool:
    if type(value) in (tuple, list):
        return all(map(_is_literal, value)) and len(value) <= 64
    return (
        value is None or type(value) in (bool, int, str, bytes) or (type(value) is float and value == value and abs(value) != float("inf"))
    )
