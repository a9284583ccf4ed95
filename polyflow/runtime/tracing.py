"""Step statistics: RunOptions in, RunMetadata out."""

from __future__ import annotations

from typing import Any

NO_TRACE = 0


def is_wanted(options: Any, run_metadata: Any) -> bool:
    """Whether the options ask for a trace and there is somewhere to put it."""
    return run_metadata is not None and options is not None and options.trace_level != NO_TRACE


def fill(run_metadata: Any, steps: list[tuple[str, str, int, int]], device: str) -> None:
    """Appends one NodeExecStats per step: times in microseconds from the first step on."""
    stats = run_metadata.step_stats.dev_stats.add()
    stats.device = f"/job:localhost/replica:0/task:0/device:{device.upper()}"
    origin = steps[0][2] if steps else 0
    for name, kind, started, ended in steps:
        node = stats.node_stats.add()
        node.node_name = name
        node.timeline_label = f"{name} = {kind}"
        node.all_start_micros = (started - origin) // 1000
        node.op_end_rel_micros = (ended - started) // 1000
        node.all_end_rel_micros = node.op_end_rel_micros
