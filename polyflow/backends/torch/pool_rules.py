"""Rewrites of pools that are differentiated: torch says where the greatest entries are while it looks for them, so the gradient need not look again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch

from .nn_pooling import greatest_and_places, lowest, planned, require_shape, routed_by_torch, without_skipped
from .windows import enlarged, from_nchw, to_nchw

NAMES = ("ksize", "strides", "padding", "explicit_paddings", "data_format")


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
    alike = all(step.attrs[name] == pool.attrs[name] for name in NAMES)
    channels = step.attrs["ksize"][step.attrs["data_format"].index("C")] if step.attrs["data_format"] in ("NHWC", "NCHW") else None
    return alike and channels == 1 and step.outputs[0].dtype.name in ("float32", "float64")


def pool_with_places(input, *, data_format, **window):
    how = planned(input.shape, **window, data_format=data_format)
    if how.empty:
        return input.new_full(how.result, lowest(input.dtype)), None
    greatest, places = greatest_and_places(enlarged(to_nchw(input, data_format), how.surplus, lowest(input.dtype)), how)
    return from_nchw(without_skipped(greatest, how), data_format), places


def pool_gradient(input, places, grad, *, data_format, **window):
    how = planned(input.shape, **window, data_format=data_format)
    require_shape(grad, how.result)
    if how.empty:
        return torch.zeros_like(input)
    return from_nchw(routed_by_torch(to_nchw(grad, data_format), to_nchw(input, data_format), how, places), data_format)
