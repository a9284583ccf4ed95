"""The form in which every data set here arrives."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Labelled(NamedTuple):
    """Images, float32 between 0 and 1 of shape [n, height, width], and their labels, int32 of shape [n]."""

    images: NDArray[np.float32]
    labels: NDArray[np.int32]


class DataSet(NamedTuple):
    """A part to train on and a part to test with; unpacks as ``(images, labels), (test_images, test_labels)``."""

    train: Labelled
    test: Labelled


def labelled(images: NDArray[np.integer], labels: NDArray[np.integer], brightest: int) -> Labelled:
    """Scales pixels from 0..brightest to 0..1."""
    return Labelled(images.astype(np.float32) / np.float32(brightest), labels.astype(np.int32))
