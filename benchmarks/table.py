"""Times as ratios, side by side.

``python -m benchmarks.table run.json [other.json …]`` prints what pytest-benchmark recorded with ``--benchmark-json``; several files may
come from several environments, say one with PyTorch and one with TensorFlow.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console
from rich.table import Table

from .workloads import BASELINE, CONTENDERS, WORKLOADS

Times = Mapping[str, Mapping[str, float]]
"""Seconds by workload and contender."""


def show(times: Times) -> None:
    """Prints a line per workload: the baseline's time, everybody's ratio to it, and the target."""
    present = [name for name in CONTENDERS if any(name in measured for measured in times.values())]
    table = Table("workload", *present, "target")
    for column in table.columns[1:]:
        column.justify = "right"
    for workload in WORKLOADS.values():
        if workload.name in times:
            table.add_row(workload.title, *_cells(times[workload.name], present, workload.parts), workload.target)
    Console(width=max(140, Console().width)).print(table)


def _cells(measured: Mapping[str, float], contenders: list[str], parts: int) -> list[str]:
    baseline = measured.get(BASELINE)
    return [_cell(measured.get(name), baseline, parts) for name in contenders]


def _cell(seconds: float | None, baseline: float | None, parts: int) -> str:
    if seconds is None:
        return "-"
    shown = duration(seconds / parts)
    return shown if baseline is None else f"{shown}  {seconds / baseline:5.2f}"


def duration(seconds: float) -> str:
    """In the largest unit that leaves a number above 1."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"


def recorded(path: Path) -> dict[str, dict[str, float]]:
    """The medians in a file of pytest-benchmark."""
    times: dict[str, dict[str, float]] = {}
    for entry in json.loads(path.read_text("utf-8"))["benchmarks"]:
        times.setdefault(entry["group"], {})[entry["params"]["contender"]] = entry["stats"]["median"]
    return times


def merged(parts: list[dict[str, dict[str, float]]]) -> dict[str, dict[str, float]]:
    names = {name for part in parts for name in part}
    return {name: {contender: value for part in parts for contender, value in part.get(name, {}).items()} for name in names}


if __name__ == "__main__":
    show(merged([recorded(Path(name)) for name in sys.argv[1:]]))
