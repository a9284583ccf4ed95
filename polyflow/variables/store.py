"""What a graph knows of ``get_variable``'s variables and of the variable scopes that are open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..framework import dtypes
from ..framework.dtypes import DType
from ..framework.graph import Graph
from ..framework.graph_keys import GraphKeys
from ..framework.scopes import colocate_with, init_scope, name_scope
from ..framework.stacks import get_default_graph
from ..framework.tensor_shape import TensorShape
from .initializers import GlorotUniform, Zeros
from .variable import Variable

if TYPE_CHECKING:
    from .scope import VariableScope

_KEY = ("__variable_store",)


class Store:
    """The variables of one graph by full name, and how often each variable scope was opened."""

    def __init__(self, scope: VariableScope) -> None:
        self.scope = scope
        self.variables: dict[str, Variable] = {}
        self.opened: Counter[str] = Counter()

    def open(self, name: str) -> None:
        self.opened[name] += 1

    def close_inside(self, name: str) -> None:
        """Forgets the scopes inside ``name``, so that default names count from the start when it is opened again."""
        for inner in self.opened:
            if inner.startswith(f"{name}/"):
                self.opened[inner] = 0

    def unique(self, prefix: str) -> str:
        """``prefix``, or that with a number, such that no scope of this name is open inside the current one."""
        base = f"{self.scope.name}/{prefix}" if self.scope.name else prefix
        number = 0
        while self.opened[f"{base}_{number}" if number else base]:
            number += 1
        return f"{prefix}_{number}" if number else prefix


def store_of(graph: Graph | None = None) -> Store:
    """The store of ``graph`` or of the default graph."""
    from .scope import VariableScope

    held = (graph or get_default_graph()).get_collection_ref(_KEY)
    if not held:
        held.append(Store(VariableScope(False)))
    return held[0]


def find_or_make(
    store: Store, name: str, shape: TensorShape, dtype: DType, initializer: Any, reuse: Any, regularizer: Any, **options: Any
) -> Variable:
    """The variable of this full name, made if ``reuse`` allows; ``options`` go to the constructor."""
    if name in store.variables:
        return _shared(store.variables[name], name, shape, dtype, reuse)
    if reuse is True:
        raise ValueError(
            f"Variable {name} does not exist, or was not created with tf.get_variable(). "
            "Did you mean to set reuse=tf.AUTO_REUSE in VarScope?"
        )
    made = store.variables[name] = _made(name, shape, dtype, initializer, options)
    if regularizer is not None:
        _regularize(made, name, regularizer)
    return made


def _shared(found: Variable, name: str, shape: TensorShape, dtype: DType, reuse: Any) -> Variable:
    if reuse is False:
        where = found.op.where()
        raise ValueError(
            f"Variable {name} already exists, disallowed. Did you mean to set reuse=True or reuse=tf.AUTO_REUSE in VarScope? "
            f"Originally defined at: {where}"
        )
    if not shape.is_compatible_with(found.shape):
        raise ValueError(f"Trying to share variable {name}, but specified shape {shape} and found shape {found.shape}.")
    if not dtype.is_compatible_with(found.dtype.base_dtype):
        raise ValueError(
            f"Trying to share variable {name}, but specified dtype {dtype.name} and found dtype {found.dtype.base_dtype.name}."
        )
    return found


def _made(name: str, shape: TensorShape, dtype: DType, initializer: Any, options: dict[str, Any]) -> Variable:
    initializer = default_initializer(name, dtype) if initializer is None else initializer
    if isinstance(initializer, type):
        initializer = initializer()
    if not callable(initializer):
        if shape.ndims is not None:
            raise ValueError("If initializer is a constant, do not specify shape.")
        return Variable(initializer, name=name, **options)
    if shape.is_fully_defined():
        return Variable(_call(initializer, shape, dtype), name=name, dtype=dtype, **options)
    if shape.ndims is None and not _needs_arguments(initializer):
        return Variable(initializer, name=name, **options)
    raise ValueError(
        f"Shape of a new variable ({name}) must be fully defined, but instead was {shape}; "
        "without a shape the initializer must be a tensor or a function without arguments."
    )


def default_initializer(name: str, dtype: DType) -> Any:
    """Glorot's even distribution for fractions, zeros for integers and bools."""
    if dtype.is_floating:
        return GlorotUniform()
    if dtype.is_integer or dtype.is_bool or dtype is dtypes.string:
        return Zeros()
    raise ValueError(f"An initializer for variable {name} of {dtype!r} is required")


def _call(initializer: Any, shape: TensorShape, dtype: DType) -> Callable[[], Any]:
    return lambda: initializer(shape.as_list(), dtype=dtype)


def _needs_arguments(function: Any) -> bool:
    import inspect

    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return False
    positional = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return any(parameter.kind in positional and parameter.default is parameter.empty for parameter in parameters)


def _regularize(variable: Variable, name: str, regularizer: Callable[[Variable], Any]) -> None:
    """Adds what the regulariser makes of a new variable to the losses."""
    with colocate_with(variable.op), name_scope(f"{name}/Regularizer/"), init_scope():
        loss = regularizer(variable)
    if loss is not None:
        variable.graph.add_to_collection(GraphKeys.REGULARIZATION_LOSSES, loss)
