"""Activation functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..framework.constant_value import constant_value
from ..framework.conversion import convert_to_tensor
from ..framework.errors import InvalidArgumentError
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..framework.synonyms import one_of
from ..ops import array_creation as creation
from ..ops import array_manipulation as array
from ..ops import math_comparison as compare
from ..ops import math_elementwise as math
from ..ops import nn_activation as ops

__all__ = [
    "crelu",
    "elu",
    "leaky_relu",
    "log_softmax",
    "relu",
    "relu6",
    "selu",
    "sigmoid",
    "softmax",
    "softplus",
    "softsign",
    "swish",
    "tanh",
]


def relu(features: Any, name: str | None = None) -> Tensor:
    """``max(features, 0)``."""
    return ops.relu(features, name=name)


def relu6(features: Any, name: str | None = None) -> Tensor:
    """``min(max(features, 0), 6)``."""
    return ops.relu6(features, name=name)


def elu(features: Any, name: str | None = None) -> Tensor:
    """``exp(features) - 1`` where negative, else ``features``."""
    return ops.elu(features, name=name)


def selu(features: Any, name: str | None = None) -> Tensor:
    """The scaled exponential linear unit: ``scale * elu(features, alpha)`` with the constants that keep mean 0 and variance 1."""
    return ops.selu(features, name=name)


def leaky_relu(features: Any, alpha: float = 0.2, name: str | None = None) -> Tensor:
    """``features`` where positive, else ``alpha * features``. Integers become float32; ``alpha`` may be a tensor."""
    features = convert_to_tensor(features, name="features")
    if features.dtype.is_integer:
        features = math.cast(features, DstT="float32")
    if isinstance(alpha, (int, float)):
        return ops.leaky_relu(features, alpha=float(alpha), name=name)
    with name_scope(name, "LeakyRelu", [features, alpha]) as scope:
        return math.maximum(math.mul(alpha, features, name="mul"), features, name=scope)


def crelu(features: Any, name: str | None = None, axis: int = -1) -> Tensor:
    """The relu of ``features`` beside the relu of ``-features``: twice as many of them along ``axis``."""
    with name_scope(name, "CRelu", [features]) as scope:
        both = array.concat_v2([features, math.neg(features)], axis, name=scope)
        return ops.relu(both)


def swish(features: Any) -> Tensor:
    """``features * sigmoid(features)``."""
    features = convert_to_tensor(features, name="features")
    with name_scope(None, "swish", [features]):
        return math.mul(features, math.sigmoid(features), name="mul")


def softplus(features: Any, name: str | None = None) -> Tensor:
    """``log(exp(features) + 1)``."""
    return ops.softplus(features, name=name)


def softsign(features: Any, name: str | None = None) -> Tensor:
    """``features / (abs(features) + 1)``."""
    return ops.softsign(features, name=name)


def sigmoid(x: Any, name: str | None = None) -> Tensor:
    """``1 / (1 + exp(-x))``."""
    return math.sigmoid(x, name=name)


def tanh(x: Any, name: str | None = None) -> Tensor:
    """The hyperbolic tangent."""
    return math.tanh(x, name=name)


def softmax(logits: Any, axis: Any = None, name: str | None = None, dim: Any = None) -> Tensor:
    """``exp(logits) / sum(exp(logits))`` along ``axis`` (by default the last; ``dim`` is its older name).

    A name may stand in the place of ``axis``, as it does in older programs.

    Raises:
        InvalidArgumentError: there is no such axis.
    """
    return _along(ops.softmax, logits, axis, dim, name)


def log_softmax(logits: Any, axis: Any = None, name: str | None = None, dim: Any = None) -> Tensor:
    """``logits - log(sum(exp(logits)))`` along ``axis``; arguments as in :func:`softmax`."""
    return _along(ops.log_softmax, logits, axis, dim, name)


def _along(compute: Callable[..., Tensor], logits: Any, axis: Any, dim: Any, name: str | None) -> Tensor:
    """``compute``, which works on the last dimension, along another: the two change places before and after."""
    axis, name = (None, axis) if isinstance(axis, str) else (axis, name)
    axis, logits = one_of("axis", axis, "dim", dim, -1), convert_to_tensor(logits)
    rank, position = logits.shape.ndims, constant_value(axis)
    if position is not None and (position == -1 or position == check_axis(int(position), rank)):
        return compute(logits, name=name)
    exchange = _exchange(int(position), rank) if position is not None and rank is not None else _exchange_later(axis, logits)
    swapped = array.transpose(logits, exchange, name="transpose")
    return array.transpose(compute(swapped), exchange, name=name or "transpose")


def check_axis(axis: int, rank: int | None) -> int:
    """The last position, after a check that ``axis`` is one of ``rank``; -1 for an unknown rank."""
    if rank is not None and not -rank <= axis < rank:
        raise InvalidArgumentError.of(
            f"Dimension ({axis}) must be in the range [{-rank}, {rank}) where {rank} is the number of dimensions in the input."
        )
    return -1 if rank is None else rank - 1


def _exchange(axis: int, rank: int) -> list[int]:
    """The permutation that swaps ``axis`` and the last of ``rank`` dimensions."""
    order = list(range(rank))
    order[axis], order[-1] = order[-1], order[axis]
    return order


def _exchange_later(axis: Any, logits: Tensor) -> Tensor:
    """The same where rank or axis are known only when the graph runs."""
    rank = array.rank(logits)
    order = creation.range_(0, rank, 1)
    last, axis = math.sub(rank, 1), math.floor_mod(axis, rank)
    swapped = compare.select_v2(compare.equal(order, last), axis, order)
    return compare.select_v2(compare.equal(order, axis), last, swapped)
