from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import polyflow as tf

RELATIONS = {
    "assert_equal": ([1, 2], [1, 2], [1, 3]),
    "assert_none_equal": ([1, 2], [2, 1], [1, 3]),
    "assert_less": ([1, 2], [2, 3], [2, 2]),
    "assert_less_equal": ([1, 2], [2, 2], [0, 2]),
    "assert_greater": ([1, 2], [0, 1], [0, 2]),
    "assert_greater_equal": ([1, 2], [1, 1], [2, 2]),
}
SIGNS = {
    "assert_positive": ([1, 2], [0, 1]),
    "assert_negative": ([-1, -2], [0, -1]),
    "assert_non_negative": ([0, 1], [-1, 0]),
    "assert_non_positive": ([0, -1], [0, 1]),
}


@pytest.mark.parametrize("name", RELATIONS)
@pytest.mark.parametrize("dtype", ["int32", "float32"])
def test_comparisons(run: Any, name: str, dtype: str) -> None:
    x, right, wrong = RELATIONS[name]
    one, other = tf.placeholder(dtype), tf.placeholder(dtype)
    check = getattr(tf, name)(one, other, message="should fit")
    assert isinstance(check, tf.Operation)
    run(check, {one: x, other: right})
    with pytest.raises(tf.errors.InvalidArgumentError, match="should fit.*did not hold"):
        run(check, {one: x, other: wrong})


@pytest.mark.parametrize("name", RELATIONS)
def test_comparisons_of_constants_fail_at_once(graph: tf.Graph, name: str) -> None:
    x, right, wrong = RELATIONS[name]
    getattr(tf, name)(x, right)
    with pytest.raises(tf.errors.InvalidArgumentError, match="did not hold"):
        getattr(tf, name)(x, wrong)


@pytest.mark.parametrize("name", SIGNS)
def test_signs(run: Any, name: str) -> None:
    x = tf.placeholder(tf.float32)
    check = getattr(tf, name)(x)
    assert check.name.startswith(f"{name}/")
    run(check, {x: SIGNS[name][0]})
    with pytest.raises(tf.errors.InvalidArgumentError, match="did not hold"):
        run(check, {x: SIGNS[name][1]})


def test_what_is_the_same_is_equal(run: Any) -> None:
    x = tf.constant(np.nan)
    run(tf.assert_equal(x, x))
    with pytest.raises(tf.errors.InvalidArgumentError, match="did not hold"):
        tf.assert_equal(x, tf.constant(np.nan))


def test_near(run: Any) -> None:
    x = tf.placeholder(tf.float64)
    run([tf.assert_near(x, 1.0), tf.assert_near(x, 1.0, atol=0.1)], {x: 1 + 1e-15})
    with pytest.raises(tf.errors.InvalidArgumentError, match="not equal to tolerance"):
        run(tf.assert_near(x, 1.0), {x: 1.001})


def test_assert_guards_what_depends_on_it(run: Any) -> None:
    x = tf.placeholder(tf.float32, [])
    with tf.control_dependencies([tf.Assert(x > 0, [x, "is not positive"])]):
        root = tf.sqrt(x)
    assert run(root, {x: 4.0}) == 2
    with pytest.raises(tf.errors.InvalidArgumentError, match="assertion failed.*is not positive"):
        run(root, {x: -4.0})


@pytest.mark.parametrize(
    ("check", "argument", "good", "bad"), [(tf.assert_rank, 2, 2, 1), (tf.assert_rank_at_least, 2, 3, 1), (tf.assert_rank_in, [1, 3], 3, 2)]
)
def test_ranks(run: Any, check: Callable[..., tf.Operation], argument: Any, good: int, bad: int) -> None:
    fed = tf.placeholder(tf.float32)
    check(np.zeros([1] * good), argument)
    run(check(fed, argument), {fed: np.zeros([1] * good)})
    with pytest.raises(ValueError, match="must have rank"):
        check(np.zeros([1] * bad), argument)
    with pytest.raises(tf.errors.InvalidArgumentError, match="must have rank"):
        run(check(fed, argument), {fed: np.zeros([1] * bad)})


def test_a_rank_is_an_integer_scalar(graph: tf.Graph) -> None:
    with pytest.raises(TypeError, match="integer"):
        tf.assert_rank(1.0, 0.5)
    with pytest.raises(ValueError, match="scalar"):
        tf.assert_rank(1.0, [1, 2])


def test_types(graph: tf.Graph) -> None:
    tf.assert_integer(tf.constant(1))
    tf.assert_type(tf.constant(1.0), tf.float32)
    assert tf.is_numeric_tensor(tf.constant(1)) and not tf.is_numeric_tensor(tf.constant("a")) and not tf.is_numeric_tensor(1)
    with pytest.raises(TypeError, match="integer"):
        tf.assert_integer(tf.constant(1.0), message="no")
    with pytest.raises(TypeError, match="float32"):
        tf.assert_type(tf.constant(1), tf.float32)


def test_scalars_and_collections(graph: tf.Graph) -> None:
    one = tf.constant(1)
    assert tf.assert_scalar(one) is one
    tf.assert_proper_iterable([1, 2])
    with pytest.raises(ValueError, match="scalar"):
        tf.assert_scalar([1, 2])
    for wrong in (one, "text", np.zeros(2), 3):
        with pytest.raises(TypeError):
            tf.assert_proper_iterable(wrong)


@pytest.mark.parametrize(
    ("values", "non_decreasing", "increasing"),
    [([1, 2, 3], True, True), ([1, 1, 2], True, False), ([2, 1], False, False), ([5], True, True), ([], True, True)],
)
def test_order(run: Any, values: list[int], non_decreasing: bool, increasing: bool) -> None:
    x = np.array(values, np.int32)
    assert list(run([tf.is_non_decreasing(x), tf.is_strictly_increasing(x)])) == [non_decreasing, increasing]


def test_finite(run: Any) -> None:
    x = tf.placeholder(tf.float32)
    checked = tf.verify_tensor_all_finite(x, "broken")
    np.testing.assert_array_equal(run(checked, {x: [1, 2]}), [1, 2])
    with pytest.raises(tf.errors.InvalidArgumentError, match="broken"):
        run(checked, {x: [1, np.inf]})


def test_every_tensor_finite(run: Any) -> None:
    x = tf.placeholder(tf.float32, [])
    tf.log(x)
    checks = tf.add_check_numerics_ops()
    run(checks, {x: 1.0})
    with pytest.raises(tf.errors.InvalidArgumentError, match="Log:0"):
        run(checks, {x: 0.0})


def test_one_floating_point_type(graph: tf.Graph) -> None:
    half, single = tf.constant(1, tf.float16), tf.constant(1.0)
    assert tf.assert_same_float_dtype([half, None, half]) is tf.assert_same_float_dtype(dtype="float16") is tf.float16
    assert tf.assert_same_float_dtype() is tf.float32
    for tensors, dtype in (([half, single], None), ([single], tf.float16), ([tf.constant(1)], None), (None, tf.int32)):
        with pytest.raises(ValueError, match="Expected"):
            tf.assert_same_float_dtype(tensors, dtype)


def test_what_is_a_tensor(graph: tf.Graph) -> None:
    one = tf.constant([1])
    assert all(map(tf.is_tensor, (one, tf.Variable(1), tf.SparseTensor([[0]], [1], [1]), tf.IndexedSlices(one, one))))
    assert not any(map(tf.is_tensor, (1, np.zeros(2), [one], one.op, None)))


def test_known_shapes(graph: tf.Graph) -> None:
    x, y = np.zeros((2, 3)), np.zeros((4, 3))
    check = tf.debugging.assert_shapes({tf.constant(x): ("n", "d"), tf.constant(y): (4, "d")})
    assert isinstance(check, tf.Operation)
    tf.debugging.assert_shapes([(x, (..., "d")), (y, ("*", 4, "d")), (x, (None, ".")), (1.0, ())])
    for shapes in ([(x, ("n", "d")), (y, ("n", "d"))], [(x, (2, 4))], [(x, (2,))], [(x, (..., 1, 2, 3))]):
        with pytest.raises(ValueError, match="wrong.*must"):
            tf.debugging.assert_shapes(shapes, message="wrong")
    for malformed in ([(x, 2)], [(x, ("n", ...))]):
        with pytest.raises(ValueError, match="shape"):
            tf.debugging.assert_shapes(malformed)


def test_shapes_of_what_is_fed(run: Any) -> None:
    x, y = tf.placeholder(tf.float32), tf.placeholder(tf.float32, [None, 3])
    check = tf.debugging.assert_shapes([(x, ("n", "d")), (y, ("n", 3))], message="wrong")
    run(check, {x: np.zeros((2, 5)), y: np.zeros((2, 3))})
    for shape in ((4, 5), (2,)):
        with pytest.raises(tf.errors.InvalidArgumentError, match="wrong"):
            run(check, {x: np.zeros(shape), y: np.zeros((2, 3))})


def test_checks_have_a_namespace() -> None:
    assert tf.debugging.assert_equal is tf.assert_equal and tf.debugging.assert_all_finite is tf.verify_tensor_all_finite
    assert tf.debugging.is_nan is tf.is_nan and tf.debugging.check_numerics is tf.check_numerics and not hasattr(tf, "assert_shapes")
