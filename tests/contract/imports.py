"""Which parts of the package may import which: one way only, and torch in one place."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .stage import absolute_name, module_name

FRAMEWORK = "polyflow.framework"
BACKENDS = "polyflow.backends"
KERNEL_BASE = (FRAMEWORK, f"{BACKENDS}.kernels", f"{BACKENDS}.protocol")
KERNEL_PACKAGES = tuple(f"{BACKENDS}.{name}" for name in ("numpy", "torch", "host", "array_api"))

MAY_IMPORT: dict[str, tuple[str, ...]] = {
    FRAMEWORK: (FRAMEWORK,),
    "polyflow.ops": (FRAMEWORK, "polyflow.ops"),
    "polyflow.gradients": (FRAMEWORK, "polyflow.ops", "polyflow.gradients"),
    BACKENDS: (FRAMEWORK, BACKENDS),
    f"{BACKENDS}.numpy": (*KERNEL_BASE, f"{BACKENDS}.numpy"),
    f"{BACKENDS}.host": (*KERNEL_BASE, f"{BACKENDS}.host"),
    # Torch on a CPU fills random numbers with NumPy's generator.
    f"{BACKENDS}.torch": (*KERNEL_BASE, f"{BACKENDS}.torch", f"{BACKENDS}.numpy"),
    f"{BACKENDS}.array_api": (*KERNEL_BASE, f"{BACKENDS}.array_api"),
    # A Session chooses its backend when it is made.
    "polyflow.runtime": (FRAMEWORK, f"{BACKENDS}.protocol", f"{BACKENDS}.selection", "polyflow.runtime"),
}
"""Per package the packages of polyflow that it knows; the longest name that fits counts. All else is public and may import
everything but the packages of kernels."""


IMPORT_FUNCTIONS = ("importlib.import_module", "import_module", "__import__")


@dataclass(frozen=True)
class Import:
    """One imported module and where that happens; ``deferred`` when inside a function."""

    importer: str
    module: str
    where: str
    deferred: bool


class Imports:
    """Every import statement below ``polyflow/``, and the files whose syntax hides them."""

    def __init__(self, root: Path) -> None:
        self.found: list[Import] = []
        self.problems: list[str] = []
        paths = sorted((root / "polyflow").rglob("*.py"))
        self._modules = {module_name(path.relative_to(root)) for path in paths}
        for path in paths:
            self._read(path, path.relative_to(root))

    def _read(self, path: Path, shown: Path) -> None:
        try:
            tree = ast.parse(path.read_text("utf-8"))
        except SyntaxError as error:
            self.problems.append(f"{shown}:{error.lineno}: {error.msg}")
            return
        name = module_name(shown)
        package = name if path.stem == "__init__" else name.rpartition(".")[0]
        for node, deferred in walk(tree):
            for module in self._imported(node, package):
                self.found.append(Import(name, module, f"{shown}:{node.lineno}", deferred))

    def _imported(self, node: ast.expr | ast.stmt, package: str) -> list[str]:
        if isinstance(node, ast.Import):
            return [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom):
            base = absolute_name(node.module or "", package, node.level) if node.level else str(node.module)
            members = [f"{base}.{alias.name}" for alias in node.names]
            return [member if member in self._modules else base for member in members]
        if isinstance(node, ast.Call) and ast.unparse(node.func) in IMPORT_FUNCTIONS:
            return [name.value for name in node.args[:1] if isinstance(name, ast.Constant) and isinstance(name.value, str)]
        return []


def walk(node: ast.AST, deferred: bool = False) -> Iterator[tuple[ast.expr | ast.stmt, bool]]:
    """All statements and expressions, each with whether it is inside a function."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.expr, ast.stmt)):
            yield child, deferred
        yield from walk(child, deferred or isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)))


def every_file_is_python(imports: Imports) -> Iterator[str]:
    """The other rules see nothing in a file that is not."""
    yield from imports.problems


def layers_import_one_way(imports: Imports) -> Iterator[str]:
    """framework ← ops ← gradients ← public; backends know framework; runtime knows framework and what a backend is."""
    for each in imports.found:
        if within(each.module, "polyflow") and not allowed(each.importer, each.module):
            yield f"{each.where}: {each.importer} imports {each.module}"


def only_backends_torch_imports_torch(imports: Imports) -> Iterator[str]:
    """Without torch installed everything else works."""
    for each in imports.found:
        if within(each.module, "torch") and not within(each.importer, f"{BACKENDS}.torch"):
            yield f"{each.where}: {each.importer} imports {each.module}"


def scipy_is_imported_inside_functions(imports: Imports) -> Iterator[str]:
    """It is slow to import: only a kernel that needs it does so."""
    for each in imports.found:
        if within(each.module, "scipy") and not each.deferred:
            yield f"{each.where}: {each.importer} imports {each.module} at module level"


def allowed(importer: str, module: str) -> bool:
    packages = [package for package in MAY_IMPORT if within(importer, package)]
    if packages:
        return any(within(module, package) for package in MAY_IMPORT[max(packages, key=len)])
    return not any(within(module, package) for package in KERNEL_PACKAGES)


def within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


RULES = (every_file_is_python, layers_import_one_way, only_backends_torch_imports_torch, scipy_is_imported_inside_functions)
