from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import polyflow as tf


def test_print_prints_and_hands_on(run: Any, capfd: pytest.CaptureFixture[str]) -> None:
    x = tf.Print(tf.constant([1.5, 2.5]), [tf.constant([1, 2, 3, 4])], "saw: ", summarize=2)
    np.testing.assert_array_equal(run(x), [1.5, 2.5])
    assert capfd.readouterr().err == "saw: [1 2...]\n"


def test_print_has_a_gradient(run: Any) -> None:
    x = tf.constant(3.0)
    assert run(tf.gradients(tf.square(tf.Print(x, [x])), x)[0]) == 6


def test_py_func(run: Any) -> None:
    total, text = tf.py_func(lambda a, b: (a + b, b"sum"), [[1.0, 2.0], tf.constant([3.0, 4.0])], [tf.float32, tf.string])
    values = run([total, text])
    np.testing.assert_array_equal(values[0], [4, 6])
    assert values[1] == b"sum"


def test_py_func_of_one_type_gives_a_tensor(run: Any) -> None:
    doubled = tf.py_func(lambda a: a * 2, [tf.constant(3)], tf.int32, stateful=False, name="twice")
    assert doubled.name == "twice:0" and doubled.op.type == "PyFuncStateless" and doubled.shape.ndims is None
    assert run(doubled) == 6


def test_py_func_without_results_is_an_operation(run: Any) -> None:
    seen = []
    run(tf.py_func(lambda a: seen.append(int(a)), [5], []))
    assert seen == [5]


def test_py_func_that_breaks_its_promise(run: Any) -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="expects float32"):
        run(tf.py_func(lambda: np.int64(1), [], tf.float32))


def test_string_join(run: Any) -> None:
    joined = tf.string_join(["a", tf.constant(["b", "c"])], "-")
    assert run(joined).tolist() == [b"a-b", b"a-c"]


def test_static_values(graph: tf.Graph) -> None:
    np.testing.assert_array_equal(tf.get_static_value(tf.constant([1, 2])), [1, 2])
    assert tf.get_static_value(tf.placeholder(tf.int32)) is None


def test_string_to_number(run: Any) -> None:
    numbers = tf.string_to_number([["1", " 2.5 "]])
    assert numbers.shape.as_list() == [1, 2] and run(numbers).tolist() == [[1.0, 2.5]]
    assert run(tf.string_to_number("7", tf.int64)) == 7
