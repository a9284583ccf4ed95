"""Losses per example or element.

The cross entropies and :func:`log_poisson_loss` have had two orders of arguments: before 1.0 ``(logits, labels)``, by position; since
then keywords. So arguments by position are taken in the older order. Only :func:`weighted_cross_entropy_with_logits` and
:func:`log_poisson_loss` have taken them by position in both, the newer one with the targets first: ``set_api_generation("1.x")``
chooses that.
"""

from __future__ import annotations

import math as numbers
from typing import Any

from ..framework.api_generation import NEWER, api_generation
from ..framework.conversion import convert_to_tensor
from ..framework.dtypes import bfloat16, float16
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..framework.synonyms import one_of, positional
from ..ops import array_creation as creation
from ..ops import array_manipulation as array
from ..ops import math_comparison as compare
from ..ops import math_elementwise as math
from ..ops import nn_activation as activation
from ..ops import nn_loss as ops
from ..ops.array_identity import stop_gradient
from .arithmetic import one_minus
from .flattening import flattened, moved_to_end, outer_shape

__all__ = ["l2_loss", "log_poisson_loss", "sigmoid_cross_entropy_with_logits", "softmax_cross_entropy_with_logits",
           "softmax_cross_entropy_with_logits_v2", "sparse_softmax_cross_entropy_with_logits",
           "weighted_cross_entropy_with_logits"]  # fmt: skip


def l2_loss(t: Any, name: str | None = None) -> Tensor:
    """Half the sum of the squares of all elements."""
    return ops.l2_loss(t, name=name)


def softmax_cross_entropy_with_logits(*older: Any, labels: Any = None, logits: Any = None, dim: Any = None, name: str | None = None,
                                      axis: Any = None, targets: Any = None) -> Tensor:  # fmt: skip
    """``-sum(labels * log_softmax(logits))`` along ``axis``; no gradient flows to ``labels``.

    Args:
        older: ``logits, labels`` and then the axis or the name, the order of 0.x.
        labels: probabilities of the classes, of the shape of ``logits``; ``targets`` is an older name.
        logits: unnormalised log probabilities.
        axis: the dimension of the classes, by default the last; ``dim`` is its older name.

    Returns:
        The losses, of the shape of ``logits`` without ``axis``.
    """
    last = "name" if len(older) == 3 and isinstance(older[2], str) else "dim"
    order = ("logits", "labels", last, "name")
    given = _given("softmax_cross_entropy_with_logits", order, older, targets, logits=logits, labels=labels, dim=dim, name=name)
    axis = one_of("axis", axis, "dim", given["dim"], -1)
    with name_scope(given["name"], "softmax_cross_entropy_with_logits_sg", [given["logits"], given["labels"]]) as scope:
        constant = stop_gradient(given["labels"], name="labels_stop_gradient")
        return _softmax_cross_entropy(constant, given["logits"], axis, scope)


def softmax_cross_entropy_with_logits_v2(
    labels: Any = None, logits: Any = None, axis: Any = None, name: str | None = None, dim: Any = None
) -> Tensor:
    """The same as :func:`softmax_cross_entropy_with_logits`, but with a gradient to ``labels``, and ``labels, logits`` by position."""
    _require_both("softmax_cross_entropy_with_logits_v2", labels, logits)
    with name_scope(name, "softmax_cross_entropy_with_logits", [logits, labels]) as scope:
        return _softmax_cross_entropy(labels, logits, one_of("axis", axis, "dim", dim, -1), scope)


def _given(function: str, order: tuple[str, ...], older: tuple[Any, ...], targets: Any, **keywords: Any) -> dict[str, Any]:
    """The arguments by name, from those by position and the keywords; ``targets`` are labels.

    Those by position are in ``order``; but None in front marked in 1.x that the labels come first.
    """
    if older and older[0] is None:
        older, order = older[1:], ("labels", "logits", *order[2:])
    given = positional(function, order, older, keywords)
    given["labels"] = one_of("labels", given["labels"], "targets", targets)
    _require_both(function, given["labels"], given["logits"])
    return given


def _require_both(function: str, labels: Any, logits: Any) -> None:
    if labels is None or logits is None:
        raise ValueError(f"{function} needs both labels and logits")


def _softmax_cross_entropy(labels: Any, logits: Any, axis: int, scope: str) -> Tensor:
    logits = convert_to_tensor(logits, name="logits")
    precise = _precise(logits)
    labels = convert_to_tensor(labels, name="labels", preferred_dtype=precise.dtype)
    labels = labels if labels.dtype.base_dtype is precise.dtype.base_dtype else math.cast(labels, DstT=precise.dtype)
    labels, precise = moved_to_end(labels, axis), moved_to_end(precise, axis)
    if precise.shape.ndims == 2 and labels.shape.ndims == 2:
        losses = ops.softmax_cross_entropy_with_logits(precise, labels, name=scope).loss
    else:
        rows = ops.softmax_cross_entropy_with_logits(flattened(precise), flattened(labels), name=scope).loss
        losses = array.reshape(rows, outer_shape(precise))
    return losses if precise is logits or losses.dtype is logits.dtype.base_dtype else math.cast(losses, DstT=logits.dtype.base_dtype)


def _precise(logits: Tensor) -> Tensor:
    """Half precision is not enough for sums of exponentials."""
    return math.cast(logits, DstT="float32") if logits.dtype.base_dtype in (float16, bfloat16) else logits


def sparse_softmax_cross_entropy_with_logits(
    *older: Any, labels: Any = None, logits: Any = None, name: str | None = None, targets: Any = None
) -> Tensor:
    """``-log_softmax(logits)[label]`` along the last dimension.

    Args:
        older: ``logits, labels, name``, the order of 0.x.
        labels: the number of the class of each row of ``logits``, an integer.
        logits: unnormalised log probabilities; one more dimension than ``labels``.

    Raises:
        ValueError: ranks or shapes that do not fit.
    """
    function, order = "sparse_softmax_cross_entropy_with_logits", ("logits", "labels", "name")
    given = _given(function, order, older, targets, logits=logits, labels=labels, name=name)
    with name_scope(given["name"], "SparseSoftmaxCrossEntropyWithLogits", [given["labels"], given["logits"]]):
        labels, logits = convert_to_tensor(given["labels"]), convert_to_tensor(given["logits"])
        _check_rows(labels, logits)
        precise = _precise(logits)
        losses = _sparse_losses(precise, labels)
        return losses if precise is logits else math.cast(losses, DstT=logits.dtype.base_dtype)


def _check_rows(labels: Tensor, logits: Tensor) -> None:
    rank, expected = labels.shape.ndims, logits.shape.ndims
    if expected == 0:
        raise ValueError(f"Logits cannot be scalars - received shape {logits.shape}.")
    if rank is not None and expected is not None and rank != expected - 1:
        raise ValueError(f"Rank mismatch: labels have rank {rank}, but must have one dimension less than logits, of rank {expected}.")
    if not labels.shape.is_compatible_with(logits.shape[:-1]):
        raise ValueError(f"Shape mismatch: labels of shape {labels.shape} do not fit logits of shape {logits.shape}.")


def _sparse_losses(logits: Tensor, labels: Tensor) -> Tensor:
    builder = ops.sparse_softmax_cross_entropy_with_logits
    if logits.shape.ndims == 2:
        return builder(logits, labels).loss
    losses = builder(flattened(logits), array.reshape(labels, [-1])).loss
    losses = array.reshape(losses, outer_shape(logits))
    losses.set_shape(labels.shape)
    return losses


def sigmoid_cross_entropy_with_logits(
    *older: Any, labels: Any = None, logits: Any = None, name: str | None = None, targets: Any = None
) -> Tensor:
    """``-labels * log(sigmoid(logits)) - (1 - labels) * log(1 - sigmoid(logits))`` for each element, in a form that does not overflow.

    Args:
        older: ``logits, labels, name``, the order of 0.x.
        labels: probabilities, of the type and shape of ``logits``; ``targets`` is an older name.
    """
    function, order = "sigmoid_cross_entropy_with_logits", ("logits", "labels", "name")
    given = _given(function, order, older, targets, logits=logits, labels=labels, name=name)
    with name_scope(given["name"], "logistic_loss", [given["logits"], given["labels"]]) as scope:
        logits, labels = _alike(given["logits"], given["labels"])
        zeros = creation.zeros_like(logits, name="zeros_like")
        # Select gives the derivative at 0 that the sum has; max(x, 0) and |x| would not.
        positive = compare.greater_equal(logits, zeros)
        rectified, negative = compare.select(positive, logits, zeros), compare.select(positive, math.neg(logits), logits)
        linear = math.sub(rectified, math.mul(logits, labels, name="mul"), name="sub")
        return math.add_v2(linear, math.log1p(math.exp(negative)), name=scope)


def _alike(logits: Any, labels: Any) -> tuple[Tensor, Tensor]:
    """Both as tensors; ValueError unless their shapes are the same."""
    logits = convert_to_tensor(logits, name="logits")
    labels = convert_to_tensor(labels, dtype=None if hasattr(labels, "dtype") else logits.dtype.base_dtype, name="labels")
    if not labels.shape.is_compatible_with(logits.shape):
        raise ValueError(f"logits and labels must have the same shape ({logits.shape} vs {labels.shape})")
    return logits, labels


def weighted_cross_entropy_with_logits(
    *older: Any, labels: Any = None, logits: Any = None, pos_weight: Any = None, name: str | None = None, targets: Any = None
) -> Tensor:
    """:func:`sigmoid_cross_entropy_with_logits` with its first term, the positive examples, multiplied by ``pos_weight``.

    Args:
        older: ``logits, targets, pos_weight, name``, the order of 0.x.
    """
    function, order = "weighted_cross_entropy_with_logits", (*_by_generation("logits", "labels"), "pos_weight", "name")
    given = _given(function, order, older, targets, logits=logits, labels=labels, pos_weight=pos_weight, name=name)
    with name_scope(given["name"], "logistic_loss", [given["logits"], given["labels"]]) as scope:
        logits, labels = _alike(given["logits"], given["labels"])
        extra = math.sub(convert_to_tensor(given["pos_weight"], preferred_dtype=logits.dtype.base_dtype), 1, name="sub")
        weight = math.add_v2(math.mul(labels, extra, name="mul"), 1, name="add")
        softplus = math.add_v2(math.log1p(math.exp(math.neg(math.abs_(logits)))), activation.relu(math.neg(logits)), name="add")
        return math.add_v2(math.mul(one_minus(labels), logits, name="mul"), math.mul(weight, softplus, name="mul"), name=scope)


def _by_generation(prediction: str, targets: str) -> tuple[str, str]:
    """The order of the first two positions."""
    return (targets, prediction) if api_generation() == NEWER else (prediction, targets)


def log_poisson_loss(
    *older: Any, targets: Any = None, log_input: Any = None, compute_full_loss: bool = False, name: str | None = None
) -> Tensor:
    """``exp(log_input) - log_input * targets``, the negative log likelihood of counts, up to a term that depends on ``targets`` alone.

    Args:
        older: ``log_input, targets, compute_full_loss, name``, the order of 0.x.
        compute_full_loss: adds Stirling's approximation of that term (for targets above 1).
    """
    given = positional("log_poisson_loss", (*_by_generation("log_input", "targets"), "full", "name"), older,
                       {"log_input": log_input, "targets": targets, "full": compute_full_loss or None, "name": name})  # fmt: skip
    _require_both("log_poisson_loss", given["targets"], given["log_input"])
    with name_scope(given["name"], "log_poisson_loss", [given["log_input"], given["targets"]]):
        log_input, targets = _alike(given["log_input"], given["targets"])
        loss = math.sub(math.exp(log_input), math.mul(log_input, targets, name="mul"), name="sub")
        return math.add_v2(loss, _stirling(targets), name="add") if given["full"] else loss


def _stirling(targets: Tensor) -> Tensor:
    """An approximation of ``log(targets!)``; 0 for targets from 0 to 1, where it is poor."""
    terms = math.sub(math.mul(targets, math.log(targets)), targets)
    terms = math.add_v2(terms, math.mul(math.log(math.mul(targets, 2 * numbers.pi)), 0.5), name="add")
    small = compare.logical_and(compare.greater_equal(targets, 0.0), compare.less_equal(targets, 1.0))
    return compare.select(small, creation.zeros_like(targets), terms)
