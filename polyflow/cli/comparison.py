"""``polyflow demo --compare``: the same training on NumPy and on Torch, and how far they are apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

import polyflow as tf
from polyflow.data_sets import load_digits

from . import model
from .choice import share_processors
from .model import Network


class Step(NamedTuple):
    """One training step on both backends: the losses before it, and the weights after it."""

    number: int
    losses: tuple[float, float]
    weights: float

    @property
    def apart(self) -> float:
        return abs(self.losses[0] - self.losses[1])


def run(device: str | None, epochs: int, steps: int | None, seed: int) -> list[Step]:
    """Prints a line per step as it is made, and the greatest distances at the end."""
    share_processors()
    backends = ("numpy", f"torch:{device or 'cpu'}")
    headings = ("step", *(f"loss, {name}" for name in backends), "losses apart", "weights apart")
    widths = [max(12, len(heading)) for heading in headings]
    print(_line(headings, widths))
    taken = []
    for step in compared(backends, epochs, steps, seed):
        taken.append(step)
        print(_line((step.number, *(f"{loss:.6f}" for loss in step.losses), f"{step.apart:.1e}", f"{step.weights:.1e}"), widths))
    losses, weights = max(step.apart for step in taken), max(step.weights for step in taken)
    print(f"After {len(taken)} steps from the same seed: losses at most {losses:.1e} apart, weights at most {weights:.1e}.")
    return taken


def _line(cells: Sequence[object], widths: Sequence[int]) -> str:
    return "  ".join(f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True))


def compared(backends: Sequence[str], epochs: int, steps: int | None, seed: int) -> Iterator[Step]:
    """Trains the same network on the same batches on both backends, step by step."""
    data, network = load_digits(), model.build(seed)
    with tf.Session(graph=network.graph, backend=backends[0]) as one, tf.Session(graph=network.graph, backend=backends[1]) as other:
        sessions = (one, other)
        for session in sessions:
            session.run(network.initialise)
        for number, (images, labels) in enumerate(model.batches(data.train, epochs, steps, seed), 1):
            fed = {network.images: images, network.labels: labels}
            losses = [float(session.run([network.loss, network.train], fed)[0]) for session in sessions]
            yield Step(number, (losses[0], losses[1]), weights_apart(one, other, network))


def weights_apart(one: tf.Session, other: tf.Session, network: Network) -> float:
    """The greatest distance between the two values of any weight."""
    pairs = zip(one.run(network.weights), other.run(network.weights), strict=True)
    return max(float(np.max(np.abs(mine - theirs))) for mine, theirs in pairs)
