"""Generators: the same numbers everywhere, and arrays that every dtype can hold."""

from __future__ import annotations

import numpy as np
import pytest

from conformance.call import rng_of
from conformance.case import booleans, distinct, integers, normal, positive, strings, uniform, values
from conformance.generators import Generator, fits
from polyflow.framework import dtypes
from polyflow.framework.dtypes import DType, as_dtype

NUMBERS = [
    "float16",
    "bfloat16",
    "float32",
    "float64",
    "int8",
    "int16",
    "int32",
    "int64",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "complex64",
    "complex128",
    "bool",
]


@pytest.mark.parametrize("dtype", [as_dtype(name) for name in NUMBERS], ids=lambda dtype: dtype.name)
@pytest.mark.parametrize(
    "generator", [normal(2, 3), uniform(2, 3, low=-1, high=4), positive(2, 3), integers(2, 3), booleans(2, 3), distinct(2, 3)]
)
def test_shape_and_dtype(generator: Generator, dtype: DType) -> None:
    array = generator.array(dtype, rng_of("op", 1, "x"))
    assert array.shape == (2, 3)
    assert array.dtype == dtype.np_dtype
    again = generator.array(dtype, rng_of("op", 1, "x"))
    assert array.tobytes() == again.tobytes()


def test_numbers_do_not_depend_on_the_machine() -> None:
    assert normal(3).array(dtypes.float64, rng_of("MatMul", 1, "a")) == pytest.approx([0.28007896, -2.17450145, 1.49139996], rel=1e-7)


def test_normal_integers_have_both_signs_where_they_can() -> None:
    rng = rng_of("signs")
    assert (normal(50).array(dtypes.int8, rng) < 0).any()
    assert normal(50).array(dtypes.uint8, rng).max() <= 5


def test_complex_numbers_have_two_parts() -> None:
    array = normal(4).array(dtypes.complex64, rng_of("parts"))
    assert np.all(array.real != 0)
    assert np.all(array.imag != 0)


def test_distinct_numbers_do_not_tie() -> None:
    assert len(set(distinct(3, 4).array(dtypes.float16, rng_of("ties")).flat)) == 12


def test_strings_are_bytes() -> None:
    array = strings(5).array(dtypes.string, rng_of("texts"))
    assert array.dtype == object
    assert all(isinstance(item, bytes) for item in array)
    assert values(["é", b"x"]).array(dtypes.string, rng_of("texts")).tolist() == ["é".encode(), b"x"]


@pytest.mark.parametrize(
    ("value", "dtype", "expected"),
    [
        ([1, 2], "uint8", True),
        ([1, -2], "uint8", False),
        ([300], "int8", False),
        ([0.5], "int32", False),
        ([2.0], "int32", True),
        ([0.1], "float16", True),
        ([1e6], "float16", False),
        ([np.inf], "float16", True),
        ([np.inf], "int32", False),
        ([np.nan], "complex64", False),
        ([1j], "float32", False),
        ([1j], "complex64", True),
        ([0, 1], "bool", True),
        ([2], "bool", False),
        ([2**63], "uint64", True),
        (["a"], "string", True),
        (["a"], "int32", False),
        ([1], "string", False),
        ([], "string", True),
    ],
)
def test_literal_values_fit(value: object, dtype: str, expected: bool) -> None:
    assert fits(value, as_dtype(dtype)) is expected


def test_integers_are_drawn_from_what_the_dtype_has() -> None:
    assert uniform(3, low=-2, high=-1).fits(dtypes.int8)
    assert not uniform(3, low=-2, high=-1).fits(dtypes.uint8)
    assert not uniform(3, low=0.1, high=0.9).fits(dtypes.int32)
    assert integers(50, low=-3, high=3).array(dtypes.uint8, rng_of("unsigned")).max() <= 2
