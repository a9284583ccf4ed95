"""An illegal fuse is caught: programs give the same with rules and without, so a rule that breaks one shows."""

import sys

import numpy as np
import pytest

import polyflow as tf
from polyflow.runtime.ir import Block


def read_write_read(session: tf.Session, fusing: bool) -> list[float]:
    """A variable is read, written and read again; the result needs both of its values."""
    session._fusing = fusing
    variable = tf.Variable(np.float32([1.0, 2.0]))
    before = tf.exp(variable)
    with tf.control_dependencies([before]):
        written = tf.assign_add(variable, [1.0, 1.0])
    with tf.control_dependencies([written]):
        after = tf.negative(tf.identity(variable) + before)
    session.run(variable.initializer)
    return session.run(after).tolist()


def greedy(block: Block, uses: object, fused: object):
    """A bad rule: it merges the first reader of the variable with what comes after the write."""
    steps = {step.kind: step for step in block.steps}
    if "Exp" in steps and "Neg" in steps:
        first, last = steps["Exp"], steps["Neg"]
        yield fused("greedy", [first, last], lambda *values: np.zeros(2, np.float32), inputs=first.inputs, outputs=last.outputs)


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch):
    with tf.Graph().as_default(), tf.Session(backend="numpy") as session:
        monkeypatch.setattr(type(session.backend), "fuse_rules", lambda self: (greedy,))
        yield session


def test_an_illegal_fuse_is_refused(session: tf.Session) -> None:
    assert read_write_read(session, fusing=True) == read_write_read(session, fusing=False)


def test_an_illegal_fuse_that_got_through_would_be_seen(session: tf.Session, monkeypatch: pytest.MonkeyPatch) -> None:
    right = read_write_read(session, fusing=False)
    monkeypatch.setattr(sys.modules["polyflow.runtime.passes.fuse"], "is_legal", lambda *given: True)
    try:
        wrong = read_write_read(session, fusing=True)
    except tf.errors.OpError:
        return
    assert wrong != right
