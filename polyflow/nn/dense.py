"""Matrix products with a bias."""

from __future__ import annotations

from typing import Any

from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..ops import nn_activation as activation
from ..ops import nn_convolution as convolution
from ..ops.linalg import matmul

__all__ = ["relu_layer", "xw_plus_b"]


def xw_plus_b(x: Any, weights: Any, biases: Any, name: str | None = None) -> Tensor:
    """``matmul(x, weights) + biases``."""
    with name_scope(name, "xw_plus_b", [x, weights, biases]) as scope:
        return convolution.bias_add(matmul(x, weights), biases, name=scope)


def relu_layer(x: Any, weights: Any, biases: Any, name: str | None = None) -> Tensor:
    """``relu(matmul(x, weights) + biases)``."""
    with name_scope(name, "relu_layer", [x, weights, biases]) as scope:
        return activation.relu(convolution.bias_add(matmul(x, weights), biases), name=scope)
