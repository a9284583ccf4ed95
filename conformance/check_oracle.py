"""Independent truth: TensorFlow runs the exported graph of a case, differentiates it in its own way, and runs the programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np

from polyflow.framework import errors
from polyflow.framework.graph import Graph
from polyflow.framework.indexed_slices import IndexedSlicesValue
from polyflow.framework.operation import Operation, Tensor
from polyflow.runtime.fetches import structure

from .case import RunError, fatal
from .check_gradients import Slope, dense, gradient_of, run_slope
from .check_programs import check_outcomes, compare_outcomes, reporting_program, run_program, run_steps
from .checks import REFERENCE, build_variant, may_refuse
from .compare import difference
from .generators import Array
from .items import Item, has_slope
from .oracle_tensorflow import NoKernel, Oracle, Refused, oracle_of, tensorflow, translated
from .programs.program import Program
from .report import CHECKED, NOT_APPLICABLE, REFUSED, CheckFailed, expect, reporting
from .run import Network, Result, build, display_name, run, session_of
from .tolerances import tolerance_for

NO_KERNEL = "without a TensorFlow kernel"
"""How a check ends when TensorFlow has no CPU kernel for the op in this dtype."""

DEVIATES = "departing from TensorFlow for a reason"
"""How a check ends where the case says that TensorFlow gives something else."""

GRADIENT_DEVIATES = "checked but for a gradient that departs for a reason"
"""The same where it is the gradient that the case says it of."""


def check_item(item: Item, backend: Any = REFERENCE) -> str:
    """TensorFlow's outputs, variables, static shapes and gradients.

    Returns how it ended: CHECKED, REFUSED, NOT_APPLICABLE, NO_KERNEL, DEVIATES or GRADIENT_DEVIATES.
    """
    with reporting(item, display_name(backend), "--oracle tensorflow"):
        if isinstance(item.sample, RunError):
            return _unless_deviating(item, lambda: _check_run_error(item))
        network = build_variant(item)
        if network is None:
            return NOT_APPLICABLE
        ended = _unless_deviating(item, lambda: _check_values(item, network, backend))
        if ended != CHECKED or not has_slope(item) or item.variant == "nonfinite":
            return ended
        slope = gradient_of(network, item)
        if slope.xs and slope.ys:
            ended = _unless_deviating(item, lambda: _check_gradient(item, network, slope, backend), "gradient ")
        return GRADIENT_DEVIATES if ended == DEVIATES else CHECKED


def _unless_deviating(item: Item, check: Any, prefix: str = "") -> str:
    """How the check ends. Where the case gives a reason to deviate, it must fail."""
    reason = item.case.deviation(f"{prefix}{item.name_in_case}")
    if reason is None:
        return str(check())
    if not isinstance(reason, fatal) and _passes(check):
        raise CheckFailed(f"TensorFlow agrees, though the case says that it does not: {reason}")
    return DEVIATES


def _passes(check: Any) -> bool:
    try:
        return bool(check() == CHECKED)
    except CheckFailed:
        return False


# Values


def _check_values(item: Item, network: Network, backend: Any) -> str:
    try:
        result = run(network, backend)
    except errors.OpError as error:
        if not may_refuse(item, error):
            raise
        return _check_refused(network, type(error).__name__)
    try:
        with oracle_of(network.graph) as oracle:
            _compare(item, network, result, _run(oracle, network), (display_name(backend), "TensorFlow"))
            _check_inference(network, oracle)
    except NoKernel:
        return NO_KERNEL
    return CHECKED


def _run(oracle: Oracle, network: Network) -> Result:
    oracle.run(network.initialisers)
    outputs = oracle.run([*network.fetchable(), network.operation], network.fed)[:-1]
    return Result(outputs, oracle.run(network.variables), [])


def _compare(item: Item, network: Network, result: Result, truth: Result, names: tuple[str, str]) -> None:
    arrays = [argument.array for argument in network.call.flat()]
    pairs = [
        *zip(network.fetchable(), result.outputs, truth.outputs, strict=True),
        *zip(network.variables, result.variables, truth.variables, strict=True),
    ]
    for tensor, value, expected in pairs:
        wanted = np.asarray(expected, dtype=object if isinstance(expected, bytes) else None)
        expect(difference(value, wanted, tolerance_for(wanted, arrays, item.case), names), tensor.name)


def _check_inference(network: Network, oracle: Oracle) -> None:
    """What TensorFlow knows of a shape, polyflow knows too; but what TensorFlow notes beside the handle of a list is its own affair."""
    if any(tensor.dtype.name == "variant" for tensor in (*network.inputs, *_operation(network).outputs)):
        return
    for tensor in network.outputs:
        known = oracle.element(tensor).shape
        theirs = None if known.rank is None else known.as_list()
        if theirs is not None and not _is_as_specific(tensor, theirs):
            raise CheckFailed(f"inference says shape {tensor.shape} of {tensor.name}, where TensorFlow says {known}")


def _operation(network: Network) -> Operation:
    assert network.operation is not None
    return network.operation


def _is_as_specific(tensor: Tensor, theirs: list[int | None]) -> bool:
    ours = tensor.shape.sizes
    return ours is not None and all(own is not None or size is None for own, size in zip(ours, theirs, strict=True))


def _check_refused(network: Network, exception: str) -> str:
    """TensorFlow refuses a variant as well, when the graph is imported or run."""
    try:
        with oracle_of(network.graph) as oracle:
            _run(oracle, network)
    except Refused:
        return REFUSED
    except NoKernel:
        return NO_KERNEL
    raise CheckFailed(f"polyflow raises {exception}, TensorFlow gives a result")


def _check_run_error(item: Item) -> str:
    """TensorFlow fails with the same class, or refuses the graph already."""
    assert isinstance(item.sample, RunError)
    network = build(item.call())
    try:
        with oracle_of(network.graph) as oracle:
            _run(oracle, network)
    except NoKernel:
        return NO_KERNEL
    except Refused as refused:
        if refused.exception in (item.sample.exception, "ValueError"):
            return CHECKED
        raise
    raise CheckFailed(f"TensorFlow gives a result instead of {item.sample.exception}")


# Gradients


def _check_gradient(item: Item, network: Network, slope: Slope, backend: Any) -> str:
    """TensorFlow runs polyflow's gradient graph, and makes one of its own of the op."""
    ours = run_slope(network, slope, backend)
    with oracle_of(network.graph) as oracle:
        for gradient, name in (
            (_exported_gradient, "TensorFlow running the exported gradient"),
            (_own_gradient, "TensorFlow's own gradient"),
        ):
            _compare_slopes(item, slope, ours, _told(gradient, oracle, slope, name), (display_name(backend), name))
    return CHECKED


def _told(gradient: Any, oracle: Oracle, slope: Slope, name: str) -> list[Array | None] | None:
    """The gradient that TensorFlow gives; None when it has none for the op, or for this use of it, or no kernel for it."""
    try:
        found: list[Array | None] = gradient(oracle, slope)
        return found
    except (LookupError, NoKernel, NotImplementedError):
        return None
    except Refused as refused:
        raise CheckFailed(f"{name}: {refused}") from refused


def _exported_gradient(oracle: Oracle, slope: Slope) -> list[Array | None]:
    values = iter(oracle.run([gradient for gradient in slope.found if gradient is not None], slope.fed))
    return [None if gradient is None else _summed(next(values), x) for gradient, x in zip(slope.found, slope.fed_xs(), strict=True)]


def _own_gradient(oracle: Oracle, slope: Slope) -> list[Array | None]:
    tf = tensorflow()
    ys, xs, seeds = ([oracle.element(tensor) for tensor in tensors] for tensors in (slope.ys, slope.xs, slope.seeds))
    with oracle.graph.as_default(), translated():
        found = tf.gradients(ys, xs, seeds)
    fetched = [(one.values, one.indices) if isinstance(one, tf.IndexedSlices) else one for one in found if one is not None]
    values = iter(oracle.run_own(fetched, {tensor.name: array for tensor, array in slope.fed.items()}))
    return [None if one is None else _summed(next(values), x) for one, x in zip(found, slope.fed_xs(), strict=True)]


def _summed(value: Any, x: Array) -> Array:
    """A gradient as one array; rows are added up."""
    return dense(IndexedSlicesValue(value[0], value[1], None) if isinstance(value, tuple) else value, x.shape)


def _compare_slopes(item: Item, slope: Slope, ours: list[Array | None], theirs: list[Array | None] | None, names: tuple[str, str]) -> None:
    """None and zeros mean the same."""
    for x, value, truth in zip(slope.xs, ours, theirs or (), strict=bool(theirs)):
        zeros = np.zeros_like(slope.fed[x])
        wanted = zeros if truth is None else truth
        problem = difference(zeros if value is None else value, wanted, tolerance_for(wanted, slope.fed.values(), item.case), names)
        expect(problem, f"gradient of {x.op.name}")


# Programs


def check_program_as_tensorflow(program: Program) -> str:
    """The very same function builds the program with TensorFlow; its literal results and polyflow's are TensorFlow's."""
    tf = tensorflow()
    with reporting_program(program, "--oracle tensorflow"):
        with tf.Graph().as_default() as graph:
            steps = program.build(tf)
            with tf.Session(graph=graph) as session:
                found = run_steps(session, steps.init, steps.steps)
        check_outcomes(program, found, "TensorFlow")
        compare_outcomes(program, run_program(program, REFERENCE), found, (REFERENCE, "TensorFlow"))
    return CHECKED


def check_exported_program(program: Program) -> str:
    """TensorFlow imports the program that polyflow has built, and gives the same."""
    import polyflow

    with reporting_program(program, "--oracle tensorflow"):
        graph = Graph()
        with graph.as_default():
            steps = program.build(polyflow)
        with oracle_of(graph) as oracle:
            found = run_steps(NamedSession(graph, oracle), steps.init, steps.steps)
        names = (REFERENCE, "TensorFlow running the exported graph")
        with session_of(graph, REFERENCE) as session:
            compare_outcomes(program, run_steps(session, steps.init, steps.steps), found, names)
    return CHECKED


class NamedSession:
    """Runs polyflow's elements in TensorFlow by their names."""

    def __init__(self, graph: Graph, oracle: Oracle) -> None:
        self._graph = graph
        self._oracle = oracle

    def run(self, fetches: Any, feeds: Mapping[Any, Any] | None = None) -> Any:
        elements, assemble = structure(self._graph, fetches)
        unique = list(dict.fromkeys(elements))
        named = {self._graph.as_graph_element(key): value for key, value in (feeds or {}).items()}
        with _own_class():
            return assemble(dict(zip(unique, self._oracle.run(unique, named), strict=True)))


@contextmanager
def _own_class() -> Iterator[None]:
    """A failing step is judged by TensorFlow's own exception."""
    try:
        yield
    except Refused as refused:
        raise refused.__cause__ or refused from None
