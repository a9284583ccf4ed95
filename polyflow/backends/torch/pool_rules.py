"""Rewrites of pools that are differentiated: torch says where the greatest entries are while it looks for them, so the gradient need not look again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch

from ...framework import window_rules
from .nn_activation import require_one_shape, threshold_backward
from .nn_pooling import greatest_and_places, lowest, planned, require_shape, routed_by_torch, without_skipped
from .precision import FULL
from .windows import enlarged, from_nchw, to_nchw

NAMES = ("ksize", "strides", "padding", "explicit_paddings", "data_format")


def pools_of_rectified(block: Any, uses: Any, fused: Any) -> Iterator[Any]:
    """MaxPool of Relu, differentiated: first the pool, then the rectifier on what is left. So is the gradient masked before it is routed.

    The greatest of rectified entries is the rectified greatest one; where that is 0 the gradient stops, wherever it would have gone.
    """
    for relu in (step for step in block.steps if step.kind == "Relu" and step.inputs[0].variable is None):
        readers = {step.kind: step for step in uses.readers(relu.outputs[0])}
        pool, grad, mask = (readers.get(kind) for kind in ("MaxPool", "MaxPoolGrad", "ReluGrad"))
        if is_chain(relu, pool, grad, mask, uses):
            keywords = {name: pool.attrs[name] for name in NAMES}
            places = pool.outputs[0].like(f"{pool.outputs[0].hint}_places", pool)
            inputs = [relu.inputs[0], places, pool.outputs[0], grad.inputs[2]]
            yield fused("masked_pool_gradient", [grad, mask], masked_pool_gradient, inputs=inputs, outputs=mask.outputs, keywords=keywords)
            outputs = [pool.outputs[0], places]
            yield fused("rectified_pool", [relu, pool], rectified_pool, inputs=relu.inputs, outputs=outputs, keywords=keywords)


def is_chain(relu: Any, pool: Any, grad: Any, mask: Any, uses: Any) -> bool:
    """Whether the rectifier's output goes to the pool and the two gradients alone, and that of the pool through that of the rectifier alone."""
    if None in (pool, grad, mask) or len(uses.readers(relu.outputs[0])) != 3 or relu.outputs[0] in relu.outputs[0].block.results:
        return False
    return (
        grad.inputs[1] is pool.outputs[0]
        and is_native(grad, pool)
        and uses.only_reader(grad.outputs[0]) is mask
        and mask.inputs[0] is grad.outputs[0]
    )


def pools_with_places(block: Any, uses: Any, fused: Any) -> Iterator[Any]:
    """MaxPool hands the places to MaxPoolGrad."""
    pools = {step.outputs[0]: step for step in block.steps if step.kind == "MaxPool"}
    places: dict[Any, Any] = {}
    for step in block.steps:
        pool = pools.get(step.inputs[1]) if step.kind == "MaxPoolGrad" else None
        if pool is not None and pool.inputs[0] is step.inputs[0] and is_native(step, pool):
            keywords = {name: pool.attrs[name] for name in NAMES}
            if pool not in places:
                places[pool] = pool.outputs[0].like(f"{pool.outputs[0].hint}_places", pool)
                outputs = [pool.outputs[0], places[pool]]
                yield fused("pool_with_places", [pool], pool_with_places, inputs=pool.inputs, outputs=outputs, keywords=keywords)
            inputs = [step.inputs[0], places[pool], step.inputs[2]]
            yield fused("pool_gradient", [step], pool_gradient, inputs=inputs, outputs=step.outputs, keywords=keywords)


def is_native(step: Any, pool: Any) -> bool:
    """Whether torch differentiates the type, and the pool is the one that it knows, over places."""
    alike, data_format = all(step.attrs[name] == pool.attrs[name] for name in NAMES), step.attrs["data_format"]
    over_places = data_format in ("NHWC", "NCHW") and step.attrs["ksize"][window_rules.channel_axis(data_format)] == 1
    return alike and over_places and step.outputs[0].dtype.name in FULL


def pool_with_places(input, *, data_format, **window):
    how = planned(input.shape, **window, data_format=data_format)
    if how.empty:
        return input.new_full(how.result, lowest(input.dtype)), None
    greatest, places = greatest_and_places(enlarged(to_nchw(input, data_format), how.surplus, lowest(input.dtype)), how)
    return from_nchw(without_skipped(greatest, how), data_format), places


def rectified_pool(input, **attributes):
    greatest, places = pool_with_places(input, **attributes)
    return greatest.relu_(), places


def masked_pool_gradient(input, places, greatest, grad, **attributes):
    require_one_shape(grad, greatest)
    return pool_gradient(input, places, threshold_backward(grad, greatest, 0), **attributes)


def pool_gradient(input, places, grad, *, data_format, **window):
    how = planned(input.shape, **window, data_format=data_format)
    require_shape(grad, how.result)
    if how.empty:
        return torch.zeros_like(input)
    return from_nchw(routed_by_torch(to_nchw(grad, data_format), to_nchw(input, data_format), how, places), data_format)
