"""``pytest conformance --oracle tensorflow``: random convolutions and pools, and their gradients, against TensorFlow."""

from __future__ import annotations

import pytest

import polyflow

from .oracle_tensorflow import tensorflow, translated
from .sweep import COUNT, configuration, outcomes, require_same


@pytest.mark.parametrize("number", range(COUNT))
def test_configuration_as_tensorflow(number: int) -> None:
    pytest.importorskip("tensorflow", reason="the package tensorflow is not installed")
    drawn = configuration(number)
    found = outcomes(polyflow, drawn, drawn.channels_second, backend="numpy")
    with translated():
        expected = outcomes(tensorflow(), drawn)
    require_same(found, expected, ("polyflow", "TensorFlow"), drawn.text)
