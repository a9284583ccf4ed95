"""Programs of conditionals and loops: nesting in both directions, captures, invariants, gradients."""

from __future__ import annotations

from typing import Any

from .program import Steps, program, step

ONCE = "TensorFlow's loops of Switch and Merge can be differentiated once only"


@program()
def loop_with_capture(tf: Any) -> Steps:
    """The body reads a tensor from outside."""
    factor = tf.placeholder(tf.float32, [])
    _, product = tf.while_loop(lambda i, x: i < 3, lambda i, x: (i + 1, x * factor), [0, 1.0])
    return Steps(None, step(product, feed={factor: 2.0}, gives=8.0), step(product, feed={factor: -1.5}, gives=-3.375))


@program()
def nested_loops(tf: Any) -> Steps:
    """The inner loop runs to the outer counter and reads tensors of the outer body and from outside."""
    weight = tf.placeholder(tf.float32, [])

    def outer(i: Any, total: Any) -> Any:
        scale = tf.cast(i, tf.float32) * 10.0
        inner = tf.while_loop(lambda j, part: j < i, lambda j, part: (j + 1, part + (scale + tf.cast(j, tf.float32)) * weight), [0, 0.0])
        return i + 1, total + inner[1]

    _, total = tf.while_loop(lambda i, total: i < 4, outer, [0, 0.0])
    return Steps(None, step(total, feed={weight: 1.0}, gives=144.0), step(total, feed={weight: 0.5}, gives=72.0))


@program()
def loop_that_never_runs(tf: Any) -> Steps:
    """No iteration: the loop variables come out as they went in, and so does their gradient."""
    limit, start = tf.placeholder(tf.int32, []), tf.placeholder(tf.float32, [2])
    _, result = tf.while_loop(lambda i, x: i < limit, lambda i, x: (i + 1, x * x), [0, start])
    slope = tf.gradients(result, start)[0]
    feed = {start: [3.0, -2.0]}
    return Steps(
        None,
        step([result, slope], feed={**feed, limit: 0}, gives=[[3.0, -2.0], [1.0, 1.0]]),
        step([result, slope], feed={**feed, limit: 2}, gives=[[81.0, 16.0], [108.0, -32.0]]),
    )


@program()
def conditional(tf: Any) -> Steps:
    """Either branch, with its gradient; what the branch does not read gets zeros."""
    chosen, x, y = tf.placeholder(tf.bool, []), tf.placeholder(tf.float32, [2]), tf.placeholder(tf.float32, [2])
    result = tf.cond(chosen, lambda: x * y, lambda: x * x)
    slopes = tf.gradients(result, [x, y])
    feed = {x: [2.0, 3.0], y: [5.0, 7.0]}
    return Steps(
        None,
        step([result, slopes], feed={**feed, chosen: True}, gives=[[10.0, 21.0], [[5.0, 7.0], [2.0, 3.0]]]),
        step([result, slopes], feed={**feed, chosen: False}, gives=[[4.0, 9.0], [[4.0, 6.0], [0.0, 0.0]]]),
    )


@program()
def nested_conditionals(tf: Any) -> Steps:
    """A choice within a choice."""
    x = tf.placeholder(tf.float32, [])
    result = tf.cond(x > 0.0, lambda: tf.cond(x > 10.0, lambda: x * 100.0, lambda: x * 10.0), lambda: -x)
    slope = tf.gradients(result, x)[0]
    pairs = [(20.0, 2000.0, 100.0), (3.0, 30.0, 10.0), (-4.0, 4.0, -1.0)]
    return Steps(None, *(step([result, slope], feed={x: at}, gives=[value, rise]) for at, value, rise in pairs))


@program()
def conditional_in_a_loop(tf: Any) -> Steps:
    """Collatz steps: the branch is chosen anew in each iteration."""
    start = tf.placeholder(tf.int32, [])

    def body(n: Any, count: Any) -> Any:
        return tf.cond(tf.equal(n % 2, 0), lambda: n // 2, lambda: 3 * n + 1), count + 1

    _, count = tf.while_loop(lambda n, count: n > 1, body, [start, 0])
    return Steps(None, *(step(count, feed={start: n}, gives=steps) for n, steps in ((1, 0), (6, 8), (7, 16), (27, 111))))


@program()
def gradient_of_conditional_in_a_loop(tf: Any) -> Steps:
    """Each iteration doubles or squares; the gradient goes back through the branches that were taken."""
    x = tf.placeholder(tf.float32, [])

    def body(i: Any, y: Any) -> Any:
        return i + 1, tf.cond(tf.equal(i % 2, 0), lambda: y * 2.0, lambda: y * y)

    _, y = tf.while_loop(lambda i, y: i < 4, body, [0, x])
    slope = tf.gradients(y, x)[0]
    return Steps(None, step([y, slope], feed={x: 1.5}, gives=[324.0, 864.0]))


@program()
def loop_in_a_conditional(tf: Any) -> Steps:
    """A loop that runs in one branch only, with its gradient."""
    chosen, x = tf.placeholder(tf.bool, []), tf.placeholder(tf.float32, [])
    result = tf.cond(chosen, lambda: tf.while_loop(lambda i, y: i < 3, lambda i, y: (i + 1, y * x), [0, 1.0])[1], lambda: x + 1.0)
    slope = tf.gradients(result, x)[0]
    return Steps(
        None,
        step([result, slope], feed={chosen: True, x: 2.0}, gives=[8.0, 12.0]),
        step([result, slope], feed={chosen: False, x: 2.0}, gives=[3.0, 1.0]),
    )


@program()
def gradient_of_loop(tf: Any) -> Steps:
    """With respect to the start and to what the body captures; the number of iterations is known only when it runs."""
    limit = tf.placeholder(tf.int32, [])
    start, matrix = tf.placeholder(tf.float32, [1, 2]), tf.placeholder(tf.float32, [2, 2])
    _, end = tf.while_loop(lambda i, x: i < limit, lambda i, x: (i + 1, tf.matmul(x, matrix)), [0, start])
    slopes = tf.gradients(end, [start, matrix])
    feed = {limit: 2, start: [[1.0, 2.0]], matrix: [[1.0, 2.0], [3.0, -1.0]]}
    return Steps(None, step([end, slopes], feed=feed, gives=[[[7.0, 14.0]], [[[7.0, 7.0]], [[10.0, 9.0], [6.0, 4.0]]]]))


@program()
def gradient_of_nested_loops(tf: Any) -> Steps:
    """x to the power of rows times columns, one factor per inner iteration."""
    x = tf.placeholder(tf.float32, [])

    def row(i: Any, product: Any) -> Any:
        _, longer = tf.while_loop(lambda j, part: j < 3, lambda j, part: (j + 1, part * x), [0, product])
        return i + 1, longer

    _, power = tf.while_loop(lambda i, product: i < 2, row, [0, 1.0])
    slope = tf.gradients(power, x)[0]
    return Steps(None, step([power, slope], feed={x: 2.0}, gives=[64.0, 192.0]), step([power, slope], feed={x: -1.0}, gives=[1.0, -6.0]))


@program(oracle=False, because=ONCE)
def second_gradient_of_loop(tf: Any) -> Steps:
    """The gradient of a loop is a loop, which has a gradient."""
    x = tf.placeholder(tf.float32, [])
    _, power = tf.while_loop(lambda i, product: i < 4, lambda i, product: (i + 1, product * x), [0, 1.0])
    first = tf.gradients(power, x)[0]
    second = tf.gradients(first, x)[0]
    return Steps(None, step([power, first, second], feed={x: 2.0}, gives=[16.0, 32.0, 48.0]))


@program()
def second_gradient_of_conditional(tf: Any) -> Steps:
    """A conditional differentiated twice."""
    chosen, x = tf.placeholder(tf.bool, []), tf.placeholder(tf.float32, [])
    result = tf.cond(chosen, lambda: x * x * x, lambda: tf.exp(x))
    first = tf.gradients(result, x)[0]
    second = tf.gradients(first, x)[0]
    return Steps(
        None,
        step([first, second], feed={chosen: True, x: 2.0}, gives=[12.0, 12.0]),
        step([first, second], feed={chosen: False, x: 0.0}, gives=[1.0, 1.0]),
    )


@program()
def maximum_iterations(tf: Any) -> Steps:
    """The loop stops at the bound though its condition still holds."""
    bound = tf.placeholder(tf.int32, [])
    result = tf.while_loop(lambda x: x < 100.0, lambda x: x * 2.0, [3.0], maximum_iterations=bound)
    return Steps(None, step(result, feed={bound: 2}, gives=12.0), step(result, feed={bound: 50}, gives=192.0))


@program()
def growing_loop_variable(tf: Any) -> Steps:
    """A shape invariant lets a loop variable grow."""
    rows = tf.placeholder(tf.float32, [1, 2])

    def body(i: Any, x: Any) -> Any:
        return i + 1, tf.concat([x, rows * tf.cast(i, tf.float32)], 0)

    invariants = [tf.TensorShape([]), tf.TensorShape([None, 2])]
    _, result = tf.while_loop(lambda i, x: i < 3, body, [1, rows], shape_invariants=invariants)
    slope = tf.gradients(result, rows)[0]
    return Steps(None, step([result, slope], feed={rows: [[5.0, 7.0]]}, gives=[[[5.0, 7.0], [5.0, 7.0], [10.0, 14.0]], [[4.0, 4.0]]]))


@program()
def loop_of_vectors(tf: Any) -> Steps:
    """Fibonacci: loop variables that take each other's place."""
    _, first, second = tf.while_loop(
        lambda i, a, b: i < 10, lambda i, a, b: (i + 1, b, a + b), [0, tf.constant([0.0, 1.0]), tf.constant([1.0, 1.0])]
    )
    return Steps(None, step([first, second], gives=[[55.0, 89.0], [89.0, 144.0]]))


@program()
def loop_invariant_swap(tf: Any) -> Steps:
    """Two loop variables exchange their values in each iteration."""
    limit = tf.placeholder(tf.int32, [])
    result = tf.while_loop(lambda i, a, b: i < limit, lambda i, a, b: (i + 1, b, a), [0, [1.0, 2.0], [3.0, 4.0]])
    return Steps(
        None,
        step(result[1:], feed={limit: 3}, gives=[[3.0, 4.0], [1.0, 2.0]]),
        step(result[1:], feed={limit: 2}, gives=[[1.0, 2.0], [3.0, 4.0]]),
    )


@program()
def loop_of_nested_structure(tf: Any) -> Steps:
    """Loop variables in tuples and dictionaries come back in the same structure."""

    def body(i: Any, state: Any) -> Any:
        return i + 1, {"sum": state["sum"] + i, "pair": (state["pair"][1], state["pair"][0])}

    result = tf.while_loop(lambda i, state: i < 3, body, [0, {"sum": 0, "pair": (1.0, 2.0)}])
    return Steps(None, step(result, gives=(3, {"sum": 3, "pair": (2.0, 1.0)})))


@program()
def branch_of_several_results(tf: Any) -> Steps:
    """Branches that return lists, of which only one part is fetched."""
    x = tf.placeholder(tf.float32, [2])
    low, high = tf.cond(tf.reduce_sum(x) > 0.0, lambda: [x - 1.0, x + 1.0], lambda: [x * 2.0, x * 3.0])
    return Steps(
        None,
        step(high, feed={x: [1.0, 2.0]}, gives=[2.0, 3.0]),
        step([low, high], feed={x: [-1.0, -2.0]}, gives=[[-2.0, -4.0], [-3.0, -6.0]]),
    )


@program()
def control_input_from_outside(tf: Any) -> Steps:
    """An op in a branch that waits for a write outside."""
    number, chosen = tf.Variable(1.0), tf.placeholder(tf.bool, [])
    write = tf.assign(number, 7.0)
    with tf.control_dependencies([write]):
        result = tf.cond(chosen, lambda: number + 1.0, lambda: number - 1.0)
    return Steps(
        tf.global_variables_initializer(), step(result, feed={chosen: True}, gives=8.0), step(result, feed={chosen: False}, gives=6.0)
    )


@program()
def choice_of_several(tf: Any) -> Steps:
    """The first predicate that holds decides."""
    x = tf.placeholder(tf.float32, [])
    result = tf.case([(x < 0.0, lambda: -x), (x < 10.0, lambda: x * 2.0)], default=lambda: tf.constant(99.0))
    return Steps(None, *(step(result, feed={x: at}, gives=value) for at, value in ((-3.0, 3.0), (4.0, 8.0), (11.0, 99.0))))
