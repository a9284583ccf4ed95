"""Building the graph of a call and running it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from polyflow.backends import selection
from polyflow.framework import dtypes
from polyflow.framework.graph import Graph
from polyflow.framework.operation import Operation, Tensor
from polyflow.ops import tensor_list as lists
from polyflow.ops.array_creation import const, placeholder
from polyflow.ops.array_identity import identity
from polyflow.ops.array_manipulation import transpose
from polyflow.ops.state import assign, variable_v2
from polyflow.ops.state_resource import assign_variable_op, read_variable_op, var_handle_op
from polyflow.runtime.session import Session

from .call import Argument, Call
from .case import CASES
from .generators import Array


@dataclass
class Network:
    """The graph of one call.

    Attributes:
        inputs: the tensor that the op gets, per argument; fed: the placeholder behind it and the array to feed.
        outputs: of the op, flat, or what the case makes of them; operation: the op itself.
        variables: the Ref inputs; initialisers: the nodes that give them their values.
    """

    call: Call
    graph: Graph
    inputs: list[Tensor] = field(default_factory=list)
    fed: dict[Tensor, Array] = field(default_factory=dict)
    variables: list[Tensor] = field(default_factory=list)
    initialisers: list[Operation] = field(default_factory=list)
    outputs: list[Tensor] = field(default_factory=list)
    operation: Operation | None = None

    def fetchable(self) -> list[Tensor]:
        """The outputs that have a NumPy form."""
        return [tensor for tensor in self.outputs if tensor.dtype.is_numpy_compatible]


@dataclass
class Result:
    """What a run gave: the outputs, the variables after it, and the names of fed inputs that it changed."""

    outputs: list[Any]
    variables: list[Any]
    mutated: list[str]


def build(call: Call) -> Network:
    """The graph with the call's placeholders, constants and variables, and the op at the end."""
    network = Network(call, Graph())
    with network.graph.as_default():
        grouped = [[_input(network, one) for one in item] if isinstance(item, list) else _input(network, item) for item in call.arguments]
        before = len(network.graph.get_operations())
        call.declared(*grouped, **call.attributes, name="checked")
        network.operation = network.graph.get_operations()[before:][-1]
        network.outputs = seen_outputs(network.operation, call)
    return network


def seen_outputs(operation: Operation, call: Call) -> list[Tensor]:
    """What is looked at: the outputs, or what the case makes of them."""
    case = CASES.get(call.op_type)
    if case is not None and case.invariant is not None:
        return list(case.invariant(*operation.outputs))
    return [tensor for output in operation.outputs for tensor in readable(output, call)]


def _input(network: Network, argument: Argument) -> Tensor:
    tensor = _INPUTS[argument.role](network, argument)
    network.inputs.append(tensor)
    return tensor


def _placeholder(network: Network, argument: Argument) -> Tensor:
    static, array = argument.static, argument.array
    if argument.behind_transpose:
        static, array = None if static is None else static[::-1], np.ascontiguousarray(array.T)
    tensor: Tensor = placeholder(dtype=argument.dtype, shape=static, name=argument.name)
    network.fed[tensor] = array
    return _transposed_back(tensor, array.ndim) if argument.behind_transpose else tensor


def _transposed_back(tensor: Tensor, rank: int) -> Tensor:
    tensor = transpose(tensor, np.arange(rank, dtype=np.int32)[::-1])
    return tensor


def _constant(network: Network, argument: Argument) -> Tensor:
    tensor: Tensor = const(value=argument.array, dtype=argument.dtype, name=argument.name)
    return tensor


def _variable(network: Network, argument: Argument) -> Tensor:
    tensor = _uninitialised(network, argument)
    value = _constant(network, argument)
    if network.call.declared.inputs[argument.position].handle:
        network.initialisers.append(assign_variable_op(tensor, value))
        network.variables.append(read_variable_op(tensor, dtype=argument.dtype))
    else:
        network.initialisers.append(assign(tensor, value).op)
        network.variables.append(tensor)
    return tensor


def _uninitialised(network: Network, argument: Argument) -> Tensor:
    make = var_handle_op if network.call.declared.inputs[argument.position].handle else variable_v2
    tensor: Tensor = make(shape=argument.array.shape, dtype=argument.dtype, name=argument.name)
    return tensor


def _list(network: Network, argument: Argument) -> Tensor:
    handle: Tensor = lists.tensor_list_from_tensor(_placeholder(network, argument), argument.array.shape[1:])
    return handle


def _optional(network: Network, argument: Argument) -> Tensor:
    handle: Tensor = lists.optional_from_value([_placeholder(network, argument)])
    return handle


_INPUTS = {
    "fed": _placeholder,
    "list": _list,
    "optional": _optional,
    "constant": _constant,
    "variable": _variable,
    "uninitialised": _uninitialised,
}


def readable(output: Tensor, call: Call) -> list[Tensor]:
    """An output as tensors that can be fetched: of a list its elements in one tensor, of an optional what it holds."""
    if output.dtype.base_dtype is not dtypes.variant:
        return [output]
    held = [argument for argument in call.flat() if argument.role != "constant"]
    if output.op.type == "OptionalNone":
        return [lists.optional_has_value(output)]
    if output.op.type == "OptionalFromValue":
        types, shapes = [argument.dtype for argument in held], [argument.static for argument in held]
        return list(lists.optional_get_value(output, output_types=types, output_shapes=shapes))
    element_dtype = call.attributes.get("element_dtype") or held[0].dtype
    return [lists.tensor_list_stack(output, -1, element_dtype=element_dtype)]


@contextmanager
def session_of(graph: Graph, backend: Any, *, fusing: bool = True) -> Iterator[Session]:
    """A session on a backend (a name or an object); it is closed at the end."""
    session = Session(graph=graph, backend=backend)
    session._fusing = fusing
    try:
        yield session
    finally:
        session.close()


def run(network: Network, backend: Any) -> Result:
    """Initialises the variables, runs the op once, reads the variables and looks whether inputs have changed."""
    with session_of(network.graph, backend) as session:
        session.run(network.initialisers)
        assert network.operation is not None
        outputs, mutated = run_unharmed(session, network.fetchable(), [network.operation], network.fed)
        variables = session.run(network.variables)
    return Result(outputs, variables, mutated)


def run_unharmed(
    session: Session, fetches: list[Tensor], operations: list[Operation], fed: dict[Tensor, Array]
) -> tuple[list[Any], list[str]]:
    """Runs and also names the fed tensors whose arrays the run has changed.

    Both what was given and what the backend holds of it afterwards are looked at: a backend may copy on the way in, or work on the user's
    memory.
    """
    operations = [operation for operation in operations if not any(tensor in fed for tensor in operation.outputs)]
    with session.graph.as_default(), session.graph.control_dependencies(operations):
        afterwards = [identity(tensor) for tensor in fed]
    before = {tensor: array.copy() for tensor, array in fed.items()}
    results, _, held = session.run([fetches, operations, afterwards], fed)
    after = zip(fed.items(), held, strict=True)
    return results, [
        tensor.op.name for (tensor, given), kept in after if not (_equal(given, before[tensor]) and _equal(kept, before[tensor]))
    ]


def _equal(first: Any, second: Array) -> bool:
    if second.dtype.kind in "OSU":
        return bool(np.array_equal(first, second))
    return np.array_equal(np.asarray(first, second.dtype), second, equal_nan=second.dtype.kind not in "biu")


def display_name(backend: Any) -> str:
    """How messages name a backend."""
    name: str = selection.resolve(backend).name
    return name
