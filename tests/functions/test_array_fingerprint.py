"""Fingerprints: one per row, of numbers and of text."""

import numpy as np

import polyflow as tf


def test_of_text(run):
    found = run(tf.fingerprint(["a", "bcd"]))
    assert found.dtype == np.uint8
    np.testing.assert_array_equal(found, [[227, 117, 223, 182, 101, 66, 69, 179], [240, 104, 216, 35, 146, 188, 98, 198]])


def test_of_numbers(run):
    x = tf.placeholder(tf.float32)
    prints = tf.fingerprint(x, "farmhash64", name="prints")
    assert (prints.op.name, prints.shape.as_list()) == ("prints", [None, 8])
    ramp = np.arange(6, dtype=np.float32).reshape(2, 3)
    np.testing.assert_array_equal(run(prints, {x: ramp}), [[97, 250, 103, 235, 2, 197, 12, 216], [137, 64, 115, 26, 94, 100, 213, 1]])
