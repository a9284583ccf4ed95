"""The checks of whole programs: literal results, backends against NumPy, fusing on and off."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from polyflow.framework.dtypes import as_dtype
from polyflow.framework.graph import Graph

from .checks import REFERENCE
from .compare import difference
from .generators import Array
from .programs.program import UNSAID, Program, Step
from .report import CHECKED, CheckFailed, expect
from .run import display_name, session_of
from .tolerances import EXACT, Tolerance


@dataclass
class Outcome:
    """What a step gave, or the exception that it raised."""

    value: Any = None
    error: Exception | None = None


def check_program(program: Program, backend: Any = REFERENCE) -> str:
    """Every step's literal result on the backend, its agreement with NumPy, and the same without fusing."""
    name = display_name(backend)
    with reporting_program(program, f"--backend {name}"):
        reference = run_program(program, REFERENCE)
        for fusing in (True, False):
            found = run_program(program, backend, fusing=fusing)
            told = name if fusing else f"{name} without fusing"
            check_outcomes(program, found, told)
            compare_outcomes(program, found, reference, (told, REFERENCE))
    return CHECKED


@contextmanager
def reporting_program(program: Program, *options: str) -> Iterator[None]:
    """Failures inside name the program and the command; an unexpected exception is a failure too."""
    __tracebackhide__ = True
    command = " ".join(["python -m conformance", program.name, *options])
    try:
        yield
    except CheckFailed as failure:
        raise CheckFailed(f"{program}: {failure}\n  reproduce: {command}") from failure.__cause__
    except Exception as error:
        raise CheckFailed(f"{program}: {type(error).__name__}: {error}\n  reproduce: {command}") from error


def run_program(program: Program, backend: Any, *, fusing: bool = True) -> list[tuple[Step, Outcome]]:
    """Builds the program as polyflow and runs its steps in one session."""
    import polyflow

    graph = Graph()
    with graph.as_default():
        steps = program.build(polyflow)
    with session_of(graph, backend, fusing=fusing) as session:
        return run_steps(session, steps.init, steps.steps)


def run_steps(session: Any, init: Any, steps: tuple[Step, ...]) -> list[tuple[Step, Outcome]]:
    """Runs the steps in a session of polyflow or of TensorFlow."""
    if init is not None:
        session.run(init)
    return [(step, _outcome(session, step)) for step in steps]


def _outcome(session: Any, step: Step) -> Outcome:
    try:
        return Outcome(session.run(step.fetch, step.feed))
    except Exception as error:
        if not step.raises:
            raise
        return Outcome(error=error)


# What is wrong


def check_outcomes(program: Program, found: list[tuple[Step, Outcome]], name: str) -> None:
    """The steps' own expectations."""
    for number, (step, outcome) in enumerate(found, 1):
        names = (name, "the hand-computed value")
        expect(
            _raised_problem(step, outcome) if step.raises else _value_problem(program, outcome.value, step.gives, names), f"step {number}"
        )


def compare_outcomes(
    program: Program, found: list[tuple[Step, Outcome]], expected: list[tuple[Step, Outcome]], names: tuple[str, str]
) -> None:
    """The steps' values against those of another run."""
    for number, ((step, outcome), (_, other)) in enumerate(zip(found, expected, strict=True), 1):
        if not step.raises:
            expect(_value_problem(program, outcome.value, other.value, names), f"step {number}")


def _raised_problem(step: Step, outcome: Outcome) -> str | None:
    error = outcome.error
    if error is None:
        return f"gives {outcome.value!r}, {step.raises} was expected"
    if type(error).__name__ != step.raises:
        return f"raises {type(error).__name__} instead of {step.raises}: {error}"
    return None if re.search(step.match, str(error)) else f"raises with a message that does not match {step.match!r}: {error}"


def _value_problem(program: Program, value: Any, expected: Any, names: tuple[str, str]) -> str | None:
    if expected is UNSAID:
        return None
    wanted = list(_aligned(value, expected, ""))
    problems = (_leaf_problem(program, one, other, names) for _, one, other in wanted)
    return next((f"{path or 'result'}: {problem}" for (path, _, _), problem in zip(wanted, problems, strict=True) if problem), None)


def _leaf_problem(program: Program, value: Any, expected: Any, names: tuple[str, str]) -> str | None:
    if value is None or expected is None:
        return None if value is expected else f"{names[0]} gives {value!r}, {names[1]} {expected!r}"
    array = np.asarray(value)
    exact = array.dtype.kind in "biuSUO"
    wanted = np.asarray(expected, dtype=object if array.dtype.kind == "O" else None)
    magnitude = 0.0 if exact else min(1.0, float(np.max(np.abs(wanted), initial=0.0)))
    tolerance = EXACT if exact else Tolerance(program.tolerance, program.tolerance * magnitude)
    return difference(array, _as_type_of(wanted, array, expected), tolerance, names)


def _as_type_of(wanted: Array, value: Array, expected: Any) -> Array:
    """What Python numbers say of a type is ignored; arrays must have the right one."""
    return wanted if isinstance(expected, np.ndarray | np.generic) else wanted.astype(as_dtype(value.dtype).np_dtype)


def _aligned(value: Any, expected: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    """The leaves of two results of one structure; a list of numbers may stand for an array."""
    if isinstance(value, Mapping):
        for key in value:
            yield from _aligned(value[key], expected[key], f"{path}[{key!r}]")
    elif isinstance(value, list | tuple):
        if len(value) != len(expected):
            raise CheckFailed(f"the result{path} has {len(value)} parts, {len(expected)} were expected")
        for index, (one, other) in enumerate(zip(value, expected, strict=True)):
            yield from _aligned(one, other, f"{path}[{index}]")
    else:
        yield path, value, expected
