"""Every test of orders and names runs in a graph of its own; what it builds can be run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

import polyflow as tf


@pytest.fixture
def values() -> Iterator[Callable[..., Any]]:
    """The values of tensors of the default graph, nested as the tensors are, as plain Python."""
    with tf.Graph().as_default():

        def evaluate(fetches: Any, feed_dict: Any = None) -> Any:
            with tf.Session(backend="numpy") as session:
                session.run(tf.global_variables_initializer())
                return _plain(session.run(fetches, feed_dict))

        yield evaluate


def _plain(found: Any) -> Any:
    if isinstance(found, (list, tuple)):
        return [_plain(each) for each in found]
    return found.tolist() if isinstance(found, (np.ndarray, np.generic)) else found


@pytest.fixture
def generation() -> Iterator[Callable[[str], None]]:
    """Sets the generation of the API for one test."""
    yield tf.set_api_generation
    tf.set_api_generation("auto")
