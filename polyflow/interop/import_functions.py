"""Nodes that name functions: If and While get regions made of them, calls become the functions' nodes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from ..framework import registry
from ..framework.build import create
from ..framework.conversion import constant_tensor
from ..framework.dtypes import as_dtype
from ..framework.operation import Operation, Tensor
from ..framework.region import Region
from ..framework.structured import Loop, make_if, new_region
from .functions import GIVEN_NAME, needed
from .import_nodes import Importing, Made, Nodes
from .tensors import shape_of
from .writing import CONDITIONALS

LOOPS = ("While", "StatelessWhile")
CALLS = ("PartitionedCall", "StatefulPartitionedCall")


class Library:
    """The functions of a GraphDef."""

    def __init__(self, message: Any) -> None:
        self.functions = {function.signature.name: function for function in message.function}
        self._entered: list[str] = []

    def special(self, nodes: Nodes, message: Any) -> Made | None:
        """Makes a node that names functions; None for any other."""
        if message.op in CONDITIONALS:
            return Made(self._if(nodes, message), {"output": 0})
        if message.op in LOOPS:
            return Made(self._while(nodes, message), {"output": 0})
        if message.op in CALLS:
            return self._call(nodes, message, self._function(message, "f"), {"output": 0})
        if message.op in self.functions and registry.find(message.op) is None:
            function = self.functions[message.op]
            return self._call(nodes, message, function, {output.name: index for index, output in enumerate(function.signature.output_arg)})
        return None

    def _function(self, message: Any, attribute: str) -> Any:
        name = message.attr[attribute].func.name
        if name not in self.functions:
            raise ValueError(f"{message.op} node '{message.name}' names a function '{name}' ({attribute}), which is not in the library")
        return self.functions[name]

    def _if(self, nodes: Nodes, message: Any) -> Operation:
        pred, *captured = nodes.inputs(message)
        with nodes.placed(message):
            then_branch, else_branch = (self._branch(nodes, message, word, captured) for word in ("then", "else"))
            op = make_if(nodes.graph, pred, then_branch, else_branch, nodes.name(message))
        for tensor, shape in zip(op.outputs, message.attr["output_shapes"].list.shape, strict=False):
            tensor.set_shape(shape_of(shape))
        return op

    def _branch(self, nodes: Nodes, message: Any, word: str, captured: Sequence[Tensor]) -> Region:
        """One branch; a node without outputs gets one, so that something waits for the effects."""
        region = new_region(nodes.graph, word)
        with nodes.graph.in_region(region):
            body = self._enter(nodes.importing, self._function(message, f"{word}_branch"), captured)
            _settle(nodes.importing, region, body.results() or [constant_tensor(True)], body.effects())
        return region

    def _while(self, nodes: Nodes, message: Any) -> Operation:
        cond, body = self._function(message, "cond"), self._function(message, "body")
        with nodes.placed(message):
            loop = Loop(nodes.graph)
            self._add_variables(loop, nodes, message, cond, body)
            for function, region in ((cond, loop.cond), (body, loop.body)):
                with nodes.graph.in_region(region):
                    inside = self._enter(nodes.importing, function, region.parameters)
                    _settle(nodes.importing, region, inside.results(), inside.effects())
            return loop.make(nodes.name(message), message.attr["parallel_iterations"].i or 10)

    def _add_variables(self, loop: Loop, nodes: Nodes, message: Any, *functions: Any) -> None:
        initial = [loop.home.resolve(tensor) for tensor in nodes.inputs(message)]
        shapes = [shape_of(shape) for shape in message.attr["output_shapes"].list.shape] or [tensor.shape for tensor in initial]
        arguments = [_argument_names(function) for function in functions]
        if not len(initial) == len(shapes) == len(arguments[0]) == len(arguments[1]):
            raise ValueError(f"{message.op} node '{message.name}' has {len(initial)} inputs, but its functions or shapes are not as many")
        unique = nodes.importing.unique_name
        for tensor, shape, in_cond, in_body in zip(initial, shapes, *arguments, strict=True):
            loop.variable(tensor, shape, (unique(in_cond), unique(in_body)))

    def _call(self, nodes: Nodes, message: Any, function: Any, outputs: dict[str, int]) -> Made:
        """A call gives way to the nodes of the function and to one that hands on the results under the call's name."""
        graph, name = nodes.graph, nodes.name(message)
        inside = replace(nodes.importing, prefix=name)
        with nodes.placed(message), graph.control_dependencies(nodes.controls(message)):
            body = self._enter(inside, function, nodes.inputs(message))
            with graph.control_dependencies(body.effects()):
                results = body.results()
                return Made(create(graph, "IdentityN" if results else "NoOp", results, {}, name), outputs)

    def _enter(self, importing: Importing, function: Any, arguments: Sequence[Tensor]) -> FunctionNodes:
        """Makes the nodes of a function in the current region."""
        with self._entering(function.signature.name):
            body = FunctionNodes(importing, function, arguments)
            body.make_all()
        return body

    @contextmanager
    def _entering(self, name: str) -> Iterator[None]:
        if name in self._entered:
            raise ValueError(f"Function '{name}' calls itself; regions are finite")
        self._entered.append(name)
        try:
            yield
        finally:
            self._entered.pop()


class FunctionNodes(Nodes):
    """The body of a function; its arguments are tensors that are there already."""

    def __init__(self, importing: Importing, function: Any, arguments: Sequence[Tensor]) -> None:
        super().__init__(importing, function.node_def)
        self.function = function
        names = [argument.name for argument in function.signature.input_arg]
        if len(names) != len(arguments):
            raise ValueError(f"Function '{function.signature.name}' takes {len(names)} tensors, not {len(arguments)}")
        self.arguments = dict(zip(names, arguments, strict=True))
        self._check_types()

    def _check_types(self) -> None:
        name = self.function.signature.name
        for argument, tensor in zip(self.function.signature.input_arg, self.arguments.values(), strict=True):
            if not argument.type or as_dtype(argument.type) is not tensor.dtype.base_dtype:
                expected = as_dtype(argument.type).name if argument.type else "a type that an attribute gives"
                raise ValueError(f"Argument '{argument.name}' of function '{name}' has type {expected}, but {tensor!r} was given")

    def results(self) -> list[Tensor]:
        """The tensors that the function returns."""
        name = self.function.signature.name
        return [self.tensor(self.function.ret[result.name], name) for result in self.function.signature.output_arg]

    def effects(self) -> list[Operation]:
        """The nodes that run even if no result needs them."""
        return [self.made[name].op for name in self.function.control_ret.values()]

    def name(self, message: Any) -> str:
        return self.importing.unique_name(message.name)

    def tensor(self, reference: str, reader: str) -> Tensor:
        name, _, rest = reference.partition(":")
        if name in self.arguments:
            return self.arguments[name]
        made = self.made.get(name)
        output, _, index = rest.rpartition(":")
        position = made.outputs.get(output) if made and output else 0
        if made is None or position is None or not (index or "0").isdigit() or position + int(index or 0) >= len(made.op.outputs):
            raise ValueError(f"Node '{reader}' of function '{self.function.signature.name}': Unknown input node '{reference}'")
        return made.op.outputs[position + int(index or 0)]

    def control(self, reference: str, reader: str) -> Operation | None:
        if reference in self.arguments:
            return None
        if reference not in self.made:
            raise ValueError(f"Node '{reader}' of function '{self.function.signature.name}': Unknown control input '^{reference}'")
        return self.made[reference].op

    def colocated(self, names: list[str], reader: str) -> list[str]:
        return [self.made[name].op.name for name in names if name in self.made]


def _argument_names(function: Any) -> list[str]:
    """What to call the nodes that stand for the arguments."""
    given = {position: held.attr[GIVEN_NAME].s.decode() for position, held in function.arg_attr.items() if GIVEN_NAME in held.attr}
    return [given.get(position, argument.name) for position, argument in enumerate(function.signature.input_arg)]


def _settle(importing: Importing, region: Region, results: list[Tensor], effects: list[Operation]) -> None:
    """Gives a region its results: nodes of its own, which wait for the effects that they do not depend on."""
    region.results = results
    reached = set(needed(region))
    pending = [op for op in effects if op not in reached]
    with region.graph.control_dependencies(pending):
        for index, tensor in enumerate(results):
            if pending or not _is_own(region, tensor, index):
                region.results[index] = _identity(importing, tensor)


def _is_own(region: Region, tensor: Tensor, index: int) -> bool:
    """Whether a node of the region makes the tensor, or it is a loop variable that stays what it is."""
    if tensor in region.parameters:
        return region.parameters.index(tensor) == index
    return tensor.op.region is region


def _identity(importing: Importing, tensor: Tensor) -> Tensor:
    name = importing.unique_name("Identity")
    return create(importing.graph, "Identity", [tensor], {}, name).outputs[0]
