"""Variables: what keeps values from run to run, the scopes that name and share them, and their initial values."""

from . import collections, initializers, state
from .collections import *
from .initializers import (
    constant_initializer,
    glorot_normal_initializer,
    glorot_uniform_initializer,
    ones_initializer,
    random_normal_initializer,
    random_uniform_initializer,
    truncated_normal_initializer,
    uniform_unit_scaling_initializer,
    variance_scaling_initializer,
    zeros_initializer,
)
from .scope import (
    AUTO_REUSE,
    VariableScope,
    get_local_variable,
    get_variable,
    get_variable_scope,
    no_regularizer,
    variable_op_scope,
    variable_scope,
)
from .state import *
from .template import make_template
from .variable import Variable, VariableAggregation, VariableSynchronization, VariableV1

__all__ = [
    "AUTO_REUSE", "Variable", "VariableAggregation", "VariableScope", "VariableSynchronization", "VariableV1", "constant_initializer",
    "get_local_variable", "get_variable", "get_variable_scope", "glorot_normal_initializer", "glorot_uniform_initializer", "initializers",
    "make_template", "no_regularizer", "ones_initializer", "random_normal_initializer", "random_uniform_initializer",
    "truncated_normal_initializer", "uniform_unit_scaling_initializer", "variable_op_scope", "variable_scope",
    "variance_scaling_initializer", "zeros_initializer",
    *collections.__all__, *state.__all__,
]  # fmt: skip
