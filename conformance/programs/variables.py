"""Programs whose point is which value of a variable each op sees."""

from __future__ import annotations

from typing import Any

from .program import Steps, fails, program, step

OPEN = "TensorFlow leaves the order open; here every read that no path puts behind a write sees the value from before the run"


@program()
def average_after_optimizer(tf: Any) -> Steps:
    """A moving average that is updated under control_dependencies([train]) sees the weights after the step."""
    weight = tf.Variable(1.0)
    train = tf.train.GradientDescentOptimizer(0.25).minimize(tf.square(weight))
    average = tf.train.ExponentialMovingAverage(0.5)
    with tf.control_dependencies([train]):
        update = average.apply([weight])
    values = [weight, average.average(weight)]
    return Steps(
        tf.global_variables_initializer(), step(update), step(values, gives=[0.5, 0.75]), step(update), step(values, gives=[0.25, 0.5])
    )


@program(oracle=False, because=OPEN)
def loss_beside_training(tf: Any) -> Steps:
    """Fetched together with the step, the loss is always that before the step."""
    weight = tf.Variable([1.0, 2.0])
    loss = tf.reduce_sum(tf.square(weight))
    train = tf.train.GradientDescentOptimizer(0.25).minimize(loss)
    return Steps(
        tf.global_variables_initializer(),
        step([train, loss], gives=[None, 5.0]),
        step([loss, train], gives=[1.25, None]),
        step(loss, gives=0.3125),
    )


@program(oracle=False, because=OPEN)
def assignment_beside_view(tf: Any) -> Steps:
    """A transpose may share the variable's memory; it still shows the value before the update that runs beside it."""
    matrix = tf.Variable([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    added = tf.assign_add(matrix, tf.ones([2, 3]))
    turned = tf.transpose(matrix)
    before, after = [[1.0, 4.0], [2.0, 5.0], [3.0, 6.0]], [[2.0, 3.0, 4.0], [5.0, 6.0, 7.0]]
    return Steps(tf.global_variables_initializer(), step([added, turned], gives=[after, before]), step(matrix, gives=after))


@program()
def swap(tf: Any) -> Steps:
    """Two variables exchange their values, both read before either is written."""
    first, second = tf.Variable(1.0), tf.Variable(2.0)
    before = [first + 0.0, second + 0.0]
    with tf.control_dependencies(before):
        swapped = tf.group(tf.assign(first, before[1]), tf.assign(second, before[0]))
    both = [first, second]
    return Steps(
        tf.global_variables_initializer(), step(swapped), step(both, gives=[2.0, 1.0]), step(swapped), step(both, gives=[1.0, 2.0])
    )


@program(oracle=False, because=OPEN)
def swap_at_once(tf: Any) -> Steps:
    """Two assignments of each other's variable: each sees the value from before the run."""
    first, second = tf.Variable([1.0, 2.0]), tf.Variable([3.0, 4.0])
    swapped = tf.group(tf.assign(first, second), tf.assign(second, first))
    both = [first, second]
    return Steps(tf.global_variables_initializer(), step(swapped), step(both, gives=[[3.0, 4.0], [1.0, 2.0]]))


@program(oracle=False, because=OPEN)
def reads_after_each_other(tf: Any) -> Steps:
    """Each variable is read after the other one's write and before its own: a cycle that only a copy resolves."""
    first, second = tf.Variable(1.0), tf.Variable(2.0)
    write_first, write_second = tf.assign(first, 10.0), tf.assign(second, 20.0)
    with tf.control_dependencies([write_second]):
        read_first = tf.identity(first)
    with tf.control_dependencies([write_first]):
        read_second = tf.identity(second)
    return Steps(
        tf.global_variables_initializer(), step([read_first, read_second], gives=[1.0, 2.0]), step([first, second], gives=[10.0, 20.0])
    )


@program()
def two_writers_on_a_path(tf: Any) -> Steps:
    """The second write waits for the first."""
    number = tf.Variable(1.0)
    first = tf.assign(number, 3.0)
    with tf.control_dependencies([first]):
        second = tf.assign_add(number, 0.5)
    return Steps(tf.global_variables_initializer(), step(second, gives=3.5), step(number, gives=3.5))


@program(oracle=False, because=OPEN)
def two_writers_side_by_side(tf: Any) -> Steps:
    """Without a path, writes happen in the order in which they were built, and each gives the value just after it."""
    number = tf.Variable(1.0)
    first = tf.assign(number, 3.0)
    second = tf.assign_add(number, 0.5)
    return Steps(tf.global_variables_initializer(), step([second, first], gives=[3.5, 3.0]), step(number, gives=3.5))


@program()
def two_additions(tf: Any) -> Steps:
    """Two updates of one variable in one run: neither is lost."""
    number = tf.Variable(1.0)
    both = tf.group(tf.assign_add(number, 2.0), tf.assign_add(number, 4.0))
    return Steps(tf.global_variables_initializer(), step(both), step(number, gives=7.0), step(both), step(number, gives=13.0))


@program()
def reads_of_what_was_assigned(tf: Any) -> Steps:
    """Through the output of the assignment, and through an Identity that waits for it."""
    number = tf.Variable(1.0)
    assigned = tf.assign(number, 5.0)
    doubled = assigned * 2.0
    with tf.control_dependencies([assigned]):
        read = tf.identity(number)
        fresh = number.read_value()
    return Steps(tf.global_variables_initializer(), step([doubled, read, fresh], gives=[10.0, 5.0, 5.0]), step(number, gives=5.0))


@program()
def chain_of_updates(tf: Any) -> Steps:
    """Each update takes the output of the one before as its variable."""
    number = tf.Variable([1.0, 2.0])
    last = tf.assign_sub(tf.assign_add(tf.assign(number, [3.0, 4.0]), [1.0, 1.0]), [0.5, 0.25])
    return Steps(tf.global_variables_initializer(), step(last, gives=[3.5, 4.75]), step(number, gives=[3.5, 4.75]))


@program()
def write_in_a_loop(tf: Any) -> Steps:
    """A variable written in the body of a loop and read outside, behind the loop."""
    total = tf.Variable(0.0)

    def body(i: Any) -> Any:
        with tf.control_dependencies([tf.assign_add(total, tf.cast(i, tf.float32) + 1.0)]):
            return i + 1

    end = tf.while_loop(lambda i: i < 4, body, [0])
    with tf.control_dependencies([end]):
        read = tf.identity(total)
    return Steps(tf.global_variables_initializer(), step([end, read], gives=[4, 10.0]), step(total, gives=10.0), step(read, gives=20.0))


@program()
def read_of_a_write_in_a_loop(tf: Any) -> Steps:
    """The body reads what the iteration before has written."""
    number = tf.Variable(1.0)

    def body(i: Any, seen: Any) -> Any:
        doubled = number.read_value() * 2.0
        with tf.control_dependencies([tf.assign(number, doubled)]):
            return i + 1, seen + doubled

    loop = tf.while_loop(lambda i, seen: i < 3, body, [0, 0.0])
    return Steps(tf.global_variables_initializer(), step(loop, gives=(3, 14.0)), step(number, gives=8.0))


@program()
def write_in_a_branch(tf: Any) -> Steps:
    """Only the branch that is taken writes."""
    number, chosen = tf.Variable(1.0), tf.placeholder(tf.bool, [])
    result = tf.cond(chosen, lambda: tf.identity(tf.assign(number, 5.0)), lambda: tf.constant(-1.0))
    taken, left = {chosen: True}, {chosen: False}
    init = tf.global_variables_initializer()
    return Steps(
        init, step(result, feed=left, gives=-1.0), step(number, gives=1.0), step(result, feed=taken, gives=5.0), step(number, gives=5.0)
    )


@program()
def feeding_a_variable(tf: Any) -> Steps:
    """A fed value stands for the variable in all its uses, for that run only."""
    number = tf.Variable([1.0, 2.0])
    doubled, total = number * 2.0, tf.reduce_sum(number)
    fed = {number: [10.0, 20.0]}
    return Steps(
        tf.global_variables_initializer(),
        step([doubled, total], feed=fed, gives=[[20.0, 40.0], 30.0]),
        step([doubled, total], gives=[[2.0, 4.0], 3.0]),
    )


@program()
def feeding_a_variable_that_is_written(tf: Any) -> Steps:
    """A run cannot write what it was fed."""
    number = tf.Variable(1.0)
    assigned = tf.assign(number, 5.0)
    return Steps(tf.global_variables_initializer(), fails(assigned, "InvalidArgumentError", feed={number: 3.0}), step(number, gives=1.0))


@program()
def uninitialised(tf: Any) -> Steps:
    """Reading a variable without a value fails; asking whether it has one does not."""
    number = tf.Variable(1.0)
    known = tf.is_variable_initialized(number)
    return Steps(
        None,
        step(known, gives=False),
        fails(number + 1.0, "FailedPreconditionError", "uninitialized"),
        step(number.initializer),
        step(known, gives=True),
    )


@program()
def rows_updated(tf: Any) -> Steps:
    """Scattered updates: repeated rows add up."""
    table = tf.Variable([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    added = tf.scatter_add(table, [2, 0, 2], [[1.0, 1.0], [2.0, 2.0], [4.0, 4.0]])
    return Steps(
        tf.global_variables_initializer(),
        step(added, gives=[[3.0, 4.0], [3.0, 4.0], [10.0, 11.0]]),
        step(table, gives=[[3.0, 4.0], [3.0, 4.0], [10.0, 11.0]]),
    )
