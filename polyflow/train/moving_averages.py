"""Moving averages of variables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..framework.conversion import convert_to_tensor
from ..framework.dtypes import FLOAT, float32
from ..framework.graph_keys import GraphKeys
from ..framework.operation import Operation, Tensor
from ..framework.scopes import add_to_collection, colocate_with, init_scope, name_scope
from ..functions.control_flow import group
from ..functions.math import cast, minimum
from ..ops import state as state_ops
from ..variables.collections import global_variables, moving_average_variables, trainable_variables
from ..variables.initializers import Zeros
from ..variables.scope import get_variable, variable_scope
from ..variables.variable import Variable
from .slots import create_slot, create_zeros_slot


def assign_moving_average(variable: Variable, value: Any, decay: Any, zero_debias: bool = True, name: str | None = None) -> Tensor:
    """variable -= (1 - decay) * (variable - value), as one update.

    With ``zero_debias`` the variable, which started at zero, is kept divided by 1 - decay^t, so that it is an average from
    the first step on: Kingma and Ba, 2014, section 3.
    """
    with name_scope(name, "AssignMovingAvg", [variable._ref(), decay]) as scope, colocate_with(variable):
        share = convert_to_tensor(1.0 - decay, name="decay")
        share = cast(share, variable.dtype.base_dtype)
        delta = _debiased_delta(variable, value, share) if zero_debias else (variable - value) * share
        return state_ops.assign_sub(variable, delta, name=scope)


def _debiased_delta(variable: Variable, value: Any, share: Tensor) -> Tensor:
    """What to subtract so that the variable becomes biased / (1 - decay^t), the biased average being kept beside it."""
    dtype = variable.dtype.base_dtype
    with variable_scope(variable.op.name):
        biased = get_variable("biased", variable.shape, dtype, Zeros(dtype), trainable=False)
        steps = get_variable("local_step", [], dtype, Zeros(dtype), trainable=False)
    moved = biased.assign_sub((biased - value) * share)
    counted = steps.assign_add(dtype.as_numpy_dtype(1))
    return variable - moved / (1.0 - (1.0 - share) ** counted)


class ExponentialMovingAverage:
    """Keeps averages of variables, in which older values count less and less: average = decay * average + (1 - decay) * value.

    Args:
        decay: how much of the average stays at each update, close to 1.
        num_updates: how many updates there were; the decay is then at most (1 + num_updates) / (10 + num_updates), so that averages move
            faster at the start.
        zero_debias: corrects averages of tensors, which start at zero.
        name: the name behind the variables' own in the averages' names.
    """

    def __init__(self, decay: Any, num_updates: Any = None, zero_debias: bool = False, name: str = "ExponentialMovingAverage") -> None:
        self._decay = decay
        self._num_updates = num_updates
        self._zero_debias = zero_debias
        self._name = name
        self._averages: dict[Any, Variable] = {}
        self._debiased: set[Any] = set()

    @property
    def name(self) -> str:
        return self._name

    def apply(self, var_list: Sequence[Any] | None = None) -> Operation:
        """A node that updates the averages of the variables or tensors of ``var_list``, by default of all trainable variables."""
        chosen = trainable_variables() if var_list is None else list(var_list)
        for value in chosen:
            if value.dtype.base_dtype not in FLOAT:
                raise TypeError(f"The variables must be half, float, or double: {value.name}")
            if _key(value) not in self._averages:
                with init_scope():
                    self._averages[_key(value)] = self._made(value)
        with name_scope(self._name) as scope:
            decay = self._effective_decay()
            updates = [self._update(value, decay) for value in chosen]
            return group(*updates, name=scope)

    def _made(self, value: Any) -> Variable:
        """The average of a variable starts with its value, that of a tensor with zeros."""
        if isinstance(value, Variable):
            add_to_collection(GraphKeys.MOVING_AVERAGE_VARIABLES, value)
            return create_slot(value, value.initialized_value(), self._name)
        if self._zero_debias:
            self._debiased.add(_key(value))
        return create_zeros_slot(value, self._name, colocate_with_primary=value.op.type in ("Variable", "VariableV2"))

    def _update(self, value: Any, decay: Tensor) -> Tensor:
        return assign_moving_average(self._averages[_key(value)], value, decay, zero_debias=_key(value) in self._debiased)

    def _effective_decay(self) -> Tensor:
        decay = convert_to_tensor(self._decay, name="decay")
        if self._num_updates is None:
            return decay
        updates = cast(self._num_updates, float32, name="num_updates")
        return minimum(decay, (1.0 + updates) / (10.0 + updates))

    def average(self, var: Any) -> Variable | None:
        """The variable that holds the average of ``var``; None if none is kept."""
        return self._averages.get(_key(var))

    def average_name(self, var: Any) -> str:
        """The name of the variable that holds, or would hold, the average of ``var``."""
        if _key(var) in self._averages:
            return self._averages[_key(var)].op.name
        return var.graph.unique_name(f"{var.op.name}/{self._name}", mark_as_used=False)

    def variables_to_restore(self, moving_avg_variables: Sequence[Any] | None = None) -> dict[str, Variable]:
        """A map from names in a checkpoint to variables, in which the averages' names stand for the variables averaged."""
        averaged = list(moving_avg_variables) if moving_avg_variables is not None else trainable_variables() + moving_average_variables()
        restored = {self.average_name(variable): variable for variable in dict.fromkeys(averaged)}
        known = {variable.name for variable in averaged}
        others = {
            variable.op.name: variable
            for variable in dict.fromkeys(moving_average_variables() + global_variables())
            if variable.name not in known
        }
        return {name: variable for name, variable in others.items() if name not in restored} | restored


def _key(value: Any) -> Any:
    """Tensors and variables by identity; a variable's reference is the variable."""
    return value._ref() if isinstance(value, Variable) else value
