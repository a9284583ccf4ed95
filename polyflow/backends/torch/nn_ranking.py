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
    if not input.dim() or not 0 <= k <= input.shape[-1]:
        raise InvalidArgumentError.of(f"input must have at least k columns: its shape is {tuple(input.shape)}, k = {k}")
    values, indices = in_order(input, k)
    return values[..., :k], indices[..., :k].to(index_type)


def in_order(input, k):
    """At least the largest k of each row. Torch's own topk takes equal entries in any order, but where those found, and one more, all differ,
    which floating ones mostly do and a look shows on the CPU, there is only one order. A stable sort takes longer for few of many."""
    columns = input.shape[-1]
    if input.is_cpu and input.is_floating_point() and 4 * k < columns:
        values, indices = input.topk(k + 1)
        if values[..., :-1].gt(values[..., 1:]).all():
            return values, indices
    return input.sort(dim=-1, descending=True, stable=True)


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
    among = predictions.gt(target).sum(1, dtype=torch.int32).lt(k)
    return among.logical_and_(inside).logical_and_(predictions.abs().amax(1).isfinite())


@kernel("InTopKV2")
def in_top_k_v2(predictions, targets, k):
    return in_top_k(predictions, targets, k=k)
