"""TensorBoard event files."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any

from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary

# TensorBoard's file layer uses TensorFlow where one is installed; this name tells it to use its own, which starts faster.
sys.modules.setdefault("tensorboard.compat.notf", ModuleType("tensorboard.compat.notf"))

from tensorboard.summary.writer.event_file_writer import EventFileWriter  # noqa: E402


class EventLog:
    """Writes the graph and scalars to a new event file in a directory; a context manager."""

    def __init__(self, directory: str | Path) -> None:
        self._writer = EventFileWriter(str(directory))

    def graph(self, graph: Any) -> None:
        self._writer.add_event(Event(wall_time=time.time(), graph_def=graph.as_graph_def().SerializeToString()))

    def scalar(self, tag: str, value: float, step: int) -> None:
        summary = Summary(value=[Summary.Value(tag=tag, simple_value=float(value))])
        self._writer.add_event(Event(wall_time=time.time(), step=step, summary=summary))

    def __enter__(self) -> EventLog:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._writer.close()
