"""Session: runs parts of a graph on a backend, and keeps the variables between runs.

Planning and emitting are imported by the first run, so that building graphs does not pay for them.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ..backends import selection
from ..framework.graph import Graph
from ..framework.operation import Tensor
from ..framework.stacks import get_default_graph, sessions
from .partial import PartialRuns
from .resources import Resources

if TYPE_CHECKING:
    from .emit import Program
    from .executable import Executable


class BaseSession:
    """Runs nodes of one graph.

    Args:
        target: the address of a server; only "" (this process) is served.
        graph: the graph to run, by default the default graph.
        config: a ConfigProto; a ``global_jit_level`` of ON_1 asks for compilation, as POLYFLOW_COMPILE=1 does.
        backend: "numpy", "torch", "torch:cuda:0" …, or a backend object; by default what ``polyflow.backend`` or POLYFLOW_BACKEND says.
    """

    def __init__(self, target: str = "", graph: Graph | None = None, config: Any = None, backend: Any = None) -> None:
        if target not in ("", b"", None):
            raise ValueError(f"Sessions run in this process: target must be '', not {target!r}")
        if graph is not None and not isinstance(graph, Graph):
            raise TypeError(f"graph must be a tf.Graph, but got {type(graph)}")
        self._graph = graph or get_default_graph()
        self._config = config
        self.backend = selection.resolve(backend)
        self.resources = Resources(self, self.backend)
        self._closed = False
        self._executables: dict[Any, Executable] = {}
        self._partial = PartialRuns(self)
        self._fusing = True
        self._compiling = compiles(self.backend, config)
        self._steps: list[tuple[str, str, int, int]] = []

    @property
    def graph(self) -> Graph:
        return self._graph

    @property
    def graph_def(self) -> Any:
        return self._graph.as_graph_def()

    @property
    def sess_str(self) -> str:
        return ""

    def run(self, fetches: Any, feed_dict: Mapping[Any, Any] | None = None, options: Any = None, run_metadata: Any = None) -> Any:
        """Runs what ``fetches`` needs and returns its values, in the same structure.

        Args:
            fetches: a tensor, an operation, a name, a SparseTensor or IndexedSlices, or nested lists, tuples and dicts of these.
            feed_dict: values for tensors, by tensor or name: anything NumPy can read, or an array of the backend.
            options: a RunOptions; with a trace level, ``run_metadata`` (a RunMetadata) receives the time of every step.

        Returns:
            NumPy arrays (scalars for rank 0, bytes for text), None for operations. They share no memory with variables or feeds.

        Raises:
            RuntimeError: the session is closed.
            TypeError, ValueError: fetches or feeds that do not fit the graph.
            errors.OpError: a node failed; the message names it, its inputs and the line that built it.
        """
        if run_metadata is not None or options is not None:
            return self._run_traced(fetches, feed_dict, options, run_metadata)
        feeds = feed_dict or {}
        key: Any = None
        executable = None
        try:
            key = (_key(fetches), *feeds)
            executable = self._executables.get(key)
        except TypeError:
            key = None
        if executable is None or executable.mutations != self._graph.mutations or self._closed:
            return self._run_first(key, fetches, feeds)
        values = [feed(given) for feed, given in zip(executable.feeders, feeds.values(), strict=True)]
        return self._finish(executable, values)

    def _run_first(self, key: Any, fetches: Any, feeds: Mapping[Any, Any]) -> Any:
        """Plans; remembers the result under the very objects that were given, when each key feeds one tensor."""
        self._check_open()
        flat = self._flatten(feeds)
        executable = self._executable(fetches, tuple(flat))
        if key is not None and len(flat) == len(feeds):
            self._executables[key] = executable
        return self._finish(executable, [feed(given) for feed, given in zip(executable.feeders, flat.values(), strict=True)])

    def _finish(self, executable: Executable, values: list[Any]) -> Any:
        results = self._call(executable, values)
        if executable.assemble is None:
            return results[0] if results else None
        return executable.assemble(dict(zip(executable.elements, results, strict=False)))

    def _call(self, executable: Executable, values: list[Any]) -> Any:
        try:
            if executable.computes_on_host:
                with np.errstate(all="ignore"):
                    return executable.run(*values)
            return executable.run(*values)
        except Exception as error:
            from .failures import explain

            raise explain(error, executable.program, self.resources, self.backend.name) from error

    def _executable(self, fetches: Any, feeds: tuple[Tensor, ...], **settings: Any) -> Executable:
        from .executable import make_executable

        return make_executable(self, fetches, feeds, **settings)

    def _flatten(self, feeds: Mapping[Any, Any]) -> dict[Tensor, Any]:
        from .feeds import flatten

        return flatten(self._graph, feeds)

    def plan(self, fetches: Any, feeds: Any = ()) -> Program:
        """The program that ``run(fetches, feeds)`` executes; printing it shows its source."""
        self._check_open()
        flat = self._flatten(dict.fromkeys(feeds))
        return self._executable(fetches, tuple(flat)).program

    def make_callable(self, fetches: Any, feed_list: Any = None, accept_options: bool = False) -> Callable[..., Any]:
        """A function of the fed values, in the order of ``feed_list``, that runs ``fetches`` with the least overhead."""
        self._check_open()
        feeds = tuple(self._graph.as_graph_element(feed, allow_operation=False) for feed in feed_list or ())
        executable = self._executable(fetches, feeds)
        feeders = executable.feeders

        def call(*values: Any, **unused: Any) -> Any:
            self._check_open()
            if len(values) != len(feeders):
                raise TypeError(f"The callable takes {len(feeders)} values, not {len(values)}")
            return self._finish(executable, [feed(given) for feed, given in zip(feeders, values, strict=True)])

        return call

    def partial_run_setup(self, fetches: Any, feeds: Any = None) -> str:
        """Prepares a run in parts; returns its handle. Every feed and fetch of the parts must be named here."""
        self._check_open()
        return self._partial.setup(fetches, feeds or [])

    def partial_run(self, handle: str, fetches: Any, feed_dict: Mapping[Any, Any] | None = None) -> Any:
        """Continues a run: computes ``fetches`` from what was fed so far, running each node at most once."""
        self._check_open()
        return self._partial.run(handle, fetches, feed_dict or {})

    def _run_traced(self, fetches: Any, feed_dict: Mapping[Any, Any] | None, options: Any, run_metadata: Any) -> Any:
        from . import tracing

        if not tracing.is_wanted(options, run_metadata):
            return self.run(fetches, feed_dict)
        self._check_open()
        flat = self._flatten(feed_dict or {})
        executable = self._executable(fetches, tuple(flat), traced=True)
        self._steps = []
        result = self._finish(executable, [feed(given) for feed, given in zip(executable.feeders, flat.values(), strict=True)])
        tracing.fill(run_metadata, self._steps, self.backend.name)
        return result

    def _record_step(self, name: str, kind: str, started: int) -> None:
        self.backend.synchronize()
        self._steps.append((name, kind, started, time.perf_counter_ns()))

    def list_devices(self) -> list[str]:
        return [self.backend.name]

    def close(self) -> None:
        """Frees the variables; the session cannot run any more."""
        self._closed = True
        self._executables.clear()
        self.resources.clear()

    def _check_open(self) -> None:
        if self._closed:
            raise RuntimeError("Attempted to use a closed Session.")

    def as_default(self) -> Any:
        """Makes this the session of ``Tensor.eval`` and ``Operation.run`` inside a with block."""
        return sessions.push(self)


def compiles(backend: Any, config: Any) -> bool:
    """Whether emitted functions go to the backend's compiler, if it has one: as ``config`` says, else the variable POLYFLOW_COMPILE."""
    level = config.graph_options.optimizer_options.global_jit_level if config is not None else 0
    wanted = level > 0 if level else os.environ.get("POLYFLOW_COMPILE", "0") not in ("", "0")
    return wanted and hasattr(backend, "compile")


def _key(fetches: Any) -> Any:
    """What stands for the fetches in the table of plans: structures of different types differ, since their answers do."""
    if isinstance(fetches, (list, tuple)):
        return type(fetches), *[item if type(item) is Tensor else _key(item) for item in fetches]
    if isinstance(fetches, dict):
        return type(fetches), *fetches, *map(_key, fetches.values())
    return fetches


class Session(BaseSession):
    """A session that is also a context manager: inside ``with``, it and its graph are the defaults; at the end it closes."""

    def __enter__(self) -> Session:
        self._entered = [self._graph.as_default(), self.as_default()]
        for context in self._entered:
            context.__enter__()
        return self

    def __exit__(self, *details: Any) -> None:
        for context in reversed(self._entered):
            context.__exit__(*details)
        self.close()

    @staticmethod
    def reset(target: str, containers: Any = None, config: Any = None) -> None:
        """Clears resource containers of a server; sessions of this process own their resources, so there is nothing to clear."""


class InteractiveSession(BaseSession):
    """A session that makes itself and its graph the defaults at once, for notebooks; ``close`` undoes it."""

    def __init__(self, target: str = "", graph: Graph | None = None, config: Any = None, backend: Any = None) -> None:
        super().__init__(target, graph, config, backend)
        self._contexts = [self.as_default()]
        if graph is not None:
            self._contexts.append(graph.as_default())
        for context in self._contexts:
            context.__enter__()

    def close(self) -> None:
        super().close()
        for context in reversed(self._contexts):
            context.__exit__(None, None, None)
        self._contexts = []
