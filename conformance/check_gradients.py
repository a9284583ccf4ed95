"""The checks of an op's gradient: against finite differences, and a backend's against NumPy's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from polyflow.framework import dtypes, errors
from polyflow.framework.conversion import convert_to_tensor
from polyflow.framework.dtypes import DType
from polyflow.framework.indexed_slices import IndexedSlices
from polyflow.framework.operation import Tensor
from polyflow.gradients.engine import gradients
from polyflow.ops.array_creation import placeholder
from polyflow.runtime.session import Session

from .call import Argument, rng_of
from .case import CASES
from .checks import REFERENCE, may_refuse
from .compare import difference
from .generators import Array
from .items import Item
from .report import CHECKED, NOT_APPLICABLE, CheckFailed, expect, reporting
from .run import Network, build, display_name, run, run_unharmed, session_of
from .tolerances import tolerance_for


@dataclass
class Slope:
    """The derivative of ys along xs as a graph, with everything it is fed.

    Attributes:
        seeds: the placeholders for the gradients of the ys.
        found: per x its gradient, None where no y depends on it.
        hermitian: the xs that stay Hermitian matrices.
    """

    xs: list[Tensor]
    ys: list[Tensor]
    fed: dict[Tensor, Array]
    seeds: list[Tensor] = field(default_factory=list)
    found: list[Any] = field(default_factory=list)
    hermitian: list[Tensor] = field(default_factory=list)

    def fed_xs(self) -> list[Array]:
        return [self.fed[x] for x in self.xs]

    def dense(self) -> list[Tensor]:
        """The gradients there are, each as one tensor."""
        return [convert_to_tensor(gradient) for gradient in self.found if gradient is not None]


def check_gradient(item: Item) -> str:
    """The gradient against finite differences on NumPy; its own gradient too, when the op is smooth."""
    with reporting(item, REFERENCE):
        network = _build(item)
        if network is None or _is_refused(network, item):
            return NOT_APPLICABLE
        with network.graph.as_default(), session_of(network.graph, REFERENCE) as session:
            for ys in _choices(_differentiable_outputs(network)):
                xs = differentiable_inputs(network, item)
                first = _check_slope(session, xs, ys, network.fed, f"{item}", xs if item.case.hermitian else [])
            if ys and item.case.smooth and not item.variant:
                _check_second_order(session, first, f"{item}")
    return CHECKED


def _build(item: Item) -> Network | None:
    try:
        return build(item.call())
    except (ValueError, TypeError):
        if item.variant:
            return None
        raise


def _is_refused(network: Network, item: Item) -> bool:
    """Whether the op answers a variant with a proper error when it runs."""
    try:
        run(network, REFERENCE)
    except errors.OpError as error:
        if not may_refuse(item, error):
            raise
        return True
    return False


def differentiable_inputs(network: Network, item: Item) -> list[Tensor]:
    """The fed inputs for which the case wants gradients."""
    fed = [argument for argument in network.call.flat() if argument.is_fed]
    return [tensor for argument, tensor in zip(fed, network.fed, strict=True) if argument.is_differentiable and _is_wanted(argument, item)]


def _is_wanted(argument: Argument, item: Item) -> bool:
    return not isinstance(item.case.gradient, tuple) or argument.position in item.case.gradient


def _differentiable_outputs(network: Network) -> list[Tensor]:
    case = CASES.get(network.call.op_type)
    chosen = None if case is None else case.differentiated
    outputs = [tensor for position, tensor in enumerate(network.outputs) if chosen is None or position in chosen]
    return [tensor for tensor in outputs if tensor.dtype.base_dtype.is_floating or tensor.dtype.base_dtype.is_complex]


def _choices(ys: list[Tensor]) -> list[list[Tensor]]:
    """Of several outputs also the first alone, so that nothing flows into the others; all of them last."""
    return [ys[:1], ys] if len(ys) > 1 else [ys]


def _check_second_order(session: Session, first: Slope, name: str) -> None:
    """The gradient as a function of the inputs and of the gradients of the outputs, differentiated again."""
    try:
        _check_slope(session, [*first.xs, *first.seeds], first.dense(), first.fed, f"{name} second order", first.hermitian)
    except LookupError as error:
        raise CheckFailed(
            f"second order: {error.args[0]}; if the op is not meant to be differentiated twice, its case says smooth=False"
        ) from error
    except CheckFailed as failure:
        raise CheckFailed(f"second order: {failure}") from failure.__cause__


# Finite differences


def make_slope(xs: Sequence[Tensor], ys: Sequence[Tensor], fed: dict[Tensor, Array], values: Sequence[Any], name: str) -> Slope:
    """The gradient graph of ys, started from drawn arrays of the shapes of ``values`` (what the ys are at the sample)."""
    slope = Slope(list(xs), list(ys), dict(fed))
    for index, (y, value) in enumerate(zip(ys, values, strict=True)):
        seed = placeholder(dtype=y.dtype.base_dtype, shape=y.shape, name="seed")
        slope.seeds.append(seed)
        slope.fed[seed] = _direction(np.shape(value), y.dtype.base_dtype, f"{name} seed {index}")
    slope.found = gradients(slope.ys, slope.xs, grad_ys=slope.seeds) if slope.ys and slope.xs else [None] * len(slope.xs)
    return slope


def _direction(shape: tuple[int, ...], dtype: DType, name: str) -> Array:
    rng = rng_of(name)
    drawn = rng.standard_normal(shape) + (1j * rng.standard_normal(shape) if dtype.is_complex else 0)
    return np.asarray(drawn).astype(dtype.np_dtype)


def _check_slope(
    session: Session, xs: list[Tensor], ys: list[Tensor], fed: dict[Tensor, Array], name: str, hermitian: list[Tensor]
) -> Slope:
    slope = make_slope(xs, ys, fed, session.run(ys, fed), name)
    slope.hermitian = hermitian
    step = _Step.between([*xs, *ys])
    if step is None:
        return slope
    known = iter(session.run([gradient for gradient in slope.found if gradient is not None], slope.fed))
    for index, (x, gradient) in enumerate(zip(xs, slope.found, strict=True)):
        value = None if gradient is None else dense(next(known), slope.fed[x].shape)
        expect(
            _gradient_shape_problem(x, value, slope.fed[x]) or _slope_problem(session, slope, x, value, step, f"{name} direction {index}")
        )
    return slope


@dataclass(frozen=True)
class _Step:
    """How far to go and how near to come: by the narrowest dtype that takes part."""

    length: float
    tolerance: float
    epsilon: float

    @classmethod
    def between(cls, tensors: Sequence[Tensor]) -> _Step | None:
        """None for types too narrow for differences to say anything."""
        types = {tensor.dtype.base_dtype.real_dtype for tensor in tensors}
        if types & {dtypes.float16, dtypes.bfloat16}:
            return None
        return cls(1e-2, 1e-2, 6e-8) if dtypes.float32 in types else cls(1e-5, 1e-5, 1e-16)


def _gradient_shape_problem(x: Tensor, value: Array | None, at: Array) -> str | None:
    if value is None or (value.shape == at.shape and value.dtype == at.dtype):
        return None
    return f"the gradient of {x.op.name} is {value.dtype}{value.shape}, but {x.op.name} is {at.dtype}{at.shape}"


def _slope_problem(session: Session, slope: Slope, x: Tensor, gradient: Array | None, step: _Step, name: str) -> str | None:
    direction = _direction(slope.fed[x].shape, x.dtype.base_dtype, name)
    if x in slope.hermitian:
        direction = direction + np.conj(np.swapaxes(direction, -1, -2))
    ahead, behind = (_projected(session, slope, x, direction * np.asarray(sign * step.length, direction.real.dtype)) for sign in (1, -1))
    measured = (sum(ahead) - sum(behind)) / (2 * step.length)
    terms = np.zeros(1) if gradient is None else np.real(np.conj(gradient) * direction)
    rounding = step.epsilon * float(np.sum(np.abs(ahead))) / step.length
    allowed = step.tolerance * max(1.0, abs(measured), float(np.sum(np.abs(terms)))) + 10 * rounding
    if abs(float(np.sum(terms)) - measured) <= allowed:
        return None
    said = "no path (None)" if gradient is None else f"{np.sum(terms):.10g}"
    return (
        f"gradient of {x.op.name}: along a random direction it gives {said}, finite differences {measured:.10g} (tolerance {allowed:.3g})"
    )


def _projected(session: Session, slope: Slope, x: Tensor, offset: Array) -> list[float]:
    """The ys near the sample, each projected on its seed; a complex pair projects to a real number."""
    values = session.run(slope.ys, slope.fed | {x: slope.fed[x] + offset})
    pairs = zip(slope.seeds, values, strict=True)
    return [float(term) for seed, value in pairs for term in np.ravel(np.real(np.conj(slope.fed[seed].astype(_wide(value))) * value))]


def _wide(value: Any) -> Any:
    return np.complex128 if np.iscomplexobj(value) else np.float64


def dense(value: Any, shape: tuple[int, ...]) -> Array:
    """A fetched gradient as one array: rows of IndexedSlices are added up."""
    if not hasattr(value, "indices"):
        return np.asarray(value)
    total = np.zeros(shape, value.values.dtype)
    np.add.at(total, value.indices, value.values)
    return total


# Backends


def check_gradient_graph(item: Item, backend: Any = REFERENCE) -> str:
    """The gradient has the shape and dtype of its input, and a backend computes the same one as NumPy."""
    name = display_name(backend)
    with reporting(item, name):
        network = build(item.call())
        slope = gradient_of(network, item)
        reference = run_slope(network, slope, REFERENCE)
        for x, gradient, value in zip(slope.xs, slope.found, reference, strict=True):
            expect(_gradient_shape_problem(x, value, slope.fed[x]) or _static_problem(x, gradient))
        if backend is not REFERENCE:
            _compare_slopes(item, slope, run_slope(network, slope, backend), reference, (name, REFERENCE))
    return CHECKED


def gradient_of(network: Network, item: Item) -> Slope:
    """The gradient graph of a built call."""
    ys = _differentiable_outputs(network)
    with network.graph.as_default(), session_of(network.graph, REFERENCE) as session:
        return make_slope(differentiable_inputs(network, item), ys, network.fed, session.run(ys, network.fed), str(item))


def run_slope(network: Network, slope: Slope, backend: Any) -> list[Array | None]:
    """The values of the gradients on a backend, None where there is none."""
    with session_of(network.graph, backend) as session:
        known = [gradient for gradient in slope.found if gradient is not None]
        values, mutated = run_unharmed(session, known, [gradient.op for gradient in known], slope.fed)
    if mutated:
        raise CheckFailed(f"the gradient on {display_name(backend)} changed its input {', '.join(mutated)}")
    remaining = iter(values)
    return [
        None if gradient is None else dense(next(remaining), slope.fed[x].shape) for x, gradient in zip(slope.xs, slope.found, strict=True)
    ]


def _static_problem(x: Tensor, gradient: Any) -> str | None:
    if gradient is None or isinstance(gradient, IndexedSlices) or gradient.shape.is_compatible_with(x.shape):
        return None
    return f"inference gives the gradient of {x.op.name} shape {gradient.shape}, but {x.op.name} has {x.shape}"


def _compare_slopes(item: Item, slope: Slope, found: list[Array | None], expected: list[Array | None], names: tuple[str, str]) -> None:
    for x, value, wanted in zip(slope.xs, found, expected, strict=True):
        if wanted is not None:
            problem = difference(value, wanted, tolerance_for(wanted, slope.fed.values(), item.case), names)
            expect(problem, f"gradient of {x.op.name}")
