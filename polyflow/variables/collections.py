"""The variables of a graph, by collection, and the nodes that initialise or check them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..framework import dtypes
from ..framework.graph_keys import GraphKeys
from ..framework.operation import Operation, Tensor
from ..framework.scopes import control_dependencies, get_collection, name_scope
from ..framework.stacks import get_default_graph
from ..functions.array import boolean_mask, constant, identity_n, stack
from ..functions.control_flow import no_op
from ..functions.math import logical_not
from .state import is_variable_initialized

__all__ = [
    "all_variables", "assert_variables_initialized", "global_variables", "global_variables_initializer", "initialize_all_variables",
    "initialize_local_variables", "initialize_variables", "local_variables", "local_variables_initializer", "metric_variables",
    "model_variables", "moving_average_variables", "report_uninitialized_variables", "trainable_variables", "variables_initializer",
]  # fmt: skip


def global_variables(scope: str | None = None) -> list[Any]:
    """The variables of the default graph that Savers keep; with ``scope`` those whose name matches it from the start."""
    return get_collection(GraphKeys.GLOBAL_VARIABLES, scope)


def all_variables() -> list[Any]:
    """The older name of :func:`global_variables`."""
    return global_variables()


def local_variables(scope: str | None = None) -> list[Any]:
    """The variables that belong to one process and are not saved."""
    return get_collection(GraphKeys.LOCAL_VARIABLES, scope)


def model_variables(scope: str | None = None) -> list[Any]:
    """The variables that a model needs to make predictions, as far as its layers declare them."""
    return get_collection(GraphKeys.MODEL_VARIABLES, scope)


def metric_variables(scope: str | None = None) -> list[Any]:
    """The variables in which metrics are counted."""
    return get_collection(GraphKeys.METRIC_VARIABLES, scope)


def trainable_variables(scope: str | None = None) -> list[Any]:
    """The variables that optimizers change unless they are told otherwise."""
    return get_collection(GraphKeys.TRAINABLE_VARIABLES, scope)


def moving_average_variables(scope: str | None = None) -> list[Any]:
    """The variables of which an ExponentialMovingAverage keeps averages."""
    return get_collection(GraphKeys.MOVING_AVERAGE_VARIABLES, scope)


def variables_initializer(var_list: Sequence[Any], name: str = "init") -> Operation:
    """A node that gives all variables of ``var_list`` their initial values."""
    with control_dependencies([variable.initializer for variable in var_list or ()]):
        return no_op(name=name)


def initialize_variables(var_list: Sequence[Any], name: str = "init") -> Operation:
    """The older name of :func:`variables_initializer`."""
    return variables_initializer(var_list, name)


def global_variables_initializer() -> Operation:
    """A node that gives all global variables made so far their initial values."""
    return variables_initializer(global_variables())


def initialize_all_variables() -> Operation:
    """The older name of :func:`global_variables_initializer`."""
    return global_variables_initializer()


def local_variables_initializer() -> Operation:
    """A node that gives all local variables made so far their initial values."""
    return variables_initializer(local_variables())


def initialize_local_variables() -> Operation:
    """The older name of :func:`local_variables_initializer`."""
    return local_variables_initializer()


def assert_variables_initialized(var_list: Sequence[Any] | None = None) -> Operation | None:
    """A node that fails with FailedPreconditionError if a variable (by default any of the graph) has no value; None without variables."""
    places = [variable._ref() for variable in _chosen(var_list)] or _places()
    if not places:
        return None
    with control_dependencies(identity_n(places)):
        return no_op(name="assert_variables_initialized")


def _places() -> list[Tensor]:
    return [op.outputs[0] for op in get_default_graph().get_operations() if op.type in ("Variable", "VariableV2")]


def report_uninitialized_variables(var_list: Sequence[Any] | None = None, name: str = "report_uninitialized_variables") -> Tensor:
    """The names of the variables (by default all global and local ones) that have no value when it runs."""
    chosen = _chosen(var_list)
    with name_scope(name):
        if not chosen:
            return constant([], dtypes.string)
        unset = logical_not(stack([is_variable_initialized(variable) for variable in chosen]))
        return boolean_mask(constant([variable.op.name for variable in chosen]), unset)


def _chosen(var_list: Sequence[Any] | None) -> Sequence[Any]:
    return [*global_variables(), *local_variables()] if var_list is None else var_list
