"""A bias, and matrix products with one."""

from __future__ import annotations

from typing import Any

from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..ops import nn_activation as activation
from ..ops import nn_convolution as convolution
from ..ops.linalg import matmul

__all__ = ["bias_add_v1", "relu_layer", "xw_plus_b"]


def bias_add_v1(value: Any, bias: Any, name: str | None = None) -> Tensor:
    """``value + bias``, a number for each entry of the last dimension: what :func:`bias_add` was before it knew formats."""
    with name_scope(name, "BiasAddV1", [value, bias]) as scope:
        return convolution.bias_add_v1(value, bias, name=scope)


def xw_plus_b(x: Any, weights: Any, biases: Any, name: str | None = None) -> Tensor:
    """``matmul(x, weights) + biases``."""
    with name_scope(name, "xw_plus_b", [x, weights, biases]) as scope:
        return convolution.bias_add(matmul(x, weights), biases, name=scope)


def relu_layer(x: Any, weights: Any, biases: Any, name: str | None = None) -> Tensor:
    """``relu(matmul(x, weights) + biases)``."""
    with name_scope(name, "relu_layer", [x, weights, biases]) as scope:
        return activation.relu(convolution.bias_add(matmul(x, weights), biases), name=scope)
