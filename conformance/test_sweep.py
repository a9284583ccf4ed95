"""Random convolutions and pools, and their gradients: a backend with either layout against NumPy with the channels last."""

from __future__ import annotations

import pytest

import polyflow

from .run import display_name
from .sweep import COUNT, configuration, outcomes, require_same


@pytest.mark.parametrize("number", range(COUNT))
def test_configuration(number: int, backend: str) -> None:
    drawn = configuration(number)
    expected = outcomes(polyflow, drawn, backend="numpy")
    require_same(outcomes(polyflow, drawn, drawn.channels_second, backend=backend), expected, (display_name(backend), "numpy"), drawn.text)
