"""Special functions: names and types of the nodes they build, values, what plain operands become, derivatives that compose."""

import numpy as np
import pytest
from scipy import special

import polyflow as tf

X = np.array([0.2, 0.7, 1.5, 4.0])


def near(actual, expected, rtol=1e-11):
    np.testing.assert_allclose(actual, expected, rtol=rtol)
    return True


@pytest.mark.parametrize(
    ("name", "expected", "op_type"),
    [
        ("lgamma", special.gammaln, "Lgamma"),
        ("digamma", special.digamma, "Digamma"),
        ("erf", special.erf, "Erf"),
        ("erfc", special.erfc, "Erfc"),
        ("erfinv", special.erfinv, "Erfinv"),
        ("ndtri", special.ndtri, "Ndtri"),
        ("bessel_i0e", special.i0e, "BesselI0e"),
        ("bessel_i1e", special.i1e, "BesselI1e"),
        ("bessel_i0", special.i0, "Mul"),
        ("bessel_i1", special.i1, "Mul"),
    ],
)
def test_functions_of_one_tensor(run, name, expected, op_type):
    x = X / 5
    tensor = getattr(tf.math, name)(x, name="here")
    assert (tensor.op.name, tensor.op.type) == ("here", op_type)
    assert near(run(tensor), expected(x))


@pytest.mark.parametrize(
    ("name", "expected"),
    [("igamma", special.gammainc), ("igammac", special.gammaincc), ("xlogy", special.xlogy), ("xlog1py", special.xlog1py)],
)
def test_functions_of_two_tensors(run, name, expected):
    assert near(run(getattr(tf.math, name)(X[:, None], X)), expected(X[:, None], X))


def test_zeta_polygamma_and_betainc(run):
    assert near(run(tf.zeta(X + 1, X)), special.zeta(X + 1, X))
    assert near(run(tf.polygamma([[1.0], [2.0]], tf.constant(X, tf.float64))), special.polygamma([[1], [2]], X))
    assert near(run(tf.betainc(2.0, tf.constant(0.5, tf.float64), X / 5)), special.betainc(2, 0.5, X / 5))
    assert near(run(tf.math.xdivy([0.0, 3.0], [0.0, 2.0])), [0, 1.5])


def test_a_plain_operand_takes_the_type_of_the_tensor():
    x = tf.constant(X)
    for tensor in (tf.igamma(1.0, x), tf.zeta(2.0, x), tf.polygamma(1.0, x), tf.betainc(1.0, 2.0, x), tf.math.xlogy(1.0, x)):
        assert tensor.dtype is tf.float64


def test_erf_of_a_sparse_tensor(run):
    sparse = tf.SparseTensor([[0, 1]], [0.5], [2, 3])
    assert near(run(tf.erf(sparse).values), [special.erf(0.5)], 1e-6)


def test_betainc_refuses_shapes_that_differ(run):
    with pytest.raises(ValueError, match="not compatible"):
        tf.betainc(X, X[:2], X)
    unknown = tf.placeholder(tf.float64)
    with pytest.raises(tf.errors.InvalidArgumentError, match="inconsistent"):
        run(tf.betainc(unknown, X, 0.5), {unknown: X[:2]})


def test_lbeta(run):
    assert near(run(tf.lbeta(np.array([[2.0, 3.0], [0.5, 0.5]]))), [np.log(1 / 12), np.log(np.pi)])
    assert near(run(tf.lbeta(np.array([1.0, 1.0, 1.0]))), np.log(0.5))
    assert near(run(tf.lbeta(np.array([4.0]))), 0)
    assert near(run(tf.lbeta(np.zeros([2, 0]))), [-np.inf, -np.inf])
    assert tf.lbeta([1.0, 2.0], name="here").op.name == "here"


def test_polyval(run):
    x = np.array([0.0, 1.0, 2.0])
    assert near(run(tf.math.polyval([2.0, 0.0, -1.0], x)), [-1, 1, 7])
    assert near(run(tf.math.polyval([np.array([1.0, 2.0, 3.0]), 1.0], x)), [1, 3, 7])
    assert near(run(tf.math.polyval([], x)), [0, 0, 0])
    with pytest.raises(ValueError, match="list of coefficients"):
        tf.math.polyval(3.0, x)


# Gradients


def test_the_derivative_of_igamma_is_the_density_and_has_a_derivative_itself(run):
    a, x = tf.constant(2.5, tf.float64), tf.constant(2.5, tf.float64)
    (slope,) = tf.gradients(tf.igamma(a, x), x)
    (curvature,) = tf.gradients(slope, x)
    density = 2.5**1.5 * np.exp(-2.5) / special.gamma(2.5)
    assert near(run([slope, curvature]), [density, -0.4 * density])


def test_the_second_derivative_by_the_first_argument_of_igamma_is_refused(graph):
    a = tf.constant(2.5)
    with graph.as_default():
        (slope,) = tf.gradients(tf.igamma(a, 1.5), a)
        with pytest.raises(LookupError, match="IgammaGradA"):
            tf.gradients(slope, a)


def test_betainc_has_a_gradient_for_x_only(run):
    a, b, x = (tf.constant(value, tf.float64) for value in (2.0, 3.0, 0.25))
    by_a, by_b, by_x = tf.gradients(tf.betainc(a, b, x), [a, b, x])
    assert by_a is None and by_b is None
    assert near(run(by_x), 0.25 * 0.75**2 * 12)


def test_the_digamma_of_half_precision_is_differentiated_in_single(run):
    x = tf.constant([0.5, 2.0], tf.float16)
    (slope,) = tf.gradients(tf.digamma(x), x)
    assert slope.dtype is tf.float16
    assert near(run(slope), special.polygamma(1, [0.5, 2.0]), 1e-3)


def test_the_gradient_of_bessel_i1e_at_zero(run):
    x = tf.constant([0.0, -0.0, 1.0], tf.float64)
    (slope,) = tf.gradients(tf.math.bessel_i1e(x), x)
    assert near(run(slope), [0.5, 0.5, special.i0e(1) - 2 * special.i1e(1)])
