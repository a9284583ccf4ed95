"""Runs source files with stand-ins for everything they import, so that what they declare can be listed without torch.

A family registers its kernels, gradients and cases at module level, also in loops and through helpers that make functions.
Reading that faithfully means running it, and running it for real would need torch and a sound library. On a *stage* the functions
are real (so their parameters can be compared) but numpy, torch and the rest of polyflow are props: objects that allow anything and
do nothing.
"""

from __future__ import annotations

import builtins
import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType, FunctionType, ModuleType
from typing import Any


class Prop:
    """Stands for anything that is imported from elsewhere."""

    def __init__(self, path: str) -> None:
        self._path = path
        self.__name__ = path.rpartition(".")[2]

    def __getattr__(self, name: str) -> Prop:
        if name.startswith("__"):
            raise AttributeError(name)
        return Prop(f"{self._path}.{name}")

    def __call__(self, *args: Any, **keywords: Any) -> Any:
        """A decorator leaves the function as it is; any other call gives another prop."""
        if len(args) == 1 and not keywords and isinstance(args[0], (FunctionType, type)):
            return args[0]
        return Prop(f"{self._path}()")

    def __repr__(self) -> str:
        return f"<{self._path}>"

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __bool__(self) -> bool:
        return True

    def __index__(self) -> int:
        return 1

    def __enter__(self) -> Prop:
        return self

    def __exit__(self, *error: object) -> None:
        return None

    def __setitem__(self, key: Any, value: Any) -> None:
        return None

    def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[type, ...]:
        return ()


def _answer_operators() -> None:
    def operator(self: Prop, *others: Any) -> Prop:
        return Prop(f"{self._path} ∘ …")

    binary = "add sub mul truediv floordiv mod pow matmul and or xor lshift rshift".split()
    names = [*binary, *(f"r{name}" for name in binary), *"neg pos invert abs getitem lt le gt ge".split()]
    for name in names:
        setattr(Prop, f"__{name}__", operator)


_answer_operators()


class StandIn(ModuleType):
    """A module with the given members; whatever else is asked of it is a prop."""

    def __init__(self, name: str, **members: Any) -> None:
        super().__init__(name)
        self.__dict__.update(members)

    def __getattr__(self, name: str) -> Prop:
        if name.startswith("__"):
            raise AttributeError(name)
        return Prop(f"{self.__name__}.{name}")


class Stage:
    """The sources below ``root``, run at most once each.

    Args:
        stand_ins: modules by dotted name that are given instead of being run or replaced by a prop.
        played: which dotted names are run from their source; all other modules of the tree are props.
    """

    def __init__(self, root: Path, stand_ins: dict[str, ModuleType], played: Callable[[str], bool]) -> None:
        self.root = root
        self.problems: list[str] = []
        self._modules: dict[str, ModuleType] = dict(stand_ins)
        self._played = played
        self._builtins = vars(builtins) | {"__import__": self._import}

    def play(self, path: Path) -> None:
        """Runs one file, if it has not run yet."""
        self._module(module_name(path.relative_to(self.root)))

    def line(self) -> tuple[Path, int]:
        """File, relative to the root, and line of the played statement that is being run."""
        frame: FrameType | None = sys._getframe(1)
        while frame and frame.f_globals["__builtins__"] is not self._builtins:
            frame = frame.f_back
        assert frame, "called from outside the stage"
        return Path(frame.f_code.co_filename).relative_to(self.root), frame.f_lineno

    def _module(self, name: str) -> ModuleType:
        if name not in self._modules:
            source = self._source(name)
            self._modules[name] = self._run(name, source) if source and self._played(name) else StandIn(name)
        return self._modules[name]

    def _source(self, name: str) -> Path | None:
        stem = self.root.joinpath(*name.split("."))
        return next((path for path in (stem.with_suffix(".py"), stem / "__init__.py") if path.exists()), None)

    def _run(self, name: str, source: Path) -> ModuleType:
        package = name if source.stem == "__init__" else name.rpartition(".")[0]
        module = StandIn(name, __file__=str(source), __package__=package, __builtins__=self._builtins)
        self._modules[name] = module
        try:
            exec(compile(source.read_text("utf-8"), str(source), "exec", dont_inherit=True), vars(module))
        except Exception as error:
            self.problems.append(f"{source.relative_to(self.root)}{_line_in(error, source)}: {type(error).__name__}: {error}")
        return module

    def _import(self, name: str, scope: Any = None, _local: Any = None, names: Any = (), level: int = 0) -> ModuleType:
        """What the import statement calls: ``from <level dots><name> import <names>``."""
        full = absolute_name(name, scope["__package__"], level) if level else name
        top = full.partition(".")[0]
        if top in sys.stdlib_module_names and top not in self._modules:
            return importlib.__import__(name, None, None, names, level)
        module = self._module(full)
        for member in names or ():
            self._bind_submodule(module, f"{full}.{member}", member)
        return module if names else self._module(top)

    def _bind_submodule(self, package: ModuleType, name: str, member: str) -> None:
        if member not in vars(package) and (name in self._modules or self._source(name)):
            setattr(package, member, self._module(name))


def module_name(path: Path) -> str:
    """``polyflow/ops/linalg.py`` is ``polyflow.ops.linalg``; a package's ``__init__.py`` is the package."""
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def absolute_name(name: str, package: str, level: int) -> str:
    """The module that ``from <level dots><name>`` means inside ``package``."""
    base = package.split(".")[: len(package.split(".")) - (level - 1)]
    return ".".join([*base, name] if name else base)


def _line_in(error: Exception, source: Path) -> str:
    if isinstance(error, SyntaxError):
        return f":{error.lineno}"
    lines, trace = [], error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == str(source):
            lines.append(f":{trace.tb_lineno}")
        trace = trace.tb_next
    return lines[-1] if lines else ""
