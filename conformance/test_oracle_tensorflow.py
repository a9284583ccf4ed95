"""``pytest conformance --oracle tensorflow``: every case and every program against TensorFlow."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from . import check_oracle as oracle
from .case import Case, load_cases
from .items import Item, items_of
from .programs.program import Program, load_programs
from .report import CHECKED

PROGRAMS = [program for program in load_programs().values() if program.oracle]
CASES = [case for case in load_cases().values() if case.oracle]


@pytest.fixture(scope="session", autouse=True)
def installed() -> None:
    pytest.importorskip("tensorflow", reason="the package tensorflow is not installed")


def test_case(oracle_item: Item, backend: str, counted: Callable[[str], None]) -> None:
    counted(oracle.check_item(oracle_item, backend))


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.op_type))
def test_something_was_checked(case: Case, backend: str) -> None:
    """An op for which TensorFlow has no kernel in any dtype must say so in its case, and how it is checked instead."""
    told = {CHECKED, oracle.GRADIENT_DEVIATES}
    ended = (oracle.check_item(item, backend) for item in items_of(case))
    assert any(one in told for one in ended), (
        f"no sample of {case.op_type} could be run by TensorFlow; its case needs oracle=False, because=..."
    )


@pytest.mark.parametrize("program", PROGRAMS, ids=str)
def test_program_as_tensorflow(program: Program) -> None:
    oracle.check_program_as_tensorflow(program)


@pytest.mark.parametrize("program", PROGRAMS, ids=str)
def test_exported_program(program: Program) -> None:
    oracle.check_exported_program(program)
