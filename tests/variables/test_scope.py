import numpy as np
import pytest

import polyflow as tf


@pytest.fixture(autouse=True)
def graph():
    with tf.Graph().as_default() as graph:
        yield graph


class TestNames:
    def test_scopes_prefix_variables(self):
        with tf.variable_scope("a"), tf.variable_scope("b"):
            assert tf.get_variable("w", [2]).name == "a/b/w:0"

    def test_name_scopes_do_not(self):
        with tf.variable_scope("a"), tf.name_scope("n"):
            assert tf.get_variable("w", [2]).name == "a/w:0"

    def test_a_scope_is_a_name_scope_too(self):
        with tf.variable_scope("a") as scope:
            assert tf.constant(1).name == "a/Const:0"
        assert (scope.name, scope.original_name_scope) == ("a", "a/")

    def test_opened_again_names_count_on(self):
        with tf.variable_scope("a"):
            pass
        with tf.variable_scope("a") as again:
            assert tf.constant(1).name == "a_1/Const:0"
        assert (again.name, again.original_name_scope) == ("a", "a_1/")

    def test_default_names_are_unique(self):
        found = []
        for _ in range(2):
            with tf.variable_scope(None, "layer") as scope, tf.variable_scope(None, "inner") as inner:
                found += [scope.name, inner.name]
        assert found == ["layer", "layer/inner", "layer_1", "layer_1/inner"]

    def test_default_names_start_anew_inside_a_scope(self):
        for _ in range(2):
            with tf.variable_scope("a"), tf.variable_scope(None, "layer") as scope:
                assert scope.name == "a/layer"

    def test_entered_again_from_elsewhere(self):
        with tf.variable_scope("a") as scope:
            pass
        with tf.variable_scope("b"), tf.variable_scope(scope) as again:
            assert tf.get_variable("w", [1]).name == "a/w:0"
            assert (again.name, again.original_name_scope) == ("a", "a/")
            assert tf.constant(1).name == "b/a/Const:0"

    def test_without_a_name_scope(self):
        with tf.variable_scope("a"), tf.variable_scope("b", auxiliary_name_scope=False):
            assert tf.get_variable("w", [1]).name == "a/b/w:0"
            assert tf.constant(1).name == "a/Const:0"


class TestReuse:
    def test_same_variable(self):
        with tf.variable_scope("a"):
            first = tf.get_variable("w", [2])
        with tf.variable_scope("a", reuse=True):
            assert tf.get_variable("w", [2]) is first
            with tf.variable_scope("inner") as inner:
                assert inner.reuse is True

    def test_from_here_on(self):
        with tf.variable_scope("a") as scope:
            first = tf.get_variable("w", [2])
            scope.reuse_variables()
            assert tf.get_variable("w") is first

    def test_second_positional_argument_of_old_programs(self):
        with tf.variable_scope("a"):
            first = tf.get_variable("w", [2])
        with tf.variable_scope("a", True):
            assert tf.get_variable("w", [2]) is first

    def test_automatic(self):
        found = []
        for _ in range(2):
            with tf.variable_scope("a", reuse=tf.AUTO_REUSE):
                found.append(tf.get_variable("w", [2]))
        assert found[0] is found[1]

    def test_existing(self):
        tf.get_variable("w", [2])
        with pytest.raises(ValueError, match="w already exists, disallowed.*test_scope.py"):
            tf.get_variable("w", [2])

    def test_missing(self):
        with tf.variable_scope("a", reuse=True), pytest.raises(ValueError, match="a/w does not exist"):
            tf.get_variable("w", [2])

    def test_other_shape_or_type(self):
        tf.get_variable("w", [2])
        with tf.variable_scope(tf.get_variable_scope(), reuse=True):
            with pytest.raises(ValueError, match=r"specified shape \(3,\) and found shape \(2,\)"):
                tf.get_variable("w", [3])
            with pytest.raises(ValueError, match="specified dtype int32"):
                tf.get_variable("w", [2], tf.int32)

    def test_without_a_name(self):
        with pytest.raises(ValueError, match="reuse=True cannot be used"):
            tf.variable_scope(None, "a", reuse=True)


class TestInitialValues:
    def test_of_the_scope(self):
        with tf.variable_scope("a", initializer=tf.constant_initializer(3.0)), tf.Session() as session:
            variable = tf.get_variable("w", [2])
            session.run(variable.initializer)
            assert session.run(variable).tolist() == [3.0, 3.0]

    def test_class_array_and_function(self):
        variables = [
            tf.get_variable("a", [2], initializer=tf.ones_initializer),
            tf.get_variable("b", initializer=np.array([1, 2])),
            tf.get_variable("c", initializer=lambda: tf.constant([5.0])),
            tf.get_variable("d", [2, 2], initializer=lambda shape, dtype: tf.fill(shape, 7.0)),
        ]
        with tf.Session() as session:
            session.run(tf.global_variables_initializer())
            assert [value.tolist() for value in session.run(variables)] == [[1.0, 1.0], [1, 2], [5.0], [[7.0, 7.0], [7.0, 7.0]]]
        assert variables[1].dtype.base_dtype == tf.int64

    def test_defaults(self):
        assert tf.get_variable("w", [2, 3]).initial_value.op.name == "w/Initializer/random_uniform"
        assert tf.get_variable("i", [2], tf.int32).initial_value.op.name == "i/Initializer/zeros"

    def test_shape_beside_a_value(self):
        with pytest.raises(ValueError, match="do not specify shape"):
            tf.get_variable("w", [2], initializer=np.zeros(2))

    def test_type_beside_a_value(self):
        with pytest.raises(ValueError, match="explicit dtype 'int32' don't match"):
            tf.get_variable("w", dtype=tf.int32, initializer=np.zeros(2))

    def test_without_a_shape(self):
        with pytest.raises(ValueError, match="must be fully defined"):
            tf.get_variable("w")


class TestGettersAndRegularizers:
    def test_custom_getters_nest(self):
        def getter(getter, name, *args, **keywords):
            return getter(f"{name}_{len(keywords['shape'])}", *args, **keywords)

        with tf.variable_scope("a", custom_getter=getter), tf.variable_scope("b", custom_getter=getter):
            assert tf.get_variable("w", [1]).name == "a/b/w_1_1:0"

    def test_regularization_losses(self):
        with tf.variable_scope("a", regularizer=lambda variable: tf.reduce_sum(variable)):
            tf.get_variable("w", [2])
            tf.get_variable("v", [2], regularizer=tf.no_regularizer)
        losses = tf.get_collection(tf.GraphKeys.REGULARIZATION_LOSSES)
        assert [loss.name for loss in losses] == ["a/w/Regularizer/Sum:0"]

    def test_a_partitioner_may_leave_one_piece(self):
        assert tf.get_variable("w", [4, 2], partitioner=lambda shape, dtype: [1, 1]).shape == [4, 2]
        with pytest.raises(ValueError, match="in one piece"):
            tf.get_variable("v", [4, 2], partitioner=lambda shape, dtype: [2, 1])


class TestOlderSpelling:
    @pytest.mark.parametrize(
        "order", [lambda values: (values, "a", None), lambda values: ("a", None, values), lambda values: (values, None, "a")]
    )
    def test_variable_op_scope(self, order):
        with tf.variable_op_scope(*order([tf.constant(1)])) as scope:
            assert scope.name == "a"

    def test_local_variables(self):
        variable = tf.get_local_variable("w", [2])
        assert tf.local_variables() == [variable]
        assert tf.trainable_variables() == []


class TestTemplates:
    def scaled(self, x):
        return x * tf.get_variable("w", [], initializer=tf.ones_initializer())

    def test_calls_share_variables(self):
        template = tf.make_template("t", self.scaled)
        template(1.0)
        template(2.0)
        assert [variable.name for variable in template.variables] == ["t/w:0"]

    def test_templates_do_not(self):
        for _ in range(2):
            tf.make_template("t", self.scaled)(1.0)
        assert [variable.name for variable in tf.global_variables()] == ["t/w:0", "t_1/w:0"]

    def test_name_taken_at_once(self):
        with tf.variable_scope("a"):
            template = tf.make_template("t", self.scaled, create_scope_now_=True)
        template(1.0)
        assert template.var_scope.name == "a/t"

    def test_bound_arguments(self):
        template = tf.make_template("t", lambda x, by: x * by, by=3.0)
        with tf.Session() as session:
            assert session.run(template(tf.constant(2.0))) == 6.0

    def test_a_new_variable_in_a_later_call(self):
        names = iter("vw")
        template = tf.make_template("t", lambda: tf.get_variable(next(names), []))
        template()
        with pytest.raises(ValueError, match="t/w does not exist"):
            template()
