"""Lists and optionals as values."""

import sys

import numpy as np
import pytest

from polyflow.framework.errors import InvalidArgumentError
from polyflow.framework.tensor_list import Optional, TensorList, merged

FLOAT = np.dtype("float32")


def zeros(shape, spec):
    return np.zeros(shape, spec.dtype)


def listed(*items, shape=-1, limit=-1):
    return TensorList.of([np.asarray(item, FLOAT) for item in items], FLOAT, shape, "cpu", limit)


def values(handle):
    return [item.tolist() for item in handle.items]


class TestSharing:
    def test_pushing_twice_onto_one_list(self):
        start = listed(1.0)
        first, second = start.push(np.float32(2), FLOAT), start.push(np.float32(3), FLOAT)
        assert (values(start), values(first), values(second)) == ([1.0], [1.0, 2.0], [1.0, 3.0])

    def test_pushing_after_popping(self):
        whole = listed(1.0, 2.0)
        rest, last = whole.pop()
        other = rest.push(np.float32(5), FLOAT)
        assert (last, values(whole), values(rest), values(other)) == (2.0, [1.0, 2.0], [1.0], [1.0, 5.0])

    def test_pushing_copies_nothing(self):
        handle = listed()
        for number in range(100):
            longer = handle.push(np.float32(number), FLOAT)
            assert longer._buffer is handle._buffer
            handle = longer

    def test_elements_are_held_by_reference(self):
        item = np.zeros(1000, FLOAT)
        count = sys.getrefcount(item)
        handle = listed().push(item, FLOAT)
        assert handle.get(0) is item
        assert sys.getrefcount(item) == count + 1

    def test_setting_copies(self):
        start = listed(1.0, 2.0)
        changed = start.set(0, np.float32(7), FLOAT)
        assert (values(start), values(changed)) == ([1.0, 2.0], [7.0, 2.0])


class TestFit:
    def test_dtype(self):
        with pytest.raises(InvalidArgumentError, match="op elements float64 but list elements float32"):
            listed().push(np.float64(1), np.dtype("float64"))

    def test_shape(self):
        handle = listed(shape=(2, -1))
        assert handle.push(np.zeros((2, 5), FLOAT), FLOAT).length == 1
        with pytest.raises(InvalidArgumentError, match="incompatible shape"):
            handle.push(np.zeros((3, 5), FLOAT), FLOAT)

    def test_limit(self):
        with pytest.raises(InvalidArgumentError, match="full list of 1 elements"):
            listed(1.0, limit=1).push(np.float32(2), FLOAT)

    def test_empty(self):
        with pytest.raises(InvalidArgumentError, match="pop from an empty list"):
            listed().pop()

    @pytest.mark.parametrize("index", [-1, 2])
    def test_index(self, index):
        with pytest.raises(InvalidArgumentError, match=f"element {index} in a list with 2 elements"):
            listed(1.0, 2.0).get(index)


class TestUnset:
    def test_reads_as_zeros(self):
        handle = TensorList.of([None, None], FLOAT, (2,), "cpu")
        assert handle.read(handle.get(0), -1, FLOAT, zeros).tolist() == [0.0, 0.0]

    def test_shape_from_other_elements(self):
        handle = TensorList.of([None, np.ones(3, FLOAT)], FLOAT, -1, "cpu")
        assert handle.read(handle.get(0), -1, FLOAT, zeros).tolist() == [0.0, 0.0, 0.0]

    def test_unknown_shape(self):
        with pytest.raises(InvalidArgumentError, match="non-fully defined element shape"):
            TensorList.of([None], FLOAT, (2, -1), "cpu").filled(-1, FLOAT, zeros)

    def test_zeros_of_a_list(self):
        assert values(listed([1.0, 2.0], [3.0]).zeros(np.zeros_like)) == [[0.0, 0.0], [0.0]]
        assert listed([1.0, 2.0], shape=(2,)).zeros(np.zeros_like).items == [None]

    def test_sum(self):
        unset = TensorList.of([None, np.float32(1)], FLOAT, (), "cpu")
        assert values(listed(3.0, 4.0) + unset) == [3.0, 5.0]
        with pytest.raises(InvalidArgumentError, match="different lengths"):
            listed(3.0) + unset

    def test_parts(self):
        handle = TensorList.of([np.ones((2, 3), FLOAT), None], FLOAT, -1, "cpu")
        parts, rest = handle.parts((-1, 3), (2, 4), FLOAT, zeros)
        assert ([part.shape for part in parts], rest) == ([(2, 3), (4, 3)], (3,))
        with pytest.raises(InvalidArgumentError, match="leading_dims has only 1 elements"):
            handle.parts((-1, 3), (2,), FLOAT, zeros)


def test_shapes_say_together():
    assert merged((2, -1), (-1, 3)) == (2, 3)
    assert merged(None, (2,)) == (2,)
    with pytest.raises(InvalidArgumentError):
        merged((2,), (2, 3))


class TestOptional:
    def test_value(self):
        found = Optional([np.float32(1), np.zeros(2, FLOAT)]).value([FLOAT, FLOAT], [(), (-1,)])
        assert [np.shape(item) for item in found] == [(), (2,)]

    def test_nothing(self):
        with pytest.raises(InvalidArgumentError, match="does not have a value"):
            Optional(None).value([FLOAT], [()])

    @pytest.mark.parametrize(("dtypes", "shapes"), [([np.dtype("int32")], [()]), ([FLOAT], [(1,)]), ([FLOAT, FLOAT], [(), ()])])
    def test_other_components(self, dtypes, shapes):
        with pytest.raises(InvalidArgumentError):
            Optional([np.float32(1)]).value(dtypes, shapes)

    def test_nothing_counts_as_zero(self):
        nothing, something = Optional(None), Optional([np.float32(2)])
        assert (nothing + something).components == (something + nothing).components == [2.0]
        assert (something + something).components == [4.0]
        assert not (nothing + nothing).has_value
