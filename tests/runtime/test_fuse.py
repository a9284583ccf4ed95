"""Fuse rules: each fires, changes nothing, and illegal groups stay apart."""

import numpy as np
import pytest

import polyflow as tf
from polyflow.ops import training
from polyflow.runtime.ir import Block, Step, Value
from polyflow.runtime.passes.fuse import fused, is_legal

torch = pytest.importorskip("torch")


def both(build, steps=2):
    """What a training program gives with rules and without, and the plan with them."""
    answers = []
    for fusing in (True, False):
        with tf.Graph().as_default():
            train, fetches, feeds = build()
            with tf.Session(backend="torch") as session:
                session._fusing = fusing
                session.run(tf.global_variables_initializer())
                for _ in range(steps):
                    session.run(train, feeds)
                answers.append((session.run(fetches, feeds), str(session.plan(train, feeds))))
    return answers


def values(seed, *shape):
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


def product_loss():
    x = tf.placeholder(tf.float32, [4, 3])
    weights, bias = tf.Variable(values(1, 3, 2), name="weights"), tf.Variable(values(2, 2), name="bias")
    loss = tf.reduce_mean(tf.square(tf.matmul(x, weights) + bias))
    return x, loss, [weights, bias]


def descent():
    x, loss, variables = product_loss()
    return tf.train.GradientDescentOptimizer(0.1).minimize(loss), [loss, *variables], {x: values(3, 4, 3)}


def adam():
    x, loss, variables = product_loss()
    return tf.train.AdamOptimizer(0.1).minimize(loss), [loss, *variables], {x: values(3, 4, 3)}


def convolution():
    x = tf.placeholder(tf.float32, [2, 6, 5, 3])
    filters = [tf.Variable(values(i, 3, 2, depth, 3), name=f"filter{i}") for i, depth in enumerate((3, 3))]
    y = x
    for kernel in filters:
        y = tf.nn.relu(tf.nn.conv2d(y, kernel, [1, 2, 1, 1], "SAME"))
    loss = tf.reduce_sum(tf.square(y))
    return tf.train.GradientDescentOptimizer(0.01).minimize(loss), [loss, *filters], {x: values(3, 2, 6, 5, 3)}


@pytest.mark.parametrize(
    ("build", "calls"),
    [
        (descent, ("descend_by_product(", "descend(", "biased_product(")),
        (adam, ("adam_kernel(",)),
        (convolution, ("convolution_gradients_kernel(",)),
    ],
)
def test_rules_fire_and_change_nothing(build, calls):
    (fused_values, fused_plan), (plain_values, plain_plan) = both(build)
    for call in calls:
        assert call in fused_plan and call not in plain_plan
    for one, other in zip(fused_values, plain_values, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-6)


def test_a_fetched_product_is_not_fused_away():
    with tf.Graph().as_default(), tf.Session(backend="torch") as session:
        x, loss, _ = product_loss()
        product = loss.graph.get_tensor_by_name("MatMul:0")
        assert "biased_product(" not in str(session.plan([loss, product], [x]))


def test_a_group_that_a_path_leaves_and_enters_again_is_illegal():
    first, middle, last = chain(3)
    fusion = fused("both", [first, last], lambda: None, inputs=first.inputs, outputs=last.outputs)
    assert not is_legal(fusion, block_of(first, middle, last))


def test_a_value_that_is_needed_outside_makes_a_group_illegal():
    first, last = chain(2)
    outside = step("Exp", first.outputs[0])
    fusion = fused("both", [first, last], lambda: None, inputs=first.inputs, outputs=last.outputs)
    assert is_legal(fusion, block_of(first, last))
    assert not is_legal(fusion, block_of(first, last, outside))


def test_a_write_in_between_makes_a_group_illegal():
    with tf.Graph().as_default():
        variable = tf.Variable(1.0)
        assign = tf.assign_add(variable, 1.0).op
    block = Block()
    reference = Value("v", variable.dtype, variable.shape, block)
    reference.variable = "v"
    reader, last = step("Exp", reference), None
    last = step("Neg", reader.outputs[0])
    write = Step("AssignAdd", assign, [reference, reader.inputs[0]])
    fusion = fused("both", [reader, last], lambda: None, inputs=reader.inputs, outputs=last.outputs)
    assert is_legal(fusion, block_of(reader, last, write))
    assert not is_legal(fusion, block_of(reader, write, last))


def step(kind, *inputs):
    with tf.Graph().as_default():
        node = tf.exp(tf.constant(1.0)).op
    made = Step(kind, node, list(inputs))
    made.outputs = [Value("y", tf.float32, tf.TensorShape([]), inputs[0].block, made)]
    return made


def chain(length):
    value = Value("x", tf.float32, tf.TensorShape([]), Block())
    steps = []
    for _ in range(length):
        steps.append(step("Exp", value))
        value = steps[-1].outputs[0]
    return steps


def block_of(*steps):
    block = Block()
    block.steps = list(steps)
    return block


@pytest.mark.parametrize(
    "delta",
    [
        lambda v, other: tf.matmul(other, v),
        lambda v, other: tf.matmul(other, v, transpose_b=True),
        lambda v, other: tf.matmul(tf.transpose(v), other),
        lambda v, other: tf.matmul(tf.reshape(v, [2, 2]), v),
    ],
)
def test_a_group_that_reads_what_it_writes_is_illegal(delta):
    def build():
        v, other = tf.Variable(values(1, 2, 2)), tf.constant(values(2, 2, 2))
        return training.apply_gradient_descent(v._ref(), 0.5, delta(v, other)), [v], {}

    (fused_values, fused_plan), (plain_values, _) = both(build)
    assert "descend_by_product(" not in fused_plan
    np.testing.assert_allclose(fused_values[0], plain_values[0], rtol=1e-5)


def test_reads_of_an_alias_stay_before_the_write():
    with tf.Graph().as_default(), tf.Session(backend="torch") as session:
        v, bias, x = tf.Variable(values(1, 2, 3)), tf.Variable(values(2, 2)), tf.placeholder(tf.float32, [4, 3])
        product = tf.matmul(x, tf.transpose(v))
        update = tf.assign_add(v, tf.ones([2, 3]))
        with tf.control_dependencies([update]):
            late = tf.identity(bias)
        session.run(tf.global_variables_initializer())
        expected = values(3, 4, 3) @ values(1, 2, 3).T + values(2, 2)
        np.testing.assert_allclose(session.run([product + late, update], {x: values(3, 4, 3)})[0], expected, rtol=1e-5)


def test_updates_of_one_variable_are_not_made_at_once():
    def build():
        v, m, n = tf.Variable(values(1, 3)), tf.Variable(values(2, 3)), tf.Variable(np.float32([1, 2, 3]))
        steps = [training.apply_adam(v._ref(), m._ref(), n._ref(), 0.9, 0.99, 0.1, 0.9, 0.99, 1e-8, values(i, 3)) for i in (4, 5)]
        return tf.group(*steps), [v, m, n], {}

    (fused_values, _), (plain_values, _) = both(build)
    for one, other in zip(fused_values, plain_values, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5)
