from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import polyflow as tf
from polyflow.cli import chart, choice, comparison, model, training
from polyflow.cli.events import EventLog
from polyflow.data_sets import load_digits


@pytest.mark.parametrize("backend", ["numpy", "torch"])
def test_it_learns(backend: str) -> None:
    if backend == "torch":
        pytest.importorskip("torch")
    network, curves = model.build(1), training.Curves()
    with tf.Session(graph=network.graph, backend=backend) as session:
        training.train(session, network, load_digits(), 2, None, 1, curves.add)
    assert len(curves.loss) == 2 * model.per_epoch(1442) and len(curves.accuracy) == 2
    assert curves.accuracy[-1][1] > 0.85
    assert curves.loss[-1][1] < curves.loss[0][1] / 2


def test_batches_go_through_all_images_in_each_epoch() -> None:
    data = load_digits().train
    batches = list(model.batches(data, 2, None, seed=3))
    assert len(batches) == model.step_count(len(data.labels), 2, None)
    for epoch in (batches[: len(batches) // 2], batches[len(batches) // 2 :]):
        labels = np.concatenate([labels for _, labels in epoch])
        np.testing.assert_array_equal(np.bincount(labels), np.bincount(data.labels))
    assert len(list(model.batches(data, 2, 5, seed=3))) == 5


def test_both_backends_stay_together() -> None:
    pytest.importorskip("torch")
    steps = list(comparison.compared(("numpy", "torch"), 1, 10, seed=1))
    assert max(step.apart for step in steps) < 1e-4 and steps[-1].weights < 1e-3


def test_a_cuda_device_means_torch(monkeypatch: pytest.MonkeyPatch) -> None:
    named: list[str] = []
    monkeypatch.setattr(choice, "resolve", named.append)
    monkeypatch.setenv("POLYFLOW_BACKEND", "numpy")
    choice.chosen("cuda:0")
    choice.chosen(None)
    monkeypatch.setenv("POLYFLOW_BACKEND", "torch:cpu")
    choice.chosen("cuda:1")
    assert named == ["torch:cuda:0", "numpy", "torch:cuda:1"]


def test_event_files_hold_scalars(tmp_path: Path) -> None:
    from tensorboard.backend.event_processing.event_file_loader import EventFileLoader

    with EventLog(tmp_path) as log:
        log.scalar("loss", 0.5, 3)
    (path,) = tmp_path.iterdir()
    events = [event for event in EventFileLoader(str(path)).Load() if event.summary.value]
    assert [(event.step, event.summary.value[0].tag) for event in events] == [(3, "loss")]


def test_charts_have_a_curve_in_its_colour(tmp_path: Path) -> None:
    panel = chart.Panel("Loss", "step", "value", [(1, 2.0), (10, 0.5), (20, 0.1)], "#c0392b", low=0.0)
    chart.save(tmp_path / "chart.png", [panel, panel])
    image = np.asarray(Image.open(tmp_path / "chart.png").convert("RGB")).astype(int)
    assert image.shape == (2 * chart.HEIGHT, chart.WIDTH, 3)
    assert (np.abs(image - [0xC0, 0x39, 0x2B]).sum(2) < 30).sum() > 500


def test_a_single_point_can_be_drawn(tmp_path: Path) -> None:
    chart.save(tmp_path / "chart.png", [chart.Panel("Loss", "step", "value", [(1, 1.0)], "#000000", high=1.0)])


@pytest.mark.parametrize(
    ("low", "high", "expected"), [(0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]), (0, 552, [0, 200, 400]), (0.93, 1, [0.94, 0.96, 0.98, 1])]
)
def test_ticks_are_round(low: float, high: float, expected: list[float]) -> None:
    assert chart.ticks(low, high) == pytest.approx(expected)
