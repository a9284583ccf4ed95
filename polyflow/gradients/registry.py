"""The gradient statement of each op: a function registered for it, or a place on the list of those without."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..framework.op import Declaration

GradientFunction = Callable[..., Any]

_functions: dict[str, GradientFunction | None] = {}


_partial: set[GradientFunction] = set()


def gradient(*builders: Declaration, partial: bool = False) -> Callable[[GradientFunction], GradientFunction]:
    """Registers ``function(op, *output_gradients)``: one gradient per input (a tuple for several), None where there is no path.

    Outputs to which nothing flows give zeros; with ``partial`` they give None, for functions that are cheaper without them.
    """

    def register(function: GradientFunction) -> GradientFunction:
        for builder in builders:
            _add(builder.op_type, function)
        if partial:
            _partial.add(function)
        return function

    return register


def takes_none(function: GradientFunction) -> bool:
    """Whether a gradient function wants None rather than zeros for outputs to which nothing flows."""
    return function in _partial


def not_differentiable(*builders: Declaration | str) -> None:
    """States that ops have no gradient: nothing flows back through them."""
    for builder in builders:
        _add(builder if isinstance(builder, str) else builder.op_type, None)


NotDifferentiable = NoGradient = no_gradient = not_differentiable


class RegisterGradient:
    """Decorator of the user's gradient functions: ``@RegisterGradient("MyGrad")`` for ``gradient_override_map``.

    The function takes the operation and one gradient per output and returns one gradient per input.
    """

    def __init__(self, op_type: str) -> None:
        if not isinstance(op_type, str):
            raise TypeError("op_type must be a string")
        self._op_type = op_type

    def __call__(self, function: GradientFunction) -> GradientFunction:
        if self._op_type in _functions:
            raise KeyError(f"Registering two gradient with name '{self._op_type}'!")
        _add(self._op_type, function)
        return function


def find(op_type: str, family: str | None) -> GradientFunction | None:
    """The gradient function of an op type, None when it has none by statement; LookupError when nothing is said of it."""
    if op_type not in _functions and family is not None:
        load(family)
    try:
        return _functions[op_type]
    except KeyError:
        raise LookupError(f"No gradient defined for operation type {op_type!r}") from None


def states(op_type: str, family: str) -> bool | None:
    """Whether the op has a gradient (True), has none by statement (False), or nothing is said (None)."""
    try:
        return find(op_type, family) is not None
    except LookupError:
        return None


def load(family: str) -> None:
    """Imports the family's gradient module, where there is one."""
    import importlib
    import importlib.util

    module = f"{__package__}.{family}"
    if importlib.util.find_spec(module) is not None:
        importlib.import_module(module)


def _add(op_type: str, function: GradientFunction | None) -> None:
    if op_type in _functions:
        raise KeyError(f"The gradient of {op_type} is stated twice")
    _functions[op_type] = function
