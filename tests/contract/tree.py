"""What a source tree declares: its ops, and the kernels, gradient statements and conformance cases that belong to them."""

from __future__ import annotations

import ast
import importlib.util
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from .records import Declaration, Signature, declared, from_json
from .stage import Stage, StandIn

BACKENDS = ("numpy", "torch", "host")
FOLDERS = ("polyflow/ops", "polyflow/gradients", *(f"polyflow/backends/{backend}" for backend in BACKENDS), "conformance/cases")
REFUSALS = ("not_differentiable", "NotDifferentiable", "NoGradient")
PLAYED = tuple(folder.replace("/", ".") + "." for folder in FOLDERS)


@dataclass(frozen=True)
class Statement:
    """A line that says something about an op: registers a kernel or a gradient, or gives it a case."""

    op_type: str
    path: Path
    line: int
    function: FunctionType | None = None
    named: bool = True
    """Whether the parameters must be named as declared; callables in tables go by position."""

    @property
    def family(self) -> str:
        return self.path.stem

    @property
    def where(self) -> str:
        return f"{self.path}:{self.line}"


class Tree:
    """Everything the rules compare. Reads a tree of sources below ``root`` and keeps going past files that cannot be read."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.problems: list[str] = []
        self.declarations: dict[str, Declaration] = {}
        self.kernels: dict[str, list[Statement]] = {backend: [] for backend in BACKENDS}
        self.gradients: list[Statement] = []
        self.cases: list[Statement] = []
        self._stage = Stage(self.root, self._stand_ins(), lambda name: name.startswith(PLAYED))
        for path in self.family_files():
            self._stage.play(path)
        self.problems += self._stage.problems

    def family_files(self) -> Iterator[Path]:
        """The modules in the places of families, helpers among them."""
        for folder in FOLDERS:
            yield from (path for path in sorted((self.root / folder).glob("*.py")) if path.stem != "__init__")

    def signatures(self) -> dict[str, Signature]:
        text = (self.root / "polyflow/framework/op_signatures.json").read_text("utf-8")
        return {op_type: from_json(op_type, entry) for op_type, entry in json.loads(text).items()}

    def bookkeeping(self) -> frozenset[str]:
        """The attributes that no kernel sees: the constant BOOKKEEPING of the declaration module."""
        tree = ast.parse((self.root / "polyflow/framework/declaration.py").read_text("utf-8"))
        value = next(node.value for node in tree.body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "BOOKKEEPING")
        return frozenset(str(each.value) for each in ast.walk(value) if isinstance(each, ast.Constant))

    def statements(self) -> Iterator[Statement]:
        for backend in BACKENDS:
            yield from self.kernels[backend]
        yield from self.gradients
        yield from self.cases

    def _stand_ins(self) -> dict[str, ModuleType]:
        framework = self.root / "polyflow/framework"
        annotations = load("annotations", framework / "annotations.py")
        props: dict[str, ModuleType] = {
            "importlib": StandIn("importlib"),
            "polyflow.framework.dtypes": load("dtypes", framework / "dtypes.py"),
            "polyflow.framework.annotations": annotations,
            "polyflow.framework.op": StandIn("polyflow.framework.op", **public(annotations), op=self._op),
            "polyflow.framework.tensor_shape": StandIn("polyflow.framework.tensor_shape", TensorShape=TensorShape, UNKNOWN=None),
            "polyflow.gradients.registry": StandIn(
                "registry", gradient=self._gradient, **dict.fromkeys(REFUSALS, self._not_differentiable)
            ),
            "conformance.case": StandIn("conformance.case", case=self._case),
        }
        for backend in BACKENDS:
            name = f"polyflow.backends.{backend}"
            props[name] = StandIn(name, kernel=Recorder(self, backend))
        return props

    def _op(self, op_type: str, *, kind: str = "kernel", effects: str | None = None, **constraints: Any) -> Callable[..., Declaration]:
        for hint in ("view", "writes"):
            constraints.pop(hint, None)

        def record(function: FunctionType) -> Declaration:
            path, line = self._stage.line()
            where = f"{path}:{line}"
            made = declared(op_type, function, constraints, where=where, family=path.stem, kind=kind, effects=effects)
            if op_type in self.declarations:
                self.problems.append(f"{where}: {op_type} is declared a second time")
            self.declarations[op_type] = made
            return made

        return record

    def _gradient(self, *ops: Declaration, partial: bool = False) -> Callable[[FunctionType], FunctionType]:
        def record(function: FunctionType) -> FunctionType:
            self._not_differentiable(*ops)
            return function

        return record

    def _not_differentiable(self, *ops: Declaration | str) -> None:
        for op in ops:
            self.gradients.append(self.statement(op.op_type if isinstance(op, Declaration) else str(op)))

    def _case(self, op_type: str, *_: Any, **__: Any) -> None:
        self.cases.append(self.statement(op_type))

    def statement(self, op_type: str, function: Any = None, named: bool = True) -> Statement:
        path, line = self._stage.line()
        return Statement(op_type, path, line, innermost(function), named)


class Recorder:
    """The ``kernel`` of a backend: as a decorator or with a table it takes down which op types have kernels."""

    def __init__(self, tree: Tree, backend: str) -> None:
        self._tree = tree
        self._kernels = tree.kernels[backend]

    def __call__(self, *op_types: str) -> Callable[[Any], Any]:
        def record(function: Any) -> Any:
            self._kernels.extend(self._tree.statement(op_type, function) for op_type in op_types)
            return function

        return record

    def table(self, kernels: dict[str, Any]) -> None:
        self._kernels.extend(self._tree.statement(op_type, function, named=False) for op_type, function in kernels.items())


class TensorShape:
    """An annotation, and in a default the sizes themselves, as the signatures hold them."""

    def __new__(cls, sizes: Any) -> Any:
        return sizes


def innermost(function: Any) -> FunctionType | None:
    """The function that decorators wrapped; None for what is no function, such as a prop."""
    while isinstance(getattr(function, "__wrapped__", None), FunctionType):
        function = function.__wrapped__
    return function if isinstance(function, FunctionType) else None


def load(name: str, path: Path) -> ModuleType:
    """A module of ``framework`` for real, without the package around it."""
    spec = importlib.util.spec_from_file_location(f"_contract_{name}", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def public(module: ModuleType) -> dict[str, Any]:
    return {name: value for name, value in vars(module).items() if not name.startswith("_")}
