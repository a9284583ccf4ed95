"""Variable scopes: names, defaults and sharing of the variables that ``get_variable`` makes."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from ..framework import dtypes
from ..framework.arrays import as_array
from ..framework.dtypes import as_dtype
from ..framework.graph_keys import GraphKeys
from ..framework.operation import Tensor
from ..framework.scopes import get_collection, name_scope
from ..framework.stacks import get_default_graph
from ..framework.synonyms import argument, older_form
from ..framework.tensor_shape import UNKNOWN, as_shape
from .store import Store, find_or_make, store_of
from .variable import Variable, VariableAggregation, VariableSynchronization


class _ReuseMode(enum.Enum):
    AUTO_REUSE = 1


AUTO_REUSE = _ReuseMode.AUTO_REUSE
"""Take the variable if it exists, make it if it does not."""

_INHERITED = ("initializer", "regularizer", "caching_device", "partitioner", "custom_getter", "dtype", "use_resource", "constraint")
"""What a scope hands down to the scopes inside it."""


class VariableScope:
    """A prefix of variable names, with defaults for the variables made in it.

    Attributes:
        name: the prefix, without a slash at its end.
        original_name_scope: the name scope that was opened with it.
        reuse: True to share existing variables only, False to make new ones only, AUTO_REUSE for either.
        initializer, regularizer, caching_device, partitioner, custom_getter, dtype, use_resource, constraint: defaults.
    """

    def __init__(
        self, reuse: Any, name: str = "", initializer: Any = None, regularizer: Any = None, caching_device: Any = None,
        partitioner: Any = None, custom_getter: Any = None, name_scope: str = "", dtype: Any = dtypes.float32,
        use_resource: bool | None = None, constraint: Any = None,
    ) -> None:  # fmt: skip
        self.name = name
        self.reuse = reuse
        self.original_name_scope = name_scope
        self.initializer = initializer
        self.regularizer = regularizer
        self.caching_device = caching_device
        self.partitioner = partitioner
        self.custom_getter = custom_getter
        self.dtype = dtype
        self.use_resource = use_resource
        self.constraint = constraint

    def extended(self, name: str, name_scope: str, reuse: Any, **given: Any) -> VariableScope:
        """A scope named ``name`` with this one's defaults, except for those that are given."""
        defaults = {key: getattr(self, key) for key in _INHERITED} | {key: value for key, value in given.items() if value is not None}
        defaults["custom_getter"] = _chained(given.get("custom_getter"), self.custom_getter)
        return VariableScope(reuse or self.reuse, name, name_scope=name_scope, **defaults)

    def reuse_variables(self) -> None:
        """From here on only existing variables are shared."""
        self.reuse = True

    def set_initializer(self, initializer: Any) -> None:
        self.initializer = initializer

    def set_regularizer(self, regularizer: Any) -> None:
        self.regularizer = regularizer

    def set_caching_device(self, caching_device: Any) -> None:
        self.caching_device = caching_device

    def set_partitioner(self, partitioner: Any) -> None:
        self.partitioner = partitioner

    def set_custom_getter(self, custom_getter: Any) -> None:
        self.custom_getter = custom_getter

    def set_dtype(self, dtype: Any) -> None:
        self.dtype = dtype

    def set_use_resource(self, use_resource: bool) -> None:
        self.use_resource = use_resource

    def get_collection(self, name: Any) -> list[Any]:
        """The items of a collection whose name begins with this scope's."""
        return get_collection(name, f"{self.name}/" if self.name else "")

    def global_variables(self) -> list[Any]:
        return self.get_collection(GraphKeys.GLOBAL_VARIABLES)

    def local_variables(self) -> list[Any]:
        return self.get_collection(GraphKeys.LOCAL_VARIABLES)

    def trainable_variables(self) -> list[Any]:
        return self.get_collection(GraphKeys.TRAINABLE_VARIABLES)

    def get_variable(
        self, store: Store, name: str, shape: Any = None, dtype: Any = None, initializer: Any = None, regularizer: Any = None,
        reuse: Any = None, trainable: bool | None = None, collections: Any = None, caching_device: Any = None, partitioner: Any = None,
        validate_shape: bool = True, use_resource: bool | None = None, custom_getter: Any = None, constraint: Any = None,
        synchronization: Any = VariableSynchronization.AUTO, aggregation: Any = VariableAggregation.NONE,
    ) -> Variable:  # fmt: skip
        """The variable ``name`` of this scope: see the function :func:`get_variable`."""
        full = f"{self.name}/{name}" if self.name else name
        arguments = {
            "shape": shape,
            "dtype": _type_of(initializer, dtype, self.dtype),
            "initializer": _or(initializer, self.initializer),
            "regularizer": _or(regularizer, self.regularizer),
            "reuse": _or(reuse, self.reuse),
            "trainable": trainable,
            "collections": collections,
            "caching_device": _or(caching_device, self.caching_device),
            "partitioner": _or(partitioner, self.partitioner),
            "validate_shape": validate_shape,
            "use_resource": _or(use_resource, self.use_resource),
            "constraint": _or(constraint, self.constraint),
            "synchronization": synchronization,
            "aggregation": aggregation,
        }
        getter = _or(custom_getter, self.custom_getter)
        with get_default_graph().name_scope(None):  # names of variables come from variable scopes only
            return _get(store, getter, full, arguments)


def _or(given: Any, default: Any) -> Any:
    return default if given is None else given


def _type_of(initializer: Any, dtype: Any, default: Any) -> Any:
    """The variable's type; an initial value that is there already decides it."""
    if initializer is None or callable(initializer):
        return default if dtype is None else dtype
    held = initializer.dtype.base_dtype if isinstance(initializer, (Tensor, Variable)) else as_dtype(as_array(initializer).dtype)
    if dtype is not None and as_dtype(dtype).base_dtype is not held:
        raise ValueError(f"Initializer type '{held.name}' and explicit dtype '{as_dtype(dtype).name}' don't match.")
    return held


def _get(store: Store, getter: Any, name: str, arguments: dict[str, Any]) -> Variable:
    def true_getter(
        name: str, shape: Any = None, dtype: Any = dtypes.float32, initializer: Any = None, regularizer: Any = None, reuse: Any = None,
        partitioner: Any = None, **options: Any,
    ) -> Variable:  # fmt: skip
        _refuse_parts(partitioner, shape, dtype, name)
        known = UNKNOWN if shape is None else as_shape(shape)
        return find_or_make(store, name, known, as_dtype(dtype).base_dtype, initializer, reuse, regularizer, **options)

    if getter is None:
        return true_getter(name, **arguments)
    return getter(getter=true_getter, name=name, **_accepted(getter, arguments))


def _accepted(getter: Callable[..., Any], arguments: dict[str, Any]) -> dict[str, Any]:
    """Without ``constraint`` for getters written before there was one."""
    import inspect

    parameters = inspect.signature(getter).parameters
    takes_all = any(parameter.kind is inspect.Parameter.VAR_KEYWORD for parameter in parameters.values())
    return arguments if takes_all or "constraint" in parameters else {key: value for key, value in arguments.items() if key != "constraint"}


def _refuse_parts(partitioner: Any, shape: Any, dtype: Any, name: str) -> None:
    """A variable is kept in one piece: a partitioner may only ask for one."""
    if partitioner is not None and shape is not None:
        parts = partitioner(shape=as_shape(shape), dtype=as_dtype(dtype))
        if any(int(count) != 1 for count in parts):
            raise ValueError(f"The partitioner wants variable {name} in {list(parts)} parts, but variables are kept in one piece.")


def _chained(inner: Any, outer: Any) -> Any:
    """A getter inside the scope of another calls it as its own ``getter``."""
    if inner is None or outer is None:
        return inner or outer

    def both(getter: Any, *args: Any, **keywords: Any) -> Any:
        def outwards(*inner_args: Any, **inner_keywords: Any) -> Any:
            return outer(getter, *inner_args, **inner_keywords)

        return inner(outwards, *args, **keywords)

    return both


def get_variable_scope() -> VariableScope:
    """The variable scope that is open in the default graph."""
    return store_of().scope


def get_variable(
    name: str, shape: Any = None, dtype: Any = None, initializer: Any = None, regularizer: Any = None, trainable: bool | None = None,
    collections: Any = None, caching_device: Any = None, partitioner: Any = None, validate_shape: bool = True,
    use_resource: bool | None = None, custom_getter: Any = None, constraint: Any = None,
    synchronization: Any = VariableSynchronization.AUTO, aggregation: Any = VariableAggregation.NONE,
) -> Variable:  # fmt: skip
    """The variable ``name`` of the current variable scope: an existing one where the scope's ``reuse`` says so, else a new one.

    Args:
        name: its name, to which the names of the open variable scopes (not name scopes) are prefixed.
        shape: its shape; not given when the initializer is a tensor, an array or a function without arguments.
        dtype: its type, by default the scope's.
        initializer: an initializer, its class, or an initial value. By default the scope's, else Glorot's even distribution,
            or zeros for integers.
        regularizer: a function of the variable whose result is added to the collection of regularisation losses.
        trainable, collections, caching_device, validate_shape, constraint: as for ``Variable``.
        partitioner: accepted as long as it leaves the variable in one piece.
        custom_getter: called in place of the getter, which it gets as ``getter``.

    Raises:
        ValueError: the variable exists and must not, does not exist and must, or has another shape or type.
    """
    return get_variable_scope().get_variable(
        store_of(),
        name,
        shape=shape,
        dtype=dtype,
        initializer=initializer,
        regularizer=regularizer,
        trainable=trainable,
        collections=collections,
        caching_device=caching_device,
        partitioner=partitioner,
        validate_shape=validate_shape,
        use_resource=use_resource,
        custom_getter=custom_getter,
        constraint=constraint,
        synchronization=synchronization,
        aggregation=aggregation,
    )


def get_local_variable(
    name: str, shape: Any = None, dtype: Any = None, initializer: Any = None, regularizer: Any = None, trainable: bool = False,
    collections: Any = None, caching_device: Any = None, partitioner: Any = None, validate_shape: bool = True,
    use_resource: bool | None = None, custom_getter: Any = None, constraint: Any = None,
    synchronization: Any = VariableSynchronization.AUTO, aggregation: Any = VariableAggregation.NONE,
) -> Variable:  # fmt: skip
    """As :func:`get_variable`, for a variable in the collection of local variables, which is not trained."""
    kept = [*(collections or ()), GraphKeys.LOCAL_VARIABLES]
    return get_variable(name, shape, dtype, initializer, regularizer, False, kept, caching_device, partitioner, validate_shape,
                        use_resource, custom_getter, constraint, synchronization, aggregation)  # fmt: skip


class variable_scope:
    """A context manager that opens a variable scope, and a name scope of the same name.

    ``with variable_scope("a") as scope`` prefixes "a/" to the names of variables; ``with variable_scope(scope)`` opens the very same scope
    again; ``with variable_scope(None, "a")`` takes a name that no open scope has. ``reuse`` is inherited by the scopes inside.
    In old programs the second positional argument is ``reuse``; initializer, regularizer, caching device and partitioner follow it.
    """

    def __init__(
        self, name_or_scope: Any, default_name: Any = None, values: Any = None, initializer: Any = None, regularizer: Any = None,
        caching_device: Any = None, partitioner: Any = None, custom_getter: Any = None, reuse: Any = None, dtype: Any = None,
        use_resource: bool | None = None, constraint: Any = None, auxiliary_name_scope: bool = True,
    ) -> None:  # fmt: skip
        if default_name is None and name_or_scope is None:
            raise TypeError("If default_name is None then name_or_scope is required")
        if not isinstance(name_or_scope, (str, VariableScope, type(None))):
            raise TypeError("VariableScope: name_or_scope must be a string or VariableScope.")
        if name_or_scope is None and reuse:
            raise ValueError("reuse=True cannot be used without a name_or_scope")
        self._name_or_scope, self._default_name, self._values = name_or_scope, default_name, values
        self._reuse, self._opens_name_scope = reuse, auxiliary_name_scope
        self._given = {
            "initializer": initializer,
            "regularizer": regularizer,
            "caching_device": caching_device,
            "partitioner": partitioner,
            "custom_getter": custom_getter,
            "dtype": dtype,
            "use_resource": use_resource,
            "constraint": constraint,
        }
        self._active: Any = None

    @older_form(__init__, when=lambda args, keywords: isinstance(argument(args, 2), (bool, _ReuseMode)))
    def __init__(self, name_or_scope: Any, reuse: Any, initializer: Any = None, regularizer: Any = None,
                 caching_device: Any = None, partitioner: Any = None, **others: Any) -> None:  # fmt: skip
        variable_scope.__init__.__wrapped__(
            self, name_or_scope, None, None, initializer, regularizer, caching_device, partitioner, reuse=reuse, **others
        )

    def __enter__(self) -> VariableScope:
        self._active = self._opened()
        return self._active.__enter__()

    def __exit__(self, *error: Any) -> Any:
        return self._active.__exit__(*error)

    @contextmanager
    def _opened(self) -> Iterator[VariableScope]:
        store = store_of()
        with self._name_scope() as opened:
            if isinstance(self._name_or_scope, VariableScope):
                with _entered_again(store, self._name_or_scope, self._reuse, self._given) as scope:
                    yield scope
            else:
                part = store.unique(self._default_name) if self._name_or_scope is None else self._name_or_scope
                with _prolonged(store, part, opened, self._reuse, self._given) as scope:
                    yield scope

    def _name_scope(self) -> Any:
        """A name scope of the last part of the variable scope's name, or none."""
        target = self._default_name if self._name_or_scope is None else self._name_or_scope
        name = target.name.split("/")[-1] if isinstance(target, VariableScope) else target
        if self._opens_name_scope and name:
            return name_scope(name, None, self._values)
        current = get_default_graph().get_name_scope()
        return get_default_graph().name_scope(f"{current}/" if current else None)


@contextmanager
def _prolonged(store: Store, part: str, name_scope: str, reuse: Any, given: dict[str, Any]) -> Iterator[VariableScope]:
    """The current variable scope with ``part`` behind its name."""
    outer = store.scope
    name = f"{outer.name}/{part}" if outer.name else part
    store.open(name)
    store.scope = outer.extended(name, name_scope, reuse, **given)
    try:
        yield store.scope
    finally:
        store.close_inside(name)
        store.scope = outer


@contextmanager
def _entered_again(store: Store, scope: VariableScope, reuse: Any, given: dict[str, Any]) -> Iterator[VariableScope]:
    """A copy of ``scope``, wherever one is, with what is given changed."""
    outer, opened = store.scope, store.opened
    store.opened = opened.copy()
    store.open(scope.name)
    store.scope = scope.extended(scope.name, scope.original_name_scope, reuse, **given)
    try:
        yield store.scope
    finally:
        store.opened = opened
        store.scope = outer


def variable_op_scope(
    values: Any, name_or_scope: Any, default_name: Any = None, initializer: Any = None, regularizer: Any = None,
    caching_device: Any = None, partitioner: Any = None, custom_getter: Any = None, reuse: Any = None, dtype: Any = None,
    use_resource: bool | None = None, constraint: Any = None,
) -> variable_scope:  # fmt: skip
    """The older spelling of :class:`variable_scope`, with ``values`` first; also takes its arguments in the newer order."""
    if values is None or isinstance(values, (str, VariableScope)):
        values, name_or_scope, default_name = default_name, values, name_or_scope
    return variable_scope(
        name_or_scope,
        default_name,
        values,
        initializer,
        regularizer,
        caching_device,
        partitioner,
        custom_getter,
        reuse,
        dtype,
        use_resource,
        constraint,
    )


def no_regularizer(_: Any) -> None:
    """A regularizer that adds nothing, where the scope's default is not wanted."""
