"""``pytest conformance --oracle tensorflow``: random convolutions and pools, and their gradients, against TensorFlow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import polyflow

from .oracle_tensorflow import tensorflow, translated
from .report import CheckFailed
from .sweep import COUNT, configuration, outcomes, require_same

DEVIATING = {177: "TensorFlow's Conv3D moves windows that reach less far than the volume into its middle, as the case of Conv3D says"}


def parameters() -> Iterator[Any]:
    """The numbers of all configurations, marked where TensorFlow must differ."""
    for number in range(COUNT):
        marks = [pytest.mark.xfail(strict=True, raises=CheckFailed, reason=DEVIATING[number])] if number in DEVIATING else []
        yield pytest.param(number, marks=marks)


@pytest.mark.parametrize("number", list(parameters()))
def test_configuration_as_tensorflow(number: int) -> None:
    pytest.importorskip("tensorflow", reason="the package tensorflow is not installed")
    drawn = configuration(number)
    found = outcomes(polyflow, drawn, drawn.channels_second, backend="numpy")
    with translated():
        expected = outcomes(tensorflow(), drawn)
    require_same(found, expected, ("polyflow", "TensorFlow"), drawn.text)
