"""Independent truth: TensorFlow runs the exported graph of a case, differentiates it in its own way, and runs the programs.

Both sides run in one process, in an environment that has TensorFlow (and no torch).
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

import numpy as np

from polyflow.framework import errors
from polyflow.framework.graph import Graph
from polyflow.framework.indexed_slices import IndexedSlices, IndexedSlicesValue
from polyflow.framework.operation import Operation, Tensor
from polyflow.runtime.fetches import structure

from .case import RunError
from .check_gradients import Slope, dense, gradient_of, run_slope
from .check_programs import check_outcomes, compare_outcomes, run_program, run_steps
from .checks import REFERENCE, may_refuse
from .compare import difference
from .generators import Array
from .items import Item, wants_gradient
from .programs.program import Program
from .report import CHECKED, NOT_APPLICABLE, CheckFailed, expect, reporting
from .run import Network, Result, build, display_name, run, session_of
from .tolerances import tolerance_for
from .variants import MUST_BUILD, kind_of

NO_KERNEL = "without a TensorFlow kernel"
"""How a check ends when TensorFlow has no CPU kernel for the op in this dtype."""

_LACKS_KERNEL = ("No OpKernel was registered", "could not find registered", "No registered '", "not supported on CPU", "is not supported by CPU")


ABORTS = {
    ("SplitV", "types-Tlen-int8"): "its shape inference reads int32 or int64 only",
}
"""Op and variant that end TensorFlow's process instead of raising, and why: they are not tried."""


@cache
def tensorflow() -> Any:
    """``tensorflow.compat.v1`` with reference variables and control flow of Switch and Merge; ImportError where it is not installed."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import tensorflow.compat.v1 as tf  # type: ignore[import-not-found,unused-ignore]  # in the oracle's environment only

    tf.disable_v2_behavior()
    tf.logging.set_verbosity(tf.logging.ERROR)
    return tf


class Oracle:
    """An exported graph inside a TensorFlow session; elements are named as polyflow names them."""

    def __init__(self, session: Any) -> None:
        self._session = session

    def run(self, elements: list[Any], feeds: Mapping[Any, Any] | None = None) -> list[Any]:
        """The values of tensors, IndexedSlices and operations."""
        named = {_name(tensor): value for tensor, value in (feeds or {}).items()}
        results: list[Any] = self._session.run([_names(element) for element in elements], named)
        return results

    def graph(self) -> Any:
        return self._session.graph


def _names(element: Any) -> Any:
    """What TensorFlow is asked to fetch; IndexedSlices in TensorFlow's order of parts, values and indices."""
    return (element.values.name, element.indices.name) if isinstance(element, IndexedSlices) else _name(element)


def _name(element: Tensor | Operation) -> str:
    return element.name


@contextmanager
def oracle_of(graph: Graph) -> Iterator[Oracle]:
    """Exports a graph as serialised bytes and imports these."""
    tf = tensorflow()
    definition = tf.GraphDef.FromString(graph.as_graph_def().SerializeToString())
    with tf.Graph().as_default() as imported:
        tf.import_graph_def(definition, name="")
        with tf.Session(graph=imported, config=_config(tf)) as session:
            yield Oracle(session)


def _config(tf: Any) -> Any:
    """The kernels themselves: without rewriting of the graph."""
    config = tf.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)
    config.graph_options.rewrite_options.disable_meta_optimizer = True
    config.graph_options.optimizer_options.opt_level = -1
    return config


# Items


def check_item(item: Item, backend: Any = REFERENCE) -> str:
    """TensorFlow's outputs, variables, static shapes and gradients. Returns CHECKED, NOT_APPLICABLE or NO_KERNEL."""
    if (item.op_type, item.variant) in ABORTS:
        return NO_KERNEL
    with reporting(item, display_name(backend), "--oracle tensorflow"):
        if isinstance(item.sample, RunError):
            return _check_run_error(item)
        network = _build(item)
        return NOT_APPLICABLE if network is None else _check_network(item, network, backend)


def _build(item: Item) -> Network | None:
    try:
        return build(item.call())
    except (ValueError, TypeError):
        if not item.variant or kind_of(item.variant) in MUST_BUILD:
            raise
        return None


def _check_network(item: Item, network: Network, backend: Any) -> str:
    try:
        result = run(network, backend)
    except errors.OpError as error:
        if not may_refuse(item, error):
            raise
        return _check_refused(network, type(error).__name__)
    with oracle_of(network.graph) as oracle:
        try:
            truth = _run(oracle, network)
        except Exception as error:
            if lacks_kernel(error):
                return NO_KERNEL
            raise
        _compare(item, network, result, truth, (display_name(backend), "TensorFlow"))
        _check_inference(network, oracle)
    if wants_gradient(item.case) and kind_of(item.variant) != "nonfinite":
        _check_gradient(item, network, backend)
    return CHECKED


def lacks_kernel(error: Exception) -> bool:
    """Whether TensorFlow says that it cannot run an op in some dtype at all."""
    return any(words in str(error) for words in _LACKS_KERNEL)


def _run(oracle: Oracle, network: Network) -> Result:
    oracle.run(network.initialisers)
    outputs = oracle.run([*network.fetchable(), network.operation], network.fed)[:-1]
    return Result(outputs, oracle.run(network.variables), [])


def _compare(item: Item, network: Network, result: Result, truth: Result, names: tuple[str, str]) -> None:
    arrays = [argument.array for argument in network.call.flat()]
    pairs = [*zip(network.fetchable(), result.outputs, truth.outputs, strict=True), *zip(network.variables, result.variables, truth.variables, strict=True)]
    for tensor, value, expected in pairs:
        wanted = _as_array(expected)
        expect(difference(value, wanted, tolerance_for(wanted, arrays, item.case), names), tensor.name)


def _as_array(value: Any) -> Array:
    return np.asarray(value, dtype=object) if isinstance(value, bytes) else np.asarray(value)


def _check_inference(network: Network, oracle: Oracle) -> None:
    """What TensorFlow knows of a shape, polyflow knows too."""
    for tensor in network.outputs:
        known = oracle.graph().get_tensor_by_name(tensor.name).shape
        theirs = None if known.rank is None else known.as_list()
        ours = None if tensor.shape.sizes is None else list(tensor.shape.sizes)
        if theirs is not None and (ours is None or any(size is not None and own is None for size, own in zip(theirs, ours, strict=False))):
            raise CheckFailed(f"inference says shape {tensor.shape} of {tensor.name}, where TensorFlow says {known}")


def _check_refused(network: Network, exception: str) -> str:
    """TensorFlow refuses a variant as well, when the graph is imported or run."""
    tf = tensorflow()
    try:
        with oracle_of(network.graph) as oracle:
            _run(oracle, network)
    except (tf.errors.OpError, ValueError) as error:
        return NO_KERNEL if lacks_kernel(error) else CHECKED
    raise CheckFailed(f"polyflow raises {exception}, TensorFlow gives a result")


def _check_run_error(item: Item) -> str:
    """TensorFlow fails with the same class, or refuses the graph already."""
    assert isinstance(item.sample, RunError)
    tf = tensorflow()
    network = build(item.call())
    try:
        with oracle_of(network.graph) as oracle:
            _run(oracle, network)
    except ValueError:
        return CHECKED
    except tf.errors.OpError as error:
        if lacks_kernel(error) or type(error).__name__ == item.sample.exception:
            return NO_KERNEL if lacks_kernel(error) else CHECKED
        raise
    raise CheckFailed(f"TensorFlow gives a result instead of {item.sample.exception}")


# Gradients


def _check_gradient(item: Item, network: Network, backend: Any) -> None:
    """TensorFlow runs polyflow's gradient graph, and makes one of its own of the op."""
    slope = gradient_of(network, item)
    if not slope.ys or not slope.xs:
        return
    ours = run_slope(network, slope, backend)
    with oracle_of(network.graph) as oracle:
        _compare_slopes(item, slope, ours, _exported_gradient(oracle, slope), (display_name(backend), "TensorFlow running the exported gradient"))
        _compare_slopes(item, slope, ours, _own_gradient(oracle, slope), (display_name(backend), "TensorFlow's own gradient"))


def _exported_gradient(oracle: Oracle, slope: Slope) -> list[Array | None] | None:
    try:
        values = iter(oracle.run([gradient for gradient in slope.found if gradient is not None], slope.fed))
    except Exception as error:
        if lacks_kernel(error):
            return None
        raise
    return [None if gradient is None else _summed(next(values), x) for gradient, x in zip(slope.found, slope.fed_xs(), strict=True)]


def _own_gradient(oracle: Oracle, slope: Slope) -> list[Array | None] | None:
    """The gradient of TensorFlow's own making; None when it has none for the op, or no kernel for it."""
    tf = tensorflow()
    element = oracle.graph().get_tensor_by_name
    try:
        with oracle.graph().as_default():
            found = tf.gradients([element(y.name) for y in slope.ys], [element(x.name) for x in slope.xs], [element(seed.name) for seed in slope.seeds])
        fetched = [(one.values, one.indices) if isinstance(one, tf.IndexedSlices) else one for one in found if one is not None]
        values = iter(tf.get_default_session().run(fetched, {tensor.name: array for tensor, array in slope.fed.items()}))
    except LookupError:
        return None
    except Exception as error:
        if lacks_kernel(error):
            return None
        raise
    return [None if one is None else _summed(next(values), x) for one, x in zip(found, slope.fed_xs(), strict=True)]


def _summed(value: Any, x: Array) -> Array:
    """A gradient as one array; rows are added up as ``dense`` does."""
    if not isinstance(value, tuple):
        return np.asarray(value)
    return dense(IndexedSlicesValue(value[0], value[1], None), x.shape)


def _compare_slopes(item: Item, slope: Slope, ours: list[Array | None], theirs: list[Array | None] | None, names: tuple[str, str]) -> None:
    """None and zeros mean the same."""
    for x, value, truth in zip(slope.xs, ours, theirs or (), strict=bool(theirs)):
        at = slope.fed[x]
        wanted = np.zeros_like(at) if truth is None else truth
        problem = difference(np.zeros_like(at) if value is None else value, wanted, tolerance_for(wanted, slope.fed.values(), item.case), names)
        expect(problem, f"gradient of {x.op.name}")


# Programs


def check_program_as_tensorflow(program: Program) -> str:
    """The very same function builds the program with TensorFlow; its literal results and polyflow's are TensorFlow's."""
    tf = tensorflow()
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

    graph = Graph()
    with graph.as_default():
        steps = program.build(polyflow)
    with oracle_of(graph) as oracle:
        found = run_steps(_NamedSession(graph, oracle), steps.init, steps.steps)
    with session_of(graph, REFERENCE) as session:
        compare_outcomes(program, run_steps(session, steps.init, steps.steps), found, (REFERENCE, "TensorFlow running the exported graph"))
    return CHECKED


class _NamedSession:
    """Runs polyflow's elements in TensorFlow by their names."""

    def __init__(self, graph: Graph, oracle: Oracle) -> None:
        self._graph = graph
        self._oracle = oracle

    def run(self, fetches: Any, feeds: Mapping[Any, Any] | None = None) -> Any:
        elements, assemble = structure(self._graph, fetches)
        unique = list(dict.fromkeys(elements))
        named = {self._graph.as_graph_element(key): value for key, value in (feeds or {}).items()}
        return assemble(dict(zip(unique, self._oracle.run(unique, named), strict=True)))
