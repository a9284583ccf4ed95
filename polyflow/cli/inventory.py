"""What is there of each op: facts gathered from the registries of the library, and from the conformance cases where they are at hand."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Any

from ..framework import registry
from ..framework.op import Declaration
from ..gradients import registry as gradients


@dataclass(frozen=True)
class Entry:
    """One op type. None means that it cannot be told here: Torch or the conformance cases are not installed.

    Attributes:
        cases: how many calls its case samples.
        checked_gradient, tensorflow: whether its gradient is held against finite differences, and its values against TensorFlow's.
        deviations: where it departs from the rule or from TensorFlow ("" for all of it), and why.
    """

    op_type: str
    family: str
    kind: str
    numpy: bool | None
    torch: bool | None
    gradient: bool | None
    cases: int | None
    checked_gradient: bool | None
    tensorflow: bool | None
    deviations: tuple[tuple[str, str], ...] = ()


def entries() -> list[Entry]:
    """All declared ops, by family and name."""
    cases = _cases()
    found = (_entry(declaration, cases) for declaration in registry.declarations())
    return sorted(found, key=lambda entry: (entry.family, entry.op_type))


def _entry(declaration: Declaration, cases: dict[str, Any] | None) -> Entry:
    case = (cases or {}).get(declaration.op_type)
    return Entry(
        declaration.op_type,
        declaration.family,
        declaration.kind,
        _has_kernel(declaration, "numpy"),
        _has_kernel(declaration, "torch"),
        gradients.states(declaration.op_type, declaration.family),
        None if cases is None else len(case.samples) if case else 0,
        None if cases is None else bool(case and _wants_gradient(case)),
        None if cases is None else bool(case and case.oracle),
        _deviations(case) if case else (),
    )


def _wants_gradient(case: Any) -> bool:
    from conformance.items import wants_gradient

    return wants_gradient(case)


def _deviations(case: Any) -> tuple[tuple[str, str], ...]:
    """The reason that the whole case gives, then those of single samples and variants, each reason once."""
    patterns: dict[str, list[str]] = {}
    for pattern, reason in case.deviates.items():
        patterns.setdefault(reason, []).append(pattern)
    whole = [("", case.because)] if case.because else []
    return (*whole, *((" ".join(where), reason) for reason, where in patterns.items()))


def _has_kernel(declaration: Declaration, backend: str) -> bool | None:
    """Whether the backend computes the op. Structural ops are part of every program."""
    if declaration.kind == "structural":
        return True
    try:
        table = importlib.import_module(f"polyflow.backends.{'host' if declaration.kind == 'host' else backend}").kernel
        return table.find(declaration.op_type, declaration.family) is not None
    except ImportError:
        return None


def _cases() -> dict[str, Any] | None:
    """The conformance cases; they are in the source tree, not in the installed package."""
    try:
        from conformance.case import load_cases
    except ImportError:
        return None
    return load_cases()


def missing() -> Iterator[tuple[str, str, str]]:
    """Op types of TensorFlow that are not declared: type, family, and whether r0.x had it or a later release added it."""
    present = {entry.op_type for entry in entries()}
    for op_type, signature in signatures().items():
        if op_type not in present:
            yield op_type, signature["family"], signature["era"]


def signatures() -> dict[str, Any]:
    """TensorFlow's op signatures."""
    return json.loads((resources.files("polyflow.framework") / "op_signatures.json").read_text("utf-8"))
