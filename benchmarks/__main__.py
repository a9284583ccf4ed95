"""``python -m benchmarks [workload …]``: measures in interleaved rounds, each contender in a process of its own, and prints the table."""

from __future__ import annotations

import argparse

from .processes import started
from .rounds import in_turns
from .table import show
from .workloads import COMPILED, CONTENDERS, WORKLOADS, takes_part


def main() -> None:
    options = _options()
    times: dict[str, dict[str, float]] = {}
    for workload in options.workloads or WORKLOADS:
        with started(workload, [contender for contender in options.contenders if takes_part(contender, workload)]) as timers:
            times[workload] = in_turns(timers, options.rounds, pause=0.05)
    show(times)


def _workload(name: str) -> str:
    if name not in WORKLOADS:
        raise argparse.ArgumentTypeError(f"{name!r} is none of {', '.join(WORKLOADS)}")
    return name


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("workloads", nargs="*", type=_workload, metavar="workload", help=f"of {', '.join(WORKLOADS)}; all by default")
    parser.add_argument("--contenders", nargs="+", choices=CONTENDERS, default=[name for name in CONTENDERS if name not in COMPILED],
                        help="who takes part where installed; those that compile only when named, as that takes minutes")  # fmt: skip
    parser.add_argument("--rounds", type=int, default=21)
    return parser.parse_args()


if __name__ == "__main__":
    main()
