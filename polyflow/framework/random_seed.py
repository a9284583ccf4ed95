"""Graph-level and op-level seeds."""

from __future__ import annotations

from .stacks import get_default_graph

DEFAULT_GRAPH_SEED = 87654321
_MAXINT32 = 2**31 - 1


def get_seed(op_seed: int | None) -> tuple[int | None, int | None]:
    """The two seeds of a random node, from the graph's seed and the op's own.

    Neither given: (None, None), different numbers in every session. Only the graph's: the node's position in the graph
    makes the second seed. Only the op's: a fixed graph seed. (0, 0) would mean "no seed", so it becomes (0, 2**31 - 1).
    """
    graph = get_default_graph()
    if graph.seed is None and op_seed is None:
        return None, None
    first = DEFAULT_GRAPH_SEED if graph.seed is None else graph.seed
    second = graph.version if op_seed is None else op_seed
    first, second = first % _MAXINT32, second % _MAXINT32
    return (0, _MAXINT32) if (first, second) == (0, 0) else (first, second)


def set_random_seed(seed: int) -> None:
    """Sets the seed of the default graph."""
    get_default_graph().seed = seed
