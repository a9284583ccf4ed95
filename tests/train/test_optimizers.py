"""Optimizers on one variable, by hand or by the published formulas, and the names of what they make."""

import math

import numpy as np
import pytest

import polyflow as tf

BACKENDS = ("numpy", "torch")


@pytest.fixture(autouse=True)
def graph():
    with tf.Graph().as_default() as graph:
        yield graph


@pytest.fixture(params=BACKENDS)
def session(request, graph):
    with tf.Session(backend=request.param) as session:
        yield session


def after(session, optimizer, steps=1, start=(1.0, 2.0), gradient=(2.0, -4.0)):
    """The value of a variable after steps with a constant gradient."""
    variable = tf.Variable(list(start), name="W")
    step = optimizer.apply_gradients([(tf.constant(list(gradient)), variable)])
    session.run(tf.global_variables_initializer())
    for _ in range(steps):
        session.run(step)
    return session.run(variable)


class TestSteps:
    def test_gradient_descent(self, session):
        assert after(session, tf.train.GradientDescentOptimizer(0.25), 2).tolist() == [0.0, 4.0]

    def test_momentum(self, session):
        assert after(session, tf.train.MomentumOptimizer(0.25, 0.5), 2).tolist() == [1.0 - 0.25 * (2 + 3), 2.0 + 0.25 * (4 + 6)]

    def test_nesterov(self, session):
        found = after(session, tf.train.MomentumOptimizer(0.25, 0.5, use_nesterov=True), 2)
        assert found.tolist() == [1.0 - 0.25 * (3 + 3.5), 2.0 + 0.25 * (6 + 7)]

    def test_adagrad(self, session):
        found = after(session, tf.train.AdagradOptimizer(0.5, initial_accumulator_value=0.25))
        np.testing.assert_allclose(found, [1 - 0.5 * 2 / math.sqrt(4.25), 2 + 0.5 * 4 / math.sqrt(16.25)], rtol=1e-6)

    def test_adam(self, session):
        """With a constant gradient each step is the learning rate, but for epsilon."""
        found = after(session, tf.train.AdamOptimizer(0.125, epsilon=1e-8), 3)
        np.testing.assert_allclose(found, [1 - 3 * 0.125, 2 + 3 * 0.125], rtol=1e-5)

    def test_rms_prop(self, session):
        found = after(session, tf.train.RMSPropOptimizer(0.5, decay=0.75, epsilon=0.25))
        np.testing.assert_allclose(found, [1 - 0.5 * 2 / math.sqrt(0.75 + 1 + 0.25), 2 + 0.5 * 4 / math.sqrt(0.75 + 4 + 0.25)], rtol=1e-6)

    def test_centered_rms_prop(self, session):
        found = after(session, tf.train.RMSPropOptimizer(0.5, decay=0.75, epsilon=0.25, centered=True))
        np.testing.assert_allclose(found, [1 - 0.5 * 2 / math.sqrt(2 - 0.25), 2 + 0.5 * 4 / math.sqrt(5 - 1)], rtol=1e-6)

    def test_adadelta(self, session):
        found = after(session, tf.train.AdadeltaOptimizer(1.0, rho=0.75, epsilon=0.25))
        np.testing.assert_allclose(found, [1 - 0.5 / math.sqrt(1.25) * 2, 2 + 0.5 / math.sqrt(4.25) * 4], rtol=1e-6)

    def test_ftrl(self, session):
        found = after(session, tf.train.FtrlOptimizer(1.0, initial_accumulator_value=0.0, l1_regularization_strength=1.0), start=(0.0, 0.0))
        np.testing.assert_allclose(found, [-1 / 2, 3 / 4], rtol=1e-6)

    def test_proximal_gradient_descent(self, session):
        found = after(session, tf.train.ProximalGradientDescentOptimizer(0.25, 1.0, 4.0))
        np.testing.assert_allclose(found, [0.25 / 2, 2.75 / 2], rtol=1e-6)


OPTIMIZERS = {
    "GradientDescent": lambda: tf.train.GradientDescentOptimizer(0.1),
    "Momentum": lambda: tf.train.MomentumOptimizer(0.1, 0.9),
    "Adagrad": lambda: tf.train.AdagradOptimizer(0.1),
    "RMSProp": lambda: tf.train.RMSPropOptimizer(0.1, momentum=0.5),
    "Adadelta": lambda: tf.train.AdadeltaOptimizer(1.0),
    "Ftrl": lambda: tf.train.FtrlOptimizer(0.1),
    "ProximalAdagrad": lambda: tf.train.ProximalAdagradOptimizer(0.1, l1_regularization_strength=0.1),
    "AdagradDA": lambda: tf.train.AdagradDAOptimizer(0.1, tf.train.get_or_create_global_step()),
    "Adam": lambda: tf.train.AdamOptimizer(0.1),
}


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_rows_move_as_if_alone(session, name):
    """A gradient of some rows, one of them twice, moves these as the dense gradient would, and leaves the others."""
    whole, some = tf.Variable([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), tf.Variable([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    slices = tf.IndexedSlices(tf.constant([[1.0, 1.0], [0.5, -1.0], [1.0, 2.0]]), tf.constant([2, 0, 2]))
    dense = tf.constant([[0.5, -1.0], [0.0, 0.0], [2.0, 3.0]])
    step = OPTIMIZERS[name]().apply_gradients([(dense, whole), (slices, some)])
    session.run(tf.global_variables_initializer())
    session.run(step)
    expected, found = session.run([whole, some])
    np.testing.assert_allclose(found[[0, 2]], expected[[0, 2]], rtol=1e-6)
    assert found[1].tolist() == [3.0, 4.0]


SLOTS = {
    "GradientDescent": ([], []),
    "Momentum": (["momentum"], ["W/Momentum:0"]),
    "Adagrad": (["accumulator"], ["W/Adagrad:0"]),
    "RMSProp": (["momentum", "rms"], ["W/RMSProp:0", "W/RMSProp_1:0"]),
    "Adadelta": (["accum", "accum_update"], ["W/Adadelta:0", "W/Adadelta_1:0"]),
    "Ftrl": (["accum", "linear"], ["W/Ftrl:0", "W/Ftrl_1:0"]),
    "Adam": (["m", "v"], ["W/Adam:0", "W/Adam_1:0", "beta1_power:0", "beta2_power:0"]),
}


@pytest.mark.parametrize("name", SLOTS)
def test_slots(name):
    variable = tf.Variable([1.0], name="W")
    optimizer = OPTIMIZERS[name]()
    step = optimizer.minimize(tf.reduce_sum(variable * variable))
    slots, variables = SLOTS[name]
    assert optimizer.get_slot_names() == slots
    assert [slot.name for slot in optimizer.variables()] == variables
    assert all(optimizer.get_slot(variable, slot).shape == variable.shape for slot in slots)
    assert tf.trainable_variables() == [variable]
    assert step.name == name
    assert tf.get_collection(tf.GraphKeys.TRAIN_OP) == [step]


class TestMinimize:
    def test_names(self, graph):
        tf.train.GradientDescentOptimizer(0.5).minimize(tf.square(tf.Variable(1.0, name="W")))
        names = [op.name for op in graph.get_operations()]
        assert names[-3:] == ["GradientDescent/learning_rate", "GradientDescent/update_W/ApplyGradientDescent", "GradientDescent"]

    def test_global_step(self, session):
        variable, steps = tf.Variable(4.0), tf.train.get_or_create_global_step()
        step = tf.train.GradientDescentOptimizer(0.25).minimize(tf.square(variable), global_step=steps)
        session.run(tf.global_variables_initializer())
        session.run([step, step])
        session.run(step)
        assert session.run([variable, steps]) == [1.0, 2]

    def test_some_variables(self, session):
        first, second = tf.Variable(4.0), tf.Variable(4.0)
        step = tf.train.GradientDescentOptimizer(0.25).minimize(tf.square(first) + tf.square(second), var_list=[first])
        session.run(tf.global_variables_initializer())
        session.run(step)
        assert session.run([first, second]) == [2.0, 4.0]

    @pytest.mark.parametrize("gate", [tf.train.Optimizer.GATE_NONE, tf.train.Optimizer.GATE_OP, tf.train.Optimizer.GATE_GRAPH])
    def test_gates(self, session, gate):
        variable = tf.Variable([4.0])
        step = tf.train.GradientDescentOptimizer(0.25).minimize(tf.square(variable), gate_gradients=gate)
        session.run(tf.global_variables_initializer())
        session.run(step)
        assert session.run(variable).tolist() == [2.0]

    def test_clipped_gradients(self, session):
        variable, unused = tf.Variable(4.0), tf.Variable(1.0)
        optimizer = tf.train.GradientDescentOptimizer(1.0)
        pairs = optimizer.compute_gradients(tf.square(variable))
        assert [found for _, found in pairs] == [variable, unused]
        assert pairs[1][0] is None
        step = optimizer.apply_gradients(
            [(tf.clip_by_value(gradient, -1.0, 1.0), found) for gradient, found in pairs if gradient is not None]
        )
        session.run(tf.global_variables_initializer())
        session.run(step)
        assert session.run(variable) == 3.0

    def test_constraint(self, session):
        variable = tf.Variable([4.0, 1.0], constraint=lambda value: tf.maximum(value, 1.5))
        step = tf.train.GradientDescentOptimizer(0.25).minimize(tf.reduce_sum(tf.square(variable)))
        session.run(tf.global_variables_initializer())
        session.run(step)
        assert session.run(variable).tolist() == [2.0, 1.5]

    def test_learning_rate_as_a_tensor(self, session):
        rate, variable = tf.placeholder(tf.float32, []), tf.Variable(4.0)
        step = tf.train.AdamOptimizer(rate).minimize(tf.square(variable))
        session.run(tf.global_variables_initializer())
        session.run(step, {rate: 1.0})
        assert session.run(variable) == pytest.approx(3.0)

    def test_float64(self, session):
        variable = tf.Variable(np.array([4.0]))
        step = tf.train.MomentumOptimizer(0.25, 0.5).minimize(tf.square(variable))
        session.run(tf.global_variables_initializer())
        session.run(step)
        assert session.run(variable).tolist() == [2.0]

    def test_nothing_to_optimize(self):
        with pytest.raises(ValueError, match="No variables to optimize"):
            tf.train.GradientDescentOptimizer(0.1).minimize(tf.constant(1.0))

    def test_no_path(self):
        tf.Variable(1.0)
        with pytest.raises(ValueError, match="No gradients provided for any variable"):
            tf.train.GradientDescentOptimizer(0.1).minimize(tf.constant(1.0))

    def test_no_pairs(self):
        with pytest.raises(ValueError, match="No variables provided"):
            tf.train.GradientDescentOptimizer(0.1).apply_gradients([])

    def test_integers(self):
        with pytest.raises(ValueError, match="Invalid type"):
            tf.train.GradientDescentOptimizer(0.1).minimize(tf.Variable(1) * 2)

    def test_a_name_in_old_programs_place(self):
        assert tf.train.RMSPropOptimizer(0.1, 0.9, 0.0, 1e-10, False, "Mine").get_name() == "Mine"


def test_two_optimizers_keep_their_slots_apart():
    variable = tf.Variable([1.0], name="W")
    slots = []
    for _ in range(2):
        optimizer = tf.train.MomentumOptimizer(0.1, 0.9)
        optimizer.minimize(tf.reduce_sum(tf.square(variable)))
        slots.append(optimizer.get_slot(variable, "momentum").name)
    assert slots == ["W/Momentum:0", "W/Momentum_1:0"]


def test_line(session):
    """The first program of many tutorials: W and b come to 0.1 and 0.3."""
    x_data = np.random.default_rng(0).random(100).astype(np.float32)
    weight = tf.Variable(tf.random_uniform([1], -1.0, 1.0, seed=1))
    bias = tf.Variable(tf.zeros([1]))
    loss = tf.reduce_mean(tf.square(weight * x_data + bias - (x_data * 0.1 + 0.3)))
    train = tf.train.GradientDescentOptimizer(0.5).minimize(loss)
    session.run(tf.initialize_all_variables())
    for _ in range(201):
        session.run(train)
    np.testing.assert_allclose(session.run([weight, bias]), [[0.1], [0.3]], atol=1e-3)
