"""The checks of one op: its values on a backend, its inference, its literal expectations, its errors."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from polyflow.framework import dtypes, errors
from polyflow.framework.operation import Tensor

from .call import Call
from .case import CASES, Failure, Literal, RunError
from .compare import difference
from .generators import Array, array_of
from .items import Item
from .report import CHECKED, NOT_APPLICABLE, REFUSED, CheckFailed, expect, reporting
from .run import Network, Result, build, display_name, run
from .tolerances import BY_HAND, EXACT, tolerance_for
from .variants import MUST_BUILD, SAME_VALUES, kind_of

REFERENCE = "numpy"

DATA_DEPENDENT = {
    "BroadcastArgs", "BroadcastGradientArgs", "CTCBeamSearchDecoder", "CTCGreedyDecoder", "ComputeAccidentalHits", "DynamicPartition", "DynamicStitch",
    "ListDiff", "ParallelDynamicStitch", "PlaceholderWithDefault", "PyFunc",
    "PyFuncStateless", "ScatterNd", "SegmentMax", "SegmentMean", "SegmentMin", "SegmentProd", "SegmentSum", "SparseSegmentMean",
    "SparseSegmentSqrtN", "SparseSegmentSum", "Unique", "UniqueV2", "UniqueWithCounts", "UniqueWithCountsV2", "Where",
}  # fmt: skip
"""Ops whose output sizes depend on values that are no Host inputs, on Python functions or on what may be fed in place of the output:
all that inference can promise is compatibility."""


def check_forward(item: Item, backend: Any = REFERENCE) -> str:
    """Inference, inputs left alone, literal expectations, and the backend's values against NumPy's.

    Returns how it ended: CHECKED, or for a variant NOT_APPLICABLE or REFUSED.
    """
    name = display_name(backend)
    with reporting(item, name):
        network = build_variant(item)
        if network is None:
            return NOT_APPLICABLE
        reference = _run_reference(item, network, backend)
        if reference is None:
            return REFUSED
        _check_result(item, network, reference, REFERENCE)
        if kind_of(item.variant) in SAME_VALUES:
            _check_same(network, reference, run(build(item.plain.call()), REFERENCE), (item.variant, "the sample itself"), item)
        if backend is not REFERENCE:
            result = run(network, backend)
            _check_result(item, network, result, name)
            _check_same(network, result, reference, (name, REFERENCE), item)
    return CHECKED


def build_variant(item: Item) -> Network | None:
    """The graph; None when the op refuses a variant that it may refuse."""
    try:
        return build(item.call())
    except (ValueError, TypeError):
        if not item.variant or kind_of(item.variant) in MUST_BUILD:
            raise
        return None


def _run_reference(item: Item, network: Network, backend: Any) -> Result | None:
    """What NumPy gives; None when it refuses the variant with a proper error, and the backend does the same."""
    try:
        return run(network, REFERENCE)
    except errors.OpError as error:
        if not may_refuse(item, error):
            raise
        expect(_error_problem(network, backend, type(error).__name__, ""), display_name(backend))
        return None


def may_refuse(item: Item, error: errors.OpError) -> bool:
    """Whether an op may answer a variant with this error: it has looked at its inputs, rather than stumbled over them."""
    return bool(item.variant) and kind_of(item.variant) not in MUST_BUILD and isinstance(error.__cause__, errors.OpError)


def _check_result(item: Item, network: Network, result: Result, name: str) -> None:
    """What can be said of one backend's result without looking at another's."""
    if result.mutated:
        raise CheckFailed(f"{name} changed its input {', '.join(result.mutated)}")
    for tensor, value in zip(network.fetchable(), result.outputs, strict=True):
        expect(_inference_problem(tensor, value, _is_all_known(item, network.call)), f"inference of {_output_name(network, tensor)}")
    if isinstance(item.sample, Literal) and not item.variant:
        _check_literal(item, network, result, name)


def _inference_problem(tensor: Tensor, value: Any, all_known: bool) -> str | None:
    shape, dtype = getattr(value, "shape", ()), tensor.dtype.base_dtype
    if not tensor.shape.is_compatible_with(shape):
        return f"said shape {tensor.shape}, but the result has {shape}"
    if all_known and not tensor.shape.is_fully_defined():
        return f"said only {tensor.shape}, though every input is known; the result has {shape}"
    if not isinstance(value, bytes) and value.dtype != dtype.np_dtype:
        return f"said {dtype.name}, but the result has dtype {value.dtype}"
    return None


def _is_all_known(item: Item, call: Call) -> bool:
    specs = (*call.declared.inputs, *call.declared.outputs)
    if any(spec.dtype is dtypes.variant for spec in specs):  # what a handle holds is known when the graph runs
        return False
    return kind_of(item.variant) not in ("unknown_dims", "unknown_rank", "fed") and call.op_type not in DATA_DEPENDENT


def _check_literal(item: Item, network: Network, result: Result, name: str) -> None:
    assert isinstance(item.sample, Literal)
    expected = _flat_expectations(network, item.sample)
    for tensor, value, wanted in zip(network.fetchable(), result.outputs, expected, strict=True):
        if wanted is not None:
            array = array_of(wanted, tensor.dtype.base_dtype)
            tolerance = tolerance_for(array, _arrays(network), item.case).at_least(BY_HAND)
            expect(difference(value, array, tolerance, (name, "the hand-computed value")), _output_name(network, tensor))


def _flat_expectations(network: Network, sample: Literal) -> list[Any]:
    if CASES[network.call.op_type].invariant is not None:
        return list(sample.gives)
    flat: list[Any] = []
    for spec, given in zip(network.call.declared.outputs, sample.gives, strict=True):
        flat.extend(given) if spec.is_list else flat.append(given)
    return flat


def _check_same(network: Network, result: Result, reference: Result, names: tuple[str, str], item: Item) -> None:
    """Outputs and variables against those of the reference."""
    for tensor, value, expected in zip(network.fetchable(), result.outputs, reference.outputs, strict=True):
        expect(_value_problem(value, expected, network, names, item), _output_name(network, tensor))
    for variable, value, expected in zip(network.variables, result.variables, reference.variables, strict=True):
        expect(_value_problem(value, expected, network, names, item), f"variable {variable.op.name} afterwards")


def _value_problem(value: Any, expected: Any, network: Network, names: tuple[str, str], item: Item) -> str | None:
    if isinstance(expected, bytes):
        return difference(value, np.asarray(expected, dtype=object), EXACT, names)
    return difference(value, expected, tolerance_for(expected, _arrays(network), item.case), names)


def _arrays(network: Network) -> list[Array]:
    return [argument.array for argument in network.call.flat()]


def _output_name(network: Network, tensor: Tensor) -> str:
    specs = network.call.declared.outputs
    if any(spec.is_list for spec in specs) or tensor.op is not network.operation:
        return f"output {tensor.value_index}"
    return f"output {tensor.value_index} ({specs[tensor.value_index].name})"


# Errors


def check_build_error(item: Item) -> str:
    """The builder refuses the call as the case says."""
    with reporting(item, REFERENCE):
        expect(_raised_problem(lambda: build(item.call()), _failure(item)))
    return CHECKED


def check_run_error(item: Item, backend: Any = REFERENCE) -> str:
    """The graph builds, and running it fails as the case says."""
    with reporting(item, display_name(backend)):
        failure = _failure(item)
        expect(_error_problem(build(item.call()), backend, failure.exception, failure.match), display_name(backend))
    return CHECKED


def _failure(item: Item) -> Failure:
    assert isinstance(item.sample, Failure)
    return item.sample


def _error_problem(network: Network, backend: Any, exception: str, match: str) -> str | None:
    return _raised_problem(lambda: run(network, backend), RunError((), {}, exception, match))


def _raised_problem(function: Any, failure: Failure) -> str | None:
    """Why what ``function`` raises is not the failure that was asked for."""
    try:
        function()
    except Exception as error:
        return _error_difference(error, failure)
    return f"nothing was raised, {failure.exception} matching {failure.match!r} was expected"


def _error_difference(error: Exception, failure: Failure) -> str | None:
    if type(error).__name__ != failure.exception:
        return f"{type(error).__name__} was raised instead of {failure.exception}: {error}"
    if not re.search(failure.match, str(error)):
        return f"the message does not match {failure.match!r}: {error}"
    return None
