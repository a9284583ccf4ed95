"""Options of the conformance tests, and what they run over."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

import pytest

from polyflow.backends import selection

from . import items
from .report import NOT_APPLICABLE

_counts = pytest.StashKey[dict[str, int]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("conformance")
    group.addoption("--backend", default="numpy", help="the backend to check: numpy, torch, torch:cpu, torch:cuda ...")
    group.addoption("--full", action="store_true", help="run every derived variant instead of a seeded sample of them")
    group.addoption("--seed", type=int, default=0, help="draws the sample of derived variants")
    group.addoption("--oracle", choices=["tensorflow"], help="run only the checks against this program, in its environment")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_counts] = {}


def pytest_report_header(config: pytest.Config) -> str:
    option = config.option
    variants = "all variants" if option.full else f"a sample of the variants, --seed {option.seed}"
    return f"conformance: backend {option.backend}, {variants}{', oracle ' + option.oracle if option.oracle else ''}"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """The oracle has test files of its own, which run alone; finite differences are taken on NumPy."""
    name = collection_path.name
    if not name.startswith("test_"):
        return None
    if name == "test_finite_differences.py" and config.option.backend != "numpy":
        return True
    return name.startswith("test_oracle") != bool(config.option.oracle) or None


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test says by the name of its argument what it runs over."""
    for name in _SOURCES.keys() & set(metafunc.fixturenames):
        found = _SOURCES[name](metafunc.config.option.full, metafunc.config.option.seed)
        metafunc.parametrize(name, found, ids=str)


_SOURCES: dict[str, Callable[[bool, int], list[items.Item]]] = {
    "forward": items.forward_items,
    "slope": items.gradient_items,
    "gradient_graph": lambda full, seed: items.gradient_graph_items(),
    "build_error": lambda full, seed: items.build_errors(),
    "run_error": lambda full, seed: items.run_errors(),
    "oracle_item": items.oracle_items,
}


@pytest.fixture(scope="session")
def backend(pytestconfig: pytest.Config) -> str:
    """The backend under test; skips where its package or device is absent."""
    name: str = pytestconfig.option.backend
    package, _, device = name.partition(":")
    if package == "torch" and importlib.util.find_spec("torch") is None:
        pytest.skip(f"backend {name}: the package torch is not installed")
    if device.startswith("cuda") and not _has_cuda():
        pytest.skip(f"backend {name}: there is no CUDA device")
    selection.resolve(name)
    return name


def _has_cuda() -> bool:
    return any(":cuda" in name for name in selection.available())


@pytest.fixture
def counted(pytestconfig: pytest.Config) -> Callable[[str], None]:
    """Counts how checks ended, for the summary."""

    def count(outcome: str) -> None:
        counts = pytestconfig.stash[_counts]
        counts[outcome] = counts.get(outcome, 0) + 1

    return count


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    counts = config.stash[_counts]
    if counts:
        told = ", ".join(f"{number} {outcome}" for outcome, number in sorted(counts.items()))
        terminalreporter.write_line(
            f"conformance checks: {told}" + (" (variants that the op rightly refuses)" if NOT_APPLICABLE in counts else "")
        )
