"""Normalisation: of images by what is near each channel, and of each channel by its mean and variance in a batch of images.

Images have the shape (batch, height, width, channels), "NHWC", or (batch, channels, height, width), "NCHW"; volumes the same with a depth before
the height.  What is said of each channel, as its mean, is a vector with one entry per channel.
"""

from ..framework.dtypes import FLOAT, NUMBER, TypeSet, bfloat16, float32, float64
from ..framework.normalization_rules import batch_norm_channels, batch_norm_grad_channels, channel_axis, channel_count
from ..framework.op import Outputs, op, require
from ..framework.tensor_shape import SCALAR, Sizes, TensorShape

UP_TO_FLOAT32 = FLOAT - {float64}
ONLY_FLOAT32 = TypeSet([float32])
IMAGES = {"NHWC", "NCHW"}
VOLUMES = IMAGES | {"NDHWC", "NCDHW"}


def sizes_of(shape: TensorShape, rank: int) -> Sizes:
    """The sizes of a shape, as many unknown ones as it should have where not even their number is known."""
    return (None,) * rank if shape.sizes is None else shape.sizes


# By near channels


@op("LRN", T=UP_TO_FLOAT32.default(float32))
def lrn(input: "T", *, depth_radius: int = 5, bias: float = 1.0, alpha: float = 1.0, beta: float = 0.5) -> Outputs(output="T"):
    """x / n**beta, where n is ``bias`` + ``alpha`` · the sum of x² over the channels (the last dimension) at most ``depth_radius`` away.

    Source: Krizhevsky, Sutskever and Hinton, "ImageNet classification with deep convolutional neural networks" (2012).
    """
    return require_images("input", input.shape)


@op("LRNGrad", T=UP_TO_FLOAT32.default(float32))
def lrn_grad(
    input_grads: "T",
    input_image: "T",
    output_image: "T",
    *,
    depth_radius: int = 5,
    bias: float = 1.0,
    alpha: float = 1.0,
    beta: float = 0.5,
) -> Outputs(output="T"):
    """The gradient of LRN, of the gradients g, the input x and the output y: g / n**beta - 2 · alpha · beta · x · (the sum near it of g · y / n)."""
    shape = require_images("input_grads", input_grads.shape)
    return shape.merge_with(require_images("input_image", input_image.shape)).merge_with(require_images("output_image", output_image.shape))


def require_images(name: str, shape: TensorShape) -> TensorShape:
    require(shape.has_rank(4), "{} must have 4 dimensions, not shape {}", name, shape)
    return shape.with_rank(4)


# By mean and variance


@op("BatchNormWithGlobalNormalization", T=NUMBER)
def batch_norm_with_global_normalization(
    t: "T", m: "T", v: "T", beta: "T", gamma: "T", *, variance_epsilon: float, scale_after_normalization: bool
) -> Outputs(result="T"):
    """gamma · (t - m) / sqrt(v + variance_epsilon) + beta, without the gamma unless ``scale_after_normalization``.  The channels are last."""
    require_floating(t)
    return with_channels(t.shape, "NHWC", m=m, v=v, beta=beta, gamma=gamma)


@op("BatchNormWithGlobalNormalizationGrad", T=NUMBER)
def batch_norm_with_global_normalization_grad(
    t: "T", m: "T", v: "T", gamma: "T", backprop: "T", *, variance_epsilon: float, scale_after_normalization: bool
) -> Outputs(dx="T", dm="T", dv="T", db="T", dg="T"):
    """The gradients of BatchNormWithGlobalNormalization with respect to its five inputs, m and v taken as independent of t."""
    require_floating(t)
    require(t.shape.is_compatible_with(backprop.shape), "t has shape {}, but backprop {}", t.shape, backprop.shape)
    shape = with_channels(t.shape.merge_with(backprop.shape), "NHWC", m=m, v=v, gamma=gamma)
    vector = shape[-1:]
    return shape, vector, vector, vector, vector


def require_floating(t: object) -> None:
    """Of the types that the ops are declared for, only these can be divided by a root."""
    require(t.dtype.base_dtype in FLOAT, "t must be floating, not {}", t.dtype.base_dtype.name)


def with_channels(shape: TensorShape, data_format: str, **vectors: object) -> TensorShape:
    """The shape with the number of channels that vectors tell of."""
    sizes = list(sizes_of(shape, len(data_format)))
    entries = {name: sizes_of(vector.shape, 1) for name, vector in vectors.items()}
    count = channel_count(tuple(sizes), data_format, **entries)
    sizes[channel_axis(data_format)] = count
    return TensorShape(sizes)


@op("FusedBatchNorm", T=ONLY_FLOAT32, data_format=IMAGES)
def fused_batch_norm(
    x: "T", scale: "T", offset: "T", mean: "T", variance: "T", *, epsilon: float = 0.0001, exponential_avg_factor: float = 1.0,
    data_format: str = "NHWC", is_training: bool = True
) -> Outputs(y="T", batch_mean="T", batch_variance="T", reserve_space_1="T", reserve_space_2="T"):  # fmt: skip
    """scale · (x - m) / sqrt(v + epsilon) + offset, with the mean m and the variance v of each channel.

    In training they are those of x.  ``batch_mean`` is then the part f = ``exponential_avg_factor`` of m and 1 - f of ``mean``, and
    ``batch_variance`` the same of the variances, where that of x is divided by one less than its number of elements (Bessel's correction);
    ``mean`` and ``variance`` do not matter if f is 1.  Otherwise m and v are ``mean`` and ``variance``, and returned as they are.  The reserved
    outputs, which the gradient needs, are m and v.

    Source: Ioffe and Szegedy, "Batch normalization" (2015).
    """
    return normalized_shapes(x, scale, offset, mean, variance, data_format, is_training, exponential_avg_factor)


@op("FusedBatchNormV2", T=UP_TO_FLOAT32, U=ONLY_FLOAT32, data_format=IMAGES)
def fused_batch_norm_v2(
    x: "T", scale: "U", offset: "U", mean: "U", variance: "U", *, epsilon: float = 0.0001, exponential_avg_factor: float = 1.0,
    data_format: str = "NHWC", is_training: bool = True
) -> Outputs(y="T", batch_mean="U", batch_variance="U", reserve_space_1="U", reserve_space_2="U"):  # fmt: skip
    """The same as FusedBatchNorm of images that may have another type than the numbers of their channels."""
    return normalized_shapes(x, scale, offset, mean, variance, data_format, is_training, exponential_avg_factor)


@op("FusedBatchNormV3", T=UP_TO_FLOAT32, U=TypeSet([bfloat16, float32]), data_format=VOLUMES)
def fused_batch_norm_v3(
    x: "T", scale: "U", offset: "U", mean: "U", variance: "U", *, epsilon: float = 0.0001, exponential_avg_factor: float = 1.0,
    data_format: str = "NHWC", is_training: bool = True
) -> Outputs(y="T", batch_mean="U", batch_variance="U", reserve_space_1="U", reserve_space_2="U", reserve_space_3="U"):  # fmt: skip
    """The same as FusedBatchNormV2, also of volumes.  The third reserved output is 0: no more is needed."""
    return *normalized_shapes(x, scale, offset, mean, variance, data_format, is_training, exponential_avg_factor), SCALAR


def normalized_shapes(
    x: object, scale: object, offset: object, mean: object, variance: object, data_format: str, is_training: bool, factor: float
) -> tuple[TensorShape, ...]:
    """The shapes of the images and of four vectors."""
    sizes = sizes_of(x.shape, len(data_format))
    vectors = [sizes_of(each.shape, 1) for each in (scale, offset, mean, variance)]
    count = batch_norm_channels(sizes, *vectors, data_format, is_training, factor)
    vector = TensorShape([count])
    return with_count(sizes, count, data_format), vector, vector, vector, vector


def with_count(sizes: Sizes, count: int | None, data_format: str) -> TensorShape:
    axis = channel_axis(data_format)
    return TensorShape([*sizes[:axis], count, *sizes[axis + 1 :]])


@op("FusedBatchNormGrad", T=ONLY_FLOAT32, data_format=IMAGES)
def fused_batch_norm_grad(
    y_backprop: "T", x: "T", scale: "T", reserve_space_1: "T", reserve_space_2: "T", *, epsilon: float = 0.0001, data_format: str = "NHWC",
    is_training: bool = True
) -> Outputs(x_backprop="T", scale_backprop="T", offset_backprop="T", reserve_space_3="T", reserve_space_4="T"):  # fmt: skip
    """The gradients of FusedBatchNorm with respect to ``x``, ``scale`` and ``offset``, of that with respect to its ``y``.

    The reserved inputs are the mean and the variance by which it has normalised; in training these depend on ``x``.  The reserved outputs are empty.
    """
    return gradient_shapes(y_backprop, x, scale, reserve_space_1, reserve_space_2, data_format)


@op("FusedBatchNormGradV2", T=UP_TO_FLOAT32, U=ONLY_FLOAT32, data_format=IMAGES)
def fused_batch_norm_grad_v2(
    y_backprop: "T", x: "T", scale: "float32", reserve_space_1: "U", reserve_space_2: "U", *, epsilon: float = 0.0001, data_format: str = "NHWC",
    is_training: bool = True
) -> Outputs(x_backprop="T", scale_backprop="U", offset_backprop="U", reserve_space_3="U", reserve_space_4="U"):  # fmt: skip
    """The same as FusedBatchNormGrad, for FusedBatchNormV2."""
    return gradient_shapes(y_backprop, x, scale, reserve_space_1, reserve_space_2, data_format)


@op("FusedBatchNormGradV3", T=UP_TO_FLOAT32, U=ONLY_FLOAT32, data_format=VOLUMES)
def fused_batch_norm_grad_v3(
    y_backprop: "T", x: "T", scale: "float32", reserve_space_1: "U", reserve_space_2: "U", reserve_space_3: "U", *, epsilon: float = 0.0001,
    data_format: str = "NHWC", is_training: bool = True
) -> Outputs(x_backprop="T", scale_backprop="U", offset_backprop="U", reserve_space_4="U", reserve_space_5="U"):  # fmt: skip
    """The same as FusedBatchNormGrad, for FusedBatchNormV3.  The third reserved input does not matter."""
    return gradient_shapes(y_backprop, x, scale, reserve_space_1, reserve_space_2, data_format)


def gradient_shapes(
    y_backprop: object, x: object, scale: object, mean: object, variance: object, data_format: str
) -> tuple[TensorShape, ...]:
    """The shapes of gradients for images, scale and offset, and of two empty vectors."""
    gradients, images = (sizes_of(each.shape, len(data_format)) for each in (y_backprop, x))
    vectors = [sizes_of(each.shape, 1) for each in (scale, mean, variance)]
    count = batch_norm_grad_channels(gradients, images, *vectors, data_format)
    vector, empty = TensorShape([count]), TensorShape([0])
    shape = TensorShape(gradients).merge_with(TensorShape(images))
    return with_count(shape.sizes, count, data_format), vector, vector, empty, empty
