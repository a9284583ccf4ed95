"""The largest entries of rows, and whether given ones are among them."""

import numpy as np

from ...framework.errors import InvalidArgumentError
from . import kernel
from .arrays import widened


@kernel("TopK")
def top_k(input, *, k, sorted):
    return top_k_v2(input, k, sorted=sorted, index_type=np.dtype(np.int32))


@kernel("TopKV2")
def top_k_v2(input, k, *, sorted, index_type):
    require_columns(input, k)
    last = input.shape[-1] - 1
    from_behind = np.argsort(input[..., ::-1], axis=-1, kind="stable")
    order = (last - from_behind[..., ::-1])[..., :k]
    return np.take_along_axis(input, order, axis=-1), order.astype(index_type)


def require_columns(input, k):
    if not np.ndim(input) or not 0 <= k <= input.shape[-1]:
        raise InvalidArgumentError.of(f"input must have at least k columns: its shape is {np.shape(input)}, k = {k}")


@kernel("NthElement")
def nth_element(input, n, *, reverse):
    if not np.ndim(input) or not 0 <= n < input.shape[-1]:
        raise InvalidArgumentError.of(f"Input must have last dimension > n: its shape is {np.shape(input)}, n = {n}")
    place = input.shape[-1] - 1 - n if reverse else n
    return np.partition(widened(input), place, axis=-1)[..., place].astype(input.dtype)


@kernel("InTopK")
def in_top_k(predictions, targets, *, k):
    if np.ndim(predictions) != 2 or np.shape(targets) != predictions.shape[:1]:
        raise InvalidArgumentError.of(
            f"there must be one target for each row of a matrix: predictions {np.shape(predictions)}, targets {np.shape(targets)}"
        )
    chosen = (np.arange(predictions.shape[1]) == targets[:, None]) & np.isfinite(predictions).all(axis=1, keepdims=True)
    target = np.max(predictions, axis=1, keepdims=True, where=chosen, initial=-np.inf)
    return chosen.any(axis=1) & ((predictions > target).sum(axis=1) < k)


@kernel("InTopKV2")
def in_top_k_v2(predictions, targets, k):
    return in_top_k(predictions, targets, k=k)
