"""The mathematical functions: names and types of the nodes they build, arguments of both generations, values on each backend."""

import numpy as np
import pytest

import polyflow as tf
from polyflow.framework.errors import InvalidArgumentError


def node(tensor):
    return tensor.op.name, tensor.op.type


def types(graph):
    return [op.type for op in graph.get_operations()]


# Operators


def test_operators_name_their_nodes_as_tensorflow_does():
    x = tf.constant([1.0, 2.0])
    b = x < x
    assert node(b) == ("Less", "Less")
    built = {
        ("add", "AddV2"): x + x, ("sub", "Sub"): x - x, ("mul", "Mul"): x * x, ("truediv", "RealDiv"): x / x,
        ("floordiv", "FloorDiv"): x // x, ("mod", "FloorMod"): x % x, ("pow", "Pow"): x**x, ("Neg", "Neg"): -x,
        ("Abs", "Abs"): abs(x), ("LessEqual", "LessEqual"): x <= x, ("Greater", "Greater"): x > x, ("GreaterEqual", "GreaterEqual"): x >= x,
        ("and", "LogicalAnd"): b & b, ("or", "LogicalOr"): b | b, ("xor", "LogicalAnd"): b ^ b, ("LogicalNot", "LogicalNot"): ~b,
    }  # fmt: skip
    assert {expected: node(tensor) for expected, tensor in built.items()} == {expected: expected for expected in built}


def test_a_plain_operand_becomes_a_constant_inside_the_operator_s_scope(graph):
    x = tf.constant([1.0, 2.0], tf.float64)
    right, left = x + 1, 1 - x
    assert [i.op.name for i in right.op.inputs] == ["Const", "add/y"]
    assert [i.op.name for i in left.op.inputs] == ["sub/x", "Const"]
    assert right.dtype is left.dtype is tf.float64


def test_operators_of_tensors_and_plain_values(run):
    x = tf.constant([1.0, -2.0])
    results = run([x + 1, 1 - x, 2 * x, 1 / x, x**2, 2**x, np.float32(3) * x, np.ones(2, np.float32) + x, abs(x), -x])
    expected = [[2, -1], [0, 3], [2, -4], [1, -0.5], [1, 4], [2, 0.25], [3, -6], [2, -1], [1, 2], [-1, 2]]
    for result, value in zip(results, expected, strict=True):
        np.testing.assert_allclose(result, value)


def test_integers_divide_as_in_python(run):
    x = tf.constant([7, -7])
    quotient, floored, rest, older = x / 2, x // 2, x % 2, tf.div(x, 2)
    assert (quotient.dtype, floored.dtype, node(quotient)) == (tf.float64, tf.int32, ("truediv", "RealDiv"))
    assert [np.asarray(value).tolist() for value in run([quotient, floored, rest, older])] == [[3.5, -3.5], [3, -4], [1, 1], [3, -4]]


def test_short_integers_divide_as_float32():
    assert (tf.constant([7], tf.int16) / tf.constant([2], tf.int16)).dtype is tf.float32


def test_division_of_different_types_is_refused():
    with pytest.raises(TypeError, match="same dtype"):
        tf.truediv(tf.constant(1), tf.constant(1.0))


def test_integer_division_by_zero_fails(run):
    y = tf.placeholder(tf.int32, [2])
    for divide in (tf.floordiv, tf.floormod, tf.truncatediv, tf.truncatemod):
        with pytest.raises(InvalidArgumentError, match="Integer division by zero"):
            run(divide(tf.constant([1, 2]), y), {y: [1, 0]})


def test_an_operand_of_another_type_is_refused():
    with pytest.raises(TypeError):
        tf.constant([1, 2]) + 1.5
    with pytest.raises(TypeError, match="int32"):
        tf.constant([1.0]) + tf.constant([1])


def test_an_object_that_knows_the_operator_gets_its_turn():
    class Knowing:
        def __radd__(self, other):
            return "reflected"

    assert tf.constant(1.0) + Knowing() == "reflected"


def test_matrix_operator(run):
    x = tf.constant([[1.0, 2.0]])
    product = x @ [[3.0], [4.0]]
    assert node(product) == ("matmul", "MatMul")
    assert run(product).tolist() == [[11.0]]


def test_strings_are_joined_by_the_operator(run):
    joined = tf.constant(["a", "b"]) + "c"
    assert joined.op.type == "Add"
    assert run(joined).tolist() == [b"ac", b"bc"]


# Functions


def test_functions_take_a_name_by_position():
    x = tf.constant([1.0])
    assert [node(t) for t in (tf.exp(x, "e"), tf.add(x, x, "sum"), tf.mul(x, x, "product"), tf.reduce_sum(x, 0, False, "total"))] == [
        ("e", "Exp"), ("sum", "Add"), ("product", "Mul"), ("total", "Sum"),
    ]  # fmt: skip


def test_a_plain_first_argument_takes_the_type_of_the_second():
    assert tf.maximum(0, tf.constant([1.0], tf.float64)).dtype is tf.float64


def test_cast_leaves_what_has_the_type(graph):
    x = tf.constant([1.0])
    assert tf.cast(x, tf.float32) is x
    assert node(tf.to_int32(x)) == ("ToInt32", "Cast")


def test_cast_reaches_into_sparse_values(run):
    slices = tf.IndexedSlices(tf.constant([1.5]), tf.constant([0]), None)
    cast = tf.cast(slices, tf.int32)
    assert isinstance(cast, tf.IndexedSlices) and run(cast.values).tolist() == [1]


def test_saturate_cast_stays_inside_the_type(run):
    x = tf.constant([-1e12, 300.0, 1e12])
    assert run(tf.saturate_cast(x, tf.uint8)).tolist() == [0, 255, 255]
    assert run(tf.saturate_cast(x, tf.int32)).tolist() == [-(2**31), 300, 2147483520]


def test_round_goes_to_the_even_neighbour(run):
    assert run(tf.round(tf.constant([0.5, 1.5, -2.5]))).tolist() == [0, 2, -2]
    x = tf.constant([1, 2])
    assert tf.round(x) is x


def test_abs_of_complex_numbers_is_real(run):
    assert run(tf.abs(tf.constant([3 + 4j], tf.complex128))).tolist() == [5.0]


def test_parts_of_complex_numbers(run):
    z = tf.complex([1.0, 2.0], [3.0, -4.0])
    assert z.dtype is tf.complex64
    assert [value.tolist() for value in run([tf.real(z), tf.imag(z), tf.conj(z)])] == [[1, 2], [3, -4], [1 - 3j, 2 + 4j]]
    x = tf.constant([1.0])
    assert tf.real(x) is x and tf.conj(x) is x


def test_sums_of_several_tensors(run):
    x = tf.constant([1.0, 2.0])
    assert run(tf.add_n([x, x, x])).tolist() == run(tf.accumulate_n([x, x, x])).tolist() == [3, 6]
    assert tf.add_n([x]) is x
    with pytest.raises(ValueError, match="at least one"):
        tf.add_n([])


# Reductions


def test_a_reduction_of_everything_takes_a_constant_for_the_dimensions(graph):
    x = tf.placeholder(tf.float32, [None, 3])
    assert tf.reduce_mean(x).shape.as_list() == []
    assert types(graph) == ["Placeholder", "Const", "Mean"]


def test_a_reduction_of_everything_of_unknown_rank_is_a_scalar(run):
    x = tf.placeholder(tf.float32)
    total = tf.reduce_sum(x)
    assert total.shape.as_list() == []
    assert run(total, {x: [[1, 2], [3, 4]]}) == 10


@pytest.mark.parametrize("arguments", [{"axis": 1, "keepdims": True}, {"reduction_indices": 1, "keep_dims": True}])
def test_reductions_take_both_spellings(arguments, run):
    assert run(tf.reduce_sum(tf.constant([[1.0, 2.0], [3.0, 4.0]]), **arguments)).tolist() == [[3], [7]]


@pytest.mark.parametrize("arguments", [{"axis": 1, "reduction_indices": 1}, {"keepdims": True, "keep_dims": True}])
def test_reductions_refuse_both_spellings_at_once(arguments):
    with pytest.raises(ValueError, match="not both"):
        tf.reduce_max(tf.constant([[1.0]]), **arguments)


def test_logsumexp_does_not_overflow(run):
    x = tf.constant([[1000.0, 1000.0], [-1000.0, -1000.0]])
    np.testing.assert_allclose(run(tf.reduce_logsumexp(x, 1)), [1000 + np.log(2), -1000 + np.log(2)], rtol=1e-6)
    assert tf.reduce_logsumexp(x, 1, keep_dims=True).shape.as_list() == [2, 1]


def test_argmax_takes_dimension_and_by_default_the_first(run):
    x = tf.constant([[1.0, 5.0], [2.0, 0.0]])
    assert [value.tolist() for value in run([tf.argmax(x), tf.argmax(x, 1), tf.argmax(x, dimension=1), tf.argmin(x, axis=0)])] == [
        [1, 0], [1, 0], [1, 0], [0, 1],
    ]  # fmt: skip
    assert tf.argmax(x, 1, output_type=tf.int32).dtype is tf.int32


def test_count_nonzero(run):
    assert run(tf.count_nonzero(tf.constant([[0, 1], [2, 3]]), axis=1)).tolist() == [1, 2]


def test_variance_and_standard_deviation(run):
    x = np.array([[1.0, 2.0], [5.0, 8.0]])
    np.testing.assert_allclose(run(tf.math.reduce_variance(x, 0)), x.var(0))
    np.testing.assert_allclose(run(tf.math.reduce_std(x)), x.std())


# Complex numbers whose gradients TensorFlow does not conjugate, and which the conformance cases therefore leave to this


def test_norms_products_and_signs_of_complex_numbers(run):
    x = np.array([3j, 4, 1 + 1j])
    values = run([tf.math.reduce_euclidean_norm(x), tf.cumprod(x), tf.sign(x), tf.squared_difference(x, 1), tf.segment_prod(x, [0, 0, 1])])
    for value, expected in zip(values, [np.sqrt(27), np.cumprod(x), x / np.abs(x), np.abs(x - 1) ** 2, [12j, 1 + 1j]], strict=True):
        np.testing.assert_allclose(value, expected)


def test_the_product_of_the_others_is_the_gradient_of_a_product_with_a_zero(run):
    x = tf.constant([[0.0, 2.0, 3.0], [0.0, 0.0, 3.0]])
    assert run(tf.gradients(tf.reduce_prod(x, 1), x)[0]).tolist() == [[6, 0, 0], [0, 0, 0]]


def test_a_square_root_of_zero_that_nothing_depends_on_has_gradient_zero(run):
    x = tf.constant([0.0, 4.0])
    assert run(tf.gradients(tf.sqrt(x), x, [[0.0, 1.0]])[0]).tolist() == [0, 0.25]


# Gradients of broadcasting


def test_gradients_of_equal_static_shapes_need_no_sums(graph):
    x, y = tf.placeholder(tf.float32, [2, 3]), tf.placeholder(tf.float32, [2, 3])
    tf.gradients(x * y, [x, y])
    assert not {"Sum", "Reshape", "BroadcastGradientArgs", "Shape"} & set(types(graph))


def test_the_gradient_of_a_bias_is_one_sum_even_for_an_unknown_batch(graph):
    x, b = tf.placeholder(tf.float32, [None, 3]), tf.placeholder(tf.float32, [3])
    tf.gradients(x + b, [x, b])
    assert types(graph).count("Sum") == 1
    assert not {"Reshape", "BroadcastGradientArgs"} & set(types(graph))


@pytest.mark.parametrize("static", [True, False])
@pytest.mark.parametrize("shapes", [((2, 3), (3,)), ((2, 1, 3), (4, 1)), ((), (2, 3)), ((1, 3), (1, 1)), ((2, 3), (2, 3))])
def test_gradients_have_the_shapes_of_what_was_broadcast(shapes, static, run):
    arrays = [np.full(shape, 2.0, np.float32) for shape in shapes]
    x, y = (tf.placeholder(tf.float32, shape if static else [None] * len(shape)) for shape in shapes)
    dx, dy = run(tf.gradients(x * y, [x, y]), dict(zip((x, y), arrays, strict=True)))
    copies = np.broadcast(*arrays).size
    assert (np.shape(dx), np.shape(dy)) == shapes
    assert np.sum(dx) == np.sum(dy) == 2 * copies


@pytest.mark.parametrize("axis", [None, 0, 1, [0, 2], []])
def test_gradients_of_means_of_unknown_shapes(axis, run):
    array = np.ones((2, 3, 4), np.float32)
    for shape in ([2, 3, 4], [None, 3, None], [None, None, None], None):
        x = tf.placeholder(tf.float32, shape)
        mean = tf.reduce_mean(x, axis)
        gradient = run(tf.gradients(mean, x)[0], {x: array})
        np.testing.assert_allclose(gradient, np.full((2, 3, 4), run(tf.size(mean), {x: array}) / 24), rtol=1e-6)


# Matrices


def test_matmul_flags(run):
    a, b = np.arange(6.0).reshape(2, 3), np.arange(8.0).reshape(4, 2)
    assert run(tf.matmul(a, b, transpose_a=True, transpose_b=True)).tolist() == (a.T @ b.T).tolist()
    z = a + 1j
    assert run(tf.matmul(z, z, adjoint_a=True)).tolist() == (z.conj().T @ z).tolist()
    with pytest.raises(ValueError, match="transpose and adjoint"):
        tf.matmul(a, b, transpose_a=True, adjoint_a=True)


def test_matmul_of_batches_broadcasts(run):
    a, b = np.random.default_rng(0).normal(size=(4, 1, 2, 3)), np.random.default_rng(1).normal(size=(5, 2, 3))
    product = tf.matmul(a, b, transpose_b=True)
    assert node(product) == ("MatMul", "BatchMatMulV2")
    np.testing.assert_allclose(run(product), a @ b.swapaxes(-1, -2))
    z = a + 1j
    np.testing.assert_allclose(run(tf.matmul(z, z, transpose_a=True)), z.swapaxes(-1, -2) @ z)


@pytest.mark.parametrize("axes", [0, 1, 2, [[1], [0]], [[0, 1], [1, 0]], [-1, 0]])
def test_tensordot(axes, run):
    a, b = np.arange(6.0).reshape(2, 3), np.arange(6.0).reshape(3, 2)
    b = a if axes == 2 else b
    for shape in ((2, 3), (None, None)):
        x = tf.placeholder(tf.float64, shape)
        np.testing.assert_allclose(run(tf.tensordot(x, b, axes), {x: a}), np.tensordot(a, b, axes))


# Clipping


def test_clip_by_value(graph, run):
    x = tf.constant([-2.0, 0.5, 2.0])
    clipped = tf.clip_by_value(x, -1.0, 1.0)
    assert node(clipped) == ("clip_by_value", "Maximum")
    assert run(clipped).tolist() == [-1, 0.5, 1]
    with pytest.raises(ValueError, match="not compatible"):
        tf.clip_by_value(x, [[0.0], [0.0]], 1.0)


def test_clip_by_norm(run):
    x = tf.constant([[3.0, 4.0], [0.3, 0.4]])
    np.testing.assert_allclose(run(tf.clip_by_norm(x, 1.0, axes=[1])), [[0.6, 0.8], [0.3, 0.4]], rtol=1e-6)
    np.testing.assert_allclose(np.linalg.norm(run(tf.clip_by_norm(x, 1.0, "named"))), 1, rtol=1e-6)
    zero = tf.constant([0.0, 0.0])
    assert run(tf.gradients(tf.clip_by_norm(zero, 1.0), zero)[0]).tolist() == [1, 1]


def test_clip_by_global_norm(run):
    slices = tf.IndexedSlices(tf.constant([[4.0]]), tf.constant([0]), tf.constant([2, 1]))
    (first, nothing, second), norm = tf.clip_by_global_norm([tf.constant([3.0]), None, slices], 1.0)
    assert nothing is None and isinstance(second, tf.IndexedSlices)
    assert [node(t) for t in (first, second.values)] == [
        ("clip_by_global_norm/clip_by_global_norm/_0", "Identity"), ("clip_by_global_norm/clip_by_global_norm/_2", "Identity"),
    ]  # fmt: skip
    values = run([first, second.values, norm])
    np.testing.assert_allclose(np.concatenate([np.ravel(value) for value in values]), [0.6, 0.8, 5], rtol=1e-6)


def test_an_infinite_norm_clips_to_nan(run):
    (clipped,), _ = tf.clip_by_global_norm([tf.constant([np.inf, 1.0])], 1.0)
    assert np.isnan(run(clipped)).all()


# Segments


def test_segments(run):
    data = tf.constant([[1.0], [2.0], [4.0]])
    assert run(tf.segment_sum(data, [0, 0, 1])).tolist() == [[3], [4]]
    assert run(tf.unsorted_segment_sum(data, [1, -1, 1], 3)).tolist() == [[0], [5], [0]]
    np.testing.assert_allclose(run(tf.math.unsorted_segment_mean(data, [1, 1, 0], 3)), [[4], [1.5], [0]])


def test_sparse_segments_with_a_number_of_segments(run):
    data = tf.constant([[1.0], [2.0], [4.0]])
    assert run(tf.sparse_segment_sum(data, [0, 2], [0, 0])).tolist() == [[5]]
    assert run(tf.sparse_segment_sum(data, [0, 2], [0, 0], num_segments=2)).tolist() == [[5], [0]]
    assert run(tf.sparse_segment_mean(data, [0, 2], [0, 0], num_segments=2)).tolist() == [[2.5], [0]]
