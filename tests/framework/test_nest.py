"""Nested structures."""

from collections import OrderedDict, namedtuple
from types import MappingProxyType

import numpy as np
import pytest

from polyflow.framework import nest

Pair = namedtuple("Pair", "one two")

STRUCTURES = [
    3,
    "text",
    None,
    [],
    [1, (2, 3), [[4]]],
    Pair(1, [2, 3]),
    {"b": 1, "a": (2, 3)},
    OrderedDict([("b", 1), ("a", 2)]),
    [{"x": Pair(1, 2)}, ()],
]


@pytest.mark.parametrize("structure", STRUCTURES, ids=repr)
def test_flatten_and_pack_are_inverse(structure):
    flat = nest.flatten(structure)
    packed = nest.pack_sequence_as(structure, flat)
    assert packed == structure and type(packed) is type(structure)


@pytest.mark.parametrize(
    ("structure", "leaves"),
    [
        ({"b": 1, "a": [2, 3]}, [2, 3, 1]),
        ({2: "two", "x": "mixed"}, ["two", "mixed"]),
        (MappingProxyType({"b": 1, "a": 2}), [2, 1]),
        ([[], (1,), {}], [1]),
        (("text", b"bytes", None), ["text", b"bytes", None]),
    ],
)
def test_the_order_of_leaves(structure, leaves):
    assert nest.flatten(structure) == leaves


def test_dicts_are_packed_by_key_in_their_own_order():
    packed = nest.pack_sequence_as(OrderedDict([("b", 0), ("a", 0)]), [1, 2])
    assert list(packed.items()) == [("b", 2), ("a", 1)]


def test_arrays_are_leaves():
    array = np.arange(3)
    assert nest.flatten([array])[0] is array
    assert not nest.is_sequence(array) and not nest.is_sequence({1, 2}) and nest.is_sequence({})


def test_map_structure():
    assert nest.map_structure(lambda a, b: a + b, [1, (2, Pair(3, 4))], [10, (20, Pair(30, 40))]) == [11, (22, Pair(33, 44))]
    assert nest.map_structure(str, 5) == "5"


@pytest.mark.parametrize(
    ("first", "second", "error"),
    [
        ([1, 2], [1], ValueError),
        ([1, [2]], [[1], 2], ValueError),
        (1, [1], ValueError),
        ({"a": 1}, {"b": 1}, ValueError),
        ([1, 2], (1, 2), TypeError),
        ((1, 2), Pair(1, 2), TypeError),
    ],
)
def test_different_structures(first, second, error):
    with pytest.raises(error):
        nest.assert_same_structure(first, second)
    if error is TypeError:
        nest.assert_same_structure(first, second, check_types=False)


def test_the_wrong_number_of_leaves():
    with pytest.raises(ValueError, match="3 leaves, but 2 were given"):
        nest.pack_sequence_as([1, (2, 3)], [1, 2])
