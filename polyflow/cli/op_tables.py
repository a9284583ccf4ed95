"""``polyflow ops``: what is there, what is missing, and what deviates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.table import Table

from . import inventory
from .inventory import Entry

FILE_WIDTH = 160
"""Of what goes into a file or a pipe."""


def run(missing: bool, summary: bool, words: Sequence[str]) -> None:
    """Prints one of the three reports, for all ops or those that ``words`` name."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=FILE_WIDTH)
    if missing:
        show_missing(console, words, summary)
    elif summary:
        show_summary(console, _chosen(inventory.entries(), words))
    else:
        show_entries(console, _chosen(inventory.entries(), words))


def _chosen(entries: Iterable[Entry], words: Sequence[str]) -> list[Entry]:
    return [entry for entry in entries if _matches(words, entry.op_type, entry.family)]


def _matches(words: Sequence[str], *texts: str) -> bool:
    return not words or any(word.lower() in text.lower() for word in words for text in texts)


def show_entries(console: Console, entries: Sequence[Entry]) -> None:
    """One line per op."""
    table = _table("op type", "family", "kind", "NumPy", "Torch", "gradient", "cases", "TensorFlow-checked")
    for entry in entries:
        table.add_row(entry.op_type, entry.family, entry.kind, mark(entry.numpy), mark(entry.torch), mark(entry.gradient, no="none"),
                      "?" if entry.cases is None else str(entry.cases), mark(entry.tensorflow))  # fmt: skip
    console.print(table)
    console.print(f"{len(entries)} ops" + _unknown(entries))


def mark(value: bool | None, no: str = "no") -> str:
    return "?" if value is None else "yes" if value else no


def _unknown(entries: Sequence[Entry]) -> str:
    """What the question marks mean."""
    reasons = {
        "Torch is not installed": any(entry.torch is None for entry in entries),
        "the conformance cases are in the source tree": any(entry.cases is None for entry in entries),
    }
    given = [reason for reason, holds in reasons.items() if holds]
    return f"; ?: {', '.join(given)}" if given else ""


COUNTS: dict[str, Callable[[Entry], Any]] = {
    "ops": lambda entry: True,
    "NumPy": lambda entry: entry.numpy,
    "Torch": lambda entry: entry.torch,
    "gradient": lambda entry: entry.gradient,
    "cases": lambda entry: entry.cases,
    "gradient-checked": lambda entry: entry.checked_gradient,
    "TensorFlow-checked": lambda entry: entry.tensorflow,
    "deviations": lambda entry: len(entry.deviations),
}
"""What is added up of each family."""


def show_summary(console: Console, entries: Sequence[Entry]) -> None:
    """Counts by family, the host ops, and the deviations."""
    table = _table("family", *COUNTS)
    for family, members in groupby(entries, key=lambda entry: entry.family):
        table.add_row(family, *_counted(list(members)))
    table.add_section()
    table.add_row("all", *_counted(entries))
    console.print(table)
    console.print("Host ops, one kernel for every backend: " + ", ".join(entry.op_type for entry in entries if entry.kind == "host"))
    show_deviations(console, entries)


def _counted(entries: Sequence[Entry]) -> list[str]:
    return [str(sum(count(entry) or 0 for entry in entries)) for count in COUNTS.values()]


def show_deviations(console: Console, entries: Sequence[Entry]) -> None:
    """Where an op has a tolerance of its own, does without TensorFlow or departs from it, and why."""
    table = _table("op type", "checked by TensorFlow", "deviates in", "reason")
    for entry in entries:
        for where, reason in entry.deviations:
            table.add_row(entry.op_type, mark(entry.tensorflow), where or "all", reason)
    if table.rows:
        console.print(table)


def show_missing(console: Console, words: Sequence[str], summary: bool) -> None:
    """The op types that are still to come: all, or how many of each of TensorFlow's families."""
    chosen = [each for each in inventory.missing() if _matches(words, *each[:2])]
    table = _table("family", "r0.x", "r1.x") if summary else _table("op type", "TensorFlow's family", "since")
    for row in _by_family(chosen) if summary else chosen:
        table.add_row(*row)
    console.print(table)
    console.print(f"{len(chosen)} of {len(inventory.signatures())} op types are missing")


def _by_family(missing: Sequence[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    counts = Counter((family, era) for _, family, era in missing)
    return [(family, str(counts[family, "r0.x"]), str(counts[family, "r1.x"])) for family in sorted({family for family, _ in counts})]


def _table(*headings: str) -> Table:
    table = Table(header_style="bold")
    for heading in headings:
        table.add_column(heading, no_wrap=heading in ("op type", "family", "kind"))
    return table
