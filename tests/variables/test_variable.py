import numpy as np
import pytest

import polyflow as tf
from polyflow.ops import state as ops

BACKENDS = ("numpy", "torch")


@pytest.fixture(autouse=True)
def graph():
    with tf.Graph().as_default() as graph:
        yield graph


@pytest.fixture(params=BACKENDS)
def session(request, graph):
    with tf.Session(backend=request.param) as session:
        yield session


def names(graph):
    return [op.name for op in graph.get_operations()]


class TestNodes:
    def test_value(self, graph):
        tf.Variable([1.0, 2.0])
        assert names(graph) == ["Variable/initial_value", "Variable", "Variable/Assign", "Variable/read"]

    def test_tensor(self, graph):
        tf.Variable(tf.zeros([2]), name="W")
        assert names(graph) == ["zeros", "W", "W/Assign", "W/read"]

    def test_function(self, graph):
        tf.Variable(lambda: tf.zeros([2]), name="W")
        assert names(graph) == ["W/Initializer/zeros", "W", "W/Assign", "W/read"]

    def test_names_are_unique_and_scoped(self):
        with tf.name_scope("layer"):
            first, second = tf.Variable(1.0, name="W"), tf.Variable(1.0, name="W")
        assert (first.name, second.name) == ("layer/W:0", "layer/W_1:0")

    def test_built_in_the_outermost_region(self):
        made = []

        def branch():
            made.append(tf.Variable(lambda: tf.constant(1.0)))
            return tf.constant(0)

        tf.cond(tf.constant(True), branch, lambda: tf.constant(1))
        assert made[0].op.region.parent is None


class TestProperties:
    def test_what_it_is(self, graph):
        variable = tf.Variable(np.zeros((2, 3)), name="W")
        assert (variable.op.type, variable.graph, variable.dtype.name) == ("VariableV2", graph, "float64_ref")
        assert variable.shape == variable.get_shape() == tf.TensorShape([2, 3])
        assert variable.initializer.name == "W/Assign"
        assert variable.value().name == "W/read:0"
        assert variable.initial_value.name == "W/initial_value:0"
        assert repr(variable) == "<tf.Variable 'W:0' shape=(2, 3) dtype=float64_ref>"

    def test_collections(self):
        weights, steps = tf.Variable(1.0), tf.Variable(0, trainable=False)
        local = tf.Variable(0, collections=[tf.GraphKeys.LOCAL_VARIABLES], trainable=False)
        assert tf.global_variables() == [weights, steps]
        assert tf.trainable_variables() == [weights]
        assert tf.local_variables() == [local]

    def test_collections_by_scope(self):
        with tf.name_scope("a"):
            inside = tf.Variable(1.0)
        tf.Variable(1.0)
        assert tf.global_variables("a/") == [inside]


class TestRefusals:
    def test_no_value(self):
        with pytest.raises(ValueError, match="initial_value must be specified"):
            tf.Variable()

    def test_unknown_shape(self):
        with pytest.raises(ValueError, match="must have a shape specified"):
            tf.Variable(tf.placeholder(tf.float32))

    def test_value_from_a_loop(self):
        def body(i):
            tf.Variable(i)
            return i + 1

        with pytest.raises(ValueError, match="inside a control-flow construct"):
            tf.while_loop(lambda i: i < 2, body, [tf.constant(0)])

    def test_collections_must_be_a_list(self):
        with pytest.raises(ValueError, match="list, tuple, or set"):
            tf.Variable(1.0, collections="mine")

    def test_is_not_iterable(self):
        with pytest.raises(TypeError, match="not iterable"):
            iter(tf.Variable([1.0]))

    def test_assign_to_a_tensor(self):
        with pytest.raises(TypeError, match="variable is needed"):
            tf.assign(tf.constant(1.0), 2.0)

    def test_assign_another_shape(self):
        with pytest.raises(ValueError, match="not compatible"):
            tf.Variable([1.0, 2.0]).assign([1.0])


class TestRuns:
    def test_initialisation(self, session):
        variable = tf.Variable([1.0, 2.0])
        with pytest.raises(tf.errors.FailedPreconditionError, match="uninitialized value Variable"):
            session.run(variable)
        session.run(tf.global_variables_initializer())
        assert variable.eval(session).tolist() == [1.0, 2.0]

    def test_from_another_variable(self, session):
        """All are initialised in one run, in whatever order they depend on each other."""
        first = tf.Variable([1.0, 2.0])
        second = tf.Variable(first * 2)
        third = tf.Variable(second.initialized_value() + first)
        session.run(tf.global_variables_initializer())
        assert session.run(third).tolist() == [3.0, 6.0]

    def test_updates(self, session):
        variable = tf.Variable([1.0, 2.0])
        updates = [variable.assign([5.0, 6.0]), variable.assign_add([1.0, 1.0]), variable.assign_sub([2.0, 0.0])]
        session.run(variable.initializer)
        assert [session.run(update).tolist() for update in updates] == [[5.0, 6.0], [6.0, 7.0], [4.0, 7.0]]
        assert session.run(variable).tolist() == [4.0, 7.0]

    def test_update_as_an_operation(self, session):
        variable = tf.Variable(1)
        step = variable.assign_add(1, read_value=False)
        session.run(variable.initializer)
        assert session.run(step) is None
        assert session.run(variable) == 2

    def test_rows(self, session):
        variable = tf.Variable([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
        slices = tf.IndexedSlices(tf.constant([[1.0, 1.0], [2.0, 2.0]]), tf.constant([2, 0]))
        updates = [
            variable.scatter_add(slices),
            variable.scatter_sub(slices),
            variable.scatter_mul(slices),
            variable.scatter_update(slices),
        ]
        session.run(variable.initializer)
        found = [session.run(update).tolist() for update in updates]
        assert found[0] == [[3.0, 4.0], [3.0, 4.0], [6.0, 7.0]]
        assert found[1] == [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]
        assert found[2] == [[2.0, 4.0], [3.0, 4.0], [5.0, 6.0]]
        assert found[3] == [[2.0, 2.0], [3.0, 4.0], [1.0, 1.0]]

    def test_integer_division_by_zero(self, session):
        """Not a conformance case: TensorFlow's process ends."""
        variable = tf.Variable([1, 2])
        session.run(variable.initializer)
        with pytest.raises(tf.errors.InvalidArgumentError, match="division by zero"):
            session.run(ops.scatter_div(variable, [0], [0]))
        assert session.run(variable).tolist() == [1, 2]

    def test_slices_by_index_vectors(self, session):
        variable = tf.Variable([[1, 2], [3, 4]])
        session.run(variable.initializer)
        assert session.run(variable.scatter_nd_add([[1, 0], [1, 0]], [1, 1])).tolist() == [[1, 2], [5, 4]]
        assert session.run(tf.scatter_nd_update(variable, [[0]], [[7, 8]])).tolist() == [[7, 8], [5, 4]]

    def test_another_shape(self, session):
        variable = tf.Variable([1.0, 2.0], validate_shape=False)
        assert variable.shape.ndims is None
        session.run(variable.initializer)
        session.run(tf.assign(variable, [[3.0]], validate_shape=False))
        assert session.run(variable).tolist() == [[3.0]]

    def test_load(self, session):
        variable = tf.Variable([1.0, 2.0])
        count = len(variable.graph.get_operations())
        variable.load([3.0, 4.0], session)
        assert session.run(variable).tolist() == [3.0, 4.0]
        assert len(variable.graph.get_operations()) == count

    def test_count_up_to(self, session):
        counter = tf.Variable(0)
        step = tf.count_up_to(counter, 2)
        session.run(counter.initializer)
        assert [session.run(step), session.run(step)] == [0, 1]
        with pytest.raises(tf.errors.OutOfRangeError, match="limit of 2"):
            session.run(step)

    def test_operators_are_those_of_the_value(self, session):
        variable = tf.Variable([1.0, 2.0])
        session.run(variable.initializer)
        results = session.run([variable + 1, 1 - variable, 2 * variable, variable / 2, -variable, variable[1], variable**2, variable > 1.5])
        expected = [[2, 3], [0, -1], [2, 4], [0.5, 1], [-1, -2], 2, [1, 4], [False, True]]
        assert [np.asarray(result).tolist() for result in results] == expected

    def test_a_fed_array_is_copied(self, session):
        variable = tf.Variable([1.0, 2.0])
        fed = tf.placeholder(tf.float32, [2])
        array = np.array([5, 6], np.float32)
        session.run(variable.assign(fed), {fed: array})
        array[:] = 0
        assert session.run(variable).tolist() == [5.0, 6.0]

    def test_a_fetched_array_is_a_copy(self, session):
        variable = tf.Variable([1.0, 2.0])
        session.run(variable.initializer)
        fetched = session.run(variable)
        session.run(variable.assign_add([1.0, 1.0]))
        assert fetched.tolist() == [1.0, 2.0]

    def test_assigned_view_of_itself(self, session):
        variable = tf.Variable([[1.0, 2.0], [3.0, 4.0]])
        turned = variable.assign(tf.transpose(variable))
        session.run(variable.initializer)
        assert session.run(turned).tolist() == [[1.0, 3.0], [2.0, 4.0]]


class TestCollections:
    def test_report(self, session):
        first, second = tf.Variable(1.0, name="a"), tf.Variable(2.0, name="b")
        report = tf.report_uninitialized_variables()
        assert session.run(report).tolist() == [b"a", b"b"]
        session.run(first.initializer)
        assert session.run(report).tolist() == [b"b"]
        assert session.run([tf.is_variable_initialized(first), tf.is_variable_initialized(second)]) == [True, False]

    def test_assertion(self, session):
        first, second = tf.Variable(1.0), tf.Variable(2.0)
        check = tf.assert_variables_initialized()
        session.run(first.initializer)
        with pytest.raises(tf.errors.FailedPreconditionError):
            session.run(check)
        session.run(second.initializer)
        session.run(check)

    def test_nothing_to_report(self, session):
        assert session.run(tf.report_uninitialized_variables()).tolist() == []
        assert tf.assert_variables_initialized() is None

    def test_initialisers_of_collections(self, session):
        shared = tf.Variable(1.0)
        local = tf.Variable(2.0, collections=[tf.GraphKeys.LOCAL_VARIABLES], trainable=False)
        session.run([tf.initialize_all_variables(), tf.local_variables_initializer()])
        assert session.run([shared, local]) == [1.0, 2.0]


def test_the_first_value_must_have_the_declared_shape(session):
    variable = ops.variable_v2(shape=[2, 3], dtype=tf.float32)
    value = tf.placeholder(tf.float32)
    assign = ops.assign(variable, value)
    with pytest.raises(tf.errors.InvalidArgumentError, match=r"lhs shape= \(2, 3\) rhs shape= \(4,\)"):
        session.run(assign, {value: [1, 2, 3, 4]})
    assert session.run(assign, {value: np.ones((2, 3))}).shape == (2, 3)
