"""Adadelta."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..framework.indexed_slices import IndexedSlices
from ..framework.operation import Operation, Tensor
from ..ops import training as ops
from .optimizer import Optimizer, like


class AdadeltaOptimizer(Optimizer):
    """Steps as large as recent steps were, over recent gradients: Zeiler, 2012."""

    def __init__(
        self, learning_rate: Any = 0.001, rho: Any = 0.95, epsilon: Any = 1e-8, use_locking: bool = False, name: str = "Adadelta"
    ) -> None:
        super().__init__(use_locking, name)
        self._given = {"lr": learning_rate, "rho": rho, "epsilon": epsilon}

    def _create_slots(self, var_list: Sequence[Any]) -> None:
        for variable in var_list:
            self._zeros_slot(variable, "accum", self._name)
            self._zeros_slot(variable, "accum_update", self._name)

    def _prepare(self) -> None:
        self._settings = [self._setting(value, name) for name, value in self._given.items()]

    def _state(self, var: Any) -> list[Any]:
        return [self.get_slot(var, "accum"), self.get_slot(var, "accum_update"), *(like(setting, var) for setting in self._settings)]

    def _apply_dense(self, grad: Tensor, var: Any) -> Operation:
        return ops.apply_adadelta(var, *self._state(var), grad, use_locking=self._use_locking).op

    def _apply_sparse(self, grad: IndexedSlices, var: Any) -> Operation:
        return ops.sparse_apply_adadelta(var, *self._state(var), grad.values, grad.indices, use_locking=self._use_locking).op
