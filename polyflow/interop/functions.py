"""If and While as nodes that name functions: each region becomes a FunctionDef, what it captures an input.

The variables of a loop are its inputs; what its regions capture are further variables that the body hands on unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..framework.build import output_count
from ..framework.dtypes import DType
from ..framework.operation import Operation, Tensor
from ..framework.region import Region, regions_of
from .attr_values import attr_value
from .writing import CONDITIONALS, Attributes, Place, Writer, drop_absent_colocation, unused

GIVEN_NAME = "_user_specified_name"
"""The attribute of an argument that keeps the name of a node, which may have letters that names of arguments cannot have."""


def write_structure(place: Place, op: Operation) -> None:
    """Writes an If or While and the functions of its regions."""
    captures = list(dict.fromkeys(tensor for region in regions_of(op) for tensor in region.captures()))
    write = _write_if if op.type in CONDITIONALS else _write_while
    write(place, op, captures)


def is_stateful(op: Operation) -> bool:
    """Whether running a node has effects, those inside its regions included."""
    regions = regions_of(op)
    return any(is_stateful(inner) for region in regions for inner in region.operations) if regions else op.declaration.is_stateful


def _write_if(place: Place, op: Operation, captures: list[Tensor]) -> None:
    attrs = place.attributes(op) | {
        "Tin": attr_value("list(type)", _types(captures)),
        "output_shapes": attr_value("list(shape)", [tensor.shape for tensor in op.outputs]),
    }
    for word in ("then_branch", "else_branch"):
        region = op.attrs[word]
        attrs[word] = attr_value("func", _write_function(place.writer, f"{op.name}_{word}", region, captures, region.results))
    _add(place, op, "If", [op.inputs[0], *captures], attrs)


def _write_while(place: Place, op: Operation, captures: list[Tensor]) -> None:
    cond, body = op.attrs["cond"], op.attrs["body"]
    state = [*body.parameters, *captures]
    attrs = place.attributes(op) | {
        "T": attr_value("list(type)", _types(state)),
        "output_shapes": attr_value("list(shape)", [tensor.shape for tensor in state]),
    }
    for word, region, results in (("cond", cond, cond.results), ("body", body, [*body.results, *captures])):
        arguments = [*region.parameters, *captures]
        attrs[word] = attr_value("func", _write_function(place.writer, f"{op.name}_{word}", region, arguments, results))
    _add(place, op, "While", [*op.inputs, *captures], attrs)


def _add(place: Place, op: Operation, op_type: str, inputs: list[Tensor], attrs: Attributes) -> None:
    if "_output_shapes" in attrs:
        attrs["_output_shapes"] = attrs["output_shapes"]
    kind = op_type if is_stateful(op) else f"Stateless{op_type}"
    place.add(kind, op.name, [place.read(tensor) for tensor in inputs], attrs, place.controls(op), op.device)


def _types(tensors: Sequence[Tensor]) -> list[DType]:
    return [tensor.dtype.base_dtype for tensor in tensors]


def _write_function(writer: Writer, name: str, region: Region, arguments: Sequence[Tensor], results: Sequence[Tensor]) -> str:
    """Writes a region as a function of ``arguments`` and returns the function's name."""
    body = Body(writer, name, region, arguments)
    body.write_all(results)
    return str(body.function.signature.name)


class Body(Place):
    """A region being written as a FunctionDef."""

    def __init__(self, writer: Writer, name: str, region: Region, arguments: Sequence[Tensor]) -> None:
        self.function = writer.function(name)
        super().__init__(writer, region, self.function.node_def)
        taken = {op.name for op in region.operations}
        for position, tensor in enumerate(arguments):
            self.known[tensor] = unused(_argument_name(tensor.op.name), taken)
            self.function.signature.input_arg.add(name=self.known[tensor], type=tensor.dtype.base_dtype.as_datatype_enum)
            if tensor in region.parameters:
                self.function.arg_attr[position].attr[GIVEN_NAME].s = tensor.op.name.encode()

    def write_all(self, results: Sequence[Tensor]) -> None:
        """Writes the nodes that the results need, and the results.

        Others are left out: they do not run here, but TensorFlow runs every node of a function that has effects.
        """
        ops = needed(self.region)
        self.write(ops)
        for position, tensor in enumerate(results):
            self._result(f"result_{position}", tensor)
        for op in filter(is_stateful, ops):
            self.function.signature.is_stateful = True
            self.function.signature.control_output.append(op.name)
            self.function.control_ret[op.name] = op.name
        drop_absent_colocation(self.nodes, {node.name for node in self.nodes})

    def _result(self, name: str, tensor: Tensor) -> None:
        self.function.signature.output_arg.add(name=name, type=tensor.dtype.base_dtype.as_datatype_enum)
        self.function.ret[name] = self.read(tensor)

    def reference(self, tensor: Tensor) -> str:
        """``node:output:position``, where position counts within the output."""
        op, index = tensor.op, tensor.value_index
        for spec in op.declaration.outputs:
            size = output_count(spec, op.attrs)
            if index < size:
                return f"{op.name}:{spec.name}:{index}"
            index -= size
        raise ValueError(f"Tensor '{tensor.name}' is none of the outputs that {op.type} declares")

    def controls(self, op: Operation) -> list[str]:
        """Nodes of the function alone: there is nothing to wait for in an argument."""
        arguments = {tensor.op for tensor in self.region.parameters}
        return [f"^{control.name}" for control in op.control_inputs if control not in arguments]

    def structure(self, op: Operation) -> None:
        write_structure(self, op)


def needed(region: Region) -> list[Operation]:
    """The nodes of a region that its results depend on, in the order of their creation; parameters are none of them."""
    parameters = {tensor.op for tensor in region.parameters}
    found = set(parameters)
    work = [tensor.op for tensor in region.results]
    while work:
        op = work.pop()
        if op.region is region and op not in found:
            found.add(op)
            work += [*op.control_inputs, *(tensor.op for tensor in op.inputs)]
            work += [tensor.op for inner in regions_of(op) for tensor in inner.captures()]
    return [op for op in region.operations if op in found and op not in parameters]


def _argument_name(name: str) -> str:
    """A node's name in the letters that names of arguments may have."""
    return re.sub(r"^[^a-z]+", "", re.sub(r"[^a-z0-9_]", "_", name.lower())) or "argument"
