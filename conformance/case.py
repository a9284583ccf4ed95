"""The record of an op: samples, dtypes, expectations and errors. ``cases/<family>.py`` writes them with ``case(...)``.

    case("MatMul",
         sample(normal(2, 3), normal(3, 5)),
         sample(normal(3, 2), normal(3, 5), transpose_a=True),              # keywords are attributes
         literal([[1., 2.]], [[3.], [4.]], gives=[[11.]]),                  # worked out by hand
         build_error(normal(2, 3), normal(4, 5), match="inner dimensions"),
    )

Samples count from 1 in the order in which they are written. An input that the op declares ``Host`` becomes a constant, a
``Ref`` an initialised variable, every other one a fed placeholder. Use different sizes for all dimensions of a sample.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from .generators import (
    banded,
    booleans,
    distinct,
    elements,
    integers,
    invertible,
    normal,
    optional,
    positive,
    positive_definite,
    strings,
    uniform,
    uninitialised,
    values,
)

__all__ = [
    "CASES", "BuildError", "Case", "Edge", "Failure", "Literal", "RunError", "Sample", "banded", "booleans", "build_error", "case",
    "distinct", "edge", "elements", "fatal", "integers", "invertible", "literal", "load_cases", "normal", "optional", "positive",
    "positive_definite", "run_error", "sample", "strings", "uniform", "uninitialised", "values",
]  # fmt: skip

DERIVED = ("empty", "scalar", "strided", "transposed", "broadcast", "nonfinite", "unknown_dims", "unknown_rank", "fed", "types")
"""The kinds of variants that the harness derives from a sample (``variants.py`` says what each is)."""


@dataclass(frozen=True)
class Sample:
    """One call of the op: its inputs (generators, plain values, lists of them for list inputs) and its attributes."""

    inputs: tuple[Any, ...]
    attributes: Mapping[str, Any]


@dataclass(frozen=True)
class Literal(Sample):
    """A call whose outputs were worked out by hand; every backend must give them."""

    gives: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Edge(Literal):
    """A known result where the op has no derivative: only values are checked."""


@dataclass(frozen=True)
class Failure(Sample):
    """A call that must fail with this exception, its message matching this pattern."""

    exception: str = "ValueError"
    match: str = ""


class BuildError(Failure):
    """The failure is seen when the graph is built."""


class RunError(Failure):
    """The failure is seen when the graph runs, on every backend alike."""


class fatal(str):
    """The reason of a deviation where TensorFlow ends the whole process, or gives something else each time: it is not tried."""


@dataclass(frozen=True)
class Case:
    """Everything that is checked about one op.

    Attributes:
        op_type, family, samples: what is run.
        dtypes: of the main type attribute; None for all that the declaration allows and NumPy has.
        gradient: whether the gradient is checked (None: when the op has one), or the positions of the inputs for which it is.
        smooth: whether the second order is checked too.
        derive: the kinds of variants to derive; None for all.
        tolerance: relative tolerances by dtype that replace those of the table.
        oracle: whether TensorFlow must agree.
        because: the reason for a tolerance of its own or for doing without the oracle.
        deviates: where polyflow departs from TensorFlow on purpose, and why, by patterns of ``dtype-sample-variant``: ``"*-empty1"``,
            ``"*-4"``, ``"gradient float32-1"``. A reason that is ``fatal`` keeps TensorFlow from being asked at all.
        large: a call with about a million elements, for the benchmarks.
        invariant: for outputs that are unique only up to a sign, a phase or an order: a function of the op's outputs that builds the
            tensors, unique ones, which are compared and differentiated in their place. A ``literal`` gives the values of these.
        hermitian: whether the gradient is that on Hermitian matrices: finite differences leave the inputs, which must be such, Hermitian.
        differentiated: the positions of the outputs from which gradients flow back, where by TensorFlow's rule they do not from all; None for all.
    """

    op_type: str
    family: str
    samples: tuple[Sample, ...]
    dtypes: tuple[str, ...] | None = None
    gradient: bool | tuple[int, ...] | None = None
    smooth: bool = True
    derive: tuple[str, ...] | None = None
    tolerance: Mapping[str, float] = field(default_factory=dict)
    oracle: bool = True
    because: str = ""
    deviates: Mapping[str, str] = field(default_factory=dict)
    large: Sample | None = None
    invariant: Callable[..., Sequence[Any]] | None = None
    hermitian: bool = False
    differentiated: tuple[int, ...] | None = None

    def derives(self, kind: str) -> bool:
        return self.derive is None or kind in self.derive

    def deviation(self, what: str) -> str | None:
        """Why ``what`` may differ from TensorFlow."""
        return next((reason for pattern, reason in self.deviates.items() if fnmatchcase(what, pattern)), None)


CASES: dict[str, Case] = {}


def case(
    op_type: str,
    *samples: Sample,
    dtypes: tuple[str, ...] | None = None,
    gradient: bool | tuple[int, ...] | None = None,
    smooth: bool = True,
    derive: tuple[str, ...] | None = None,
    tolerance: Mapping[str, float] | None = None,
    oracle: bool = True,
    because: str = "",
    deviates: Mapping[str, str] | None = None,
    large: Sample | None = None,
    invariant: Callable[..., Sequence[Any]] | None = None,
    hermitian: bool = False,
    differentiated: tuple[int, ...] | None = None,
) -> None:
    """Registers the case of an op; one per op."""
    if op_type in CASES:
        raise ValueError(f"{op_type} has two cases; put their samples into one")
    if not samples:
        raise ValueError(f"the case of {op_type} has no sample")
    if (tolerance or not oracle) and not because:
        raise ValueError(f"the case of {op_type} departs from the rule and must say why: because='...'")
    unknown = set(derive or ()) - set(DERIVED)
    if unknown:
        raise ValueError(f"the case of {op_type} derives {sorted(unknown)}; the kinds of variants are {', '.join(DERIVED)}")
    CASES[op_type] = Case(
        op_type, _family, samples, dtypes, gradient, smooth, derive, tolerance or {}, oracle, because, deviates or {}, large, invariant,
        hermitian, differentiated,
    )  # fmt: skip


def sample(*inputs: Any, **attributes: Any) -> Sample:
    """A call with drawn inputs."""
    return Sample(inputs, attributes)


def literal(*inputs: Any, gives: Any, **attributes: Any) -> Literal:
    """A call with a known result: one value, or a tuple of them for several outputs (a list for a list output).

    It runs for the dtypes that can hold inputs and result: a result of 2.5 is not asked of integers.
    """
    return Literal(inputs, attributes, gives if isinstance(gives, tuple) else (gives,))


def edge(*inputs: Any, gives: Any, **attributes: Any) -> Edge:
    """A literal at a pole, at the end of the domain or beyond: its gradient is not checked."""
    return Edge(inputs, attributes, gives if isinstance(gives, tuple) else (gives,))


def build_error(*inputs: Any, match: str, exception: str = "ValueError", **attributes: Any) -> BuildError:
    """A call that the builder must refuse."""
    return BuildError(inputs, attributes, exception, match)


def run_error(*inputs: Any, match: str, exception: str = "InvalidArgumentError", **attributes: Any) -> RunError:
    """A call that must fail when it runs, with a class of ``polyflow.errors``."""
    return RunError(inputs, attributes, exception, match)


_family = ""
"""The family whose cases are being imported."""


def load_cases() -> dict[str, Case]:
    """All cases by op type, the declarations of their ops imported with them."""
    from . import cases

    for module in pkgutil.iter_modules(cases.__path__):
        load_family(module.name)
    return CASES


def load_family(family: str) -> None:
    """Imports one family: the declarations, then the cases."""
    global _family
    importlib.import_module(f"polyflow.ops.{family}")
    _family = family
    importlib.import_module(f".cases.{family}", __package__)
