"""How often each class is taken for each other one."""

from __future__ import annotations

from typing import Any

from ..framework.conversion import convert_to_tensor
from ..framework.dtypes import int32, int64
from ..framework.operation import Tensor
from ..framework.scopes import name_scope
from ..ops import array_manipulation as manipulation
from ..ops import array_scatter as scatter
from ..ops import math_comparison as comparison
from ..ops import math_elementwise as elementwise
from .arithmetic import cast
from .array_creation import ones_like
from .array_manipulation import squeeze, stack
from .checks import assert_less, assert_non_negative
from .control_flow import cond, with_dependencies
from .reductions import reduce_max

__all__ = ["confusion_matrix"]


def confusion_matrix(
    labels: Any, predictions: Any, num_classes: Any = None, dtype: Any = int32, name: str | None = None, weights: Any = None
) -> Tensor:
    """A matrix that counts in row i, column j how often the class i was predicted to be j.

    Args:
        labels, predictions: vectors of class numbers from 0 on; a further dimension of size 1 is dropped.
        num_classes: how many classes there are; one more than the largest number that occurs, if not given.
        weights: what each of the pairs counts; 1 if not given.
    """
    with name_scope(name, "confusion_matrix", [labels, predictions, num_classes, weights]):
        labels, predictions = remove_squeezable_dimensions(
            convert_to_tensor(labels, name="labels"), convert_to_tensor(predictions, name="predictions")
        )
        labels = _checked(cast(labels, int64), num_classes, "labels")
        predictions = _checked(cast(predictions, int64), num_classes, "predictions")
        count = elementwise.maximum(reduce_max(predictions), reduce_max(labels)) + 1 if num_classes is None else num_classes
        values = ones_like(predictions, dtype) if weights is None else _weights(weights, predictions, dtype)
        return scatter.scatter_nd(stack([labels, predictions], axis=1), values, cast(stack([count, count]), int64))


def _checked(classes: Tensor, num_classes: Any, named: str) -> Any:
    """The numbers of classes, once they are seen to be in range."""
    classes = with_dependencies([assert_non_negative(classes, message=f"`{named}` contains negative values")], classes)
    if num_classes is None:
        return classes
    return with_dependencies([assert_less(classes, cast(num_classes, int64), message=f"`{named}` out of bound")], classes)


def _weights(weights: Any, predictions: Tensor, dtype: Any) -> Tensor:
    weights = convert_to_tensor(weights, name="weights")
    predictions.shape.assert_is_compatible_with(weights.shape)
    return cast(weights, dtype)


def remove_squeezable_dimensions(labels: Any, predictions: Any, expected_rank_diff: int = 0, name: str | None = None) -> tuple[Any, Any]:
    """``labels`` and ``predictions``, of which one loses its last dimension, of size 1, where its rank is one too many.

    Args:
        expected_rank_diff: by how many dimensions ``predictions`` should have more.
    """
    with name_scope(name, "remove_squeezable_dimensions", [labels, predictions]):
        labels, predictions = convert_to_tensor(labels), convert_to_tensor(predictions)
        if labels.shape.rank is not None and predictions.shape.rank is not None:
            surplus = predictions.shape.rank - labels.shape.rank - expected_rank_diff
            return _without_last(labels, surplus == -1), _without_last(predictions, surplus == 1)
        surplus = manipulation.rank(predictions) - manipulation.rank(labels) - expected_rank_diff
        return _without_last_if(labels, surplus, -1), _without_last_if(predictions, surplus, 1)


def _without_last(tensor: Tensor, surplus: bool) -> Tensor:
    return squeeze(tensor, [-1]) if surplus and tensor.shape[-1].is_compatible_with(1) else tensor


def _without_last_if(tensor: Tensor, surplus: Tensor, wanted: int) -> Any:
    if tensor.shape.rank is not None and not (tensor.shape.rank and tensor.shape[-1].is_compatible_with(1)):
        return tensor
    return cond(comparison.equal(surplus, wanted), lambda: squeeze(tensor, [-1]), lambda: tensor)
