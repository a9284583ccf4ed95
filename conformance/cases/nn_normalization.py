from typing import Any

import numpy as np

from ..case import build_error, case, fatal, literal, normal, positive, sample, values

FLOATS = "float16", "bfloat16", "float32", "float64"

# By near channels

NEAR: dict[str, Any] = {"depth_radius": 2, "bias": 2.0, "alpha": 0.3, "beta": 0.75}

case(
    "LRN",
    sample(normal(2, 3, 4, 7)),
    sample(normal(2, 3, 4, 7), **NEAR),
    sample(normal(2, 3, 4, 5), depth_radius=0, beta=1.0),
    sample(normal(2, 3, 4, 5), depth_radius=1, bias=0.5, alpha=0.0),
    literal([[[[3.0, 4.0, 12.0]]]], depth_radius=2, bias=0.0, gives=[[[[3 / 13, 4 / 13, 12 / 13]]]]),
    literal([[[[1.0, 2.0, 3.0]]]], depth_radius=1, beta=1.0, gives=[[[[1 / 6, 2 / 15, 3 / 14]]]]),
    build_error(normal(3, 4, 7), match="input must have 4 dimensions"),
    large=sample(normal(8, 32, 32, 128)),
)
case(
    "LRNGrad",
    sample(normal(2, 3, 4, 7), normal(2, 3, 4, 7), normal(2, 3, 4, 7)),
    sample(normal(2, 3, 4, 7), normal(2, 3, 4, 7), normal(2, 3, 4, 7), **NEAR),
    sample(normal(2, 3, 4, 5), normal(2, 3, 4, 5), normal(2, 3, 4, 5), depth_radius=0, beta=1.0),
    literal([[[[1.0, 0.0]]]], [[[[1.0, 2.0]]]], [[[[0.5, 1.0]]]], depth_radius=1, bias=3.0, beta=1.0, gives=[[[[0.0, -0.25]]]]),
    build_error(normal(2, 3, 4, 7), normal(2, 3, 4, 6), normal(2, 3, 4, 7), match="not compatible|merge"),
    build_error(normal(2, 3, 4, 7), normal(2, 3, 7), normal(2, 3, 4, 7), match="input_image must have 4 dimensions"),
    large=sample(normal(8, 32, 32, 128), normal(8, 32, 32, 128), normal(8, 32, 32, 128)),
)

# By mean and variance

NO_CHANNELS = fatal("TensorFlow divides by the number of channels, of which there are none")
GLOBAL: dict[str, Any] = {"variance_epsilon": 0.25, "scale_after_normalization": True}
UNSCALED = GLOBAL | {"scale_after_normalization": False}

case(
    "BatchNormWithGlobalNormalization",
    *(sample(normal(2, 3, 4, 5), normal(5), positive(5), normal(5), normal(5), **attributes) for attributes in (GLOBAL, UNSCALED)),
    literal([[[[5.0, 1.0]]]], [1.0, 1.0], [3.75, 0.75], [10.0, 20.0], [3.0, 7.0], **GLOBAL, gives=[[[[16.0, 20.0]]]]),
    literal([[[[5.0, 1.0]]]], [1.0, 2.0], [3.75, 0.75], [10.0, 20.0], [3.0, 7.0], **UNSCALED, gives=[[[[12.0, 19.0]]]]),
    build_error(normal(2, 4, 5), normal(5), positive(5), normal(5), normal(5), **GLOBAL, match="x must have 4 dimensions"),
    build_error(
        normal(2, 3, 4, 5), normal(4), positive(5), normal(5), normal(5), **GLOBAL, match="m must have an entry for each of 5 channels"
    ),
    build_error(normal(2, 3, 4, 5), normal(5), positive(5), normal(5), normal(1, 5), **GLOBAL, match="gamma must be a vector"),
    dtypes=FLOATS,
    deviates={"*-empty3": NO_CHANNELS, "*-[34]-empty0": NO_CHANNELS},
    smooth=False,
    large=sample(normal(8, 32, 32, 128), normal(128), positive(128), normal(128), normal(128), **GLOBAL),
)
case(
    "BatchNormWithGlobalNormalizationGrad",
    *(sample(normal(2, 3, 4, 5), normal(5), positive(5), normal(5), normal(2, 3, 4, 5), **attributes) for attributes in (GLOBAL, UNSCALED)),
    literal([[[[5.0]]]], [1.0], [3.75], [3.0], [[[[2.0]]]], **GLOBAL, gives=([[[[3.0]]]], [-3.0], [-1.5], [2.0], [4.0])),
    literal([[[[5.0]]]], [1.0], [3.75], [3.0], [[[[2.0]]]], **UNSCALED, gives=([[[[1.0]]]], [-1.0], [-0.5], [2.0], [0.0])),
    build_error(normal(2, 3, 4, 5), normal(5), positive(5), normal(5), normal(2, 3, 3, 5), **GLOBAL, match="t has shape .* but backprop"),
    build_error(normal(2, 3, 4, 5), normal(5), positive(4), normal(5), normal(2, 3, 4, 5), **GLOBAL, match="v must have an entry for each"),
    dtypes=FLOATS,
    deviates={"*-empty3": NO_CHANNELS},
    large=sample(normal(8, 32, 32, 128), normal(128), positive(128), normal(128), normal(8, 32, 32, 128), **GLOBAL),
)

CHANNELS = {"NHWC": (2, 3, 4, 6), "NCHW": (2, 6, 3, 4), "NDHWC": (2, 3, 4, 5, 6), "NCDHW": (2, 6, 3, 4, 5)}
"""Two images of 3 by 4 pixels, or volumes, of 6 channels."""

MODES: list[dict[str, Any]] = [
    {"epsilon": 0.01},
    {"data_format": "NCHW"},
    {"is_training": False, "epsilon": 0.05},
    {"is_training": False, "data_format": "NCHW"},
]
VOLUMES: list[dict[str, Any]] = [
    {"data_format": "NDHWC"},
    {"data_format": "NCDHW"},
    {"is_training": False, "data_format": "NDHWC"},
    {"is_training": False, "data_format": "NCDHW"},
]
AS_IMAGES = "TensorFlow's gradient of volumes without elements has the shape of images"
NO_PIXELS = fatal("of images without pixels TensorFlow returns what the memory holds")


def of_batches(volumes: Any, *reserved: Any) -> Any:
    """Samples of normalisation, with results worked out by hand; ``reserved`` is what the third reserved output gives."""
    statistics = normal(6), normal(6), normal(6), positive(6)
    x, scale, offset, mean, variance = [[[[0.0]], [[4.0]]], [[[0.0]], [[0.0]]]], [2.0], [10.0], [3.0], [3.0]
    y = [[[[9.0]], [[13.0]]], [[[9.0]], [[9.0]]]]
    given = scale, offset, mean, variance
    return [
        *(sample(images(attributes), *statistics, **attributes) for attributes in (*MODES, *volumes)),
        sample(normal(2, 3, 4, 6), *statistics, exponential_avg_factor=0.25),
        sample(normal(2, 3, 4, 6), normal(6), normal(6), normal(0), normal(0)),
        sample(normal(1, 1, 1, 6), *statistics, exponential_avg_factor=0.5),
        literal(x, *given, epsilon=1.0, gives=(y, [1.0], [4.0], [1.0], [3.0], *reserved)),
        literal(x, *given, epsilon=1.0, exponential_avg_factor=0.5, gives=(y, [2.0], [3.5], [1.0], [3.0], *reserved)),
        literal(x, *given, epsilon=1.0, is_training=False, gives=([[[[7.0]], [[11.0]]], [[[7.0]], [[7.0]]]], [3.0], [3.0])),
        build_error(normal(3, 4, 6), *statistics, match="x must have 4 dimensions"),
        build_error(normal(2, 3, 4, 6), normal(5), *statistics[1:], match="scale must have an entry for each of 6 channels, not 5"),
        build_error(normal(2, 6, 3, 4), normal(6), normal(1, 6), *statistics[2:], data_format="NCHW", match="offset must be a vector"),
        build_error(normal(2, 3, 4, 6), *statistics[:3], normal(0), is_training=False, match="variance must have an entry for each"),
        build_error(
            normal(2, 3, 4, 6), *statistics[:2], normal(0), positive(6), exponential_avg_factor=0.5, match="mean must have an entry"
        ),
    ]


def images(attributes: Any) -> Any:
    return normal(*CHANNELS[attributes.get("data_format", "NHWC")])


def defined(*outputs: Any) -> Any:
    """What TensorFlow computes: but in training, the reserved outputs are whatever the memory holds."""
    return outputs if outputs[0].op.attrs["is_training"] else outputs[:3]


def of_gradients(volumes: Any, *reserved: Any) -> Any:
    """Samples of the gradient of normalisation; ``reserved`` is the third reserved input."""
    modes = [*MODES, *volumes]
    drawn = [with_statistics(attributes) for attributes in modes]
    statistics = normal(6), normal(6), positive(6), *reserved
    g, x, given = [[[[1.0]], [[3.0]]], [[[1.0]], [[-1.0]]]], [[[[0.0]], [[4.0]]], [[[0.0]], [[0.0]]]], ([2.0], [1.0], [3.0], *reserved)
    in_training = [[[[0.5]], [[0.5]]], [[[0.5]], [[-1.5]]]]
    return [
        *(sample(images(how), x, normal(6), *rest, *reserved, **how) for how, (x, *rest) in zip(modes, drawn, strict=True)),
        literal(g, x, *given, epsilon=1.0, gives=(in_training, [4.0], [4.0], [], [])),
        literal(g, x, *given, epsilon=1.0, is_training=False, gives=(g, [4.0], [4.0], [], [])),
        build_error(normal(2, 3, 4, 6), normal(2, 3, 5, 6), *statistics, match="x and y_backprop must have the same shape"),
        build_error(normal(2, 3, 6), normal(2, 3, 4, 6), *statistics, match="y_backprop must have 4 dimensions"),
        build_error(
            normal(2, 3, 4, 6), normal(2, 3, 4, 6), normal(5), *statistics[1:], match="scale must have an entry for each of 6 channels"
        ),
    ]


def with_statistics(attributes: Any) -> Any:
    """Images, exact in every type, and the mean and variance by which they are normalised."""
    x = np.random.default_rng(1).integers(-16, 17, CHANNELS[attributes.get("data_format", "NHWC")]) / 4
    if not attributes.get("is_training", True):
        return values(x), normal(6), positive(6)
    axes = tuple(axis for axis, size in enumerate(x.shape) if size != 6)
    return values(x), values(x.mean(axes).astype(np.float32)), values(x.var(axes).astype(np.float32))


normalisation: dict[str, Any] = {
    "gradient": (0, 1, 2),
    "differentiated": (0,),
    "invariant": defined,
    "large": sample(normal(8, 32, 32, 128), normal(128), normal(128), normal(0), normal(0)),
}
EMPTY = {"*-empty[0-2]": NO_PIXELS}
EMPTY_VOLUMES = {"*-[5-8]-empty3": NO_PIXELS, "gradient *-[5-8]-empty4": AS_IMAGES}
case("FusedBatchNorm", *of_batches([]), **normalisation, deviates=EMPTY)
case("FusedBatchNormV2", *of_batches([]), **normalisation, deviates=EMPTY)
case("FusedBatchNormV3", *of_batches(VOLUMES, 0.0), **normalisation, deviates=EMPTY | EMPTY_VOLUMES)

# In training the mean and variance are those of x and no inputs of their own: the derivative with respect to x is checked above, as a second one.

MEAN_OF_NOTHING = "TensorFlow's second derivative is made of means, which are NaN of images without pixels"
of_normalisation: dict[str, Any] = {"gradient": (0, 2)}
NO_MEANS = {"gradient *-[12]-empty[0-2]": MEAN_OF_NOTHING}
TWO_DIMENSIONS = NO_MEANS | {"gradient *-5-empty*": MEAN_OF_NOTHING}
THREE_DIMENSIONS = NO_MEANS | {"gradient *-9-empty*": MEAN_OF_NOTHING, "*-[5-8]-empty*": AS_IMAGES}
LARGE = normal(8, 32, 32, 128), normal(8, 32, 32, 128), normal(128), normal(128), positive(128)
case("FusedBatchNormGrad", *of_gradients([]), **of_normalisation, deviates=TWO_DIMENSIONS, large=sample(*LARGE))
case("FusedBatchNormGradV2", *of_gradients([]), **of_normalisation, deviates=TWO_DIMENSIONS, large=sample(*LARGE))
case(
    "FusedBatchNormGradV3",
    *of_gradients(VOLUMES, values(0.0)),
    **of_normalisation,
    deviates=THREE_DIMENSIONS,
    large=sample(*LARGE, values(0.0)),
)
