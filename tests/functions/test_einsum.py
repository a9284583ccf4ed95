"""Sums of products along dimensions that letters name: what they compute, what they refuse, and their gradients."""

import numpy as np
import pytest

import polyflow as tf

SHAPES = {"a": 2, "b": 3, "c": 4, "d": 5, "e": 6}


def arrays(terms):
    """An array for each term of letters; sizes are those of the letters."""
    rng = np.random.default_rng(1)
    return [rng.standard_normal([SHAPES[letter] for letter in term]) for term in terms.split(",")]


@pytest.mark.parametrize(
    "equation",
    ["ab,bc->ac", "ab,bc", "abc->cab", "ba", "ab->", "a,b->ab", "abc,cd,db->a", "ab,bc,cd,de->ea", "ab,ab,ab->b", "ac,bc,ad->bd", "abc"],
)
def test_is_numpy_s_einsum(equation, run):
    values = arrays(equation.partition("->")[0])
    np.testing.assert_allclose(run(tf.einsum(equation, *values)), np.einsum(equation, *values), rtol=1e-12)


def test_ellipses_broadcast(run):
    x, y, z = np.ones((2, 1, 3, 4)), np.ones((5, 4, 6)), np.ones(6)
    result = tf.einsum("...ij,...jk,k->i...", x, y, z)
    assert result.shape.as_list() == [3, 2, 5]
    assert run(result)[0, 0, 0] == 24


def test_implied_results_have_broadcast_dimensions_first(run):
    assert run(tf.einsum("j...i", np.ones((2, 3, 4)))).shape == (3, 4, 2)
    assert run(tf.einsum("ii", np.eye(3))) == 3


def test_diagonals_are_read_and_written(run):
    assert run(tf.einsum("ii->i", [[1, 2], [3, 4]])).tolist() == [1, 4]
    assert run(tf.einsum("i->ii", [1, 2])).tolist() == [[1, 0], [0, 2]]


def test_spaces_do_not_count(run):
    assert run(tf.einsum(" i j , j k -> i k ", [[1.0, 2.0]], [[3.0], [4.0]])).tolist() == [[11]]


def test_lies_in_a_scope_of_its_name():
    assert tf.einsum("i->i", [1.0]).op.name == "einsum/Einsum"
    assert tf.einsum("i,i->", [1.0], [1.0], name="dot").op.name == "dot/Einsum"


def test_unknown_shapes(run):
    x, y = tf.placeholder(tf.float32), tf.placeholder(tf.float32, [None, 2, None])
    result = tf.einsum("...i,...ij->...j", x, y)
    assert result.shape.ndims is None
    assert run(result, {x: np.ones((3, 2)), y: np.ones((3, 2, 4))}).tolist() == [[2] * 4] * 3


@pytest.mark.parametrize("static", [True, False])
def test_gradients_of_what_was_broadcast_and_summed_alone(static, run):
    x = tf.placeholder(tf.float64, [1, 3, 2] if static else None)
    y = tf.placeholder(tf.float64, [4, 3] if static else None)
    feeds = {x: np.ones((1, 3, 2)), y: np.ones((4, 3))}
    dx, dy = tf.gradients(tf.einsum("...ij,...i->...", x, y), [x, y])
    values = run([dx, dy], feeds)
    assert values[0].tolist() == [[[4, 4]] * 3]
    assert values[1].tolist() == [[2] * 3] * 4


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: tf.einsum("ij->ij", [[1.0]], greedy=1), TypeError, "invalid keyword arguments for this function: greedy"),
        (lambda: tf.einsum("ij,jk->ik", [[1.0]]), ValueError, "Got 1 arguments for equation 'ij,jk->ik', expecting 2"),
        (lambda: tf.einsum(""), ValueError, "at least one input"),
        (lambda: tf.einsum("i1->i", [[1.0]]), ValueError, "must be letters"),
        (lambda: tf.einsum("i->ij", [1.0]), ValueError, "'j' of the result is in no operand"),
        (lambda: tf.einsum("i,i->i", [1.0], [1.0, 2.0]), ValueError, "'i' to be of one size, got 1 and 2"),
        (lambda: tf.einsum("i->i", ["a"]), ValueError, "defined for numbers, not for string"),
    ],
)
def test_refuses(call, error, message):
    with pytest.raises(error, match=message):
        call()
