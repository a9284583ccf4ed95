"""RMSProp."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..framework.indexed_slices import IndexedSlices
from ..framework.operation import Operation, Tensor
from ..ops import training as ops
from ..variables.initializers import Ones
from .optimizer import Optimizer, like


class RMSPropOptimizer(Optimizer):
    """Divides gradients by a running root of the mean of their squares: Hinton, 2012; with ``centered`` by their running deviation."""

    def __init__(
        self, learning_rate: Any, decay: Any = 0.9, momentum: Any = 0.0, epsilon: Any = 1e-10, use_locking: bool = False,
        centered: bool = False, name: str = "RMSProp",
    ) -> None:  # fmt: skip
        if isinstance(centered, str):  # the name, where programs of 0.x have it
            centered, name = False, centered
        super().__init__(use_locking, name)
        self._given = {"learning_rate": learning_rate, "decay": decay, "momentum": momentum, "epsilon": epsilon}
        self._centered = centered

    def _create_slots(self, var_list: Sequence[Any]) -> None:
        for variable in var_list:
            dtype = variable.dtype.base_dtype
            self._get_or_make_slot_with_initializer(variable, Ones(dtype), variable.shape, dtype, "rms", self._name)
            if self._centered:
                self._zeros_slot(variable, "mg", self._name)
            self._zeros_slot(variable, "momentum", self._name)

    def _prepare(self) -> None:
        self._settings = [self._setting(value, name) for name, value in self._given.items()]

    def _state(self, var: Any) -> list[Any]:
        names = ["mg", "rms", "momentum"] if self._centered else ["rms", "momentum"]
        return [self.get_slot(var, name) for name in names] + [like(setting, var) for setting in self._settings]

    def _apply_dense(self, grad: Tensor, var: Any) -> Operation:
        apply = ops.apply_centered_rms_prop if self._centered else ops.apply_rms_prop
        return apply(var, *self._state(var), grad, use_locking=self._use_locking).op

    def _apply_sparse(self, grad: IndexedSlices, var: Any) -> Operation:
        apply = ops.sparse_apply_centered_rms_prop if self._centered else ops.sparse_apply_rms_prop
        return apply(var, *self._state(var), grad.values, grad.indices, use_locking=self._use_locking).op
