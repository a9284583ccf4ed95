"""Every fuse rule of the backend is used by a program, so that ``test_programs`` has run it with fusing on and off."""

from __future__ import annotations

from functools import cache

from .fusing import rule_names, rules_fired
from .programs.program import load_programs


@cache
def fired(backend: str) -> frozenset[str]:
    return frozenset().union(*(rules_fired(program, backend) for program in load_programs().values()))


def test_every_rule_is_used(backend: str) -> None:
    unused = [name for name in rule_names(backend) if name not in fired(backend)]
    assert not unused, f"no program makes use of {', '.join(unused)}: write one in conformance/programs"
