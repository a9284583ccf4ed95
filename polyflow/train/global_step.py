"""The global step: the variable that counts training steps."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..framework.dtypes import int64
from ..framework.graph import Graph
from ..framework.graph_keys import GraphKeys
from ..framework.operation import Tensor
from ..framework.stacks import get_default_graph
from ..variables.initializers import Zeros
from ..variables.scope import get_variable
from ..variables.variable import Variable


def global_step(sess: Any, global_step_tensor: Any) -> int:
    """The value of the global step in a session, as a Python number."""
    return int(np.asarray(sess.run(global_step_tensor)))


def get_global_step(graph: Graph | None = None) -> Any:
    """The global step of ``graph`` or of the default graph; None if there is none.

    It is what the collection of that name holds, else the variable or tensor named ``global_step``.
    """
    graph = graph or get_default_graph()
    collected = graph.get_collection(GraphKeys.GLOBAL_STEP)
    if len(collected) > 1:
        raise ValueError(f"Multiple tensors in global_step collection: {collected}")
    found = collected[0] if collected else _named(graph)
    if found is not None:
        assert_global_step(found)
    return found


def _named(graph: Graph) -> Tensor | None:
    try:
        return graph.get_tensor_by_name("global_step:0")
    except KeyError:
        return None


def create_global_step(graph: Graph | None = None) -> Variable:
    """A new global step; ValueError if the graph has one."""
    graph = graph or get_default_graph()
    if get_global_step(graph) is not None:
        raise ValueError('"global_step" already exists.')
    with graph.as_default(), graph.name_scope(None):
        kept = [GraphKeys.GLOBAL_VARIABLES, GraphKeys.GLOBAL_STEP]
        return get_variable("global_step", [], int64, Zeros(), trainable=False, collections=kept)


def get_or_create_global_step(graph: Graph | None = None) -> Any:
    """The global step, made if there is none."""
    found = get_global_step(graph)
    return create_global_step(graph) if found is None else found


def assert_global_step(global_step_tensor: Any) -> None:
    """TypeError unless it is a scalar of integers."""
    if not isinstance(global_step_tensor, (Variable, Tensor)):
        raise TypeError(f'Existing "global_step" must be a Variable or Tensor: {global_step_tensor}.')
    if not global_step_tensor.dtype.base_dtype.is_integer:
        raise TypeError(f'Existing "global_step" does not have integer type: {global_step_tensor.dtype}')
    if global_step_tensor.shape.ndims != 0 and global_step_tensor.shape.is_fully_defined():
        raise TypeError(f'Existing "global_step" is not scalar: {global_step_tensor.shape}')
