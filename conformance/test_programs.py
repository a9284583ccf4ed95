"""Whole programs on the backend."""

from __future__ import annotations

import pytest

from .check_programs import check_program
from .programs.program import Program, load_programs


@pytest.mark.parametrize("program", load_programs().values(), ids=str)
def test_program(program: Program, backend: str) -> None:
    check_program(program, backend)
