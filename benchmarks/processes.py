"""Contenders in processes of their own, as programs are: none of them finds the memory, or the busy threads, that another one has left."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection

from .rounds import Timer, timer
from .workloads import prepare


@contextmanager
def started(workload: str, contenders: Sequence[str]) -> Iterator[Mapping[str, Timer]]:
    """A timer for each contender, once all their processes have prepared the workload and wait; at the end the processes end."""
    spawn = get_context("spawn")
    pipes = {contender: spawn.Pipe() for contender in contenders}
    for contender, (_, theirs) in pipes.items():
        spawn.Process(target=serve, args=(theirs, contender, workload), daemon=True).start()
        theirs.close()
    try:
        for ours, _ in pipes.values():
            ours.recv()
        yield {contender: _asking(ours) for contender, (ours, _) in pipes.items()}
    finally:
        for ours, _ in pipes.values():
            ours.close()


def _asking(connection: Connection) -> Timer:
    def ask(count: int) -> float:
        connection.send(count)
        return connection.recv()  # type: ignore[no-any-return]  # what serve sends

    return ask


def serve(connection: Connection, contender: str, workload: str) -> None:
    """Says when it is ready, and then answers numbers of calls with the seconds that one of them took, until the other side hangs up."""
    timed = timer(prepare(contender, workload))
    connection.send(None)
    gc.disable()
    try:
        while True:
            connection.send(timed(connection.recv()))
    except EOFError:
        return
