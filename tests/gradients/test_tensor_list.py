"""Gradients of lists where TensorFlow has none, or a wrong one."""

import numpy as np
import pytest

from polyflow.framework.dtypes import float32
from polyflow.gradients.engine import gradients
from polyflow.ops import tensor_list as lists
from polyflow.ops.array_creation import placeholder
from polyflow.ops.math_elementwise import mul
from polyflow.runtime.session import Session


@pytest.fixture(params=["numpy", "torch"])
def session(request, graph):
    with Session(graph=graph, backend=request.param) as session:
        yield session


def test_an_element_gathered_twice(session):
    x = placeholder(dtype=float32, shape=[3])
    picked = lists.tensor_list_gather(lists.tensor_list_from_tensor(x, []), [2, 0, 2], [], element_dtype=float32)
    (slope,) = gradients(mul(picked, np.float32([1.0, 10.0, 100.0])), [x])
    assert session.run(slope, {x: np.zeros(3, np.float32)}).tolist() == [10.0, 0.0, 101.0]


def test_concatenated_lists(session):
    x, y = placeholder(dtype=float32, shape=[2]), placeholder(dtype=float32, shape=[1])
    both = lists.tensor_list_concat_lists(lists.tensor_list_from_tensor(x, []), lists.tensor_list_from_tensor(y, []), element_dtype=float32)
    stacked = lists.tensor_list_stack(both, [], element_dtype=float32)
    slopes = gradients(mul(stacked, np.float32([1.0, 10.0, 100.0])), [x, y])
    found = session.run(slopes, {x: np.zeros(2, np.float32), y: np.zeros(1, np.float32)})
    assert [value.tolist() for value in found] == [[1.0, 10.0], [100.0]]


def test_a_popped_list_of_which_only_the_rest_is_used(session):
    x = placeholder(dtype=float32, shape=[3])
    rest, _ = lists.tensor_list_pop_back(lists.tensor_list_from_tensor(x, []), [], element_dtype=float32)
    (slope,) = gradients(lists.tensor_list_stack(rest, [], element_dtype=float32), [x])
    assert session.run(slope, {x: np.zeros(3, np.float32)}).tolist() == [1.0, 1.0, 0.0]


def test_second_order(session):
    x = placeholder(dtype=float32, shape=[])
    handle = lists.tensor_list_push_back(lists.empty_tensor_list([], -1, element_dtype=float32), mul(x, x))
    _, item = lists.tensor_list_pop_back(handle, [], element_dtype=float32)
    (first,) = gradients(mul(item, item), [x])
    (second,) = gradients(first, [x])
    assert session.run([first, second], {x: np.float32(2)}) == [32.0, 48.0]


def test_optional(session):
    x = placeholder(dtype=float32, shape=[2])
    (held,) = lists.optional_get_value(lists.optional_from_value([x]), output_types=[float32], output_shapes=[[2]])
    (slope,) = gradients(mul(held, held), [x])
    assert session.run(slope, {x: np.float32([1.0, 3.0])}).tolist() == [2.0, 6.0]
