"""``tf.compat``."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import polyflow as tf


def test_text_and_bytes() -> None:
    compat = tf.compat
    assert [compat.as_bytes("é"), compat.as_bytes(b"a"), compat.as_bytes(bytearray(b"a")), compat.as_bytes("é", "latin-1")] == [
        b"\xc3\xa9", b"a", b"a", b"\xe9",
    ]  # fmt: skip
    assert [compat.as_text(b"\xc3\xa9"), compat.as_text("a"), compat.as_str(b"a"), compat.as_text(b"\xe9", "latin-1")] == [
        "é",
        "a",
        "a",
        "é",
    ]
    assert [compat.as_str_any(b"a"), compat.as_str_any(3)] == ["a", "3"]
    for convert in (compat.as_bytes, compat.as_text):
        with pytest.raises(TypeError, match="binary or unicode string, got 3"):
            convert(3)


def test_paths() -> None:
    assert [tf.compat.path_to_str(Path("a")), tf.compat.path_to_str("b"), tf.compat.path_to_str(3)] == ["a", "b", 3]


def test_kinds_of_numbers() -> None:
    compat = tf.compat
    assert (
        isinstance(np.int8(1), compat.integral_types)
        and isinstance(1, compat.integral_types)
        and not isinstance(1.0, compat.integral_types)
    )
    assert (
        isinstance(np.float16(1), compat.real_types)
        and isinstance(Fraction(1, 2), compat.real_types)
        and not isinstance(1j, compat.real_types)
    )
    assert isinstance(np.complex64(1), compat.complex_types) and isinstance(1j, compat.complex_types)
    assert isinstance("a", compat.bytes_or_text_types) and isinstance(b"a", compat.bytes_or_text_types)


def test_versions() -> None:
    assert tf.compat.forward_compatible(2019, 7, 1) and not tf.compat.forward_compatible(2020, 1, 1)
    with tf.compat.forward_compatibility_horizon(2020, 2, 1):
        assert tf.compat.forward_compatible(2020, 1, 1)
    assert not tf.compat.forward_compatible(2020, 1, 1)


def test_the_first_version_is_this_one() -> None:
    assert tf.compat.v1 is tf
    with pytest.raises(AttributeError, match="v2"):
        tf.compat.v2  # noqa: B018
