"""Every test of this directory runs in a graph of its own, on each backend."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

import polyflow as tf


@pytest.fixture(autouse=True)
def graph() -> Iterator[tf.Graph]:
    """The default graph of the test."""
    with tf.Graph().as_default() as made:
        yield made


@pytest.fixture(params=["numpy", "torch"])
def run(request: pytest.FixtureRequest, graph: tf.Graph) -> Callable[..., Any]:
    """Runs fetches of the test's graph on a backend, with variables initialised."""
    if request.param == "torch":
        pytest.importorskip("torch")

    def evaluate(fetches: Any, feed_dict: Any = None) -> Any:
        with tf.Session(graph=graph, backend=request.param) as session:
            session.run(tf.global_variables_initializer())
            return session.run(fetches, feed_dict)

    return evaluate
