"""case, switch_case, tuple, group and no_op."""

from __future__ import annotations

from typing import Any

import pytest

import polyflow as tf


def number(value: int) -> Any:
    return lambda: tf.constant(value)


@pytest.mark.parametrize("branches", [[number(10), number(20), number(30)], {2: number(30), 0: number(10), 1: number(20)}])
def test_switch_case(run: Any, branches: Any) -> None:
    index = tf.placeholder(tf.int32, [])
    last, other = tf.switch_case(index, branches), tf.switch_case(index, branches, default=number(-1))
    assert [run([last, other], {index: i}) for i in (0, 1, 2, 3, -1)] == [[10, 10], [20, 20], [30, 30], [30, -1], [30, -1]]


def test_switch_case_with_gaps(run: Any) -> None:
    index = tf.placeholder(tf.int32, [])
    chosen = tf.switch_case(index, [(4, number(40)), (2, number(20))], number(0))
    assert [run(chosen, {index: i}) for i in (2, 3, 4)] == [20, 0, 40]


@pytest.mark.parametrize(
    ("branches", "error"), [([], ValueError), ([(1, number(1)), (1, number(2))], ValueError), ([3], TypeError), ({"a": len}, TypeError)]
)
def test_switch_case_refuses(graph: tf.Graph, branches: Any, error: type[Exception]) -> None:
    with pytest.raises(error, match="branch_fns"):
        tf.switch_case(tf.constant(0), branches)
    with pytest.raises(TypeError, match="branch_index"):
        tf.switch_case(0, [number(1)])


def test_branches_that_do_not_fit(graph: tf.Graph) -> None:
    yes = tf.constant(True)
    with pytest.raises(ValueError, match="int32, float32"):
        tf.cond(yes, number(1), lambda: tf.constant(1.0))
    with pytest.raises(ValueError, match="return value"):
        tf.cond(yes, lambda: None, lambda: None)


def test_case(run: Any) -> None:
    x = tf.placeholder(tf.int32, [])
    first = tf.case([(x < 5, number(1)), (x < 10, number(2))], number(3))
    assert [run(first, {x: i}) for i in (4, 7, 12)] == [1, 2, 3]
    exclusive = tf.case({x < 5: number(1), x > 10: number(2)}, number(3), exclusive=True)
    assert [run(exclusive, {x: i}) for i in (4, 7, 12)] == [1, 3, 2]


def test_case_fails_where_nothing_or_too_much_holds(run: Any) -> None:
    x = tf.placeholder(tf.int32, [])
    without_default = tf.case([(x < 5, number(1)), (x < 10, number(2))])
    assert run(without_default, {x: 7}) == 2
    with pytest.raises(tf.errors.InvalidArgumentError, match="None of the conditions"):
        run(without_default, {x: 12})
    with pytest.raises(tf.errors.InvalidArgumentError, match="More than one condition"):
        run(tf.case([(x < 5, number(1)), (x < 10, number(2))], number(3), exclusive=True), {x: 4})


def test_strict_keeps_a_list_of_one(run: Any) -> None:
    pairs = [(tf.constant(True), lambda: [tf.constant(1)])]
    assert run(tf.case(pairs, lambda: [tf.constant(2)])) == 1
    assert run(tf.case(pairs, lambda: [tf.constant(2)], strict=True)) == [1]


def test_waiting(run: Any) -> None:
    variable = tf.Variable(1.0)
    first, nothing, second = tf.tuple([tf.constant(5.0), None, tf.constant(6.0)], control_inputs=[variable.assign_add(1.0)])
    assert nothing is None and run([first, second]) == [5, 6]
    nodes = tf.tuple([tf.constant(5.0), tf.no_op()])
    assert isinstance(nodes[1], tf.Operation) and nodes[0].name == "tuple_1/control_dependency:0"
    together = tf.group(variable.assign_add(1.0), [first, second], name="all")
    assert (together.name, together.type, run(together)) == ("all", "NoOp", None)
    assert tf.no_op("nothing").name == "nothing" and tf.no_op(name="nothing").name == "nothing_1"
