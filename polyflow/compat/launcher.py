"""Runs a program that was written for TensorFlow."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .alias import install_tensorflow_alias


def run_program(script: str | Path, arguments: Sequence[str] = ()) -> dict[str, Any]:
    """Runs ``script`` as ``python script arguments…`` would, with ``import tensorflow`` giving polyflow; returns its globals."""
    import runpy

    script = Path(script)
    if not script.exists():
        raise FileNotFoundError(f"There is no program {script}")
    install_tensorflow_alias()
    old = sys.argv, sys.path[:]
    sys.argv = [str(script), *arguments]
    sys.path.insert(0, str(script.resolve().parent))
    try:
        return runpy.run_path(str(script), run_name="__main__")
    finally:
        sys.argv, sys.path[:] = old
