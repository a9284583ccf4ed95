"""Templates: functions whose variables are made in the first call and shared by all later ones."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from .scope import VariableScope, variable_scope


def make_template(
    name_: str, func_: Callable[..., Any], create_scope_now_: bool = False, unique_name_: str | None = None, custom_getter_: Any = None,
    **kwargs: Any,
) -> Template:  # fmt: skip
    """``func_`` with ``kwargs`` bound, as a function that has variables of its own.

    Args:
        name_: the name of its variable scope, made unique.
        func_: a function that makes variables with ``get_variable``.
        create_scope_now_: whether the scope's name is taken now rather than at the first call.
        unique_name_: the scope's exact name instead, shared with whatever else uses it.
        custom_getter_: a getter for its variables.
    """
    template = Template(name_, functools.partial(func_, **kwargs) if kwargs else func_, unique_name_, custom_getter_)
    if create_scope_now_:
        template.take_name()
    return template


class Template:
    """A function with variables of its own: see :func:`make_template`."""

    def __init__(self, name: str, function: Callable[..., Any], unique_name: str | None, custom_getter: Any) -> None:
        if not name:
            raise ValueError("name cannot be None.")
        self._name, self._function, self._unique_name, self._custom_getter = name, function, unique_name, custom_getter
        self._scope: VariableScope | None = None
        self._called = False

    @property
    def name(self) -> str:
        """The name that was asked for."""
        return self._name

    @property
    def var_scope(self) -> VariableScope | None:
        """The template's variable scope; None before the first call."""
        return self._scope

    @property
    def variables(self) -> list[Any]:
        """The variables made so far."""
        return [] if self._scope is None else self._scope.global_variables()

    @property
    def trainable_variables(self) -> list[Any]:
        """Those of them that optimizers change."""
        return [] if self._scope is None else self._scope.trainable_variables()

    def __call__(self, *args: Any, **keywords: Any) -> Any:
        with self._entered() as scope:
            self._scope = self._scope or scope
            result = self._function(*args, **keywords)
        self._called = True
        return result

    def _entered(self) -> variable_scope:
        return variable_scope(self._scope, reuse=self._called) if self._scope is not None else self._new_scope()

    def _new_scope(self, **options: Any) -> variable_scope:
        name = (self._unique_name,) if self._unique_name else (None, self._name)
        return variable_scope(*name, custom_getter=self._custom_getter, **options)

    def take_name(self) -> None:
        """Makes the variable scope before the first call."""
        with self._new_scope(auxiliary_name_scope=False) as self._scope:
            pass
