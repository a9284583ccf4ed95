"""Variables behind handles: what reads and writes see, and gradients with respect to them."""

import numpy as np
import pytest

import polyflow as tf
from polyflow.ops import state_resource as resource


@pytest.fixture(params=["numpy", "torch"])
def session(request: pytest.FixtureRequest):
    with tf.Graph().as_default(), tf.Session(backend=request.param) as session:
        yield session


def made(session: tf.Session, values: object) -> tf.Tensor:
    """The handle of a variable with these values."""
    array = np.asarray(values, np.float32)
    handle = resource.var_handle_op(dtype=tf.float32, shape=array.shape)
    session.run(resource.assign_variable_op(handle, array))
    return handle


def read(handle: tf.Tensor) -> tf.Tensor:
    return resource.read_variable_op(handle, dtype=tf.float32)


def test_what_was_read_stays_when_the_variable_changes(session) -> None:
    handle = made(session, [1, 2])
    before = read(handle)
    with tf.control_dependencies([before]):
        change = resource.assign_add_variable_op(handle, np.float32([10, 10]))
    with tf.control_dependencies([change]):
        after = read(handle)
    assert [value.tolist() for value in session.run([before, after])] == [[1, 2], [11, 12]]


def test_first_assignment_and_end(session) -> None:
    handle = resource.var_handle_op(dtype=tf.float32, shape=[2])
    is_there = resource.var_is_initialized_op(handle)
    assert not session.run(is_there)
    session.run(resource.assign_variable_op(handle, np.float32([3, 4])))
    assert session.run(is_there) and session.run(read(handle)).tolist() == [3, 4]
    session.run(resource.destroy_resource_op(handle))
    with pytest.raises(tf.errors.FailedPreconditionError, match="uninitialized"):
        session.run(read(handle))


def test_a_handle_goes_through_identity(session) -> None:
    handle = made(session, [1, 2])
    with tf.control_dependencies([resource.assign_variable_op(handle, np.float32([5, 6]))]):
        later = tf.identity(handle)
    assert session.run(read(later)).tolist() == [5, 6]
    assert read(later).shape.as_list() == [2]


def test_equal_shared_names_are_one_variable(session) -> None:
    first, second = (resource.var_handle_op(dtype=tf.float32, shape=[], shared_name="place") for _ in range(2))
    session.run(resource.assign_variable_op(first, np.float32(7)))
    assert session.run(read(second)) == 7


def test_the_type_must_be_the_variables(session) -> None:
    with pytest.raises(ValueError, match="type float32, not int32"):
        resource.read_variable_op(made(session, [1, 2]), dtype=tf.int32)


def test_gradients_end_at_the_handle(session) -> None:
    handle = made(session, [[1, 2], [3, 4], [5, 6]])
    (dense,) = tf.gradients(read(handle) ** 2, handle)
    assert session.run(dense).tolist() == [[2, 4], [6, 8], [10, 12]]


def test_rows_that_were_read_have_a_sparse_gradient(session) -> None:
    handle = made(session, [[1, 2], [3, 4], [5, 6]])
    rows = resource.resource_gather(handle, [2, 0, 2], dtype=tf.float32)
    (gradient,) = tf.gradients(rows * [[1.0], [2.0], [3.0]], handle)
    values, indices, shape = session.run(gradient)
    assert (values.tolist(), indices.tolist(), shape.tolist()) == ([[1, 1], [2, 2], [3, 3]], [2, 0, 2], [3, 2])


def test_rows_of_batches_have_a_dense_gradient(session) -> None:
    handle = made(session, np.arange(12).reshape(2, 3, 2))
    rows = resource.resource_gather(handle, [[2, 2], [0, 1]], batch_dims=1, dtype=tf.float32)
    (gradient,) = tf.gradients(rows * [[[1.0], [2.0]], [[3.0], [4.0]]], handle)
    assert session.run(gradient).tolist() == [[[0, 0], [0, 0], [3, 3]], [[3, 3], [4, 4], [0, 0]]]


def test_slices_that_were_read_have_a_dense_gradient(session) -> None:
    handle = made(session, [[1, 2], [3, 4]])
    picked = resource.resource_gather_nd(handle, [[1, 0], [1, 0], [0, 1]], dtype=tf.float32)
    (gradient,) = tf.gradients(picked, handle)
    assert session.run(gradient).tolist() == [[0, 1], [2, 0]]


def test_a_variable_is_assigned_in_a_loop(session) -> None:
    handle = made(session, 1.0)

    def body(count):
        with tf.control_dependencies([resource.assign_add_variable_op(handle, read(handle))]):
            return count + 1

    count = tf.while_loop(lambda count: count < 5, body, [tf.constant(0)])
    assert session.run(count) == 5 and session.run(read(handle)) == 32
