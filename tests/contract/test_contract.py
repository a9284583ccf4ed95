"""The rules, held against this repository."""

from pathlib import Path

import pytest

from . import imports as import_rules
from . import rules
from .tree import Tree

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def tree():
    return Tree(ROOT)


@pytest.fixture(scope="module")
def imports():
    return import_rules.Imports(ROOT)


def test_there_is_something_to_hold_the_rules_against(tree):
    assert tree.declarations
    assert all(tree.kernels.values())
    assert tree.gradients
    assert tree.cases


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_ops(rule, tree):
    report(rule, list(rule(tree)))


@pytest.mark.parametrize("rule", import_rules.RULES, ids=lambda rule: rule.__name__)
def test_imports(rule, imports):
    report(rule, list(rule(imports)))


def report(rule, findings):
    if findings:
        pytest.fail("\n".join([f"{len(findings)} findings. {rule.__doc__}", *sorted(findings)]), pytrace=False)
