from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import rounds, table
from benchmarks.processes import started
from benchmarks.workloads import CONTENDERS, WORKLOADS, prepare, takes_part


def test_quiet_rounds_are_the_faster_half() -> None:
    assert rounds.quiet([5.0, 1.0, 3.0, 9.0, 2.0]) == [1, 2, 3]
    assert rounds.quiet([4.0]) == [4]


def test_every_contender_is_measured() -> None:
    times = rounds.measure({"fast": lambda: None, "slow": lambda: sum(range(20_000))}, rounds=3, slot=0.01)
    assert 0 < times["fast"] < times["slow"]


def test_contenders_answer_from_processes_of_their_own() -> None:
    with started("fed_add", ["polyflow-numpy"]) as timers:
        times = rounds.in_turns(timers, rounds=2, slot=0.01)
    assert 0 < times["polyflow-numpy"] < 1


@pytest.mark.parametrize(("seconds", "text"), [(2.0, "2 s"), (0.0125, "12.5 ms"), (3e-6, "3 µs"), (5e-8, "50 ns")])
def test_durations(seconds: float, text: str) -> None:
    assert table.duration(seconds) == text


def test_recordings_of_several_environments_are_merged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, median in (("torch-eager", 1e-3), ("tensorflow", 2e-3)):
        entry = {"group": "mlp", "params": {"contender": name}, "stats": {"median": median}}
        (tmp_path / f"{name}.json").write_text(json.dumps({"benchmarks": [entry]}))
    times = table.merged([table.recorded(path) for path in sorted(tmp_path.iterdir())])
    assert times == {"mlp": {"torch-eager": 1e-3, "tensorflow": 2e-3}}
    table.show(times)
    assert "2 ms   2.00" in capsys.readouterr().out


@pytest.mark.parametrize("workload", ["fed_add", "linear_regression", "mlp"])
def test_workloads_run(workload: str) -> None:
    for contender in CONTENDERS:
        if takes_part(contender, workload) and contender.startswith("polyflow"):
            prepare(contender, workload)()


def test_graphs_are_built_by_polyflow_alone() -> None:
    assert takes_part("polyflow-numpy", "building") and not takes_part("torch-eager", "building")
    assert prepare("polyflow-numpy", "building")().graph.version > WORKLOADS["building"].parts
