"""Comparing arrays: what counts as equal, and how a difference is told."""

from __future__ import annotations

import ml_dtypes
import numpy as np
import pytest

from conformance.compare import difference
from conformance.tolerances import BY_HAND, EXACT, Tolerance, tolerance_for

NAMES = ("mine", "theirs")


def problem(actual: object, expected: object) -> str | None:
    wanted = np.asarray(expected)
    return difference(np.asarray(actual), wanted, tolerance_for(wanted, [wanted]), NAMES)


def test_equal_arrays() -> None:
    for array in ([1.0, np.nan, np.inf], [1, 2], [True], [1j, complex(np.nan, 1)]):
        assert problem(array, array) is None


def test_rounding_is_no_difference_but_more_is() -> None:
    wanted = np.float32([1.0, 1000.0])
    assert problem(wanted * np.float32(1 + 5e-6), wanted) is None
    assert problem(wanted * np.float32(1 + 5e-5), wanted) is not None


def test_integers_are_exact_beyond_the_digits_of_floats() -> None:
    assert problem(np.int64([2**60]), np.int64([2**60 + 1])) is not None
    assert problem(np.uint64([2**64 - 1]), np.uint64([2**64 - 1])) is None


@pytest.mark.parametrize(("actual", "expected"), [(np.nan, 1.0), (1.0, np.nan), (np.inf, -np.inf), (np.inf, 3e38), (1.0, np.inf)])
def test_not_finite(actual: float, expected: float) -> None:
    assert problem(np.float64([actual]), np.float64([expected])) is not None


def test_texts() -> None:
    assert problem(np.array([b"a", b"b"], object), np.array([b"a", b"b"], object)) is None
    assert (
        problem(np.array([b"a", b"b"], object), np.array([b"a", b"c"], object))
        == "1 of 2 elements differ, worst at (1,): mine b'b', theirs b'c' (tolerance: exact)"
    )


def test_dtype_and_shape() -> None:
    assert problem(np.float32([1]), np.float64([1])) == "mine gives dtype float32, theirs float64"
    assert problem(np.zeros((2, 3)), np.zeros((3, 2))) == "mine gives shape (2, 3), theirs (3, 2)"
    assert difference([1.0], np.float64([1.0]), EXACT, NAMES) == "mine gives a list, no array"


def test_the_worst_element_is_named() -> None:
    told = problem(np.float64([[1.0, 2.5], [3.0, 4.25]]), np.float64([[1.0, 2.0], [3.0, 4.0]]))
    assert told is not None
    assert told.startswith(
        "2 of 4 elements differ, worst at (0, 1): mine 2.5, theirs 2.0, |difference| 0.5 (tolerance: relative 1e-11, absolute 1e-11"
    )


def test_empty_arrays_are_equal() -> None:
    assert problem(np.zeros((0, 3)), np.zeros((0, 3))) is None


def test_tolerance_grows_with_the_length_of_sums() -> None:
    short, long = (tolerance_for(np.float32(1.0), [np.ones(size, np.float32)]) for size in (1, 100))
    assert long.relative == pytest.approx(10 * short.relative)
    assert long.length == 100


def test_small_results_are_held_to_their_own_size() -> None:
    tiny = tolerance_for(np.float32([1e-20, 1e-22]), [np.float32([1.0, 1.0])])
    assert tiny.absolute == pytest.approx(1e-25)


def test_sums_are_held_to_the_size_of_their_terms() -> None:
    cancelled = tolerance_for(np.float32([1e-9]), [np.float32([1.0, -1.0, 0.5, -0.5])])
    assert cancelled.absolute == pytest.approx(2e-5)


def test_narrow_types_get_wide_tolerances() -> None:
    assert tolerance_for(np.array([1.0], ml_dtypes.bfloat16), []).relative > tolerance_for(np.float16([1.0]), []).relative > 1e-3


def test_exact_types() -> None:
    for array in (np.int32([1]), np.array([True]), np.array([b"x"], object)):
        assert tolerance_for(array, [array]) is EXACT


def test_expectations_written_by_hand_stop_after_some_digits() -> None:
    assert Tolerance(1e-11, 2e-11).at_least(BY_HAND) == Tolerance(1e-6, pytest.approx(2e-6))
    assert EXACT.at_least(BY_HAND) is EXACT
