"""Timing in turns: each round measures every contender once, so that what disturbs the machine disturbs all alike."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from statistics import median
from typing import Any

Timer = Callable[[int], float]
"""From a number of calls to the seconds that one of them took."""


def timer(step: Callable[[], Any]) -> Timer:
    """The timer of a step of this process."""

    def timed(count: int) -> float:
        started = time.perf_counter()
        for _ in range(count):
            step()
        return (time.perf_counter() - started) / count

    return timed


def measure(steps: Mapping[str, Callable[[], Any]], rounds: int, slot: float = 0.1) -> dict[str, float]:
    """Seconds per call of each contender, all of them in this process: the median of its quiet rounds.

    Args:
        rounds: how often each is measured.
        slot: about how long one measurement takes, in seconds.
    """
    gc.collect()
    gc.disable()
    try:
        return in_turns({name: timer(step) for name, step in steps.items()}, rounds, slot)
    finally:
        gc.enable()


def in_turns(timers: Mapping[str, Timer], rounds: int, slot: float = 0.1, pause: float = 0.0) -> dict[str, float]:
    """The same of timers; ``pause``, in seconds, lets the threads of the one before fall asleep."""
    counts = {name: _calls(timed, slot) for name, timed in timers.items()}
    times: dict[str, list[float]] = {name: [] for name in timers}
    for _ in range(rounds):
        for name, timed in timers.items():
            time.sleep(pause)
            times[name].append(timed(counts[name]))
    return {name: median(quiet(values)) for name, values in times.items()}


def quiet(values: list[float]) -> list[float]:
    """The faster half of the rounds: noise only ever adds time."""
    return sorted(values)[: max(1, (len(values) + 1) // 2)]


def _calls(timed: Timer, slot: float) -> int:
    """How many calls fill a slot. They warm up first: the first calls make plans and wake threads, and tell nothing of those to come."""
    calls, spent = 1, min(timed(1) for _ in range(3))
    while calls * spent < slot / 2:
        calls *= 2
        spent = max(1e-8, min(spent, timed(calls)))
    return max(1, round(slot / spent))
