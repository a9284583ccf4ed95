"""The record of a program: a function of the module ``tf`` that builds a graph and says what to run and what comes out.

    @program()
    def swap(tf):
        a, b = tf.Variable(1.0), tf.Variable(2.0)
        before = [a + 0.0, b + 0.0]
        with tf.control_dependencies(before):
            swapped = tf.group(tf.assign(a, before[1]), tf.assign(b, before[0]))
        return Steps(tf.global_variables_initializer(), step(swapped), step([a, b], gives=[2.0, 1.0]))

Because it asks for nothing but ``tf``, the same function runs as polyflow on every backend and as ``tensorflow.compat.v1``. The steps
are run in one session, after ``init``. The NumPy backend's results are held against the literal ones, every other backend's against
NumPy's too.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

UNSAID = object()
"""In place of an expectation: whatever comes out, as long as all agree."""


@dataclass(frozen=True)
class Step:
    """One ``session.run``.

    Attributes:
        fetch, feed: what is run and fed.
        gives: the result in the structure of ``fetch``, None where nothing comes out (an operation).
        raises, match: the class of ``polyflow.errors`` (or of Python) and the message pattern of a run that must fail.
    """

    fetch: Any
    gives: Any = UNSAID
    feed: Mapping[Any, Any] = field(default_factory=dict)
    raises: str = ""
    match: str = ""


@dataclass(frozen=True)
class Steps:
    """What to run of a program: ``init`` (None for nothing), then the steps."""

    init: Any
    steps: tuple[Step, ...]

    def __init__(self, init: Any, *steps: Step) -> None:
        object.__setattr__(self, "init", init)
        object.__setattr__(self, "steps", steps)


Build = Callable[[Any], Steps]


@dataclass(frozen=True)
class Program:
    """A program and what is asked of it.

    Attributes:
        tolerance: relative, for its floating-point results.
        oracle: whether TensorFlow must give the same.
        because: why it need not.
    """

    name: str
    build: Build
    tolerance: float
    oracle: bool
    because: str

    def __str__(self) -> str:
        return self.name


PROGRAMS: dict[str, Program] = {}


def step(fetch: Any, *, gives: Any = UNSAID, feed: Mapping[Any, Any] | None = None) -> Step:
    """A run that succeeds."""
    return Step(fetch, gives, feed or {})


def fails(fetch: Any, raises: str, match: str = "", *, feed: Mapping[Any, Any] | None = None) -> Step:
    """A run that must fail."""
    return Step(fetch, UNSAID, feed or {}, raises, match)


def program(*, tolerance: float = 1e-5, oracle: bool = True, because: str = "") -> Callable[[Build], Build]:
    """Registers the decorated function as a program under its name."""
    if not oracle and not because:
        raise ValueError("a program that TensorFlow does not check must say why: because='...'")

    def register(build: Build) -> Build:
        name = build.__name__
        if name in PROGRAMS:
            raise ValueError(f"there are two programs {name!r}")
        PROGRAMS[name] = Program(name, build, tolerance, oracle, because)
        return build

    return register


def load_programs() -> dict[str, Program]:
    """All programs by name."""
    package = importlib.import_module(__package__)
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{__package__}.{module.name}")
    return PROGRAMS
