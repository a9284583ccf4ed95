"""Fixtures that the tests of nn have too."""

from tests.nn.conftest import graph, run

__all__ = ["graph", "run"]
