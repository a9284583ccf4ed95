"""One word per check. Plain ``nox`` runs what a change must pass; ``nox -s tests -- -k shape`` hands arguments on.

The versions are those of ``constraints.txt``. Installs go through plain pip, so an index or a mirror that pip is configured
with is honoured, for instance one that offers PyTorch built for CPUs alone.
"""

from __future__ import annotations

from pathlib import Path

import nox

nox.needs_version = ">=2024.3.2"
nox.options.default_venv_backend = "venv"
nox.options.reuse_venv = "yes"
nox.options.sessions = ["contract", "lint", "types", "tests", "slow", "conformance"]

WITHOUT_TORCH = ("-e", ".")
WITH_TORCH = ("-e", ".[torch]")
PYTEST = ("pytest", "hypothesis")

BACKENDS = [
    nox.param("numpy", WITHOUT_TORCH, id="numpy"),
    nox.param("torch:cpu", WITH_TORCH, id="torch"),
]


def install(session: nox.Session, *packages: str) -> None:
    session.install("-c", "constraints.txt", *packages)


def conform(session: nox.Session, *arguments: str) -> None:
    session.run("python", "-m", "pytest", "conformance", *arguments, *session.posargs)


@nox.session
def contract(session: nox.Session) -> None:
    """Every op is declared as its signature says and has its kernels, gradient statement and case: read from the sources alone."""
    install(session, "pytest", "numpy", "ml_dtypes")
    session.run("python", "-m", "pytest", "--confcutdir=tests/contract", "tests/contract", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Style and likely mistakes. ``nox -s lint -- --fix`` repairs what can be repaired."""
    install(session, "ruff")
    session.run("ruff", "check", *session.posargs)
    session.run("ruff", "format", *([] if "--fix" in session.posargs else ["--check"]))


@nox.session
def types(session: nox.Session) -> None:
    """Static types of the parts that promise them."""
    install(session, *WITHOUT_TORCH, "mypy", "pytest")
    session.run("mypy", *session.posargs)


@nox.session
def tests(session: nox.Session) -> None:
    """The library's own tests, on NumPy and on Torch."""
    install(session, *WITH_TORCH, *PYTEST)
    session.run("python", "-m", "pytest", "tests", "--ignore=tests/contract", "-m", "not slow", *session.posargs)


@nox.session
def slow(session: nox.Session) -> None:
    """Those of the tests that take minutes: whole trainings, on NumPy and on Torch."""
    install(session, *WITH_TORCH, *PYTEST)
    session.run("python", "-m", "pytest", "tests", "-m", "slow", *session.posargs)


@nox.session
@nox.parametrize("backend, packages", BACKENDS)
def conformance(session: nox.Session, backend: str, packages: tuple[str, ...]) -> None:
    """One backend against the reference and against literal truth, on a seeded sample of the derived variants."""
    install(session, *packages, *PYTEST)
    conform(session, "--backend", backend)


@nox.session
@nox.parametrize("backend, packages", BACKENDS)
def conformance_full(session: nox.Session, backend: str, packages: tuple[str, ...]) -> None:
    """The same with every derived variant."""
    install(session, *packages, *PYTEST)
    conform(session, "--backend", backend, "--full")


@nox.session
def conformance_tensorflow(session: nox.Session) -> None:
    """The NumPy reference against TensorFlow itself, which lives in an environment without torch."""
    install(session, *WITHOUT_TORCH, *PYTEST, "tensorflow-cpu==2.21.*")
    conform(session, "--oracle", "tensorflow")


@nox.session
def benchmarks(session: nox.Session) -> None:
    """Times of polyflow's backends beside hand-written PyTorch."""
    install(session, *WITH_TORCH, *PYTEST, "pytest-benchmark")
    session.run("python", "-m", "pytest", "benchmarks", "--benchmark-only", *session.posargs)


@nox.session
@nox.parametrize("backend, packages", BACKENDS)
def examples(session: nox.Session, backend: str, packages: tuple[str, ...]) -> None:
    """Every example program, start to end."""
    install(session, *packages)
    for program in sorted(Path("examples").glob("[!_]*.py")):
        session.run("python", str(program), *session.posargs, env={"POLYFLOW_BACKEND": backend})
