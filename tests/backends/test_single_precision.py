"""Functions of float32 numbers that must round as the C library does."""

import ctypes
import platform
import zlib

import numpy as np
import pytest

import polyflow as tf
from polyflow.backends.numpy.single_precision import logarithm, sine_and_cosine

GLIBC = platform.libc_ver()[0] == "glibc" and tuple(map(int, platform.libc_ver()[1].split("."))) >= (2, 28)


def of_c(name, numbers):
    function = getattr(ctypes.CDLL("libm.so.6"), name)
    function.argtypes, function.restype = [ctypes.c_float], ctypes.c_float
    return np.array([function(float(number)) for number in numbers], np.float32)


@pytest.mark.skipif(not GLIBC, reason="compares with glibc's functions")
def test_every_bit_is_that_of_the_c_library():
    numbers = np.random.default_rng(1).random(20000, np.float32)
    positive = np.concatenate([numbers[numbers > 0], np.float32([1e-7, 0.5, 1.0, 1.5, 3e38, 1.2e-38])])
    angles = np.concatenate([np.float32(2 * np.pi) * numbers, np.float32([0.0, np.pi / 4, np.pi / 2, np.pi, 2 * np.pi, 100.0])])
    sine, cosine = sine_and_cosine(angles)
    np.testing.assert_array_equal(logarithm(positive), of_c("logf", positive))
    np.testing.assert_array_equal(sine, of_c("sinf", angles))
    np.testing.assert_array_equal(cosine, of_c("cosf", angles))


def test_other_types_are_numpys():
    x = np.array([0.5, 2.0])
    np.testing.assert_array_equal(logarithm(x), np.log(x))
    np.testing.assert_array_equal(sine_and_cosine(x), [np.sin(x), np.cos(x)])


def test_normal_numbers_are_tensorflows_to_the_last_bit():
    """What TensorFlow 2.21 draws on Linux."""
    with tf.Graph().as_default(), tf.Session(backend="numpy") as session:
        numbers = session.run(tf.random.stateless_normal([40000], [3, 9]))
    assert numbers[:4].view(np.uint32).tolist() == [0x3EEE272B, 0x3FB086C7, 0x3EBA490A, 0x3FCE255E]
    assert zlib.crc32(numbers.tobytes()) == 1880056275


def test_gamma_numbers_are_tensorflows_to_the_last_bit():
    with tf.Graph().as_default(), tf.Session(backend="numpy") as session:
        numbers = session.run(tf.random_gamma([5], tf.constant([0.3, 2.5], tf.float64), dtype=tf.float64, seed=5))
    expected = ["0x1.751e8b8c9e827p-4", "0x1.b5229c3ca0c60p+0", "0x1.6b6da3400fd3cp-6", "0x1.c6df4f64abcf4p-1"]
    assert numbers[:2].ravel().tolist() == [float.fromhex(number) for number in expected]
