"""The largest entries of rows, and whether given ones are among them."""

import torch

from ...framework.errors import InvalidArgumentError
from . import kernel
from .unsigned import from_ranks, to_ranks


@kernel("TopK")
def top_k(input, *, k, sorted):
    return top_k_v2(input, k, sorted=sorted, index_type=torch.int32)


@kernel("TopKV2")
def top_k_v2(input, k, *, sorted, index_type):
    """By a stable sort: torch's own topk takes equal entries in any order."""
    if not input.dim() or not 0 <= k <= input.shape[-1]:
        raise InvalidArgumentError.of(f"input must have at least k columns: its shape is {tuple(input.shape)}, k = {k}")
    values, indices = input.sort(dim=-1, descending=True, stable=True)
    return values[..., :k], indices[..., :k].to(index_type)


@kernel("NthElement")
def nth_element(input, n, *, reverse):
    if not input.dim() or not 0 <= n < input.shape[-1]:
        raise InvalidArgumentError.of(f"Input must have last dimension > n: its shape is {tuple(input.shape)}, n = {n}")
    place = input.shape[-1] - n if reverse else n + 1
    return from_ranks(to_ranks(input).kthvalue(place, -1).values, input.dtype)


@kernel("InTopK")
def in_top_k(predictions, targets, *, k):
    if predictions.dim() != 2 or targets.shape != predictions.shape[:1]:
        raise InvalidArgumentError.of(
            f"there must be one target for each row of a matrix: predictions {tuple(predictions.shape)}, targets {tuple(targets.shape)}"
        )
    rows, columns = predictions.shape
    if not columns:
        return targets.new_zeros(rows, dtype=torch.bool)
    inside = targets.ge(0).logical_and_(targets.lt(columns))
    target = predictions.gather(1, targets.long().where(inside, 0).unsqueeze(1))
    among = predictions.gt(target).sum(1).lt(k)
    return among.logical_and_(inside).logical_and_(predictions.isfinite().all(1))


@kernel("InTopKV2")
def in_top_k_v2(predictions, targets, k):
    return in_top_k(predictions, targets, k=k)
