"""The arrays that every contender is given: random, but the same for all."""

from __future__ import annotations

import numpy as np

PIXELS, CLASSES = 784, 10
CHAIN, LOOP, NODES = 2000, 10_000, 2000
HIDDEN = 256
CODE = 20
SIDE = 28


def points() -> tuple[np.ndarray, np.ndarray]:
    """100 points on the line y = 0.1 x + 0.3."""
    x = np.random.RandomState(0).rand(100).astype(np.float32)
    return x, x * np.float32(0.1) + np.float32(0.3)


def digits(batch: int) -> tuple[np.ndarray, np.ndarray]:
    """Images as vectors of pixels, and their classes."""
    choice = np.random.RandomState(0)
    return choice.rand(batch, PIXELS).astype(np.float32), choice.randint(0, CLASSES, batch).astype(np.int64)
