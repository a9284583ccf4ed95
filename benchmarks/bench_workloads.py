"""Every workload with everybody who is installed, a group per workload.

All run in one process, where each finds the memory and the threads that those before it left; ``python -m benchmarks`` keeps them apart.
"""

from __future__ import annotations

from typing import Any

import pytest

from .workloads import CONTENDERS, WORKLOADS, prepare, takes_part

PAIRS = [(workload, contender) for workload in WORKLOADS for contender in CONTENDERS if takes_part(contender, workload)]


@pytest.mark.parametrize(("workload", "contender"), PAIRS)
def test_workload(benchmark: Any, workload: str, contender: str) -> None:
    benchmark.group = workload
    benchmark.extra_info["parts"] = WORKLOADS[workload].parts
    benchmark(prepare(contender, workload))
