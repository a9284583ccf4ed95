"""Calls in the order of 0.x and in the order of 1.x mean the same, told apart by what is passed."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import polyflow as tf

Values = Callable[..., Any]
Generation = Callable[[str], None]

A, B = [[1, 2]], [[3, 4]]
X = [[1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0]]


class TestConcat:
    @pytest.mark.parametrize(
        "call",
        [
            lambda: tf.concat(1, [A, B]),
            lambda: tf.concat(np.int32(1), [A, B]),
            lambda: tf.concat(np.array(1), [A, B]),
            lambda: tf.concat(tf.constant(1), [A, B]),
            lambda: tf.concat(tf.Dimension(1), [A, B]),
            lambda: tf.concat(1, (A, B), "joined"),
            lambda: tf.concat(1, values=[A, B]),
            lambda: tf.concat(concat_dim=1, values=[A, B], name="joined"),
            lambda: tf.concat(tf.placeholder_with_default(1, []), [A, B]),
            lambda: tf.concat([A, B], 1),
            lambda: tf.concat((A, B), -1),
            lambda: tf.concat([A, B], tf.constant(1)),
            lambda: tf.concat(values=[A, B], axis=1),
            lambda: tf.concat_v2([A, B], 1),
        ],
    )
    def test_orders(self, values: Values, call: Callable[[], tf.Tensor]) -> None:
        assert values(call()) == [[1, 2, 3, 4]]

    def test_one_tensor_as_the_list(self, values: Values) -> None:
        assert values([tf.concat(tf.constant(A), 0), tf.concat(0, tf.constant(A))]) == [A, A]

    def test_two_tensors_of_unknown_rank(self, values: Values, generation: Generation) -> None:
        first, second = tf.placeholder_with_default(A, None), tf.placeholder_with_default(0, None)
        assert values(tf.concat(first, second)) == A
        generation("0.x")
        assert values([tf.concat(second, first), tf.concat(first, axis=0), tf.concat(values=first, axis=0)]) == [A] * 3

    def test_names(self, values: Values) -> None:
        assert [tf.concat(0, [A, B]).name, tf.concat([A, B], 0, "joined").name] == ["concat:0", "joined:0"]


class TestSplit:
    @pytest.mark.parametrize(
        "call",
        [
            lambda x: tf.split(1, 2, x),
            lambda x: tf.split(np.int64(1), 2, x),
            lambda x: tf.split(tf.constant(1), 2, x),
            lambda x: tf.split(1, 2, X, "halves"),
            lambda x: tf.split(1, 2, value=x),
            lambda x: tf.split(split_dim=1, num_split=2, value=x),
            lambda x: tf.split(tf.placeholder_with_default(1, None), 2, x),
            lambda x: tf.split(x, 2, 1),
            lambda x: tf.split(x, [2, 2], 1),
            lambda x: tf.split(value=x, num_or_size_splits=2, axis=1),
            lambda x: tf.split(x, 2, tf.placeholder_with_default(1, None)),
            lambda x: tf.split(tf.placeholder_with_default(x, None), 2, 1),
        ],
    )
    def test_orders(self, values: Values, call: Callable[[Any], list[tf.Tensor]]) -> None:
        assert values(call(tf.constant(X))) == [[[1, 2], [5, 6]], [[3, 4], [7, 8]]]

    def test_nothing_but_tensors_of_unknown_rank(self, values: Values, generation: Generation) -> None:
        x, one = tf.placeholder_with_default(X, None), tf.placeholder_with_default(1, None)
        halves = [[[1, 2], [5, 6]], [[3, 4], [7, 8]]]
        assert values(tf.split(x, 2, one)) == halves
        generation("0.x")
        assert values(tf.split(one, 2, x)) == halves


def test_reverse(values: Values) -> None:
    x = tf.constant([[1, 2, 3], [4, 5, 6]])
    flipped = [[3, 2, 1], [6, 5, 4]]
    older = [tf.reverse(x, [False, True]), tf.reverse(x, np.array([False, True])), tf.reverse(x, dims=[False, True])]
    older.append(tf.reverse(x, tf.placeholder_with_default([False, True], [2])))
    newer = [tf.reverse(x, [1]), tf.reverse(x, axis=[-1]), tf.reverse_v2(x, [1])]
    assert values(older + newer) == [flipped] * 7
    assert {tensor.op.type for tensor in older} == {"Reverse"} and {tensor.op.type for tensor in newer} == {"ReverseV2"}


def test_where(values: Values) -> None:
    found = [tf.where([False, True]), tf.where([False, True], "places"), tf.where(input=[False, True])]
    assert values(found) == [[[1]]] * 3 and found[1].op.name == "places"
    assert values([tf.where([False, True], [1, 2], [3, 4]), tf.select([False, True], [1, 2], [3, 4])]) == [[3, 2]] * 2


def test_pack_and_unpack(values: Values) -> None:
    packed, named, turned = tf.pack([1, 2]), tf.pack([1, 2], "both"), tf.pack([[1, 2], [3, 4]], axis=1)
    assert (packed.name, named.name) == ("pack:0", "both:0")
    assert values([packed, named, turned]) == [[1, 2], [1, 2], [[1, 3], [2, 4]]]
    unpacked, parts = tf.unpack(turned), tf.unpack(turned, None, "parts")
    assert (unpacked[1].name, parts[0].name) == ("unpack:1", "parts:0")
    assert values([unpacked, parts, tf.unpack(turned, 2, 1)]) == [[[1, 3], [2, 4]], [[1, 3], [2, 4]], [[1, 2], [3, 4]]]
    assert tf.pack([tf.constant(1), 2]).op.type == "Pack" and tf.stack([1, 2]).name == "stack:0"


def test_reductions(values: Values) -> None:
    x = tf.constant([[1.0, 2.0], [3.0, 4.0]])
    calls = [
        tf.reduce_sum(x, 1, True),
        tf.reduce_sum(x, reduction_indices=1, keep_dims=True),
        tf.reduce_sum(x, axis=1, keepdims=True),
        tf.reduce_sum(x, reduction_indices=[1], keepdims=True),
    ]
    assert values(calls) == [[[3.0], [7.0]]] * 4
    for both in ({"axis": 0, "reduction_indices": 0}, {"keepdims": True, "keep_dims": True}):
        with pytest.raises(ValueError, match="not both"):
            tf.reduce_sum(x, **both)


def test_positions_of_extremes(values: Values, generation: Generation) -> None:
    x = tf.constant([[1, 5, 2], [4, 3, 0]])
    found = [tf.argmax(x, 1), tf.argmax(x, dimension=1), tf.argmax(x, axis=1), tf.arg_max(x, 1), tf.argmin(-x, dimension=1)]
    assert values([*found, tf.arg_min(-x, 1)]) == [[1, 0]] * 6
    assert values(tf.argmax(x)) == [1, 0, 0]
    generation("0.x")
    assert values(tf.argmax(x, dimension=1)) == [1, 0]
    for function in (tf.argmax, tf.argmin):
        with pytest.raises(TypeError, match="dimension"):
            function(x)


def test_dimensions_by_their_older_names(values: Values) -> None:
    x = tf.constant([[1], [2]])
    assert tf.expand_dims(x, dim=0).shape == tf.expand_dims(x, axis=0).shape == tf.expand_dims(x, 0).shape == [1, 2, 1]
    assert tf.squeeze(x, squeeze_dims=[1]).shape == tf.squeeze(x, [1]).shape == tf.squeeze(x, axis=1).shape == [2]
    rows = tf.constant([[3.0, 4.0]])
    assert np.allclose(values([tf.nn.l2_normalize(rows, dim=1), tf.nn.l2_normalize(rows, 1)]), [[[0.6, 0.8]]] * 2)
    assert values([tf.nn.softmax(rows * 0, dim=0), tf.nn.softmax(rows * 0, axis=0)]) == [[[1.0, 1.0]]] * 2


def test_matmul(values: Values, generation: Generation) -> None:
    a, b = tf.constant([[1.0, 2.0]]), tf.constant([[3.0, 4.0]])
    older = tf.matmul(a, b, False, True, False, False, "product")
    assert (older.op.name, values(older)) == ("product", [[11.0]])
    i = tf.constant([[1j]])
    assert values(tf.matmul(i, i, False, False, True)) == [[1 + 0j]]
    generation("0.x")
    assert values(tf.matmul(i, i, False, False, True)) == [[-1 + 0j]]


def test_division_of_integers(values: Values) -> None:
    x = tf.constant([7, -7])
    assert values([tf.div(x, 2), x / 2, tf.truediv(x, 2), x // 2]) == [[3, -4], [3.5, -3.5], [3.5, -3.5], [3, -4]]


def test_range_and_clipping_take_a_name(values: Values) -> None:
    assert tf.range(0, 3, 1, "numbers").op.name == "numbers"
    assert tf.clip_by_norm([3.0, 4.0], 1.0, "short").op.name == "short"


def test_gather(values: Values) -> None:
    found = [tf.gather([5, 6], [1], True, "picked"), tf.gather([5, 6], [1], validate_indices=False), tf.gather([[5, 6]], [1], axis=1)]
    assert found[0].op.name == "picked" and values(found) == [[6], [6], [[6]]]


def test_conversion(values: Values) -> None:
    variable = tf.Variable(1.0)
    assert tf.convert_to_tensor(variable, None, None, True).dtype is tf.float32_ref
    assert tf.convert_to_tensor(1, None, None, tf.float32).dtype is tf.convert_to_tensor(1, dtype_hint=tf.float32).dtype is tf.float32


class TestControlFlow:
    def test_cond(self, values: Values) -> None:
        yes, one, two = tf.placeholder_with_default(True, []), lambda: tf.constant(1), lambda: tf.constant(2)
        calls = [
            tf.cond(yes, one, two),
            tf.cond(yes, fn1=one, fn2=two),
            tf.cond(yes, true_fn=one, false_fn=two),
            tf.cond(yes, one, two, "choice"),
        ]
        assert values(calls) == [1] * 4 and calls[-1].op.name == "choice/Merge"
        assert values(tf.cond(yes, lambda: [tf.constant(1)], lambda: [tf.constant(2)])) == 1
        assert values(tf.cond(yes, lambda: [tf.constant(1)], lambda: [tf.constant(2)], True)) == [1]
        assert isinstance(tf.cond(yes, tf.no_op, tf.no_op), tf.Tensor)

    def test_case(self, values: Values) -> None:
        pairs = [(tf.constant(False), lambda: tf.constant(1)), (tf.constant(True), lambda: tf.constant(2))]
        otherwise = lambda: tf.constant(3)  # noqa: E731
        assert values(tf.case(pairs, otherwise, False, "choice")) == values(tf.case(pairs, otherwise, exclusive=True, strict=False)) == 2

    def test_while_loop(self, values: Values) -> None:
        below, next_ = lambda i: i < 5, lambda i: i + 1
        older = tf.while_loop(below, next_, [tf.constant(0)], 1, True, False, "loop")
        newer = tf.while_loop(below, next_, [tf.constant(0)], None, 1, True, False, "loop", maximum_iterations=3)
        assert older.op.name == "loop/Exit" and values([older, newer]) == [5, 3]

    def test_py_func(self, values: Values) -> None:
        calls = [tf.py_func(np.sin, [0.0], tf.float64, "sine"), tf.py_func(np.sin, [0.0], tf.float64, False, "sine"),
                 tf.numpy_function(np.sin, [0.0], tf.float64, "sine")]  # fmt: skip
        assert [call.op.type for call in calls] == ["PyFunc", "PyFuncStateless", "PyFunc"]


class TestScopes:
    def test_name_scopes(self, values: Values) -> None:
        x = tf.constant(1)
        with tf.op_scope([x], "a", "default") as older, tf.op_scope("b", "default", [x]) as newer:
            assert (older, newer) == ("a/", "a/b/")
        with tf.op_scope([x], None, "default") as older, tf.op_scope(None, "default", [x]) as newer:
            assert (older, newer) == ("default/", "default/default/")
        with tf.name_scope(None, "default", [x]) as scope:
            assert scope == "default_1/"

    def test_variable_scopes(self, values: Values) -> None:
        with tf.variable_scope("a", None):
            first = tf.get_variable("v", [1])
        with tf.variable_scope("a", True):
            assert tf.get_variable("v") is first
        with tf.variable_scope("b", False, tf.ones_initializer, len) as scope:
            assert (scope.initializer, scope.regularizer, scope.reuse) == (tf.ones_initializer, len, False)
        with tf.variable_scope("a", True, initializer=tf.ones_initializer, regularizer=len) as scope:
            assert (scope.initializer, scope.regularizer, scope.reuse) == (tf.ones_initializer, len, True)
        with tf.variable_scope(None, "default") as scope:
            assert scope.name == "default"

    def test_variable_op_scopes(self, values: Values) -> None:
        x = tf.constant(1)
        with tf.variable_op_scope([x], "a", "default") as older, tf.variable_op_scope("b", "default", [x]) as newer:
            assert (older.name, newer.name) == ("a", "a/b")
        with tf.variable_op_scope([x], None, "default") as older, tf.variable_op_scope(None, "default", [x]) as newer:
            assert (older.name, newer.name) == ("default", "default/default")
        with tf.variable_op_scope(older, None, [x]) as again:
            assert again.name == "default"


def test_initializers(values: Values) -> None:
    assert values([tf.zeros_initializer([2]), tf.ones_initializer((2,), tf.int32)]) == [[0.0, 0.0], [1, 1]]
    assert values([tf.zeros_initializer()([2]), tf.ones_initializer(tf.int32)([2])]) == [[0.0, 0.0], [1, 1]]
    assert (
        values([tf.get_variable("a", [2], initializer=tf.ones_initializer), tf.get_variable("b", [2], initializer=tf.ones_initializer())])
        == [[1.0, 1.0]] * 2
    )


class TestNeuralNetworks:
    def test_cross_entropies(self, values: Values) -> None:
        logits, labels = tf.constant([[0.0, 2.0]]), tf.constant([[1.0, 0.0]])
        cases = [(tf.nn.softmax_cross_entropy_with_logits, labels), (tf.nn.sigmoid_cross_entropy_with_logits, labels),
                 (tf.nn.sparse_softmax_cross_entropy_with_logits, tf.constant([0]))]  # fmt: skip
        for function, wanted in cases:
            older, newer = function(logits, wanted), function(labels=wanted, logits=logits)
            assert (
                values(older) == values(newer) == values(function(logits, targets=wanted)) == values(function(logits, wanted, name="loss"))
            )

    def test_losses_that_took_either_by_position(self, values: Values, generation: Generation) -> None:
        logits, labels = tf.constant([2.0]), tf.constant([0.25])
        by_name = tf.nn.weighted_cross_entropy_with_logits(labels=labels, logits=logits, pos_weight=3.0)
        poisson = tf.nn.log_poisson_loss(targets=labels, log_input=logits)
        assert values(tf.nn.weighted_cross_entropy_with_logits(logits, labels, 3.0)) == values(by_name)
        assert values(tf.nn.log_poisson_loss(logits, labels)) == values(poisson)
        generation("1.x")
        assert values(tf.nn.weighted_cross_entropy_with_logits(labels, logits, 3.0)) == values(by_name)
        assert values(tf.nn.log_poisson_loss(labels, logits)) == values(poisson)

    def test_moments_and_dropout(self, values: Values) -> None:
        x = tf.constant([[1.0], [3.0]])
        results = [tf.nn.moments(x, [0], "m", True), tf.nn.moments(x, [0], None, "m", True), tf.nn.moments(x, [0], keepdims=True)]
        assert values(results) == [[[[2.0]], [[1.0]]]] * 3
        assert values([tf.nn.dropout(x, 1.0), tf.nn.dropout(x, keep_prob=1.0), tf.nn.dropout(x, rate=0.0)]) == [[[1.0], [3.0]]] * 3


class TestSparseTensors:
    def test_the_name_of_the_shape(self, values: Values) -> None:
        older, newer = tf.SparseTensor([[0]], [1], shape=[7]), tf.SparseTensor([[0]], [1], [7])
        assert values([older.dense_shape, newer.dense_shape]) == [[7], [7]]
        assert tf.SparseTensorValue([[0]], [1], shape=[7]) == tf.SparseTensorValue([[0]], [1], [7]) == ([[0]], [1], [7])
        assert tf.SparseTensorValue([[0]], [1], [7]).shape == [7]
        with pytest.raises(ValueError, match="not both"):
            tf.SparseTensor([[0]], [1], [7], shape=[7])

    def test_what_the_shape_is(self, values: Values, generation: Generation) -> None:
        sparse = tf.SparseTensor([[0]], [1], [7])
        assert sparse.shape == sparse.get_shape() == [7] and isinstance(sparse.shape, tf.TensorShape)
        generation("0.x")
        assert sparse.shape is sparse.dense_shape and isinstance(sparse.get_shape(), tf.TensorShape)


def test_generations(generation: Generation) -> None:
    assert tf.api_generation() == "auto"
    generation("1.x")
    assert tf.api_generation() == "1.x"
    with pytest.raises(ValueError, match="0.x"):
        tf.set_api_generation("2.x")


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("concat", "values axis name"),
        ("split", "value num_or_size_splits axis num name"),
        ("reverse", "tensor axis name"),
        ("where", "condition x y name"),
        ("cond", "pred true_fn false_fn strict name fn1 fn2"),
        ("argmax", "input axis name dimension output_type"),
    ],
)
def test_signatures_are_those_of_the_newer_order(name: str, parameters: str) -> None:
    function = getattr(tf, name)
    assert list(inspect.signature(function).parameters) == parameters.split() and function.__name__ == name and function.__doc__


def test_reversed_sequences_and_lists(values: Values) -> None:
    x = tf.constant([[1, 2, 3], [4, 5, 6]])
    calls = [tf.reverse_sequence(x, [2, 3], 1, 0), tf.reverse_sequence(x, [2, 3], seq_dim=1, batch_dim=0),
             tf.reverse_sequence(x, [2, 3], seq_axis=1, batch_axis=0)]  # fmt: skip
    assert values(calls) == [[[2, 1, 3], [6, 5, 4]]] * 3
    assert values([list(tf.listdiff([1, 2, 3], [2])), list(tf.setdiff1d([1, 2, 3], [2]))]) == [[[1, 3], [0, 2]]] * 2
