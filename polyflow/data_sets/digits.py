"""The 1,797 handwritten digits that travel with the package.

Source: E. Alpaydin and C. Kaynak, *Optical Recognition of Handwritten Digits* (its test part, 13 writers), UCI Machine Learning
Repository, 1998, https://doi.org/10.24432/C50P49, licensed under CC BY 4.0. Each image is 8 x 8 pixels of 0 to 16: how many pixels are
set in the 4 x 4 blocks of a 32 x 32 scan. The values are unchanged; only the file format is ours: ``digits.npz`` holds ``images``
(uint8, [1797, 8, 8]) and ``labels`` (uint8, [1797]) in the original order.
"""

from __future__ import annotations

from importlib import resources

import numpy as np
from numpy.typing import NDArray

from .arrays import DataSet, labelled

BRIGHTEST = 16
TEST_EVERY = 5


def load_digits() -> DataSet:
    """The digits as ``(train_images, train_labels), (test_images, test_labels)``: always the same 1,442 and 355.

    Every fifth image of each class is for testing, so both parts have the classes in equal proportion and see all the writers.
    """
    images, labels = _stored()
    tests = _every_nth_of_each_class(labels, TEST_EVERY)
    return DataSet(
        labelled(images[~tests], labels[~tests], BRIGHTEST),
        labelled(images[tests], labels[tests], BRIGHTEST),
    )


def _stored() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    with (resources.files(__package__) / "digits.npz").open("rb") as file, np.load(file) as arrays:
        return arrays["images"], arrays["labels"]


def _every_nth_of_each_class(labels: NDArray[np.uint8], n: int) -> NDArray[np.bool_]:
    chosen = np.zeros(labels.shape, bool)
    for label in np.unique(labels):
        chosen[np.flatnonzero(labels == label)[n - 1 :: n]] = True
    return chosen
