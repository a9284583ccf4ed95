"""What older programs expect: ``tf.compat``, the ``tensorflow`` import alias and the launcher; older names and orders in ``spellings``."""

import importlib
from typing import Any

from .text import *

_LAZY = {
    "install_tensorflow_alias": "polyflow.compat.alias",
    "remove_tensorflow_alias": "polyflow.compat.alias",
    "run_program": "polyflow.compat.launcher",
}
"""What ``import polyflow`` does not need, by its module."""


def __getattr__(name: str) -> Any:
    if name == "v1":
        return importlib.import_module("polyflow")
    if name in _LAZY:
        return getattr(importlib.import_module(_LAZY[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
