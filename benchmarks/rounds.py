"""Timing in turns: each round measures every contender once, so that what disturbs the machine disturbs all alike."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from statistics import median
from typing import Any

Steps = Mapping[str, Callable[[], Any]]


def measure(steps: Steps, rounds: int, slot: float = 0.1) -> dict[str, float]:
    """Seconds per call of each contender: the median of its quiet rounds.

    Args:
        rounds: how often each is measured.
        slot: about how long one measurement takes, in seconds.
    """
    counts = {name: _calls(step, slot) for name, step in steps.items()}
    times: dict[str, list[float]] = {name: [] for name in steps}
    gc.collect()
    gc.disable()
    try:
        for _ in range(rounds):
            for name, step in steps.items():
                times[name].append(_per_call(step, counts[name]))
    finally:
        gc.enable()
    return {name: median(quiet(values)) for name, values in times.items()}


def quiet(values: list[float]) -> list[float]:
    """The faster half of the rounds: noise only ever adds time."""
    return sorted(values)[: max(1, (len(values) + 1) // 2)]


def _calls(step: Callable[[], Any], slot: float) -> int:
    """How many calls fill a slot; also warms up."""
    spent = min(_per_call(step, 1) for _ in range(3))
    return max(1, round(slot / max(spent, 1e-7)))


def _per_call(step: Callable[[], Any], count: int) -> float:
    started = time.perf_counter()
    for _ in range(count):
        step()
    return (time.perf_counter() - started) / count
