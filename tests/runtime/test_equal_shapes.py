"""What named sizes save, read off the emitted programs, and that it never changes a value."""

import numpy as np
import pytest

import polyflow as tf
from conformance.call import applies, case_dtypes, make_call
from conformance.case import Failure, load_cases
from conformance.run import build
from polyflow.runtime.ir import Block, Value
from polyflow.runtime.passes.named_sizes import ELEMENTWISE, NamedSizes


@pytest.fixture(autouse=True)
def graph():
    with tf.Graph().as_default() as graph:
        yield graph


def batch(*sizes, name=None):
    return tf.placeholder(tf.float64, [None, *sizes], name=name)


def program(fetches, feeds=()):
    return str(tf.Session(backend="numpy").plan(fetches, feeds))


def values(*shape):
    return np.random.default_rng(0).normal(size=shape)


def agree(fetches, feeds):
    """What the program gives with the pass is what it gives without."""
    answers = []
    for fusing in (True, False):
        with tf.Session(backend="numpy") as session:
            session._fusing = fusing
            session.run(tf.global_variables_initializer())
            answers.append(session.run(fetches, feeds))
    for one, other in zip(*answers, strict=True):
        np.testing.assert_array_equal(one, other)
    return answers[0]


def test_gradients_within_a_batch_compare_no_shapes():
    x = batch(3)
    y = tf.matmul(x, tf.constant(values(3, 4)))
    (dx,) = tf.gradients(tf.reduce_mean(tf.exp(y) * y - tf.square(y) / (1.0 + tf.abs(y))), x)
    text = program(dx, [x])
    assert "broadcast_gradient_args(" not in text and "sum_(" not in text
    agree([dx], {x: values(5, 3)})


def test_a_loss_that_nobody_fetches_is_not_computed_for_its_shape():
    x, labels = batch(3), tf.placeholder(tf.int32, [None])
    losses = tf.log1p(tf.reduce_sum(tf.square(x), 1))
    (dx,) = tf.gradients(tf.reduce_mean(losses), x)
    assert "log1p(" not in program(dx, [x]) and "log1p(" in program([dx, losses], [x])
    agree([dx, losses], {x: values(5, 3), labels: [1]})


def test_sizes_of_two_feeds_are_not_taken_for_equal():
    x, y = batch(3, name="x"), batch(3, name="y")
    gradients = tf.gradients(x * y + x, [x, y])
    assert "broadcast_gradient_args(" in program(gradients, [x, y])
    for rows in ((5, 1), (1, 5), (5, 5)):
        dx, dy = agree(gradients, {x: values(rows[0], 3), y: values(rows[1], 3)})
        assert (len(dx), len(dy)) == rows


def test_a_row_is_summed_over_the_batch_whatever_its_size():
    x, row = batch(3), tf.Variable(values(3))
    (gradient,) = tf.gradients(tf.exp(x) * row, row)
    assert "broadcast_gradient_args(" not in program(gradient, [x])
    for rows in (0, 1, 4):
        (given,) = agree([gradient], {x: values(rows, 3)})
        np.testing.assert_allclose(given, np.exp(values(rows, 3)).sum(0))


def test_reshapes_keep_the_name_of_the_batch():
    x = batch(6)
    image = tf.reshape(tf.exp(x), [-1, 2, 3])
    (dx,) = tf.gradients(tf.reshape(image * image, [tf.shape(x)[0], 6]) + x, x)
    text = program(dx, [x])
    assert "broadcast_gradient_args(" not in text
    agree([dx], {x: values(4, 6)})


def test_shapes_come_from_the_feed():
    x = batch(3)
    shape = tf.shape(tf.exp(tf.transpose(tf.expand_dims(x, 1), [2, 0, 1])))
    size = tf.size(tf.exp(x))
    with tf.Session(backend="numpy") as session:
        assert "exp(" not in str(session.plan([shape + 0, size + 0], [x]))
        given = session.run([shape + 0, size + 0], {x: values(7, 3)})
    assert given[0].tolist() == [3, 7, 1] and given[1] == 21 and given[1].dtype == np.int32


def test_rewrites_still_see_who_asks_for_the_shape_of_a_loss():
    pytest.importorskip("torch")
    x, labels = batch(3), tf.placeholder(tf.int32, [None])
    weights = tf.Variable(values(3, 4))
    losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=tf.matmul(x, weights))
    gradients = tf.gradients(tf.reduce_mean(losses), weights)
    text = str(tf.Session(backend="torch").plan(gradients, [x, labels]))
    assert "gradient(MatMul, Placeholder_1" in text and "broadcast_to(" not in text


def test_inside_a_loop_the_state_is_asked():
    x = batch(3)

    def body(i, y):
        return i + 1, tf.gradients(tf.reduce_sum(tf.exp(y) * y, 1), y)[0] * 0.1

    _, y = tf.while_loop(lambda i, y: i < 3, body, (0, x), shape_invariants=(tf.TensorShape([]), x.shape))
    assert "broadcast_gradient_args(" not in program(y, [x])
    agree([y], {x: values(5, 3)})


def test_a_sum_over_nothing_of_a_variable_stays_a_copy():
    v = tf.Variable(values(3))
    before = tf.reduce_sum(tf.reshape(v, [3]), [])
    with tf.control_dependencies([before]):
        after = tf.assign_add(v, [1.0, 1.0, 1.0])
    given = agree([before + 0.0, after], {})
    np.testing.assert_allclose(given[1] - given[0], 1.0)


def test_two_fetches_of_one_value_are_two_arrays():
    x = batch(3)
    y = tf.exp(x)
    with tf.Session(backend="numpy") as session:
        one, other = session.run([y, tf.reshape(y, tf.shape(x))], {x: values(2, 3)})
    one[:] = 0
    assert other.all()


def test_axes_that_do_not_exist_are_the_runs_error():
    x, axis = tf.placeholder(tf.float32), tf.constant(3)
    total = tf.reduce_sum(tf.reshape(x, [-1, 2]) * 1.0, tf.placeholder_with_default(axis, []))
    with tf.Session(backend="numpy") as session, pytest.raises(tf.errors.InvalidArgumentError):
        session.run(total, {x: [[1, 2]]})


@pytest.mark.parametrize("op_type", sorted(case.op_type for case in load_cases().values() if case.family in ELEMENTWISE))
def test_elementwise_families_have_the_broadcast_shape(op_type):
    """The pass takes the rule from the family: an op that does not follow it must not join one of these, or have a rule of its own."""
    case = load_cases()[op_type]
    for number, sample in enumerate(case.samples, 1):
        broadcasts = not isinstance(sample, Failure) and sample.attributes.get("incompatible_shape_error", True)
        if broadcasts and applies(case, number, case_dtypes(case)[0]):
            operation = build(make_call(case, number, case_dtypes(case)[0])).operation
            inputs = [tensor.shape.as_list() for tensor in operation.inputs[op_type == "Select" :]]
            for output in operation.outputs:
                assert tuple(output.shape.as_list()) == np.broadcast_shapes(*inputs)


def test_what_is_unknown_gets_a_name_of_its_own():
    names = NamedSizes()
    value = Value("x", tf.float32, tf.TensorShape([None, 3]), Block())
    assert names.of(value) == ((value, 0), 3)
    assert names.of(Value("y", tf.float32, tf.TensorShape(None), Block())) is None
