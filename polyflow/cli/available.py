"""``polyflow backends``: what can be computed with on this machine."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from importlib import metadata
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from ..backends import selection


class Found(NamedTuple):
    """One line: a backend on a device, or why there is none."""

    name: str
    version: str
    device: str
    note: str


def run() -> None:
    """Prints the table."""
    table = Table(title="Backends", title_justify="left")
    for heading in Found._fields:
        table.add_column(heading)
    for row in found():
        table.add_row(*row)
    console = Console()
    console.print(table)
    console.print(f"A Session uses [bold]{selection.current_name()}[/bold] unless POLYFLOW_BACKEND or the program says otherwise.")


def found() -> Iterator[Found]:
    """All backends that are built in or announced by other packages, with every device of each."""
    names = selection.available()
    for package in (*selection.BUILT_IN, *(point.name for point in metadata.entry_points(group="polyflow.backends"))):
        usable = [name for name in names if name.partition(":")[0] == package]
        if not usable:
            yield Found(package, "-", "-", "not installed; pip install 'polyflow[torch]'" if package == "torch" else "cannot be used")
        for name in usable:
            yield Found(name, _version(package), _device(name), "the reference: readable kernels" if package == "numpy" else "")


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "?"


def _device(name: str) -> str:
    """The device in words."""
    device = str(selection.resolve(name).device)
    return f"{platform.machine()}, {os.cpu_count()} cores" if device == "cpu" else device
