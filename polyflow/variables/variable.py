"""Variable: a tensor that keeps its value from run to run."""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..framework.conversion import convert_to_tensor, register_tensor_conversion_function
from ..framework.dtypes import DType, as_dtype
from ..framework.graph import Graph
from ..framework.graph_keys import GraphKeys
from ..framework.indexed_slices import IndexedSlices
from ..framework.operation import Operation, Tensor
from ..framework.scopes import add_to_collections, colocate_with, device, init_scope, name_scope
from ..framework.stacks import get_default_session
from ..framework.tensor_shape import UNKNOWN, TensorShape, as_shape
from ..ops import array_identity, array_indexing
from ..ops import state as ops
from .dependencies import guarded

if TYPE_CHECKING:
    import numpy as np


class VariableSynchronization(enum.Enum):
    """When copies of a variable on several devices are made equal. Accepted; there is one copy."""

    AUTO = 0
    NONE = 1
    ON_WRITE = 2
    ON_READ = 3


class VariableAggregation(enum.Enum):
    """How updates from several devices are combined. Accepted; there is one copy."""

    NONE = 0
    SUM = 1
    MEAN = 2
    ONLY_FIRST_REPLICA = 3


class Variable:
    """A tensor that keeps its value between the runs of a Session.

    It has no value until its initializer has run, usually as part of ``global_variables_initializer()``. Where a tensor is expected a
    variable stands for its current value; ops such as ``assign`` change it. Operators work as on tensors.
    """

    __array_priority__ = 100

    def __init__(
        self, initial_value: Any = None, trainable: bool | None = None, collections: Any = None, validate_shape: bool = True,
        caching_device: Any = None, name: str | None = None, variable_def: Any = None, dtype: Any = None, expected_shape: Any = None,
        import_scope: str | None = None, constraint: Callable[[Tensor], Tensor] | None = None, use_resource: bool | None = None,
        synchronization: VariableSynchronization = VariableSynchronization.AUTO,
        aggregation: VariableAggregation = VariableAggregation.NONE, shape: Any = None,
    ) -> None:  # fmt: skip
        """Adds a variable to the default graph, and to its collections.

        Args:
            initial_value: what converts to a tensor, or a function without arguments that returns it.
            trainable: whether optimizers change it by default (True if not given).
            collections: the collections to add it to, by default the global variables.
            validate_shape: whether every later value must have the shape of the initial one, which must then be known.
            caching_device: where reads of the variable are kept.
            name: its name, made unique; "Variable" by default.
            dtype: the type that ``initial_value`` is converted to.
            constraint: a function of the new value that optimizers apply after an update.
            shape: the variable's shape where it is not that of the initial value.
            variable_def, expected_shape, import_scope, use_resource, synchronization, aggregation: accepted for old programs.

        Raises:
            ValueError: there is no initial value, its shape is not known but needed, or it was made in the body of a loop or conditional.
        """
        if initial_value is None:
            raise ValueError("initial_value must be specified.")
        self._collections = _collections(collections, trainable is not False)
        self._trainable = trainable is not False
        self._constraint = _callable_or_none(constraint, "constraint")
        self._caching_device = caching_device
        self.synchronization, self.aggregation = synchronization, aggregation
        self._save_slice_info: Any = None
        with init_scope():
            self._build(initial_value, name, dtype, validate_shape, None if shape is None else as_shape(shape))
            add_to_collections(self._collections, self)

    def _build(self, initial_value: Any, name: str | None, dtype: Any, validate_shape: bool, shape: TensorShape | None) -> None:
        """The nodes ``W``, ``W/Assign`` and ``W/read``, and before them ``W/initial_value`` or ``W/Initializer/…``."""
        with name_scope(name, "Variable", [initial_value] if isinstance(initial_value, Tensor) else []) as scope:
            self._initial_value = _initial(initial_value, scope, dtype)
            if validate_shape and not self._initial_value.shape.is_fully_defined():
                raise ValueError(f"initial_value must have a shape specified: {self._initial_value}")
            found = shape or (self._initial_value.shape if validate_shape else UNKNOWN)
            self._variable = ops.variable_v2(shape=found, dtype=self._initial_value.dtype.base_dtype, name=scope)
            self._graph = self._variable.graph
            value = guarded(self._initial_value, self.op.name)
            self._initializer = ops.assign(self._variable, value, validate_shape=validate_shape).op
            with device(self._caching_device) if self._caching_device else colocate_with(self.op):
                self._snapshot = array_identity.identity(self._variable, name="read")

    # What it is

    @property
    def name(self) -> str:
        return self._variable.name

    @property
    def op(self) -> Operation:
        """The node that stands for the variable's place."""
        return self._variable.op

    @property
    def graph(self) -> Graph:
        return self._graph

    @property
    def dtype(self) -> DType:
        """The reference type of its elements, for instance ``float32_ref``."""
        return self._variable.dtype

    @property
    def shape(self) -> TensorShape:
        return self._variable.shape

    def get_shape(self) -> TensorShape:
        return self._variable.shape

    def set_shape(self, shape: Any) -> None:
        """Merges ``shape`` into what is known of the variable's."""
        self._variable.set_shape(shape)
        self._snapshot.set_shape(shape)

    @property
    def device(self) -> str:
        return self._variable.device

    @property
    def trainable(self) -> bool:
        return self._trainable

    @property
    def constraint(self) -> Callable[[Tensor], Tensor] | None:
        return self._constraint

    @property
    def initializer(self) -> Operation:
        """The node that gives the variable its initial value."""
        return self._initializer

    @property
    def initial_value(self) -> Tensor:
        """The tensor that the initializer assigns."""
        return self._initial_value

    @property
    def _shared_name(self) -> str:
        return self.op.name

    def _set_save_slice_info(self, save_slice_info: Any) -> None:
        self._save_slice_info = save_slice_info

    def _get_save_slice_info(self) -> Any:
        return self._save_slice_info

    def __repr__(self) -> str:
        return f"<tf.Variable '{self.name}' shape={self.shape} dtype={self.dtype.name}>"

    # Its value as a tensor

    def value(self) -> Tensor:
        """The current value: one Identity that all readers share."""
        return self._snapshot

    def read_value(self) -> Tensor:
        """A new read, which comes after the control dependencies that are in force."""
        return array_identity.identity(self._variable, name="read")

    def initialized_value(self) -> Tensor:
        """The current value, or the initial one while there is none: for the initial values of other variables."""
        from ..functions.control_flow import cond

        with init_scope():
            return cond(ops.is_variable_initialized(self._variable), self.read_value, lambda: self._initializer.inputs[1])

    def _ref(self) -> Tensor:
        return self._variable

    def _as_graph_element(self) -> Tensor:
        return self._variable

    def __getitem__(self, key: Any) -> Tensor:
        """The part of the current value that a subscript names; its method ``assign`` replaces that part of the variable."""
        return Tensor.__getitem__(self.value(), key, self)  # type: ignore[attr-defined,no-any-return]  # hooked on by the public layer

    def eval(self, session: Any = None) -> np.ndarray[Any, Any]:
        """The value in ``session`` or in the default session."""
        return self._variable.eval(session=session)

    def load(self, value: Any, session: Any = None) -> None:
        """Sets the value in ``session`` or in the default session; adds no node."""
        chosen = session or get_default_session()
        if chosen is None:
            raise ValueError("Either session argument should be provided or default session should be established")
        chosen.run(self._initializer, {self._initializer.inputs[1]: value})

    def __iter__(self) -> Any:
        raise TypeError("'Variable' object is not iterable.")

    # Updates: each returns the variable's reference after the update, or the node if ``read_value`` is false

    def assign(self, value: Any, use_locking: bool = False, name: str | None = None, read_value: bool = True) -> Any:
        """Sets the value."""
        return _returned(ops.assign(self._variable, value, use_locking=use_locking, name=name), read_value)

    def assign_add(self, delta: Any, use_locking: bool = False, name: str | None = None, read_value: bool = True) -> Any:
        """Adds ``delta``, a tensor of the variable's shape."""
        return _returned(ops.assign_add(self._variable, delta, use_locking=use_locking, name=name), read_value)

    def assign_sub(self, delta: Any, use_locking: bool = False, name: str | None = None, read_value: bool = True) -> Any:
        """Subtracts ``delta``, a tensor of the variable's shape."""
        return _returned(ops.assign_sub(self._variable, delta, use_locking=use_locking, name=name), read_value)

    def scatter_update(self, sparse_delta: IndexedSlices, use_locking: bool = False, name: str | None = None) -> Tensor:
        """Replaces the rows that the slices name."""
        return self._scatter(ops.scatter_update, sparse_delta, use_locking, name)

    def scatter_add(self, sparse_delta: IndexedSlices, use_locking: bool = False, name: str | None = None) -> Tensor:
        """Adds to the rows that the slices name."""
        return self._scatter(ops.scatter_add, sparse_delta, use_locking, name)

    def scatter_sub(self, sparse_delta: IndexedSlices, use_locking: bool = False, name: str | None = None) -> Tensor:
        """Subtracts from the rows that the slices name."""
        return self._scatter(ops.scatter_sub, sparse_delta, use_locking, name)

    def scatter_mul(self, sparse_delta: IndexedSlices, use_locking: bool = False, name: str | None = None) -> Tensor:
        """Multiplies the rows that the slices name."""
        return self._scatter(ops.scatter_mul, sparse_delta, use_locking, name)

    def scatter_div(self, sparse_delta: IndexedSlices, use_locking: bool = False, name: str | None = None) -> Tensor:
        """Divides the rows that the slices name."""
        return self._scatter(ops.scatter_div, sparse_delta, use_locking, name)

    def scatter_min(self, sparse_delta: IndexedSlices, use_locking: bool = False, name: str | None = None) -> Tensor:
        """Lowers the rows that the slices name to at most the slices' values."""
        return self._scatter(ops.scatter_min, sparse_delta, use_locking, name)

    def scatter_max(self, sparse_delta: IndexedSlices, use_locking: bool = False, name: str | None = None) -> Tensor:
        """Raises the rows that the slices name to at least the slices' values."""
        return self._scatter(ops.scatter_max, sparse_delta, use_locking, name)

    def _scatter(self, builder: Callable[..., Tensor], slices: IndexedSlices, use_locking: bool, name: str | None) -> Tensor:
        if not isinstance(slices, IndexedSlices):
            raise TypeError(f"sparse_delta is not IndexedSlices: {slices}")
        return builder(self._variable, slices.indices, slices.values, use_locking=use_locking, name=name)

    def scatter_nd_update(self, indices: Any, updates: Any, name: str | None = None) -> Tensor:
        """Replaces the slices that the index vectors name."""
        return ops.scatter_nd_update(self._variable, indices, updates, use_locking=True, name=name)

    def scatter_nd_add(self, indices: Any, updates: Any, name: str | None = None) -> Tensor:
        """Adds to the slices that the index vectors name."""
        return ops.scatter_nd_add(self._variable, indices, updates, use_locking=True, name=name)

    def scatter_nd_sub(self, indices: Any, updates: Any, name: str | None = None) -> Tensor:
        """Subtracts from the slices that the index vectors name."""
        return ops.scatter_nd_sub(self._variable, indices, updates, use_locking=True, name=name)

    def count_up_to(self, limit: int) -> Tensor:
        """The value from before adding 1; OutOfRangeError at ``limit``."""
        return ops.count_up_to(self._variable, limit=limit)

    def sparse_read(self, indices: Any, name: str | None = None) -> Tensor:
        """The rows at ``indices``."""
        return array_indexing.gather_v2(self, indices, 0, name=name)

    def gather_nd(self, indices: Any, name: str | None = None) -> Tensor:
        """The slices that the index vectors name."""
        return array_indexing.gather_nd(self, indices, name=name)


VariableV1 = RefVariable = Variable


def _collections(given: Any, trainable: bool) -> list[Any]:
    if given is not None and not isinstance(given, (list, tuple, set)):
        raise ValueError(f"collections argument to Variable constructor must be a list, tuple, or set. Got {given!r} of type {type(given)}")
    chosen = [GraphKeys.GLOBAL_VARIABLES] if given is None else list(given)
    missing = trainable and GraphKeys.TRAINABLE_VARIABLES not in chosen
    return [*chosen, GraphKeys.TRAINABLE_VARIABLES] if missing else chosen


def _callable_or_none(value: Any, name: str) -> Any:
    if value is not None and not callable(value):
        raise ValueError(f"The `{name}` argument must be a callable.")
    return value


def _initial(value: Any, scope: str, dtype: Any) -> Tensor:
    """The initial value as a tensor; a function makes it under ``W/Initializer``."""
    if not callable(value):
        return _usable(convert_to_tensor(value, dtype, name="initial_value"), scope)
    with name_scope("Initializer"), device(None):
        return convert_to_tensor(value(), dtype, name="initial_value")


def _usable(tensor: Tensor, scope: str) -> Tensor:
    if tensor.op.region.parent is not None:
        raise ValueError(
            f"Initializer for variable {scope} is from inside a control-flow construct, such as a loop or conditional. "
            "When creating a variable inside a loop or conditional, use a lambda as the initializer."
        )
    return tensor


def _returned(updated: Tensor, read_value: bool) -> Tensor | Operation:
    return updated if read_value else updated.op


def _to_tensor(value: Variable, dtype: Any = None, name: str | None = None, as_ref: bool = False) -> Tensor:
    if dtype is not None and as_dtype(dtype).base_dtype is not value.dtype.base_dtype:
        raise ValueError(
            f"Incompatible type conversion requested to type '{as_dtype(dtype).name}' for variable of type '{value.dtype.name}'"
        )
    return value._ref() if as_ref else value.value()


register_tensor_conversion_function(Variable, _to_tensor)


OPERATORS = (
    "__add__", "__radd__", "__sub__", "__rsub__", "__mul__", "__rmul__", "__div__", "__rdiv__", "__truediv__", "__rtruediv__",
    "__floordiv__", "__rfloordiv__", "__mod__", "__rmod__", "__lt__", "__le__", "__gt__", "__ge__", "__and__", "__rand__", "__or__",
    "__ror__", "__xor__", "__rxor__", "__pow__", "__rpow__", "__invert__", "__neg__", "__abs__", "__matmul__", "__rmatmul__",
)  # fmt: skip
"""The operators that a variable leaves to its value."""


def _on_value(operator: str) -> Callable[..., Any]:
    def apply(self: Variable, *operands: Any) -> Any:
        return getattr(Tensor, operator)(self.value(), *operands)

    apply.__name__ = operator
    return apply


for _operator in OPERATORS:
    setattr(Variable, _operator, _on_value(_operator))
