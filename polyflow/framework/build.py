"""How a node is made from a declaration: bind, convert, infer, add."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import registry
from .attributes import normalise
from .conversion import convert_to_tensor
from .declaration import ArgSpec, AttrSpec
from .dtypes import DType, as_dtype, float32, int32
from .operation import Operation, Tensor, input_lists
from .stacks import get_default_graph
from .tensor_shape import TensorShape, as_shape

if TYPE_CHECKING:
    from .graph import Graph
    from .op import Declaration


def build(declared: Declaration, args: tuple[Any, ...], keywords: dict[str, Any], name: str | None) -> Any:
    """Adds a node and returns what the builder promises: a tensor, a list, a named tuple of these, or the node."""
    inputs, attributes = _bind(declared, args, keywords)
    graph = graph_of(inputs)
    unique = graph.node_name(name or declared.op_type)
    try:
        converted = _convert(declared, inputs, attributes, graph, unique)
        op = add(declared, graph, converted, attributes, unique)
    except (ValueError, TypeError) as error:
        raise _explained(error, declared, unique, inputs) from None
    return result_of(declared, op)


def create(graph: Graph, op_type: str, flat: list[Tensor], attributes: dict[str, Any], name: str | None, dtypes: Any = None) -> Operation:
    """Adds a node of type ``op_type`` from a flat list of tensors (imports, ``Graph.create_op``)."""
    declared = registry.declaration(op_type)
    unique = graph.node_name(name or op_type)
    grouped = _group(declared, flat, attributes)
    for tensor, spec in _pairs(declared.inputs, grouped):
        if isinstance(tensor, list) and spec.each:
            attributes.setdefault(spec.type_attr, [item.dtype.base_dtype for item in tensor])
    with graph.as_default():
        try:
            return add(declared, graph, _convert(declared, grouped, attributes, graph, unique), attributes, unique)
        except (ValueError, TypeError) as error:
            raise _explained(error, declared, unique, grouped) from None


def add(declared: Declaration, graph: Graph, inputs: list[Any], attributes: dict[str, Any], unique: str) -> Operation:
    """Infers the outputs of a node from converted inputs and adds it."""
    attrs = _complete(declared, attributes)
    shapes = declared.function(*inputs, **{key: attrs[key] for key in declared.explicit_attributes})
    outputs = _outputs(declared, attrs, shapes)
    flat: list[Tensor] = []
    for value in inputs:
        flat.extend(value) if type(value) is list else flat.append(value)
    return graph.add_node(declared, flat, attrs, unique, outputs)


def result_of(declared: Declaration, op: Operation) -> Any:
    """One output: the tensor or list; several: a named tuple; none: the node."""
    specs = declared.outputs
    if not specs:
        return op
    if len(specs) == 1 and not specs[0].is_list:
        return op.outputs[0]
    grouped: list[Any] = []
    position = 0
    for spec in specs:
        size = output_count(spec, op.attrs)
        grouped.append(op.outputs[position : position + size] if spec.is_list else op.outputs[position])
        position += size
    return grouped[0] if len(specs) == 1 else declared.result(*grouped)


def output_count(spec: ArgSpec, attrs: dict[str, Any]) -> int:
    """How many tensors an input or output stands for."""
    if spec.count:
        return int(attrs[spec.count])
    return len(attrs[spec.type_attr]) if spec.each else 1


def graph_of(inputs: list[Any]) -> Graph:
    """The graph that the inputs belong to, else the default graph; ValueError when they belong to several."""
    graph = None
    for value in inputs:
        for item in value if isinstance(value, (list, tuple)) else (value,):
            if isinstance(item, (Tensor, Operation)):
                if graph is not None and item.graph is not graph:
                    raise ValueError(f"{item!r} must be from the same graph as the other inputs.")
                graph = item.graph
    return graph or get_default_graph()


def _bind(declared: Declaration, args: tuple[Any, ...], keywords: dict[str, Any]) -> tuple[list[Any], dict[str, Any]]:
    specs = declared.inputs
    if len(args) == len(specs):
        return list(args), keywords
    if len(args) > len(specs):
        raise TypeError(
            f"{declared.__name__}() takes {len(specs)} tensors ({', '.join(spec.name for spec in specs)}), not {len(args)}; attributes are keywords"
        )
    missing = [spec.name for spec in specs[len(args) :] if spec.name not in keywords]
    if missing:
        raise TypeError(f"{declared.__name__}() lacks its input{'s' * (len(missing) > 1)} {', '.join(missing)}")
    return [*args, *(keywords.pop(spec.name) for spec in specs[len(args) :])], keywords


def _convert(declared: Declaration, inputs: list[Any], attributes: dict[str, Any], graph: Graph, unique: str) -> list[Any]:
    """The inputs as tensors. Constants made on the way are named after the node: ``Add/y``."""
    converted: list[Any] = []
    for value, spec in zip(inputs, declared.inputs, strict=True):
        if spec.is_list:
            converted.append(_convert_list(declared, spec, value, attributes, graph, unique))
        else:
            converted.append(_convert_one(declared, spec, value, attributes, graph, unique))
    return converted


def _convert_one(declared: Declaration, spec: ArgSpec, value: Any, attributes: dict[str, Any], graph: Graph, unique: str) -> Tensor:
    expected = spec.dtype or attributes.get(spec.type_attr)
    tensor: Tensor = value if type(value) is Tensor else _constant(value, spec, expected, declared, graph, unique)
    if spec.ref and not tensor._dtype.is_ref:
        raise TypeError(f"input '{spec.name}' must be a variable (a mutable tensor), not {value!r}")
    dtype = tensor._dtype.base_dtype
    if expected is None:
        attributes[spec.type_attr] = dtype
    elif as_dtype(expected).base_dtype is not dtype:
        source = (
            f"type {as_dtype(expected).name} of attribute '{spec.type_attr}'"
            if spec.type_attr
            else f"expected type {as_dtype(expected).name}"
        )
        raise TypeError(f"input '{spec.name}' has type {dtype.name} that does not match the {source}")
    return tensor


def _constant(value: Any, spec: ArgSpec, expected: DType | None, declared: Declaration, graph: Graph, unique: str) -> Tensor:
    preferred = _preferred(declared.attributes[spec.type_attr], value) if expected is None and spec.type_attr else None
    old, graph._scope = graph._scope, unique
    try:
        with graph.as_default():
            return convert_to_tensor(value, expected, name=spec.name, preferred_dtype=preferred, as_ref=spec.ref)
    finally:
        graph._scope = old


def _preferred(spec: AttrSpec, value: Any) -> DType | None:
    """The type to try first for a Python value: the attribute's default, or int32 where only integers will do (``[]`` has no type of its own)."""
    if isinstance(spec.default, DType):
        return spec.default
    wholes = spec.allowed is not None and int32 in spec.allowed and float32 not in spec.allowed
    return int32 if wholes and not hasattr(value, "dtype") else None


def _convert_list(declared: Declaration, spec: ArgSpec, values: Any, attributes: dict[str, Any], graph: Graph, unique: str) -> list[Tensor]:
    if not isinstance(values, (list, tuple)):
        raise TypeError(f"input '{spec.name}' must be a list of tensors, not {values!r}")
    if spec.each:
        types = attributes.get(spec.type_attr) or [None] * len(values)
        if len(types) != len(values):
            raise ValueError(f"input '{spec.name}' has {len(values)} tensors but attribute '{spec.type_attr}' has {len(types)} types")
        tensors = [
            value if type(value) is Tensor else _constant(value, ArgSpec(f"{spec.name}_{i}", dtype, ""), dtype, declared, graph, unique)
            for i, (value, dtype) in enumerate(zip(values, types, strict=True))
        ]
        attributes[spec.type_attr] = [tensor.dtype.base_dtype for tensor in tensors]
        return tensors
    count = attributes.setdefault(spec.count, len(values))
    if count != len(values):
        raise ValueError(f"input '{spec.name}' has {len(values)} tensors but attribute '{spec.count}' is {count}")
    if spec.type_attr and spec.type_attr not in attributes:
        known = next((value.dtype.base_dtype for value in values if hasattr(value, "dtype") and isinstance(value.dtype, DType)), None)
        if known is not None:
            attributes[spec.type_attr] = known
    named = (ArgSpec(f"{spec.name}_{i}", spec.dtype, spec.type_attr, ref=spec.ref) for i in range(len(values)))
    return [_convert_one(declared, one, value, attributes, graph, unique) for one, value in zip(named, values, strict=True)]


def _complete(declared: Declaration, attributes: dict[str, Any]) -> dict[str, Any]:
    """Attributes in the declared order with defaults filled in, normalised and checked."""
    complete = {}
    for name, spec in declared.attributes.items():
        if name in attributes:
            complete[name] = _checked(spec, normalise(spec, attributes[name]))
        elif not spec.required:
            complete[name] = normalise(spec, spec.default)
        else:
            raise TypeError(f"attribute '{name}' ({spec.type}) is missing")
    if len(attributes) > len(complete) or attributes.keys() - complete.keys():
        complete |= _private(declared, {key: value for key, value in attributes.items() if key not in complete})
    return complete


def _private(declared: Declaration, extra: dict[str, Any]) -> dict[str, Any]:
    """Attributes with a leading underscore (``_class``, ``_output_shapes``) travel along; others are mistakes."""
    unknown = [key for key in extra if not key.startswith("_")]
    if unknown:
        raise TypeError(
            f"there is no attribute {', '.join(map(repr, unknown))}; {declared.op_type} has {', '.join(declared.attributes) or 'none'}"
        )
    return extra


def _checked(spec: AttrSpec, value: Any) -> Any:
    if spec.allowed is not None:
        for item in value if spec.type.startswith("list") else (value,):
            if item not in spec.allowed:
                names = sorted(getattr(choice, "name", choice) for choice in spec.allowed)
                refusal = ValueError if isinstance(item, str) else TypeError
                raise refusal(
                    f"attribute '{spec.name}' is {getattr(item, 'name', repr(item))}, which is not in the list of allowed values: {', '.join(names)}"
                )
    if spec.minimum is not None and (len(value) if spec.type.startswith("list") else value) < spec.minimum:
        raise ValueError(f"attribute '{spec.name}' must be at least {spec.minimum}, not {value!r}")
    return value


def _outputs(declared: Declaration, attrs: dict[str, Any], shapes: Any) -> list[tuple[DType, TensorShape]]:
    specs = declared.outputs
    if len(specs) == 1 and not specs[0].is_list:
        spec = specs[0]
        return [(_output_dtype(spec, attrs), shapes if type(shapes) is TensorShape else as_shape(shapes))]
    if not specs:
        return []
    found: list[tuple[DType, TensorShape]] = []
    for spec, shape in zip(specs, (shapes,) if len(specs) == 1 else shapes, strict=True):
        if spec.is_list:
            types = attrs[spec.type_attr] if spec.each else [_output_dtype(spec, attrs)] * attrs[spec.count]
            found.extend(zip(types, map(as_shape, shape), strict=True))
        else:
            found.append((_output_dtype(spec, attrs), as_shape(shape)))
    return found


def _output_dtype(spec: ArgSpec, attrs: dict[str, Any]) -> DType:
    dtype = spec.dtype or attrs[spec.type_attr]
    return dtype._as_ref if spec.ref else dtype


def _group(declared: Declaration, flat: list[Tensor], attributes: dict[str, Any]) -> list[Any]:
    """A flat list of inputs grouped by the declaration; a missing count is what is left over."""
    grouped: list[Any] = []
    specs = declared.inputs
    singles = sum(not spec.is_list for spec in specs)
    position = 0
    for spec in specs:
        if spec.is_list:
            known = attributes.get(spec.count or spec.type_attr)
            size = known if isinstance(known, int) else len(known) if known is not None else len(flat) - singles
            grouped.append(flat[position : position + size])
        else:
            size = 1
            if position >= len(flat):
                raise ValueError(f"{declared.op_type} needs an input '{spec.name}', but only {len(flat)} tensors were given")
            grouped.append(flat[position])
        position += size
    if position != len(flat):
        raise ValueError(f"{declared.op_type} takes {position} tensors, not {len(flat)}")
    return grouped


def _pairs(specs: tuple[ArgSpec, ...], grouped: list[Any]) -> Any:
    return zip(grouped, specs, strict=True)


def _explained(error: Exception, declared: Declaration, name: str, inputs: list[Any]) -> Exception:
    """The error with the op, the node and what went in."""
    described = ", ".join(f"{spec.name}={_describe(value)}" for spec, value in zip(declared.inputs, inputs, strict=False))
    return type(error)(f"{declared.op_type} node '{name}': {error} [{described}]")


def _describe(value: Any) -> str:
    if isinstance(value, Tensor):
        return f"{value.dtype.name}{value.shape}"
    if isinstance(value, (list, tuple)) and any(isinstance(item, Tensor) for item in value):
        return "[" + ", ".join(map(_describe, value)) + "]"
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


__all__ = ["add", "build", "create", "graph_of", "input_lists", "output_count", "result_of"]
