"""Initial values that depend on other variables.

``b = Variable(a * 2)`` must work when ``a`` is initialised in the same run. So what reads a variable on the way to an initial value is
replaced by a copy, which takes the other variable's own initial value while that has none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..framework.graph_keys import GraphKeys
from ..framework.operation import Operation, Tensor

if TYPE_CHECKING:
    from .variable import Variable

_PLACES = frozenset({"Variable", "VariableV2"})


def guarded(tensor: Tensor, owner: str) -> Tensor:
    """A tensor equal to ``tensor`` that can be computed before the variables that it depends on are initialised.

    ``owner`` is the name of the variable that it initialises; copies are named after it.
    """
    replaced: dict[Tensor, Tensor] = {}
    for op in _upstream(tensor.op):
        variable = _variable_of(op)
        if variable is not None:
            replaced[op.outputs[0]] = variable.initialized_value()
        elif any(source in replaced for source in op.inputs):
            replaced.update(zip(op.outputs, _copy(op, replaced, owner).outputs, strict=True))
    return replaced.get(tensor, tensor)


def _upstream(op: Operation) -> list[Operation]:
    """The nodes that ``op`` depends on and itself, in the order of their creation; nothing beyond the reads of variables."""
    found: dict[Operation, None] = {}
    work = [op]
    while work:
        op = work.pop()
        if op not in found and op.type != "IsVariableInitialized":
            found[op] = None
            work.extend(() if _variable_of(op) else [source.op for source in op.inputs])
    return sorted(found, key=lambda op: op._index)


def _variable_of(op: Operation) -> Variable | None:
    """The variable that a node reads or whose place it is; None for other nodes."""
    place = op.inputs[0].op if op.type == "Identity" else op
    if place.type not in _PLACES:
        return None
    known: list[Any] = [*op.graph.get_collection(GraphKeys.GLOBAL_VARIABLES), *op.graph.get_collection(GraphKeys.LOCAL_VARIABLES)]
    return next((variable for variable in known if getattr(variable, "op", None) is place), None)


def _copy(op: Operation, replaced: dict[Tensor, Tensor], owner: str) -> Operation:
    inputs = [replaced.get(source, source) for source in op.inputs]
    with op.graph.name_scope(None):
        return op.graph.create_op(op.type, inputs, name=f"{op.name}_{owner}", attrs=dict(op.attrs))
