"""What each op means: one module per family, one function per op."""

import importlib
import pkgutil


def load_all() -> None:
    """Imports every family, so that the registry is complete."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
