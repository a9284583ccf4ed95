"""Dimensions and static shapes."""

import copy
import operator
import pickle
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from polyflow.framework.tensor_shape import (
    SCALAR,
    UNKNOWN,
    Dimension,
    TensorShape,
    as_shape,
    broadcast_shapes,
    dimension_at_index,
    dimension_value,
    unknown_shape,
)

ARITHMETIC = [operator.add, operator.sub, operator.mul, operator.floordiv, operator.mod]

sizes = st.none() | st.integers(0, 4)
known_sizes = st.integers(0, 4)
known_lists = st.lists(known_sizes, max_size=4)
shapes = st.builds(TensorShape, st.none() | st.lists(sizes, max_size=4))


# Dimension


@pytest.mark.parametrize("operation", ARITHMETIC)
@given(a=st.integers(0, 50), b=st.integers(1, 50))
def test_arithmetic_of_dimensions_is_that_of_integers(operation, a, b):
    assume(operation(a, b) >= 0)
    for x, y in [(Dimension(a), Dimension(b)), (Dimension(a), b), (a, Dimension(b))]:
        result = operation(x, y)
        assert isinstance(result, Dimension)
        assert result.value == operation(a, b)


@pytest.mark.parametrize("operation", ARITHMETIC)
def test_arithmetic_with_an_unknown_size_is_unknown(operation):
    for x, y in [(Dimension(3), Dimension(None)), (Dimension(None), 3), (3, Dimension(None)), (Dimension(3), None)]:
        assert operation(x, y).value is None


@pytest.mark.parametrize("comparison", [operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne])
@given(a=sizes, b=sizes)
def test_comparison_is_that_of_integers_or_none(comparison, a, b):
    expected = None if a is None or b is None else comparison(a, b)
    assert comparison(Dimension(a), Dimension(b)) is expected
    assert comparison(Dimension(a), b) is expected


def test_dimension_differs_from_what_is_no_size():
    assert (Dimension(2) == "a") is False
    assert (Dimension(2) != "a") is True


@pytest.mark.parametrize("expression", ["x / 2", "2 / x", "x + 'a'", "x + 2.5", "x < 'a'"])
def test_operations_that_dimensions_do_not_have(expression):
    with pytest.raises(TypeError):
        eval(expression, {"x": Dimension(2)})


def test_negative_sizes_are_refused():
    for make in (lambda: Dimension(-1), lambda: Dimension(2) - 3, lambda: TensorShape([-1]), lambda: TensorShape(-1)):
        with pytest.raises(ValueError, match="must be >= 0"):
            make()


@pytest.mark.parametrize("value", ["3", b"3", object(), [3], 1j])
def test_sizes_are_integers(value):
    with pytest.raises(TypeError, match="must be an integer"):
        Dimension(value)


def test_integral_floats_are_sizes():
    assert Dimension(8 / 2).value == 4
    with pytest.raises(ValueError, match="Ambiguous"):
        Dimension(2.5)


def test_dimension_as_an_integer():
    assert int(Dimension(3)) == 3
    assert [10, 20, 30, 40][Dimension(3)] == 40
    assert [0] * Dimension(2) == [0, 0]
    assert np.zeros(Dimension(3)).shape == (3,)
    assert bool(Dimension(3))
    assert not Dimension(0)
    assert not Dimension(None)
    with pytest.raises(TypeError, match="unknown"):
        int(Dimension(None))


def test_dimension_text():
    assert (str(Dimension(3)), str(Dimension(None))) == ("3", "?")
    assert (repr(Dimension(3)), repr(Dimension(None))) == ("Dimension(3)", "Dimension(None)")


def test_dimension_merge():
    assert Dimension(3).merge_with(None).value == Dimension(None).merge_with(3).value == 3
    assert Dimension(3).is_compatible_with(None)
    assert not Dimension(3).is_compatible_with(4)
    with pytest.raises(ValueError, match="Dimensions 3 and 4 are not compatible"):
        Dimension(3).assert_is_compatible_with(4)


# TensorShape


@pytest.mark.parametrize(
    ("dims", "expected"),
    [
        (None, None), ([], ()), ((), ()), (3, (3,)), (Dimension(3), (3,)), ([Dimension(None), 4], (None, 4)), ((2, None), (2, None)),
        (np.array([1, 2]), (1, 2)), (np.array(2), (2,)), (np.int64(2), (2,)), (iter([1, 2]), (1, 2)), (range(3), (0, 1, 2)),
        (TensorShape([5]), (5,)), ([True, 2.0, np.int32(3)], (1, 2, 3)),
    ],
    ids=repr,
)  # fmt: skip
def test_construction(dims, expected):
    shape = TensorShape(dims)
    assert shape.sizes == expected
    assert all(type(size) in (int, type(None)) for size in shape.sizes or ())


@pytest.mark.parametrize("dims", ["ab", b"ab", ["a"], [[1, 2]], object()])
def test_construction_refuses(dims):
    with pytest.raises(TypeError, match="must be an integer"):
        TensorShape(dims)


@given(shapes)
def test_copies_are_equal(shape):
    for other in (TensorShape(shape), copy.deepcopy(shape), pickle.loads(pickle.dumps(shape)), TensorShape(shape.dims)):
        assert other == shape
        assert hash(other) == hash(shape)
        assert (other != shape) is False
    assert as_shape(shape) is shape


@given(shapes)
def test_message_round_trip(shape):
    pytest.importorskip("tensorboard")
    assert TensorShape(shape.as_proto()) == shape


def test_construction_from_any_message_of_that_form():
    dims = [SimpleNamespace(size=3), SimpleNamespace(size=-1)]
    assert TensorShape(SimpleNamespace(dim=dims, unknown_rank=False)).as_list() == [3, None]
    assert TensorShape(SimpleNamespace(dim=[], unknown_rank=True)) == UNKNOWN


@pytest.mark.parametrize(
    ("dims", "text", "representation"),
    [
        ([2, None], "(2, ?)", "TensorShape([Dimension(2), Dimension(None)])"),
        ([1], "(1,)", "TensorShape([Dimension(1)])"),
        ([], "()", "TensorShape([])"),
        (None, "<unknown>", "TensorShape(None)"),
    ],
)
def test_text(dims, text, representation):
    assert str(TensorShape(dims)) == text
    assert repr(TensorShape(dims)) == representation


def test_equality():
    assert TensorShape([1]) == [1] == TensorShape((1,))
    assert TensorShape([None]) == [None]
    assert TensorShape([None, 2]) != TensorShape([1, 2])
    assert TensorShape(None) == None  # noqa: E711 - the comparison itself is meant
    assert TensorShape([1]) != "a"
    assert TensorShape([2]) in {TensorShape([2])}


@given(st.lists(sizes, max_size=4), st.integers(-5, 5), st.integers(-5, 5))
def test_indexing_and_slicing_as_lists(dims, start, stop):
    shape = TensorShape(dims)
    assert shape[start:stop].as_list() == dims[start:stop]
    assert shape[::-1].as_list() == dims[::-1]
    assert [dimension.value for dimension in shape] == shape.as_list() == dims
    assert len(shape) == shape.ndims == shape.rank == len(dims)
    if -len(dims) <= start < len(dims):
        assert shape[start].value == dimension_at_index(shape, start).value == dims[start]
    else:
        with pytest.raises(IndexError):
            shape[start]


def test_unknown_rank():
    assert not UNKNOWN
    assert SCALAR
    assert UNKNOWN.dims is UNKNOWN.ndims is UNKNOWN.num_elements() is UNKNOWN[0].value is None
    assert UNKNOWN[:-1] == UNKNOWN[1:] == UNKNOWN[::2] == UNKNOWN[-3:-1] == UNKNOWN
    assert UNKNOWN[1:3] == unknown_shape(2) == [None, None]
    for use in (len, list, TensorShape.as_list):
        with pytest.raises(ValueError, match="unknown rank"):
            use(UNKNOWN)


@given(shapes)
def test_number_of_elements(shape):
    assert shape.is_fully_defined() == (shape.sizes is not None and None not in shape.sizes)
    assert shape.num_elements() == (int(np.prod(shape.sizes)) if shape.is_fully_defined() else None)


@given(shapes, shapes)
def test_merge_gives_a_shape_that_both_allow(a, b):
    if not a.is_compatible_with(b):
        with pytest.raises(ValueError, match="not compatible"):
            a.merge_with(b)
        with pytest.raises(ValueError, match="not compatible"):
            a.assert_is_compatible_with(b)
        return
    merged = a.merge_with(b)
    assert merged == b.merge_with(a) == merged.merge_with(a)
    assert merged.most_specific_compatible_shape(a) == a


@given(shapes, shapes)
def test_most_specific_compatible_shape_covers_both(a, b):
    cover = a.most_specific_compatible_shape(b)
    assert cover == b.most_specific_compatible_shape(a)
    assert cover.merge_with(a) == a
    assert cover.merge_with(b) == b


@given(shapes, shapes)
def test_concatenation(a, b):
    joined = a.concatenate(b)
    assert joined == a + b
    if a and b:
        assert joined == a + b.as_list() == a.as_list() + b == a + tuple(b) == [*a.as_list(), *b.as_list()]
    else:
        assert joined == UNKNOWN


@pytest.mark.parametrize("rank", range(4))
@given(shape=shapes)
def test_rank_conditions(shape, rank):
    known = shape.ndims is not None
    assert shape.has_rank(rank) == (not known or shape.ndims == rank)
    assert shape.rank_at_least(rank) == (not known or shape.ndims >= rank)
    for method, holds in [
        (shape.with_rank, shape.has_rank(rank)),
        (shape.with_rank_at_least, shape.rank_at_least(rank)),
        (shape.with_rank_at_most, not known or shape.ndims <= rank),
    ]:
        if holds:
            assert method(rank).is_compatible_with(shape)
        else:
            with pytest.raises(ValueError, match="must have rank"):
                method(rank)


def test_rank_becomes_known():
    assert UNKNOWN.with_rank(2) == [None, None]


def test_assertions():
    TensorShape([1, 2]).assert_same_rank([3, None])
    TensorShape([1, 2]).assert_is_fully_defined()
    with pytest.raises(ValueError, match="same rank"):
        TensorShape([1, 2]).assert_same_rank([1])
    with pytest.raises(ValueError, match="not fully defined"):
        TensorShape([1, None]).assert_is_fully_defined()


def test_dimension_value():
    assert dimension_value(Dimension(3)) == dimension_value(3) == 3
    assert dimension_value(Dimension(None)) is None


# Broadcasting


@given(known_lists, known_lists)
def test_broadcasting_known_shapes_is_that_of_numpy(a, b):
    try:
        expected = np.broadcast_shapes(tuple(a), tuple(b))
    except ValueError:
        with pytest.raises(ValueError, match="do not broadcast"):
            broadcast_shapes(a, b)
    else:
        assert broadcast_shapes(a, b) == expected


@given(known_lists, known_lists, st.lists(st.booleans(), min_size=8, max_size=8))
def test_broadcasting_partly_known_shapes_is_no_contradiction(a, b, hidden):
    try:
        expected = np.broadcast_shapes(tuple(a), tuple(b))
    except ValueError:
        return
    hide = iter(hidden)
    partial_a, partial_b = ([None if next(hide) else size for size in dims] for dims in (a, b))
    result = broadcast_shapes(partial_a, partial_b)
    assert result == broadcast_shapes(partial_b, partial_a)
    assert result.is_compatible_with(expected)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ([None], [1], [None]),
        ([None], [3], [3]),
        ([None], [None], [None]),
        ([None], [0], [0]),
        ([2, None], [], [2, None]),
        (None, [3], None),
        (None, [], None),
    ],
)
def test_broadcasting_unknown_sizes(a, b, expected):
    assert broadcast_shapes(a, b) == broadcast_shapes(b, a) == TensorShape(expected)


def test_broadcasting_several_shapes():
    assert broadcast_shapes([2, 1], [3], [4, 1, 1]) == [4, 2, 3]
    assert broadcast_shapes() == SCALAR
