"""Graphs with control flow, for export, import and TensorFlow alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from polyflow.framework import dtypes
from polyflow.framework.conversion import convert_to_tensor
from polyflow.framework.graph import Graph
from polyflow.framework.operation import Tensor
from polyflow.framework.scopes import control_dependencies
from polyflow.functions.control_flow import cond
from polyflow.functions.loops import while_loop
from polyflow.gradients.engine import gradients
from polyflow.ops.array_creation import placeholder
from polyflow.ops.array_identity import identity
from polyflow.ops.control_flow import no_op
from polyflow.ops.logging import assert_
from polyflow.ops.math_comparison import equal, greater, less
from polyflow.ops.math_elementwise import add_v2, exp, floor_mod, mul
from polyflow.ops.math_reduction import sum_
from polyflow.ops.random import random_uniform
from polyflow.ops.state import assign, assign_add, assign_sub, variable_v2
from polyflow.runtime.session import Session

FEED = {"x:0": np.array([1.0, 2.0, 3.0], np.float32)}
RUNS = 2


@dataclass
class Program:
    """A graph, the tensors to fetch, and the nodes to run before."""

    graph: Graph
    fetches: list[str]
    initial: list[str]
    feed: dict[str, Any] = field(default_factory=lambda: FEED)

    def run(self, prefix: str = "", graph: Graph | None = None) -> list[Any]:
        """What the last of a few runs fetches, here or in another graph that has the same nodes behind ``prefix``."""
        with Session(graph=graph or self.graph) as session:
            session.run([prefix + name for name in self.initial])
            feed = {prefix + name: value for name, value in self.feed.items()}
            return [session.run([prefix + name for name in self.fetches], feed) for _ in range(RUNS)][-1]


Build = Callable[[Tensor], list[Tensor]]
FUNCTIONAL: dict[str, Build] = {}
"""Programs whose bodies touch no variable: they are written as functions."""
FRAMES: dict[str, Build] = {}
"""Programs whose bodies touch a variable: they are written as Switch, Merge and Enter nodes."""


def program(name: str) -> Program:
    """The named program in a graph of its own."""
    graph = Graph()
    with graph.as_default():
        x = placeholder(dtype=dtypes.float32, shape=[3], name="x")
        fetches = (FUNCTIONAL | FRAMES)[name](x)
    initial = [op.name for op in graph.get_operations() if op.type == "Assign"]
    return Program(graph, [tensor.name for tensor in fetches], initial)


def functional(build: Build) -> Build:
    FUNCTIONAL[build.__name__] = build
    return build


def frames(build: Build) -> Build:
    FRAMES[build.__name__] = build
    return build


def constant(value: Any) -> Tensor:
    return convert_to_tensor(value)


def variable(value: Any) -> Tensor:
    """A variable and its initial assignment."""
    array = np.asarray(value, np.float32)
    made = variable_v2(shape=array.shape, dtype=dtypes.float32)
    assign(made, array)
    return made


def after(first: Tensor, then: Callable[[], Any]) -> Any:
    with control_dependencies([first]):
        return then()


@functional
def branches(x):
    total = sum_(x, [0])
    return [cond(less(total, 10.0), lambda: mul(x, 2.0), lambda: x), cond(greater(total, 10.0), lambda: x, lambda: exp(x))]


@functional
def loop_with_captures(x):
    rate = constant([0.5, 0.25, 2.0])
    return list(while_loop(lambda i, y: less(i, 4), lambda i, y: (add_v2(i, 1), add_v2(mul(y, rate), x)), [constant(0), x]))


@functional
def nested_loops(x):
    def outer(i, y):
        _, z = while_loop(lambda j, z: less(j, i), lambda j, z: (add_v2(j, 1), add_v2(mul(z, x), 0.1)), [constant(0), y])
        return add_v2(i, 1), z

    return list(while_loop(lambda i, y: less(i, 4), outer, [constant(0), x]))


@functional
def branch_in_loop_with_gradient(x):
    def body(i, y):
        return add_v2(i, 1), cond(greater(sum_(y, [0]), 10.0), lambda: mul(y, x), lambda: mul(y, 2.0))

    _, y = while_loop(lambda i, y: less(i, 4), body, [constant(0), x])
    return [y, *gradients(y, [x])]


@functional
def second_derivative(x):
    def body(i, y):
        return add_v2(i, 1), cond(less(i, 1), lambda: mul(y, mul(y, x)), lambda: exp(mul(y, 0.1)))

    _, y = while_loop(lambda i, y: less(i, 3), body, [constant(0), x])
    (first,) = gradients(y, [x])
    return [first, *gradients(first, [x])]


@functional
def gradient_of_nested_loops(x):
    _, y = nested_loops(x)
    return gradients(y, [x])


@functional
def tensor_used_outside_its_branch(x):
    inner = []

    def taken():
        inner.append(mul(x, 3.0))
        return add_v2(inner[0], 1.0)

    chosen = cond(less(sum_(x, [0]), 100.0), taken, lambda: x)
    return [chosen, mul(inner[0], 2.0)]


@functional
def random_numbers(x):
    def draw():
        return random_uniform([3], seed=5, seed2=6, dtype=dtypes.float32)

    _, total = while_loop(lambda i, y: less(i, 3), lambda i, y: (add_v2(i, 1), add_v2(y, draw())), [constant(0), x])
    return [total, cond(less(sum_(x, [0]), 100.0), draw, lambda: x)]


@functional
def check_in_branch(x):
    def checked():
        return after(assert_(greater(sum_(x, [0]), 1.0), [x]), lambda: identity(x))

    return [cond(less(sum_(x, [0]), 100.0), checked, lambda: mul(x, 2.0))]


@frames
def assignment_in_branch(x):
    v = variable([1.0, 2.0, 3.0])
    taken = cond(less(sum_(x, [0]), 10.0), lambda: add_v2(identity(assign_add(v, x)), x), lambda: identity(v))
    untaken = cond(less(sum_(x, [0]), 1.0), lambda: identity(assign_add(v, x)), lambda: mul(x, constant([5.0, 6.0, 7.0])))
    return [taken, untaken, after(add_v2(taken, untaken), lambda: identity(v))]


@frames
def branch_for_its_effect(x):
    v = variable([0.0, 0.0, 0.0])
    done = cond(less(sum_(x, [0]), 10.0), lambda: assign_add(v, x).op, no_op)
    return [after(done, lambda: identity(v))]


@frames
def assignment_in_loop(x):
    v = variable([1.0, 2.0, 3.0])

    def body(i, total):
        added = assign_add(v, x)
        return after(added, lambda: (add_v2(i, 1), add_v2(total, identity(added))))

    n, total = while_loop(lambda i, total: less(i, 5), body, [constant(0), constant([0.0, 0.0, 0.0])])
    return [n, total, after(n, lambda: identity(v))]


@frames
def loop_until_a_variable_is_large(x):
    v = variable(0.0)
    n = while_loop(lambda i: less(identity(v), 5.0), lambda i: after(assign_add(v, 1.0), lambda: add_v2(i, 1)), [constant(0)])
    return [n]


@frames
def condition_with_a_branch(x):
    v, limit = variable(0.0), constant(3.0)

    def test(i):
        return cond(less(i, 2), lambda: constant(True), lambda: less(identity(v), limit))

    n = while_loop(test, lambda i: after(assign_add(v, 1.0), lambda: add_v2(i, 1)), [constant(0)])
    return [n, after(n, lambda: identity(v))]


@frames
def branch_in_loop(x):
    v, two, always = variable([0.0, 0.0, 0.0]), constant(2), less(constant(1), 2)

    def body(i):
        chosen = cond(equal(floor_mod(i, two), 0), lambda: identity(assign_add(v, x)), lambda: identity(assign_sub(v, [1.0, 1.0, 1.0])))
        again = after(chosen, lambda: cond(always, lambda: identity(assign_add(v, x)), lambda: x))
        return after(again, lambda: add_v2(i, 1))

    n = while_loop(lambda i: less(i, 5), body, [constant(0)])
    return [n, after(n, lambda: identity(v))]


@frames
def loop_in_branch(x):
    v, count = variable([0.0, 0.0, 0.0]), constant(3)

    def loop():
        def body(i, y):
            return after(assign_add(v, x), lambda: (add_v2(i, 1), mul(y, x)))

        return while_loop(lambda i, y: less(i, count), body, [constant(0), x])

    taken = cond(less(sum_(x, [0]), 10.0), loop, lambda: [constant(7), x])
    untaken = cond(less(sum_(x, [0]), 1.0), loop, lambda: [constant(7), x])
    return [*taken, *untaken, after(add_v2(taken[0], untaken[0]), lambda: identity(v))]


@frames
def loop_in_loop(x):
    v, count = variable([0.0, 0.0, 0.0]), constant(3)

    def outer(i, y):
        def inner(j, z):
            added = assign_add(v, x)
            return after(added, lambda: (add_v2(j, 1), add_v2(z, mul(identity(added), x))))

        j, z = while_loop(lambda j, z: less(j, count), inner, [constant(0), x])
        return add_v2(i, j), add_v2(y, z)

    n, y = while_loop(lambda i, y: less(i, 7), outer, [constant(0), x])
    return [n, y, after(n, lambda: identity(v))]


@frames
def functions_inside_frames(x):
    v, count = variable([0.0, 0.0, 0.0]), constant(3)

    def outer(i, y):
        j, z = while_loop(lambda j, z: less(j, count), lambda j, z: (add_v2(j, 1), add_v2(z, mul(y, x))), [constant(0), x])
        chosen = cond(less(i, 4), lambda: mul(z, 2.0), lambda: mul(z, x))
        return after(assign_add(v, chosen), lambda: (add_v2(i, j), add_v2(y, chosen)))

    n, y = while_loop(lambda i, y: less(i, 7), outer, [constant(0), x])
    return [n, y, after(n, lambda: identity(v))]


@frames
def state_that_becomes_a_capture(x):
    v = variable(0.0)

    def body(i, y):
        return after(assign_add(v, 1.0), lambda: (add_v2(i, 1), x))

    n, y = while_loop(lambda i, y: less(i, 3), body, [constant(0), constant([0.0, 0.0, 0.0])])
    return [n, y, after(n, lambda: identity(v))]


@frames
def second_derivative_beside_a_variable(x):
    v = variable(0.0)

    def body(i, y):
        chosen = cond(less(i, 1), lambda: mul(y, mul(y, x)), lambda: exp(mul(y, 0.1)))
        return after(assign_add(v, 1.0), lambda: (add_v2(i, 1), identity(chosen)))

    n, y = while_loop(lambda i, y: less(i, 3), body, [constant(0), x])
    (first,) = gradients(y, [x])
    return [n, y, first, *gradients(first, [x])]
