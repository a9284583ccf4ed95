"""Programs: what is wrong with a step, a variable, an order or a fusion is caught."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from conformance.check_programs import check_program
from conformance.fusing import rules_fired
from conformance.programs.program import Build, Program, Steps, fails, load_programs, program, step
from conformance.report import CheckFailed

from .altered import AlteredBackend


def a_program(build: Build) -> Program:
    return Program(build.__name__, build, 1e-5, True, "")


def chain(tf: Any) -> Steps:
    x = tf.placeholder(tf.float32, [2])
    negative = -x
    return Steps(None, step(tf.square(tf.exp(negative)) + negative, feed={x: [0.0, 0.0]}, gives=[1.0, 1.0]))


def test_right_program_passes() -> None:
    check_program(a_program(chain), AlteredBackend({}))


def test_wrong_literal() -> None:
    def doubled(tf: Any) -> Steps:
        return Steps(None, step({"a": tf.constant(2.0) * 2.0, "b": [tf.constant(1)]}, gives={"a": 5.0, "b": [1]}))

    with pytest.raises(
        CheckFailed, match=r"doubled: step 1: \['a'\]: 1 of 1 elements differ, worst at \(\): numpy 4.0, the hand-computed value 5.0"
    ):
        check_program(a_program(doubled))


def test_wrong_structure() -> None:
    def pair(tf: Any) -> Steps:
        return Steps(None, step([tf.constant(1), tf.constant(2)], gives=[1, 2, 3]))

    with pytest.raises(CheckFailed, match="has 2 parts, 3 were expected"):
        check_program(a_program(pair))


def test_error_that_is_not_raised() -> None:
    def tame(tf: Any) -> Steps:
        return Steps(None, fails(tf.constant(1), "InvalidArgumentError"))

    with pytest.raises(CheckFailed, match=r"tame: step 1: gives .*, InvalidArgumentError was expected"):
        check_program(a_program(tame))


def test_backend_that_differs_from_numpy() -> None:
    with pytest.raises(CheckFailed, match="altered numpy 1.5, the hand-computed value 1.0"):
        check_program(a_program(chain), AlteredBackend({"Square": lambda x: x * x * np.float32(1.5)}))


def test_programs_have_distinct_names_and_reasons() -> None:
    load_programs()
    with pytest.raises(ValueError, match="two programs 'swap'"):
        program()(type("swap", (), {"__name__": "swap"}))  # type: ignore[arg-type]  # only the name matters
    with pytest.raises(ValueError, match="must say why"):
        program(oracle=False)


# Fusing


def fuse_negation_with_square(block: Any, uses: Any, fused: Any) -> Iterator[Any]:
    """Proposes what is illegal: Exp lies on the path from one to the other."""
    negations = [step for step in block.steps if step.kind == "Neg"]
    squares = [step for step in block.steps if step.kind == "Square"]
    for first, second in zip(negations, squares, strict=True):
        inputs, outputs = [*first.inputs, *second.inputs], [*first.outputs, *second.outputs]
        yield fused("negate_and_square", [first, second], lambda x, y: (-x, y * y), inputs=inputs, outputs=outputs)


def fuse_exponential_with_square(block: Any, uses: Any, fused: Any) -> Iterator[Any]:
    """Proposes what is legal, with a kernel that is wrong."""
    for second in block.steps:
        first = second.inputs[0].step if second.kind == "Square" else None
        if first is not None and first.kind == "Exp":
            yield fused(
                "exponential_square",
                [first, second],
                lambda x: np.exp(x * np.float32(2)) + np.float32(0.1),
                inputs=first.inputs,
                outputs=second.outputs,
            )


def test_illegal_fusion_is_not_carried_out() -> None:
    backend = AlteredBackend({}, rules=[fuse_negation_with_square])
    check_program(a_program(chain), backend)
    assert rules_fired(a_program(chain), backend) == set()


def test_illegal_fusion_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.import_module("polyflow.runtime.passes.fuse"), "is_legal", lambda *arguments: True)
    with pytest.raises(CheckFailed, match="chain: .*UnboundLocalError"):
        check_program(a_program(chain), AlteredBackend({}, rules=[fuse_negation_with_square]))


def test_wrong_fused_kernel_is_caught() -> None:
    backend = AlteredBackend({}, rules=[fuse_exponential_with_square])
    with pytest.raises(CheckFailed, match="altered numpy 1.1"):
        check_program(a_program(chain), backend)
    assert rules_fired(a_program(chain), backend) == {"fuse_exponential_with_square"}
