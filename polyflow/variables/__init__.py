"""Variables: what keeps values from run to run, the scopes that name and share them, and their initial values."""

from . import initializers
from .collections import *  # noqa: F403
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
from .state import *  # noqa: F403
from .variable import Variable, VariableAggregation, VariableSynchronization
