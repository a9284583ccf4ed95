"""``python -m benchmarks.kernels [op or family …]``: each kernel's time at about a million elements, and its ratio to the nearest library call.

Kernels without a nearest call are listed with their time alone. The last column marks ratios beyond what the backend should keep:
50 for NumPy, whose kernels are definitions, and 1.2 for torch, if the difference is more than the 5 µs of a few calls in Python.
Random numbers are marked differently: they are TensorFlow's, for which neither library has a call; its own generators stand beside them.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from rich.console import Console
from rich.table import Table

from conformance.case import Case

from ..rounds import measure
from ..table import duration
from .calls import LargeCall, large_cases
from .limits import remark


def main() -> None:
    options = _options()
    table = Table("op type", "family", "kernel", "nearest", "ratio", "")
    for case in _chosen(options.names):
        table.add_row(*_row(case, options.backend, options.rounds))
    Console(width=max(110, Console().width)).print(table)


def _chosen(names: list[str]) -> Iterator[Case]:
    for op_type, case in large_cases().items():
        if not names or op_type in names or case.family in names:
            yield case


def _row(case: Case, backend: str, rounds: int) -> tuple[str, ...]:
    call = LargeCall(case, backend)
    nearest = call.nearest()
    times = measure({"kernel": call.kernel(), **({"nearest": nearest} if nearest else {})}, rounds, slot=0.03)
    if nearest is None:
        return case.op_type, case.family, duration(times["kernel"]), "-", "-", ""
    kernel, least = times["kernel"], times["nearest"]
    mark = remark(case.family, backend, kernel, least)
    return case.op_type, case.family, duration(kernel), duration(least), f"{kernel / least:.2f}", mark


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kernels", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="op or family", help="all by default")
    parser.add_argument("--backend", default="numpy", help="numpy, torch or torch:cuda")
    parser.add_argument("--rounds", type=int, default=5)
    return parser.parse_args()


if __name__ == "__main__":
    main()
