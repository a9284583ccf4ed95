"""``polyflow demo``: trains the network, and leaves event files and a picture of the curves."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

import polyflow as tf
from polyflow.data_sets import load_digits
from polyflow.data_sets.arrays import DataSet, Labelled

from . import chart, model
from .choice import chosen
from .events import EventLog
from .model import Network

Report = Callable[[str, float, int], None]
"""Called with the name of a curve, its value and the step."""


@dataclass
class Curves:
    """What was measured while training, by step."""

    loss: list[tuple[int, float]] = field(default_factory=list)
    accuracy: list[tuple[int, float]] = field(default_factory=list)

    def add(self, name: str, value: float, step: int) -> None:
        getattr(self, name).append((step, value))


def run(device: str | None, epochs: int, steps: int | None, logdir: str, seed: int) -> Curves:
    """Trains on the digits, shows the progress, and says how good it is and where everything was written."""
    console, backend, data, network = Console(), chosen(device), load_digits(), model.build(seed)
    console.print(f"Training on {len(data.train.labels)} handwritten digits with [bold]{backend.name}[/bold]")
    curves, started = Curves(), time.perf_counter()
    with EventLog(logdir) as log, _progress(console) as progress:
        log.graph(network.graph)
        task = progress.add_task("training", total=model.step_count(len(data.train.labels), epochs, steps), loss=float("nan"), accuracy=0.0)

        def report(name: str, value: float, step: int) -> None:
            curves.add(name, value, step)
            log.scalar(name, value, step)
            progress.update(task, completed=step, **{name: value})

        with tf.Session(graph=network.graph, backend=backend) as session:
            train(session, network, data, epochs, steps, seed, report)
    picture = Path(logdir, "curves.png")
    draw(picture, curves, backend.name)
    _conclude(console, curves, time.perf_counter() - started, picture, logdir)
    return curves


def _progress(console: Console) -> Progress:
    return Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
                    TextColumn("loss {task.fields[loss]:.4f}  test accuracy {task.fields[accuracy]:.2%}"), console=console)  # fmt: skip


def train(session: tf.Session, network: Network, data: DataSet, epochs: int, steps: int | None, seed: int, report: Report) -> None:
    """Reports the loss of every step, and the accuracy on the test images after every epoch and at the end."""
    session.run(network.initialise)
    epoch = model.per_epoch(len(data.train.labels))
    last = model.step_count(len(data.train.labels), epochs, steps)
    step_of = session.make_callable([network.loss, network.train], [network.images, network.labels])
    for step, batch in enumerate(model.batches(data.train, epochs, steps, seed), 1):
        report("loss", float(step_of(*batch)[0]), step)
        if step % epoch == 0 or step == last:
            report("accuracy", accuracy(session, network, data.test), step)


def accuracy(session: tf.Session, network: Network, data: Labelled) -> float:
    """The part of the images that the network recognises."""
    return float(session.run(network.accuracy, {network.images: data.images, network.labels: data.labels}))


def draw(path: Path, curves: Curves, backend: str) -> None:
    """The picture of both curves."""
    chart.save(path, [
        chart.Panel(f"Training loss ({backend})", "step", "cross entropy", curves.loss, "#c0392b", low=0.0),
        chart.Panel("Test accuracy", "step", "recognised images", curves.accuracy, "#2471a3", high=1.0, y_format="{:.1%}"),
    ])  # fmt: skip


def _conclude(console: Console, curves: Curves, seconds: float, picture: Path, logdir: str) -> None:
    steps = len(curves.loss)
    recent = [value for _, value in curves.loss[-20:]]
    console.print(
        f"{steps} steps in {seconds:.1f} s: loss {sum(recent) / len(recent):.4f}, test accuracy [bold]{curves.accuracy[-1][1]:.2%}[/bold]"
    )
    console.print(f"Curves:       {picture.resolve()}", soft_wrap=True)
    console.print(f"Event files:  {Path(logdir).resolve()}   (tensorboard --logdir {logdir})", soft_wrap=True)
