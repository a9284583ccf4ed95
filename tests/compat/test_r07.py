"""Every symbol of release 0.7 that builds graphs and computes exists."""

from __future__ import annotations

import csv
from operator import attrgetter
from pathlib import Path

import pytest

import polyflow as tf

with (Path(__file__).parent / "r07.csv").open() as file:
    SYMBOLS = [(row["section"], row["name"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(("section", "name"), SYMBOLS)
def test_it_exists(section: str, name: str) -> None:
    assert callable(attrgetter(name)(tf))
