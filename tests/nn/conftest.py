"""Every test of this directory runs in a graph of its own, on each backend."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

import polyflow as tf


@pytest.fixture(params=["numpy", "torch"])
def run(request: pytest.FixtureRequest) -> Iterator[Callable[..., Any]]:
    """Runs fetches of the default graph, with variables initialised."""
    if request.param == "torch":
        pytest.importorskip("torch")
    with tf.Graph().as_default():

        def evaluate(fetches: Any, feed_dict: Any = None) -> Any:
            with tf.Session(backend=request.param) as session:
                session.run(tf.global_variables_initializer())
                return session.run(fetches, feed_dict)

        yield evaluate


@pytest.fixture
def graph() -> Iterator[tf.Graph]:
    with tf.Graph().as_default() as made:
        yield made
