"""``import tensorflow`` as polyflow.

:func:`install_tensorflow_alias` makes ``tensorflow`` and some of its submodules importable. Each is a module of its own whose names
are looked up in polyflow, so nothing of polyflow is changed by it. Nothing but this function and the launcher installs it: a real
TensorFlow is not shadowed unless a program asks for that.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Callable, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

ALIAS = "tensorflow"
VERSION = "1.15.0"
"""What ``tf.__version__`` says: the version whose API polyflow has."""

TOP = ("polyflow",)
SOURCES: dict[str, tuple[str, ...]] = {
    "": TOP,
    "compat": ("polyflow.compat.text",),
    "compat.v1": TOP,
    "errors": ("polyflow.framework.errors",),
    "python": TOP,
    "python.client": TOP,
    "python.client.session": TOP,
    "python.framework": (),
    "python.framework.constant_op": TOP,
    "python.framework.dtypes": ("polyflow.framework.dtypes",),
    "python.framework.errors": ("polyflow.framework.errors",),
    "python.framework.errors_impl": ("polyflow.framework.errors",),
    "python.framework.ops": ("polyflow", "polyflow.framework.conversion", "polyflow.framework.stacks"),
    "python.framework.random_seed": TOP,
    "python.framework.sparse_tensor": ("polyflow.framework.sparse_tensor",),
    "python.framework.tensor_shape": ("polyflow.framework.tensor_shape",),
    "python.framework.tensor_util": ("polyflow.framework.constant_value", "polyflow"),
    "python.ops": (),
    "python.ops.array_ops": TOP,
    "python.ops.check_ops": TOP,
    "python.ops.clip_ops": TOP,
    "python.ops.control_flow_ops": TOP,
    "python.ops.embedding_ops": ("polyflow.nn",),
    "python.ops.gradients": TOP,
    "python.ops.init_ops": TOP,
    "python.ops.logging_ops": TOP,
    "python.ops.math_ops": TOP,
    "python.ops.nn": ("polyflow.nn",),
    "python.ops.nn_ops": ("polyflow.nn",),
    "python.ops.random_ops": TOP,
    "python.ops.script_ops": TOP,
    "python.ops.state_ops": TOP,
    "python.ops.string_ops": TOP,
    "python.ops.variable_scope": TOP,
    "python.ops.variables": TOP,
    "python.training": (),
    "python.training.optimizer": ("polyflow.train",),
    "python.training.training": ("polyflow.train",),
    "python.util": (),
    "python.util.compat": ("polyflow.compat.text",),
}
"""Submodules of ``tensorflow`` and where in polyflow their names are. Public sub-namespaces (``tensorflow.nn``) need no entry."""

EXTRAS: dict[str, dict[str, Any]] = {
    "": {"__version__": VERSION, "VERSION": VERSION},
    "compat.v1": {"__version__": VERSION, "VERSION": VERSION},
}
"""Names that polyflow has not, or has with another value."""


class AliasModule(ModuleType):
    """A module whose names are those of ``sources``, looked up when first needed."""

    def __init__(self, name: str, sources: Sequence[str], extras: dict[str, Any]) -> None:
        super().__init__(name, f"polyflow under the name {name}.")
        self.__dict__["_sources"] = tuple(sources)
        self.__dict__.update(extras)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        submodule = f"{self.__name__}.{name}"
        if _sources(submodule) is not None:
            return importlib.import_module(submodule)
        value = _find(self._sources, name)
        if value is _ABSENT:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}: polyflow does not have it (yet)")
        setattr(self, name, value)
        return value

    def __dir__(self) -> list[str]:
        return sorted({*self.__dict__, *(name for source in self._sources for name in dir(importlib.import_module(source)))})


_ABSENT = object()


def _find(sources: Sequence[str], name: str) -> Any:
    found = (getattr(importlib.import_module(source), name, _ABSENT) for source in sources)
    return next((value for value in found if value is not _ABSENT), _ABSENT)


def _sources(fullname: str) -> tuple[str, ...] | None:
    """Where the names of a module called ``tensorflow…`` are; None when there is no such module."""
    name = fullname.partition(".")[2]
    if name in SOURCES:
        return SOURCES[name]
    public = name.removeprefix("compat.v1.")
    return (f"polyflow.{public}",) if public in _sub_namespaces() else None


def _sub_namespaces() -> frozenset[str]:
    """The public packages of polyflow, as ``nn`` or ``train``."""
    from .. import _LAZY

    return frozenset(name for name in _LAZY if name != "compat" and importlib.util.find_spec(f"polyflow.{name}") is not None)


class AliasFinder(MetaPathFinder, Loader):
    """Finds ``tensorflow`` and its submodules before any other finder does."""

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        if fullname != ALIAS and not fullname.startswith(f"{ALIAS}."):
            return None
        if _sources(fullname) is None:
            raise ModuleNotFoundError(f"No module named {fullname!r}: polyflow does not have it (yet)", name=fullname)
        return ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return AliasModule(spec.name, _sources(spec.name) or (), EXTRAS.get(spec.name.partition(".")[2], {}))

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing to run: names are looked up when they are used."""


_finder = AliasFinder()


def install_tensorflow_alias() -> Callable[[], None]:
    """Makes ``import tensorflow`` give polyflow from now on in this process. Returns a function that undoes it.

    Raises:
        RuntimeError: a real TensorFlow is imported already; the two cannot share the name.
    """
    present = sys.modules.get(ALIAS)
    if present is not None and not isinstance(present, AliasModule):
        raise RuntimeError(
            f"TensorFlow is already imported from {getattr(present, '__file__', 'elsewhere')}; install the alias before that"
        )
    if _finder not in sys.meta_path:
        sys.meta_path.insert(0, _finder)
    return remove_tensorflow_alias


def remove_tensorflow_alias() -> None:
    """Undoes :func:`install_tensorflow_alias`."""
    if _finder in sys.meta_path:
        sys.meta_path.remove(_finder)
    for name in [name for name, module in sys.modules.items() if isinstance(module, AliasModule)]:
        del sys.modules[name]
